"""Accords as people name them: parties, clauses, misses; and their place in the fixed arrays of the program."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sim.engine.layout import CLAUSE_SIZE, SLOT_HEAD
from sim.engine.program import Program


@dataclass(frozen=True)
class Accord:
    """An accord in force.

    Attributes:
        slot: Its place, from 0.
        package: Id of the package it came from.
        parties: Seats.
        clauses: Ids of its clauses.
        seasons_left: Seasons it still runs.
        age: Seasons it has run.
        missed: Promises missed, by seat.
    """

    slot: int
    package: str
    parties: tuple[str, ...]
    clauses: tuple[str, ...]
    seasons_left: int
    age: int
    missed: dict[str, float]


@dataclass
class Offer:
    """An offer on the table: who tables it, what it holds, and what each party has answered.

    Attributes:
        number: From 1, as the persons in it count what they have seen; views number by seat.
        by: The seat that tables it (a party, or a mediator).
        package: Id of the package.
        clauses: Ids of the clauses.
        parties: Seats that must accept.
        answers: Accept or refuse, by seat.
        origin: The seat that opened this round.
        counter: How many counters came before.
        outcome: Empty while open; signed, refused, countered, withdrawn or lapsed.
    """

    number: int = field(compare=False)
    by: str
    package: str
    clauses: tuple[str, ...]
    parties: tuple[str, ...]
    answers: dict[str, str]
    origin: str
    counter: int = 0
    outcome: str = ""

    def waiting_for(self) -> list[str]:
        """Return the parties that have not answered."""
        return [seat for seat in self.parties if seat != self.by and seat not in self.answers]


def accords_in_force(program: Program, accords: Sequence[float], state: Sequence[float]) -> list[Accord]:
    """Read the accords in force from their slots."""
    layout, run = program.layout, program.run
    found = []
    rows = clause_rows(program)
    for slot in range(layout.slots):
        at = slot * layout.slot_size
        if accords[at] < 0.5:  # noqa: PLR2004  (a flag held as a number)
            continue
        clauses = []
        for number in range(int(accords[at + 8])):
            start = at + SLOT_HEAD + number * CLAUSE_SIZE
            clauses.append(rows[tuple(accords[start : start + CLAUSE_SIZE])])
        parties = tuple(seat for place, seat in enumerate(layout.seats) if accords[at + 2 + place] > 0.5)  # noqa: PLR2004
        missed = {seat: state[run.MISSED_SLOT + slot * 4 + layout.seats.index(seat)] for seat in parties}
        found.append(Accord(slot, layout.packages[int(accords[at + 1])], parties, tuple(clauses), int(accords[at + 6]), int(accords[at + 7]), missed))
    return found


def clause_rows(program: Program) -> dict[tuple[float, ...], str]:
    """Return clause ids by their row of numbers."""
    flat = program.run.CLAUSES
    return {tuple(flat[place * CLAUSE_SIZE : (place + 1) * CLAUSE_SIZE]): name for place, name in enumerate(program.layout.clauses)}


def clause_numbers(program: Program, clauses: Iterable[str]) -> list[int]:
    """Return a row of clause numbers as the program takes them, -1 where there is none."""
    numbers = [program.layout.clauses.index(clause) for clause in clauses]
    return numbers + [-1] * (program.layout.clauses_each - len(numbers))


def entry_of(program: Program, entry: int) -> tuple[str, tuple[str, ...]]:
    """Return package and clauses of a catalogue entry."""
    run, layout = program.run, program.layout
    each = layout.clauses_each
    numbers = run.ENTRY_CLAUSES[entry * each : (entry + 1) * each]
    return layout.packages[run.ENTRY_PACKAGE[entry]], tuple(layout.clauses[number] for number in numbers if number >= 0)


def entry_number(program: Program, package: str, clauses: Iterable[str]) -> int:
    """Return the catalogue entry with this package and these clauses, or -1 where somebody composed it freely."""
    wanted = (package, tuple(clauses))
    return next((entry for entry in range(program.run.N_ENTRIES) if entry_of(program, entry) == wanted), -1)
