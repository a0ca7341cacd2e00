"""Stylised facts: run each protocol on paired games, and say pass, fail or undecided by lens (model.md §9, DESIGN §8)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.analysis.estimate import estimate
from sim.documents.errors import DocumentError
from sim.documents.fact import Arm, Fact, Measure
from sim.documents.lens import read_lens
from sim.documents.library import Library
from sim.documents.scenario import Entry, Scenario
from sim.documents.season import Season
from sim.documents.sheet import parse_sheet
from sim.engine.expression import Name, Node, Number, Operation, parse
from sim.engine.policy import CompiledPolicy, compile_policy
from sim.engine.position import Terms
from sim.engine.program import Program
from sim.rollout.runner import Start, play_games
from sim.rollout.seasons import Seasons
from sim.rollout.session import coefficients, program_of

if TYPE_CHECKING:
    import numpy as np

    Values = np.ndarray[Any, np.dtype[np.float64]]

PAIRS = 400
MOST_PAIRS = 60000
FACT_SEED = 20170514
GONE = {"pass": "fail", "fail": "pass", "undecided": "undecided"}  # a finding without the coefficient that carries it must not hold


@dataclass(frozen=True)
class Verdict:
    """One finding in one lens.

    Attributes:
        fact, finding, lens: Which.
        home: Whether the lens is a home lens.
        without: A coefficient that was set to 0, or empty; the verdict then is whether the finding is gone.
        value, error: Its value and standard error (jackknife over blocks of game numbers).
        threshold: What was asked, such as ``>= 0.3``.
        verdict: told where nothing is asked; pass, fail, or undecided while the 95 % interval straddles the threshold.
        pairs: Games in each arm.
    """

    fact: str
    finding: str
    lens: str
    home: bool
    without: str
    value: float
    error: float
    threshold: str
    verdict: str
    pairs: int


def neutral_start(program: Program, fact: Fact, arm: Arm) -> Scenario:
    """Return the start of a fact's arm: the rulebook's own values and resting levers, with what fact and arm change."""
    book = program.book
    starts = Season.parse("spring-2020")
    seasons = starts.span(fact.seasons)
    return Scenario(
        name=fact.id,
        title=fact.title,
        situation="",
        starts=starts,
        length=fact.seasons,
        fog=True,
        tutorial=False,
        scale=1.0,
        mechanics={},
        start={**fact.start, **arm.start},
        opening_sheets={seat: {lever: book.levers[lever].rest for lever in book.seat_levers(seat)} for seat in book.seats},
        calendar=tuple(Entry(seasons[event.season - 1], event.event, event.lasts) for event in arm.events),
        digest="",
    )


def arm_policy(program: Program, arm: Arm) -> CompiledPolicy:
    """Compile what an arm forces."""
    rows = [(row.seat, row.when, parse_sheet(row.set, row.seat, program.book)) for row in arm.rows]
    return compile_policy(program, "arm", rows)


def play_arm(program: Program, fact: Fact, arm: Arm, lens: Mapping[str, float], first: int, count: int, native: bool | None) -> Seasons:
    """Play an arm of a fact under a lens: games `first` to `first + count - 1`, on draws common to all arms."""
    values = tuple(lens[name] for name in program.layout.coefficients)
    mechanics: dict[str, bool] = {name: switch == "on" for name, switch in fact.mechanics.items()}
    terms = Terms(values, FACT_SEED, fact.seasons, mechanics=mechanics)
    start = Start(
        program, neutral_start(program, fact, arm), terms, policies=[arm_policy(program, arm)], bargain=fact.bargain == "on", accords=arm.accords
    )
    return Seasons(program, play_games(start, count, native=native, first=first))


def measured(seasons: Seasons, measure: Measure) -> tuple[Values, Values]:
    """Return a measure by game as a sum and a weight; their ratio of totals is its value."""
    first, last = measure.seasons[0] - 1, measure.seasons[1]
    on = seasons.on[:, first:last] * 1.0
    if measure.any is not None:
        return (seasons.evaluate(measure.any)[:, first:last] * on).max(axis=1), on.max(axis=1)
    if measure.all is not None:
        return (seasons.evaluate(measure.all)[:, first:last] * on + (1.0 - on)).min(axis=1), on.max(axis=1)
    if measure.risk is not None:
        return 1.0 - (1.0 - seasons.evaluate(measure.risk)[:, first:last] * on).prod(axis=1), on.max(axis=1)
    values = seasons.evaluate(measure.rate or measure.mean or "0")[:, first:last]
    if measure.after is not None:
        on = on * seasons.evaluate(measure.after)[:, first - 1 : last - 1]
    return (values * on).sum(axis=1), on.sum(axis=1)


def combine(node: Node, values: Mapping[str, float]) -> float:
    """Return an expression over measures."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Name):
        return values[node.text]
    if isinstance(node, Operation):
        parts = [combine(operand, values) for operand in node.operands]
        if node.operator == "minus":
            return -parts[0]
        left, right = parts
        return {"+": left + right, "-": left - right, "*": left * right}[node.operator]
    raise DocumentError("a finding adds, subtracts and multiplies measures")


def judge(value: float, error: float, threshold: str) -> str:
    """Return pass, fail or undecided for a value against a threshold such as ``>= 0.3``; told where there is none."""
    if not threshold:
        return "told"
    sign, bound = threshold.split()
    gap = value - float(bound) if sign == ">=" else float(bound) - value
    if abs(gap) < 1.96 * error:
        return "undecided"
    return "pass" if gap >= 0 else "fail"


class FactRun:
    """A fact under one lens: games are added until every finding is decided, up to a limit."""

    def __init__(self, program: Program, fact: Fact, lens_name: str, lens: Mapping[str, float], without: str, native: bool | None) -> None:
        """Set up; no game is played yet."""
        self.program, self.fact, self.lens_name, self.without, self.native = program, fact, lens_name, without, native
        self.lens = {**lens, without: 0.0} if without else lens
        self.rows: dict[str, list[tuple[Values, Values]]] = {name: [] for name in fact.measures}
        self.pairs = 0

    def add(self, count: int) -> None:
        """Play more games of every arm."""
        played = {name: play_arm(self.program, self.fact, arm, self.lens, self.pairs, count, self.native) for name, arm in self.fact.arms.items()}
        for name, measure in self.fact.measures.items():
            self.rows[name].append(measured(played[measure.arm], measure))
        self.pairs += count

    def values(self, keep: Any = None) -> dict[str, float]:
        """Return every measure, over all games or over those kept."""
        import numpy as np  # noqa: PLC0415  (only analysis needs it)

        found = {}
        for name, rows in self.rows.items():
            sums, weights = np.concatenate([row[0] for row in rows]), np.concatenate([row[1] for row in rows])
            if keep is not None:
                sums, weights = sums[keep], weights[keep]
            found[name] = float(sums.sum() / weights.sum()) if weights.sum() else math.nan
        return found

    def verdict(self, finding: str, threshold: str, home: bool) -> Verdict:
        """Judge a finding on the games so far."""
        import numpy as np  # noqa: PLC0415

        node = parse(self.fact.findings[finding].value)
        found = estimate(np.arange(self.pairs), lambda keep: combine(node, self.values(keep)))
        value, error = found.value, found.error
        said = judge(value, error, threshold)
        if self.without:
            said = GONE[said]
        return Verdict(self.fact.id, finding, self.lens_name, home, self.without, value, error, threshold, said, self.pairs)

    def settle(self, wanted: list[tuple[str, str, bool]], pairs: int, most: int) -> list[Verdict]:
        """Judge (finding, threshold, home), adding games while one is undecided."""
        self.add(pairs)
        while True:
            found = [self.verdict(*each) for each in wanted]
            if all(verdict.verdict != "undecided" for verdict in found) or self.pairs >= most:
                return found
            self.add(min(self.pairs, most - self.pairs))


def run_facts(
    library: Library,
    ids: Iterable[str] = (),
    *,
    pairs: int = PAIRS,
    most: int = MOST_PAIRS,
    native: bool | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Verdict]:
    """Run facts on their home and compared lenses.

    Args:
        library: Documents.
        ids: Facts; all where none is named.
        pairs: Games in each arm at first.
        most: Games in each arm at most.
        native: Compiled or plain; by default whichever is there.
        progress: Is told which fact is being run under which lens.
    """
    program = program_of(library)
    found: list[Verdict] = []
    for fact in [library.fact(name) for name in list(ids) or library.fact_names()]:
        for (lens, without), wanted in trials(fact).items():
            progress(f"{fact.id} under {lens}{f' without {without}' if without else ''}")
            values = dict(zip(program.layout.coefficients, coefficients(program, read_lens(library, lens)), strict=True))
            found += FactRun(program, fact, lens, values, without, native).settle(wanted, pairs, most)
    return found


def trials(fact: Fact) -> dict[tuple[str, str], list[tuple[str, str, bool]]]:
    """Return what a fact is to be judged on: by lens and coefficient set to 0 (or empty), findings with threshold and whether at home."""
    found: dict[tuple[str, str], list[tuple[str, str, bool]]] = {}
    for name, finding in fact.findings.items():
        for lens, threshold in finding.home.items():
            found.setdefault((lens, ""), []).append((name, threshold, True))
            if finding.carried_by:
                found.setdefault((lens, finding.carried_by), []).append((name, threshold, True))
        for lens, threshold in finding.compared.items():
            found.setdefault((lens, ""), []).append((name, threshold, False))
        for lens in finding.told:
            found.setdefault((lens, ""), []).append((name, "", True))
    return found


def facts_text(verdicts: list[Verdict]) -> str:
    """Return verdicts as a table."""
    lines = [f"{'fact':<6} {'finding':<14} {'lens':<26} {'value':>8} {'error':>7}  {'asked':<9} {'verdict':<10} pairs"]
    for each in verdicts:
        where = f"{each.lens}{'' if each.home else ' *'}{f' - {each.without}' if each.without else ''}"
        numbers = f"{each.value:>8.3f} {each.error:>7.3f}"
        lines.append(f"{each.fact:<6} {each.finding:<14} {where:<26} {numbers}  {each.threshold:<9} {each.verdict:<10} {each.pairs}")
    passed, asked = sum(each.verdict == "pass" for each in verdicts), sum(each.verdict != "told" for each in verdicts)
    return "\n".join([*lines, f"{passed} of {asked} pass   (* compared lens; - k_x: that coefficient at 0, the finding must be gone)"])
