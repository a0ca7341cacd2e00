"""Where everything stands in the arrays of a compiled rulebook: state, orders, coefficients, events, draws, flags."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.documents.rulebook import Rulebook

SLOT_HEAD = 9
CLAUSE_HEAD = 4
BOUND_SIZE = 4
BOUNDS = 3
CLAUSE_SIZE = CLAUSE_HEAD + BOUNDS * BOUND_SIZE


def plain(name: str) -> str:
    """Return a document's id as the expression language writes it: hyphens become underscores."""
    return name.replace("-", "_")


@dataclass(frozen=True)
class Layout:
    """Index of every name of a rulebook.

    Attributes:
        seats: The four seats in their order.
        levers: Full lever names; index is the place in an order array.
        settings: Settings of each lever, in rising intensity.
        state: Names of state values: dials, memories, clocks, mandate, cards, capital, missed promises.
        coefficients: Names of coefficients.
        inputs: Events, then ``signed_now``.
        draws: Chances (``u_walk_out``), then noises (``z_hope``).
        bounds: Levers bound by accords, then accords by seat, then packages in force.
        options: Place of each (lever, setting) in arrays over all options: first option of each lever.
        slots: Accords that may be in force; clauses: clauses each may hold.
    """

    seats: tuple[str, ...]
    levers: tuple[str, ...]
    settings: tuple[tuple[str, ...], ...]
    rest: tuple[int, ...]
    seat_levers: tuple[tuple[int, ...], ...]
    state: tuple[str, ...]
    n_dials: int
    coefficients: tuple[str, ...]
    inputs: tuple[str, ...]
    chances: tuple[str, ...]
    noises: tuple[str, ...]
    packages: tuple[str, ...]
    clauses: tuple[str, ...]
    options: tuple[int, ...]
    slots: int
    clauses_each: int
    index: dict[str, int] = field(repr=False, hash=False)

    @property
    def slot_size(self) -> int:
        """Numbers that one accord takes in the accord array."""
        return SLOT_HEAD + self.clauses_each * CLAUSE_SIZE

    @property
    def n_options(self) -> int:
        """Settings of all levers together."""
        return self.options[-1] + len(self.settings[-1])

    @property
    def n_bounds(self) -> int:
        """Size of the array of bounds."""
        return len(self.levers) + len(self.seats) + len(self.packages)

    def lever(self, name: str) -> int:
        """Return the place of a lever in an order array."""
        return self.index[name]

    def setting(self, lever: str, setting: str) -> int:
        """Return the place of a setting on its lever."""
        return self.settings[self.index[lever]].index(setting)

    def seat_of(self, lever: int) -> int:
        """Return the seat that owns a lever."""
        return self.seats.index(self.levers[lever].split(".")[0])


def lay_out(book: Rulebook) -> Layout:
    """Give every name of a rulebook its place."""
    seats = tuple(book.seats)
    levers = tuple(book.levers)
    settings = tuple(tuple(lever.settings) for lever in book.levers.values())
    state = [*book.dials, *book.memories, *book.clocks, book.deterrence_mandate.name]
    state += [f"card_{card}" for card in book.cards]
    state += [f"capital_{seat}" for seat in seats] + [f"missed_{seat}" for seat in seats]
    state += [f"missed_{slot}_{seat}" for slot in range(book.accords.in_force) for seat in seats]
    inputs = [*book.events, "signed_now"]
    chances = [name for name, flag in book.flags.items() if flag.chance is not None]
    noises = [name for name, dial in book.dials.items() if any("noise(" in str(term.add) for term in dial.change.values())]
    options, total = [], 0
    for each in settings:
        options.append(total)
        total += len(each)
    index: dict[str, int] = {}
    for names in (state, list(book.coefficients), list(levers), inputs):
        index.update({name: place for place, name in enumerate(names)})
    index.update({f"u_{name}": place for place, name in enumerate(chances)})
    index.update({f"z_{name}": len(chances) + place for place, name in enumerate(noises)})
    return Layout(
        seats=seats,
        levers=levers,
        settings=settings,
        rest=tuple(lever.settings.index(lever.rest) for lever in book.levers.values()),
        seat_levers=tuple(tuple(levers.index(name) for name in book.seat_levers(seat)) for seat in seats),
        state=tuple(state),
        n_dials=len(book.dials),
        coefficients=tuple(book.coefficients),
        inputs=tuple(inputs),
        chances=tuple(chances),
        noises=tuple(noises),
        packages=tuple(book.packages),
        clauses=tuple(book.clauses),
        options=tuple(options),
        slots=book.accords.in_force,
        clauses_each=book.accords.clauses,
        index=index,
    )
