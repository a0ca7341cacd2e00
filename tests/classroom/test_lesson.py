"""A whole lesson in browsers, from the first page to the debrief."""

from __future__ import annotations

from collections.abc import Callable

from sim.classroom.app import Classroom
from sim.documents.library import Library
from sim.documents.record import write_record
from sim.rollout.records import from_record, to_record, verify
from tests.classroom.browser import Browser
from tests.classroom.conftest import HandClock

SEATS = ("US", "ROK", "DPRK", "CHN")
PAGES = ("/team", "/team/orders", "/team/table", "/team/talk", "/team/brief", "/team/advice")
TEACHER_PAGES = ("/teacher", "/teacher/people", "/teacher/worlds", "/teacher/channels", "/teacher/paper", "/teacher/paper/1/US")


def test_a_lesson_from_the_first_page_to_the_debrief(room: Classroom, browser: Callable[..., Browser], clock: HandClock, library: Library):
    teacher = browser().sign_in_as_teacher()
    first = browser()
    assert "You may sit this out" in first.get("/").text
    teams = {seat: browser().join(seat, f"Pen {seat}") for seat in SEATS}
    mate = browser().join("US", "Mate")
    teacher.send("/teacher", "/teacher/do/start")
    for season in range(6):
        for each in (*teams.values(), mate):
            for page in PAGES:
                assert each.get(page).status_code == 200
        for page in (*TEACHER_PAGES, "/screen"):
            assert teacher.get(page).status_code == 200
        mate.send("/team/orders", "/team/do/propose_sheet", {"sheet.dip": "talk", "note": "they wait for us"})
        assert "they wait for us" in teams["US"].get("/team/orders").text
        mate.does("say", to="ROK", text="Shall we meet?")
        assert "Shall we meet?" in teams["ROK"].get("/team/talk").text
        for seat, each in teams.items():
            if room.hall.lesson.pen_of(room.hall.lesson.team(1, seat)) == each.get("/team/view.json").json()["me"]["id"]:
                answer = each.does("submit", season=season + 1, reason=f"because {season}")
                assert "Your orders are in." in answer.text
        clock.move(60)
        answer = teacher.send("/teacher", "/teacher/do/reveal")
        assert answer.status_code == 200
        if room.hall.lesson.stage == "crisis":
            teacher.send("/teacher", "/teacher/do/settle")
    assert room.hall.lesson.stage == "over"
    teacher.send("/teacher", "/teacher/do/show_all")
    assert "because 3" in teams["CHN"].get("/team").text
    session = room.hall.lesson.worlds[1].session
    again = from_record(write_record(to_record(session)), library=library)
    assert verify(again) == ""
    assert again.game.outcome() == session.game.outcome()


def test_a_lesson_on_one_screen_with_paper_slips(room: Classroom, browser: Callable[..., Browser], clock: HandClock):
    teacher, projected = browser().sign_in_as_teacher(), browser()
    projected.get(f"/screen?key={room.hall.keys.token('screen')}")
    assert "write your orders on paper" not in projected.get("/screen").text or not room.hall.addresses
    teacher.send("/teacher", "/teacher/do/start")
    game = room.hall.lesson.worlds[1].game
    for season in range(2):
        for seat in SEATS:
            page = f"/teacher/paper/1/{seat}"
            form = teacher.form(page, "/teacher/do/submit")
            lever = next(name for name in form.options if name.startswith("sheet."))
            setting = next(each for each in form.options[lever] if each in game.legal(seat)[lever.split(".")[1]] and each != form.value(lever))
            answer = teacher.send(page, "/teacher/do/submit", {lever: setting, "reason": f"Zq{seat}{season}"})
            assert answer.url.path == "/teacher/paper" and answer.status_code == 200, answer.text
            for shown in (answer, teacher.get(page), teacher.get("/teacher/paper"), teacher.get("/teacher")):  # the laptop may be mirrored
                assert f"Zq{seat}{season}" not in shown.text
        before = projected.get("/screen").text
        teacher.send("/teacher", "/teacher/do/reveal")
        assert room.hall.lesson.worlds[1].missing[season] == []
        after = projected.get("/screen").text
        assert after != before and "Zq" not in after
    assert room.hall.lesson.members == {}


def test_a_program_plays_a_seat_with_a_token_and_the_same_view(room: Classroom, browser: Callable[..., Browser]):
    """What the terminal client stands on: JSON in and out, no cookie, no form token."""
    terminal = browser()
    said = {"accept": "application/json"}
    wrong = terminal.request("POST", "/join", json={"code": "AAAAAA", "nick": "T", "seat": "US"}, headers=said)
    assert wrong.status_code == 422 and wrong.json()["refused"] == "wrong_code" and wrong.json()["says"]
    code = room.hall.keys.class_code(0)
    joined = terminal.request(
        "POST", "/join", json={"code": code, "nick": "T", "world": 1, "seat": "US"}, headers={**said, "idempotency-key": "j"}
    ).json()
    sent = {**said, "authorization": f"Bearer {joined['token']}"}
    terminal.cookies.clear()
    room.hall.do("teacher", "start", {})
    view = terminal.request("GET", "/team/view.json", headers=sent).json()
    assert view["me"]["nick"] == "T" and view["seat"] == "US" and view["team"]["writes"]
    for _ in range(2):
        body = {"sheet": {"dip": "talk"}, "reason": "from a terminal", "season": view["situation"]["number"]}
        answer = terminal.request("POST", "/team/do/submit", json=body, headers={**sent, "idempotency-key": "s"})
        assert answer.status_code == 200, answer.text
    assert answer.json()["again"]
    assert terminal.request("GET", "/team/poll", headers=sent).json() == {"revision": answer.json()["revision"]}
    late = terminal.request("POST", "/team/do/submit", json={"season": 4}, headers=sent)
    assert late.status_code == 409 and late.json()["refused"] == "other_season"
    resumed = terminal.request("POST", "/resume", json={"code": joined["resume"]}, headers=said).json()
    assert resumed["token"] == joined["token"]
