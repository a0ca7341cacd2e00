"""Sections of the benchmark, and the bench they are measured on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace

from sim.analysis.bench.figure import Figure, Kind, Kinds, measured
from sim.documents.library import Library


@dataclass(frozen=True)
class Effort:
    """How much is measured.

    Attributes:
        rare: Repetitions of what takes many seconds.
        few: Repetitions of what takes about a second.
        many: Repetitions of what takes milliseconds.
        games: Native games in a repetition.
        batch: Games of the batch whose memory is measured.
    """

    rare: int
    few: int
    many: int
    games: int
    batch: int


FULL = Effort(rare=3, few=7, many=48, games=12_800, batch=100_000)
QUICK = Effort(rare=1, few=3, many=12, games=2_560, batch=100_000)


@dataclass
class Bench:
    """What a section measures with, and what has been found so far.

    Attributes:
        library: Documents.
        effort: How much is measured.
        say: Is told each figure as it is found.
        kinds: What is promised, by key.
        figures: What was found, by key.
        left_out: One line for each section that could not be measured.
    """

    library: Library
    effort: Effort
    say: Callable[[str], None]
    kinds: dict[str, Kind] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def keep(self, key: str, values: Sequence[float]) -> None:
        """Keep repeated measurements of a promised figure."""
        figure = measured(self.kinds[key], values)
        self.figures[key] = figure
        self.say(f"{figure.kind.name}: {figure.median:.4g} {figure.kind.unit}")


@dataclass(frozen=True)
class Section:
    """A part of the benchmark.

    Attributes:
        name: A word to ask for it; sections may share it.
        title: What it is about.
        kinds: What it measures, by key; keys are the same nowhere else.
        measure: Measures all of it.
        missing: Why it cannot be measured here, or an empty text.
    """

    name: str
    title: str
    kinds: Kinds
    measure: Callable[[Bench], None]
    missing: Callable[[], str] = lambda: ""


def run_sections(sections: Sequence[Section], bench: Bench) -> Bench:
    """Measure sections one after another; what cannot be measured is said in one line and left out."""
    for section in sections:
        for key, kind in section.kinds.items():
            bench.kinds[key] = replace(kind, about=kind.about.format(**asdict(bench.effort)))
    for section in sections:
        why = section.missing()
        if why:
            bench.left_out.append(f"{section.title}: left out, {why}")
            bench.say(bench.left_out[-1])
            continue
        section.measure(bench)
    return bench
