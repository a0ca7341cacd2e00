"""A dry run: bots fill two worlds, talk, negotiate and hand in through the same door as people; the records verify."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from sim.classroom.app import Classroom
from sim.classroom.hall import Hall
from sim.classroom.rehearse import IN_A_TEAM, Rehearsal
from sim.documents.library import Library
from sim.documents.record import write_record
from sim.rollout.records import from_record, to_record, verify
from tests.classroom.browser import Browser
from tests.classroom.conftest import HandClock


@pytest.mark.parametrize(("plan", "lens", "seasons"), [("50", "hidden", 6), ("90", "contrast", 9)])
def test_bots_play_a_whole_lesson(
    begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop, clock: HandClock, library: Library, plan: str, lens: str, seasons: int
):
    hall = begin(worlds=2, plan=plan, lens=lens, bots=("CHN",))
    rehearsal = Rehearsal(hall)
    loop.run_until_complete(rehearsal.sit_down())
    assert len(hall.lesson.members) == 2 * 3 * IN_A_TEAM
    teacher = Browser(Classroom(hall), loop).sign_in_as_teacher()
    teacher.send("/teacher", "/teacher/do/start")
    while hall.lesson.stage != "over":
        while loop.run_until_complete(rehearsal.step()):
            clock.move(2)
        playing = [team for team in hall.lesson.teams() if team.agent == "person" and hall.lesson.worlds[team.world].phase == "table"]
        assert hall.lesson.stage != "table" or all(team.sealed for team in playing)
        if hall.lesson.stage == "table":
            teacher.send("/teacher", "/teacher/do/reveal")
    for world in hall.lesson.worlds.values():
        assert world.season == seasons or world.game.over == "war"
        assert world.game.terms.scale == pytest.approx(seasons / 12)
        assert not any(world.missing.values())
        record = write_record(to_record(world.session))
        again = from_record(record, library=library, seal=hall.lesson.seal)
        assert write_record(to_record(again)) == record and verify(again) == ""
    assert {line.kind for line in hall.log.lines()} >= {"join", "propose_sheet", "say", "submit", "reveal"}
    assert any(offer.by != "CHN" for world in hall.lesson.worlds.values() for played in world.game.played for offer in played.account.offers)
    teacher.send("/teacher", "/teacher/do/show_all")
    assert teacher.get("/screen").status_code == 200
