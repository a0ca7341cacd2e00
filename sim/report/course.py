"""The course of a game in charts: every dial and every board, season by season."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from sim.engine.game import Game, Played
from sim.report.charts.lines import Line, Lines, Mark
from sim.report.charts.scale import extent
from sim.report.figure import Figure
from sim.report.page import Page
from sim.report.telling import Wording
from sim.report.words import ReportWords

MOST_LINES = 4  # in one chart; more are hard to follow
DIAL, CHANCE = (0.0, 10.0), (0.0, 1.0)
DIGITS = 2


class DialWording(Wording, Protocol):
    """What charts need of a language's words, beside what the debrief needs."""

    def dial(self, dial: str) -> str:
        """Return a dial's name."""

    def entry(self, key: str) -> Any:
        """Return whatever stands under a key; ``dial_groups`` are dials by what they are about."""


def course_page(game: Game, names: DialWording, words: ReportWords) -> Page:
    """Return the charts of a finished game, under a heading.

    Args:
        game: The game.
        names: Names of dials, boards, seats and seasons.
        words: Everything else that is said.
    """
    page = Page().heading(words("course.heading")).text(words("course.marks") if _marks(game, words, 0) else "")
    caption = words("course.boards") + (" " + words("course.after_war") if game.over == "war" else "")
    page.figure(Figure(caption, tuple(_board(game, board, names, words) for board in game.program.book.boards), words("course.board")))
    return page.figure(Figure(words("course.dials"), _dials(game, names, words), words("course.group")))


def likelihood(posteriors: Sequence[dict[str, float]], game: Game, names: Wording, words: ReportWords) -> Figure:
    """Return the chart of how likely each lens was, season by season, given the sheets so far."""
    lenses = list(posteriors[0])
    ranked = sorted(lenses, key=lambda lens: -posteriors[-1][lens])[:6]
    chart = Lines(
        words("course.likely"),
        words("course.likely_desc", lens=ranked[0], chance=f"{posteriors[-1][ranked[0]]:.2f}"),
        (words("course.season"), *ranked),
        (words("course.start"), *_seasons(game, names)),
        tuple(Line(lens, [each[lens] for each in posteriors]) for lens in ranked),
        (0.0, 1.0),
        (0.0, 1.0),
        DIGITS,
    )
    return Figure(words("course.likely"), (chart,))


def _seasons(game: Game, names: Wording) -> tuple[str, ...]:
    return tuple(names.season(game.seasons[index]) for index in range(len(game.played)))


def _board(game: Game, board: str, names: Wording, words: ReportWords) -> Lines:
    """Return a board's values by season: of each seat for own payoff, as a product so far for a chance, else as they were."""
    found = game.program.book.boards[board]
    if board == next(iter(game.program.book.boards)):
        seats = game.program.layout.seats
        lines = tuple(Line(seat, [played.account.payoffs[number] for played in game.played]) for number, seat in enumerate(seats))
    else:
        values = [played.account.boards[board] for played in game.played]
        lines = (Line(names.board(board), _so_far(values) if found.over == "product" else values),)
    dial = None if len(lines) > 1 else found.range or DIAL
    better = words(f"better.{found.better}")
    desc = _told(lines, words)
    heads = (words("course.season"), *(each.label for each in lines))
    return _chart(f"{names.board(board)} ({better})", desc, heads, _seasons(game, names), lines, dial, _marks(game, words, 0), words)


def _so_far(values: Sequence[float]) -> list[float]:
    found, product = [], 1.0
    for value in values:
        product *= value
        found.append(product)
    return found


def _dials(game: Game, names: DialWording, words: ReportWords) -> tuple[Lines, ...]:
    """Return charts of the dials by what they are about, a few in each; dials that stay at zero are left out."""
    layout, dials = game.program.layout, list(game.program.book.dials)
    groups = [(str(group["title"]), [dial for dial in group["dials"] if dial in dials]) for group in names.entry("dial_groups")]
    grouped = {dial for _, members in groups for dial in members}
    groups.append((words("course.others"), [dial for dial in dials if dial not in grouped]))
    places = (words("course.start"), *_seasons(game, names))
    charts = []
    for title, members in groups:
        values = {dial: _values(game.played, layout.index[dial]) for dial in members}
        moving = [dial for dial in members if any(values[dial])]
        for part, first in enumerate(range(0, len(moving), MOST_LINES), start=1):
            lines = tuple(Line(_short(dial, names, words), values[dial]) for dial in moving[first : first + MOST_LINES])
            heads = (words("course.season"), *(names.dial(dial) for dial in moving[first : first + MOST_LINES]))
            name = title if len(moving) <= MOST_LINES else f"{title} {part}"
            name = f"{name}: {lines[0].label}" if len(lines) == 1 else name
            charts.append(_chart(name, _told(lines, words), heads, places, lines, DIAL, _marks(game, words, 1), words))
    return tuple(charts)


def _short(dial: str, names: DialWording, words: ReportWords) -> str:
    """Return a dial's name for the end of a line."""
    return str(words.labels.entry("dials", dial, "short") or words.entry("course.short").get(dial) or names.dial(dial))


def _values(played: Sequence[Played], place: int) -> list[float]:
    """Return a dial at the start and at the end of every season."""
    return [played[0].account.start[place], *(each.account.end[place] for each in played)] if played else []


def _chart(
    title: str,
    desc: str,
    heads: tuple[str, ...],
    places: tuple[str, ...],
    lines: tuple[Line, ...],
    within: tuple[float, float] | None,
    marks: tuple[Mark, ...],
    words: ReportWords,
) -> Lines:
    known = [value for each in lines for value in each.values]
    span = within if within == DIAL else extent(known)
    heads = (*heads, words("course.happened")) if marks else heads
    return Lines(title, desc, heads, places, lines, span, within, DIGITS if within != CHANCE else DIGITS + 1, marks)


def _told(lines: Sequence[Line], words: ReportWords) -> str:
    """Return in words where every line begins and ends."""
    ends = [words("course.moved", what=each.label, first=f"{each.values[0]:.{DIGITS}f}", last=f"{each.values[-1]:.{DIGITS}f}") for each in lines]
    return "; ".join(ends)


def season_marks(game: Game, words: ReportWords) -> dict[int, str]:
    """Return the letters of what happened, by number of the season, from 1."""
    return {mark.place: mark.label for mark in _marks(game, words, 1)}


def _marks(game: Game, words: ReportWords, first: int) -> tuple[Mark, ...]:
    """Return what happened in each season: accords signed and ended, incidents, war.

    Args:
        game: The game.
        words: Their letters and names.
        first: The place of the first season on the axis.
    """
    found = []
    for index, played in enumerate(game.played):
        account = played.account
        there = {
            "signed": any(offer.outcome == "signed" for offer in account.offers),
            "ended": bool(account.ended or account.snapped),
            "incident": account.incident,
            "war": account.war,
        }
        happened = [name for name, is_so in there.items() if is_so]
        if happened:
            letters = "".join(words(f"course.letters.{name}") for name in happened)
            found.append(Mark(index + first, letters, words.listed([words(f"course.events.{name}") for name in happened]), account.incident))
    return tuple(found)
