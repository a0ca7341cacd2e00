"""A hidden lens is shown by nothing before the debrief: not by screens, explanations, saves or exports."""

import pytest

from sim.documents.lens import read_lens
from sim.rollout.session import Seal, new_session

LENSES = ["lead", "opening", "alliance", "harmony", "koreanization", "contrast"]
FIRST = [
    "look", "sheet", "legal ally", "ik project", "sheet", "advice", "analyst", "believe", "lens", "boards", "packages", "card", "brief",
    "chance border-calm", "chance alliance-settlement with waiver", "predict DPRK.test srbm", "glossary", "help", "orders", "undo",
]  # fmt: skip
LATER = [
    "why DPRK",
    "why me",
    "why US sanc",
    "why hope",
    "why tension",
    "why stress",
    "boards",
    "orders",
    "history",
    "news",
    "card",
    "chance border-calm",
]


def hidden(library, lens, scenario="2020-pandemic", seat="ROK", **options):
    seats = {seat: "person"} if seat else {}
    return new_session(scenario, seats=seats, lens="hidden", seal=Seal(lens, "n" * 32), rng_seed=7, library=library, **options)


def offers(session):
    return [(offer.by, offer.package, offer.clauses, offer.outcome) for offer in session.game.table.offers]


def test_first_season_is_the_same_under_every_lens(sit, library, tmp_path):
    """As long as no AI seat offers something else, nothing that can be typed in the first season tells two lenses apart."""
    by_offers = {}
    for number, lens in enumerate(LENSES):
        session = hidden(library, lens)
        found = sit(FIRST, session, saves=tmp_path / str(number))
        by_offers.setdefault(repr(offers(session)), []).append((lens, found.text))
    assert max(len(group) for group in by_offers.values()) >= 2, "no two lenses give the same offers: choose another seed"
    for group in by_offers.values():
        assert len({text for _, text in group}) == 1, [lens for lens, _ in group]


@pytest.mark.parametrize("seat", ["ROK", ""])
@pytest.mark.parametrize("lens", ["contrast", "koreanization"])
def test_name_and_title_do_not_show_before_the_debrief(sit, library, folder, lens, seat, tmp_path):
    session = hidden(library, lens, seat=seat, length=4)
    record = tmp_path / "record.yaml"
    found = sit(["end", "end", *LATER, "why DPRK 1", f"export record {record}", "quit"], session)
    title = read_lens(library, lens).title
    assert title not in found.text
    assert f"({lens})" not in found.text
    assert f"lens of this world is {lens}" not in found.text
    for text in (record.read_text(), *(path.read_text() for path in folder.glob("*.yaml"))):
        assert "lens: hidden" in text
        assert lens not in text
    assert f"{lens}\n" in next(folder.glob("*.lens")).read_text()


def test_no_own_payoff_before_the_debrief(sit, library):
    found = sit(["end", "boards", "why me"], hidden(library, "lead", length=4))
    assert "own payoff: told in the debrief" in found.answers[1]
    assert "war risk" not in found.answers[1]
    assert "this is read under" in " ".join(found.answers[2].split())


def test_explanations_do_not_move_with_the_world(sit, library):
    """Believing one lens, a person reads a dial's public terms alike whatever the world's lens: what differs is only the rest."""
    rows = []
    for lens in ("lead", "contrast"):
        session = hidden(library, lens, length=4)
        for seat in ("US", "DPRK", "CHN"):
            session.game.hand_over(seat, session.game.agents["ROK"])  # everybody stands still: the same public world
        found = sit(["believe pool", "end", "why tension", "why cohesion", "why inter_korean"], session)
        rows.append([line for line in "".join(found.answers[2:]).splitlines() if "[" in line])
    assert rows[0] == rows[1]


def test_debrief_opens_it(sit, library):
    found = sit(["end", "end", "end", "end", "debrief lens", "why me", "boards"], hidden(library, "koreanization", length=4))
    flat = " ".join(found.text.split())
    assert "The hidden lens was Koreanization (koreanization)" in flat
    assert "with everything known:" in flat
    assert "In full: the very numbers" in flat
    assert "own payoff, South Korea" in flat


def test_undo_makes_it_practice(sit, library):
    found = sit(["end", "undo", "end", "fork 1"], hidden(library, "lead", length=4))
    assert "this is a practice game" in found.answers[1]
