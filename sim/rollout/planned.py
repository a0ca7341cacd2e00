"""Why a planner sent a sheet: the terms of its payoffs in the futures that it played, as means that sum to the numbers it compared.

A past decision is made again from its desk, which gives the same futures; those of two sheets are then played once more with what
payoffs read of every season, and the program's own term functions are summed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from sim.agents.planner import Plan, PlannerAgent
from sim.engine.account import Row
from sim.engine.desk import Desk
from sim.engine.explain import Contribution
from sim.engine.game import Game
from sim.engine.past import own_desk
from sim.rollout.futures import play_sheets
from sim.rollout.planning import futures_of_desk, own_row, roll_rows
from sim.rollout.program import native_available
from sim.rollout.runner import Games, fact_names, native_ready

WAR = "war"
SMALL = 1e-9


@dataclass(frozen=True)
class PlanTip:
    """The smallest change of another seat's orders this season under which the other sheet would have led.

    Attributes:
        lever: Full name of the other seat's lever.
        setting: What it would have had to be.
        instead: What it was in most futures.
        lead: By how much the other sheet then leads, in payoff a season.
    """

    lever: str
    setting: str
    instead: str
    lead: float


@dataclass(frozen=True)
class Planned:
    """Why one sheet was sent and not another.

    Attributes:
        plan: The decision.
        chosen, other: Places of the two sheets.
        numbers: Numbers of the futures that both were played in, over which all means are taken.
        terms: By sheet (chosen, other), the mean of every term in every season ahead, weighed as the seat's own board weighs seasons; in
            rulebook order, season after season, then what a war costs. They sum to `values`.
        values: By sheet, its mean over these futures: the number that sheets are compared by.
        error: Standard error of the difference of the two, taken future by future.
        difference: Terms of chosen minus other, seasons joined, largest first.
        tip: What would have made the other lead; None where no single lever does, or where nobody looked.
        looked: Whether somebody did.
    """

    plan: Plan
    chosen: int
    other: int
    numbers: range
    terms: tuple[list[Contribution], list[Contribution]]
    values: tuple[float, float]
    error: float
    difference: list[Row]
    tip: PlanTip | None
    looked: bool

    @property
    def gain(self) -> float:
        """By how much the chosen sheet leads, in payoff a season."""
        return self.values[0] - self.values[1]


def wait_for_planners(game: Game) -> str:
    """Say why planners of a game will keep somebody waiting, or nothing where they will not."""
    seats = [seat for seat, agent in game.agents.items() if isinstance(agent, PlannerAgent)]
    if not seats:
        return ""
    if not native_available():
        return "a planner plays hundreds of futures for a decision: half a minute each without the extra native"
    desk = own_desk(game, 0, seats[0]) if game.played else game.desk(seats[0])
    return "" if native_ready(futures_of_desk(desk, 1)) else "compiling the rules once for this machine; about a minute"


def past_plan(game: Game, index: int, seat: str) -> Plan | None:
    """Make a planner's decision of a finished season again.

    Returns:
        The plan, or None where no planner holds the seat, or what it would have sent is not what was: somebody else held it then.
    """
    agent = game.agents[seat]
    if not isinstance(agent, PlannerAgent):
        return None
    plan = agent.plan(own_desk(game, index, seat))
    sent = game.played[index].account.orders
    same = all(plan.orders[lever] == sent[lever] for lever in game.program.layout.seat_levers[game.seat_number(seat)])
    return plan if same else None


def explain_plan(plan: Plan, lever: int | None = None, *, tips: bool | None = None) -> Planned:
    """Explain a decision against its runner-up, or against the best sheet that sets a lever otherwise.

    Args:
        plan: The decision.
        lever: A lever of the seat, or None.
        tips: Whether to look for what would have tipped it, which plays thousands of futures; by default where compiled code can play them.
    """
    looks = native_available() if tips is None else tips
    found = plan.runner_up if lever is None else plan.best_without(lever)
    other = plan.chosen if found is None else found
    numbers = plan.common(plan.chosen, other)
    terms = mean_terms(plan, [plan.chosen, other], numbers)
    values = (plan.mean(plan.chosen, numbers), plan.mean(other, numbers))
    return Planned(
        plan,
        plan.chosen,
        other,
        numbers,
        (terms[0], terms[1]),
        values,
        _error(plan, other, numbers),
        difference_of(terms[0], terms[1]),
        find_tip(plan, other, numbers) if looks and other != plan.chosen else None,
        looks,
    )


def mean_terms(plan: Plan, sheets: Sequence[int], numbers: range) -> list[list[Contribution]]:
    """Return by sheet the mean of every term and season over some of the futures of a plan."""
    desk = plan.desk
    games = play_sheets(
        futures_of_desk(desk, plan.seasons), [own_row(desk, plan.sheets[sheet]) for sheet in sheets], numbers, traces=True, scenes=True
    )
    each = len(numbers)
    found = []
    for place in range(len(sheets)):
        futures = [_terms_of(desk, games, place * each + future) for future in range(each)]
        ahead = range(plan.seasons)
        rows = [_mean([future[0][season] for future in futures]) for season in ahead]
        parts = [Contribution(season, row) for season in ahead for row in _rows(desk, rows[season])]
        war = fsum(future[1] for future in futures) / each
        board = desk.program.book.boards["own"]
        found.append([*parts, *([Contribution(plan.seasons - 1, Row(WAR, war, ours=board.title))] if war else [])])
    return found


def _rows(desk: Desk, values: Sequence[float]) -> list[Row]:
    terms = desk.program.book.payoffs[desk.name].items()
    return [Row(name, value, tuple(term.claims), term.ours or "") for (name, term), value in zip(terms, values, strict=True)]


def _mean(rows: Sequence[Sequence[float]]) -> list[float]:
    return [fsum(column) / len(rows) for column in zip(*rows, strict=True)]


def _terms_of(desk: Desk, games: Games, game: int) -> tuple[list[list[float]], float]:
    """Return a future's weighed terms by season and term, and what the seasons after a war count.

    The weights are those of the own board: each scheduled season alike; after a good end the last one repeats, after war the floor stands.
    """
    program, run = desk.program, desk.program.run
    facts, layout = fact_names(program), program.layout
    length, played = games.length, int(games.played[game])
    last = (game * length + played - 1) * len(facts)
    war = games.facts[last + facts.index("war")] > 0.5  # noqa: PLR2004  (a yes or no)
    found = [[0.0] * len(program.book.payoffs[desk.name]) for _ in range(length)]
    for season in range(played):
        row = game * length + season
        scene, e = games.scene(program, game, season), list(desk.e)
        e[run.SIGNED_NOW] = 1.0 if games.facts[row * len(facts) + facts.index("signed")] > 0.5 else 0.0  # noqa: PLR2004
        o = [int(order) for order in games.orders[row * len(layout.levers) : (row + 1) * len(layout.levers)]]
        times = 1 + length - played if season == played - 1 and not war else 1
        terms = getattr(run, f"payoff_terms_{desk.name}")
        terms(scene.start, o, desk.k, e, scene.bounds, scene.flags, scene.next, times / length, found[season])
    return found, (length - played) * program.book.boards["own"].floor / length if war else 0.0


def difference_of(terms: Sequence[Contribution], other: Sequence[Contribution]) -> list[Row]:
    """Return by term how much more one sheet is worth than another, seasons joined, largest first."""
    rows: dict[str, Row] = {}
    for parts, sign in ((terms, 1.0), (other, -1.0)):
        for part in parts:
            before = rows.get(part.row.name)
            value = sign * part.row.value + (before.value if before else 0.0)
            rows[part.row.name] = Row(part.row.name, value, part.row.claims, part.row.ours)
    return sorted((row for row in rows.values() if abs(row.value) > SMALL), key=lambda row: -abs(row.value))


def _error(plan: Plan, other: int, numbers: range) -> float:
    gaps = [plan.race.values[plan.chosen][number] - plan.race.values[other][number] for number in numbers]
    middle = fsum(gaps) / len(gaps)
    if len(gaps) == 1:
        return 0.0
    return float((fsum((gap - middle) ** 2 for gap in gaps) / (len(gaps) - 1) / len(gaps)) ** 0.5)


def find_tip(plan: Plan, other: int, numbers: range) -> PlanTip | None:
    """Return the smallest change of one lever of another seat, this season, after which the other sheet leads in the same futures."""
    desk, layout = plan.desk, plan.desk.program.layout
    rows = [own_row(desk, plan.sheets[sheet]) for sheet in (plan.chosen, other)]
    usual = _usual_orders(plan, rows[0], numbers)
    mine = layout.seat_levers[desk.seat]
    changes = sorted(
        (abs(setting - usual[lever]), lever, setting)
        for lever in range(len(layout.levers))
        if lever not in mine
        for setting in range(len(layout.settings[lever]))
        if setting != usual[lever]
    )
    for size in sorted({size for size, _, _ in changes}):
        tried = [(lever, setting) for each, lever, setting in changes if each == size]
        changed = [[setting if place == lever else order for place, order in enumerate(row)] for lever, setting in tried for row in rows]
        means = [fsum(values) / len(values) for values in roll_rows(desk, changed, numbers, plan.seasons)]
        leads = [(means[2 * place + 1] - means[2 * place], place) for place in range(len(tried))]
        lead, place = max(leads, key=lambda each: (each[0], -each[1]))
        if lead > 0.0:
            lever, setting = tried[place]
            return PlanTip(layout.levers[lever], layout.settings[lever][setting], layout.settings[lever][usual[lever]], lead)
    return None


def _usual_orders(plan: Plan, row: Sequence[int], numbers: range) -> list[int]:
    """Return by lever what is ordered this season in most futures."""
    games = play_sheets(futures_of_desk(plan.desk, 1), [row], numbers)
    levers = len(row)
    columns = ([int(games.orders[game * levers + lever]) for game in range(len(numbers))] for lever in range(levers))
    return [max(sorted(set(column)), key=column.count) for column in columns]
