"""Five advisers, one a seed: each a sheet for this season under its own lens, its reasons, and what it expects of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sim.agents.payoff import choose
from sim.engine.account import Row
from sim.engine.desk import Desk
from sim.engine.explain import difference


@dataclass(frozen=True)
class Advice:
    """What one adviser says.

    Attributes:
        adviser: Id of the seed.
        sheet: Setting by lever.
        reasons: The two largest terms for this sheet against the standing one; terms that rest on claims go before our assumptions, since
            an adviser speaks for an op-ed.
        expects: What the adviser expects the others to do next season: setting by full lever name, where it differs from standing.
        test: What it expects of the DPRK's test lever next season, by setting, as probabilities.
    """

    adviser: str
    sheet: dict[str, str]
    reasons: tuple[Row, ...]
    expects: dict[str, str]
    test: dict[str, float]


def advise(desk: Desk, adviser: str, coefficients: Sequence[float]) -> Advice:
    """Return an adviser's counsel for the seat at a desk, on that seat's own view."""
    layout = desk.program.layout
    mine = replace(desk, k=list(coefficients))
    choice = choose(mine, noisy=False)
    sheet = {layout.levers[lever].split(".")[1]: layout.settings[lever][choice.orders[lever]] for lever in layout.seat_levers[desk.seat]}
    standing = list(choice.expected)
    for lever in layout.seat_levers[desk.seat]:
        standing[lever] = desk.standing[lever]
    reasons = difference(mine, choice.orders, standing)
    helping = sorted((row for row in reasons if row.value > 0), key=lambda row: not row.claims) or reasons
    state = _next_state(mine, choice.orders)
    expects: dict[str, str] = {}
    test: dict[str, float] = {}
    for seat in range(len(layout.seats)):
        if seat == desk.seat:
            continue
        theirs = choose(replace(mine, seat=seat, view=state, standing=list(choice.orders), budget=-1.0), noisy=False)
        for lever in layout.seat_levers[seat]:
            if theirs.orders[lever] != desk.standing[lever]:
                expects[layout.levers[lever]] = layout.settings[lever][theirs.orders[lever]]
        if layout.seats[seat] == "DPRK":
            lever = layout.lever("DPRK.test")
            first = layout.options[lever]
            test = {setting: theirs.chance[first + place] for place, setting in enumerate(layout.settings[lever])}
    return Advice(adviser, sheet, tuple(helping[:2]), expects, test)


def _next_state(desk: Desk, orders: Sequence[int]) -> list[float]:
    run = desk.program.run
    calm, f, n = [0.0] * run.N_DRAWS, [0.0] * run.N_FLAGS, [0.0] * run.N_STATE
    run.quiet(calm)
    run.transition(desk.view, list(orders), desk.k, desk.e, calm, desk.b, desk.accords, f, n)
    return n


def council(desk: Desk, lenses: Mapping[str, Sequence[float]]) -> list[Advice]:
    """Return the counsel of every adviser, in the order given."""
    return [advise(desk, adviser, coefficients) for adviser, coefficients in lenses.items()]
