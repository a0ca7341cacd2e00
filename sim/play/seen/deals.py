"""What lies on the table: offers that wait, offers made, accords in force, and the packages that may be tabled, by who signs them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sim.engine.accords import Accord, Offer
from sim.engine.expression import names, parse
from sim.play.seen.prospects import against, seasons_of
from sim.play.sitting import Sitting
from sim.text.wording import capitalised

Kind = Literal["waiting", "offer", "accord", "package"]


@dataclass(frozen=True)
class Deal:
    """One thing on the table.

    Attributes:
        kind: An offer that waits for the person, another offer, an accord in force, or a package that may be tabled.
        package, parties, clauses: What it holds.
        number: Of an offer.
        against: Why the person cannot table it now; of packages.
        offer, accord: What it is, where it is one.
        injured: Whether another party has missed a promise to the person under the accord.
    """

    kind: Kind
    package: str
    parties: tuple[str, ...]
    clauses: tuple[str, ...]
    number: int = 0
    against: str = ""
    offer: Offer | None = None
    accord: Accord | None = None
    injured: bool = False

    @property
    def id(self) -> str:
        """A name of its own in the season."""
        return f"offer {self.number}" if self.offer else f"{self.kind} {self.package}"

    @property
    def mine(self) -> bool:
        """Whether it is an open offer that somebody else has still to answer."""
        return self.offer is not None and self.kind == "offer" and not self.offer.outcome


def offers_on(sitting: Sitting) -> list[Deal]:
    """Return the offers of the season, those that wait for the person first, then the latest."""
    found = []
    for each in sitting.offers():
        waits = not each.outcome and sitting.seat in each.waiting_for()
        found.append(Deal("waiting" if waits else "offer", each.package, each.parties, each.clauses, each.number, offer=each))
    return sorted(found, key=lambda deal: (deal.kind != "waiting", -deal.number))


def accords_on(sitting: Sitting) -> list[Deal]:
    """Return the accords in force."""
    table, seat = sitting.game.table, sitting.seat
    found = []
    for each in sitting.view.accords:
        injured = seat in each.parties and bool(table.run.injured(sitting.game.seat_number(seat), each.slot, table.state, table.accords))
        found.append(Deal("accord", each.package, each.parties, each.clauses, accord=each, injured=injured))
    return found


def packages_on(sitting: Sitting) -> dict[tuple[str, ...], list[Deal]]:
    """Return the packages by the parties that sign them: those with the person's own seat first."""
    found: dict[tuple[str, ...], list[Deal]] = {}
    for name, each in sitting.book.packages.items():
        deal = Deal("package", name, tuple(each.parties), tuple(each.clauses), against=against(sitting, name, each.clauses))
        found.setdefault(tuple(each.parties), []).append(deal)
    return dict(sorted(found.items(), key=lambda item: (sitting.seat not in item[0], len(item[0]))))


def partners(sitting: Sitting, parties: Sequence[str]) -> str:
    """Return in words between whom a deal is: the others beside the person's seat, or all parties of one it may mediate."""
    words, others = sitting.words, [seat for seat in parties if seat != sitting.seat]
    key = "table.with" if sitting.seat in parties else "table.between"
    return words(key, seats=words.listed(words.seat(seat) for seat in others))


def changes(begun: Sequence[str], chosen: Sequence[str]) -> str:
    """Return how chosen clauses differ from what a deal began with, as a line says it.

    Example:
        >>> changes(["receive", "exemption"], ["exemption", "waiver"])
        ' with waiver without receive'
    """
    added = [clause for clause in chosen if clause not in begun]
    dropped = [clause for clause in begun if clause not in chosen]
    return (f" with {', '.join(added)}" if added else "") + (f" without {', '.join(dropped)}" if dropped else "")


def deal_line(sitting: Sitting, deal: Deal, chosen: Sequence[str]) -> str:
    """Return the line of the plain game that tables a deal with these clauses: an offer, or a counter to one that waits."""
    if deal.kind == "waiting":
        return f"counter {deal.number}{changes(deal.clauses, chosen)}"
    return f"offer {deal.package}{changes(sitting.book.packages[deal.package].clauses, chosen)}"


def seasons_left(sitting: Sitting, deal: Deal) -> int:
    """Return for how many seasons a deal runs, or still runs."""
    return deal.accord.seasons_left if deal.accord else seasons_of(sitting, deal.package)


def duties(sitting: Sitting, clauses: Sequence[str]) -> list[str]:
    """Return what the person's own promises ask of its sheet, a line each, beside what the sheet says now."""
    words, found = sitting.words, []
    sheet = sitting.effective() if sitting.seat and not sitting.game.over else {}
    for name in clauses:
        rule = sitting.book.clauses[name]
        if rule.owner != sitting.seat:
            continue
        named = dict.fromkeys(each for bound in rule.bounds for each in names(parse(bound)) if each.startswith(f"{sitting.seat}."))
        levers = [each.partition(".")[2] for each in named]
        now = ", ".join(f"{lever} {sheet[lever]}" for lever in levers if lever in sheet)
        slots = {"clause": capitalised(words.clause(name)), "bounds": words("table.or").join(rule.bounds), "now": now}
        found.append(words("table.duty" if now else "table.duty_elsewhere", **slots))
    return found
