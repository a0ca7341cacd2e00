"""The brief as a member reads it, at the level and in the language chosen on the device; and what else is said in that language."""

from collections.abc import Callable

import pytest

from sim.classroom.hall import Hall
from sim.classroom.plans import plans
from sim.classroom.sight_brief import brief
from sim.documents.companions import BASIC, FULL, LEVELS
from sim.documents.library import Library
from sim.text.said import said
from tests.classroom.browser import Browser

SEATS = ("US", "ROK", "DPRK", "CHN")


@pytest.mark.parametrize("name", Library().scenario_names())
def test_a_brief_for_every_seat_level_and_language(library: Library, name: str):
    found = {(seat, level, lang): brief(library, name, seat, lang, level) for seat in SEATS for level in LEVELS for lang in ("en", "ko")}
    assert len({" ".join(each["own"]) for each in found.values()}) == len(found)
    for (_, level, lang), each in found.items():
        assert (each["lang"], each["level"], each["levels"]) == (lang, level, ["full", "basic"])
        assert len(each["own"]) >= 3 and len(each["shared"]) >= 2 and each["aims"]
        assert "**" not in "".join(each["own"])


def test_a_member_chooses_the_reading_level(browser: Callable[..., Browser], library: Library):
    student = browser().join("DPRK", "A")
    texts = {level: brief(library, "2018-thaw", "DPRK", level=level)["own"][0] for level in LEVELS}
    page = student.get("/team/brief").text
    assert texts[FULL] in page and texts[BASIC] not in page
    assert 'value="full" aria-pressed="true"' in page and 'value="basic" aria-pressed="false"' in page
    page = student.send("/team/brief", "/level", {"level": "basic"}).text
    assert texts[BASIC] in page and texts[FULL] not in page
    assert 'value="basic" aria-pressed="true"' in page
    assert student.get("/team/view.json").json()["brief"]["level"] == "basic"
    student.send("/team/brief", "/level", {"level": "nonsense"})
    assert texts[BASIC] in student.get("/team/brief").text
    assert texts[FULL] in browser().join("DPRK", "B").get("/team/brief").text  # a choice of the reader's own


def test_the_level_cannot_be_set_from_another_site(browser: Callable[..., Browser], library: Library):
    student = browser().join("DPRK", "A")
    answer = student.post("/level", {"page": "/team/brief", "level": "basic"}, {"origin": "http://elsewhere.example", "sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert brief(library, "2018-thaw", "DPRK")["own"][0] in student.get("/team/brief").text


def test_the_lesson_speaks_korean_where_the_reader_does(browser: Callable[..., Browser], library: Library):
    student = browser().join("ROK", "A")
    page = student.send("/team/brief", "/lang", {"lang": "ko"}).text
    assert '<html lang="ko">' in page
    assert brief(library, "2018-thaw", "ROK", "ko")["own"][0] in page
    assert library.headline("2018-thaw", "ko").title in page
    assert 'lang="en"' not in page.replace('<html lang="ko">', "").split("<footer")[0]  # nothing on it stayed English
    assert library.headline("2018-thaw").title in browser().join("ROK", "B").get("/team/brief").text


def test_what_the_game_refuses_is_told_in_the_readers_language(browser: Callable[..., Browser], hall: Hall):
    student = browser().join("DPRK", "A")
    hall.do("teacher", "start", {})
    sheet = {"sheet.test": "nuke", "sheet.dip": "talk"}
    told = {}
    for lang in ("en", "ko"):
        student.send("/team", "/lang", {"lang": lang})
        told[lang] = student.does("submit", page="/team/orders", reason="x", season="1", **sheet).text
    assert "No nuclear test and talks in one season" in told["en"]
    assert "한 분기에 핵실험과 회담을 함께 할 수 없다" in told["ko"] and "No nuclear test" not in told["ko"]


def test_the_teacher_reads_plans_in_the_language_of_the_lesson():
    for plan in plans().values():
        assert said(plan.title, "ko") == f"{plan.minutes:g}분" != plan.title
