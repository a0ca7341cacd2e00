"""Dilemmas: with an accord in force that the other side keeps, does a party do better by under-delivering?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from sim.analysis.balance.runs import Runs
from sim.analysis.balance.sizes import Sizes
from sim.analysis.balance.table import Cell, Row, Table
from sim.analysis.estimate import Estimate, mean_of
from sim.engine.layout import BOUND_SIZE, CLAUSE_HEAD, CLAUSE_SIZE
from sim.engine.policy import Row as Orders
from sim.engine.program import Program

if TYPE_CHECKING:
    from sim.analysis.balance.runs import Array

LEVER, AT_MOST = 0, 0.5  # how the program writes a bound: what is bounded, and which way


@dataclass(frozen=True)
class Bound:
    """A clause's bound on a lever of its owner.

    Attributes:
        lever: Full name.
        kept: Settings that deliver.
        broken: All others: outside the bound, or only passing for what is promised.
    """

    lever: str
    kept: tuple[str, ...]
    broken: tuple[str, ...]


@dataclass(frozen=True)
class Breach:
    """A way to under-deliver: a clause, the settings that break it, and the season it begins in."""

    clause: str
    orders: tuple[tuple[str, str], ...]
    first: int

    def __str__(self) -> str:
        """Return it as a few words."""
        return f"{self.clause}: {' '.join(f'{lever}={setting}' for lever, setting in self.orders)} from {self.first}"


def lever_bounds(program: Program, clause: str) -> list[Bound]:
    """Return the bounds of a clause on levers of its owner; what it asks of dials and of others is left out."""
    layout, book = program.layout, program.book
    at = layout.clauses.index(clause) * CLAUSE_SIZE
    row = program.run.CLAUSES[at : at + CLAUSE_SIZE]
    found = []
    for number in range(int(row[CLAUSE_HEAD - 1])):
        kind, place, way, value = row[CLAUSE_HEAD + number * BOUND_SIZE :][:BOUND_SIZE]
        if int(kind) != LEVER or layout.seats[layout.seat_of(int(place))] != book.clauses[clause].owner:
            continue
        lever, settings = layout.levers[int(place)], layout.settings[int(place)]
        within = settings[: int(value) + 1] if way < AT_MOST else settings[int(value) :]
        kept = tuple(setting for setting in within if setting not in book.levers[lever].reads_as)
        found.append(Bound(lever, kept, tuple(setting for setting in settings if setting not in kept)))
    return found


def keeping(program: Program, package: str, seat: str) -> dict[str, str]:
    """Return the settings by which a party keeps every clause of a package, nearest to rest; of an any-of, its first bound on a lever."""
    kept: dict[str, list[str]] = {}
    for clause in program.book.packages[package].clauses:
        for bound in lever_bounds(program, clause)[:1] if program.book.clauses[clause].owner == seat else []:
            kept[bound.lever] = [setting for setting in kept.get(bound.lever, bound.kept) if setting in bound.kept]
    return {lever: _nearest_to_rest(program, lever, settings) for lever, settings in kept.items()}


def _nearest_to_rest(program: Program, lever: str, settings: list[str]) -> str:
    content = program.book.levers[lever]
    return min(settings, key=lambda setting: abs(content.settings.index(setting) - content.settings.index(content.rest)))


def breaches(program: Program, package: str, seat: str, seasons: int) -> Iterator[Breach]:
    """Yield every way of a party to break one clause that is not core, from some season on."""
    for clause in program.book.packages[package].clauses:
        content = program.book.clauses[clause]
        bounds = lever_bounds(program, clause)
        if content.owner != seat or content.core or not bounds:
            continue
        for settings in product(*(bound.broken for bound in bounds)):
            orders = tuple(zip((bound.lever for bound in bounds), settings, strict=True))
            yield from (Breach(clause, orders, first) for first in range(1, seasons + 1))


@dataclass(frozen=True)
class Temptation:
    """A party's best way to under-deliver under a lens, and what it gains by it while the other delivers."""

    breach: Breach
    gain: Estimate


@dataclass(frozen=True)
class Case:
    """A two-party accord under a lens."""

    runs: Runs
    lens: str
    package: str

    @property
    def parties(self) -> list[str]:
        """The two seats."""
        return self.runs.program.book.packages[self.package].parties

    def own(self, games: range, breaking: Mapping[str, Breach]) -> dict[str, Array]:
        """Return own boards by party and game while parties keep the accord, but for those that break a clause."""
        rows: list[Orders] = []
        for seat in self.parties:
            rows.append((seat, None, keeping(self.runs.program, self.package, seat)))
            if seat in breaking:
                rows.append((seat, f"season >= {breaking[seat].first}", dict(breaking[seat].orders)))
        boards = self.runs.pooled(self.lens, self.runs.policy(rows), games, self.package)
        return {seat: boards[:, self.runs.own(seat)] for seat in self.parties}

    def temptation(self, seat: str, sizes: Sizes) -> Temptation | None:
        """Find a party's best breach, and measure it on fresh draws; None where it promises nothing that it could break."""
        runs = self.runs
        every = list(breaches(runs.program, self.package, seat, runs.program.book.packages[self.package].seasons))
        if not every:
            return None
        best = max(every, key=lambda breach: float(self.own(sizes.breach, {seat: breach})[seat].mean()))
        kept, broken = self.own(sizes.breach_measured, {}), self.own(sizes.breach_measured, {seat: best})
        return Temptation(best, mean_of(broken[seat] - kept[seat]))

    def row(self, sizes: Sizes) -> tuple[bool, Row]:
        """Say whether both parties are tempted, and tell what each gains, alone and if both do it."""
        tempted = {seat: self.temptation(seat, sizes) for seat in self.parties}
        noise = self.runs.asked.noise
        real = all(each is not None and each.gain.value > noise * each.gain.error for each in tempted.values())
        breaking = {seat: each.breach for seat, each in tempted.items() if each is not None}
        kept, both = self.own(sizes.breach_measured, {}), self.own(sizes.breach_measured, breaking)
        cells: dict[str, Cell] = {"lens": self.lens, "accord": self.package, "dilemma": "yes" if real else "no"}
        for number, (seat, each) in enumerate(tempted.items(), 1):
            cells[f"party {number}"] = seat
            cells[f"gain {number}"] = each.gain if each else "-"
            cells[f"if both {number}"] = mean_of(both[seat] - kept[seat]) if len(breaking) > 1 else "-"
            cells[f"by {number}"] = str(each.breach) if each else "nothing to break"
        return real, Row(cells)


def dilemmas(runs: Runs, sizes: Sizes) -> list[Table]:
    """Check that under each lens some pair of seats is tempted on both sides."""
    asked = runs.asked.dilemma
    packages = [name for name, package in runs.program.book.packages.items() if len(package.parties) == 2]  # noqa: PLR2004  (a pair)
    cases = [(lens, package) for lens in runs.asked.lenses for package in packages]
    rows = runs.each(lambda case: Case(runs, *case).row(sizes), cases, "dilemmas")
    found: dict[str, dict[str, None]] = {lens: {} for lens in runs.asked.lenses}
    for (lens, package), (real, _) in zip(cases, rows, strict=True):
        if real:
            found[lens]["-".join(runs.program.book.packages[package].parties)] = None
    verdicts = [
        Row({"lens": lens, "pairs": len(pairs), "who": ", ".join(pairs) or "nobody"}, len(pairs) >= asked.pairs) for lens, pairs in found.items()
    ]
    how = "gain: own payoff a season of the accord over keeping it, the other keeping it; dilemma: both gain beyond noise."
    return [Table("Dilemmas", asked.says, tuple(verdicts)), Table("Dilemmas by accord", how, tuple(row for _, row in rows))]
