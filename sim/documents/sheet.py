"""Order sheets as text: ``sanc=hold mil=suspend dip=open``, read against the levers of one seat."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sim.documents.errors import DocumentError, did_you_mean

if TYPE_CHECKING:
    from sim.documents.rulebook import Rulebook

MAX_LENGTH = 600
_WORD = re.compile(r"[^\s,;]+")


def parse_sheet(text: str, seat: str, book: Rulebook) -> dict[str, str]:
    """Read the orders in a text, each ``lever=setting``; a sheet may leave levers out.

    Args:
        text: Orders separated by blanks or commas; a lever may carry its seat (``US.sanc=hold``).
        seat: Whose orders they are.
        book: The rulebook that knows levers and settings.

    Returns:
        Settings by full name of the lever, in the order of the rulebook.

    Raises:
        DocumentError: A lever or setting is unknown or stands twice; the column counts from 1 in the text.

    Example:
        ``parse_sheet("dip=open sanc=hold", "US", book)`` gives ``{"US.sanc": "hold", "US.dip": "open"}``.
    """
    levers = book.seat_levers(seat)
    if not levers:
        raise DocumentError(f'seat "{seat}" is unknown', hint=did_you_mean(seat, book.seats))
    if len(text) > MAX_LENGTH:
        raise DocumentError(f"an order sheet has at most {MAX_LENGTH} characters")
    found: dict[str, str] = {}
    for match in _WORD.finditer(text):
        lever, setting = _order(match.group(), match.start() + 1, seat, book)
        if lever in found:
            raise DocumentError(f'"{_short(lever)}" stands twice in the sheet', column=match.start() + 1, hint=f"first as {found[lever]}")
        found[lever] = setting
    return {lever: found[lever] for lever in levers if lever in found}


def whole_sheet(text: str, seat: str, book: Rulebook) -> dict[str, str]:
    """Read a sheet that must set every lever of its seat once.

    Raises:
        DocumentError: As `parse_sheet`, or levers are missing.
    """
    sheet = parse_sheet(text, seat, book)
    missing = [_short(lever) for lever in book.seat_levers(seat) if lever not in sheet]
    if missing:
        example = missing[0]
        rest = book.levers[f"{seat}.{example}"].rest
        raise DocumentError(f"the sheet of {seat} does not set {', '.join(missing)}", column=len(text.rstrip()) + 1, hint=f"add {example}={rest}")
    return sheet


def write_sheet(sheet: dict[str, str], seat: str, book: Rulebook) -> str:
    """Return a sheet as text, levers in the order of the rulebook; the inverse of `parse_sheet`."""
    return " ".join(f"{_short(lever)}={sheet[lever]}" for lever in book.seat_levers(seat) if lever in sheet)


def _order(word: str, column: int, seat: str, book: Rulebook) -> tuple[str, str]:
    name, equals, setting = word.partition("=")
    full = name if "." in name else f"{seat}.{name}"
    levers = book.seat_levers(seat)
    if full not in levers:
        known = levers if "." in name else [_short(lever) for lever in levers]
        raise DocumentError(f'{seat} has no lever "{name[:40]}"', column=column, hint=did_you_mean(name, known))
    settings = book.levers[full].settings
    if not equals or not setting:
        hint = f"write {name}={book.levers[full].rest}; settings: {', '.join(settings)}"
        raise DocumentError(f'"{name}" needs a setting', column=column, hint=hint)
    if setting not in settings:
        raise DocumentError(f'"{setting[:40]}" is no setting of {full}', column=column + len(name) + 1, hint=did_you_mean(setting, settings))
    return full, setting


def _short(lever: str) -> str:
    return lever.split(".", 1)[1]
