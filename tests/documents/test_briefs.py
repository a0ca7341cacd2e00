"""Briefs and teaching notes: both reading levels in both languages, and what is wrong in a translation is pointed at."""

import re
import shutil
from pathlib import Path

import pytest

from sim.documents.checking import check_paths
from sim.documents.companions import BASIC, FULL, Briefs
from sim.documents.library import Library

LANGS = ("en", "ko")
SEATS = ("US", "ROK", "DPRK", "CHN")
NAMES = Library().scenario_names()
HANGUL = re.compile(r"[가-힣]")


def reads(briefs: Briefs, seat: str, level: str) -> str:
    """Return what a pupil of a team reads: what everybody knows, and the team's own brief."""
    return f"{briefs.shared.read(level)}\n\n{briefs.of(seat).read(level)}".replace("**", "")


def words_in_a_sentence(text: str) -> float:
    sentences = [each for each in re.split(r"[.!?:;](?:\s|$)", text) if each.strip()]
    return len(text.split()) / len(sentences)


def grade(text: str) -> float:
    """Return about the US school grade that an English text needs (Flesch and Kincaid 1975; syllables counted by groups of vowels)."""
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<!l)e$", "", word.lower())))) for word in words)
    return 0.39 * words_in_a_sentence(text) + 11.8 * syllables / len(words) - 15.59


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_every_seat_has_a_brief_at_both_levels(library: Library, name: str, lang: str):
    briefs, english = library.briefs(name, lang), library.briefs(name)
    assert briefs.lang == lang
    for seat in SEATS:
        own = briefs.of(seat)
        assert own.text.strip() and own.basic.strip() and len(own.aims) == len(english.of(seat).aims) >= 3
        assert own.claims == english.of(seat).claims
        for text in (own.text, own.basic, briefs.shared.text, briefs.shared.basic, *own.aims):
            assert bool(HANGUL.search(text)) == (lang == "ko")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_the_basic_level_is_shorter_and_in_shorter_sentences(library: Library, name: str, lang: str):
    briefs = library.briefs(name, lang)
    for seat in SEATS:
        full, basic = reads(briefs, seat, FULL), reads(briefs, seat, BASIC)
        assert len(basic) < 0.9 * len(full), seat
        assert words_in_a_sentence(basic) < 0.95 * words_in_a_sentence(full), seat
        if lang == "en":
            assert grade(basic) < grade(full), seat
            assert grade(basic) < 6, seat
            assert 90 <= len(briefs.of(seat).basic.split()) <= 165, seat


@pytest.mark.parametrize("name", NAMES)
def test_titles_and_teaching_notes_are_translated(library: Library, name: str):
    title, english = library.headline(name, "ko"), library.headline(name)
    assert (english.title, english.situation) == (library.scenario(name).title, library.scenario(name).situation)
    assert HANGUL.search(title.title) and HANGUL.search(title.situation) and title.lang == "ko"
    notes, written = library.teaching(name, "ko"), library.teaching(name)
    assert (notes.lang, written.lang) == ("ko", "en")
    assert all(HANGUL.search(text) for text in (*notes.aims, *notes.questions, *notes.glossary, *notes.glossary.values(), notes.idea))


def test_a_language_without_files_gets_english(library: Library):
    assert library.briefs("2018-thaw", "fr") == library.briefs("2018-thaw")
    assert library.headline("2018-thaw", "fr").lang == "en"
    assert library.teaching("2018-thaw", "fr").aims == library.teaching("2018-thaw").aims


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of a person's own with a copy of one scenario."""
    source, _ = Library().path_in("2018-thaw", "scenario.yaml")
    return Path(shutil.copytree(source.parent, tmp_path / "scenarios" / "2018-thaw"))


def changed(path: Path, old: str, new: str) -> int:
    """Put something in the place of the first `old` of a file, and return its line."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_a_translation_of_another_original_is_not_taken(own: Path):
    for file in ("briefs.ko.yaml", "teaching.ko.yaml"):
        (own / file).unlink()
    changed(own / "briefs.yaml", "You speak for Washington.", "You speak for yourself.")
    library = Library(own.parent.parent)
    assert library.briefs("2018-thaw", "ko").US.text.startswith("You speak for yourself.")
    assert library.headline("2018-thaw", "ko").lang == "en"
    assert library.briefs("2020-pandemic", "ko").lang == "ko"


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("briefs.ko.yaml", "lang: ko", "lang: kr", 'language "kr" was named'),
        ("briefs.ko.yaml", "scenario: 2018-thaw", "scenario: 2018-thow", 'scenario "2018-thow" was named'),
        ("briefs.ko.yaml", "  aims:\n", "  aims:\n    - x\n", "4 stand here"),
        ("briefs.ko.yaml", "title: 해빙", "titel: 해빙", '"titel" is not a key here'),
        (
            "teaching.ko.yaml",
            "`harmony.standstill_package`",
            "`harmony.summit_prospect_induces`",
            'the original does not name "harmony.summit_prospect_induces" here',
        ),
        ("teaching.ko.yaml", "`harmony.standstill_package`", "", "the original names harmony.standstill_package too"),
        ("teaching.ko.yaml", "`harmony.standstill_package`", "`harmony.standstil_package`", 'did you mean "harmony.standstill_package"?'),
        ("teaching.ko.yaml", "  동결:", "  동결 2: x\n  동결:", "14 stand here"),
    ],
)
def test_what_is_wrong_in_a_translation_is_told_at_its_line(own: Path, compile_rulebook, file: str, old: str, new: str, says: str):
    line = changed(own / file, old, new)
    report = check_paths([own / file], Library(), compile_rulebook)
    assert says in report.text(), report.text()
    assert any(error.file.endswith(file) and abs(error.line - line) <= 3 for error in report.errors), report.text()


def test_a_level_that_the_original_lacks_is_told(own: Path, compile_rulebook):
    text = (own / "briefs.ko.yaml").read_text(encoding="utf-8")
    part = re.compile(r"  basic: \|\n(?:    .*\n|\n)+", re.MULTILINE)
    (own / "briefs.ko.yaml").write_text(part.sub("", text, count=1), encoding="utf-8")
    report = check_paths([own], Library(), compile_rulebook)
    assert [error.message for error in report.errors] == ['"basic" stands in the original only']


def test_translations_are_among_what_is_checked(library: Library, compile_rulebook):
    checked = check_paths([], library, compile_rulebook).checked
    assert {f"scenarios/{name}/{kind}.ko.yaml" for name in NAMES for kind in ("briefs", "teaching")} <= set(checked)
