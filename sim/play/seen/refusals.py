"""What is not open to a person now: settings and accords, each with the rule in the way and what would make it legal."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.errors import Refused
from sim.play.seen.prospects import against
from sim.play.sitting import Sitting


@dataclass(frozen=True)
class Shut:
    """Something that would be refused now.

    Attributes:
        what: A lever and its setting, ``ik project``, or an accord.
        why: What stands against it and what would make it legal.
        rule: Id of the rule behind it; empty for other grounds.
    """

    what: str
    why: str
    rule: str


def shut_settings(sitting: Sitting) -> list[Shut]:
    """Return the settings of one's own levers that would be refused beside the draft."""
    found: list[Shut] = []
    if not sitting.seat or sitting.game.over:
        return found
    mine = sitting.effective()
    for lever in sitting.levers(sitting.seat):
        for setting in sitting.settings(sitting.seat, lever):
            if setting == mine[lever]:
                continue
            try:
                sitting.game.check(sitting.seat, {**sitting.draft, lever: setting})
            except Refused as refusal:
                found.append(Shut(f"{lever} {setting}", sitting.words.said(str(refusal)), refusal.rule))
    return found


def shut_accords(sitting: Sitting) -> list[Shut]:
    """Return the accords that would be refused now, as their packages stand."""
    found = [Shut(name, against(sitting, name, package.clauses), "") for name, package in sitting.book.packages.items()]
    return [each for each in found if each.why]
