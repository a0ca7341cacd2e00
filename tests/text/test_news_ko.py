"""The Korean news: as many sentences as the English, particles left to their slots, nothing said twice in a row, pages in Korean."""

import re

import pytest

from sim.text.catalogue import catalogue, read_words
from sim.text.newspaper import FrontPage
from sim.text.pen import slots_of, split
from tests.text.test_newspaper import every_page, games, program  # noqa: F401  (fixtures)

NEWS = {lang: {key: found for key, found in read_words(lang, "news").items() if key != "lists"} for lang in ("en", "ko")}
EVERY = [(key, text) for key, variants in NEWS["ko"].items() for text in variants]
FIXED = re.compile(r"\}(이|가|은|는|을|를|과|와|으로|로|이다|이었다|라고|이라고)(?=[ .,)]|$)")  # right for some fillings only
ENDS = re.compile(r"(다|가|요|함)[.?]$|\)\.$|\}\.$")  # … 했다. / … 인가? / (오차 …). / {mood}.
ENOUGH = 4


def test_there_are_as_many_variants_as_a_game_needs() -> None:
    few = [key for key, variants in NEWS["en"].items() if len(NEWS["ko"].get(key, [])) < min(len(variants), ENOUGH)]
    assert few == []
    assert len(EVERY) > 0.9 * sum(map(len, NEWS["en"].values()))  # noqa: PLR2004


def test_lists_hold_as_many_words_as_the_english_ones() -> None:
    words = {lang: read_words(lang, "news")["lists"] for lang in ("en", "ko")}
    assert {name: len(found) for name, found in words["ko"].items()} == {name: len(found) for name, found in words["en"].items()}
    assert [name for name in words["ko"] if name.endswith("_start") and words["ko"][name] != words["ko"][name.removesuffix("_start")]] == []
    assert [name for name, found in words["ko"].items() if len(set(found)) < len(found)] == []


@pytest.mark.parametrize("needed", ["reason", "nth", "band", "package"])
def test_what_a_message_is_about_stays_in_it(needed: str) -> None:
    """A slot that every English variant holds is held by every Korean one."""
    always = [key for key, variants in NEWS["en"].items() if all(needed in slots_of(text) for text in variants)]
    assert always or needed == "reason"
    assert [(key, text) for key in always for text in NEWS["ko"][key] if needed not in slots_of(text)] == []


def test_dials_are_told_with_their_reason_as_often_as_in_english() -> None:
    for key in (key for key in NEWS["en"] if key.startswith("dial.")):
        counts = [sum("reason" in slots_of(text) for text in NEWS[lang][key]) for lang in ("en", "ko")]
        assert counts[1] >= min(counts[0], 2), key


def test_no_particle_is_written_after_a_slot() -> None:
    assert [(key, text) for key, text in EVERY if FIXED.search(text)] == []


def test_every_sentence_is_finished() -> None:
    assert [(key, part) for key, text in EVERY for part in split(text) if not ENDS.search(part)] == []


def test_no_variant_stands_twice() -> None:
    assert [key for key, variants in NEWS["ko"].items() if len(set(variants)) < len(variants)] == []


def doubled(page: FrontPage) -> list[str]:
    return [text for text in page.entries if re.search(r"(?<!\S)([가-힣]{2,}) \1(?![가-힣])", text) or "  " in text]


def test_pages_are_korean_throughout(games: list) -> None:  # noqa: F811
    known = {"US", "ROK", "DPRK", "CHN"}
    for page in every_page(games, "ko"):
        assert doubled(page) == []
        for text in (*page.headlines, *page.cables, page.human_cost):
            assert set(re.findall(r"[A-Za-z]{2,}", text)) <= known, text


def test_a_season_is_named_as_koreans_name_it(games: list) -> None:  # noqa: F811
    page = next(every_page(games, "ko"))
    assert page.heading == "2020년 겨울"
    assert page.human_cost.startswith(page.human_words)
    assert catalogue("ko").label("human_levels", page.human_level) in page.human_cost.removeprefix(page.human_words)


def test_the_word_for_an_accord_stands_once() -> None:
    """A package's Korean label ends in the word for an accord, so that no template says it again."""
    labels = read_words("ko", "labels")["packages"].values()
    assert [label for label in labels if not label.endswith("합의")] == []
    assert [(key, text) for key, text in EVERY if re.search(r"\{package[^}]*\} 합의", text)] == []
