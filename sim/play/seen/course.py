"""How dials and boards went over the seasons, as the person may see it, here and in another branch; and where two branches part."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

from sim.play.seen.dials import COST, SAME, courses, dial_groups
from sim.play.seen.revealed import known
from sim.play.seen.standing import own_payoffs
from sim.play.sitting import Sitting
from sim.report.course import season_marks
from sim.report.debrief import Debrief
from sim.report.sketch import Sketch, SketchLine
from sim.report.words import ReportWords

DIAL = (0.0, 10.0)
OWN, WAR = "own", "war_risk"
MOST_LENSES = 4
BOARD_DIALS = {"human_cost": COST}  # boards that follow a dial of another name


@dataclass(frozen=True)
class Parting:
    """Where two games of the same start part.

    Attributes:
        season: The first season whose orders differ as far as the person may know them, from 0; None where none does.
        orders: Levers ordered otherwise in it: (full lever, setting here, setting there).
        until: Seasons that both have played.
        values: Dials and boards that differ after the last of these: (id, here, there), the largest difference first.
    """

    season: int | None
    orders: tuple[tuple[str, str, str], ...]
    until: int
    values: tuple[tuple[str, float, float], ...]


def board_names(sitting: Sitting) -> list[str]:
    """Return the boards whose course may be shown: what would tell a hidden lens may not."""
    return [name for name in sitting.book.boards if not (sitting.hidden and name in (OWN, WAR)) and not (name == OWN and not sitting.seat)]


def chart_groups(sitting: Sitting) -> list[tuple[str, list[str]]]:
    """Return what can be charted, in groups: boards first, then dials."""
    boards = board_names(sitting)
    groups = [(sitting.words("chart.boards"), boards)]
    return groups + [(group.title, [row.dial for row in group.rows if row.dial not in boards]) for group in dial_groups(sitting)]


def chart_label(sitting: Sitting, name: str) -> str:
    """Return the name of a board or dial."""
    return sitting.words.board(name) if name in sitting.book.boards else sitting.words.dial(name)


def course_of(sitting: Sitting, name: str) -> tuple[list[float], float, int]:
    """Return how a board or dial went, how far its values may be off, and the number of its first place (0: the start)."""
    if name == OWN:
        return own_payoffs(sitting), 0.0, 1
    if name == WAR:
        found, product = [], 1.0
        for played in sitting.game.played:
            product *= played.account.boards[WAR]
            found.append(product)
        return found, 0.0, 1
    dial = BOARD_DIALS.get(name, name)
    return courses(sitting)[dial], sitting.view.dials[dial].band, 0


def chart(sitting: Sitting, name: str, other: Sitting | None = None) -> Sketch:
    """Return the chart of a board or dial, with that of another game beside it where one is given."""
    values, band, first = course_of(sitting, name)
    lines = [SketchLine(sitting.name, values, band)]
    if other is not None:
        lines.append(SketchLine(other.name, *course_of(other, name)[:2]))
    every = [value for line in lines for value in line.values]
    span = DIAL
    if name == OWN:
        span = (min([*every, 0.0]), max([*every, 0.0]))
    elif name == WAR:
        span = (min([*every, 0.9]), 1.0)
    marks = season_marks(sitting.game, ReportWords(sitting.words.lang))
    return Sketch(chart_label(sitting, name), tuple(lines), span, first, marks, 3 if name == WAR else 1)


def overview(sitting: Sitting) -> list[tuple[str, list[tuple[str, list[float]]]]]:
    """Return how everything went: groups of boards and dials with their titles, each with its course."""
    found = []
    for title, names in chart_groups(sitting):
        rows = [(name, course_of(sitting, name)[0]) for name in names]
        found.append((title, [(name, values) for name, values in rows if values]))
    return [(title, rows) for title, rows in found if rows]


def evidence(sitting: Sitting, made: Debrief) -> Sketch:
    """Return the chart of how likely lenses were, given the sheets so far as the seat saw them: the game's own first, then the likeliest."""
    last = made.posteriors[-1]
    ranked = sorted(last, key=lambda name: (name != made.lens, -last[name]))[:MOST_LENSES]
    lines = tuple(SketchLine(name, [each[name] for each in made.posteriors]) for name in ranked)
    return Sketch(sitting.words("chart.evidence"), lines, (0.0, 1.0), 0, season_marks(sitting.game, ReportWords(sitting.words.lang)), 2)


def other_branch(sitting: Sitting, name: str) -> Sitting:
    """Return a saved game as the person sees it, beside the present one; nothing is written.

    Raises:
        DocumentError, DocumentErrors: There is no such game, or it is wrong.
    """
    session = sitting.saves.load(name, sitting.library)
    other = copy(sitting)
    other.session, other.name, other.edits = session, sitting.saves.name_of(name), []
    return other


def kin(sitting: Sitting) -> list[str]:
    """Return the saved games that branched off this one or that it branched off."""
    stem = sitting.stem
    return [name for name in sitting.saves.names() if name != sitting.name and (name == stem or name.startswith(f"{stem}-fork"))]


def parting(here: Sitting, there: Sitting) -> Parting:
    """Return where two games part, as the person may know it."""
    until = min(len(here.game.played), len(there.game.played))
    layout, season = here.layout, None
    orders: tuple[tuple[str, str, str], ...] = ()
    for index in range(until):
        mine, theirs = known(here, index), known(there, index)
        if mine != theirs:
            season = index
            orders = tuple(
                (lever, layout.settings[place][mine[place]], layout.settings[place][theirs[place]])
                for place, lever in enumerate(layout.levers)
                if mine[place] != theirs[place]
            )
            break
    found = []
    names = [*board_names(here), *(name for _, group in chart_groups(here)[1:] for name in group)]
    for name in names:
        if name in (OWN, WAR) and there.hidden:
            continue
        (mine_so, _, first), (theirs_so, _, _) = course_of(here, name), course_of(there, name)
        at = until - first
        if at >= 0 and abs(mine_so[at] - theirs_so[at]) >= (SAME if name != WAR else SAME / 10):
            found.append((name, mine_so[at], theirs_so[at]))
    return Parting(season, orders, until, tuple(sorted(found, key=lambda each: -abs(each[1] - each[2]))))
