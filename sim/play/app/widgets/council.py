"""The advisers side by side: their five sheets as columns, and under them the two reasons of each."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from sim.agents.advisers import Advice
from sim.play.commands.reasons import advised
from sim.play.sitting import Sitting
from sim.report.page import Page

LEVER, COLUMN = 8, 11


def council_table(sitting: Sitting, advice: list[Advice], draft: Mapping[str, str]) -> Content:
    """Return the five sheets: a row for each lever, a column for each adviser; a dot where it says what the draft says."""
    lines = [Content.styled(" " * LEVER + "".join(each.adviser[: COLUMN - 1].ljust(COLUMN) for each in advice).rstrip(), "bold")]
    for lever, mine in draft.items():
        parts: list[str | tuple[str, str]] = [lever[: LEVER - 1].ljust(LEVER)]
        for each in advice:
            setting = each.sheet[lever]
            text = (setting if len(setting) < COLUMN else setting[: COLUMN - 2] + "…").ljust(COLUMN)
            parts.append((text, "$quiet") if setting == mine else (text, "bold"))
        lines.append(Content.assemble(*parts).rstrip())
    lines.append(Content.styled(sitting.words("screens.sheet.table"), "$quiet"))
    return Content("\n").join(lines)


def council_page(sitting: Sitting, advice: list[Advice]) -> Page:
    """Return what each adviser says, with its two reasons and what it expects."""
    page = Page()
    for each in advice:
        page.more(advised(sitting, each.adviser, each))
    return page
