"""Every language says everything: no key is missing, slots and particles are right, labels fit their columns, no English is left."""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from sim.documents.library import Library
from sim.play.commands.obeying import COMMANDS
from sim.text.catalogue import FALLBACK, languages, read_words
from sim.text.particles import fill, is_particle, particle_specs
from sim.text.pen import slots_of

FOLDER = Path(str(resources.files("sim.text")))
OTHERS = [lang for lang in languages() if lang != FALLBACK]
ENGLISH_ONLY = {"odd"}  # files of words that no other language has yet
OF_THE_LANGUAGE_ALONE = {"said"}  # what English says in documents and code
SAME = {  # parts that hold no words: numbers, ids
    ("labels", "paper"),
    ("plain", "lesson_orders"),
    ("plain", "dials_shown_when_above_zero"),
}
IDS = {"whose", "commands", "usage", "words"}  # keys whose values are ids and commands, the same in every language
NAMES = {"Peninsula", "Python", "AI", "US", "ROK", "DPRK", "CHN", "SVG", "HTML", "CSV"}
TYPED = {"continue", "match", "step", "back", "Ctrl", "peninsula", "classroom", "resume", "port"}  # answers to questions, commands
FOUND = {"Language"}  # so that it is found by whoever cannot read the rest
KEYS = {"Enter", "Escape", "Tab", "Space", "Backspace", "PageDown", "PageUp", "Ctrl", "C", "P", "Q"}


def files_of(lang: str) -> set[str]:
    return {path.relative_to(FOLDER / lang).with_suffix("").as_posix() for path in (FOLDER / lang).rglob("*.yaml")}


def both(lang: str) -> list[tuple[str, str]]:
    return [(lang, name) for name in sorted(files_of(FALLBACK) & files_of(lang))]


PAIRS = [pair for lang in OTHERS for pair in both(lang)]


def leaves(found: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Return every text with its path; variants of one message share the path of their list."""
    if isinstance(found, dict):
        for key, value in found.items():
            yield from leaves(value, (*path, str(key)))
    elif isinstance(found, list):
        for place, value in enumerate(found):
            yield from leaves(value, (*path, str(place)) if isinstance(value, dict) else path)
    elif isinstance(found, str):
        yield path, found


def keys(found: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Return the path of everything that has a key, groups and lists of groups included."""
    if isinstance(found, dict):
        for key, value in found.items():
            yield (*path, str(key))
            yield from keys(value, (*path, str(key)))
    elif isinstance(found, list):
        for place, value in enumerate(found):
            if isinstance(value, dict):
                yield (*path, str(place))
                yield from keys(value, (*path, str(place)))


def words_of(lang: str, name: str) -> dict[str, Any]:
    return {key: value for key, value in read_words(lang, name).items() if (name, key) not in SAME}


def test_there_is_a_second_language() -> None:
    assert OTHERS == ["ko"]


@pytest.mark.parametrize("lang", OTHERS)
def test_no_file_of_words_is_missing(lang: str) -> None:
    assert sorted(files_of(FALLBACK) - files_of(lang) - ENGLISH_ONLY) == []
    assert sorted(files_of(lang) - files_of(FALLBACK) - OF_THE_LANGUAGE_ALONE) == []


@pytest.mark.parametrize(("lang", "name"), PAIRS)
def test_no_key_is_missing_and_none_is_left_over(lang: str, name: str) -> None:
    here, there = set(keys(words_of(FALLBACK, name))), set(keys(words_of(lang, name)))
    assert sorted(".".join(path) for path in here - there) == [], "missing"
    assert sorted(".".join(path) for path in there - here) == [], "in no English file"


@pytest.mark.parametrize(("lang", "name"), PAIRS)
def test_every_text_has_words(lang: str, name: str) -> None:
    texts = dict(leaves(words_of(FALLBACK, name)))
    assert [path for path, text in leaves(words_of(lang, name)) if not text.strip() and texts.get(path, "").strip()] == []


@pytest.mark.parametrize(("lang", "name"), PAIRS)
def test_slots_are_among_the_english_ones(lang: str, name: str) -> None:
    allowed: dict[tuple[str, ...], set[str]] = {}
    for path, text in leaves(words_of(FALLBACK, name)):
        allowed.setdefault(path, set()).update(slots_of(text))
    drawn = set(read_words(lang, name).get("lists", {})) if name == "news" else set()
    strange = [(".".join(path), set(slots_of(text)) - allowed.get(path, set()) - drawn) for path, text in leaves(words_of(lang, name))]
    assert [each for each in strange if each[1]] == []


@pytest.mark.parametrize(("lang", "name"), PAIRS)
def test_format_specs_are_particles_or_those_of_the_english_text(lang: str, name: str) -> None:
    english = {(path, spec) for path, text in leaves(words_of(FALLBACK, name)) for spec in particle_specs(text)}
    found = [(path, spec) for path, text in leaves(words_of(lang, name)) for spec in particle_specs(text)]
    assert [(".".join(path), spec) for path, spec in found if not is_particle(spec[1]) and (path, spec) not in english] == []


@pytest.mark.parametrize(("lang", "name"), PAIRS)
def test_every_template_can_be_filled(lang: str, name: str) -> None:
    for path, text in leaves(words_of(lang, name)):
        if not any(not is_particle(spec) for _, spec in particle_specs(text)):
            assert "{" not in fill(text.replace("{{", "").replace("}}", ""), **dict.fromkeys(slots_of(text), "서울")), path


@pytest.mark.parametrize(("lang", "name"), PAIRS)
def test_ids_are_the_same(lang: str, name: str) -> None:
    found = [[(path, text) for path, text in leaves(words_of(each, name)) if IDS & set(path)] for each in (FALLBACK, lang)]
    assert found[0] == found[1]


@pytest.mark.parametrize(("lang", "name"), PAIRS)
def test_marks_of_commands_are_closed(lang: str, name: str) -> None:
    odd = [".".join(path) for path, text in leaves(words_of(lang, name)) if text.count("`") % 2 and "{order}" not in text]
    assert odd == []


@pytest.mark.parametrize("lang", OTHERS)
def test_labels_for_narrow_columns_fit(lang: str) -> None:
    here, there = read_words(FALLBACK, "labels")["dials"], read_words(lang, "labels")["dials"]
    wide = [(dial, each["short"]) for dial, each in there.items() if cell_len(each["short"]) > cell_len(here[dial]["short"])]
    assert wide == []
    here, there = read_words(FALLBACK, "forecast")["forecast"]["short_dials"], read_words(lang, "forecast")["forecast"]["short_dials"]
    assert [name for name in there if cell_len(there[name]) > cell_len(here[name])] == []
    here, there = read_words(FALLBACK, "screens/sheet")["ahead"]["boards"], read_words(lang, "screens/sheet")["ahead"]["boards"]
    assert [name for name in there if cell_len(there[name]) > cell_len(here[name])] == []
    assert {seat["short"] for seat in read_words(lang, "labels")["seats"].values()} == {"US", "ROK", "DPRK", "CHN"}


def left_over(text: str, english: str) -> list[str]:
    """Return Latin words of a text that are neither ids, commands, slots nor names."""
    plain = re.sub(r"`[^`]*`|\{[^}]*\}|\S+[=./]\S+|https?://\S+", " ", text)
    coded = set(re.findall(r"[A-Za-z]+", " ".join(re.findall(r"`([^`]*)`", english))))
    return [word for word in re.findall(r"[A-Za-z]{2,}", plain) if word not in NAMES | KEYS | coded | ids()]


@lru_cache(maxsize=1)
def ids() -> set[str]:
    """Return the words that commands and ids of the documents are made of; people type them in every language."""
    library = Library()
    book = library.rulebook()[0]
    found = [*COMMANDS, *book.dials, *book.levers, *book.packages, *book.clauses, *library.lens_names(), *library.scenario_names()]
    found += [setting for lever in book.levers.values() for setting in lever.settings]
    return {part for name in found for part in re.split(r"[^A-Za-z]+", name)} | TYPED | FOUND


@pytest.mark.parametrize(("lang", "name"), PAIRS)
def test_no_english_is_left(lang: str, name: str) -> None:
    english: dict[tuple[str, ...], str] = {}
    for path, text in leaves(words_of(FALLBACK, name)):
        english[path] = english.get(path, "") + " " + text
    found = [(".".join(path), left_over(text, english.get(path, ""))) for path, text in leaves(words_of(lang, name)) if not IDS & set(path)]
    assert [each for each in found if each[1]] == []
