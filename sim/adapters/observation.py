"""What a seat may see, as a row of numbers: made from its view and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.game import Game
from sim.engine.view import View


@dataclass(frozen=True)
class Entry:
    """A place in the row.

    Attributes:
        name: Such as ``dial.hope``.
        low, high: Between which its value lies; dials 0–10, levers the place of the setting, times in seasons.
    """

    name: str
    low: float
    high: float


def entries(game: Game) -> list[Entry]:
    """Return what the row holds, the same for every seat.

    Dials (a private one of another seat as this seat estimates it), clocks, events, own political capital and objective card,
    everybody's last orders as known to the seat, and accords: by package the seasons it has left, by seat the promises missed in it, and
    by clause whether it binds. Derived dials are computed from these and left out.
    """
    book, layout, length = game.program.book, game.program.layout, float(game.terms.length)
    longest = max(game.program.run.scaled(package.seasons, game.terms.scale) for package in book.packages.values())
    clocks = {name: float(max(clock.every, clock.start, game.setup.start.get(name, 0))) for name, clock in book.clocks.items()}
    rows = [("season", length)]
    rows += [(f"dial.{name}", 10.0) for name in book.dials]
    rows += [(f"clock.{name}", high) for name, high in clocks.items()]
    rows += [(f"event.{name}", 1.0) for name in book.events]
    rows += [("capital", float(game.program.run.CAPITAL_BANKED))]
    rows += [(f"card.{name}", 1.0) for name in book.cards]
    rows += [(f"order.{name}", float(len(names) - 1)) for name, names in zip(layout.levers, layout.settings, strict=True)]
    rows += [(f"left.{name}", float(longest)) for name in book.packages]
    rows += [(f"missed.{name}.{seat}", length * layout.clauses_each) for name, package in book.packages.items() for seat in package.parties]
    rows += [(f"clause.{name}", 1.0) for name in book.clauses]
    return [Entry(name, 0.0, high) for name, high in rows]


def values(game: Game, view: View) -> dict[str, float]:
    """Return what stands in the row by name; what is left out is 0.

    Args:
        game: Whose rulebook names things; nothing of its state is read.
        view: What the seat may see.
    """
    layout = game.program.layout
    found = {"season": float(view.number), "capital": view.capital or 0.0}
    found.update({f"dial.{name}": reading.value for name, reading in view.dials.items()})
    found.update({f"clock.{name}": float(seasons) for name, seasons in view.clocks.items()})
    found.update({f"event.{name}": 1.0 for name in view.events})
    if view.card:
        found[f"card.{view.card}"] = 1.0
    for seat, sheet in view.orders.items():
        found.update({f"order.{seat}.{lever}": float(layout.setting(f"{seat}.{lever}", setting)) for lever, setting in sheet.items()})
    for accord in view.accords:
        found[f"left.{accord.package}"] = float(accord.seasons_left)
        found.update({f"missed.{accord.package}.{seat}": missed for seat, missed in accord.missed.items()})
        found.update({f"clause.{clause}": 1.0 for clause in accord.clauses})
    return found
