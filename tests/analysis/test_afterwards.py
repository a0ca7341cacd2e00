"""A finished game beside many others: percentiles that count, on draws that are not the game's, and sheets that would have changed it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from sim.analysis.afterwards import percentiles, turning_points
from sim.analysis.afterwards.percentile import LEAST, end_scores, placed, start_again
from sim.analysis.afterwards.turning import table_again
from sim.analysis.forecast import Cancelled
from sim.documents.library import Library
from sim.engine.errors import OutOfTime
from sim.report.afterwards import compared_page
from sim.rollout.program import native_available
from sim.rollout.runner import play_games
from sim.rollout.scores import game_scores, score_names
from sim.rollout.session import Session, advance, all_lenses, new_session
from sim.text.wording import Words

np = pytest.importorskip("numpy")


@pytest.fixture(scope="module")
def session(library: Library) -> Session:
    found = new_session("2018-thaw", rng_seed=4, length=4, library=library)
    while not found.game.over:
        advance(found)
    return found


@pytest.fixture(scope="module")
def advisers(library: Library) -> dict[str, tuple[float, ...]]:
    lenses = all_lenses(library)
    return {name: lenses[name] for name in library.arguments()}


SHARES = [(5.0, True, 100.0), (0.0, True, 0.0), (0.0, False, 100.0), (2.0, True, 50.0), (2.0, False, 50.0)]


@pytest.mark.parametrize(("value", "high", "share"), SHARES)
def test_a_percentile_is_the_share_that_did_worse(value: float, high: bool, share: float) -> None:
    found = placed(value, np.array([1.0, 2.0, 2.0, 3.0]), high)
    assert found.percentile == share
    assert 0 < found.error < 60
    assert found.low <= found.median <= found.high


def test_boards_are_named_as_batches_name_them(session: Session) -> None:
    assert tuple(end_scores(session.game)) == score_names(session.game.program)
    assert end_scores(session.game)["own.ROK"] == session.game.outcome()["own"]["ROK"]


def test_other_games_have_the_same_start_and_other_draws(session: Session, library: Library) -> None:
    start = start_again(session, "ROK")
    assert start.terms.coefficients == session.game.terms.coefficients
    assert start.terms.length == 4
    assert start.terms.rng_seed != session.game.terms.rng_seed
    assert start_again(session, "ROK") == start
    found = percentiles(session, "ROK", count=4, native=False)
    scores = game_scores(start, play_games(start, 4, native=False, traces=False))[:, score_names(session.game.program).index("own.ROK")]
    mine = session.game.outcome()["own"]["ROK"]
    assert found.boards["own.ROK"].percentile == 25 * sum(scores < mine)
    assert found.few
    assert found.games == 4 < LEAST
    assert set(found.boards) == {"own.ROK", *(name for name in session.game.program.book.boards if name != "own")}


def test_a_game_with_a_season_taken_back_is_not_scored(session: Session) -> None:
    assert percentiles(session, "ROK", count=2, native=False).scored
    again = replace(session, game=session.game.fork(4))
    again.game.undo()
    again.game.redo()
    assert percentiles(again, "ROK", count=2, native=False).scored
    again.game.undo()
    while not again.game.over:
        advance(again)
    found = percentiles(again, "ROK", count=2, native=False)
    assert not found.scored
    words = Words()
    told = " ".join(compared_page(found, words, dict.fromkeys(again.game.program.book.boards, "high")).texts())
    assert "no percentile is given" in told
    assert "better than about" not in told


def test_a_game_that_goes_on_is_not_compared(library: Library) -> None:
    session = new_session("tutorial", library=library)
    with pytest.raises(OutOfTime):
        percentiles(session, "ROK")
    with pytest.raises(OutOfTime):
        turning_points(session, "ROK", {})


def test_work_stops_when_nobody_wants_it(session: Session, advisers: dict[str, tuple[float, ...]]) -> None:
    with pytest.raises(Cancelled):
        percentiles(session, "ROK", native=False, go_on=lambda done, wanted: False)
    with pytest.raises(Cancelled):
        turning_points(session, "ROK", advisers, native=False, go_on=lambda done, wanted: False)


def test_the_table_of_a_season_is_as_it_was_when_sheets_were_sealed(session: Session) -> None:
    for season, played in enumerate(session.game.played):
        then = table_again(session.game, season)
        assert then.phase == "table"
        assert list(then.table.accords) == list(played.account.accords)
        assert list(then.table.bounds) == pytest.approx(list(played.account.b))


def test_every_season_has_other_sheets_that_differ_from_what_was_sent(session: Session, advisers: dict[str, tuple[float, ...]]) -> None:
    steps: list[tuple[int, int]] = []

    def go_on(done: int, wanted: int) -> bool:
        steps.append((done, wanted))
        return True

    found = turning_points(session, "ROK", advisers, count=4, native=False, go_on=go_on)
    assert steps == [(done, len(steps)) for done in range(len(steps))]
    assert found.futures == 4
    assert found.others
    layout, game = session.game.program.layout, session.game
    for each in found.others:
        assert each.orders
        assert each.by
        for lever, setting in each.orders.items():
            place = layout.lever(f"ROK.{lever}")
            assert layout.settings[place][game.played[each.season].account.orders[place]] != setting
        assert all(math.isfinite(moved.mean) and moved.margin >= 0 for moved in each.boards.values())
    largest = found.largest("own.ROK")
    if largest is not None:
        assert all(abs(each.boards["own.ROK"].mean) <= abs(largest.boards["own.ROK"].mean) for each in found.others if each.boards["own.ROK"].clear)


@pytest.mark.skipif(not native_available(), reason="Numba is not installed")
def test_compiled_code_finds_the_same(session: Session, advisers: dict[str, tuple[float, ...]]) -> None:
    plain = percentiles(session, "US", count=4, native=False)
    assert percentiles(session, "US", count=4, native=True).boards == plain.boards
    slow = turning_points(session, "US", advisers, count=3, native=False)
    assert turning_points(session, "US", advisers, count=3, native=True).others == slow.others
