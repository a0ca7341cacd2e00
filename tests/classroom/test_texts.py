"""Every word that a page, a refusal or a deed asks for stands in the catalogue, and names of the page are told in its language."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

import sim.classroom
from sim.classroom.deeds import DEEDS
from sim.classroom.hall import THEMES
from sim.classroom.pages import PAGES, languages, words_of
from tests.classroom.browser import Browser

FOLDER = Path(sim.classroom.__file__).parent
TEMPLATES = sorted((FOLDER / "templates").glob("*.html"))
SOURCES = sorted(FOLDER.glob("*.py"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_ask_for_words_that_there_are(path: Path):
    words = words_of("en")
    text = path.read_text(encoding="utf-8")
    asked = {key for call in re.findall(r"\bt(?:\.entry)?\((.*?)[,)]", text) for key in re.findall(r'"([a-z_]+(?:\.[a-z_]+)+)"', call)}
    assert not [key for key in asked if words.entry(key, "-") == "-"]
    assert not re.search(r">[^<{}]*[A-Za-z]{3,}[^<{}]*<", re.sub(r"{%.*?%}|{#.*?#}|{{.*?}}", "", text, flags=re.DOTALL)), (
        "words outside the catalogue"
    )


def test_refusals_have_words():
    words = words_of("en")
    keys = {key for path in SOURCES for key in re.findall(r'Refusal\(\s*"(\w+)"', path.read_text(encoding="utf-8"))}
    assert len(keys) > 30
    assert not [key for key in keys if words.entry(f"refused.{key}", "-") == "-"]


def test_every_deed_is_known_and_told():
    assert THEMES
    words = words_of("en")
    by_people = {name for name, deed in DEEDS.items() if deed.by & {"member", "teacher"}}
    assert not [name for name in by_people if words.entry(f"done.{name}", "-") == "-"]


def test_pages_have_templates_and_names():
    for page in PAGES:
        assert (FOLDER / "templates" / page.template).is_file()
        assert not page.nav or words_of("en")(f"nav.{page.nav}")


def test_the_language_can_be_changed_where_there_is_a_second_one(browser: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch):
    assert languages() == sorted(languages(), key=lambda lang: lang != "en")
    monkeypatch.setattr("sim.classroom.app.languages", lambda: ["en", "ko"])
    monkeypatch.setattr("sim.classroom.pages.languages", lambda: ["en", "ko"])
    student = browser().join("US", "A")
    assert '<html lang="en">' in student.get("/team").text
    student.send("/team", "/lang", {"lang": "ko"})
    assert '<html lang="ko">' in student.get("/team").text
    student.send("/team", "/lang", {"lang": "xx"})
    assert '<html lang="ko">' in student.get("/team").text


def test_the_catalogue_holds_text_only():
    found = yaml.safe_load((FOLDER.parent / "text" / "en" / "classroom.yaml").read_text(encoding="utf-8"))

    def leaves(node: object, path: str) -> list[tuple[str, object]]:
        if isinstance(node, dict):
            assert all(isinstance(key, str) for key in node), path  # such as a bare yes, no, on or off
            return [leaf for key, value in node.items() for leaf in leaves(value, f"{path}.{key}")]
        return [leaf for each in node for leaf in leaves(each, path)] if isinstance(node, list) else [(path, node)]

    assert not [path for path, leaf in leaves(found, "") if not isinstance(leaf, str)]
