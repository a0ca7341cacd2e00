"""Every page at every stage of a lesson, for everybody who may open it: none fails, and forms that cannot be sent are not there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from sim.classroom.app import Classroom
from sim.classroom.hall import Hall
from sim.classroom.pages import PAGES
from tests.classroom.browser import Browser, forms_of
from tests.classroom.test_conduct import crisis

Begin = Callable[..., Hall]


def lobby(begin: Begin) -> Hall:
    return begin()


def table(begin: Begin) -> Hall:
    hall = begin(worlds=2)
    for kind in ("start", "reveal"):
        hall.do("teacher", kind, {})
    hall.do("teacher", "act", {"world": 1, "seat": "ROK", "act": "offer", "package": "standstill"})
    return hall


def locked(begin: Begin) -> Hall:
    hall = table(begin)
    hall.do("teacher", "lock", {})
    return hall


def war(begin: Begin) -> Hall:
    for _ in range(20):
        hall = crisis(begin, first=getattr(war, "seed", 0))
        war.seed = hall.lesson.set_up.rng_seed + 1  # type: ignore[attr-defined]
        for seat in hall.lesson.worlds[1].game.waiting_for():
            hall.do("teacher", "answer", {"world": 1, "seat": seat, "answer": "match"})
        if hall.lesson.worlds[1].game.over == "war":
            return hall
    raise AssertionError("no war on any seed")


def ended(begin: Begin) -> Hall:
    hall = table(begin)
    hall.do("teacher", "end", {})
    return hall


def opened(begin: Begin) -> Hall:
    hall = begin(lens="hidden", worlds=2)
    hall.do("teacher", "start", {})
    while hall.lesson.stage != "over":
        hall.do("teacher", "reveal" if hall.lesson.stage == "table" else "settle", {})
    hall.do("teacher", "show_all", {"opened": True})
    return hall


def bots(begin: Begin) -> Hall:
    hall = begin(bots=("US", "ROK"))
    hall.do("teacher", "start", {})
    return hall


STAGES = [lobby, table, locked, crisis, war, ended, opened, bots]


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
def test_every_page_opens(begin: Begin, loop: asyncio.AbstractEventLoop, stage: Callable[[Begin], Hall]):
    room = Classroom(stage(begin))
    teacher = Browser(room, loop).sign_in_as_teacher()
    students = [Browser(room, loop).join(seat, "A") for seat in ("US", "DPRK", "CHN")]
    looked = [each.get(page.path) for each in students for page in PAGES if page.path.startswith("/team")]
    looked += [teacher.get(page.path) for page in PAGES if page.path.startswith(("/teacher", "/screen"))]
    looked += [teacher.get(f"/teacher/paper/1/{seat}") for seat in ("US", "CHN")]
    looked += [each.get("/team/view.json") for each in students] + [teacher.get("/teacher/view.json"), teacher.get("/screen/view.json")]
    assert [str(answer.url) for answer in looked if answer.status_code != 200] == []
    actions = {form.action for answer in looked if "/team" in str(answer.url) for form in forms_of(answer.text)}
    playing = room.hall.lesson.stage == "table"
    assert ("/team/do/propose_sheet" in actions) is playing
    assert ("/team/do/answer" in actions) is (stage is crisis)
    if stage is war:
        screen = teacher.get("/screen").text
        assert "War came." in screen and "win" not in screen.lower().replace("winter", "").replace("window", "")
