"""A game's verbs: sheets, refusals of three kinds, undo, redo, fork, injects, boards."""

import pytest

from sim.engine.boards import board_scores
from sim.engine.errors import IllegalNow, OutOfTime, Refused, UnknownOrder
from sim.engine.position import Position
from sim.engine.view import look
from sim.rollout.session import new_session
from tests.engine.games import SEATS, persons_game, play, season, text


@pytest.fixture
def session(library):
    return persons_game(library)


@pytest.fixture
def game(session):
    return session.game


# --- sheets


def test_every_setting_called_legal_is_taken_and_no_other_full_sheet_is(game):
    for seat in SEATS:
        full = game.standing(seat)
        for lever, options in game.legal(seat, full).items():
            for setting in game.program.book.levers[f"{seat}.{lever}"].settings:
                sheet = full | {lever: setting}
                if setting in options:
                    game.check(seat, sheet)
                else:
                    with pytest.raises(IllegalNow):
                        game.check(seat, sheet)


@pytest.mark.parametrize(
    ("seat", "sheet", "says"),
    [
        ("UK", {}, 'no seat "UK"'),
        ("US", {"snac": "hold"}, 'sanc"?'),
        ("US", {"sanc": "hodl"}, 'did you mean "hold"?'),
        ("US", {"DPRK.test": "nuke"}, "DPRK.test is not a lever of US"),
        ("US", {"": "hold"}, "no lever"),
    ],
)
def test_unknown_orders_are_refused_and_change_nothing(game, seat, sheet, says):
    with pytest.raises(UnknownOrder, match=says.replace("?", r"\?")):
        game.submit(seat, sheet)
    assert game.sheets == {}


@pytest.mark.parametrize(
    ("seat", "sheet", "rule"),
    [
        ("DPRK", {"test": "nuke", "dip": "talk"}, "V7_nuclear"),
        ("DPRK", {"test": "icbm", "dip": "talk"}, "V7_intercontinental"),
        ("DPRK", {"dip": "boycott", "align": "reach_out"}, "V7_outreach"),
        ("DPRK", {"step": "freeze", "dip": "signal"}, "V6_steps"),
        ("US", {"mil": "show", "dip": "talk"}, "V7_show"),
        ("US", {"sanc": "tighten", "dip": "summit"}, "V7_summit"),
        ("ROK", {"ik": "cool", "aid": "aid"}, "V7_cool"),
    ],
)
def test_a_rule_refuses_with_its_name_and_how_to_mend_it(game, seat, sheet, rule):
    with pytest.raises(IllegalNow) as refusal:
        game.submit(seat, sheet)
    assert refusal.value.rule == rule
    assert refusal.value.mend == f"legal when {game.program.book.rules[rule].until}"
    assert refusal.value.kind == "illegal now"


def test_talks_after_a_precondition_wait_for_two_quiet_seasons(library):
    session = persons_game(library, scenario="2017-harmony")
    season(session, {"US": {"dip": "precondition", "mil": "scaled"}, "DPRK": {"test": "icbm", "dip": "signal"}})
    for _ in range(2):
        with pytest.raises(IllegalNow, match="V5"):
            session.game.submit("US", {"dip": "talk"})
        season(session, {"US": {"dip": "precondition"}, "DPRK": {"test": "hold"}})
    session.game.submit("US", {"dip": "talk"})


def test_levers_left_out_stand_or_rest_where_they_would_clash(session):
    season(session, {"DPRK": {"dip": "talk", "step": "freeze", "test": "hold"}})
    session.game.submit("DPRK", {"dip": "signal"})
    assert session.game.sheet_of("DPRK", session.game.sheets["DPRK"])["step"] == "none"


def test_two_clashes_rest_two_levers(session):
    season(session, {"DPRK": {"dip": "talk", "step": "freeze", "align": "balance"}})
    season(session, {"DPRK": {"align": "reach_out"}})
    session.game.submit("DPRK", {"dip": "boycott"})
    assert session.game.sheet_of("DPRK", session.game.sheets["DPRK"])["step"] == "none"


def test_capital_is_spent_banked_and_bounds_a_sheet(session):
    game = session.game
    assert game.capital("US") == 3
    dear = {"sanc": "propose_unsc", "mil": "full"}
    assert game.cost("US", dear) > 3
    with pytest.raises(IllegalNow, match="political capital"):
        game.submit("US", dear)
    season(session, {"US": {"pledge": "assure"}})
    assert game.capital("US") == 5.0
    assert game.capital("ROK") == 5.0
    season(session, {"US": {"sanc": "propose_unsc", "mil": "full"}})
    assert game.capital("US") == 5.0 - 4.0 + 3.0


def test_a_missing_sheet_is_the_standing_one_with_acts_at_rest(session):
    """What is done once (a launch, a vote) is not done again by silence."""
    levers = session.game.program.book.levers
    expected = {
        seat: {
            lever: levers[f"{seat}.{lever}"].rest if levers[f"{seat}.{lever}"].act else setting
            for lever, setting in session.game.standing(seat).items()
        }
        for seat in SEATS
    }
    assert session.game.standing("DPRK") != expected["DPRK"]
    season(session)
    assert {seat: session.game.standing(seat) for seat in SEATS} == expected


def test_a_sealed_sheet_may_be_opened_again(game):
    game.submit("US", {"pledge": "none"})
    assert game.waiting_for() == ["ROK", "DPRK", "CHN"]
    game.withdraw_sheet("US")
    assert game.waiting_for() == list(SEATS)


def test_orders_are_out_of_time_after_the_end(session):
    play(session)
    for act in (lambda: session.game.submit("US", {}), session.game.advance, session.game.redo):
        with pytest.raises(OutOfTime):
            act()


def test_an_inject_is_out_of_time_after_the_end(session):
    play(session)
    with pytest.raises(Refused):
        session.game.inject("flood")


@pytest.mark.parametrize(("seat", "lever"), [("UK", "DPRK.test"), ("US", "DPRK.tset"), ("DPRK", "DPRK.test")])
def test_a_wrong_prediction_is_refused(game, seat, lever):
    with pytest.raises(Refused):
        game.predict(seat, lever, "hold")


def test_a_prediction_is_out_of_time_after_the_end(session):
    play(session)
    with pytest.raises(OutOfTime):
        session.game.predict("US", "DPRK.test", "hold")


def test_refusals_of_every_kind_are_refusals():
    assert {UnknownOrder.kind, IllegalNow.kind, OutOfTime.kind} == {"unknown", "illegal now", "out of time"}
    assert all(issubclass(kind, Refused) for kind in (UnknownOrder, IllegalNow, OutOfTime))


# --- undo, redo, fork


def test_nothing_to_undo_or_redo_at_the_start(game):
    for act in (game.undo, game.redo):
        with pytest.raises(OutOfTime):
            act()


def test_undo_is_an_inverse(library):
    session = new_session("2018-thaw", lens="alliance", rng_seed=5, length=5, library=library)
    play(session, 2)
    before = session.game.position
    season(session)
    session.game.undo()
    assert session.game.position == before
    assert session.game.taken_back == [(2, 0)]


def test_redo_after_several_undos_gives_the_same_record(library):
    session = new_session("2018-thaw", lens="alliance", rng_seed=5, length=5, library=library)
    written = text(play(session, 4))
    for _ in range(3):
        session.game.undo()
    for _ in range(3):
        session.game.redo()
    assert text(session) == written


def test_the_same_draws_again_give_the_same_season_and_fresh_ones_another(library):
    session = new_session("2018-thaw", lens="alliance", rng_seed=5, length=5, library=library)
    play(session, 2)
    first = session.game.played[-1].account
    session.game.undo()
    season(session)
    assert session.game.played[-1].account == first
    session.game.undo(fresh=True)
    season(session)
    again = session.game.played[-1].account
    assert again.branch == 1
    assert again.d != first.d


def test_every_fresh_undo_takes_a_new_branch(library):
    session = new_session("tutorial", rng_seed=5, library=library)
    branches = []
    for _ in range(3):
        season(session)
        branches.append(session.game.played[-1].account.branch)
        session.game.undo(fresh=True)
    assert branches == [0, 1, 2]


def test_redo_keeps_a_branch_that_a_fresh_undo_has_begun(library):
    session = play(new_session("tutorial", rng_seed=5, library=library), 2)
    session.game.undo(fresh=True)
    written = text(session)
    session.game.undo()
    session.game.redo()
    assert text(session) == written


def test_a_new_season_forgets_what_could_be_redone(session):
    play(session, 2)
    session.game.undo()
    season(session, {"US": {"pledge": "none"}})
    with pytest.raises(OutOfTime):
        session.game.redo()


def test_a_fork_goes_its_own_way(library):
    session = new_session("2020-pandemic", seats={"US": "person"}, rng_seed=4, length=5, library=library)
    play(session, 3)
    written = text(session)
    other = session.game.fork(1)
    assert other.season == 1
    assert other.position == session.game.played[1].before
    other.submit("US", {"pledge": "none"})
    other.advance()
    other.inject("flood")
    assert text(session) == written
    assert other.played[0] is session.game.played[0]
    assert other.played[1].account.orders != session.game.played[1].account.orders


def test_a_fork_at_the_present_plays_on_alike(library):
    session = new_session("2020-pandemic", rng_seed=4, length=5, library=library)
    play(session, 2)
    other = session.game.fork(2)
    other.advance()
    season(session)
    assert other.played[2].account == session.game.played[2].account


@pytest.mark.parametrize("number", [-1, 3])
def test_a_season_not_played_cannot_be_forked(session, number):
    play(session, 2)
    with pytest.raises(UnknownOrder):
        session.game.fork(number)


# --- events


def test_an_inject_begins_now_and_ends_by_itself(session):
    season(session)
    session.game.inject("flood", 2)
    seen = []
    for _ in range(3):
        seen.append("flood" in look(session.game, "US").events)
        season(session)
    assert seen == [True, True, False]


def test_an_unknown_event_is_refused(game):
    with pytest.raises(UnknownOrder, match='did you mean "flood"'):
        game.inject("flod")
    assert game.injects == []


# --- boards


def account_like(session, **changes):
    play(session, 1)
    account = session.game.played[-1].account
    for name, value in changes.items():
        setattr(account, name, value)
    return account


def position_like(session, over: str, **changes) -> Position:
    position = session.game.position
    return Position(**{**position.__dict__, "over": over, **changes})


def test_war_fills_what_remains_with_the_floor_of_every_board(session):
    account = account_like(session)
    scores = board_scores(session.game.program, position_like(session, "war"), [account], 4)
    boards = session.game.program.book.boards
    for name, board in boards.items():
        if name == "own":
            assert scores["own"]["US"] == pytest.approx((account.payoffs[0] + 3 * board.floor) / 4)
        elif board.over == "mean":
            assert scores[name]["all"] == pytest.approx((account.boards[name] + 3 * board.floor) / 4)
        else:
            assert scores[name]["all"] == board.floor


def test_an_early_good_end_repeats_its_last_season(session):
    account = account_like(session)
    scores = board_scores(session.game.program, position_like(session, "peace"), [account], 4)
    assert scores["own"]["US"] == pytest.approx(account.payoffs[0])
    assert scores["human_cost"]["all"] == pytest.approx(account.boards["human_cost"])


def test_an_early_good_end_repeats_its_last_season_in_a_product_too(session):
    account = account_like(session)
    account.boards["war_risk"] = 0.9
    place = list(session.game.program.book.boards).index("war_risk") - 1
    boards = tuple(0.9 if at == place else value for at, value in enumerate(session.game.position.boards))
    scores = board_scores(session.game.program, position_like(session, "peace", boards=boards), [account], 4)
    assert scores["war_risk"]["all"] == pytest.approx(0.9**4)


def test_boards_of_a_whole_game_are_means_and_products_over_its_seasons(library):
    session = play(new_session("2017-harmony", lens="contrast", rng_seed=2, length=5, library=library))
    accounts = [played.account for played in session.game.played]
    outcome = session.game.outcome()
    assert outcome["own"]["DPRK"] == pytest.approx(sum(account.payoffs[2] for account in accounts) / 5)
    safe = 1.0
    for account in accounts:
        safe *= 1 - account.chance_of_war
    assert outcome["war_risk"]["all"] == pytest.approx(safe)
    assert outcome["arsenal"]["all"] == accounts[-1].end[session.game.program.layout.index["arsenal"]]


# --- objective cards


@pytest.mark.parametrize("length", [4, 12, 20])
def test_a_card_is_dealt_only_where_its_date_comes_within_the_game(library, length):
    dealt = set()
    for rng_seed in range(12):
        game = persons_game(library, scenario="2017-harmony", length=length, rng_seed=rng_seed).game
        index = game.program.layout.index
        for name, card in game.program.book.cards.items():
            if game.position.state[index[f"card_{name}"]] > 0:
                dealt.add(name)
                assert game.position.state[index[card.clock]] <= length
    assert bool(dealt) == (length == 20)  # from spring 2017 votes and congress lie fourteen seasons ahead or more
