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
