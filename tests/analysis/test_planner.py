"""The planner's trial: pairs that differ in one seat only, shares, verdicts, and that it passes on few games."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

pytest.importorskip("numpy")

from sim.analysis.planner import pairs as trial  # noqa: E402
from sim.analysis.planner.pairs import Paired, Pairs, numbered_game, pairs_of, play_pairs, rival_boards  # noqa: E402
from sim.analysis.planner.text import planner_plain, planner_text  # noqa: E402
from sim.analysis.planner.verdicts import PlannerRun, judge_planner, quantile, share  # noqa: E402
from sim.cli import cli  # noqa: E402
from sim.rollout import runner  # noqa: E402
from sim.rollout.program import native_available  # noqa: E402
from sim.rollout.session import make_agent, new_session  # noqa: E402
from tests.engine.games import SEATS  # noqa: E402


def found(seat: str, payoff: list[float], noiseless: list[float]) -> Paired:
    pairs = Pairs("2018-thaw", "pool", seat, tuple(range(len(payoff))), None)
    return Paired(pairs, {"payoff": payoff, "noiseless": noiseless}, {"planner": 0, "payoff": 1, "noiseless": 0})


def test_pairs_are_spread_over_scenarios_and_lenses(library):
    items = pairs_of(library, 400)
    assert {each.seat for each in items} == set(SEATS)
    for seat in SEATS:
        own = [each for each in items if each.seat == seat]
        assert sorted(number for each in own for number in each.numbers) == list(range(400))
        assert len({(each.scenario, each.lens) for each in own}) == len(own) == 5 * len(library.lens_names())
        assert {len(each.numbers) for each in own} == {11, 12}
        assert "tutorial" not in {each.scenario for each in own}


@pytest.mark.parametrize("rival", ["payoff", "noiseless"])
def test_the_same_agent_in_both_games_ties(library, monkeypatch, rival):
    """What the pairs rest on: the only difference is who fills the seat."""
    monkeypatch.setattr(runner, "native_available", lambda: False)
    session = new_session("2018-thaw", lens="harmony", level="standard", rng_seed=trial.PLANNER_SEED, library=library)
    cell = Pairs("2018-thaw", "harmony", "DPRK", (4, 9), None)
    boards, wars = rival_boards(session, cell, rival)
    agent = make_agent(library, "payoff")
    if rival == "noiseless":
        agent.level = session.game.level_of("DPRK").model_copy(update={"precision": trial.NOISELESS})
    games = [numbered_game(session, number, "DPRK", agent) for number in cell.numbers]
    for game in games:
        while not game.over:
            game.advance()
    own = [game.outcome()["own"]["DPRK"] for game in games]
    assert own == pytest.approx(boards, abs=1e-12)
    assert own[0] != own[1]
    assert wars == sum(game.over == "war" for game in games)
    assert share([one - other for one, other in zip(own, boards, strict=True)]).value == 0.5


def test_a_tie_counts_half():
    assert share([1.0, -1.0, 0.0, 2.0]).value == 0.625
    assert share([0.5, 0.5]).error == 0.0
    assert quantile([3.0, 1.0, 2.0, 4.0], 0.5) == 3.0
    assert quantile([1.0, 2.0], 0.95) == 2.0


def test_verdicts_flip_with_the_shares_and_the_time(library):
    def failed(payoff: int, noiseless: int, second: float) -> list[str]:
        own = [found(seat, [1.0] * payoff + [-1.0] * (100 - payoff), [1.0] * noiseless + [-1.0] * (100 - noiseless)) for seat in SEATS]
        return [each.name for each in judge_planner(library, own, {"US": [second] * 10}) if not each.passed]

    assert failed(65, 55, 0.3) == []
    assert failed(64, 55, 0.3) == ["planner_against_payoff"] * 4
    assert failed(65, 54, 0.3) == ["planner_against_noiseless"] * 4
    assert failed(65, 55, 0.31) == ["planner_decides_in"]


def test_the_report_says_what_was_played_and_found(library, book):
    own = [found(seat, [1.0, 1.0, -1.0], [1.0, 0.0, 0.0]) for seat in SEATS]
    seconds = {seat: [0.04, 0.05, 0.06] for seat in SEATS}
    run = PlannerRun(book.choice.planner, own, seconds, judge_planner(library, own, seconds))
    told = planner_text(run)
    assert "3 pairs of games in every seat, over 1 scenarios and 1 lenses" in told
    assert "predicts nothing" in told
    assert "| US   | 0.667 ± 0.333 | 0.333 ± 0.667 | 0.667 ± 0.167  | 0.333 ± 0.333   | 0 / 1 / 0 | 50" in told
    plain = json.loads(json.dumps(planner_plain(run)))
    assert plain["pairs"][0]["gains"]["payoff"] == [1.0, 1.0, -1.0]
    assert plain["seconds"]["US"] == {"median": 0.05, "95 %": 0.06}


@pytest.mark.native
@pytest.mark.slow
def test_the_planner_beats_the_payoff_agent_in_a_seat_on_few_games(library):
    if not native_available():
        pytest.skip("Numba is not installed")
    cells = [each for each in pairs_of(library, 20) if each.seat == "ROK"]
    gains = [play_pairs(each).gains for each in cells]
    assert share([gain for each in gains for gain in each["payoff"]]).value >= 0.75
    assert share([gain for each in gains for gain in each["noiseless"]]).value >= 0.6


@pytest.mark.native
@pytest.mark.slow
def test_the_command_runs(monkeypatch):
    if not native_available():
        pytest.skip("Numba is not installed")
    done = CliRunner().invoke(cli, ["facts", "--planner", "--games", "2", "--json"])
    document = json.loads(done.stdout)
    assert {each["seat"] for each in document["pairs"]} == set(SEATS)
    assert done.exit_code == (0 if all(row["verdict"] == "pass" for row in document["verdicts"]) else 1)
