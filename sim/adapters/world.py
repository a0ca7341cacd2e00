"""A game whose sheets come from outside, as other libraries step it: look, give sheets, get payoffs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from sim.adapters.seated import Seated
from sim.adapters.sheets import taken
from sim.documents.errors import DocumentError, did_you_mean
from sim.documents.library import Library
from sim.engine.game import Game
from sim.engine.view import View, look
from sim.rollout.session import Session, make_agent, new_session


@dataclass(frozen=True)
class Setting:
    """What games have in common; names as `sim.new_game` takes them.

    Attributes:
        scenario: Its name.
        lens: Whose argument describes the world; not ``hidden``, since games are to be the same for the same seed.
        level: Level of play of AI seats; the rulebook's for this lens where empty.
        length: Seasons, 4 to 20; the scenario's where 0.
        table: Who offers, answers and meets crises for seats held from outside: ``payoff``, or ``standing``, which makes no accords.
        agents: (seat, agent) of the seats that an AI fills; all others are held from outside.
    """

    scenario: str = "2020-pandemic"
    lens: str = "pool"
    level: str = ""
    length: int = 0
    table: str = "payoff"
    agents: tuple[tuple[str, str], ...] = ()


class World:
    """A game in which some or all sheets come from outside. Negotiation is over when a season begins: sheets are bound by what was signed.

    Attributes:
        game: The game.
        outside: Seats whose sheets come from outside.

    Example:
        >>> world = open_world(Setting(scenario="tutorial"), rng_seed=7)
        >>> rewards = world.play({"ROK": {"aid": "aid"}})
        >>> list(rewards), world.game.season
        (['US', 'ROK', 'DPRK', 'CHN'], 1)
    """

    def __init__(self, game: Game) -> None:
        """Close the table of the season that begins."""
        self.game = game
        self.outside = tuple(seat for seat, agent in game.agents.items() if isinstance(agent, Seated))
        self._look()

    def _look(self) -> None:
        """End the negotiation; after the last season, which opens no table, let everybody see what came of it."""
        if self.game.over:
            self.game.table.prepare()
        else:
            self.game.table.close()

    def sees(self, seat: str) -> View:
        """Return what a seat may see now."""
        return look(self.game, seat)

    def play(self, sheets: Mapping[str, Mapping[str, str]]) -> dict[str, float]:
        """Play a season: sheets by seat, each as far as it is legal (`sim.adapters.sheets.taken`); a seat without one keeps its standing sheet.

        Returns:
            Each seat's payoff of the season. With the last season's comes what the board of own payoffs counts for seasons not played
            (the floor after a war, the last season again after an early peace), so that payoffs add up to that board times the length.

        Raises:
            UnknownOrder: No such seat, lever or setting.
            OutOfTime: The game is over.
        """
        game, layout = self.game, self.game.program.layout
        for seat in self.outside:
            agent = game.agents[seat]
            assert isinstance(agent, Seated)
            agent.orders = list(game.position.standing)
            for lever, setting in taken(game, seat, sheets.get(seat, {})).items():
                agent.orders[layout.lever(f"{seat}.{lever}")] = layout.setting(f"{seat}.{lever}", setting)
        account = game.advance()
        assert account is not None, "nobody is waited for: no seat is a person's"
        self._look()
        if not game.over:
            return dict(zip(layout.seats, account.payoffs, strict=True))
        own = game.outcome()["own"]
        so_far = game.position.payoffs
        return {seat: account.payoffs[place] + game.terms.length * own[seat] - so_far[place] for place, seat in enumerate(layout.seats)}

    def left_out(self, seat: str, wanted: Mapping[str, str]) -> list[str]:
        """Return the levers of a wanted sheet that stood otherwise in the last season, since they were not legal beside the others."""
        last = self.game.sheet_of(seat, self.game.played[-1].account.orders)
        return [lever for lever, setting in wanted.items() if last[lever] != setting]

    def fork(self) -> World:
        """Return another world that goes on from here by itself."""
        return World(self.game.fork(len(self.game.played)))


def open_world(setting: Setting, *, rng_seed: int, number: int = 0) -> World:
    """Begin a game.

    Args:
        setting: What it has in common with others.
        rng_seed: Seed of all draws, 0 or more.
        number: Number of the game: another one has other draws of the same seed, as in a batch.

    Raises:
        DocumentError: A name is unknown or a number out of range.
    """
    session = _session(setting)
    like = session.game
    terms = replace(like.terms, rng_seed=rng_seed, game=number)
    filled = dict(setting.agents)
    agents = {seat: make_agent(session.library, filled.get(seat, setting.table)) for seat in like.program.layout.seats}
    agents = {seat: agent if seat in filled else Seated(agent) for seat, agent in agents.items()}
    return World(Game(like.program, like.setup, terms, like.seasons, agents, like.level))


@lru_cache(maxsize=8)
def _session(setting: Setting) -> Session:
    """Return a session set up once for all games of a setting."""
    if setting.lens == "hidden":
        raise DocumentError("a hidden lens is drawn afresh for every game; name a lens or a mix here")
    library = Library()
    session = new_session(
        setting.scenario, lens=setting.lens, level=setting.level or None, length=setting.length or None, seats=dict(setting.agents), library=library
    )
    if session.game.persons() or make_agent(library, setting.table).person:
        raise DocumentError("nobody is there to be asked: a seat is held from outside or by an AI")
    return session


def check_seat(setting: Setting, seat: str) -> str:
    """Return a seat's name, or say which seats there are.

    Raises:
        DocumentError: There is no such seat.
    """
    seats = _session(setting).game.program.layout.seats
    if seat not in seats:
        raise DocumentError(f'seat "{seat}" is unknown', hint=did_you_mean(seat, seats))
    return seat
