"""The advisers side by side: their five sheets as columns, and under them the two reasons of each."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from sim.agents.advisers import Advice
from sim.play.commands.reasons import advised
from sim.play.sitting import Sitting
from sim.report.page import Page

LEVER = 8  # columns of a lever's name
NARROWEST, WIDEST = 7, 20


def council_table(sitting: Sitting, advice: list[Advice], draft: Mapping[str, str], width: int) -> Content:
    """Return the five sheets: a row for each lever, a column for each adviser; grey where it says what the draft says."""
    column = max(NARROWEST, min(WIDEST, (width - LEVER) // max(1, len(advice))))
    lines = [Content.styled(" " * LEVER + "".join(_cell(each.adviser, column) for each in advice).rstrip(), "bold")]
    for lever, mine in draft.items():
        parts: list[str | tuple[str, str]] = [_cell(lever, LEVER)]
        for each in advice:
            setting = each.sheet[lever]
            parts.append((_cell(setting, column), "$quiet" if setting == mine else "bold"))
        lines.append(Content.assemble(*parts).rstrip())
    lines.append(Content.styled(sitting.words("screens.sheet.table"), "$quiet"))
    return Content("\n").join(lines)


def _cell(text: str, width: int) -> str:
    """Return a text as wide as its column, cut where it must be, with a blank after it."""
    return (text if len(text) < width else text[: width - 2] + "…").ljust(width)


def council_page(sitting: Sitting, advice: list[Advice]) -> Page:
    """Return what each adviser says, with its two reasons and what it expects."""
    page = Page()
    for each in advice:
        page.more(advised(sitting, each.adviser, each))
    return page
