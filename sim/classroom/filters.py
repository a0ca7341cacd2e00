"""Filters of the templates: names in words, where a template has ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from sim.documents.season import Season
from sim.report.html import inline
from sim.text.particles import fill
from sim.text.wording import Words, capitalised


def clause_words(clause: str, words: Words) -> str:
    """Return a clause in words."""
    return words.clause(clause)


def seat_words(seat: str, words: Words) -> str:
    """Return a seat's name."""
    return words.seat(seat)


def lever_words(lever: str, words: Words) -> str:
    """Return a lever's name with its seat."""
    return f"{words.seat(lever.split('.', maxsplit=1)[0])}: {words.lever(lever)}"


def event_words(event: str, words: Words) -> str:
    """Return an event's name."""
    return words.event(event)


def package_words(package: str, words: Words) -> str:
    """Return an accord's name."""
    return words.package(package)


def season_after(season: str, seasons: int, words: Words) -> str:
    """Return the name of the season some seasons after one."""
    return words.season(Season.parse(season).after(max(0, seasons)))


def answers_words(answers: Mapping[str, str], words: Words) -> str:
    """Return who answered what."""
    return words.listed(f"{words.seat(seat)} {words(f'answer.{answer}')}" for seat, answer in answers.items())


def filled(template: str, slots: Mapping[str, object]) -> str:
    """Return a sentence of a list with its slots filled."""
    return fill(template, **slots)


def qr(address: str) -> Markup:
    """Return an address as a QR code, drawn in the page."""
    import segno  # noqa: PLC0415

    return Markup(segno.make(address, micro=False).svg_inline(scale=6, border=4, light="#fff", title=address))  # noqa: S704  (segno escapes)


FILTERS: dict[str, Callable[..., Any]] = {
    "capitalize_first": capitalised,
    "clause_words": clause_words,
    "seat_words": seat_words,
    "lever_words": lever_words,
    "event_words": event_words,
    "package_words": package_words,
    "season_after": season_after,
    "answers_words": answers_words,
    "code": inline,
    "filled": filled,
}
