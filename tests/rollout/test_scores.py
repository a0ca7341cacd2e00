"""Boards of many games at once are the boards of each game, war and early peace included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from sim.documents.library import Library
from sim.documents.scenario import Scenario
from sim.engine.accords import clause_numbers
from sim.engine.game import Game
from sim.rollout.runner import Games, Start, fact_names, play_games
from sim.rollout.scores import game_scores, score_names
from sim.rollout.session import Session, new_session
from tests.engine.games import SEATS

np = pytest.importorskip("numpy")

WILD = dict.fromkeys(SEATS, "random")
QUIET = dict.fromkeys(SEATS, "standing")
FIRST = 40  # not zero, so that a lost game number shows


def of_game(session: Session, number: int, accord: str = "") -> tuple[str, list[float]]:
    """Play a numbered game as persons would; return how it ended and its boards in the order of `score_names`."""
    setup = session.game
    game = Game(setup.program, setup.setup, replace(setup.terms, game=number), setup.seasons, setup.agents, setup.level)
    if accord:
        put_in_force(game, accord)
    while not game.over:
        game.advance()
    boards = game.outcome()
    return game.position.over, [boards[name.split(".")[0]][name.split(".")[1] if "." in name else "all"] for name in score_names(setup.program)]


def put_in_force(game: Game, accord: str) -> None:
    """Sign a package before the first season, as `Start.accords` does."""
    run, layout = game.program.run, game.program.layout
    state, accords = list(game.position.state), list(game.position.accords)
    place = layout.packages.index(accord)
    clauses = clause_numbers(game.program, game.program.book.packages[accord].clauses)
    run.sign(accords, state, 0, place, clauses, run.scaled(run.PACKAGE_SEASONS[place], game.terms.scale))
    game.position = replace(game.position, state=tuple(state), accords=tuple(accords))
    game.open_season()


def of_loop(session: Session, kinds: Mapping[str, str], count: int, accords: tuple[str, ...] = ()) -> tuple[Start, Games]:
    start = Start(session.game.program, session.scenario, session.game.terms, kinds=kinds, accords=accords)
    return start, play_games(start, count, native=False, first=FIRST, traces=False)


def test_war_and_full_length(library: Library) -> None:
    session = new_session("2017-harmony", seats=WILD, lens="contrast", rng_seed=5, length=8, library=library)
    start, games = of_loop(session, WILD, 150)
    found = game_scores(start, games)
    war = np.reshape(games.facts, (150, 8, -1))[:, :, fact_names(start.program).index("war")].any(axis=1)
    early = [int(game) for game in np.flatnonzero(war) if games.played[game] < 8]
    assert len(early) >= 2, "the test needs wars before the last season"
    for game in [*early[:3], *map(int, np.flatnonzero(~war)[:3])]:
        over, boards = of_game(session, FIRST + game)
        assert (over == "war") == war[game]
        assert found[game].tolist() == pytest.approx(boards, abs=1e-12)


@pytest.mark.parametrize("held", [3, 1])
def test_an_early_peace_repeats_its_last_season(library: Library, held: int) -> None:
    """A normalisation accord that has held for some of its four seasons when the game begins."""
    session = new_session("2018-thaw", seats=QUIET, lens="koreanization", rng_seed=3, length=10, library=library)
    scenario: Scenario = replace(session.scenario, start={**session.scenario.start, "third_tier": held, "tension": 0})
    session.game.setup = session.scenario = scenario
    start, games = of_loop(session, QUIET, 2, ("normalisation",))
    found = game_scores(start, games)
    for game in range(2):
        over, boards = of_game(session, FIRST + game, "normalisation")
        assert over == "peace"
        assert games.played[game] == 4 - held
        assert found[game].tolist() == pytest.approx(boards, abs=1e-9)
