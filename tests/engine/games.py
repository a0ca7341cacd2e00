"""Games that several tests play: how to set one up, play it on, and write it down."""

from __future__ import annotations

from collections.abc import Mapping

from sim.agents.payoff import expectation
from sim.documents.lens import read_lens
from sim.documents.library import Library
from sim.documents.record import write_record
from sim.engine.account import Account
from sim.engine.desk import Desk
from sim.engine.explain import Explanation, explain
from sim.engine.game import Game
from sim.engine.past import own_desk
from sim.rollout.records import to_record
from sim.rollout.session import Session, advance, coefficients, new_session, program_of

SEATS = ("US", "ROK", "DPRK", "CHN")
PERSONS = dict.fromkeys(SEATS, "person")
SCENARIO = "2020-pandemic"


def persons_game(library: Library, *, scenario: str = SCENARIO, lens: str = "pool", length: int = 6, **settings: object) -> Session:
    """Return a game of four persons, so that nothing happens but what a test does."""
    return new_session(scenario, seats=PERSONS, lens=lens, length=length, library=library, **settings)  # type: ignore[arg-type]


def season(session: Session, sheets: Mapping[str, Mapping[str, str]] | None = None) -> None:
    """Play one season: the sheets given, standing ones for everybody else; persons step back in a crisis."""
    for seat, sheet in (sheets or {}).items():
        session.game.submit(seat, sheet)
    advance(session)
    for seat in session.game.waiting_for() if session.game.phase == "crisis" else []:
        session.game.answer_crisis(seat, "step_back")
    if session.game.phase == "crisis":
        advance(session)


def play(session: Session, seasons: int = 99) -> Session:
    """Play on for some seasons, or to the end."""
    for _ in range(seasons):
        if session.game.over:
            break
        season(session)
    return session


def text(session: Session) -> str:
    """Return a session as the text of its record."""
    return write_record(to_record(session))


def lens_values(library: Library, name: str) -> tuple[float, ...]:
    """Return a lens as the program takes it."""
    return coefficients(program_of(library), read_lens(library, name))


def decisions(game: Game) -> list[tuple[Desk, list[int], Explanation]]:
    """Return every decision so far: the desk, all orders, and the full explanation without tips."""
    found = []
    for index, played in enumerate(game.played):
        for seat in game.program.layout.seats:
            desk = own_desk(game, index, seat)
            orders = played.account.orders
            found.append((desk, orders, explain(desk, orders, expectation(desk), tips=False)))
    return found


def game_with_incident(library: Library, agent: str = "random") -> tuple[Game, Account]:
    """Return a game in which an incident came, and the account of that season."""
    for seed in range(400):
        session = new_session("2017-harmony", seats=dict.fromkeys(SEATS, agent), lens="contrast", rng_seed=seed, length=4, library=library)
        for played in play(session).game.played:
            if played.account.incident:
                return session.game, played.account
    raise AssertionError("no incident in 400 games")
