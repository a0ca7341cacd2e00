"""One test for every scenario, lens and agent (as pgx has for every game): bounds, legality, determinism, undo, fork, text."""

import pytest

from sim.engine.game import Game
from sim.engine.view import look
from sim.rollout.records import from_record, verify
from sim.rollout.session import Session, new_session
from tests.engine.games import SEATS, play, season, text

SCENARIOS = ["2005-banco-delta-asia", "2017-harmony", "2018-thaw", "2019-koreanization", "2020-pandemic", "tutorial"]
LENSES = ["lead", "opening", "alliance", "harmony", "koreanization", "pool", "contrast", "harmony=0.7,alliance=0.3"]
AGENTS = {
    "payoff": {},
    "random": dict.fromkeys(SEATS, "random"),
    "standing": dict.fromkeys(SEATS, "standing"),
    "waiting": dict.fromkeys(("US", "ROK"), "script:waiting"),
    "standstill": dict.fromkeys(("US", "ROK"), "script:standstill"),
    "person": dict.fromkeys(SEATS, "person"),
}
LENGTH = 4


def test_every_scenario_and_lens_is_tried(library):
    assert library.scenario_names() == SCENARIOS
    assert set(LENSES[:-1]) == set(library.lens_names())


def drive(session: Session) -> Session:
    """Play to the end; persons hand in their standing sheets, changed by one legal setting each season."""
    while not session.game.over:
        for seat in session.game.persons():
            lever, options = list(session.game.legal(seat).items())[session.game.season % 3]
            session.game.submit(seat, {lever: options[session.game.season % len(options)]})
        season(session)
    return session


def assert_in_bounds(game: Game) -> None:
    book, layout, run = game.program.book, game.program.layout, game.program.run
    for played in game.played:
        account = played.account
        assert all(0.0 <= value <= 10.0 for value in account.end[: layout.n_dials])
        assert all(0.0 <= account.f[game.program.flags[name]] <= 1.0 for name, flag in book.flags.items() if flag.chance is not None)
        for name, derived in book.derived.items():
            low, high = derived.range
            assert low <= account.f[game.program.flags[name]] <= high
        assert 0.0 <= account.chance_of_war <= 1.0
        assert 0.0 <= run.incident_chance(account.end, account.orders, account.k, account.e, account.b) <= 1.0
        for seat in SEATS:
            assert 0.0 <= account.end[run.CAPITAL + SEATS.index(seat)] <= run.CAPITAL_BANKED
        assert account.boards.keys() == {name for name in book.boards if name != "own"}
        assert len(account.payoffs) == len(SEATS)


def assert_views_in_bounds(game: Game) -> None:
    for seat in ("", *SEATS):
        view = look(game, seat)
        assert all(0.0 <= view.dials[name].value <= 10.0 for name in game.program.book.dials if name in view.dials)


def assert_legal(session: Session) -> None:
    """Every sheet stands up to `check` in the position in which it was given."""
    for index, played in enumerate(session.game.played):
        game = session.game.fork(index)
        game.open_quietly()
        game.table.repeat(played.account)
        for seat in SEATS:
            game.check(seat, game.sheet_of(seat, played.account.orders))


def assert_undo_and_redo(session: Session, written: str) -> None:
    session.game.undo()
    session.game.redo()
    assert text(session) == written


def assert_text_is_the_game(session: Session, written: str) -> None:
    """Text to game to text; on the way every sheet is checked in the position in which it was given."""
    again = from_record(written, library=session.library)
    assert text(again) == written
    assert again.game.position == session.game.position
    assert [played.account for played in again.game.played] == [played.account for played in session.game.played]


@pytest.mark.parametrize("agent", AGENTS)
@pytest.mark.parametrize("lens", LENSES)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_api(library, scenario, lens, agent):
    def game_of(rng_seed: int) -> Session:
        return drive(new_session(scenario, seats=AGENTS[agent], lens=lens, length=LENGTH, rng_seed=rng_seed, library=library))

    session = game_of(7)
    written = text(session)
    assert len(session.game.played) == LENGTH or session.game.over != "scheduled"
    assert_in_bounds(session.game)
    assert_views_in_bounds(session.game)
    assert text(game_of(7)) == written
    assert_undo_and_redo(session, written)
    assert_text_is_the_game(session, written)
    assert verify(session) == ""


@pytest.mark.parametrize("agent", AGENTS)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_sheet_stands_up_to_the_rules(library, scenario, agent):
    assert_legal(drive(new_session(scenario, seats=AGENTS[agent], lens="contrast", length=LENGTH, rng_seed=8, library=library)))


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_fork_leaves_the_game_alone_and_goes_on_alike(library, scenario):
    session = play(new_session(scenario, length=LENGTH, rng_seed=1, library=library))
    written, last = text(session), session.game.played[-1].account
    fork = session.game.fork(LENGTH - 1)
    fork.advance()
    assert fork.played[-1].account == last
    assert text(session) == written


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_another_seed_is_another_game(library, scenario):
    records = {
        text(play(new_session(scenario, length=LENGTH, rng_seed=rng_seed, library=library))).split("opening_sheets")[1] for rng_seed in range(4)
    }
    assert len(records) > 1


@pytest.mark.parametrize("level", ["novice", "expert"])
def test_levels_round_trip_and_verify(library, level):
    session = play(new_session("2018-thaw", level=level, length=LENGTH, rng_seed=1, library=library))
    assert_text_is_the_game(session, text(session))
    assert verify(session) == ""


def test_a_seat_of_its_own_level_round_trips_and_verifies(library):
    seats = {"US": "payoff:depth=3,belief=2,precision=4", "CHN": "standing"}
    session = play(new_session("2018-thaw", seats=seats, length=LENGTH, rng_seed=1, library=library))
    assert_text_is_the_game(session, text(session))
    assert verify(session) == ""


@pytest.mark.parametrize("switch", ["capital", "crisis", "cards", "mandates", "prediction"])
def test_every_mechanic_can_be_switched_off(library, switch):
    session = play(new_session("2020-pandemic", mechanics={switch: False}, length=LENGTH, rng_seed=1, library=library))
    assert_in_bounds(session.game)
    assert_text_is_the_game(session, text(session))
    assert verify(session) == ""
    assert not from_record(text(session), library=library).game.terms.on(switch)


def test_a_mechanic_switched_on_is_in_the_record(library):
    session = play(new_session("tutorial", mechanics={"cards": True}, rng_seed=1, library=library))
    assert from_record(text(session), library=library).game.terms == session.game.terms


def test_without_fog_every_seat_reads_private_dials_exactly(library):
    session = play(new_session("2020-pandemic", fog=False, length=LENGTH, rng_seed=1, library=library), 2)
    index = session.game.program.layout.index
    for seat in SEATS:
        for name, reading in look(session.game, seat).dials.items():
            if name in session.game.program.book.dials:
                assert reading.value == session.game.position.state[index[name]]
                assert reading.band == 0.0
    assert_text_is_the_game(session, text(session))


def test_estimates_err_by_their_band_and_carry_over(library):
    errors = []
    for rng_seed in range(60):
        session = new_session("2020-pandemic", seats=AGENTS["person"], length=4, rng_seed=rng_seed, library=library)
        layout, run = session.game.program.layout, session.game.program.run
        place = SEATS.index("US") * run.N_DIALS + layout.index["hope"]
        first = session.game.table.errors[place]
        season(session)
        errors.append((first, session.game.table.errors[place]))
    band = session.game.program.book.fog.bands["hope"]
    spread = (sum(first**2 for first, _ in errors) / len(errors)) ** 0.5
    together = sum(first * second for first, second in errors) / sum(first**2 for first, _ in errors)
    assert spread == pytest.approx(band, rel=0.35)
    assert together == pytest.approx(session.game.program.book.fog.carried, abs=0.25)


@pytest.mark.slow
@pytest.mark.parametrize("lens", LENSES)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_long_games(library, scenario, lens):
    for rng_seed in range(3):
        session = play(new_session(scenario, lens=lens, length=20, rng_seed=rng_seed, library=library))
        assert_in_bounds(session.game)
        assert_legal(session)
        assert_text_is_the_game(session, text(session))
        assert verify(session) == ""
