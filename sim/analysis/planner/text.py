"""The planner's paired games as Markdown and as one machine-readable document."""

from __future__ import annotations

from typing import Any

from sim.analysis.planner.pairs import PLANNER_SEED, RIVALS
from sim.analysis.planner.verdicts import LATE, PlannerRun, gains_of, mean, quantile, share
from sim.analysis.tables import table

MIDDLE = 0.5


def planner_text(run: PlannerRun) -> str:
    """Return the findings as Markdown."""
    cells = {(each.pairs.scenario, each.pairs.lens) for each in run.found}
    pairs = sum(len(each.pairs.numbers) for each in run.of(run.seats[0]))
    ahead = run.foresight
    return "\n\n".join(
        [
            "# The planner against the payoff agent",
            f"{pairs} pairs of games in every seat, over {len({scenario for scenario, _ in cells})} scenarios and "
            f"{len({lens for _, lens in cells})} lenses ({len(cells)} cells): the same start, the same three payoff opponents at the standard "
            "level, the same draws; the seat is filled by the planner, by the payoff agent at the standard level, and by the noiseless choice "
            f"of that level. The planner compares {ahead.sheets} sheets in {ahead.futures} futures of {ahead.seasons} seasons, on its own view. "
            "A pair is won by the higher own board, ties count half. Errors are standard errors. "
            "Explores arguments made in five op-eds; predicts nothing.",
            "## What is asked",
            table(
                ["figure", "value", "asked", "verdict", "why it is asked"],
                [[each.title, each.found.text(3), each.asked, each.verdict, each.why] for each in run.verdicts],
            ),
            "## By seat",
            "Share of pairs won and mean gain on the own board (payoff a season); games that ended in war with the planner, payoff, noiseless; "
            "milliseconds of a decision, median and 95th percentile, of one process alone with its compiled code at hand "
            "(every season of a game of payoff seats in every scenario).",
            table(
                ["seat", "won, payoff", "gain, payoff", "won, noiseless", "gain, noiseless", "wars", "median ms", "95 % ms"],
                [_seat(run, seat) for seat in run.seats],
            ),
            *_by("scenario", run),
            *_by("lens", run),
        ]
    )


def _seat(run: PlannerRun, seat: str) -> list[str]:
    own = run.of(seat)
    against = [text for rival in RIVALS for text in (share(gains_of(own, rival)).text(3), mean(gains_of(own, rival)).text(3))]
    wars = " / ".join(str(sum(each.wars[who] for each in own)) for who in ("planner", *RIVALS))
    return [seat, *against, wars, f"{quantile(run.seconds[seat], MIDDLE) * 1000:.0f}", f"{quantile(run.seconds[seat], LATE) * 1000:.0f}"]


def _by(what: str, run: PlannerRun) -> list[str]:
    names = list(dict.fromkeys(getattr(each.pairs, what) for each in run.found))
    rows = []
    for name in names:
        some = [each for each in run.found if getattr(each.pairs, what) == name]
        by_seat = [[each for each in some if each.pairs.seat == seat] for seat in run.seats]
        rows.append([name, *(f"{share(gains_of(own, rival)).value:.2f}" for own in by_seat for rival in RIVALS)])
    heads = [f"{seat}, {rival}" for seat in run.seats for rival in RIVALS]
    return [f"## Share of pairs won by {what}", table([what, *heads], rows)]


def planner_plain(run: PlannerRun) -> dict[str, Any]:
    """Return the findings as one machine-readable document."""
    return {
        "verdicts": [each.plain() for each in run.verdicts],
        "planner": run.foresight.model_dump(),
        "seed": PLANNER_SEED,
        "seconds": {seat: {"median": quantile(run.seconds[seat], MIDDLE), "95 %": quantile(run.seconds[seat], LATE)} for seat in run.seats},
        "pairs": [
            {
                "scenario": each.pairs.scenario,
                "lens": each.pairs.lens,
                "seat": each.pairs.seat,
                "games": list(each.pairs.numbers),
                "gains": each.gains,
                "wars": each.wars,
            }
            for each in run.found
        ],
    }
