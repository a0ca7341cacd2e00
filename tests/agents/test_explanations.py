"""Full explanations: they fold to the number that chose, their chances multiply, their tips tip."""

import math
from dataclasses import replace

import pytest

from sim.agents.payoff import choose, expectation
from sim.engine.explain import contributions, difference, explain, fold
from sim.engine.past import own_desk
from sim.rollout.session import new_session
from tests.engine.games import SEATS, decisions, persons_game, play, season

LENSES = ["lead", "opening", "alliance", "harmony", "koreanization", "pool", "contrast", "harmony=0.7,alliance=0.3"]
SCENARIOS = ["tutorial", "2005-banco-delta-asia", "2017-harmony", "2018-thaw", "2019-koreanization", "2020-pandemic"]


def with_setting(orders: list[int], lever: int, setting: int) -> list[int]:
    return [setting if place == lever else value for place, value in enumerate(orders)]


def steps(desk, orders, explanation):
    """Yield each lever of a sheet with its choice and all orders as they were when it was set."""
    layout = desk.program.layout
    o = expectation(desk)
    for choice in explanation.levers:
        lever = layout.lever(choice.lever)
        yield lever, choice, o
        o = with_setting(o, lever, orders[lever])


def assert_folds(desk, orders, explanation) -> None:
    layout, run = desk.program.layout, desk.program.run
    entered = choose(desk)
    assert [entered.orders[lever] for lever in layout.seat_levers[desk.seat]] == [orders[lever] for lever in layout.seat_levers[desk.seat]]
    product = 1.0
    for lever, choice, o in steps(desk, orders, explanation):
        settings = layout.settings[lever]
        for name, value in choice.values.items():
            option = layout.options[lever] + settings.index(name)
            assert fold(contributions(desk, with_setting(o, lever, settings.index(name)))) == value == entered.value[option]
            assert choice.chances[name] == entered.chance[option]
        illegal = [place for place, name in enumerate(settings) if name not in choice.values]
        assert all(entered.value[layout.options[lever] + place] == run.NEVER for place in illegal)
        product *= choice.chances[choice.chosen]
    assert explanation.chance == product


@pytest.mark.parametrize("lens", LENSES)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_setting_s_terms_fold_to_the_number_that_chose(library, scenario, lens):
    session = play(new_session(scenario, lens=lens, rng_seed=len(lens), length=4, library=library), 2)
    for desk, orders, explanation in decisions(session.game):
        assert_folds(desk, orders, explanation)


@pytest.mark.parametrize("level", ["novice", "expert"])
def test_other_levels_fold_too(library, level):
    session = play(new_session("2020-pandemic", level=level, rng_seed=3, length=4, library=library), 3)
    for desk, orders, explanation in decisions(session.game):
        assert_folds(desk, orders, explanation)


@pytest.mark.full
@pytest.mark.parametrize("lens", LENSES)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_twenty_games_fold(library, scenario, lens):
    for rng_seed in range(20):
        session = play(new_session(scenario, lens=lens, rng_seed=rng_seed, library=library))
        for desk, orders, explanation in decisions(session.game):
            assert_folds(desk, orders, explanation)


def test_looking_three_seasons_ahead_folds(library):
    session = play(new_session("2020-pandemic", rng_seed=3, length=4, library=library), 1)
    desk = own_desk(session.game, 0, "US")
    deep = replace(desk, level=desk.level.model_copy(update={"depth": 3}))
    entered, layout = choose(deep), deep.program.layout
    lever = deep.program.run.ORDER[deep.program.run.ORDER_FIRST[deep.seat]]
    for setting in range(len(layout.settings[lever])):
        value = entered.value[layout.options[lever] + setting]
        if value > deep.program.run.NEVER:
            assert fold(contributions(deep, with_setting(entered.expected, lever, setting))) == value


def leader(desk, orders: list[int], lever: int) -> tuple[int, float]:
    """Return the leading legal setting of a lever and its chance, computed from the terms alone."""
    run = desk.program.run
    values = {}
    for setting in range(run.SETTINGS[lever]):
        o = with_setting(orders, lever, setting)
        affordable = desk.budget < 0 or run.sheet_cost(desk.seat, o, desk.standing) <= desk.budget
        if affordable and run.forbidden(desk.seat, desk.view, o, desk.k, desk.e, desk.b) < 0:
            values[setting] = fold(contributions(desk, o))
    best = max(values, key=lambda setting: values[setting])
    return best, 1 / sum(math.exp(desk.level.precision * (value - values[best])) for value in values.values())


@pytest.mark.parametrize("lens", ["alliance", "contrast", "pool"])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_tip_tips(library, scenario, lens):
    session = play(new_session(scenario, lens=lens, rng_seed=2, length=4, library=library), 2)
    layout, found = session.game.program.layout, 0
    for index, played in enumerate(session.game.played):
        for seat in SEATS:
            desk = own_desk(session.game, index, seat)
            explanation = explain(desk, played.account.orders, expectation(desk))
            for lever, choice, o in steps(desk, played.account.orders, explanation):
                tip = choice.tip
                if tip is None:
                    continue
                found += 1
                moved = layout.lever(tip.lever)
                assert layout.seat_of(moved) != desk.seat
                assert layout.settings[moved][o[moved]] == tip.instead != tip.setting
                best, chance = leader(desk, with_setting(o, moved, layout.setting(tip.lever, tip.setting)), lever)
                assert layout.settings[lever][best] == tip.to != choice.chosen
                assert chance == pytest.approx(tip.chance, abs=1e-12)
    assert found


def test_no_smaller_change_of_one_lever_tips(library):
    session = play(new_session("2018-thaw", lens="alliance", rng_seed=2, length=4, library=library), 1)
    for seat in SEATS:
        desk = own_desk(session.game, 0, seat)
        layout, orders = desk.program.layout, session.game.played[0].account.orders
        for lever, choice, o in steps(desk, orders, explain(desk, orders, expectation(desk))):
            if choice.tip is None:
                continue
            size = abs(layout.setting(choice.tip.lever, choice.tip.setting) - layout.setting(choice.tip.lever, choice.tip.instead))
            for moved in range(len(layout.levers)):
                for setting in range(len(layout.settings[moved])):
                    if layout.seat_of(moved) != desk.seat and 0 < abs(setting - o[moved]) < size:
                        best, _ = leader(desk, with_setting(o, moved, setting), lever)
                        assert layout.settings[lever][best] == choice.chosen


def test_differences_agree_with_the_values(library):
    session = play(new_session("2019-koreanization", lens="lead", rng_seed=6, length=4, library=library), 3)
    for desk, orders, explanation in decisions(session.game):
        for lever, choice, o in steps(desk, orders, explanation):
            if choice.runner_up:
                other = with_setting(o, lever, desk.program.layout.settings[lever].index(choice.runner_up))
                rows = difference(desk, with_setting(o, lever, orders[lever]), other)
                assert rows == choice.difference
                small = 1e-9 * len(desk.program.book.payoffs[desk.name])  # rows below a billionth are left out
                gap = choice.values[choice.chosen] - choice.values[choice.runner_up]
                assert sum(row.value for row in rows) == pytest.approx(gap, abs=small)


def test_all_terms_of_a_difference_agree_to_twelve_digits(library):
    session = play(new_session("2019-koreanization", lens="lead", rng_seed=6, length=4, library=library), 3)
    for desk, orders, explanation in decisions(session.game):
        for lever, choice, o in steps(desk, orders, explanation):
            for name, value in choice.values.items():
                mine = contributions(desk, with_setting(o, lever, orders[lever]))
                theirs = contributions(desk, with_setting(o, lever, desk.program.layout.settings[lever].index(name)))
                total = sum(a.row.value - b.row.value for a, b in zip(mine, theirs, strict=True))
                assert total == pytest.approx(choice.values[choice.chosen] - value, abs=1e-12)


def test_every_row_names_claims_of_the_library_or_our_reason(library):
    claims = library.claims()
    session = play(new_session("2020-pandemic", rng_seed=1, length=4, library=library), 1)
    for desk, orders, _ in decisions(session.game):
        for part in contributions(desk, orders):
            assert part.row.ours or part.row.claims
            assert set(part.row.claims) <= set(claims)


def test_an_explanation_does_not_know_the_draw(library):
    """The same desk under another seed of draws gives the same explanation."""
    session = play(new_session("2020-pandemic", rng_seed=1, length=4, library=library), 1)
    orders = session.game.played[0].account.orders
    desk = own_desk(session.game, 0, "DPRK")
    again = replace(desk, seed=desk.seed + 1)
    assert explain(desk, orders, expectation(desk)) == explain(again, orders, expectation(again))


def test_a_person_s_sheet_is_explained_though_no_payoff_seat_could_have_set_it(library):
    session = persons_game(library)
    season(session, {"US": {"mil": "full", "dip": "open"}})
    season(session, {"US": {"mil": "show", "dip": "open"}})
    season(session, {"US": {"mil": "scaled", "dip": "talk"}})
    desk = own_desk(session.game, 2, "US")
    assert explain(desk, session.game.played[2].account.orders, expectation(desk)).levers
