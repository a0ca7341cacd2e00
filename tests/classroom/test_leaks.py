"""Nobody sees what is not theirs: marks in every private thing, searched in every answer to everybody else, through a whole lesson."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
from collections.abc import Callable

import pytest

from sim.classroom.app import Classroom
from sim.classroom.hall import Hall
from sim.classroom.keys import Principal
from sim.classroom.pages import PAGES
from tests.classroom.browser import Browser
from tests.classroom.conftest import HandClock

SEATS = ("US", "ROK", "DPRK", "CHN")
TEACHER = Principal("teacher", "teacher")


class Marks:
    """Makes marks and remembers who may read each."""

    def __init__(self) -> None:
        self.readers: dict[str, set[str]] = {}
        self._count = itertools.count(1)

    def make(self, *readers: str) -> str:
        mark = f"Zq{next(self._count):04d}x"
        self.readers[mark] = set(readers)
        return mark


def everything(room: Classroom, browser: Browser, kind: str) -> None:
    """Look at every page and JSON answer that a browser of some kind may ask for."""
    first = {"member": "/team", "screen": "/screen", "nobody": "/"}[kind]
    for page in PAGES:
        mine = page.path.startswith(first) if kind != "nobody" else page.path in ("/", "/join")
        if mine:
            assert browser.get(page.path).status_code == 200, page.path
    programs = {"member": ("view.json", "poll", "advice.json"), "screen": ("view.json", "poll"), "nobody": ("view.json",)}[kind]
    for path in programs:
        assert browser.get(f"{first.rstrip('/')}/{path}").status_code == 200, path


def key(world: int, seat: str) -> str:
    return f"{world}.{seat}"


def season(room: Classroom, teams: dict[str, list[Browser]], marks: Marks) -> None:
    """Let every team leave marks in everything that it can write."""
    for name, pair in teams.items():
        world, seat = name.split(".")
        own, other = {name}, key(int(world), SEATS[(SEATS.index(seat) + 1) % 4])
        member = room.hall.lesson.pen_of(room.hall.lesson.team(int(world), seat))
        pen, mate = sorted(pair, key=lambda each: each.get("/team/view.json").json()["me"]["id"] != member)
        mate.does("propose_sheet", note=marks.make(*own))
        mate.does("say", text=marks.make(*own))
        mate.does("say", text=marks.make(name, other), to=other.split(".")[1])
        package = next(each["id"] for each in pen.get("/team/view.json").json()["packages"])
        mate.does("propose_offer", package=package, note=marks.make(*own))
        pen.does("submit", reason=marks.make(*own))


def test_nobody_reads_what_is_not_theirs(begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop, clock: HandClock):
    hall = begin(worlds=2, lens="hidden")
    room = Classroom(hall)
    marks = Marks()
    teacher = Browser(room, loop).sign_in_as_teacher()
    teams: dict[str, list[Browser]] = {}
    for world in (1, 2):
        for seat in SEATS:
            name = key(world, seat)
            teams[name] = [Browser(room, loop).join(seat, marks.make(name), world) for _ in range(2)]
    screen, stranger = Browser(room, loop), Browser(room, loop)
    screen.get(f"/screen?key={hall.keys.token('screen')}")
    watchers = {**{name: pair for name, pair in teams.items()}, "screen": [screen], "nobody": [stranger]}
    teacher.teacher_does("start")
    for number in range(2):
        season(room, teams, marks)
        teacher.teacher_does("news", text=marks.make("2.CHN"), team="2.CHN")
        for name, browsers in watchers.items():
            for each in browsers:
                everything(room, each, "member" if "." in name else name)
        clock.move(90)
        teacher.teacher_does("reveal")
        if hall.lesson.stage == "crisis":
            teacher.teacher_does("settle")
        assert hall.lesson.season == number + 1
    for name, browsers in watchers.items():
        text = "\n".join(str(answer.headers) + answer.text for each in browsers for answer in each.answers)
        seen = {mark for mark in marks.readers if mark in text}
        assert seen == {mark for mark, readers in marks.readers.items() if name in readers}
    secrets = [hall.keys.token("teacher"), hall.log.secret("key"), hall.lesson.seal.nonce, hall.lesson.seal.commitment]
    everybody = "\n".join(answer.text for browsers in watchers.values() for each in browsers for answer in each.answers)
    assert not [secret for secret in secrets if secret in everybody]
    assert teacher.get("/teacher/view.json").json()["lens"] == {"hidden": True, "name": ""}
    assert hall.lesson.seal.nonce not in "".join(answer.text for answer in teacher.answers)


PRIVATE = [
    ("sheet", lambda post: post("submit", sheet={"test": "srbm"}, reason="now")),
    ("draft", lambda post: post("propose_sheet", sheet={"test": "icbm"}, note="louder")),
    ("note", lambda post: post("say", text="among us")),
    ("letter", lambda post: post("say", text="to Beijing", to=["CHN"])),
    ("offer", lambda post: post("act", act="offer", package="border-calm")),
    ("prediction", lambda post: post("act", act="predict", guess="US.mil=full")),
    ("hand", lambda post: post("hand", up=True)),
]


@pytest.mark.parametrize(("what", "private"), PRIVATE, ids=[what for what, _ in PRIVATE])
def test_what_one_team_does_in_private_changes_no_bit_of_what_others_see(
    begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop, what: str, private: Callable[..., object]
):
    def look(*, done: bool) -> dict[str, str]:
        hall = begin(lens="harmony")
        room = Classroom(hall)
        browsers = {seat: Browser(room, loop).join(seat, f"N{seat}") for seat in SEATS}
        screen = Browser(room, loop)
        screen.get(f"/screen?key={hall.keys.token('screen')}")
        hall.do("teacher", "start", {})
        who = Principal("member", hall.lesson.pen_of(hall.lesson.team(1, "DPRK")))
        if done:
            loop.run_until_complete(private(lambda kind, **given: hall.post(who, kind, given)))
        loop.run_until_complete(hall.post(TEACHER, "news", {"text": "the hour"}))
        seen = {}
        for seat, each in (*browsers.items(), ("screen", screen)):
            first = "/screen" if seat == "screen" else "/team"
            pages = [page.path for page in PAGES if page.path.startswith(first)] + [f"{first}/view.json", f"{first}/poll"]
            seen[seat] = "\n".join(each.get(page).text for page in pages)
        keys = re.compile(r'name="(once|form_token)" value="\w+"|"lesson":"\w+"|data-lesson="\w+"|\b[BCDFGHJKMNPQRTVWXY346789]{6,8}\b')
        return {seat: keys.sub("", text) for seat, text in seen.items()}

    quiet, busy = look(done=False), look(done=True)
    may_see = {"DPRK", *(("CHN",) if what == "letter" else ()), *(("ROK",) if what == "offer" else ())}
    assert {seat for seat in quiet if quiet[seat] != busy[seat]} == may_see


def test_the_public_knows_no_secret_setting_and_no_private_dial(begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop):
    def shown(step: str) -> tuple[str, str]:
        hall = begin(lens="harmony", rng_seed=3)
        room = Classroom(hall)
        hall.do("teacher", "start", {})
        loop.run_until_complete(hall.post(TEACHER, "submit", {"world": 1, "seat": "DPRK", "sheet": {"dip": "talk", "step": step}}))
        hall.do("teacher", "reveal", {})
        assert not hall.lesson.worlds[1].game.played[0].account.f[hall.lesson.worlds[1].game.program.flags["covert_found"]]
        screen = Browser(room, loop)
        screen.get(f"/screen?key={hall.keys.token('screen')}")
        view = screen.get("/screen/view.json").json()
        view.pop("lesson"), view["door"].pop("code")
        return json.dumps(view), json.dumps(room.sight.see(TEACHER)["shown"][0]["told"])

    frozen, secret = shown("freeze"), shown("covert")
    assert frozen[0] == secret[0]
    assert frozen[1] != secret[1]
    view = json.loads(frozen[0])["shown"][0]
    private = {"hope", "arsenal", "enforcement", "salience", "mandate", "pressure"}
    assert not private & {dial["id"] for dial in view["situation"]["dials"]}
    assert "private" not in view and "offers" not in view


def test_showing_everything_is_for_the_end_and_shows_it_to_all(begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop):
    hall = begin(lens="hidden")
    room = Classroom(hall)
    china = Browser(room, loop).join("CHN", "Wei")
    teacher = Browser(room, loop).sign_in_as_teacher()
    teacher.teacher_does("start")
    loop.run_until_complete(hall.post(TEACHER, "submit", {"world": 1, "seat": "US", "reason": "Zqreason"}))
    teacher.teacher_does("reveal")
    refused = teacher.teacher_does("show_all")
    assert refused.status_code == 409 and "First stop playing" in refused.text
    assert "Zqreason" not in china.get("/team").text
    teacher.teacher_does("end")
    teacher.teacher_does("show_all")
    shown = china.get("/team")
    assert "Zqreason" in shown.text
    assert f"The lens of this world was: {hall.lesson.seal.lens}" in shown.text
