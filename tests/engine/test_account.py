"""Accounts: the rows of every dial fold to the dial, in games where accords, incidents and clips come in."""

import pytest

from sim.engine.account import dial_rows
from sim.rollout.session import new_session
from tests.engine.games import game_with_incident, persons_game, play, season


@pytest.fixture(scope="module", params=["2005-banco-delta-asia", "2017-harmony", "2020-pandemic"])
def game(library, request):
    return play(new_session(request.param, lens="contrast", rng_seed=11, length=6, library=library)).game


def test_rows_fold_to_the_dial_before_the_clip_in_every_bit(game):
    run, layout = game.program.run, game.program.layout
    for played in game.played:
        account = played.account
        for dial in game.program.book.dials:
            place = layout.index[dial]
            value = account.start[place]
            for row in dial_rows(game.program, account, dial)[: len(game.program.book.dials[dial].change)]:
                value = value + row.value
            assert run.clip(value, 0.0, 10.0) == account.n[place]


def test_all_rows_together_are_the_change(game):
    for played in game.played:
        account = played.account
        for dial in game.program.book.dials:
            place = game.program.layout.index[dial]
            total = account.start[place] + sum(row.value for row in dial_rows(game.program, account, dial))
            assert total == pytest.approx(account.end[place], abs=1e-12)


def test_every_row_has_its_grounds(game, library):
    claims = library.claims()
    for dial in game.program.book.dials:
        for row in dial_rows(game.program, game.played[0].account, dial):
            assert row.ours or row.claims
            assert set(row.claims) <= set(claims)


def test_a_clip_shows_as_a_row(library):
    session = persons_game(library)
    session.game.table.state[session.game.program.layout.index["tension"]] = 9.9
    season(session, {"DPRK": {"test": "nuke", "dip": "threat"}, "US": {"mil": "full"}})
    account = session.game.played[0].account
    (row,) = [row for row in dial_rows(session.game.program, account, "tension") if row.name == "clip"]
    assert row.value < 0
    assert row.ours
    assert account.n[session.game.program.layout.index["tension"]] == 10.0


def test_an_incident_shows_as_a_row(library):
    game, account = game_with_incident(library)
    (row,) = [row for row in dial_rows(game.program, account, "tension") if row.name == "incident"]
    assert 0 < row.value <= 3 + 1e-12
    assert row.claims
