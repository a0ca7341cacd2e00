"""Handouts: all there in every language, of the right documents, with nothing from elsewhere, and printed as they should be."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.classroom.handouts.writing import INDEX, STYLE, Wanted, handouts, write_handouts
from sim.classroom.pages import languages, words_of
from sim.classroom.plans import plans
from sim.cli import cli
from sim.documents.library import Library
from tests.classroom.browser import Browser, forms_of

SEATS = ("US", "ROK", "DPRK", "CHN")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
PAGES_OF = re.compile(rb"/Type\s*/Page\b")


@pytest.fixture(scope="module", params=languages())
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, library: Library) -> tuple[str, Path]:
    out = tmp_path_factory.mktemp(f"handouts-{request.param}")
    write_handouts(library, Wanted("2018-thaw", lang=request.param), out)
    write_handouts(library, Wanted("2018-thaw", lang=request.param, plan="90"), out / "long")
    return request.param, out


def seen(html: str) -> str:
    """Return the words of a page, without marks and with plain letters."""
    text = re.sub(r"<[^>]+>", " ", html)
    for entity, letter in (("&#39;", "'"), ("&#34;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return " ".join(text.split())


def test_every_handout_is_there_and_the_index_leads_to_it(folder: tuple[str, Path], library: Library):
    lang, out = folder
    names = {f"{each.name}.html" for each in handouts(library)}
    assert {path.name for path in out.iterdir() if path.is_file()} == {*names, INDEX, STYLE}
    index = (out / INDEX).read_text(encoding="utf-8")
    assert set(re.findall(r'<a href="([^"]+)"', index)) == names
    assert f'<html lang="{lang}">' in index
    assert {f"brief-{seat}.html" for seat in SEATS} < names and {"guide.html", "rubric.html", "rules.html", "glossary.html"} < names


def test_handouts_ask_for_nothing_from_elsewhere_and_run_nothing(folder: tuple[str, Path]):
    for path in (path for path in folder[1].iterdir() if path.is_file()):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?i)https?:|//\w|<script|javascript:|@import|url\(|style=|\bon\w+=", text), path.name
    assert "url(" not in (folder[1] / STYLE).read_text(encoding="utf-8")


def test_every_handout_says_what_it_explores(folder: tuple[str, Path]):
    lang, out = folder
    for path in out.glob("*.html"):
        assert words_of(lang)("disclaimer") in seen(path.read_text(encoding="utf-8")), path.name


def test_a_brief_is_its_own_teams_only(folder: tuple[str, Path], library: Library):
    lang, out = folder
    texts = {path.name: seen(path.read_text(encoding="utf-8")) for path in out.glob("*.html")}
    for seat in SEATS:
        first = " ".join(library.briefs("2018-thaw", lang).of(seat).text.split(".")[1].split())
        assert len(first) > 10
        assert {name for name, text in texts.items() if first in text} == {f"brief-{seat}.html", f"pack-{seat}.html"}


def test_the_simple_reading_level_is_another_text(tmp_path: Path, library: Library):
    write_handouts(library, Wanted("2018-thaw", level="basic"), tmp_path)
    write_handouts(library, Wanted("2018-thaw"), tmp_path / "full")
    own = library.briefs("2018-thaw").US
    basic, full = ((folder / "brief-US.html").read_text(encoding="utf-8") for folder in (tmp_path, tmp_path / "full"))
    assert own.basic and " ".join(own.basic.split())[:60] in seen(basic) and " ".join(own.text.split())[:60] in seen(full)
    assert basic != full


@pytest.mark.parametrize("seat", SEATS)
def test_slips_have_the_levers_of_the_page_on_which_they_are_entered(browser: Callable[..., Browser], seat: str):
    teacher = browser().sign_in_as_teacher()
    teacher.teacher_does("start")
    form = next(form for form in forms_of(teacher.get(f"/teacher/paper/1/{seat}").text) if form.action == "/teacher/do/submit")
    levers = {name.removeprefix("sheet."): options for name, options in form.options.items() if name.startswith("sheet.")}
    page = teacher.get(f"/teacher/handouts/slips-{seat}").text
    slips = page.split('<section class="slip">')[1:]
    assert len(slips) == plans()["short"].seasons
    words = words_of("en")
    for slip in slips:
        rows = [seen(row) for row in re.findall(r"<th scope=\"row\">(.*?)</th>", slip)]
        assert [row.casefold() for row in rows] == [words.lever(f"{seat}.{lever}").casefold() for lever in levers]
        cells = re.findall(r"<td>(.*?)</td>", slip, flags=re.DOTALL)
        for cell, (lever, options) in zip(cells, levers.items(), strict=True):
            assert cell.count('class="box"') == len(options)
            places = [seen(cell).index(words.setting(f"{seat}.{lever}", option)) for option in options]
            assert places == sorted(places)
    stands = words("slip.stands")
    assert stands in slips[0] and stands not in slips[1]


def test_the_rules_are_those_of_the_rulebook(folder: tuple[str, Path], library: Library):
    lang, out = folder
    text, book, words = seen((out / "rules.html").read_text(encoding="utf-8")), library.rulebook()[0], words_of(lang)
    for name, rule in book.rules.items():
        assert words.said(rule.title) in text and words.entry(f"rules.{name}.until", rule.until) in text
    assert set(words.entry("rules", {})) <= set(book.rules)
    assert f"{book.mechanics['capital'].a_season}" in text and f"{book.accords.misses_that_end:g}" in text


def test_the_guide_gives_every_minute_of_every_plan(browser: Callable[..., Browser]):
    text = seen(browser().sign_in_as_teacher().get("/teacher/handouts/guide").text)
    for plan in plans().values():
        assert f"{plan.minutes - plan.debrief:g} to {plan.minutes:g}" in text
        assert f"0 to {plan.opening:g}" in text


def test_only_the_teacher_opens_handouts(browser: Callable[..., Browser]):
    student = browser().join("US", "Ann")
    for path in ("/teacher/handouts", "/teacher/handouts/brief-DPRK", "/teacher/participation.csv", "/teacher/roster", "/teacher/roster.csv"):
        refused = student.get(path)
        assert refused.status_code in (401, 403), path
        assert "Pyongyang" not in refused.text
    teacher = browser().sign_in_as_teacher()
    assert teacher.get("/teacher/handouts/nothing").status_code == 404
    assert "You speak for Pyongyang" in teacher.get("/teacher/handouts/brief-DPRK").text


def test_a_team_opens_what_is_for_everybody_and_its_own(browser: Callable[..., Browser]):
    student = browser().join("US", "Ann")
    for name in ("rules", "accords", "glossary", "shared", "brief-US", "team-US"):
        assert student.get(f"/team/handouts/{name}").status_code == 200, name
    for name in ("brief-DPRK", "pack-CHN", "slips-ROK", "team-DPRK", "guide", "rubric"):
        refused = student.get(f"/team/handouts/{name}")
        assert refused.status_code == 403 and "Pyongyang" not in refused.text, name
    assert "You speak for Washington" in student.get("/team/handouts/brief-US").text
    assert browser().get("/team/handouts/rules").status_code == 401
    assert "/team/handouts/rules" in student.get("/team/brief").text


def test_the_command_tells_wrong_names(tmp_path: Path):
    for words, said in ((["2018-thwa"], "2018-thaw"), (["2018-thaw", "--level", "basik"], "basic"), (["2018-thaw", "--lang", "em"], "en")):
        done = CliRunner().invoke(cli, ["classroom", "handouts", *words, "--out", str(tmp_path / "out")])
        assert done.exit_code != 0
        assert said in (done.output + getattr(done, "stderr", ""))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium to print")
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_rules_print_on_one_page_and_slips_two_to_a_page(folder: tuple[str, Path], tmp_path: Path, paper: str):
    lang, out = folder
    shutil.copytree(out, tmp_path / "out")
    style = tmp_path / "out" / STYLE
    style.write_text(style.read_text(encoding="utf-8").replace("@page {", f"@page {{ size: {paper};"), encoding="utf-8")
    shutil.copyfile(out / "long" / "team-US.html", tmp_path / "out" / "team-long.html")  # nine seasons
    most = {"rules": 1, "team-long": 1, "rubric": 1, "brief-US": 2, "team-US": 1, **{f"slips-{seat}": 3 for seat in SEATS}}
    found = {name: printed_pages(tmp_path / "out" / f"{name}.html", tmp_path) for name in most}
    assert {name: count for name, count in found.items() if count > most[name]} == {}, lang


def printed_pages(page: Path, folder: Path) -> int:
    """Return how many sheets of paper a page takes in Chromium."""
    pdf = folder / f"{page.stem}.pdf"
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile", "--no-pdf-header-footer"]
    subprocess.run([*command, f"--print-to-pdf={pdf}", page.as_uri()], check=True, capture_output=True, timeout=120)
    return len(PAGES_OF.findall(pdf.read_bytes()))
