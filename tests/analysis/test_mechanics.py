"""Mechanics on and off: paired games, honest choice of the best sheet, and foretellings that are scored right."""

import math
from types import SimpleNamespace

import pytest

np = pytest.importorskip("numpy")

from sim.analysis.mechanics.arms import Arm, arms_of, as_shipped, compare, start_of_arm  # noqa: E402
from sim.analysis.mechanics.effects import effects, entropy, gain_by_game  # noqa: E402
from sim.analysis.mechanics.prediction import Foretelling, Guessed, by_lever, commonest, disputed, foretellings, scores  # noqa: E402
from sim.analysis.mechanics.text import mechanics_plain, mechanics_text  # noqa: E402
from sim.documents.lens import read_lens  # noqa: E402
from sim.rollout.session import advance, coefficients, new_session, program_of  # noqa: E402

SCENARIO, LENS = "2020-pandemic", "harmony"


@pytest.fixture(scope="module")
def compared(library):
    return compare(library, games=2, sheet_games=2, mechanics=["capital", "prediction"], scenarios=[SCENARIO], lenses=[LENS], native=False)


def test_only_the_mechanic_asked_about_is_switched_off(library):
    arm = Arm(SCENARIO, LENS, "cards")
    off, on = start_of_arm(library, arm).terms, start_of_arm(library, as_shipped(arm)).terms
    names = list(library.rulebook()[0].mechanics)
    assert [name for name in names if on.on(name) != off.on(name)] == ["cards"]
    assert (on.coefficients, on.rng_seed, on.scale, on.fog) == (off.coefficients, off.rng_seed, off.scale, off.fog)


def test_a_scenario_without_a_mechanic_is_not_compared(library):
    found = arms_of(library, ["cards", "crisis"], [LENS], ["2005-banco-delta-asia", SCENARIO])
    assert [arm.scenario for arm in found["cards"]] == [SCENARIO]
    assert len(found["crisis"]) == 2


def test_every_arm_is_played_and_prediction_is_not(compared):
    assert compared.mechanics == ["capital"]
    assert set(compared.ai) == {Arm(SCENARIO, LENS, ""), Arm(SCENARIO, LENS, "capital")}
    on, off = compared.ai[Arm(SCENARIO, LENS, "")], compared.ai[Arm(SCENARIO, LENS, "capital")]
    assert not np.array_equal(on.used, off.used)
    assert on.used.sum() == (on.played * 24).sum()  # one setting of each of 24 levers a season
    assert (on.could == (on.played - 1) * 4).all()
    assert (on.moved >= on.changed).all()


def test_a_held_sheet_is_worth_what_its_games_say(compared, library):
    layout = program_of(library).layout
    rows = {(each.mechanic, each.figure): each for each in effects(compared, layout)}
    arm = Arm(SCENARIO, LENS, "")
    gains = {name: compared.sheets[arm, "US", name] - compared.ai[arm].own["US"] for name in compared.names["US"]}
    best = [max(gains, key=lambda name: compared.sheets[arm, "US", name][1 - number]) for number in (0, 1)]
    expected = sum(gains[best[number]][number] for number in (0, 1)) / 2
    assert rows["capital", "gain of US's best constant sheet, own board"].on.value == pytest.approx(expected)


def contrived(own: list[float], sheets: dict[str, list[float]]):
    arm = Arm("s", "l", "")
    ai = SimpleNamespace(own={"US": np.array(own)})
    values = {(arm, "US", name): np.array(row) for name, row in sheets.items()}
    return SimpleNamespace(ai={arm: ai}, sheets=values, names={"US": list(sheets)}, sheet_games=len(own)), arm


def test_the_best_sheet_is_chosen_on_the_other_half_of_the_games():
    found, arm = contrived([0.0, 0.0, 0.0, 0.0], {"lucky_when_even": [9.0, -9.0, 9.0, -9.0], "steady": [1.0, 1.0, 1.0, 1.0]})
    # even games choose for odd ones: the lucky sheet, which is bad there; odd games choose the steady one for even games
    assert gain_by_game(found, [arm], "US").tolist() == [1.0, -9.0, 1.0, -9.0]


def test_entropy_is_in_bits():
    layout = SimpleNamespace(options=(0, 2), settings=(("a", "b"), ("a", "b", "c", "d")))
    even = SimpleNamespace(used=np.array([[2.0, 2.0, 1.0, 1.0, 1.0, 1.0]]))
    one = SimpleNamespace(used=np.array([[4.0, 0.0, 4.0, 0.0, 0.0, 0.0]]))
    keep = np.array([True])
    assert entropy(layout, [even], keep) == pytest.approx(1.5)
    assert entropy(layout, [one], keep) == 0.0
    assert entropy(layout, [even, one], keep) == pytest.approx(0.75)


def guessed(lens: str, *rows: tuple[int, int, int, int]) -> Guessed:
    return Guessed(lens, [Foretelling(0, came, standing, {"right": right, "wrong": wrong}) for came, standing, right, wrong in rows])


def test_guesses_are_scored_against_what_came():
    games = [guessed("right", (1, 1, 1, 0), (2, 1, 2, 1)), guessed("contrast", (1, 2, 0, 0), (1, 1, 1, 1))]
    found = {score.guess: score for score in scores(games)}
    assert found["it stays as it stood"].all.value == 0.5
    assert found["it stays as it stood"].changed.value == 0.0
    assert found["the lever's commonest setting"].all.value == 0.75
    assert found["an adviser, mean of five"].all.value == pytest.approx((0.5 + 0.5 + 0 + 1) / 4)
    assert found["the adviser who is right about the world"].all.value == 1.0  # the game under a lens without adviser says nothing
    assert found["an adviser who is wrong about it"].all.value == 0.0
    assert commonest(games) == {0: 1}
    assert disputed(games).value == 0.5
    assert by_lever(games)[0][:3] == (0.5, 0.5, 0.75)


def test_foretellings_are_of_rivals_as_the_viewer_knows_them(library):
    program = program_of(library)
    layout = program.layout
    session = new_session("tutorial", lens=LENS, rng_seed=2, library=library)
    for _ in range(2):
        advance(session)
    rows = list(foretellings(session.game, "US", {LENS: coefficients(program, read_lens(library, LENS))}))
    assert len(rows) == 2 * (24 - len(layout.seat_levers[0]))
    assert not any(row.lever in layout.seat_levers[0] for row in rows)
    covert, step = layout.setting("DPRK.step", "covert"), layout.lever("DPRK.step")
    assert all(covert not in (row.came, row.standing) for row in rows if row.lever == step)
    assert any(row.came == row.advisers[LENS] for row in rows)


def test_the_report_names_every_figure(compared, library):
    layout = program_of(library).layout
    games = [Guessed(LENS, [Foretelling(0, 1, 1, {LENS: 1, "alliance": 0})])]
    text = mechanics_text(compared, games, layout)
    for word in ("gain of CHN's best constant sheet", "entropy", "seasons played", "war, share of games", "## Prediction"):
        assert word in text
    plain = mechanics_plain(compared, games, layout)
    assert all(math.isfinite(row["on"]["value"]) for row in plain["effects"] if row["figure"] != "war, share of incidents")
