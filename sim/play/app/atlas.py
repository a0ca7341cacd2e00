"""The map as data: what is happening where, as the person knows it, and how the capitals stand to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from sim.play.seen.dials import DialRow, dial_row
from sim.play.sitting import Sitting
from sim.report.page import columns


@dataclass(frozen=True)
class Mark:
    """Something that happens somewhere.

    Attributes:
        place: Where, by the atlas.
        glyph, code: How it is drawn: one letter and three.
        seat: Whose doing; empty for an event.
        says: What it is, in words.
    """

    place: str
    glyph: str
    code: str
    seat: str
    says: str


@dataclass(frozen=True)
class Tie:
    """How two capitals stand to each other.

    Attributes:
        one, other: The seats.
        row: The dial between them, or None.
        says: Otherwise what the lever between them is set to, in words.
    """

    one: str
    other: str
    row: DialRow | None
    says: str


@lru_cache(maxsize=1)
def atlas() -> dict[str, Any]:
    """Return the atlas, read once."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = yaml.load(resources.files("sim.play.app").joinpath("atlas.yaml").read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return found


def marks(sitting: Sitting) -> list[Mark]:
    """Return what happens where: everybody's last orders as the person knows them, and the events of the season."""
    words, view, named = sitting.words, sitting.view, atlas()
    found = [_mark(named["events"][event], "", words.event(event)) for event in view.events if event in named["events"]]
    for seat, sheet in view.orders.items():
        for lever, setting in sheet.items():
            full = f"{seat}.{lever}"
            if setting in named["marks"].get(full, {}):
                found.append(_mark(named["marks"][full][setting], seat, words.setting(full, setting)))
    return found


def _mark(row: list[str], seat: str, says: str) -> Mark:
    place, glyph, code = row
    return Mark(place, glyph, code, seat, says)


def drawn(found: list[Mark], names: Mapping[str, str] | None = None) -> tuple[list[str], list[tuple[int, int, Mark]]]:
    """Return the rows of the drawing and where the marks stand on it; a mark for which a place has no room is left to the legend.

    Args:
        found: What happens where.
        names: What places are called in another language, each as wide in columns as its English name in the drawing.

    Returns:
        Rows, and of each mark its place in the text of its row, its row and itself.
    """
    art = [row.rstrip() for row in atlas()["art"].splitlines()]
    width = max(len(row) for row in art) + 8
    rows = [_cells(row.ljust(width), names or {}) for row in art]
    free = {place: [tuple(slot) for slot in slots] for place, slots in atlas()["slots"].items()}
    placed = []
    for mark in found:
        if free[mark.place]:
            column, row = free[mark.place].pop(0)
            text = f"{mark.glyph}{mark.code}"
            rows[row][column : column + len(text)] = text
            placed.append((column, row, mark))
    return ["".join(row).rstrip() for row in rows], [(len("".join(rows[row][:column])), row, mark) for column, row, mark in placed]


def _cells(row: str, names: Mapping[str, str]) -> list[str]:
    """Return a row of the drawing by columns; a wide letter has two, of which the second is empty."""
    for english, here in names.items():
        row = row.replace(english, here)
    return [cell for letter in row for cell in ((letter, "") if columns(letter) > 1 else (letter,))]


def ties(sitting: Sitting) -> list[Tie]:
    """Return how the capitals stand to each other."""
    words, view, found = sitting.words, sitting.view, []
    for tie in atlas()["ties"]:
        one, other = tie["between"]
        dial, lever = tie.get("dial"), tie.get("lever", "")
        if dial in view.dials:
            found.append(Tie(one, other, dial_row(sitting, dial, view.dials[dial]), ""))
        elif lever:
            seat, _, name = lever.partition(".")
            found.append(Tie(one, other, None, words.setting(lever, view.orders[seat][name])))
    return found
