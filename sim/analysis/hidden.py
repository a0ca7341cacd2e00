"""The hidden lens: how soon can it be found from what seats do, and do the advisers disagree?"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.agents.evidence import Weighing
from sim.agents.payoff import choose
from sim.analysis.census.verdicts import Judged, judged
from sim.analysis.estimate import Estimate, estimate, ratio
from sim.analysis.many import Progress, in_processes, library_at
from sim.analysis.tables import table
from sim.documents.census import Measured
from sim.documents.lens import read_lens
from sim.documents.library import Library
from sim.engine.game import Game
from sim.engine.past import own_desk
from sim.rollout.session import advance, coefficients, new_session, program_of

GAMES = 400
HIDDEN_SEED = 20180612
SECOND = 2
FEW = 4
OPEN, SEEN = "own desks", "a player's view"
PARTS = ("play", "own desks", "a player's view", "advisers")
NOT_ADVISERS = ("pool", "contrast")


@dataclass(frozen=True)
class Sealed:
    """A game to be played under a lens that its reader does not know."""

    number: int
    scenario: str
    lens: str
    viewer: str
    extra: Path | None


@dataclass
class Found:
    """What was found about one game's lens.

    Attributes:
        sealed: The game.
        posteriors: By view, the posterior over lenses after each season.
        differ: By seat and season, whether the advisers' sheets differ on some lever.
        seconds: Processor seconds by part, as in `PARTS`.
    """

    sealed: Sealed
    posteriors: dict[str, list[dict[str, float]]]
    differ: dict[str, list[bool]]
    seconds: tuple[float, ...]


def drawable(library: Library) -> list[str]:
    """Return the lenses that may be hidden: all but the pool, as `sim.rollout.session.draw_lens`."""
    return [name for name in library.lens_names() if name != "pool"]


def drawn_lens(names: Sequence[str], number: int) -> str:
    """Return the lens of a numbered game, uniform over the names and the same everywhere."""
    digest = hashlib.sha256(f"{HIDDEN_SEED}:{number}".encode()).digest()
    return names[int.from_bytes(digest[:8], "big") % len(names)]


def sealed_games(library: Library, count: int) -> list[Sealed]:
    """Return the games to be played: scenarios in turn (the tutorial apart), the viewer's seat in turn, a lens drawn for each."""
    scenarios = [name for name in library.scenario_names() if not library.scenario(name).tutorial]
    seats, names = program_of(library).layout.seats, drawable(library)
    return [
        Sealed(number, scenarios[number % len(scenarios)], drawn_lens(names, number), seats[number // len(scenarios) % len(seats)], library.extra)
        for number in range(count)
    ]


def advisers_differ(game: Game, advisers: Mapping[str, Sequence[float]]) -> dict[str, list[bool]]:
    """Return by seat and season whether the sheets that advisers counsel (`sim.agents.advisers`) differ on some lever."""
    layout = game.program.layout
    found: dict[str, list[bool]] = {seat: [] for seat in layout.seats}
    for index in range(len(game.played)):
        for number, seat in enumerate(layout.seats):
            desk = own_desk(game, index, seat)
            sheets = set()
            for values in advisers.values():
                orders = choose(replace(desk, k=list(values)), noisy=False).orders
                sheets.add(tuple(orders[lever] for lever in layout.seat_levers[number]))
            found[seat].append(len(sheets) > 1)
    return found


def look_into(sealed: Sealed) -> Found:
    """Play a game and try to find its lens."""
    library = library_at(sealed.extra)
    program = program_of(library)
    lenses = {name: coefficients(program, read_lens(library, name)) for name in drawable(library)}
    marks = [time.process_time()]
    level = program.book.choice.hidden_level
    session = new_session(sealed.scenario, lens=sealed.lens, level=level, rng_seed=HIDDEN_SEED + sealed.number, library=library)
    while not session.game.over:
        advance(session)
    marks.append(time.process_time())
    found = {}
    for view, viewer in ((OPEN, ""), (SEEN, sealed.viewer)):
        found[view] = Weighing(lenses).posteriors(session.game, viewer)[1:]
        marks.append(time.process_time())
    differ = advisers_differ(session.game, {name: values for name, values in lenses.items() if name not in NOT_ADVISERS})
    marks.append(time.process_time())
    return Found(sealed, found, differ, tuple(after - before for before, after in zip(marks, marks[1:], strict=False)))


def first_choice(posterior: Mapping[str, float]) -> str:
    """Return the likeliest lens; where two are equal, the first."""
    return max(posterior, key=lambda name: posterior[name])


def at(found: Found, view: str, season: int) -> dict[str, float]:
    """Return the posterior after a season from 1, or after the last (-1); a game that ended earlier keeps its last."""
    rows = found.posteriors[view]
    return rows[-1] if season < 0 else rows[min(season, len(rows)) - 1]


def right(found: Sequence[Found], view: str, season: int) -> Estimate:
    """Return the share of games in which the first choice after a season is the true lens."""
    return _mean([float(first_choice(at(each, view, season)) == each.sealed.lens) for each in found])


def given(found: Sequence[Found], view: str, season: int) -> Estimate:
    """Return the mean probability given to the true lens after a season."""
    return _mean([at(each, view, season)[each.sealed.lens] for each in found])


def differing(found: Sequence[Found]) -> Estimate:
    """Return the share of seasons, over seats, in which the advisers differ."""
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    flags = [[flag for row in each.differ.values() for flag in row] for each in found]
    return ratio(np.array([float(sum(row)) for row in flags]), np.array([float(len(row)) for row in flags]), np.arange(len(flags)))


def _mean(values: Sequence[float]) -> Estimate:
    import numpy as np  # noqa: PLC0415

    row = np.array(values)
    return estimate(np.arange(len(row)), lambda keep: float(row[keep].mean()))


@dataclass
class HiddenRun:
    """What was found over many games.

    Attributes:
        lenses: Those that may be hidden.
        found: By game.
        verdicts: What is asked, and whether it is so, on both views.
    """

    lenses: list[str]
    found: list[Found]
    verdicts: list[Judged]


def run_hidden(library: Library, *, games: int = GAMES, progress: Progress = lambda _: None) -> HiddenRun:
    """Play games under lenses drawn uniformly, and try to find each."""
    items = sealed_games(library, games)
    found = []
    for each in in_processes(look_into, items, many=games > FEW):
        found.append(each)
        if len(found) % 20 == 0 or len(found) == games:
            progress(f"hidden lens: {len(found)} of {games} games")
    return HiddenRun(drawable(library), found, judge_hidden(library, found))


def judge_hidden(library: Library, found: Sequence[Found]) -> list[Judged]:
    """Judge what is asked of the hidden lens."""
    asked = library.census().measured
    rows = []
    asks: tuple[tuple[Measured, str, int], ...] = (("right_last", "last", -1), ("right_second", "second", SECOND))
    for view in (OPEN, SEEN):
        for name, when, season in asks:
            rows.append(judged(name, f"First choice right after the {when} season, on {view}", right(found, view, season), asked[name]))
    rows.append(judged("advisers_differ", "Seasons, over seats, in which advisers' sheets differ", differing(found), asked["advisers_differ"]))
    return rows


def confusion(run: HiddenRun, view: str) -> dict[str, dict[str, int]]:
    """Return by true lens how often each lens is the first choice after the last season."""
    found = {lens: dict.fromkeys(run.lenses, 0) for lens in run.lenses}
    for each in run.found:
        found[each.sealed.lens][first_choice(at(each, view, -1))] += 1
    return found


def by_seat(run: HiddenRun) -> str:
    """Say by seat how often the advisers differ, and in how many seasons they differ for some seat."""
    seats = list(run.found[0].differ)
    parts = [f"{seat} {_mean([float(flag) for each in run.found for flag in each.differ[seat]]).value:.0%}" for seat in seats]
    some = _mean([float(any(flags)) for each in run.found for flags in zip(*each.differ.values(), strict=True)]).value
    return f"Advisers differ by seat: {', '.join(parts)}; for some seat in {some:.0%} of seasons."


def hidden_text(run: HiddenRun) -> str:
    """Return the findings as Markdown."""
    longest = max(len(each.posteriors[OPEN]) for each in run.found)
    by_season = [
        [str(season), *(estimate.text() for view in (OPEN, SEEN) for estimate in (right(run.found, view, season), given(run.found, view, season)))]
        for season in range(1, longest + 1)
    ]
    seconds = [sum(each.seconds[place] for each in run.found) / len(run.found) for place in range(len(PARTS))]
    parts = [
        "# The hidden lens",
        f"{len(run.found)} games of four payoff seats at the hidden level, scenarios in turn, each under one of {', '.join(run.lenses)} "
        "drawn uniformly. The posterior starts uniform. On the seats' own desks it is what the debrief shows; on a player's view (of a seat "
        "in turn, which weighs the other three) it is what `analyst` tells in play. Errors are standard errors. "
        "Explores arguments made in five op-eds; predicts nothing.",
        "## What is asked",
        table(
            ["figure", "value", "asked", "verdict", "why it is asked"],
            [[each.title, each.found.text(3), each.asked, each.verdict, each.why] for each in run.verdicts],
        ),
        by_seat(run),
        "## Season by season",
        "First choice right, and mean probability given to the true lens; a game that has ended keeps its last posterior.",
        table(["after season", *(f"{what}, {view}" for view in (OPEN, SEEN) for what in ("right", "true lens"))], by_season),
    ]
    for view in (OPEN, SEEN):
        rows = [[true, *(str(count) for count in row.values())] for true, row in confusion(run, view).items()]
        parts += [f"## First choice after the last season, on {view}", table(["true lens", *run.lenses], rows)]
    costs = ", ".join(f"{name} {value:.2f} s" for name, value in zip(PARTS, seconds, strict=True))
    return "\n\n".join([*parts, f"Processor time a game: {costs}."])


def hidden_plain(run: HiddenRun) -> dict[str, Any]:
    """Return the findings as one machine-readable document."""
    return {
        "verdicts": [each.plain() for each in run.verdicts],
        "confusion": {view: confusion(run, view) for view in (OPEN, SEEN)},
        "games": [
            {
                "rng_seed": HIDDEN_SEED + each.sealed.number,
                "scenario": each.sealed.scenario,
                "lens": each.sealed.lens,
                "viewer": each.sealed.viewer,
                "posteriors": each.posteriors,
                "advisers_differ": each.differ,
            }
            for each in run.found
        ],
    }
