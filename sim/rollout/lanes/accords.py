"""Accords in lanes: `deliver` and `settle_accords` of the kernels, with the clauses in force as bits instead of rows to loop over."""

from __future__ import annotations

from typing import Any

from sim.rollout.lanes.graph import WORD, Graph, Node, Value
from sim.rollout.lanes.rows import Rows

WORD_BITS = 63  # a word of 64 bits, its sign left alone


class Accords:
    """A game's accords as leaves of a graph.

    Attributes:
        need: By slot, as bits, the clauses of the catalogue that it holds; none where nothing is in force.
        party: By slot and seat, whether it is in force and the seat a party.
        north: By slot, whether it is in force and the North a party.
        on: By slot, whether it is in force.
    """

    def __init__(self, run: Any, graph: Graph, rows: Rows) -> None:
        """Load the rows that describe accords."""
        if run.N_CLAUSES > WORD_BITS:
            raise ValueError(f"the catalogue has {run.N_CLAUSES} clauses; compiled games know at most {WORD_BITS}")
        self.run, self.graph, self.rows = run, graph, rows
        slots = range(run.SLOTS)
        self.need = [graph.load("x", rows.first["NEED"] + slot, WORD) for slot in slots]
        self.party = [[self._truth("PARTY", slot * 4 + seat) for seat in range(4)] for slot in slots]
        self.north = [self._truth("NORTH", slot) for slot in slots]
        self.on = [self._truth("ON", slot) for slot in slots]

    def _truth(self, name: str, place: int) -> Value:
        return self.graph.compare("gt", self.graph.load("x", self.rows.first[name] + place), 0.5)

    def holds(self, clause: int, s: list[Any], o: list[Any], n: list[Any]) -> Value:
        """Say whether any bound of a clause of the catalogue holds, as `clause_holds` does."""
        row = self.run.CLAUSES[clause * self.run.CLAUSE_SIZE : (clause + 1) * self.run.CLAUSE_SIZE]
        found: Value = False
        for bound in range(int(row[3])):
            kind, at, direction, limit = row[4 + bound * 4 : 8 + bound * 4]
            value = (o, n, s)[int(kind)][int(at)]
            found = self.graph.either(found, self.graph.compare("le" if direction < 0.5 else "ge", value, limit))  # noqa: PLR2004
        return found

    def broken(self, seat: int, s: list[Any], o: list[Any], n: list[Any]) -> Value:
        """Return as bits which clauses that a seat owes would be broken."""
        owed = [clause for clause, owner in enumerate(self.run.CLAUSE_OWNER) if owner == seat]
        return self.bits({clause: self.graph.negate(self.holds(clause, s, o, n)) for clause in owed})

    def core_broken(self, s: list[Any], o: list[Any], n: list[Any]) -> Value:
        """Return as bits which core clauses are broken beyond dispute, as `core_broken` says of one accord."""
        found: dict[int, Value] = {}
        for clause in range(self.run.N_CLAUSES):
            _, core, ambiguous, _, _, lever = self.run.CLAUSES[clause * self.run.CLAUSE_SIZE : clause * self.run.CLAUSE_SIZE + 6]
            if core > 0.5:  # noqa: PLR2004  (flags of the catalogue are 1 and 0)
                clear: Value = True if ambiguous < 0 else self.graph.compare("ne", o[int(lever)], ambiguous)
                found[clause] = self.graph.both(clear, self.graph.negate(self.holds(clause, s, o, n)))
        return self.bits(found)

    def bits(self, which: dict[int, Value]) -> Value:
        """Return a word with the bits set whose condition holds."""
        found: Value = 0
        for place, condition in which.items():
            found = self.union(found, self.graph.bit(condition, place))
        return found

    def union(self, a: Value, b: Value) -> Value:
        """Return the bits of both words."""
        if not isinstance(a, Node) and a == 0:
            return b
        return a if not isinstance(b, Node) and b == 0 else self.graph.arithmetic("or", a, b)

    def share(self, condition: Value, bits: Value) -> Value:
        """Return a word where a condition holds, else no bits."""
        if isinstance(condition, Node):
            return self.graph.node("select", (condition, bits, 0), WORD)
        return bits if condition else 0

    def meet(self, a: Value, b: Value) -> Value:
        """Say whether two words have a bit in common."""
        if not (isinstance(a, Node) and isinstance(b, Node)):
            return False
        return self.graph.negate(self.graph.node("is_zero", (self.graph.arithmetic("and", a, b),), "truth"))


def deliver(accords: Accords, s: list[Any], o: list[Any], f: list[Any], n: list[Any]) -> None:
    """Write what `deliver` of the kernels writes: who breaks a promise, who keeps those made with the North, and misses."""
    run, graph = accords.run, accords.graph
    for seat in range(4):
        broken = accords.broken(seat, s, o, n)
        signed: Value = False
        worst: Value = 0.0
        for slot in range(run.SLOTS):
            party, north = accords.party[slot][seat], accords.north[slot]
            with_north = graph.both(party, north)
            signed = graph.either(signed, with_north)
            place = run.MISSED_SLOT + slot * 4 + seat
            missed = missed_after(accords, s[place], graph.both(party, accords.meet(broken, accords.need[slot])))
            n[place] = graph.select(party, missed, n[place])
            worst = graph.select(graph.both(with_north, graph.compare("gt", missed, worst)), missed, worst)
        owed, owed_north = owed_by(accords, seat)
        breaks, fails_north = accords.meet(broken, owed), accords.meet(broken, owed_north)
        f[run.BREAKS + seat] = graph.select(breaks, 1.0, 0.0)
        f[run.DELIVERS + seat] = graph.select(graph.both(signed, graph.negate(fails_north)), 1.0, 0.0)
        n[run.MISSED + seat] = worst


def owed_by(accords: Accords, seat: int) -> tuple[Value, Value]:
    """Return as bits the clauses of a seat's accords, and of those with the North."""
    owed: Value = 0
    owed_north: Value = 0
    for slot in range(accords.run.SLOTS):
        part = accords.share(accords.party[slot][seat], accords.need[slot])
        owed = accords.union(owed, part)
        owed_north = accords.union(owed_north, accords.share(accords.north[slot], part))
    return owed, owed_north


def missed_after(accords: Accords, before: Value, fails: Value) -> Value:
    """Return a party's misses after a season."""
    graph, run = accords.graph, accords.run
    fewer = graph.select(graph.compare("gt", before, run.DELIVERY), graph.arithmetic("sub", before, run.DELIVERY), 0.0)
    return graph.select(fails, graph.arithmetic("add", before, run.MISS), fewer)


def settle(
    accords: Accords, s: list[Any], o: list[Any], f: list[Any], n: list[Any], left: list[Value], age: list[Value], dispute: Value
) -> list[Value]:
    """Return by slot the outcome that `settle_accords` writes; ending the accords is left to who asked.

    Args:
        accords: The accords, with the clauses in force.
        s: The state at the season's start.
        o: The orders.
        f: Flags.
        n: The state after the season; a covert programme found out counts in it as misses.
        left: By slot, seasons it still runs; moves on.
        age: By slot, seasons it has run; moves on.
        dispute: Whether the draw would end an accord in dispute.
    """
    graph, run = accords.graph, accords.run
    outcomes: list[Value] = []
    youngest: Value = -1.0
    youngest_age: Value = 0.0
    core = accords.core_broken(s, o, n)
    for slot in range(run.SLOTS):
        find_out(accords, slot, f, n)
        left[slot], age[slot] = graph.arithmetic("sub", left[slot], 1.0), graph.arithmetic("add", age[slot], 1.0)
        outcomes.append(fares(accords, slot, n, left[slot], core))
        stands = graph.both(accords.north[slot], graph.compare("eq", outcomes[slot], 0.0))
        younger = graph.both(stands, graph.either(graph.compare("lt", youngest, 0.0), graph.compare("lt", age[slot], youngest_age)))
        youngest, youngest_age = graph.select(younger, float(slot), youngest), graph.select(younger, age[slot], youngest_age)
    disputed = graph.both(graph.compare("gt", f[run.DISPUTE], 0.5), dispute)
    return [graph.select(graph.both(disputed, graph.compare("eq", youngest, float(slot))), 3.0, outcome) for slot, outcome in enumerate(outcomes)]


def find_out(accords: Accords, slot: int, f: list[Any], n: list[Any]) -> None:
    """Count a covert programme that is found out as misses of the North in an accord."""
    graph, run = accords.graph, accords.run
    caught = graph.both(graph.compare("gt", f[run.COVERT_FOUND], 0.5), accords.north[slot])
    place, worst = run.MISSED_SLOT + slot * 4 + run.DPRK, run.MISSED + run.DPRK
    n[place] = graph.select(caught, graph.arithmetic("add", n[place], run.FOUND_OUT), n[place])
    n[worst] = graph.select(graph.both(caught, graph.compare("gt", n[place], n[worst])), n[place], n[worst])


def fares(accords: Accords, slot: int, n: list[Any], left: Value, core: Value) -> Value:
    """Return the outcome of an accord before any dispute: 0 stands, 1 breached, 2 worn out by misses, 4 expired."""
    graph, run = accords.graph, accords.run
    worn: Value = False
    for seat in range(4):
        worn = graph.either(worn, graph.compare("ge", n[run.MISSED_SLOT + slot * 4 + seat], run.MISSES_END))
    lasting = graph.select(worn, 2.0, graph.select(graph.compare("lt", left, 0.5), 4.0, 0.0))
    breached = accords.meet(core, accords.need[slot])
    return graph.select(accords.on[slot], graph.select(breached, 1.0, lasting), 0.0)
