"""The words of the screens: every sentence, place, key and help that the code names is there."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from textual.binding import Binding

from sim.play.app.app import Peninsula
from sim.play.app.keys import long_words, short_words
from sim.play.app.places import PLACES
from sim.play.app.screens.base import BaseScreen
from sim.text.wording import Words

SCREENS = Path(__file__).resolve().parents[3] / "sim" / "play" / "app" / "screens"
SAID = re.compile(r"self\.say\(\s*\"([a-z_.]+)\"")


def screens() -> list[type[BaseScreen]]:
    for path in SCREENS.glob("*.py"):
        import_module(f"sim.play.app.screens.{path.stem}")
    found, waiting = [], [BaseScreen]
    while waiting:
        each = waiting.pop()
        waiting += each.__subclasses__()
        found.append(each)
    return [each for each in found if each.place]


def test_every_screen_has_help():
    words = Words()
    assert len(screens()) > 15
    missing = [each.place for each in screens() if not words.entry(f"screens.{each.place}.help", {}).get("says")]
    assert set(missing) <= {"help"}


def test_every_place_of_the_registry_is_a_screen_of_that_name():
    words = Words()
    for place in PLACES:
        assert place.make().place == place.name
        assert set(words.entry(f"screens.{place.name}.place")) == {"name", "key", "says"}


def test_every_key_has_words_and_no_two_of_a_screen_are_the_same():
    words = Words()
    for each in [Peninsula, *screens()]:
        own = [binding for binding in each.BINDINGS if isinstance(binding, Binding) and binding.id]
        assert all(short_words(words, binding.id) and long_words(words, binding.id) for binding in own), each
        keys = [key for binding in own for key in binding.key.split(",")]
        assert len(keys) == len(set(keys)), each


@pytest.mark.parametrize("screen", screens(), ids=lambda each: each.__name__)
def test_every_sentence_is_there(screen):
    words, path = Words(), SCREENS / f"{screen.__module__.rpartition('.')[2]}.py"
    source = path.read_text(encoding="utf-8").partition(f"class {screen.__name__}(")[2].partition("\nclass ")[0]
    for key in SAID.findall(source):
        assert isinstance(words.entry(f"screens.{screen.place}.{key}"), str), key


def test_no_english_stands_in_the_screens():
    """What people read is in documents: a text with a blank in it, in a call that shows something, is a slip."""
    shown = re.compile(r"(?:Static|Option|heading|text|item|title|notify|update)\(\s*f?\"[A-Za-z][^\"]* [^\"]*\"")
    found = [f"{path.name}: {match}" for path in SCREENS.parent.rglob("*.py") for match in shown.findall(path.read_text(encoding="utf-8"))]
    assert found == []


def test_every_list_takes_a_key_before_it_is_laid_out():
    """Textual's own list fails on PageDown where no line of it is shown yet; ours does not."""
    plain = re.compile(r"(?<!class PickList)(?<![\w.])OptionList\((?!\))|\w\(OptionList\)")
    found = [path.name for path in SCREENS.parent.rglob("*.py") if path.stem != "pick_list" and plain.search(path.read_text(encoding="utf-8"))]
    assert found == []
