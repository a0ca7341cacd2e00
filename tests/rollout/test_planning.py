"""The planner: on its view only, by draws that are not the game's, alike everywhere; records, and explanations that sum."""

from __future__ import annotations

from dataclasses import replace
from math import fsum

import pytest

from sim.agents.candidates import candidates, legal
from sim.agents.payoff import choose
from sim.agents.planner import PlannerAgent, futures_seed, plan
from sim.documents.errors import DocumentError
from sim.documents.rulebook import Foresight
from sim.engine.explain import fold
from sim.engine.past import own_desk
from sim.report.debrief import driving_claims
from sim.report.planned import by_season
from sim.report.why import why_text
from sim.rollout import planned, runner
from sim.rollout.planned import WAR, explain_plan, past_plan
from sim.rollout.planning import futures_of_desk, own_row, roll, roll_rows
from sim.rollout.program import native_available
from sim.rollout.records import from_record, verify
from sim.rollout.session import make_agent, new_session, undo
from tests.engine.games import SEATS, persons_game, play, season, text

pytest.importorskip("numpy")

FEW = Foresight(sheets=4, futures=32, seasons=2)
AGENT = "planner:sheets=4,futures=32,seasons=2"


def without_numba(patch: pytest.MonkeyPatch) -> None:
    """Have futures played as plain Python, which gives equal results, so that nothing is compiled."""
    for module in (runner, planned):
        patch.setattr(module, "native_available", lambda: False)


@pytest.fixture
def plain(monkeypatch):
    without_numba(monkeypatch)


@pytest.fixture
def native():
    if not native_available():
        pytest.skip("Numba is not installed")


def desk_of(library, seat: str, seasons: int = 2, **how):
    session = play(new_session(how.pop("scenario", "2020-pandemic"), rng_seed=how.pop("rng_seed", 6), length=8, library=library, **how), seasons)
    return session.game.desk(seat)


# --- the sheets compared


@pytest.mark.parametrize("seat", SEATS)
def test_the_sheets_compared_are_legal_different_and_begin_with_the_noiseless_one(library, seat):
    session = play(new_session("2018-thaw", rng_seed=2, length=8, library=library), 3)
    desk = session.game.desk(seat)
    sheets = candidates(desk, 16, 7)
    mine = desk.program.layout.seat_levers[desk.seat]
    assert sheets[0] == choose(desk, noisy=False).orders
    assert len({tuple(sheet) for sheet in sheets}) == len(sheets) > 8
    assert {tuple(order for lever, order in enumerate(sheet) if lever not in mine) for sheet in sheets} == {
        tuple(order for lever, order in enumerate(sheets[0]) if lever not in mine)
    }
    for sheet in sheets:
        session.game.check(seat, session.game.sheet_of(seat, sheet))
    assert candidates(desk, 1, 7) == sheets[:1]


def test_sheets_beyond_the_political_capital_are_not_compared(library):
    desk = replace(desk_of(library, "US"), budget=0.0)
    assert all(desk.program.run.sheet_cost(desk.seat, sheet, desk.standing) == 0 for sheet in candidates(desk, 16, 7))
    dear = [order for order in desk.standing]
    dear[desk.program.layout.lever("US.mil")] = desk.program.layout.setting("US.mil", "show")
    assert not legal(desk, dear)
    assert legal(replace(desk, budget=-1.0), dear)


# --- the decision


@pytest.mark.usefixtures("plain")
def test_the_same_desk_gives_the_same_plan_and_the_best_mean_is_sent(library):
    desk = desk_of(library, "ROK")
    one, other = plan(desk, FEW, roll), plan(desk, FEW, roll)
    assert (one.sheets, one.race) == (other.sheets, other.race)
    assert one.orders == one.sheets[one.race.ranking[0]]
    numbers = one.common(one.chosen, one.runner_up)
    assert one.mean(one.chosen, numbers) >= one.mean(one.runner_up, numbers)
    assert PlannerAgent(FEW, roll).sheet(desk) == one.orders


@pytest.mark.usefixtures("plain")
def test_more_futures_go_on_from_fewer(library):
    """Numbers mean draws: a future's value depends on its own number only."""
    desk = desk_of(library, "DPRK")
    sheets = candidates(desk, 3, 7)
    whole = roll(desk, sheets, range(6), 2)
    assert roll(desk, sheets[1:2], range(2, 5), 2) == [whole[1][2:5]]
    assert len({tuple(row) for row in whole}) == 3


def test_draws_are_by_seed_game_season_branch_and_seat_and_not_the_games(library):
    session = new_session("2020-pandemic", rng_seed=6, length=6, library=library)
    desk = session.game.desk("US")
    seeds = [futures_seed(each) for each in (desk, replace(desk, seed=7), replace(desk, game=1), replace(desk, season=1), replace(desk, seat=1))]
    play(session, 1)
    undo(session, fresh=True)
    seeds.append(futures_seed(session.game.desk("US")))
    assert len({*seeds, desk.seed}) == 7
    assert all(0 <= seed < 2**63 for seed in seeds)


@pytest.mark.usefixtures("plain")
def test_a_future_ends_with_the_game(library):
    desk = desk_of(library, "US", seasons=7)
    assert desk.length - desk.number == 0
    assert plan(desk, FEW, roll).seasons == 1


def test_an_accord_just_signed_is_news_in_the_first_season_only(library):
    desk = desk_of(library, "US")
    signed_now = desk.program.run.SIGNED_NOW
    desk.e[signed_now] = 1.0
    present = futures_of_desk(desk, 3).present
    assert present is not None
    assert (present.signed, present.viewer) == (1, "US")
    assert [row[signed_now] for row in present.calendar] == [0.0] * (desk.number + 2)
    assert [row[0] for row in present.calendar] == [desk.e[0]] * (desk.number + 2)


# --- on views only


PRIVATE = {"US": "salience", "ROK": "mandate", "DPRK": "hope", "CHN": "enforcement"}


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("seat", SEATS)
def test_what_others_keep_to_themselves_moves_no_plan(library, seat):
    """Others' private dials, errors and cards change; what the seat sees does not: neither do the numbers of its plan."""
    plans = []
    for shift in (0.0, 1.5):
        game = play(new_session("2018-thaw", rng_seed=5, length=8, library=library), 2).game
        run, layout, number = game.program.run, game.program.layout, game.seat_number(seat)
        state, errors = list(game.position.state), list(game.position.errors)
        for other in SEATS:
            if other != seat:
                place = layout.index[PRIVATE[other]]
                state[place] += shift if state[place] < 5 else -shift
        for card, owner in enumerate(run.CARD_OWNER):
            if shift and owner != number:
                state[run.CARD_FIRST + card] = 1.0 - state[run.CARD_FIRST + card]
        if shift:
            errors = [error + shift if place // run.N_DIALS != number else error for place, error in enumerate(errors)]
        game.position = replace(game.position, state=tuple(state), errors=tuple(errors))
        game.open_quietly()
        # the seat's own estimates are what they were
        before = plans[0].desk if plans else None
        desk = game.desk(seat) if before is None else replace(game.desk(seat), view=_as_estimated(game.desk(seat), before, seat))
        plans.append(plan(desk, FEW, roll))
    assert plans[0].desk == plans[1].desk
    assert (plans[0].sheets, plans[0].race) == (plans[1].sheets, plans[1].race)


def _as_estimated(desk, before, seat: str) -> list[float]:
    """Return a view with the estimates of others' private dials as they were; everything else must be so already."""
    places = [desk.program.layout.index[dial] for other, dial in PRIVATE.items() if other != seat]
    return [before.view[place] if place in places else value for place, value in enumerate(desk.view)]


@pytest.mark.usefixtures("plain")
def test_what_lies_ahead_in_the_calendar_moves_no_plan(library):
    one, other = (play(new_session("2018-thaw", rng_seed=5, length=8, library=library), 2).game for _ in range(2))
    for row in other.calendar[3:]:
        row[:] = [1.0 - value for value in row]
    assert [plan(game.desk("US"), FEW, roll).race for game in (one, other)][0] == plan(other.desk("US"), FEW, roll).race


def test_a_desk_holds_no_coefficient_but_those_believed(library):
    """A desk read under another lens holds nothing of the world's; futures are played under the lens on it."""
    desk = desk_of(library, "US", lens="contrast")
    assert not any(value == tuple(desk.k) or value == list(desk.k) for name, value in vars(desk).items() if name != "k")


# --- names, records


@pytest.mark.parametrize("detail", ["sheets=1", "sheets=65", "futures=3", "futures=90000", "seasons=0", "seasons=21", "seasons=x", "futures=1.5"])
def test_numbers_out_of_range_are_refused(library, detail):
    with pytest.raises(DocumentError, match="out of range") as caught:
        make_agent(library, f"planner:{detail}")
    assert "sheets 2 to 64, futures 16 to 20000, seasons 1 to 20" in str(caught.value)


def test_the_planner_takes_the_rulebooks_settings_unless_told(library, book):
    told = make_agent(library, "planner:seasons=3")
    assert isinstance(told, PlannerAgent)
    assert told.foresight == book.choice.planner.model_copy(update={"seasons": 3})
    assert make_agent(library, "planner").foresight == book.choice.planner
    assert told.name == "planner:seasons=3"
    with pytest.raises(DocumentError, match="no setting of a planner"):
        make_agent(library, "planner:depth=3")
    with pytest.raises(DocumentError, match='did you mean "planner"'):
        make_agent(library, "planer")


@pytest.fixture(scope="module")
def planned_game(library):
    seats = {"US": AGENT, "DPRK": AGENT}
    with pytest.MonkeyPatch.context() as patch:
        without_numba(patch)
        return play(new_session("2020-pandemic", seats=seats, lens="alliance", rng_seed=3, length=4, library=library), 3)


@pytest.mark.usefixtures("plain")
def test_a_record_comes_back_and_verify_makes_every_plan_again(planned_game, library):
    record = text(planned_game)
    assert f"US: '{AGENT}'" in record or f"US: {AGENT}" in record
    again = from_record(record, library=library)
    assert text(again) == record
    assert verify(again) == ""


@pytest.mark.usefixtures("plain")
def test_verify_names_a_sheet_that_no_planner_sent(planned_game, library):
    record = text(planned_game)
    first = record.splitlines().index("seasons:")
    number = next(place for place, line in enumerate(record.splitlines()) if line.strip().startswith("US: ") and "sanc=" in line and place > first)
    lines = record.splitlines(keepends=True)
    old, new = ("pledge=none", "pledge=aid") if "pledge=none" in lines[number] else ("pledge=aid", "pledge=none")
    assert old in lines[number]
    lines[number] = lines[number].replace(old, new)
    assert "US.pledge is" in verify(from_record("".join(lines), library=library))


# --- explanations


def assert_sums(why) -> None:
    """Terms fold to the numbers compared, their differences to the lead, season by season too."""
    for terms, value, sheet in zip(why.terms, why.values, (why.chosen, why.other), strict=True):
        assert fold(terms) == pytest.approx(value, abs=1e-12)
        assert value == fsum(why.plan.race.values[sheet][number] for number in why.numbers) / len(why.numbers)
    assert fsum(row.value for row in why.difference) == pytest.approx(why.gain, abs=1e-8)  # what is too small to tell is left out
    assert fsum(by_season(why)) == pytest.approx(why.gain, abs=1e-12)
    terms = why.plan.desk.program.book.payoffs[why.plan.desk.name]
    assert [part.row.name for part in why.terms[0] if part.ahead == 0 and part.row.name != WAR] == list(terms)
    assert all(part.row.claims or part.row.ours for part in why.terms[0])


@pytest.mark.usefixtures("plain")
def test_every_plan_of_a_game_sums(planned_game):
    game = planned_game.game
    for index, played in enumerate(game.played):
        for seat in ("US", "DPRK"):
            found = past_plan(game, index, seat)
            assert found is not None
            assert [found.orders[lever] for lever in game.program.layout.seat_levers[found.desk.seat]] == [
                played.account.orders[lever] for lever in game.program.layout.seat_levers[found.desk.seat]
            ]
            why = explain_plan(found, tips=False)
            assert_sums(why)
            assert why.gain >= 0.0
    assert past_plan(game, 0, "ROK") is None


def test_a_sheet_that_the_planner_did_not_send_is_not_told_as_its_plan(library, plain):
    session = persons_game(library)
    season(session, {"US": {"pledge": "aid", "dip": "precondition"}})
    session.game.agents["US"] = make_agent(library, AGENT)
    assert past_plan(session.game, 0, "US") is None
    assert f"{AGENT} would have sent another sheet" in why_text(session, "1", "US")


@pytest.mark.usefixtures("plain")
def test_a_war_stands_in_the_sum(library):
    session = new_session("2017-harmony", lens="contrast", rng_seed=1, length=6, library=library)
    desk = session.game.desk("US")
    index = desk.program.layout.index
    desk.view[index["tension"]], desk.view[index["inter_korean"]] = 10.0, 0.0
    made = plan(desk, Foresight(sheets=2, futures=64, seasons=3), roll)
    why = explain_plan(made, tips=False)
    assert min(made.race.values[why.chosen]) < desk.program.book.boards["own"].floor / 3
    assert [part.row.name for part in why.terms[0]].count(WAR) == 1
    assert_sums(why)


@pytest.mark.usefixtures("plain")
def test_a_good_end_repeats_its_last_season_in_the_sum(library, monkeypatch):
    desk = desk_of(library, "ROK")
    monkeypatch.setattr(desk.program.run, "ending", lambda n, o, k, e, b: 0)
    made = plan(desk, Foresight(sheets=2, futures=16, seasons=3), roll)
    one = plan(desk, Foresight(sheets=2, futures=16, seasons=1), roll)
    assert made.race.values == [pytest.approx(row, abs=1e-12) for row in one.race.values]
    assert_sums(explain_plan(made, tips=False))


@pytest.mark.usefixtures("plain")
def test_one_lever_is_told_against_the_best_sheet_that_sets_it_otherwise(planned_game):
    found = past_plan(planned_game.game, 1, "US")
    assert found is not None
    lever = next(each for each in found.desk.program.layout.seat_levers[0] if found.best_without(each) is not None)
    why = explain_plan(found, lever, tips=False)
    assert found.sheets[why.other][lever] != found.orders[lever]
    better = found.race.ranking[: found.race.ranking.index(why.other)]
    assert all(found.sheets[sheet][lever] == found.orders[lever] for sheet in better)
    assert_sums(why)


@pytest.mark.native
@pytest.mark.usefixtures("native")
def test_a_tip_tips(library):
    game = play(new_session("2018-thaw", seats=dict.fromkeys(SEATS, "planner"), rng_seed=5, length=6, library=library)).game
    layout, found = game.program.layout, 0
    for index, seat in ((index, seat) for index in range(3) for seat in SEATS):
        made = past_plan(game, index, seat)
        assert made is not None
        why = explain_plan(made)
        if why.tip is None:
            continue
        found += 1
        lever, rows = layout.lever(why.tip.lever), [own_row(made.desk, made.sheets[sheet]) for sheet in (why.chosen, why.other)]
        assert layout.seat_of(lever) != made.desk.seat
        assert why.tip.setting != why.tip.instead
        for row in rows:
            row[lever] = layout.setting(why.tip.lever, why.tip.setting)
        means = [fsum(values) / len(values) for values in roll_rows(made.desk, rows, why.numbers, made.seasons)]
        assert means[1] - means[0] == pytest.approx(why.tip.lead)
        assert why.tip.lead > 0.0
    assert found


@pytest.mark.usefixtures("plain")
def test_why_tells_the_plan(planned_game):
    told = why_text(planned_game, "2", "US")
    assert "planned, under the lens alliance (full)" in told
    assert "4 sheets compared by playing on for 2 seasons" in told
    assert "runner-up" in told
    assert "-----" in told
    assert "with the extra native" in told
    assert "otherwise" in why_text(planned_game, "2", "US", "sanc") or "no sheet that sets it otherwise" in why_text(planned_game, "2", "US", "sanc")
    with pytest.raises(DocumentError, match='has no lever "tset"'):
        why_text(planned_game, "2", "US", "tset")


@pytest.mark.usefixtures("plain")
def test_who_must_wait_is_told(planned_game, library):
    assert "half a minute each without the extra native" in planned.wait_for_planners(planned_game.game)
    assert planned.wait_for_planners(new_session("tutorial", library=library).game) == ""


def test_a_planners_settings_enter_no_program(book, program, compile_rulebook):
    """Nothing is compiled anew when they are changed."""
    other = book.choice.planner.model_copy(update={"sheets": 5, "futures": 99, "seasons": 3})
    changed = book.model_copy(update={"choice": book.choice.model_copy(update={"planner": other})})
    assert compile_rulebook(changed, None).source == compile_rulebook(book, None).source


# --- native


@pytest.mark.native
@pytest.mark.usefixtures("native")
@pytest.mark.parametrize("seat", SEATS)
def test_compiled_futures_plan_alike(library, seat, monkeypatch):
    desk = desk_of(library, seat, scenario="2018-thaw")
    compiled = plan(desk, FEW, roll)
    told = explain_plan(compiled, tips=False)
    without_numba(monkeypatch)
    assert plan(desk, FEW, roll) == compiled
    assert explain_plan(compiled, tips=False) == told


@pytest.mark.native
@pytest.mark.usefixtures("native")
@pytest.mark.parametrize("scenario", ["2005-banco-delta-asia", "2017-harmony", "2018-thaw", "2019-koreanization", "2020-pandemic", "tutorial"])
def test_every_plan_of_four_planners_sums(library, scenario):
    session = new_session(scenario, seats=dict.fromkeys(SEATS, "planner"), lens="pool", rng_seed=3, library=library)
    play(session)
    for index in range(len(session.game.played)):
        for seat in SEATS:
            agent = session.game.agents[seat]
            assert isinstance(agent, PlannerAgent)
            assert_sums(explain_plan(agent.plan(own_desk(session.game, index, seat)), tips=False))
    assert verify(from_record(text(session), library=library)) == ""


@pytest.mark.native
@pytest.mark.usefixtures("native")
def test_a_debrief_weighs_the_claims_of_plans(library):
    """Only a planner plays: the claims named are those of its plans, with the sizes of its sums."""
    seats = dict.fromkeys(SEATS, "random") | {"US": "planner"}
    game = play(new_session("2018-thaw", seats=seats, rng_seed=5, length=4, library=library)).game
    weights: dict[str, float] = {}
    for index in range(len(game.played)):
        made = past_plan(game, index, "US")
        assert made is not None
        for row in explain_plan(made, tips=False).difference:
            for claim in row.claims:
                weights[claim] = weights.get(claim, 0.0) + abs(row.value)
    drivers = driving_claims(game)
    assert [driver.weight for driver in drivers] == sorted(weights.values(), reverse=True)[: len(drivers)]
    assert all(weights[driver.claim] == driver.weight for driver in drivers)
