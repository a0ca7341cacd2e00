"""The account of a season: what was ordered, what rules did to it, and every term of every dial's change."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.documents.schema import Term
from sim.engine.accords import Offer
from sim.engine.program import Program


@dataclass(frozen=True)
class Row:
    """One named summand with its grounds.

    Attributes:
        name: Name of the term in the rulebook, or ``clip`` or ``rounding``.
        value: What it adds.
        claims: Claim ids it rests on; empty where the term is ours.
        ours: Our reason, where it rests on none.
    """

    name: str
    value: float
    claims: tuple[str, ...] = ()
    ours: str = ""


@dataclass
class Account:
    """What happened in a season.

    Attributes:
        season: From 0.
        branch: Its branch of fresh draws.
        start: State at its start, after snap-backs and signings.
        end: State at its end.
        orders, standing: Every lever's setting, now and before.
        k, e, d, b, f: Coefficients, events, draws, bounds, flags as the program used them.
        accords: Accords in force while orders were carried out.
        offers: Everything tabled.
        snapped: (package, seat) of accords ended by an injured party.
        forgiven: (package, seat) of misses forgiven.
        log: What changed accords at the table, in order (see `sim.engine.table.Table`).
        ended: (package, how) of accords that ended: breached, worn out, disputed, expired.
        bites: Ids of rules that changed an effect.
        incident: Whether there was one.
        crisis: By seat, ``match`` or ``step_back``.
        war: Whether it came.
        chance_of_war: Before any draw, for the boards.
        payoffs: This season's payoffs by seat.
        boards: This season's values of the other boards, by name.
    """

    season: int
    branch: int
    start: list[float]
    orders: list[int]
    standing: list[int]
    k: list[float]
    e: list[float]
    b: list[float]
    accords: list[float]
    d: list[float] = field(default_factory=list)
    f: list[float] = field(default_factory=list)
    n: list[float] = field(default_factory=list)
    end: list[float] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    snapped: list[tuple[str, str]] = field(default_factory=list)
    forgiven: list[tuple[str, str]] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    ended: list[tuple[str, str]] = field(default_factory=list)
    bites: list[str] = field(default_factory=list)
    incident: bool = False
    crisis: dict[str, str] = field(default_factory=dict)
    war: bool = False
    chance_of_war: float = 0.0
    payoffs: list[float] = field(default_factory=list)
    boards: dict[str, float] = field(default_factory=dict)


def row(name: str, value: float, term: Term) -> Row:
    """Return a row for a term of the rulebook."""
    return Row(name, value, tuple(term.claims), term.ours or "")


def dial_rows(program: Program, account: Account, dial: str) -> list[Row]:
    """Return why a dial moved: its terms in rulebook order, then what the clip took; start plus rows gives the end.

    The fold of start and terms is the program's own, so the value before the clip is the same in every bit; the last row holds
    what clip and incident changed.
    """
    book, run = program.book, program.run
    size = sum(len(each.change) for each in book.dials.values())
    t = [0.0] * size
    run.dial_terms(account.start, account.orders, account.k, account.e, account.d, account.b, account.f, account.n, t)
    first = 0
    for name, each in book.dials.items():
        if name == dial:
            break
        first += len(each.change)
    terms = book.dials[dial].change
    rows = [row(name, t[first + place], term) for place, (name, term) in enumerate(terms.items())]
    value = account.start[program.layout.index[dial]]
    for each_row in rows:
        value = value + each_row.value
    place = program.layout.index[dial]
    if account.n[place] != value:
        rows.append(Row("clip", account.n[place] - value, ours="dials end at 0 and 10"))
    if account.end[place] != account.n[place]:
        rows.append(Row("incident", account.end[place] - account.n[place], tuple(book.incident.claims)))
    return rows
