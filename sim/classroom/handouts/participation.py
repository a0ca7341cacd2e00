"""The list of participation: what each member did, counted from the log. It holds no grade and ranks nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sim.classroom.handouts.roster import name_of
from sim.classroom.handouts.spreadsheet import csv_bytes
from sim.classroom.lesson import Lesson
from sim.classroom.log import Line
from sim.text.wording import Words

OFFERS = ("offer", "counter")


@dataclass
class Part:
    """What one member did.

    Attributes:
        ordered: Seasons for which it handed in orders, as (world, season).
        reasoned: Those of them that it gave a reason for.
        messages: How often it wrote to teams, to its own or to the press.
        offers: Offers and counter-offers it tabled.
        drafts: Sheets and offers it put before its team.
        present: Seasons at whose reveal it was there.
    """

    ordered: set[tuple[int, int]] = field(default_factory=set)
    reasoned: set[tuple[int, int]] = field(default_factory=set)
    messages: int = 0
    offers: int = 0
    drafts: int = 0
    present: set[int] = field(default_factory=set)


def parts(lesson: Lesson, lines: Iterable[Line]) -> dict[str, Part]:
    """Return what each member did, by id."""
    found = {member: Part() for member in lesson.members}
    played: dict[int, int] = {}  # seasons finished by world, as the log goes on
    home: dict[str, int] = {}  # a member's world, which it may change
    for line in lines:
        made = line.made or {}
        played |= {int(world): count for world, count in made.get("season", {}).items()}
        if line.kind == "join":
            home[made["member"]] = line.data.get("world", 1)
        elif line.kind == "move":
            home[line.data["member"]] = line.data["world"]
        elif line.kind == "present":
            for member in line.data["members"]:
                found[member].present.add(line.data["season"])
        if line.who in found:
            world = home[line.who]
            _count(found[line.who], line, (world, played.get(world, 0)))
    return found


def _count(part: Part, line: Line, season: tuple[int, int]) -> None:
    if line.kind == "submit":
        part.ordered.add(season)
        (part.reasoned.add if line.data.get("reason") else part.reasoned.discard)(season)
    elif line.kind in ("say", "press"):
        part.messages += 1
    elif line.kind in ("propose_sheet", "propose_offer"):
        part.drafts += 1
    elif line.kind == "act" and line.data.get("act") in OFFERS:
        part.offers += 1


def participation_csv(lesson: Lesson, lines: Iterable[Line], words: Words, roster: Mapping[str, str] | None = None) -> bytes:
    """Return the list as a CSV file, a row a member in the order of teams; with a roster, real names stand first."""
    found = parts(lesson, lines)
    order = list(lesson.library.rulebook()[0].seats)
    heads = list(words.entry("participation.heads"))
    rows = []
    for member in sorted(lesson.members.values(), key=lambda each: (each.world, order.index(each.seat), each.nick)):
        part = found[member.id]
        counts = [len(part.ordered), len(part.reasoned), part.messages, part.offers, part.drafts, len(part.present)]
        row = [member.nick, words.seat(member.seat), member.world, *counts]
        rows.append(row if roster is None else [name_of(roster, member.nick), *row])
    return csv_bytes(heads if roster is None else [words("participation.name_head"), *heads], rows)
