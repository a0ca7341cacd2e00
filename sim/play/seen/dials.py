"""The dials as a person reads them: in groups, with estimate bands, what the last season changed, and how they went."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.view import Reading, derived, seen_at
from sim.play.sitting import Sitting

SAME = 0.05
COST = "stress"  # the dial of the human cost, told apart from all others


@dataclass(frozen=True)
class DialRow:
    """A dial as it is read now.

    Attributes:
        dial: Its id.
        name, short: In words; short for narrow columns.
        owner: The seat that alone knows it exactly; empty for a public one.
        value: Its value, or the person's estimate, 0 to 10.
        band: Standard error of the estimate; 0 where the value is exact.
        moved: Since last season; 0 where too little to tell.
    """

    dial: str
    name: str
    short: str
    owner: str
    value: float
    band: float
    moved: float


@dataclass(frozen=True)
class DialGroup:
    """Dials that belong together."""

    title: str
    rows: list[DialRow]


def dial_groups(sitting: Sitting) -> list[DialGroup]:
    """Return the dials in groups; those that are silent at zero only above it, and the human cost nowhere, since it stands above all."""
    words, dials = sitting.words, sitting.view.dials
    silent = set(words.entry("dials_shown_when_above_zero"))
    groups, shown = [], {COST}
    for group in words.entry("dial_groups"):
        found = [name for name in group["dials"] if name in dials and (name not in silent or dials[name].value > SAME)]
        shown |= set(group["dials"])
        groups.append(DialGroup(group["title"], [dial_row(sitting, name, dials[name]) for name in found]))
    others = [name for name in dials if name not in shown and not name.startswith("seems_")]
    groups.append(DialGroup(words("season.other_dials"), [dial_row(sitting, name, dials[name]) for name in others]))
    return [group for group in groups if group.rows]


def dial_row(sitting: Sitting, name: str, seen: Reading) -> DialRow:
    """Return a dial as it is read."""
    moved = 0.0 if seen.before is None else seen.value - seen.before
    owner = sitting.book.dials[name].of if name in sitting.book.dials else None
    short = sitting.words.short_dial(name)
    return DialRow(name, sitting.words.dial(name), short, owner or "", seen.value, seen.band, moved if abs(moved) >= SAME else 0.0)


def dial_text(sitting: Sitting, row: DialRow) -> str:
    """Return a dial with its value or estimate, and how it moved."""
    words = sitting.words
    value = words("reading.estimate", value=f"{row.value:.1f}", band=f"{row.band:.1f}") if row.band else f"{row.value:.1f}"
    change = "" if not row.moved else " " + words("reading.up" if row.moved > 0 else "reading.down", by=f"{abs(row.moved):.1f}")
    return f"{row.name} {value}{change}"


def dial_lines(sitting: Sitting) -> list[str]:
    """Return the dials in groups, each group a line."""
    return [f"{group.title}: {'; '.join(dial_text(sitting, row) for row in group.rows)}." for group in dial_groups(sitting)]


def courses(sitting: Sitting) -> dict[str, list[float]]:
    """Return by dial how it went, as the person sees it: at the start of every season played, and now."""
    game, layout = sitting.game, sitting.layout
    states = []
    for played in game.played:
        account, before = played.account, played.before
        states.append(seen_at(game, sitting.eyes, account.start, before.errors, before.season, before.branch))
    found = {}
    for name, now in sitting.view.dials.items():
        place = layout.index.get(name) if name in sitting.book.dials else None
        past = [derived(game, name, state) if place is None else state[place] for state in states]
        found[name] = [*past, now.value]
    return found
