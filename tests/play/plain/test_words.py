"""The words of the plain game: every key that the code asks for is there, and every slot can be filled."""

import re
from pathlib import Path

import pytest

from sim.play.commands.obeying import ALIASES, COMMANDS, completions
from sim.play.wrong import Wrong, one_of
from sim.report.console import cleaned
from sim.report.page import Page, columns, wrap
from sim.report.words import ReportWords
from sim.text.wording import Words, signed

PACKAGE = Path(__file__).resolve().parents[3] / "sim"
KEY = re.compile(r"(?:words|sitting\.say)\(\s*\"([a-z_]+(?:\.[\w]+)*)\"")


def keys_of(folder: str) -> set[str]:
    """Return the keys that a folder's code asks for; screens say theirs from documents of their own (tests/play/app/test_words.py)."""
    files = (path for path in (PACKAGE / folder).rglob("*.py") if "app" not in path.relative_to(PACKAGE).parts)
    return {key for path in files for key in KEY.findall(path.read_text(encoding="utf-8"))}


def has(words, key: str) -> bool:
    try:
        return isinstance(words.entry(key), str)
    except KeyError:
        return False


def test_every_key_is_there():
    words, written = Words(), ReportWords()
    assert len(keys_of("play") | keys_of("report")) > 200
    assert not [key for key in keys_of("play") if not has(words, key)]
    assert not [key for key in keys_of("report") if not has(words, key) and not has(written, key)]


def test_every_command_has_help():
    words = Words()
    helps = words.entry("help")
    assert set(COMMANDS) <= set(helps)
    listed = [name for group in words.entry("help_groups") for name in group["commands"]]
    assert sorted(listed) == sorted(helps)
    assert set(ALIASES.values()) <= set(COMMANDS)


def test_every_term_of_a_payoff_has_words(book):
    words = Words()
    named = [(seat, term) for seat, terms in book.payoffs.items() for term in terms]
    bare = [each for each in named if words.term(*each) == each[1].replace("_", " ") and "_" in each[1]]
    assert not bare
    answers = [(seat, term) for seat in book.seats for term in book.answers.of(seat)]
    assert not [each for each in answers if "_" in words.answer_term(*each)]


def test_every_dial_that_is_shown_has_a_name(book):
    words = Words()
    assert not [dial for dial in book.dials if "_" in words.dial(dial)]


def test_a_language_that_is_missing_reads_as_english():
    assert Words("fr")("prompt.watch") == "watch"
    assert Words("fr").lang == "en"


def test_wrapping_counts_wide_letters():
    lines = wrap("문은 열어 두고 기다린다 " * 8, 30, 2, 4)
    assert max(columns(line) for line in lines) <= 30
    assert lines[1].startswith("    ")
    assert wrap("", 30) == []
    assert wrap("https://example.org/" + "a" * 50, 30) == ["https://example.org/" + "a" * 50]


def test_page_as_markdown():
    page = Page().title("One").text("two").item("three").row("+0.10  four").heading("Five")
    assert page.markdown() == "# One\n\ntwo\n\n- three\n- +0.10 four\n\n## Five\n"


@pytest.mark.parametrize(("typed", "kept"), [("a\tb", "a b"), ("\x1b[2J", "[2J"), ("  x ", "x"), ("\udc80", "?"), ("\u1100\u1161", "가")])
def test_cleaned(typed, kept):
    assert cleaned(typed) == kept


def test_one_of():
    assert one_of("Hum-Ex", ["hum_exempt", "hold"], "no") == "hum_exempt"
    with pytest.raises(Wrong, match="did you mean"):
        one_of("hodl", ["hum_exempt", "hold"], "no")
    with pytest.raises(Wrong):
        one_of("h", ["hum_exempt", "hold"], "no")


def test_signed():
    assert [signed(value) for value in (0.123, -0.001, -1.0)] == ["+0.12", "+0.00", "-1.00"]


class TestCompletion:
    @pytest.fixture
    def sitting(self, library, folder):
        from sim.play.saves import Saves
        from sim.play.sitting import Sitting
        from sim.report.console import Console
        from sim.rollout.session import new_session

        session = new_session("2020-pandemic", seats={"ROK": "person"}, library=library)
        return Sitting(Console(lambda prompt: "", lambda text: None, 80), Words(), library, session, "ROK", Saves(folder), "x")

    @pytest.mark.parametrize(
        ("before", "text", "found"),
        [
            ("", "sh", ["sheet"]),
            ("", "al", ["ally"]),
            ("ik ", "su", ["summit"]),
            ("ik=", "", ["cbm", "cool", "none", "project", "summit"]),
            ("ik project ", "a", ["aid", "ally"]),
            ("offer ", "st", ["standstill"]),
            ("offer standstill ", "t", ["to"]),
            ("offer standstill with ", "no_t", ["no_tests", "no_threats"]),
            ("why ", "ho", ["hope"]),
            ("why DPRK ", "te", ["test"]),
            ("predict ", "DPRK.t", ["DPRK.test"]),
            ("claim ", "harmony.thaad_as", ["harmony.thaad_as_inducement"]),
            ("believe ", "kor", ["koreanization"]),
            ("nonsense ", "x", []),
        ],
    )
    def test_what_can_stand_here(self, sitting, before, text, found):
        assert completions(sitting, before, text) == found
