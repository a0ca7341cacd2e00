"""The debrief of a game as data: boards, human cost, turning points, claims, predictions, the lens, history, branches, questions.

Nothing here ranks a game by one number: what to value is one of the questions on which the op-eds contradict one another (X7).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.agents.evidence import Weighing
from sim.agents.payoff import PayoffAgent, expectation
from sim.agents.planner import PlannerAgent
from sim.documents.companions import Fact, shown_orders
from sim.engine.account import Row, dial_rows
from sim.engine.explain import explain
from sim.engine.game import Game
from sim.engine.past import own_desk
from sim.report.still import standing_still
from sim.rollout.planned import explain_plan, past_plan
from sim.rollout.program import native_available
from sim.rollout.session import Session

if TYPE_CHECKING:
    from sim.engine.accords import Offer

MOST_CLAIMS = 8
TURN = {"war_risk": 0.01}
TURN_DIAL = 0.3
TURN_PAYOFF = 0.3


@dataclass(frozen=True)
class BoardResult:
    """One board at the end.

    Attributes:
        board: Its id.
        seat: Whose it is, for own payoff; empty for the others.
        better: ``high`` or ``low``.
        start: Where the dial stood at the start, or None where the board has no start.
        end: The result.
        still: The result had the seat kept its opening sheet, the others answering as AI seats on the same draws; None for watching.
    """

    board: str
    seat: str
    better: str
    start: float | None
    end: float
    still: float | None

    def compared(self, other: float | None) -> int:
        """Return 1 where the result is better than another value, -1 where it is worse, 0 where it is about the same or unknown."""
        if other is None or abs(self.end - other) < (0.005 if self.board == "war_risk" else 0.05):
            return 0
        return 1 if (self.end > other) == (self.better == "high") else -1


@dataclass(frozen=True)
class Turn:
    """A turning point: the season in which something moved most.

    Attributes:
        season: From 0.
        what: ``own``, the id of a board, or ``war``.
        change: How far it moved in that season.
        rows: The largest terms of the move, where it is a dial's.
        orders: What seats changed that season: (full lever, setting).
    """

    season: int
    what: str
    change: float
    rows: tuple[Row, ...]
    orders: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Driver:
    """A claim with the sum of the sizes of the terms that rest on it, over all decisions of AI seats."""

    claim: str
    weight: float
    decisions: int


@dataclass(frozen=True)
class Foretold:
    """A prediction and what came; the adviser is right where no other's lens made that season's sheets likelier."""

    season: int
    seat: str
    lever: str
    setting: str
    was: str
    adviser: str
    likeliest: str


@dataclass(frozen=True)
class Then:
    """A lever for which the record of a season shows settings.

    Attributes:
        lever: Its full name.
        record: What the facts of the season come nearest to, in the order of time.
        here: What was ordered in this game.
    """

    lever: str
    record: tuple[str, ...]
    here: str

    @property
    def alike(self) -> bool:
        """Whether this game's order is among those of the record."""
        return self.here in self.record


@dataclass(frozen=True)
class Beside:
    """A season in this game beside what really happened.

    Attributes:
        season: Id of the season.
        orders: What seats changed: (full lever, setting).
        signed, ended: Packages signed, and (package, how) of those that ended.
        incident, war: Whether there was one.
        real: Facts of the record; None where the record does not reach so far.
        then: The orders that the facts come nearest to, beside those of this game, in the order of the rulebook.
    """

    season: str
    orders: tuple[tuple[str, str], ...]
    signed: tuple[str, ...]
    ended: tuple[tuple[str, str], ...]
    incident: bool
    war: bool
    real: tuple[Fact, ...] | None
    then: tuple[Then, ...]


@dataclass(frozen=True)
class Debrief:
    """Everything that is told when a game is over."""

    scenario: str
    title: str
    seat: str
    over: str
    played: int
    length: int
    seasons: list[str]
    lens: str
    lens_title: str
    was_hidden: bool
    practice: bool
    boards: list[BoardResult]
    still_over: str
    stress: list[float]
    turns: list[Turn]
    drivers: list[Driver]
    foretold: list[Foretold]
    posteriors: list[dict[str, float]]
    posterior_known: dict[str, float]
    beside: list[Beside]
    undone: list[tuple[int, int]]
    questions: list[str]
    reasons: list[tuple[int, str]] = field(default_factory=list)


def make_debrief(session: Session, seat: str, lenses: Mapping[str, Sequence[float]], lang: str = "en") -> Debrief:
    """Return the debrief of a finished game.

    Args:
        session: The game, over.
        seat: The seat played; empty for watching.
        lenses: Coefficients by lens, for the posterior.
        lang: Language of the scenario's title and questions, where they have been translated.
    """
    game, weighing = session.game, Weighing(lenses)
    still = standing_still(game, seat) if seat else None
    place = game.program.layout.index["stress"]
    return Debrief(
        scenario=session.scenario.name,
        title=session.library.headline(session.scenario.name, lang).title,
        seat=seat,
        over=game.over,
        played=len(game.played),
        length=game.terms.length,
        seasons=list(game.seasons),
        lens=session.lens.name,
        lens_title=session.lens.title,
        was_hidden=session.seal is not None,
        practice=session.practice,
        boards=board_results(game, None if game.over == "war" else still),
        still_over=still.over if still else "",
        stress=[played.account.end[place] for played in game.played],
        turns=turning_points(game, seat),
        drivers=driving_claims(game),
        foretold=foretold(game, weighing, [name for name in lenses if name in session.library.arguments()]),
        posteriors=weighing.posteriors(game, seat),
        posterior_known=weighing.posteriors(game)[-1],
        beside=beside_history(session),
        undone=list(game.taken_back),
        questions=[question.strip() for question in session.library.teaching(session.scenario.name, lang).questions],
        reasons=[(played.before.season, said) for played in game.played for who, said in played.reasons.items() if who == seat and said],
    )


def board_results(game: Game, other: Game | None) -> list[BoardResult]:
    """Return every board at the end, beside its start and beside another game (standing still; none after a war)."""
    book, layout = game.program.book, game.program.layout
    end, still = game.outcome(), other.outcome() if other else None
    first = game.played[0].before.state if game.played else game.position.state
    found = []
    for name, board in book.boards.items():
        for whose, value in end[name].items():
            who = whose if name == "own" else ""
            place = layout.index.get("stress" if name == "human_cost" else name)
            start = first[place] if place is not None and name != "own" else None
            found.append(BoardResult(name, who, board.better, start, value, still[name][whose] if still else None))
    return found


def turning_points(game: Game, seat: str) -> list[Turn]:
    """Return the seasons in which the seat's payoff and the boards moved most, in the order of time."""
    found = []
    if seat:
        number = game.seat_number(seat)
        own = [played.account.payoffs[number] for played in game.played]
        steps = [(own[index] - own[index - 1], index) for index in range(1, len(own))]
        for pick in (max, min):
            change, index = pick(steps, default=(0.0, 0))
            if abs(change) >= TURN_PAYOFF and (change > 0) == (pick is max):
                rows = _largest(_payoff_steps(game, seat, index), change)
                found.append(Turn(index, "own", change, rows, changed_orders(game, index)))
    for board, values in _board_steps(game).items():
        change, index = max(values, key=lambda step: abs(step[0]), default=(0.0, 0))
        if abs(change) >= TURN.get(board, TURN_DIAL):
            dial = {"human_cost": "stress", "war_risk": "tension"}.get(board, board)
            rows = _largest(dial_rows(game.program, game.played[index].account, dial), change)
            found.append(Turn(index, board, change, rows, changed_orders(game, index)))
    if game.over == "war":  # nothing else of that season is a turning point
        last = len(game.played) - 1
        found = [turn for turn in found if turn.season != last] + [Turn(last, "war", 0.0, (), changed_orders(game, last))]
    return sorted(found, key=lambda turn: turn.season)


def _largest(rows: Sequence[Row], change: float) -> tuple[Row, ...]:
    """Return the two largest of the terms that moved something the way it went."""
    return tuple(sorted((row for row in rows if row.value * change > 0), key=lambda row: -abs(row.value))[:2])


def _payoff_steps(game: Game, seat: str, index: int) -> list[Row]:
    """Return by term how a seat's payoff of a season differs from that of the season before."""
    now, before = (_payoff_terms(game, seat, each) for each in (index, index - 1))
    terms = game.program.book.payoffs[seat].items()
    return [Row(name, now[place] - before[place], tuple(term.claims), term.ours or "") for place, (name, term) in enumerate(terms)]


def _payoff_terms(game: Game, seat: str, index: int) -> list[float]:
    run, account = game.program.run, game.played[index].account
    values = [0.0] * len(game.program.book.payoffs[seat])
    terms = getattr(run, f"payoff_terms_{seat}")
    terms(account.start, account.orders, account.k, account.e, account.b, account.f, account.n, 1.0, values)
    return values


def _board_steps(game: Game) -> dict[str, list[tuple[float, int]]]:
    """Return by board how its value moved in each season: dials from their start, the chance of war from the season before."""
    layout, steps = game.program.layout, {}
    for board in list(game.program.book.boards)[1:]:
        dial = "stress" if board == "human_cost" else board
        if dial in layout.index:
            place = layout.index[dial]
            steps[board] = [(played.account.end[place] - played.account.start[place], index) for index, played in enumerate(game.played)]
        else:
            chances = [played.account.chance_of_war for played in game.played]
            steps[board] = [(chances[index] - chances[index - 1], index) for index in range(1, len(chances))]
    return steps


def changed_orders(game: Game, index: int) -> tuple[tuple[str, str], ...]:
    """Return what all seats changed in a season, and every test: (full lever, setting)."""
    account, layout = game.played[index].account, game.program.layout
    found = []
    for lever, name in enumerate(layout.levers):
        now = account.orders[lever]
        if now != account.standing[lever] or (name == "DPRK.test" and now):
            found.append((name, layout.settings[lever][now]))
    return tuple(found)


def driving_claims(game: Game) -> list[Driver]:
    """Return the claims with the largest sum of term sizes in the choices that AI seats made against their runner-up.

    A planner's futures are played again for it, so without compiled code planners are left out.
    """
    weights: dict[str, float] = {}
    decisions: Counter[str] = Counter()
    for index in range(len(game.played)):
        for seat, agent in game.agents.items():
            if not isinstance(agent, PayoffAgent):
                continue
            for row in _deciding(game, index, seat):
                for claim in row.claims:
                    weights[claim] = weights.get(claim, 0.0) + abs(row.value)
                    decisions[claim] += 1
    largest = sorted(weights, key=lambda claim: (-weights[claim], claim))[:MOST_CLAIMS]
    return [Driver(claim, weights[claim], decisions[claim]) for claim in largest]


def _deciding(game: Game, index: int, seat: str) -> list[Row]:
    """Return the terms by which what an AI seat chose differs from the runner-up: of every lever, or of a planner's sheet."""
    if isinstance(game.agents[seat], PlannerAgent):
        plan = past_plan(game, index, seat) if native_available() else None
        return explain_plan(plan, tips=False).difference if plan else []
    desk = own_desk(game, index, seat)
    explanation = explain(desk, game.played[index].account.orders, expectation(desk), tips=False)
    return [row for choice in explanation.levers for row in choice.difference]


def foretold(game: Game, weighing: Weighing, advisers: Sequence[str]) -> list[Foretold]:
    """Return predictions with what came, and the adviser whose lens made that season's sheets likeliest as the predictor saw them."""
    layout, found = game.program.layout, []
    for index, played in enumerate(game.played):
        for seat, guess in played.predictions.items():
            place = layout.lever(guess["lever"])
            was = layout.settings[place][played.account.orders[place]]
            scores = weighing.by_season(game, seat)[index]
            likeliest = max(advisers, key=lambda name: scores[name], default="")
            found.append(Foretold(index, seat, guess["lever"], guess["setting"], was, guess["adviser"], likeliest))
    return found


def beside_history(session: Session) -> list[Beside]:
    """Return the game beside what really happened, season by season."""
    game = session.game
    history = session.library.history(session.scenario.name).seasons
    found = []
    for index, played in enumerate(game.played):
        account, season = played.account, game.seasons[index]
        signed = tuple(offer.package for offer in account.offers if _is_signed(offer))
        ended = (*account.ended, *((package, "snapped back") for package, _ in account.snapped))
        real = tuple(history[season]) if season in history else None
        then = orders_then(game, index, real or ())
        found.append(Beside(season, changed_orders(game, index), signed, ended, account.incident, account.war, real, then))
    return found


def orders_then(game: Game, index: int, facts: Sequence[Fact]) -> tuple[Then, ...]:
    """Return the levers for which facts of a season show settings, with what this game ordered in that season."""
    shown: dict[str, dict[str, None]] = {}
    for fact in facts:
        for lever, setting in shown_orders(fact.shows or "", game.program.book).items():
            shown.setdefault(lever, {})[setting] = None
    layout, orders = game.program.layout, game.played[index].account.orders
    return tuple(Then(name, tuple(shown[name]), layout.settings[place][orders[place]]) for place, name in enumerate(layout.levers) if name in shown)


def _is_signed(offer: Offer) -> bool:
    return offer.outcome == "signed"
