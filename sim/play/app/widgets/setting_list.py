"""Levers and settings as options of a list: a glyph for how they stand, the words, cost and effect, or what is in the way."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.widgets.option_list import Option

from sim.play.commands.orders import legality
from sim.play.seen.levers import SettingRow
from sim.play.sitting import Sitting
from sim.report.page import wrap
from sim.text.wording import capitalised

CHOSEN, OPEN, SHUT, CHANGED = "●", "○", "×", "▸"


def lever_option(sitting: Sitting, lever: str, setting: str, standing: str) -> Content:
    """Return a lever with what the draft sets it to, and a mark where that differs from last season."""
    mark = CHANGED if setting != standing else " "
    title = capitalised(sitting.words.lever(f"{sitting.seat}.{lever}"))
    return Content.assemble((f"{mark} {lever}={setting}", "bold"), f"\n  {title}")


def setting_options(sitting: Sitting, rows: list[SettingRow], width: int, cited: Callable[[SettingRow], bool]) -> list[Option]:
    """Return the settings of a lever, each with how it stands, wrapped to a width.

    Args:
        sitting: The sitting.
        rows: The settings.
        width: Columns.
        cited: Says under which of them the claims are named that its effects rest on.
    """
    return [Option(setting_content(sitting, row, width, cited=cited(row)), id=row.setting) for row in rows]


def _claim_lines(claim: str, width: int) -> list[str]:
    """Return a claim in brackets; where it is longer than the column, it is broken behind its author."""
    if len(claim) + 4 <= width:
        return [f"  [{claim}]"]
    author, _, name = claim.partition(".")
    return [f"  [{author}.", f"   {name}]"]


def setting_content(sitting: Sitting, row: SettingRow, width: int, *, cited: bool) -> Content:
    """Return one setting: its name and what it does, then what it costs and moves under which claims, or why not."""
    glyph = CHOSEN if row.chosen else SHUT if row.against else OPEN
    last = sitting.words("screens.sheet.as_before") if row.standing and not row.chosen else ""
    head = [f"{glyph} {line}" if not place else line for place, line in enumerate(wrap(f"{row.setting}: {row.says}{last}", width - 2, 0, 2))]
    claims = dict.fromkeys(effect.claims[0] for effect in row.effects if effect.claims and cited)
    stands = [*wrap(legality(sitting, row), width, 2, 2), *(line for claim in claims for line in _claim_lines(claim, width))]
    return Content.assemble(("\n".join(head), "bold"), "\n", "\n".join(stands))
