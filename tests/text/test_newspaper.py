"""The front page: true of the account, varied, within its size, and silent about what its reader may not know."""

from __future__ import annotations

import copy
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from sim.agents.payoff import PayoffAgent
from sim.documents.rulebook import read_rulebook
from sim.engine.game import Game
from sim.engine.position import Terms
from sim.engine.program import Program, build_program
from sim.text.catalogue import Catalogue, catalogue, languages
from sim.text.newspaper import FrontPage, Writer, repetition, sentences
from sim.text.pen import slots_of, split

ROOT = Path(__file__).parents[2]
KERNELS = (
    ("sim.agents.kernel", "choice"),
    ("sim.agents.kernel", "bargaining"),
    ("sim.engine.kernel", "conditions"),
    ("sim.rollout.kernel", "games"),
)
SEASONS = [f"{quarter}-{year}" for year in (2020, 2021, 2022) for quarter in ("winter", "spring", "summer", "autumn")]
STARTS: tuple[dict[str, float], ...] = ({"hope": 3.2, "us_vote": 2}, {"tension": 6.5, "stress": 6.5, "rok_vote": 5}, {"hope": 5, "stress": 3})
CALENDARS = ([("pandemic", 0, 6)], [("flood", 3, 2), ("scandal", 6, 2)], [("winter_games", 0, 1)])
VIEWERS = (None, "US", "ROK", "DPRK", "CHN")
LIMIT = 0.05
PAGE = 12


class Stays:
    """An agent that changes nothing."""

    name, person, level = "stays", False, None

    def sheet(self, desk: object) -> list[int]:
        """Keep the standing orders."""
        return list(desk.standing)  # type: ignore[attr-defined]

    def proposal(self, desk: object) -> None:
        """Offer nothing."""

    def accepts(self, desk: object, offer: object) -> bool:
        """Refuse."""
        return False

    def counter(self, desk: object, offer: object) -> None:
        """Counter nothing."""

    def snaps_back(self, desk: object, slot: int) -> bool:
        """Keep every accord."""
        return False

    def steps_back(self, *_: object) -> bool:
        """Step back."""
        return True


@pytest.fixture(scope="module")
def program() -> Program:
    """Return the compiled rulebook."""
    return build_program(*read_rulebook(ROOT / "sim" / "rulebook"), KERNELS)


def new_game(program: Program, seed: int, agent: type = PayoffAgent) -> Game:
    """Return a game of AI seats, with one of three starts."""
    book, layout = program.book, program.layout
    sheets = {seat: {name: book.levers[name].rest for name in book.seat_levers(seat)} for seat in book.seats}
    calendar = [SimpleNamespace(season=SimpleNamespace(id=SEASONS[first]), event=event, lasts=n) for event, first, n in CALENDARS[seed % 3]]
    setup = SimpleNamespace(start=STARTS[seed % 3], opening_sheets=sheets, calendar=calendar)
    lens = [0.0 if name in ("k_coerce", "k_denial") else 0.5 for name in layout.coefficients]
    return Game(program, setup, Terms(tuple(lens), seed, 12), SEASONS, {seat: agent() for seat in book.seats}, "standard")


@pytest.fixture(scope="module")
def games(program: Program) -> list[Game]:
    """Return six finished games."""
    played = [new_game(program, seed) for seed in range(6)]
    for game in played:
        while not game.over:
            game.advance()
    return played


def pages_of(game: Game, viewer: str | None = None, lang: str = "en") -> list[FrontPage]:
    """Return every page of a game for one reader."""
    writer = Writer(game.program, catalogue(lang), game.terms.rng_seed)
    return [writer.front_page(game, index, viewer) for index in range(len(game.played))]


def every_page(games: list[Game], lang: str = "en") -> Iterator[FrontPage]:
    """Return every page of all games for all readers."""
    for game in games:
        for viewer in VIEWERS:
            yield from pages_of(game, viewer, lang)


@pytest.mark.parametrize("lang", languages())
def test_sentences_seldom_return(games: list[Game], lang: str) -> None:
    shares = [repetition(pages_of(game, viewer, lang)) for game in games for viewer in VIEWERS]
    assert sum(shares) / len(shares) < LIMIT


@pytest.mark.parametrize("lang", languages())
def test_a_page_is_within_its_size_and_says_nothing_twice(games: list[Game], lang: str) -> None:
    paper = catalogue(lang).entry("paper")
    for page in every_page(games, lang):
        assert sum(len(split(text)) for text in page.entries) <= PAGE
        assert len(page.headlines) <= paper["headlines"][1]
        assert len(page.cables) <= paper["cables"][1]
        assert len(set(sentences(page))) == len(sentences(page))
        assert page.human_words
        assert page.human_cost.startswith(page.human_words)


@pytest.mark.parametrize("lang", languages())
def test_every_slot_is_filled_and_every_sentence_begins_with_a_capital(games: list[Game], lang: str) -> None:
    for page in every_page(games, lang):
        for text in page.entries:
            assert "{" not in text
            for part in split(text):
                assert not part.lstrip("\"'")[:1].islower(), part


def test_the_heading_names_the_season(games: list[Game]) -> None:
    page = pages_of(games[0])[1]
    assert (page.heading, page.number) == ("SPRING 2020", "season 2 of 12")


def test_a_rule_that_bit_is_told_with_its_claim(games: list[Game]) -> None:
    for game in games:
        for played, page in zip(game.played, pages_of(game), strict=True):
            for rule in played.account.bites:
                claims = game.program.book.rules[rule].claims
                cancelled = rule == "V3" and played.account.f[game.program.flags["drills_cancelled"]]
                if claims and not cancelled and not played.account.war:
                    assert any(text.endswith(f"(rule {rule}: {claims[0]})") for text in page.refused)


def test_pages_do_not_depend_on_which_were_asked_for(games: list[Game]) -> None:
    game = games[1]
    late = Writer(game.program, catalogue("en"), game.terms.rng_seed)
    last = late.front_page(game, -1, "ROK")
    assert last == pages_of(game, "ROK")[-1]
    assert late.front_page(game, 2, "ROK") == pages_of(game, "ROK")[2]


def test_a_season_played_anew_is_written_anew(program: Program) -> None:
    game = new_game(program, 3)
    writer = Writer(program, catalogue("en"), 3)
    for _ in range(3):
        game.advance()
    first = [writer.front_page(game, index) for index in range(3)]
    game.undo()
    game.redo()
    assert [writer.front_page(game, index) for index in range(3)] == first


def test_a_private_dial_is_an_estimate_to_others(games: list[Game]) -> None:
    game = games[0]
    exact = dict((name, (before, after)) for name, before, after, _ in pages_of(game)[4].moves)
    for name, before, after, band in pages_of(game, "US")[4].moves:
        if name in ("hope", "arsenal"):
            assert band
            assert (before, after) != exact[name]
        else:
            assert band is None
            assert (before, after) == exact[name]
    assert all(band is None for name, _, _, band in pages_of(game, "DPRK")[4].moves if name in ("hope", "arsenal"))


def test_views_may_be_handed_in(games: list[Game]) -> None:
    game = games[0]
    size = len(game.program.layout.state)
    page = Writer(game.program, catalogue("en"), 0).front_page(game, 0, "US", ([1.0] * size, [2.0] * size))
    assert page.moves[0][1:3] == (1.0, 2.0)


def with_step(game: Game, index: int, setting: str) -> Game:
    """Return a copy of a game with another nuclear step in one season and all else equal."""
    layout = game.program.layout
    changed = copy.copy(game)
    account = game.played[index].account
    orders = list(account.orders)
    orders[layout.lever("DPRK.step")] = layout.setting("DPRK.step", setting)
    changed.played = list(game.played)
    changed.played[index] = replace(game.played[index], account=replace(account, orders=orders))
    return changed


@pytest.mark.parametrize("lang", languages())
def test_covert_production_reads_as_a_freeze_to_others(games: list[Game], lang: str) -> None:
    game = games[0]
    for viewer in ("US", "ROK", "CHN"):
        assert pages_of(with_step(game, 2, "covert"), viewer, lang) == pages_of(with_step(game, 2, "freeze"), viewer, lang)
    for game in games:
        secret = {text for key in ("new", "still") for text in catalogue(lang).variants(f"order.DPRK.step.covert.{key}")}
        fixed = {max(text.replace("}", "{").split("{")[::2], key=len) for text in secret}
        for viewer in ("US", "ROK", "CHN"):
            assert not any(part in text for page in pages_of(game, viewer, lang) for text in page.entries for part in fixed)


def test_a_card_changes_no_page(games: list[Game]) -> None:
    game, layout = games[2], games[2].program.layout
    account = game.played[5].account
    turned = {name: list(getattr(account, name)) for name in ("start", "end", "n")}
    for row in turned.values():
        for name in layout.state:
            if name.startswith("card_"):
                row[layout.index[name]] = 1.0 - row[layout.index[name]]
    other = copy.copy(game)
    other.played = [*game.played[:5], replace(game.played[5], account=replace(account, **turned)), *game.played[6:]]
    for viewer in ("US", "ROK", "CHN"):
        assert pages_of(other, viewer) == pages_of(game, viewer)


def test_war_is_told_soberly(games: list[Game]) -> None:
    game = copy.copy(games[1])
    game.played = list(game.played)
    game.played[3] = replace(game.played[3], account=replace(game.played[3].account, war=True, incident=True))
    page = pages_of(game)[3]
    assert page.headlines[0].startswith(tuple(text.split("{")[0] or "In" for text in catalogue("en").variants("war")))
    assert page.human_level == "severe"
    assert not any("accord" in text for text in page.headlines + page.cables)


def test_a_season_without_change_is_called_quiet(program: Program) -> None:
    game = new_game(program, 1, Stays)
    for _ in range(3):
        game.advance()
    pages = pages_of(game)
    fixed = [max(text.replace("}", "{").split("{")[::2], key=len) for text in catalogue("en").variants("quiet")]
    for page in pages:
        assert any(part in page.headlines[0] for part in fixed)
    assert repetition(pages) < LIMIT


def test_every_term_has_a_reason_and_every_name_a_label(program: Program) -> None:
    words, book = catalogue("en"), program.book
    for dial, each in book.dials.items():
        for term in each.change:
            found = words.entry("reasons", dial, term)
            for text in found.values() if isinstance(found, dict) else [found]:
                assert text, f"{dial}.{term}"
                assert len(text.split()) <= 6  # noqa: PLR2004  (the house's limit)
    for package in book.packages:
        assert words.entry("packages", package)
    for clause in book.clauses:
        assert words.entry("clauses", clause)


def test_every_order_event_and_vote_has_words(program: Program) -> None:
    words, book = catalogue("en"), program.book
    for name, lever in book.levers.items():
        for setting in lever.settings:
            assert words.entry("settings", name, setting)
            # resting settings that no change leads to are never news
            assert words.variants(f"order.{name}.{setting}.new") or setting == lever.rest, f"{name}={setting}"
    for event in book.events:
        assert all(words.variants(f"event.{event}.{when}") for when in ("begins", "goes_on", "ends"))
    for clock in book.clocks:
        assert all(words.variants(f"vote.{clock}.{when}") for when in ("near", "now"))


def test_templates_ask_only_for_known_slots() -> None:
    words = catalogue("en")
    own = {"season", "month", "n", "nth", "from", "to", "reason", "by", "seat", "parties", "package", "dial", "dial_start", "band"}
    for key, variants in words.news.items():
        for template in variants if key != "lists" else []:
            assert set(slots_of(template)) <= own | set(words.lists), (key, template)


def test_a_missing_label_falls_back_to_its_name_and_a_missing_language_to_english() -> None:
    assert catalogue("en").label("dials", "no_such_dial") == "no such dial"
    assert Catalogue("xx").label("seats", "US", "capital") == "Washington"
    assert catalogue("en").variants("no.such.key") == []


def test_importing_the_words_stays_light() -> None:
    code = "import sys, sim.text.newspaper, sim.text.catalogue; print([name for name in ('pydantic', 'numpy', 'textual') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
