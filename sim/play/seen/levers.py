"""The settings of a lever as they stand beside a draft: set, legal with what they cost and move, or shut and what would open them."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.errors import Refused
from sim.play.seen.effects import Effect, effects_of
from sim.play.sitting import Sitting


@dataclass(frozen=True)
class SettingRow:
    """One setting of a lever of the person's seat.

    Attributes:
        lever, setting: Which, by short name.
        says: What it does, as a verb phrase.
        chosen: Whether the draft has it.
        standing: Whether it was set last season.
        against: What stands against it now and what would make it legal; empty where it is legal.
        cost: Points of political capital; None where the mechanic is off, or it is chosen or shut.
        effects: What it is expected to move against the draft.
        rests: Other levers that it would send to another setting, by name.
    """

    lever: str
    setting: str
    says: str
    chosen: bool
    standing: bool
    against: str
    cost: float | None
    effects: tuple[Effect, ...]
    rests: dict[str, str]


def setting_rows(sitting: Sitting, lever: str) -> list[SettingRow]:
    """Return the settings of a lever in rising intensity."""
    mine, standing = sitting.effective(), sitting.game.standing(sitting.seat)
    return [_row(sitting, mine, standing, lever, setting) for setting in sitting.settings(sitting.seat, lever)]


def _row(sitting: Sitting, mine: dict[str, str], standing: dict[str, str], lever: str, setting: str) -> SettingRow:
    says = sitting.words.setting(f"{sitting.seat}.{lever}", setting)
    chosen, was = setting == mine[lever], setting == standing[lever]
    against = "" if chosen else objection(sitting, lever, setting)
    if chosen or against:
        return SettingRow(lever, setting, says, chosen, was, against, None, (), {})
    then = sitting.effective({**sitting.draft, lever: setting})
    cost = None if sitting.game.capital(sitting.seat) is None else sitting.game.cost(sitting.seat, {lever: setting})
    rests = {other: then[other] for other in then if other != lever and then[other] != mine[other]}
    return SettingRow(lever, setting, says, chosen, was, "", cost, tuple(effects_of(sitting, mine, then)), rests)


def objection(sitting: Sitting, lever: str, setting: str) -> str:
    """Return what stands against a setting beside the draft, or an empty text."""
    try:
        sitting.game.check(sitting.seat, {**sitting.draft, lever: setting})
    except Refused as refusal:
        return sitting.words.said(str(refusal))
    return ""
