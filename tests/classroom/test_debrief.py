"""The debrief of a lesson: shut until it is opened, true to the games, made in a child process, and there when play was stopped early."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from multiprocessing import active_children

import pytest

from sim.agents.payoff import choose, expectation
from sim.classroom.app import Classroom
from sim.classroom.debrief.aftermath import finished, told
from sim.classroom.debrief.instead import instead
from sim.classroom.hall import Hall
from sim.classroom.keys import Principal
from sim.engine.explain import difference
from sim.engine.game import Game
from sim.engine.past import own_desk
from sim.rollout.session import Seal
from tests.classroom.browser import Browser
from tests.classroom.test_stages import war

TEACHER = Principal("teacher", "teacher")
CONTENT = ("An AI in this seat", "Season by season", "Contradictions to argue about")


def play(hall: Hall, seasons: int) -> None:
    hall.do("teacher", "start", {})
    while hall.lesson.season < seasons and hall.lesson.stage != "over":
        hall.do("teacher", "reveal" if hall.lesson.stage == "table" else "settle", {})


def over(hall: Hall) -> None:
    if hall.lesson.stage != "over":
        hall.do("teacher", "end", {})
    hall.do("teacher", "show_all", {"opened": True})


def wait_for(room: Classroom, browser: Browser, ready: Callable[[], bool]) -> None:
    for _ in range(600):
        browser.get("/team/poll")  # lets what has come in from the child be taken
        if ready():
            return
        time.sleep(0.1)
    raise AssertionError(f"the child has not answered: {room.debriefs.afterwork.kept}")


def test_nothing_is_told_before_it_is_opened(begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop):
    hall = begin(lens="hidden")
    room = Classroom(hall)
    student, teacher = Browser(room, loop).join("US", "Ann"), Browser(room, loop).sign_in_as_teacher()
    play(hall, 2)
    for _ in ("playing", "stopped"):
        for browser, path in ((student, "/team/debrief"), (teacher, "/teacher/debrief"), (teacher, "/screen/debrief")):
            answer = browser.get(path)
            assert "not open yet" in answer.text or "opens for everybody" in answer.text
            assert not [text for text in (*CONTENT, hall.lesson.seal.lens) if text in answer.text.replace("opens for everybody", "")]
        assert room.debriefs.see(1, "US", "en") is None
        assert active_children() == []
        if hall.lesson.stage != "over":
            hall.do("teacher", "end", {})
    hall.do("teacher", "show_all", {"opened": True})
    assert CONTENT[1] in student.get("/team/debrief").text
    hall.do("teacher", "show_all", {"opened": False})
    assert CONTENT[1] not in student.get("/team/debrief").text


def test_an_opened_lesson_is_told_to_teams_teacher_and_projector(begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop):
    hall = begin(lens="hidden", worlds=2)
    room = Classroom(hall)
    student, teacher = Browser(room, loop).join("ROK", "Ann"), Browser(room, loop).sign_in_as_teacher()
    hall.do("teacher", "start", {})
    loop.run_until_complete(hall.post(TEACHER, "submit", {"world": 1, "seat": "ROK", "sheet": {"ik": "cool"}, "reason": "<b>Zqwhy</b>"}))
    hall.do("teacher", "reveal", {})
    while hall.lesson.season < 2:
        hall.do("teacher", "reveal" if hall.lesson.stage == "table" else "settle", {})
    over(hall)
    first = student.get("/team/debrief").text
    assert "&lt;b&gt;Zqwhy&lt;/b&gt;" in first and "Being worked out" in first
    revision = hall.lesson.revision_for(TEACHER)
    wait_for(room, student, lambda: len(room.debriefs.afterwork.kept.told) == 2)
    wait_for(room, student, lambda: hall.lesson.revision_for(TEACHER) > revision)  # pages fill in by themselves
    mine, all_of_it = student.get("/team/debrief").text, teacher.get("/teacher/debrief").text
    for text in (mine, all_of_it):
        assert not [each for each in CONTENT if each not in text]
        assert "The worlds first parted in Winter 2018: South Korea (inter-Korean policy)" in text
        assert "Play was stopped after 2 of 6 seasons" in text
    assert "Zqwhy" not in teacher.get("/teacher/debrief?world=2").text
    assert teacher.get("/teacher/debrief?world=x").status_code == 200
    parts = [teacher.get(f"/screen/debrief?part={part}").text for part in ("timeline", "worlds", "")]
    assert ["Zqwhy" in text for text in parts] == [True, False, False]


def test_a_team_cannot_ask_for_another_world(begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop):
    hall = begin(worlds=2)
    room = Classroom(hall)
    student = Browser(room, loop).join("ROK", "Ann")
    play(hall, 1)
    over(hall)
    student.get("/team/debrief?world=2")
    assert room.debriefs._kept.keys() == {(1, "ROK", "en")}


def test_what_an_ai_would_have_ordered_is_what_its_choice_gives(hall: Hall):
    play(hall, 3)
    game = hall.lesson.worlds[1].game
    for found in instead(game):
        desk = own_desk(game, found.season, found.seat)
        choice = choose(desk, noisy=False)
        sent = game.sheet_of(found.seat, list(game.played[found.season].account.orders))
        ordered = {each.lever.split(".")[1]: each.theirs for each in found.orders}
        assert {**sent, **ordered} == game.sheet_of(found.seat, list(choice.orders))
        assert all(sent[each.lever.split(".")[1]] == each.ours != each.theirs for each in found.orders)
        other = list(expectation(desk))
        for lever in game.program.layout.seat_levers[desk.seat]:
            other[lever] = game.played[found.season].account.orders[lever] if found.orders else desk.standing[lever]
        rows = {row.name: row.value for row in difference(desk, choice.orders, other)}
        assert all(rows[reason.name] == reason.value > 0 for reason in found.reasons)
    assert {each.season for each in instead(game)} == {0, 1, 2}


def boards(game: Game) -> dict[str, dict[str, float]]:
    return game.outcome()


@pytest.mark.parametrize("played", [1, 3, 4, 5])
def test_a_game_stopped_early_is_told_as_far_as_it_went(begin: Callable[..., Hall], played: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sim.classroom.hall.draw_lens", lambda library: Seal("harmony", "0" * 32))
    hall = begin(lens="hidden")
    play(hall, played)
    hall.do("teacher", "end", {})
    session = hall.lesson.worlds[1].session
    assert session is not None and session.game.over == ""
    done = finished(session)
    assert len(done.game.played) == played and bool(done.game.over) is (played >= 4)
    assert boards(done.game) == boards(session.game)
    assert done.lens == session.lens and done.seal == session.seal
    found = told(session)
    assert set(found.debriefs) == ({"", "US", "ROK", "DPRK", "CHN"} if played >= 4 else {""})
    assert found.debriefs[""].played == played


def test_a_season_that_was_begun_and_not_played_does_not_count(begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop):
    hall = begin()
    play(hall, 4)
    hall.do("teacher", "act", {"world": 1, "seat": "ROK", "act": "offer", "package": "border-calm"})
    hall.do("teacher", "hand_seat", {"world": 1, "seat": "CHN", "to": "payoff"})
    hall.do("teacher", "inject", {"event": "winter_games", "lasts": 1})
    hall.do("teacher", "end", {})
    session = hall.lesson.worlds[1].session
    assert session is not None
    assert finished(session).game.over == "scheduled"
    assert told(session).debriefs["CHN"].played == 4


def test_a_lesson_without_a_season_says_so(room: Classroom, loop: asyncio.AbstractEventLoop):
    teacher = Browser(room, loop).sign_in_as_teacher()
    room.hall.do("teacher", "start", {})
    over(room.hall)
    assert "No season was played" in teacher.get("/teacher/debrief").text


@pytest.mark.slow
def test_what_ifs_come_from_the_child_as_ranges(begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop):
    hall = begin(lens="hidden")
    room = Classroom(hall)
    student = Browser(room, loop).join("ROK", "Ann")
    play(hall, 4)
    over(hall)
    student.get("/team/debrief")
    for _ in range(6):  # in plain Python the child takes its time
        try:
            wait_for(room, student, lambda: room.debriefs.afterwork.kept.done)
            break
        except AssertionError:
            continue
    text = student.get("/team/debrief").text
    assert "Beside AI play of the same start" in text and "South Korea: Seasons in which another sheet would have changed most" in text
    assert "Being worked out" not in text
    assert set(room.debriefs.afterwork.kept.turns) == {(1, seat) for seat in ("US", "ROK", "DPRK", "CHN")}


def test_going_back_to_play_lets_the_child_go(begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop):
    hall = begin()
    room = Classroom(hall)
    teacher = Browser(room, loop).sign_in_as_teacher()
    play(hall, 2)
    over(hall)
    teacher.get("/teacher/debrief")
    child = room.debriefs.afterwork._child
    assert child is not None and child.is_alive()
    teacher.teacher_does("take_back", season=2)
    teacher.get("/teacher/debrief")
    child.join(10)
    assert not child.is_alive() and room.debriefs.afterwork.kept.told == {}


def test_a_child_that_dies_is_told_and_can_be_begun_anew(begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop):
    hall = begin()
    room = Classroom(hall)
    student = Browser(room, loop).join("ROK", "Ann")
    play(hall, 2)
    over(hall)
    student.get("/team/debrief")
    child = room.debriefs.afterwork._child
    assert child is not None
    child.kill()
    wait_for(room, student, lambda: room.debriefs.afterwork.kept.done)
    assert "Hide everything and show it again" in student.get("/team/debrief").text
    for opened in (False, True):
        hall.do("teacher", "show_all", {"opened": opened})
        student.get("/team/debrief")
    wait_for(room, student, lambda: 1 in room.debriefs.afterwork.kept.told)
    assert "An AI in this seat" in student.get("/team/debrief").text


def test_a_war_is_told_as_one_and_nobody_wins_it(begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop):
    hall = war(begin)
    room = Classroom(hall)
    student = Browser(room, loop).join("ROK", "Ann")
    over(hall)
    student.get("/team/debrief")
    wait_for(room, student, lambda: 1 in room.debriefs.afterwork.kept.told)
    text = student.get("/team/debrief").text
    assert room.debriefs.afterwork.kept.told[1].debriefs["ROK"].over == "war"
    assert "It became war." in text and "It ended in war" in text and "Nobody won it" in text
