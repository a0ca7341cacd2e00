"""Measures of many games are those of the same games played one by one."""

from dataclasses import replace

import numpy as np
import pytest

from sim.batch.measures import measures
from sim.batch.plan import make_plan
from sim.batch.played import Played
from sim.documents.experiment import Experiment, measure_names
from sim.engine.game import Game
from sim.rollout.program import compile_rulebook
from sim.rollout.session import make_agent
from tests.batch.conftest import small

GAMES = 24


@pytest.fixture(scope="module")
def by_hand(library):
    """Games that end in war, early and on time, played at the table and in the loop, under a rulebook in which war is likely and peace soon."""
    book, sources = library.rulebook()
    war = book.war.model_copy(update={"chance": "0.5"})
    incident = book.incident.model_copy(update={"chance": "0.15"})
    ends = {"peace": book.ends["peace"].model_copy(update={"when": "hope > 5 and since_test >= 1"})}
    program = compile_rulebook(book.model_copy(update={"war": war, "incident": incident, "ends": ends}), sources)
    plan = replace(make_plan(small(scenario=["2018-thaw"], length=6), library), program=program)
    start = plan.cell(0).start(program, plan.experiment)
    agents = {seat: make_agent(library, "random") for seat in program.layout.seats}
    seasons = [season.id for season in start.scenario.starts.span(6)]
    games = []
    for number in range(GAMES):
        game = Game(program, start.scenario, replace(start.terms, game=number), seasons, agents, "standard")
        while not game.over:
            game.advance()
        games.append(game)
    return games, Played(start, 0, GAMES, native=False), program


def test_the_games_end_in_every_way(by_hand):
    games, played, _ = by_hand
    assert {"war", "peace", "scheduled"} <= {game.over for game in games}
    assert list(played.war) == [game.over == "war" for game in games]
    assert list(played.early) == [game.over == "peace" and len(game.played) < 6 for game in games]
    assert list(played.played) == [len(game.played) for game in games]


def test_boards_are_those_of_each_game(by_hand):
    games, played, _ = by_hand
    for number, game in enumerate(games):
        outcome = game.outcome()
        flat = {f"own.{seat}": value for seat, value in outcome["own"].items()} | {
            name: each["all"] for name, each in outcome.items() if name != "own"
        }
        found = {name: float(values[number]) for name, values in played.boards.items()}
        assert found == (pytest.approx(flat, abs=1e-12) if game.over == "peace" else flat)


def test_named_measures_are_those_of_each_game(by_hand):
    games, played, program = by_hand
    asked = Experiment(question="q", scenario="tutorial", measures=[name for name in measure_names(program.book) if name not in played.boards])
    found = {each.column.name: each.of(played) for each in measures(program, asked)}
    layout = program.layout
    for number, game in enumerate(games):
        accounts = [season.account for season in game.played]
        last = accounts[-1]
        signed = sum(offer.outcome == "signed" for account in accounts for offer in account.offers)
        assert found["seasons"][number] == len(accounts)
        assert found["incidents"][number] == sum(account.incident for account in accounts)
        assert found["signed"][number] == signed
        assert found["talks"][number] == sum(account.end[layout.index["talked"]] for account in accounts)
        for name in ("hope", "tension", "since_test", "us_vote"):
            assert found[f"end.{name}"][number] == last.end[layout.index[name]]
        for lever in ("DPRK.test", "US.dip"):
            place = layout.lever(lever)
            for setting, name in enumerate(layout.settings[place]):
                assert found[f"{lever}.{name}"][number] == sum(account.orders[place] == setting for account in accounts)


DEFINED = {
    "ever": {"any": "hope > 4"},
    "often": {"count": "DPRK.test >= srbm"},
    "middle": {"mean": "tension", "seasons": [2, 4]},
    "end": {"last": "hope"},
    "high": {"most": "tension"},
    "low": {"least": "hope + 1"},
    "danger": {"risk": "0.1 * tension"},
    "late": {"mean": "hope", "seasons": [6, 6]},
}


def test_defined_measures_are_reckoned_over_the_seasons_played(by_hand):
    games, played, program = by_hand
    asked = Experiment.model_validate({"question": "q", "scenario": "tutorial", "define": DEFINED})
    found = {each.column.name: each.of(played) for each in measures(program, asked)}
    for number, game in enumerate(games):
        ends = [season.account.end for season in game.played]
        hope, tension = ([end[program.layout.index[name]] for end in ends] for name in ("hope", "tension"))
        tests = [season.account.orders[program.layout.lever("DPRK.test")] for season in game.played]
        expected = {
            "ever": float(max(hope) > 4),
            "often": sum(test >= 1 for test in tests),
            "middle": np.mean(tension[1:4]) if len(ends) > 1 else np.nan,
            "end": hope[-1],
            "high": max(tension),
            "low": min(hope) + 1,
            "danger": 1 - np.prod([1 - 0.1 * each for each in tension]),
            "late": hope[5] if len(ends) > 5 else np.nan,
        }
        assert {name: float(values[number]) for name, values in found.items()} == pytest.approx(expected, nan_ok=True)


def test_every_measure_says_what_it_is(by_hand):
    _, _, program = by_hand
    asked = Experiment.model_validate({"question": "q", "scenario": "tutorial", "measures": measure_names(program.book), "define": DEFINED})
    for each in measures(program, asked):
        assert each.column.unit and each.column.says
