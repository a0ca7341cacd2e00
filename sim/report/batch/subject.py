"""What a batch's report is about: its results, by measure and by scenario, policy and lens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.analysis.compare import HeatMap, heat_maps
from sim.analysis.compare.heat import better_end
from sim.analysis.games import experiment_of, measured
from sim.batch.measures import YES
from sim.batch.results import Results
from sim.documents.library import Library
from sim.documents.rulebook import Rulebook
from sim.report.words import ReportWords

if TYPE_CHECKING:
    from sim.analysis.games import Array

UNIT_RANGES = {"dial 0-10": (0.0, 10.0), "probability 0-1": (0.0, 1.0), YES: (0.0, 1.0)}
Setting = tuple[str, str, str]
"""Scenario, policy and lens; policies of several rows are joined, as `sim.analysis.compare` does."""


@dataclass(frozen=True)
class Measure:
    """A column of the result.

    Attributes:
        name: Its name in the tables.
        title: The name that people read.
        unit: Its unit.
        says: What it is.
        better: ``high`` or ``low`` where that goes without saying, else empty.
    """

    name: str
    title: str
    unit: str
    says: str
    better: str

    @property
    def within(self) -> tuple[float, float] | None:
        """Ends that it cannot go beyond."""
        return UNIT_RANGES.get(self.unit)

    @property
    def yes_or_no(self) -> bool:
        """Whether it is 0 or 1 in every game, so that only its share says anything."""
        return self.unit == YES


@dataclass(frozen=True)
class Subject:
    """A finished batch with what is needed to tell about it.

    Attributes:
        results: The batch.
        library: The documents as they are now.
        words: The words.
    """

    results: Results
    library: Library
    words: ReportWords

    @property
    def made(self) -> dict[str, Any]:
        """The manifest."""
        return self.results.manifest

    @cached_property
    def experiment(self) -> Any:
        """The experiment."""
        return experiment_of(self.results)

    @cached_property
    def book(self) -> Rulebook:
        """The rulebook as it is now."""
        return self.library.rulebook()[0]

    @cached_property
    def measures(self) -> list[Measure]:
        """What was measured, in order."""
        columns = self.made["columns"]["games"]
        return [self._measure(name, columns[name]["unit"], columns[name]["description"]) for name in self.results.measures]

    def _measure(self, name: str, unit: str, says: str) -> Measure:
        head, _, seat = name.partition(".")
        better = better_end(self.book, name) or ""
        if head in self.book.boards:
            label = self.words.labels.label("boards", head)
            return Measure(name, capital(f"{label}, {seat}" if seat else label), unit, says, better)
        title = name.replace("_", " ") if name in self.experiment.define else says
        return Measure(name, capital(title), unit, says, better)

    @cached_property
    def values(self) -> dict[str, Array]:
        """Every measure by cell and game."""
        return measured(self.results)

    @cached_property
    def cells(self) -> list[dict[str, Any]]:
        """What every cell is."""
        rows: list[dict[str, Any]] = self.results.cells.to_pylist()
        return rows

    @cached_property
    def settings(self) -> dict[Setting, list[int]]:
        """The numbers of the cells by scenario, policy and lens; several where something else varies too."""
        found: dict[Setting, list[int]] = {}
        for cell in self.cells:
            found.setdefault((cell["scenario"], self.policy(cell), cell["lens"]), []).append(cell["cell"])
        return found

    def policy(self, cell: dict[str, Any]) -> str:
        """Return the policies of a cell as one name."""
        return " / ".join(cell[row] for row in self.experiment.policies) or "payoff"

    @cached_property
    def scenarios(self) -> list[str]:
        """The scenarios, in order."""
        return _in_order(setting[0] for setting in self.settings)

    @cached_property
    def policies(self) -> list[str]:
        """The policies, in order."""
        return _in_order(setting[1] for setting in self.settings)

    @cached_property
    def lenses(self) -> list[str]:
        """The lenses, in order."""
        return _in_order(setting[2] for setting in self.settings)

    @property
    def points(self) -> int:
        """How many points of what varies there are; 1 where nothing does."""
        return len(self.cells) // len(self.settings)

    @property
    def pooled(self) -> str:
        """That points are taken together, in words; empty where nothing varies."""
        return self.words("batch.pooled", n=self.points) if self.points > 1 else ""

    @cached_property
    def heat(self) -> dict[str, dict[str, HeatMap]]:
        """Policies by lenses, by scenario and measure; points of what varies are averaged."""
        found = {name: heat_maps(self.results, self.book, scenario=name) for name in self.scenarios}
        return {name: {heat.measure: heat for heat in maps} for name, maps in found.items()}

    def named(self, scenario: str, *rest: str) -> str:
        """Return the name of a panel: the scenario only where there are several."""
        return " · ".join([*([scenario] if len(self.scenarios) > 1 else []), *rest]) or scenario


def setting_name(subject: Subject, setting: Setting) -> str:
    """Return a setting by what tells it from the others: the parts of which there are several."""
    several = (len(subject.scenarios) > 1, len(subject.policies) > 1, len(subject.lenses) > 1)
    return " · ".join(part for part, many in zip(setting, several, strict=True) if many)


def capital(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]


def _in_order(names: Any) -> list[str]:
    return list(dict.fromkeys(names))


def shown(names: Sequence[str], words: ReportWords, most: int = 12) -> str:
    """Return names as a list, the first few of many."""
    if len(names) <= most:
        return ", ".join(names)
    return words("batch.and_more", names=", ".join(names[:most]), n=len(names) - most)
