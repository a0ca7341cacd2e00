"""Over the seasons: where dials stood, in so many games, and in how many war had come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sim.batch.chunk import SEASONS
from sim.report.batch.subject import Subject, capital
from sim.report.charts.lines import STYLES, Line, Lines
from sim.report.charts.scale import digits_for, number
from sim.report.figure import Figure
from sim.report.page import Page

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.analysis.games import Array

ALWAYS = ("stress", "tension", "hope")  # beside the dials of what was measured
STEPS = 100  # a dial is counted to the hundredth, so that memory does not grow with the games
MOST_DIALS, MOST_PANELS = 8, 12
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass
class Counts:
    """How often each dial stood where, by group of cells and season; and games that were at war by then.

    Attributes:
        dials: The dials, in order.
        groups: Names of groups.
        games: Games by group.
        where: Counts by dial, group, season and hundredth.
        wars: Wars by group and season.
    """

    dials: list[str]
    groups: list[str]
    games: list[int]
    where: Array = field(repr=False)
    wars: Array = field(repr=False)


def seasons(subject: Subject) -> Page:
    """Return the trajectories; nothing where the batch kept none."""
    page, words = Page(), subject.words
    if subject.experiment.trajectories != "on":
        return page
    counts = counted(subject)
    page.heading(words("batch.seasons.heading")).text(words("batch.seasons.text"))
    for place, dial in enumerate(counts.dials):
        title = capital(words.labels.label("dials", dial, "name"))
        shown = counts.groups[:MOST_PANELS]
        panels = tuple(_dial(subject, counts, place, group, title if len(shown) < 2 else "") for group in range(len(shown)))
        page.figure(Figure(words("batch.seasons.dial", dial=title), panels, words("batch.heads.panel")))
    return page.figure(_wars(subject, counts))


def counted(subject: Subject) -> Counts:
    """Count every season's dials, a chunk at a time."""
    import numpy as np  # noqa: PLC0415  (only batches need it)

    groups = _groups(subject)
    names = list(dict.fromkeys(groups))
    of_cell = np.array([names.index(name) for name in groups])
    longest = max(cell["length"] for cell in subject.cells)
    dials = _dials(subject)
    found = Counts(
        dials,
        names,
        [groups.count(name) * subject.experiment.runs for name in names],
        np.zeros((len(dials), len(names), longest, 10 * STEPS + 1), dtype=np.int64),
        np.zeros((len(names), longest), dtype=np.int64),
    )
    for table in subject.results.tables(SEASONS):
        _count(found, table, of_cell)
    return found


def _count(found: Counts, table: pa.Table, of_cell: Array) -> None:
    import numpy as np  # noqa: PLC0415

    group = of_cell[table.column("cell").to_numpy()]
    season = table.column("season").to_numpy() - 1
    for place, dial in enumerate(found.dials):
        steps = np.rint(np.clip(table.column(dial).to_numpy(), 0.0, 10.0) * STEPS).astype(np.int64)
        np.add.at(found.where[place], (group, season, steps), 1)
    np.add.at(found.wars, (group, season), table.column("war").to_numpy().astype(np.int64))


def _groups(subject: Subject) -> list[str]:
    """Return by cell the group it is shown in: its policy; where there is one policy, its lens; else its scenario."""
    if len(subject.policies) > 1:
        return [subject.policy(cell) for cell in subject.cells]
    return [cell["lens"] if len(subject.lenses) > 1 else cell["scenario"] for cell in subject.cells]


def _dials(subject: Subject) -> list[str]:
    """Return which dials are shown: those of what was measured, and those that always matter, in the order of the rulebook."""
    kept = subject.made["columns"][SEASONS]
    measured = {name.removeprefix("end.") for name in subject.results.measures}
    wanted = [dial for dial in subject.book.dials if dial in kept and (dial in measured or dial in ALWAYS)]
    return wanted[:MOST_DIALS]


def quantiles(counts: Array) -> list[float]:
    """Return the quantiles of values counted by hundredths: the least value that so large a share does not exceed."""
    import numpy as np  # noqa: PLC0415

    total = counts.sum()
    if not total:
        return [float("nan")] * len(QUANTILES)
    reached = np.cumsum(counts)
    return [float(np.searchsorted(reached, share * total - 1e-9) / STEPS) for share in QUANTILES]


def _dial(subject: Subject, counts: Counts, place: int, group: int, title: str) -> Lines:
    words, name = subject.words, counts.groups[group]
    found = [quantiles(counts.where[place, group, season]) for season in range(counts.where.shape[2])]
    low, lower, middle, upper, high = (list(column) for column in zip(*found, strict=True))
    line = Line(name, middle, (lower, upper), (low, high))
    desc = words("course.moved", what=name, first=number(middle[0], 2), last=number(middle[-1], 2))
    return Lines(title or name, desc, words.heads("batch.seasons.heads"), _places(counts), (line,), (0.0, 10.0), (0.0, 10.0), 2)


def _places(counts: Counts) -> tuple[str, ...]:
    return tuple(str(season + 1) for season in range(counts.where.shape[2]))


def _wars(subject: Subject, counts: Counts) -> Figure:
    """Return in what share of games war had come, by season; in charts of as many lines as can be told apart."""
    words = subject.words
    so_far: list[list[Any]] = [list(wars.cumsum() / games) for wars, games in zip(counts.wars, counts.games, strict=True)]
    ends = [share for shares in so_far for share in shares]
    digits = digits_for([0.0, *ends])
    charts = []
    for first in range(0, len(counts.groups), STYLES):
        chosen = range(first, min(first + STYLES, len(counts.groups)))
        lines = tuple(Line(counts.groups[group], so_far[group]) for group in chosen)
        desc = "; ".join(
            words("course.moved", what=each.label, first=number(each.values[0], digits), last=number(each.values[-1], digits)) for each in lines
        )
        heads = (words("course.season"), *(each.label for each in lines))
        charts.append(Lines(words("batch.seasons.war"), desc, heads, _places(counts), lines, (0.0, max(0.01, *ends)), (0.0, 1.0), digits))
    return Figure(words("batch.seasons.wars"), tuple(charts), words("batch.heads.panel"))
