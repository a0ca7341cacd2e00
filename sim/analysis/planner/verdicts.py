"""What is asked of the planner, seat by seat: pairs won, and the time that a decision takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.analysis.census.verdicts import Judged, judged
from sim.analysis.estimate import Estimate, mean_of
from sim.analysis.many import Progress, in_processes
from sim.analysis.planner.pace import decision_seconds
from sim.analysis.planner.pairs import Paired, pairs_of, play_pairs
from sim.documents.library import Library
from sim.documents.rulebook import Foresight

GAMES = 400
ALIKE = 1e-9
LATE = 0.95


@dataclass
class PlannerRun:
    """What was found.

    Attributes:
        foresight: The planner's settings.
        found: By seat and cell.
        seconds: By seat, how long decisions took with the machine to themselves.
        verdicts: What is asked, and whether it is so.
    """

    foresight: Foresight
    found: list[Paired]
    seconds: dict[str, list[float]]
    verdicts: list[Judged]

    @property
    def seats(self) -> list[str]:
        """The seats, in order."""
        return list(dict.fromkeys(each.pairs.seat for each in self.found))

    def of(self, seat: str) -> list[Paired]:
        """Return what was found for a seat."""
        return [each for each in self.found if each.pairs.seat == seat]


def run_planner(library: Library, *, games: int = GAMES, progress: Progress = lambda _: None) -> PlannerRun:
    """Play paired games in every seat.

    Args:
        library: Documents.
        games: Pairs in every seat.
        progress: Is told what has been done.
    """
    items = pairs_of(library, games)
    found: list[Paired] = []
    for each in in_processes(play_pairs, items, many=len(items) > 1):
        found.append(each)
        if len(found) % 10 == 0 or len(found) == len(items):
            progress(f"planner: {sum(len(one.pairs.numbers) for one in found)} of {4 * games} games")
    progress("planner: timing decisions")
    seconds = decision_seconds(library)
    return PlannerRun(library.rulebook()[0].choice.planner, found, seconds, judge_planner(library, found, seconds))


def share(gains: Sequence[float]) -> Estimate:
    """Return the share of pairs won, ties counting half, with its standard error."""
    won = [1.0 if gain > ALIKE else 0.0 if gain < -ALIKE else 0.5 for gain in gains]
    return mean(won)


def mean(values: Sequence[float]) -> Estimate:
    """Return a mean with its standard error."""
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    return mean_of(np.array(values))


def gains_of(found: Sequence[Paired], rival: str) -> list[float]:
    """Return the gains over a rival, cell after cell."""
    return [gain for each in found for gain in each.gains[rival]]


def quantile(values: Sequence[float], part: float) -> float:
    """Return a quantile of some values: one of them."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def judge_planner(library: Library, found: Sequence[Paired], seconds: Mapping[str, Sequence[float]]) -> list[Judged]:
    """Judge what is asked of the planner, in every seat."""
    asked = library.census().measured
    rows = []
    for seat in dict.fromkeys(each.pairs.seat for each in found):
        own = [each for each in found if each.pairs.seat == seat]
        rows.append(
            judged("planner_against_payoff", f"{seat}: pairs won against payoff", share(gains_of(own, "payoff")), asked["planner_against_payoff"])
        )
        noiseless = share(gains_of(own, "noiseless"))
        rows.append(
            judged("planner_against_noiseless", f"{seat}: pairs won against its noiseless choice", noiseless, asked["planner_against_noiseless"])
        )
    slow = Estimate(quantile([second for each in seconds.values() for second in each], LATE), 0.0)
    rows.append(judged("planner_decides_in", "Seconds a decision takes, 95th percentile", slow, asked["planner_decides_in"]))
    return rows
