"""Forecasts: what a seat may know and nothing else, ranges that are ranges, sheets compared on common draws, and labels that say how few."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from sim.analysis.forecast import Cancelled, Forecast, advisers, answer, ask, forecast
from sim.analysis.forecast import played as playing
from sim.analysis.forecast.measured import chance_of, shifts_of
from sim.analysis.forecast.played import play_asked, shared_out
from sim.documents.errors import DocumentError
from sim.documents.lens import read_lens
from sim.documents.library import Library
from sim.engine.errors import IllegalNow, OutOfTime, UnknownOrder
from sim.rollout.program import native_available
from sim.rollout.session import Seal, Session, coefficients, new_session
from tests.rollout.test_futures import differ_in_private

np = pytest.importorskip("numpy")

FEW = {"count": 6, "native": False, "seasons": 3}


def played(library: Library, seasons: int = 3, **how: Any) -> Session:
    session = new_session(how.pop("scenario", "2018-thaw"), rng_seed=4, length=8, library=library, **how)
    for _ in range(seasons):
        play_season(session)
    assert not session.game.over
    return session


def play_season(session: Session) -> None:
    """Play a season; persons step back after an incident."""
    while session.game.advance() is None:
        for seat in session.game.waiting_for():
            session.game.answer_crisis(seat, "step_back")


@pytest.fixture(scope="module")
def session(library: Library) -> Session:
    return played(library)


@pytest.fixture(scope="module")
def found(session: Session) -> Forecast:
    sheet = {"dip": "talk"}
    assert session.game.standing("US")["dip"] != "talk"
    return forecast(session, "US", sheet=sheet, count=12, native=False, seasons=3)


def test_ranges_are_nested_and_go_season_by_season(session: Session, found: Forecast) -> None:
    assert found.seasons == tuple(session.game.seasons[3:6])
    for rows in (*found.outlook.dials.values(), *found.outlook.boards.values()):
        assert len(rows) == 3
        for each in rows:
            assert each is None or each.low <= each.lower <= each.median <= each.upper <= each.high
    assert set(found.outlook.dials) == {name for name in session.game.program.book.dials}
    assert [name for name in found.outlook.boards if name.startswith("own.")] == ["own.US"]
    assert any(rows[-1].low < rows[-1].high for rows in found.outlook.boards.values())


def test_chances_only_grow_and_follow_from_what_was_played(session: Session) -> None:
    asked = ask(session)
    kept = play_asked(asked, 12, native=False)
    outlook = answer(asked, 12, native=False).outlook
    for name, rows in outlook.chances.items():
        values = [each.value for each in rows]
        assert values == sorted(values), name
        assert all(each.error > 0 for each in rows)
        assert values[-1] == kept.events[name][0, :, -1].mean()
    tests = [name for name in outlook.chances if name.startswith("test:")]
    assert outlook.chances["test"][-1].value == np.any([kept.events[name][0, :, -1] for name in tests], axis=0).mean()
    held = {accord.package for accord in session.game.table.in_force()}
    assert {name.split(":")[1] for name in outlook.chances if name.startswith("ended:")} == held
    assert not held & {name.split(":")[1] for name in outlook.chances if name.startswith("accord:")}


def test_the_error_of_a_chance_is_never_nothing() -> None:
    assert chance_of(np.zeros(96, dtype=bool)).error == pytest.approx(0.014, abs=2e-4)
    half = chance_of(np.arange(1996) % 2 == 0)
    assert half.value == 0.5
    assert half.error == pytest.approx((0.25 / 2000) ** 0.5)


def test_a_sheet_against_itself_changes_nothing(session: Session) -> None:
    change = forecast(session, "US", sheet={"dip": "talk"}, against={"dip": "talk"}, **FEW).instead
    assert change is not None
    assert change.sheet == change.against
    shifts = [each for rows in (change.dials, change.boards, change.chances) for by_season in rows.values() for each in by_season if each]
    assert shifts
    assert all((each.mean, each.error, each.spread.low, each.spread.high) == (0, 0, 0, 0) for each in shifts)


def test_a_sheet_is_compared_on_common_draws(session: Session, found: Forecast) -> None:
    change = found.instead
    assert change is not None
    assert change.sheet["US"]["dip"] == "talk"
    assert change.against["US"] == session.game.filled("US", {})
    assert any(abs(each.mean) > 0 for rows in change.boards.values() for each in rows)
    other = forecast(session, "US", sheet={}, against={"dip": "talk"}, count=12, native=False, seasons=3).instead
    assert other is not None
    for name, rows in change.boards.items():
        assert [each.mean for each in rows] == [-each.mean for each in other.boards[name]]
    differences = np.array([[0.5], [1.5], [1.0], [3.0]])
    (shift,) = shifts_of(differences)
    assert (shift.mean, shift.spread.median) == (1.5, 1.25)
    assert shift.error == pytest.approx(differences.std(ddof=1) / 2)


def test_an_analyst_may_order_for_several_seats(session: Session) -> None:
    orders = {f"{seat}.dip": session.game.legal(seat)["dip"][-1] for seat in ("US", "CHN")}
    change = forecast(session, sheet=orders, **FEW).instead
    assert change is not None
    assert {f"{seat}.dip": sheet["dip"] for seat, sheet in change.sheet.items()} == orders


@pytest.mark.parametrize("seat", ["US", "ROK", "CHN"])
def test_a_seats_forecast_tells_nothing_that_the_seat_cannot_see(library: Library, seat: str) -> None:
    one, other = played(library), played(library)
    differ_in_private(other, seat)
    other.game.terms = replace(other.game.terms, rng_seed=11)
    other.game.table.views = one.game.table.views
    assert one.game.table.state != other.game.table.state
    assert forecast(one, seat, lens="harmony", **FEW) == forecast(other, seat, lens="harmony", **FEW)


def under(session: Session, lens: str) -> Session:
    """Return the same hidden-lens game, so far equal, with another lens under its seal."""
    assert session.seal is not None
    game = session.game.fork(len(session.game.played))
    game.terms = replace(game.terms, coefficients=coefficients(game.program, read_lens(session.library, lens)))
    game.table.look()
    return replace(session, game=game, lens=read_lens(session.library, lens), seal=replace(session.seal, lens=lens))


def test_a_hidden_lens_is_never_used(library: Library) -> None:
    session = played(library, lens="hidden", seal=Seal("alliance", "nonce"), seats={"ROK": "person"})
    one, other = (forecast(under(session, lens), "ROK", **FEW) for lens in ("alliance", "contrast"))
    assert one == other
    assert one.posterior
    assert sum(one.lenses.values()) == pytest.approx(1)
    with pytest.raises(DocumentError, match="hidden until"):
        ask(session)
    with pytest.raises(DocumentError, match="no lens to look ahead"):
        ask(session, "ROK", lens="hidden")


def test_a_finished_hidden_game_is_forked_as_its_seat_knew_it(library: Library) -> None:
    seal = Seal("koreanization", "nonce")
    session = new_session("tutorial", lens="hidden", seal=seal, seats={"ROK": "person"}, length=4, library=library)
    while not session.game.over:
        play_season(session)
    with pytest.raises(OutOfTime):
        ask(session, "ROK")
    assert ask(session, "ROK", fork="2").posterior
    open_now = ask(session, fork=session.game.seasons[1])
    assert [lens.name for lens in open_now.lenses] == [session.lens.name]
    assert open_now.seasons == tuple(session.game.seasons[1:])


def test_lenses_share_the_futures_out(session: Session) -> None:
    weights = dict.fromkeys(["lead", "opening", "alliance", "harmony", "koreanization", "contrast"], 0.0) | {"harmony": 0.75, "contrast": 0.25}
    mixed = play_asked(ask(session, "US", lens="posterior", weights=weights, seasons=2), 4, native=False)
    alone = {lens: play_asked(ask(session, "US", lens=lens, seasons=2), 4, native=False) for lens in ("harmony", "contrast")}
    places = shared_out([0.75, 0.25], 4)
    assert places == [0, 0, 1, 0] or places == [0, 1, 0, 0]
    for number, place in enumerate(places):
        own = alone[("harmony", "contrast")[place]]
        assert (mixed.boards["own.US"][0, number] == own.boards["own.US"][0, number]).all()
    assert shared_out([0.2, 0.5, 0.3], 1000).count(1) == 500


def test_a_mix_is_the_mean_of_its_lenses(session: Session, library: Library) -> None:
    (lens,) = ask(session, lens="harmony=0.5,contrast=0.5").lenses
    one, other = (read_lens(library, name).values for name in ("harmony", "contrast"))
    assert lens.k == pytest.approx([(one[name] + other[name]) / 2 for name in session.game.program.layout.coefficients], abs=1e-6)


def test_plain_python_plays_fewer_futures_and_says_so(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playing, "native_ready", lambda start: False)
    quick = answer(ask(session, "US", seasons=1), seconds=0.0)
    assert not quick.native
    assert quick.futures == playing.PLAIN_CHUNK < quick.asked == playing.FUTURES
    low, high = quick.held
    assert low < 0.7
    assert high == 1.0
    many = replace(quick, futures=2000)
    assert (round(many.held[0], 2), round(many.held[1], 2)) == (0.89, 0.91)
    assert many.chance_margin == pytest.approx(0.022, abs=1e-3)
    assert quick.chance_margin > 10 * many.chance_margin


def test_it_can_be_cancelled_between_chunks(session: Session) -> None:
    asked_of: list[tuple[int, int]] = []

    def go_on(done: int, wanted: int) -> bool:
        asked_of.append((done, wanted))
        return done < playing.PLAIN_CHUNK

    with pytest.raises(Cancelled):
        forecast(session, "US", count=20, native=False, seasons=1, go_on=go_on)
    assert asked_of == [(0, 20), (playing.PLAIN_CHUNK, 20)]


def test_a_question_once_settled_reads_nothing_more_of_the_game(library: Library) -> None:
    """So a thread may answer while somebody types."""
    session = played(library, seats={"ROK": "person"})
    asked = ask(session, "ROK", sheet={"aid": "none"}, seasons=2)
    before = answer(asked, 4, native=False)
    with ThreadPoolExecutor(1) as pool:
        after = pool.submit(answer, asked, 4, native=False)
        session.game.submit("ROK", {"ik": "none"})
        play_season(session)
        assert after.result() == before
    assert answer(asked, 4, native=False) == before


def test_advisers_look_ahead_under_their_own_lens(session: Session) -> None:
    sheets = {"harmony": {"dip": "talk"}, "contrast": session.game.filled("US", {})}
    found = advisers(session, "US", sheets, **FEW)
    assert {name: list(each.lenses) for name, each in found.items()} == {"harmony": ["harmony"], "contrast": ["contrast"]}
    assert found["harmony"] == forecast(session, "US", lens="harmony", sheet=sheets["harmony"], **FEW)


def test_it_says_what_is_wrong_with_a_question(session: Session) -> None:
    for question, error in [
        ({"lens": "harmny"}, DocumentError),
        ({"seasons": 6}, DocumentError),
        ({"fork": "9"}, DocumentError),
        ({"fork": "spring-1999"}, DocumentError),
        ({"sheet": {"dip": "talk"}}, DocumentError),
        ({"against": {"US.dip": "talk"}}, DocumentError),
        ({"sheet": {"US.dip": "talk"}, "against": {"ROK.ik": "cool"}}, DocumentError),
        ({"sheet": {}}, DocumentError),
        ({"sheet": {"US.dop": "open"}}, UnknownOrder),
        ({"sheet": {"USA.dip": "open"}}, UnknownOrder),
    ]:
        with pytest.raises(error):
            ask(session, **question)
    with pytest.raises(DocumentError, match="not a lever of ROK"):
        ask(session, "ROK", sheet={"US.dip": "talk"})
    shut = next(
        (seat, lever, name)
        for seat in session.game.program.layout.seats
        for lever, names in session.game.legal(seat).items()
        for name in session.game.program.book.levers[f"{seat}.{lever}"].settings
        if name not in names
    )
    with pytest.raises(IllegalNow):
        ask(session, shut[0], sheet={shut[1]: shut[2]})
    with pytest.raises(ValueError, match="at least 2"):
        forecast(session, count=1, native=False)


def test_it_becomes_json(found: Forecast) -> None:
    again = json.loads(json.dumps(found.plain(), allow_nan=False))
    assert again["outlook"]["dials"]["tension"][2]["median"] == found.outlook.dials["tension"][2].median  # type: ignore[union-attr]
    assert again["instead"]["sheet"]["US"]["dip"] == "talk"
    assert again["futures"] == 12


@pytest.mark.native
@pytest.mark.parametrize("seat", ["", "DPRK"])
def test_native_and_plain_forecasts_are_equal(session: Session, seat: str) -> None:
    if not native_available():
        pytest.skip("Numba is not installed")
    lever = "dip" if seat else "DPRK.dip"
    asked = ask(session, seat, lens="posterior", sheet={lever: session.game.legal("DPRK")["dip"][-1]}, seasons=3)
    plain, native = (answer(asked, 6, native=on) for on in (False, True))
    assert replace(native, native=False) == plain
    whole = answer(asked, 700, native=True)
    assert whole.futures == 700  # more than one chunk, each lens in each


@pytest.mark.native
@pytest.mark.slow
@pytest.mark.parametrize("seat", ["", "US", "DPRK"])
def test_ranges_hold_what_then_happens_as_often_as_they_say(library: Library, seat: str) -> None:
    """Sixty games of AI seats, forecast in mid-game under their own lens and then played out."""
    if not native_available():
        pytest.skip("Numba is not installed")
    dials = ("tension", "arsenal", "hope", "stress", "cohesion", "mandate")
    inner, outer = [], []
    for number in range(60):
        session = new_session(("2018-thaw", "2017-harmony", "2020-pandemic")[number % 3], rng_seed=1000 + number, length=9, library=library)
        while not session.game.over and len(session.game.played) < 4:
            play_season(session)
        if session.game.over:  # by war
            continue
        said = forecast(session, seat, count=256, native=True).outlook
        while not session.game.over:
            play_season(session)
        if session.game.over == "scheduled":
            for dial in dials:
                each, came = said.dials[dial][-1], session.game.position.state[session.game.program.layout.index[dial]]
                assert each is not None
                inner.append(each.lower <= came <= each.upper)
                outer.append(each.low <= came <= each.high)
    assert len(outer) > 300
    assert 0.42 < np.mean(inner) < 0.62
    assert 0.84 < np.mean(outer) < 0.96
