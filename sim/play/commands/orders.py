"""Typed orders: reading them, the draft sheet, what is legal, sealing it, and the answer to a crisis."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sim.engine.errors import OutOfTime
from sim.play.seen.belief import belief
from sim.play.seen.effects import effect_text, effects
from sim.play.seen.levers import SettingRow, objection, setting_rows
from sim.play.sitting import Sitting
from sim.play.wrong import Wrong, one_of
from sim.report.page import Page
from sim.text.wording import capitalised


def read_orders(sitting: Sitting, text: str) -> dict[str, str]:
    """Return the orders in a line: ``sanc hold``, ``test=srbm``, several, or a whole sheet.

    Raises:
        Wrong: A lever or setting is unknown, or one stands twice.
    """
    words = re.sub(r"\s*=\s*", " ", text.replace(",", " ").replace(";", " ")).split()
    found: dict[str, str] = {}
    for place in range(0, len(words), 2):
        lever = _lever(sitting, words[place])
        settings = sitting.settings(sitting.seat, lever)
        if place + 1 >= len(words):
            raise Wrong(sitting.words("orders.no_setting", lever=lever, settings=", ".join(settings)))
        setting = one_of(words[place + 1], settings, sitting.words("orders.unknown_setting", lever=lever, setting=words[place + 1]))
        if found.get(lever, setting) != setting:
            raise Wrong(sitting.words("orders.twice", lever=lever, first=found[lever], second=setting))
        found[lever] = setting
    return found


def _lever(sitting: Sitting, typed: str) -> str:
    seat, dot, name = typed.rpartition(".")
    if dot and seat.upper() != sitting.seat:
        raise Wrong(sitting.words("orders.not_yours", lever=typed, seat=sitting.seat))
    return one_of(name, sitting.levers(sitting.seat), sitting.words("orders.unknown_lever", lever=name, seat=sitting.seat))


def order(sitting: Sitting, text: str) -> None:
    """Put orders on the draft sheet, all of a line or none; a refusal says what would make them legal."""
    own_turn(sitting)
    given = read_orders(sitting, text)
    draft = {**sitting.draft, **given}
    sitting.game.check(sitting.seat, draft)
    before, after = sitting.effective(), sitting.effective(draft)
    sitting.set_draft(draft)
    for lever, setting in given.items():
        sitting.tell(sitting.words("orders.set", lever=_title(sitting, lever), setting=setting, words=_does(sitting, lever, setting)))
    for lever, setting in after.items():
        if lever not in given and before[lever] != setting:
            sitting.say("orders.rests", lever=lever, setting=setting)
    sitting.tell(cost_line(sitting, draft))


def own_turn(sitting: Sitting) -> None:
    """Raise what stands against setting orders now, or return."""
    if sitting.game.over:
        raise OutOfTime(sitting.words("orders.over"))
    if not sitting.seat:
        raise Wrong(sitting.words("orders.watching"))


def _title(sitting: Sitting, lever: str) -> str:
    return capitalised(sitting.words.lever(f"{sitting.seat}.{lever}"))


def _does(sitting: Sitting, lever: str, setting: str) -> str:
    return sitting.words.setting(f"{sitting.seat}.{lever}", setting)


def cost_line(sitting: Sitting, draft: Mapping[str, str]) -> str:
    """Return what a draft costs in political capital."""
    capital = sitting.game.capital(sitting.seat)
    if capital is None:
        return sitting.words("orders.free")
    cost = sitting.game.cost(sitting.seat, draft)
    return sitting.words("orders.cost", cost=f"{cost:.0f}", capital=f"{capital:.0f}", left=f"{capital - cost:.0f}")


def sheet(sitting: Sitting, text: str) -> None:
    """Show the draft: every lever, what changes, what each change is expected to do, and the cost; orders may follow the word."""
    if text:
        order(sitting, text)
        return
    own_turn(sitting)
    words, standing, mine = sitting.words, sitting.game.standing(sitting.seat), sitting.effective()
    page = Page().heading(words("sheet.heading", seat=words.seat(sitting.seat)))
    for lever, setting in mine.items():
        full = f"{sitting.seat}.{lever}"
        if setting == standing[lever]:
            page.item(words("sheet.kept", lever=lever, setting=setting, words=words.setting(full, setting)))
        else:
            page.item(words("sheet.changed", lever=lever, setting=setting, before=standing[lever], words=words.setting(full, setting)))
            page.item(words("sheet.expected", effects=effects(sitting, {**mine, lever: standing[lever]}, mine)))
    read_by = belief(sitting)
    page.text(words("sheet.reading", lens=read_by.title) + " " + cost_line(sitting, sitting.draft))
    sitting.show(page.text(words("sheet.next")))


def legal(sitting: Sitting, text: str) -> None:
    """Show the settings of all levers or of one: what each does, costs and moves; what is illegal now and what would make it legal."""
    own_turn(sitting)
    words, page = sitting.words, Page()
    if not text:
        page.heading(words("legal.heading"))
        for lever in sitting.levers(sitting.seat):
            settings = [
                words("legal.shut", setting=name) if objection(sitting, lever, name) else name for name in sitting.settings(sitting.seat, lever)
            ]
            page.item(f"{lever} ({words.lever(f'{sitting.seat}.{lever}')}): {', '.join(settings)}")
        sitting.show(page.text(words("legal.next")))
        return
    lever = _lever(sitting, text.partition(" ")[0])
    page.heading(words("legal.lever", lever=lever, title=words.lever(f"{sitting.seat}.{lever}")))
    page.items(f"{row.setting}: {row.says}. {legality(sitting, row)}" for row in setting_rows(sitting, lever))
    sitting.show(page)


def legality(sitting: Sitting, row: SettingRow) -> str:
    """Return how a setting stands: set now, legal with its cost and effects, or why not."""
    words = sitting.words
    if row.chosen:
        return words("legal.now")
    if row.against:
        return words("legal.illegal", why=row.against)
    moves = "; ".join(effect_text(sitting, effect) for effect in row.effects) or words("effect.none")
    note = " " + words("legal.rests", levers=", ".join(f"{lever}={setting}" for lever, setting in row.rests.items())) if row.rests else ""
    if row.cost is None:
        return words("legal.legal", effects=moves) + note
    return words("legal.costs", cost=f"{row.cost:.0f}", effects=moves) + note


def all_orders(sitting: Sitting, text: str) -> None:
    """Show every seat's standing sheet, as the person may know it."""
    words, page = sitting.words, Page().heading(sitting.words("orders.standing"))
    for seat, mine in sitting.view.orders.items():
        if text and text.upper() != seat:
            continue
        page.item(f"{seat}: " + " ".join(f"{lever}={setting}" for lever, setting in mine.items()))
    sitting.show(page.text(words("orders.legend")) if sitting.seat else page)
