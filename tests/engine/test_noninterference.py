"""Non-interference: what one seat keeps to itself reaches nobody else's view, desk, explanation or save before a reveal."""

import json
import random
from dataclasses import replace

import pytest

from sim.agents.payoff import expectation
from sim.engine.past import seen_desk
from sim.engine.seen import explain_as_seen
from sim.engine.view import look
from sim.rollout.records import load, save
from sim.rollout.session import Seal, do_act, new_session
from tests.engine.games import PERSONS, SEATS, lens_values, persons_game, season, text


def seen(game, seat: str) -> bytes:
    """Return what a seat sees, byte for byte."""
    return json.dumps(look(game, seat).plain(), sort_keys=True).encode()


def others(seat: str) -> list[str]:
    return [each for each in SEATS if each != seat]


def assert_same_to_others(seat: str, one, other) -> None:
    for viewer in others(seat):
        assert seen(one, viewer) == seen(other, viewer)


def changed(session, **values: float):
    """Change values of the state as if they had been so from the start, and begin the season again."""
    game = session.game
    state = list(game.position.state)
    for name, value in values.items():
        state[game.program.layout.index[name]] = value
    game.position = replace(game.position, state=tuple(state))
    game.open_season()
    return session


def ai_but(library, seat: str, **settings):
    """Return a game in which a person has one seat and AI the others."""
    return new_session("2020-pandemic", seats={seat: "person"}, library=library, length=6, **settings)


# --- sheets, drafts, offers


def test_a_sealed_sheet_shows_to_its_own_seat_only(library):
    session = persons_game(library)
    before = {seat: seen(session.game, seat) for seat in SEATS}
    session.drafts["US"] = {"dip": "talk"}
    session.game.submit("US", {"dip": "talk", "pledge": "none"}, reason="to see")
    session.game.predict("US", "DPRK.test", "nuke")
    assert all(seen(session.game, seat) == before[seat] for seat in others("US"))
    assert seen(session.game, "US") != before["US"]


def test_sheets_stay_sealed_through_a_whole_game(library):
    session = persons_game(library, scenario="2018-thaw", length=8)
    chance = random.Random(3)
    while not session.game.over:
        for seat in SEATS:
            before = {viewer: seen(session.game, viewer) for viewer in others(seat)}
            lever, options = chance.choice(list(session.game.legal(seat).items()))
            session.game.submit(seat, {lever: chance.choice(options)})
            assert {viewer: seen(session.game, viewer) for viewer in others(seat)} == before
        season(session)


def test_the_reveal_shows_what_was_sealed(library):
    one, other = persons_game(library), persons_game(library)
    season(one, {"US": {"dip": "talk"}})
    season(other)
    assert seen(one.game, "CHN") != seen(other.game, "CHN")


def test_an_offer_shows_to_its_parties_only(library):
    session = persons_game(library)
    before = {seat: seen(session.game, seat) for seat in SEATS}
    do_act(session, "offer ROK seoul-relief")
    assert [seat for seat in SEATS if seen(session.game, seat) != before[seat]] == ["ROK", "DPRK"]


def test_an_offer_s_number_tells_nothing_of_others_offers(library):
    one, other = persons_game(library), persons_game(library)
    do_act(one, "offer ROK seoul-relief")
    for session in (one, other):
        do_act(session, "offer CHN shield-for-trade")
    assert seen(one.game, "CHN") == seen(other.game, "CHN")


# --- private dials, cards


@pytest.mark.parametrize(("seat", "dial"), [("DPRK", "hope"), ("DPRK", "arsenal"), ("US", "salience"), ("ROK", "mandate"), ("CHN", "enforcement")])
def test_a_private_dial_reaches_others_as_their_estimate_only(library, seat, dial):
    """Two worlds, another truth, the same estimates: equal views, and equal sheets of AI seats."""
    games = []
    for truth in (3.0, 5.0):
        game = ai_but(library, seat).game
        run, place = game.program.run, game.program.layout.index[dial]
        game.table.state[place] = truth
        for viewer in others(seat):
            game.table.errors[SEATS.index(viewer) * run.N_DIALS + place] = 4.0 - truth
        game.table.look()
        games.append(game)
    one, other = games
    assert_same_to_others(seat, one, other)
    assert seen(one, seat) != seen(other, seat)
    for game in games:
        game.submit(seat, {})
        game.advance()
    assert one.played[0].account.orders == other.played[0].account.orders


@pytest.mark.parametrize(
    ("seat", "cards"),
    [("US", ("card_freeze_before_vote", "card_quiet_campaign")), ("DPRK", ("card_arms_show_at_congress", "card_bread_at_congress"))],
)
def test_a_card_is_known_to_its_seat_alone(library, seat, cards):
    one, other = (changed(ai_but(library, seat), **{cards[0]: float(first), cards[1]: float(not first)}) for first in (True, False))
    assert look(one.game, seat).card != look(other.game, seat).card
    while not one.game.over:
        assert_same_to_others(seat, one.game, other.game)
        assert all(look(one.game, viewer).card not in cards for viewer in others(seat))
        season(one)
        season(other)
    assert text(one) == text(other)


# --- covert production passes for a freeze


def covert_and_freeze(library, seasons: int):
    """Return two games that differ only in the step that Pyongyang takes, while nothing is found out."""
    for seed in range(50):
        pair = [persons_game(library, rng_seed=seed) for _ in range(2)]
        for session, step in zip(pair, ("covert", "freeze"), strict=True):
            for _ in range(seasons):
                season(session, {"DPRK": {"dip": "talk", "test": "hold", "step": step}})
        place = pair[0].game.program.run.COVERT_FOUND
        if not any(played.account.f[place] for played in pair[0].game.played):
            return pair
    raise AssertionError("always found out")


def without_arsenal(game, seat: str) -> dict:
    """Return a view without the estimate of the arsenal, which secret production moves by hundredths."""
    view = look(game, seat).plain()
    view["dials"].pop("arsenal")
    return view


@pytest.mark.parametrize("seasons", [1, 3])
def test_covert_production_looks_like_a_freeze(library, seasons):
    covert, freeze = covert_and_freeze(library, seasons)
    assert look(covert.game, "DPRK").orders["DPRK"]["step"] == "covert"
    for viewer in others("DPRK"):
        assert look(covert.game, viewer).orders["DPRK"]["step"] == "freeze"
        assert without_arsenal(covert.game, viewer) == without_arsenal(freeze.game, viewer)
        moved = look(covert.game, viewer).dials["arsenal"].value - look(freeze.game, viewer).dials["arsenal"].value
        assert abs(moved) < 0.1 * seasons


def seen_explanation(session, index: int, viewer: str = "US", seat: str = "DPRK"):
    believed = lens_values(session.library, "harmony")
    desk = seen_desk(session.game, index, seat, viewer, believed)
    return explain_as_seen(session.game, index, seat, viewer, believed, expectation(desk))


def test_an_explanation_of_the_season_itself_does_not_tell_covert_from_freeze(library):
    covert, freeze = covert_and_freeze(library, 1)
    assert seen_explanation(covert, 0) == seen_explanation(freeze, 0)


def test_an_explanation_of_the_next_season_does_not_tell_covert_from_freeze(library):
    covert, freeze = covert_and_freeze(library, 1)
    arsenal = covert.game.position.state[covert.game.program.layout.index["arsenal"]]
    changed(freeze, arsenal=arsenal)
    for session in (covert, freeze):
        season(session)
    budgets = [seen_desk(session.game, 1, "DPRK", "US", lens_values(library, "harmony")).budget for session in (covert, freeze)]
    assert budgets[0] == budgets[1]
    assert seen_explanation(covert, 1) == seen_explanation(freeze, 1)


def test_a_secret_step_costs_what_it_passes_for_and_is_explained(library):
    session = persons_game(library)
    season(session, {"DPRK": {"dip": "talk", "step": "covert"}})
    assert seen_explanation(session, 0).levers


def test_a_desk_does_not_tell_covert_from_freeze(library):
    covert, freeze = covert_and_freeze(library, 1)
    run, arsenal = covert.game.program.run, covert.game.program.layout.index["arsenal"]
    views = [session.game.desk("US").view for session in (covert, freeze)]
    capital = run.CAPITAL + SEATS.index("DPRK")
    assert views[0][capital] == views[1][capital]
    assert [value for place, value in enumerate(views[0]) if place != arsenal] == [value for place, value in enumerate(views[1]) if place != arsenal]


# --- the hidden lens


def hidden_pair(library, *, length: int = 5, seats=PERSONS):
    seals = (Seal("harmony", "0" * 32), Seal("contrast", "1" * 32))
    return [new_session("2020-pandemic", seats=seats, lens="hidden", seal=seal, rng_seed=5, length=length, library=library) for seal in seals]


def unsealed(session) -> str:
    return "\n".join(line for line in text(session).splitlines() if not line.startswith("seal:"))


def test_a_hidden_lens_shows_in_no_view_before_it_has_worked(library):
    one, other = hidden_pair(library)
    for seat in SEATS:
        assert seen(one.game, seat) == seen(other.game, seat)
        assert one.game.legal(seat) == other.game.legal(seat)
        for package in one.game.program.book.packages:
            assert one.game.table.why_not(seat, package) == other.game.table.why_not(seat, package)


def test_derived_dials_that_would_tell_the_lens_are_not_shown(library):
    one, _ = hidden_pair(library)
    layout, run = one.game.program.layout, one.game.program.run
    lenses = [list(lens_values(library, name)) for name in library.lens_names()]
    shown = [name for name in look(one.game, "US").dials if name in one.game.program.book.derived]
    assert shown
    for name in shown:
        place = list(one.game.program.book.derived).index(name)
        assert len({run.derive(place, list(one.game.position.state), lens) for lens in lenses}) == 1
    assert layout.coefficients


def test_records_of_hidden_games_differ_in_the_seal_alone(library):
    one, other = hidden_pair(library)
    while not one.game.over:
        assert unsealed(one) == unsealed(other)
        for session in (one, other):
            season(session)
    assert unsealed(one) == unsealed(other)
    assert text(one) != text(other)


def test_an_explanation_as_seen_holds_nothing_of_the_hidden_lens(library):
    pair = hidden_pair(library)
    for session in pair:
        season(session)
    one, other = (seen_explanation(session, 0, "ROK", "US") for session in pair)
    assert one == other


def test_a_save_holds_only_the_commitment(library, tmp_path):
    session = hidden_pair(library)[1]
    season(session)
    path = tmp_path / "game.yaml"
    save(session, path)
    written = path.read_text()
    assert session.seal.commitment in written
    assert "contrast" not in written
    assert session.seal.nonce not in written
    beside = tmp_path / "game.yaml.lens"
    assert beside.stat().st_mode & 0o077 == 0
    again = load(path, library=library)
    assert again.lens == session.lens
    assert text(again) == text(session)


def test_a_commitment_needs_its_nonce():
    commitments = {Seal(lens, nonce).commitment for lens in ("harmony", "contrast") for nonce in ("a", "b")}
    assert len(commitments) == 4


def test_a_hidden_lens_is_not_drawn_from_the_rng_seed(library):
    drawn = {new_session("tutorial", lens="hidden", rng_seed=1, library=library).seal.lens for _ in range(40)}
    assert len(drawn) > 1
    assert "pool" not in drawn


def test_ai_seats_share_the_world_s_hidden_lens(library):
    one, _ = hidden_pair(library, seats={})
    assert one.game.desk("DPRK").k == list(lens_values(library, "harmony"))
    assert one.open_lens is None
    while not one.game.over:
        season(one)
    assert one.open_lens.name == "harmony"
