"""Games with a mechanic on and off, on common draws, reduced to what is compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.analysis.many import Progress, in_threads, start_of
from sim.documents.library import Library
from sim.documents.sheet import parse_sheet
from sim.engine.policy import compile_policy
from sim.rollout.runner import Games, Start, play_games
from sim.rollout.scores import game_scores, score_names
from sim.rollout.seasons import Seasons
from sim.rollout.session import program_of

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

GAMES = 200
SHEET_GAMES = 24
MECHANICS_SEED = 20190627
AS_SHIPPED = ""
NO_LENS = ("pool",)
NO_GAME = ("prediction",)


@dataclass(frozen=True)
class Arm:
    """Which games: a scenario and lens, with a mechanic switched off or, where `off` is empty, as the scenario has them."""

    scenario: str
    lens: str
    off: str


@dataclass
class AiPlay:
    """Four AI seats in one arm, by game.

    Attributes:
        used: Seasons in which each option (a setting of a lever, in the layout's order) was ordered: game by option.
        changed, could: Seat-seasons with another sheet than the season before, and all from the second season on.
        moved, levers: Levers at another setting than the season before, and all from the second season on.
        played, early, war: Seasons played; whether it ended before its schedule without war; whether by war.
        incidents: Incidents.
        tension: Sum over seasons.
        own: By seat, its own board.
    """

    used: Array
    changed: Array
    could: Array
    moved: Array
    levers: Array
    played: Array
    early: Array
    war: Array
    incidents: Array
    tension: Array
    own: dict[str, Array]


@dataclass
class Compared:
    """Everything that was played.

    Attributes:
        mechanics: Those compared, in the rulebook's order.
        arms: Cells by mechanic: those scenarios in which it is on as shipped.
        ai: By arm.
        sheets: By (arm, seat, name of a constant sheet), the seat's own board by game.
        names: By seat, names of its constant sheets.
        games, sheet_games: Games of each arm, and of each constant sheet in it.
    """

    mechanics: list[str]
    arms: dict[str, list[Arm]]
    ai: dict[Arm, AiPlay]
    sheets: dict[tuple[Arm, str, str], Array]
    names: dict[str, list[str]]
    games: int
    sheet_games: int


def reduce_games(start: Start, games: Games) -> AiPlay:
    """Reduce games of four AI seats to what is compared."""
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    layout, seasons = start.program.layout, Seasons(start.program, games)
    on, orders = seasons.on, seasons.orders
    used = np.zeros((len(on), layout.n_options))
    for lever, first in enumerate(layout.options):
        for place in range(len(layout.settings[lever])):
            used[:, first + place] = ((orders[:, :, lever] == place) & on).sum(axis=1)
    both = on[:, 1:]
    moved = orders[:, 1:, :] != orders[:, :-1, :]
    changed = sum((moved[:, :, list(levers)].any(axis=2) & both).sum(axis=1) for levers in layout.seat_levers)
    war = (seasons.evaluate("war") * on).max(axis=1)
    played = on.sum(axis=1)
    return AiPlay(
        used,
        np.asarray(changed) * 1.0,
        both.sum(axis=1) * float(len(layout.seats)),
        (moved & both[:, :, None]).sum(axis=(1, 2)) * 1.0,
        both.sum(axis=1) * float(len(layout.levers)),
        played * 1.0,
        (played < games.length) * (1.0 - war),
        war,
        (seasons.evaluate("incident") * on).sum(axis=1),
        (seasons.evaluate("tension") * on).sum(axis=1),
        own_boards(start, games),
    )


def own_boards(start: Start, games: Games) -> dict[str, Array]:
    """Return by seat its own board by game."""
    boards = dict(zip(score_names(start.program), game_scores(start, games).T, strict=True))
    return {seat: boards[f"own.{seat}"] for seat in start.program.layout.seats}


def arms_of(library: Library, mechanics: Sequence[str], lenses: Sequence[str], scenarios: Sequence[str]) -> dict[str, list[Arm]]:
    """Return by mechanic the arms that have it off; a scenario that is shipped without it is left out, and so is the tutorial."""
    found = {}
    for mechanic in mechanics:
        names = [name for name in scenarios if start_of_arm(library, Arm(name, lenses[0], AS_SHIPPED)).terms.on(mechanic)]
        found[mechanic] = [Arm(name, lens, mechanic) for name in names for lens in lenses]
    return found


def as_shipped(arm: Arm) -> Arm:
    """Return the arm that an arm is compared with."""
    return replace(arm, off=AS_SHIPPED)


def start_of_arm(library: Library, arm: Arm) -> Start:
    """Return an arm's start."""
    return start_of(library, arm.scenario, arm.lens, MECHANICS_SEED, {arm.off: False} if arm.off else None)


def compare(
    library: Library,
    *,
    games: int = GAMES,
    sheet_games: int = SHEET_GAMES,
    mechanics: Sequence[str] = (),
    scenarios: Sequence[str] = (),
    lenses: Sequence[str] = (),
    native: bool | None = None,
    progress: Progress = lambda _: None,
) -> Compared:
    """Play every arm: AI seats, then each constant sheet of the census document in each seat.

    Args:
        library: Documents.
        games: AI games of each scenario and lens, in each arm.
        sheet_games: Games of each constant sheet there, at most `games`; the first numbers, so that they pair with AI games.
        mechanics: Which; all that games can show by default.
        scenarios: Which; all but tutorials by default.
        lenses: Which; all but the pool by default.
        native: As for `play_games`.
        progress: Is told what has been done.
    """
    program, book = program_of(library), library.rulebook()[0]
    shown = [name for name in mechanics or book.mechanics if name not in NO_GAME]
    where = scenarios or [name for name in library.scenario_names() if not library.scenario(name).tutorial]
    arms = arms_of(library, shown, lenses or [name for name in library.lens_names() if name not in NO_LENS], where)
    every = list(dict.fromkeys(each for group in arms.values() for arm in group for each in (as_shipped(arm), arm)))
    sheets = library.census().sheets
    policies = {
        (seat, name): compile_policy(program, name, [(seat, None, parse_sheet(text, seat, book))])
        for seat, named in sheets.items()
        for name, text in named.items()
    }
    found = Compared(shown, arms, {}, {}, {seat: list(named) for seat, named in sheets.items()}, games, min(games, sheet_games))

    def play(arm: Arm) -> None:
        start = start_of_arm(library, arm)
        found.ai[arm] = reduce_games(start, play_games(start, games, native=native))
        for (seat, name), policy in policies.items():
            held = replace(start, policies=[policy])
            found.sheets[arm, seat, name] = own_boards(held, play_games(held, found.sheet_games, native=native, traces=False))[seat]
        progress(f"{arm.scenario} under {arm.lens}, {f'no {arm.off}' if arm.off else 'as shipped'}")

    for _ in in_threads(play, every, start_of_arm(library, every[0]), native):
        pass
    return found
