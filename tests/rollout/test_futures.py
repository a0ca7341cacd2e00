"""Playing on from mid-game: what the loops make of a handed-over position is what the game itself then plays; nothing hidden is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from sim.documents.library import Library
from sim.engine.errors import IllegalNow, OutOfTime
from sim.engine.game import Game
from sim.rollout.futures import futures_of, order_row, play_sheets, present_of, sheet_scores
from sim.rollout.program import native_available
from sim.rollout.runner import Games, Present, Start, fact_names, play_games
from sim.rollout.scores import game_scores, score_names
from sim.rollout.session import Session, new_session, undo
from tests.engine.games import SEATS
from tests.rollout.test_native import SEATINGS, of_loop

np = pytest.importorskip("numpy")

NATIVE = [False, pytest.param(True, marks=pytest.mark.native)]
STARTS = [
    ("2005-banco-delta-asia", "lead", 3),
    ("2017-harmony", "harmony", 1),
    ("2018-thaw", "koreanization", 4),
    ("2019-koreanization", "contrast", 6),
    ("2020-pandemic", "harmony=0.7,alliance=0.3", 5),
    ("2018-thaw", "alliance", 7),
]


@pytest.fixture(autouse=True)
def _has_numba(request: pytest.FixtureRequest) -> None:
    if "native-True" in request.node.name and not native_available():
        pytest.skip("Numba is not installed")


def played(library: Library, scenario: str, lens: str, seasons: int, **how: Any) -> Session:
    """Return a session that has been played for some seasons of eight."""
    session = new_session(scenario, lens=lens, rng_seed=how.pop("rng_seed", 4), length=8, library=library, **how)
    for _ in range(seasons):
        session.game.advance()
    assert not session.game.over
    return session


def own_draws(session: Session, present: Present) -> Start:
    """Return the start of "futures" that use the game's own draws, as nothing but a test may."""
    game = session.game
    scripts = {seat: agent.policy for seat, agent in game.agents.items() if agent.name.startswith("script:")}
    kinds = {seat: agent.name for seat, agent in game.agents.items() if seat not in scripts}
    return Start(game.program, session.scenario, game.terms, game.level, kinds, list(dict.fromkeys(scripts.values())), present=present)


def rest_of(game: Game) -> tuple[tuple[Any, ...], list[float]]:
    """Play a game to its end; return orders, states and sums of boards of what came, and its scores."""
    here = len(game.played)
    while not game.over:
        game.advance()
    accounts = [past.account for past in game.played[here:]]
    boards = game.outcome()
    scores = [boards[name.split(".")[0]][name.split(".")[1] if "." in name else "all"] for name in score_names(game.program)]
    sums = [*game.position.payoffs, *game.position.boards]
    return ([account.orders for account in accounts], [account.end for account in accounts], sums), scores


def assert_goes_on_alike(session: Session, start: Start, native: bool) -> None:
    games = play_games(start, 1, native=native)
    rest, scores = rest_of(session.game)
    assert of_loop(games, session, 0) == rest
    assert game_scores(start, games)[0].tolist() == pytest.approx(scores, abs=1e-12)


@pytest.mark.parametrize("native", NATIVE, ids=lambda on: f"native-{on}")
@pytest.mark.parametrize(("scenario", "lens", "seasons"), STARTS)
def test_a_position_played_on_with_the_games_own_draws_is_the_game(library: Library, scenario: str, lens: str, seasons: int, native: bool) -> None:
    session = played(library, scenario, lens, seasons)
    assert_goes_on_alike(session, own_draws(session, Present(session.game.position, session.game.calendar)), native)


@pytest.mark.parametrize("native", NATIVE, ids=lambda on: f"native-{on}")
@pytest.mark.parametrize(("scenario", "lens", "seasons"), STARTS)
def test_so_is_a_table_at_which_everything_has_been_signed(library: Library, scenario: str, lens: str, seasons: int, native: bool) -> None:
    session = played(library, scenario, lens, seasons)
    assert_goes_on_alike(session, own_draws(session, present_of(session.game)), native)


def test_the_positions_hold_accords_and_missed_promises(library: Library) -> None:
    """What the tests above rest on."""
    tables = [played(library, *start).game.table for start in STARTS]
    assert sum(bool(table.in_force()) for table in tables) >= 2
    assert any(any(accord.missed.values()) for table in tables for accord in table.in_force())
    assert any(table.signed for table in tables)


@pytest.mark.parametrize("native", NATIVE, ids=lambda on: f"native-{on}")
@pytest.mark.parametrize("seats", SEATINGS)
def test_other_agents_and_switches_play_on_alike(library: Library, seats: str, native: bool) -> None:
    session = played(library, "2018-thaw", "pool", 3, seats=SEATINGS[seats], fog=False, mechanics={"capital": False}, level="expert")
    assert_goes_on_alike(session, own_draws(session, Present(session.game.position, session.game.calendar)), native)


@pytest.mark.parametrize("native", NATIVE, ids=lambda on: f"native-{on}")
def test_fresh_draws_and_injected_events_come_along(library: Library, native: bool) -> None:
    session = played(library, "2018-thaw", "pool", 3)
    undo(session, fresh=True)
    session.game.inject("pandemic", 3)
    assert session.game.position.branch == 1
    assert_goes_on_alike(session, own_draws(session, Present(session.game.position, session.game.calendar)), native)


def same(one: Games, other: Games) -> bool:
    names = ("played", "states", "orders", "facts", "running")
    return all(np.array_equal(np.asarray(getattr(one, name)), np.asarray(getattr(other, name))) for name in names)


@pytest.mark.native
@pytest.mark.parametrize("viewer", ["", "US", "ROK", "DPRK", "CHN"])
@pytest.mark.parametrize(("scenario", "lens", "seasons"), STARTS[2:5])
def test_futures_are_equal_plain_and_native(library: Library, scenario: str, lens: str, seasons: int, viewer: str) -> None:
    session = played(library, scenario, lens, seasons)
    start = futures_of(session.game, session.scenario, viewer)
    sheets = [order_row(session.game, "ROK", {}), [-1] * len(start.program.layout.levers)]
    plain, native = (play_sheets(start, sheets, [70, 71], native=on) for on in (False, True))
    assert same(plain, native)
    assert game_scores(start, plain).tolist() == game_scores(start, native).tolist()


@pytest.mark.native
def test_futures_do_not_depend_on_how_they_are_split(library: Library) -> None:
    session = played(library, "2018-thaw", "pool", 3)
    start = futures_of(session.game, session.scenario, "US")
    whole = play_games(start, 150, native=True, threads=1)
    for threads in (2, 3):
        assert same(play_games(start, 150, native=True, threads=threads), whole)
    part = play_games(start, 3, native=True, numbers=[149, 2, 66])
    each = len(whole.running) // 150
    assert [list(part.running[place * each : (place + 1) * each]) for place in range(3)] == [
        list(whole.running[game * each : (game + 1) * each]) for game in (149, 2, 66)
    ]


@pytest.mark.parametrize("native", NATIVE, ids=lambda on: f"native-{on}")
@pytest.mark.parametrize("viewer", [None, "", "CHN"])
def test_a_horizon_shows_the_first_seasons_of_the_same_games(library: Library, viewer: str | None, native: bool) -> None:
    """From the scenario's start, from a game as it is, and on a seat's view; cards whose date lies beyond the horizon are dealt all the same."""
    session = played(library, "2020-pandemic", "pool", 0 if viewer is None else 2)
    game = session.game
    start = Start(game.program, session.scenario, game.terms) if viewer is None else futures_of(game, session.scenario, viewer)
    whole, near = (play_games(each, 4, native=native) for each in (start, replace(start, horizon=3)))
    assert near.length == 3 < whole.length
    for name in ("states", "orders", "facts", "running"):
        rows = np.reshape(getattr(whole, name), (4, whole.length, -1))[:, :3]
        assert (np.reshape(getattr(near, name), rows.shape) == rows).all()
    if viewer is not None:
        assert (game_scores(start, whole, 3) == game_scores(replace(start, horizon=3), near)).all()


def differ_in_private(session: Session, viewer: str) -> None:
    """Change everything private of the other seats, and the error of each estimate so that the viewer sees what it saw."""
    game, run = session.game, session.game.program.run
    state, errors = list(game.table.state), list(game.table.errors)
    number = game.seat_number(viewer)
    for dial, owner in enumerate(run.FOG_OWNER):
        if owner not in (-1, number):
            seen = game.table.views[number][dial]
            state[dial] = 9.5 - state[dial]
            errors[number * run.N_DIALS + dial] = seen - state[dial]
    for card, owner in enumerate(run.CARD_OWNER):
        if owner != number:
            state[run.CARD_FIRST + card] = 1.0 - state[run.CARD_FIRST + card]
    game.table.state, game.table.errors = state, errors
    game.table.look()


@pytest.mark.parametrize("viewer", ["US", "ROK", "CHN"])
def test_a_seats_futures_use_what_it_sees_and_nothing_else(library: Library, viewer: str) -> None:
    one, other = (played(library, "2018-thaw", "pool", 3) for _ in range(2))
    differ_in_private(other, viewer)
    other.game.terms = replace(other.game.terms, rng_seed=77)
    views = [session.game.table.views[session.game.seat_number(viewer)] for session in (one, other)]
    assert views[0] == pytest.approx(views[1], abs=1e-12)
    other.game.table.views = one.game.table.views  # sums of a true value and its error round differently
    assert one.game.table.state != other.game.table.state
    starts = [futures_of(session.game, session.scenario, viewer) for session in (one, other)]
    assert starts[0].terms == starts[1].terms
    assert same(*(play_games(start, 3, native=False) for start in starts))


def imagined(session: Session, viewer: str, count: int) -> tuple[list[list[float]], list[list[float]]]:
    """Return states and errors as futures of a seat begin with."""
    start = futures_of(session.game, session.scenario, viewer)
    assert start.present is not None
    run, number = start.program.run, session.game.seat_number(viewer)
    states, errors = [], []
    for game in range(count):
        s, err = list(start.present.position.state), list(start.present.position.errors)
        run.imagine(s, err, number, start.terms.rng_seed, game, start.present.position.season, start.left, start.terms.fog, True)
        states.append(s)
        errors.append(err)
    return states, errors


@pytest.mark.parametrize("viewer", SEATS)
def test_what_a_seat_cannot_see_is_drawn_around_what_it_sees(library: Library, viewer: str) -> None:
    session = played(library, "2018-thaw", "pool", 3)
    game, run, number = session.game, session.game.program.run, session.game.seat_number(viewer)
    seen = game.table.views[number]
    states, errors = imagined(session, viewer, 400)
    for dial in range(run.N_DIALS):
        values = np.array([state[dial] for state in states])
        if run.FOG_OWNER[dial] in (-1, number):
            assert set(values) == {seen[dial]}
            continue
        band = run.FOG_BAND[dial]
        assert abs(np.median(values) - seen[dial]) < 4 * band / 20 * 1.26
        assert 0.8 * band < values.std() < 1.15 * band or min(seen[dial], 10 - seen[dial]) < 2 * band
        looks = [state[dial] + error[number * run.N_DIALS + dial] for state, error in zip(states, errors, strict=True)]
        assert looks == pytest.approx([seen[dial]] * 400, abs=1e-12)
    for seat in range(4):
        cards = [place for place, owner in enumerate(run.CARD_OWNER) if owner == seat]
        due = any(seen[run.CARD_CLOCK[place]] <= futures_of(game, session.scenario, viewer).seasons for place in cards)
        for state in states[:20]:
            held = [state[run.CARD_FIRST + place] for place in cards]
            assert sum(held) == (sum(seen[run.CARD_FIRST + place] for place in cards) if seat == number else due)
            assert seat != number or held == [seen[run.CARD_FIRST + place] for place in cards]


def test_an_ordered_sheet_is_carried_out_and_nothing_else_is_drawn_otherwise(library: Library) -> None:
    session = played(library, "2018-thaw", "pool", 3)
    game, layout = session.game, session.game.program.layout
    start = futures_of(game, session.scenario, "US")
    rows: Sequence[list[int]] = [order_row(game, "US", {}), order_row(game, "US", {"dip": "talk"})]
    free = [-1] * len(layout.levers)
    games = play_sheets(start, [*rows, free], range(3), native=False)
    orders = np.reshape(games.orders, (3, 3, games.length, -1))
    mine = [place for place, name in enumerate(layout.levers) if name.startswith("US.")]
    for place, row in enumerate(rows):
        assert (orders[place, :, 0][:, mine] == [row[lever] for lever in mine]).all()
    theirs = [place for place in range(len(layout.levers)) if place not in mine]
    assert (orders[0, :, 0][:, theirs] == orders[2, :, 0][:, theirs]).all()
    scores = sheet_scores(start, [rows[0], rows[0]], range(3), native=False)
    assert (scores[0] == scores[1]).all()
    alone = game_scores(start, play_games(start, 3, native=False))
    assert (game_scores(start, games).reshape(3, 3, -1)[2] == alone).all()


def test_a_sheet_that_may_not_be_sent_is_refused(library: Library) -> None:
    session = played(library, "2018-thaw", "pool", 3)
    legal = session.game.legal("DPRK")
    lever, setting = next(
        (lever.split(".")[1], name)
        for lever, names in zip(session.game.program.layout.levers, session.game.program.layout.settings, strict=True)
        for name in names
        if lever.startswith("DPRK") and name not in legal[lever.split(".")[1]]
    )
    with pytest.raises(IllegalNow):
        order_row(session.game, "DPRK", {lever: setting})


def test_boards_of_a_seats_futures_count_from_now_on(library: Library) -> None:
    session = played(library, "2018-thaw", "pool", 5)
    whole, ahead = (futures_of(session.game, session.scenario, viewer) for viewer in ("", "US"))
    assert whole.seasons == ahead.seasons == 3
    games = play_games(ahead, 4, native=False)
    scores = game_scores(ahead, games)
    war = np.reshape(games.facts, (4, 3, -1))[:, :, fact_names(ahead.program).index("war")].any(axis=1)
    going = [game for game in range(4) if games.played[game] == 3 and not war[game]]
    running = np.reshape(games.running, (4, 3, -1))
    assert going
    for game in going:
        assert scores[game, 0] == pytest.approx(running[game, 2, 0] / 3)
        assert game_scores(ahead, games, 2)[game, 0] == pytest.approx(running[game, 1, 0] / 2)
    far = play_games(whole, 4, native=False)
    before = session.game.position.payoffs[0]
    assert all(row[0, 0] != before for row in np.reshape(far.running, (4, 3, -1)))
    assert game_scores(whole, far)[0, 0] == pytest.approx(far.boards[0] / 8) or far.played[0] < 3


def test_nothing_lies_ahead_of_a_finished_game(library: Library) -> None:
    session = new_session("tutorial", length=4, library=library)
    while not session.game.over:
        session.game.advance()
    with pytest.raises(OutOfTime):
        present_of(session.game)
