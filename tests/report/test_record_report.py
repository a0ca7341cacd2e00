"""A record's report is its debrief with the charts of its course."""

import math

import pytest

from sim.report.debrief import make_debrief
from sim.report.html import page_html
from sim.report.page import Block
from sim.report.record import record_page, seat_of
from sim.report.telling import tell
from sim.rollout.records import load
from sim.rollout.session import advance, all_lenses, new_session
from sim.text.wording import Words
from tests.report.html import Element, check


@pytest.fixture(scope="module")
def session(record, library):
    return load(record, library=library)


@pytest.fixture(scope="module")
def root(session, library, words) -> Element:
    return check(page_html(record_page(session, "ROK", all_lenses(library), Words(), words), words))


def cells(root: Element, head: str) -> dict[str, list[str]]:
    """Return the columns of the tables that have a head, by head."""
    found: dict[str, list[str]] = {}
    for table in root.all("table"):
        heads = [each.text for each in table.all("thead")[0].all("th")]
        if head in heads:
            for row in table.all("tbody")[0].all("tr"):
                for name, cell in zip(heads, [each for each in row.children if isinstance(each, Element)], strict=True):
                    found.setdefault(name, []).append(cell.text)
    return found


def test_it_holds_the_whole_debrief(root, session, library):
    claims = {name: claim.claim.strip() for name, claim in library.claims().items()}
    debrief = tell(make_debrief(session, "ROK", all_lenses(library)), Words(), claims, closing="")
    said = " ".join(root.text.split())
    for block in debrief.blocks:
        assert isinstance(block, Block)
        assert " ".join(block.text.replace("`", "").split()) in said


def test_its_charts_have_every_season_of_every_dial_and_board(root, session):
    game = session.game
    layout, words = game.program.layout, Words()
    for dial in ("tension", "hope", "stress", "arsenal"):
        wanted = [game.played[0].account.start[layout.index[dial]], *(played.account.end[layout.index[dial]] for played in game.played)]
        assert [float(cell) for cell in cells(root, words.dial(dial))[words.dial(dial)]] == pytest.approx(wanted, abs=0.0051)
    payoffs = [played.account.payoffs[layout.seats.index("DPRK")] for played in game.played]
    assert [float(cell) for cell in cells(root, "DPRK")["DPRK"]] == pytest.approx(payoffs, abs=0.0051)
    avoided = [1 - played.account.chance_of_war for played in game.played]
    wanted = [math.prod(avoided[: season + 1]) for season in range(len(avoided))]
    assert wanted[-1] < min(avoided) - 0.001
    assert [float(cell) for cell in cells(root, words.board("war_risk"))[words.board("war_risk")]] == pytest.approx(wanted, abs=0.00051)


def test_claims_that_are_named_are_cited(root, session, library):
    listed = cells(root, "Where it stands")
    named = [claim for claim in library.claims() if claim in root.text]
    assert named
    assert set(named) == set(listed["Claim"])
    assert all(", paragraph " in place for place in listed["Where it stands"])


def test_what_happened_is_in_the_tables(root, session):
    happened = cells(root, "What happened")
    signed = any(offer.outcome == "signed" for played in session.game.played for offer in played.account.offers)
    assert signed == any("an accord signed" in cell for cell in happened.get("What happened", []))


def test_a_game_that_ends_in_war_is_told_to_its_end(library, words):
    for seed in range(60):  # the first that ends so
        seats = {"US": "script:maximum-pressure", "DPRK": "random", "ROK": "random", "CHN": "random"}
        session = new_session("2017-harmony", seats=seats, lens="harmony", rng_seed=seed, library=library)
        while not session.game.over:
            advance(session)
        if session.game.over == "war":
            break
    assert session.game.over == "war"
    root = check(page_html(record_page(session, "", all_lenses(library), Words(), words), words))
    assert "Nobody won it" in root.text
    assert cells(root, "What happened")["What happened"][-1].endswith("war")
    assert root.all("line", "event")


def test_the_person_is_whose_debrief_it_is(session, record):
    assert seat_of(session, None, record) == ""
    assert seat_of(session, "DPRK", record) == "DPRK"
    assert seat_of(session, "none", record) == ""
