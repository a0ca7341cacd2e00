"""Charts over the seasons, and branches beside one another."""

from __future__ import annotations

from sim.play.seen.course import OWN, WAR, chart, chart_groups, chart_label, kin, other_branch, overview, parting
from sim.play.seen.sparkline import TOP, sparkline
from sim.play.sitting import Sitting
from sim.play.wrong import Wrong, one_of
from sim.report.page import Page, columns, flush_left
from sim.report.sketch import Sketch

WIDTH = 76  # of a chart in the plain game
LABEL, SEASONS = 20, 10  # columns of an overview: its names, and the last seasons


def chart_command(sitting: Sitting, text: str) -> None:
    """Draw how a dial or board went: ``chart tension``, ``chart tension with NAME`` with a branch beside it."""
    words = sitting.words
    asked, _, name = text.strip().partition(" with ")
    groups = chart_groups(sitting)
    if not asked:
        page = Page().heading(words("chart.heading"))
        page.items(f"{title}: {', '.join(names)}" for title, names in groups).text(words("chart.expected"))
        sitting.show(page.more(overview_page(sitting)) if sitting.game.played else page)
        return
    known = {each.replace("_", " "): each for _, names in groups for each in names}
    found = known[one_of(asked.lower().replace("_", " "), known, words("chart.unknown", name=asked))]
    other = other_branch(sitting, name.strip()) if name.strip() else None
    sitting.show(chart_page(sitting, chart(sitting, found, other), WIDTH))


def overview_page(sitting: Sitting) -> Page:
    """Return every board and dial in a row: at the start, now, and how it went in between."""
    words = sitting.words
    page = Page().text(words("chart.overview"))
    for title, rows in overview(sitting):
        page.heading(title)
        for name, values in rows:
            digits, top = {WAR: (3, 1.0), OWN: (2, max(*values, 1.0, 1.0))}.get(name, (1, TOP))
            drawn = sparkline(values, SEASONS, top) if min(values) >= 0 else ""
            page.row(f"{_short(sitting, name)}{values[0]:>5.{digits}f} {values[-1]:>5.{digits}f} {drawn}".rstrip())
    return page


def _short(sitting: Sitting, name: str) -> str:
    """Return the name of a board or dial, in short where it is long, padded to a column of rows."""
    label = chart_label(sitting, name)
    label = label if columns(label) <= LABEL else sitting.words.short_dial(name)
    return flush_left(label, LABEL)


def chart_page(sitting: Sitting, sketch: Sketch, width: int, height: int = 9) -> Page:
    """Return a chart as a page for a width."""
    words = sitting.words
    page = Page().heading(sketch.title)
    if not any(line.values for line in sketch.lines):
        return page.text(words("season.none_played"))
    for row in sketch.rows(width - 2, height):
        page.row(row)
    return page.items(words("chart.line", glyph=glyph, label=label) for glyph, label in sketch.legend()).more(chart_text(sitting, sketch))


def chart_text(sitting: Sitting, sketch: Sketch) -> Page:
    """Return what stands below a chart: its ends, the band of an estimate, and its letters."""
    words, page = sitting.words, Page()
    first, *_ = sketch.lines
    if not first.values:
        return page.text(words("season.none_played"))
    told = [words("chart.start")] if sketch.first == 0 else []
    told.append(words("chart.ends", first=f"{first.values[0]:.{sketch.digits}f}", last=f"{first.values[-1]:.{sketch.digits}f}"))
    if first.band:
        told.append(words("chart.band", band=f"{first.band:.1f}"))
    if sketch.marks:
        told.append(words("chart.marks"))
    return page.text(" ".join(told))


def branches(sitting: Sitting, text: str) -> None:
    """Show which seasons were taken back and which games branched off; with a name, where that game parts from this one."""
    sitting.show(parting_page(sitting, other_branch(sitting, text.strip())) if text.strip() else branches_page(sitting))


def branches_page(sitting: Sitting) -> Page:
    """Return which seasons were taken back, and the games of the same start that branched off."""
    words, page = sitting.words, Page().heading(sitting.words("branches.heading"))
    page.item(words("branches.here", name=sitting.name, n=len(sitting.game.played)))
    for season, branch in sitting.game.taken_back:
        page.item(words("branches.undone", season=sitting.season_name(season), branch=branch))
    return page.items(words("branches.other", name=name) for name in kin(sitting))


def parting_page(sitting: Sitting, other: Sitting) -> Page:
    """Return where another game parts from this one, and what differs.

    Raises:
        Wrong: It has another scenario.
    """
    words = sitting.words
    if other.session.scenario.name != sitting.session.scenario.name:
        raise Wrong(words("branches.unlike", name=other.name, scenario=other.session.scenario.name))
    found = parting(sitting, other)
    page = Page().heading(words("branches.beside", here=sitting.name, there=other.name))
    page.text(words("branches.lengths", here=sitting.name, n=len(sitting.game.played), there=other.name, m=len(other.game.played)))
    if found.season is None:
        return page.text(words("branches.same_orders", n=found.until))
    page.text(words("branches.parts", season=sitting.season_name(found.season)))
    for lever, mine, theirs in found.orders:
        page.item(words("branches.order", lever=lever, here=mine, there=theirs))
    page.heading(words("branches.values", season=sitting.season_name(found.until - 1), here=sitting.name, there=other.name))
    for dial, mine_so, theirs_so in found.values:
        digits = 3 if dial == "war_risk" else 2
        page.row(f"{_short(sitting, dial)}{mine_so:>7.{digits}f}{theirs_so:>7.{digits}f}{theirs_so - mine_so:>+7.{digits}f}")
    return page if found.values else page.text(words("branches.no_values"))
