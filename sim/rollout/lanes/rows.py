"""Where a block of games keeps its numbers: rows of `LANES` numbers, one a game, and what all its games share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.engine.layout import Layout
from sim.rollout.lanes.vectors import LANES, STRIDE

SHARED = ("FOG", "CAPITAL_ON", "MANDATES", "PRECISION", "SEED", "SEASON")


@dataclass(frozen=True)
class Rows:
    """First rows by name, first places of what is shared, and how large a block is.

    Attributes:
        first: By name, its first row: ``STATE``, ``NEXT``, ``ORDERS`` and so on (see `lay_out_rows`).
        shared: By name, its place among the values that all games of a block share: coefficients ``K``, events ``E``, switches.
        count: Rows of a block.
        shared_count: Shared values.
    """

    first: dict[str, int]
    shared: dict[str, int]
    count: int
    shared_count: int

    @property
    def size(self) -> int:
        """Numbers that a block takes."""
        return self.count * STRIDE + self.shared_count

    def constants(self) -> str:
        """Return the places as assignments, for the program that fills and reads the rows."""
        rows = {f"ROW_{name}": row for name, row in self.first.items()}
        shared = {f"AT_{name}": self.count * STRIDE + place for name, place in self.shared.items()}
        sizes = {"LANES": LANES, "STRIDE": STRIDE, "BLOCK_SIZE": self.size}
        return "\n".join(f"{name} = {value}" for name, value in {**rows, **shared, **sizes}.items())


def lay_out_rows(layout: Layout, constants: Mapping[str, Any]) -> Rows:
    """Give everything that vector code reads or writes its rows.

    ``NEED`` holds by slot, as bits, the clauses in force; ``PARTY`` by slot and seat, ``NORTH`` and ``ON`` by slot, are 1 or 0; ``LEAST`` and
    ``MOST`` by lever what its owner has signed to keep within; ``OFFERED`` by seat the entry it tables, or -1.
    """
    levers, entries, packages = len(layout.levers), constants["N_ENTRIES"], len(layout.packages)
    sizes = {
        "STATE": len(layout.state),
        "NEXT": len(layout.state),
        "VIEWS": 4 * len(layout.state),
        "ORDERS": levers,
        "STANDING": levers,
        "KNOWN": levers,
        "SHEET": levers,
        "THEIRS": levers,
        "LEAST": levers,
        "MOST": levers,
        "FIXED": levers,
        "BOUNDS": layout.n_bounds,
        "NEED": layout.slots,
        "PARTY": layout.slots * 4,
        "NORTH": layout.slots,
        "ON": layout.slots,
        "LEFT": layout.slots,
        "AGE": layout.slots,
        "OUTCOME": layout.slots,
        "INJURED": 1,
        "ERRORS": 4 * layout.n_dials,
        "FLAGS": constants["N_FLAGS"],
        "PAYOFFS": 4,
        "BOARDS": 3 + constants["N_BOARDS"],
        "ALIVE": 1,
        "WAR": 1,
        "ENDED": 1,
        "INCIDENT": 1,
        "OFFERED": 4,
        "HAZARD": 1,
        "AT_WAR": 1,
        "SIGNED": 1,
        "SIGNED_COUNT": 1,
        "GAME": 1,
        "MAY": 4 * packages,
        "SCORES": 4 * entries,
        "GAINS": 4 * entries,
    }
    first, count = {}, 0
    for name, size in sizes.items():
        first[name] = count
        count += size
    shared, place = {"K": 0, "E": len(layout.coefficients)}, len(layout.coefficients) + len(layout.inputs)
    for name in SHARED:
        shared[name] = place
        place += 1
    return Rows(first, shared, count, place)
