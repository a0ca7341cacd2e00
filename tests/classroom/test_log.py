"""The log: what is acknowledged is on disk, once; the lesson is nothing but its log."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from sim.classroom.command import resume_hall
from sim.classroom.export import LINES, export_folder
from sim.classroom.hall import Hall
from sim.classroom.keys import Principal
from sim.classroom.lesson import Lesson, Refusal
from sim.classroom.log import Log, LogError
from sim.documents.library import Library
from sim.rollout.records import load, to_record, verify
from tests.classroom.conftest import HandClock

TEACHER = Principal("teacher", "teacher")


def member(hall: Hall, loop: asyncio.AbstractEventLoop, seat: str, nick: str = "N", world: int = 1) -> Principal:
    posted = loop.run_until_complete(
        hall.post(Principal("nobody", f"d{seat}{world}{nick}"), "join", {"world": world, "seat": seat, "nick": nick}, "j")
    )
    return Principal("member", posted.line.made["member"])


def does(hall: Hall, loop: asyncio.AbstractEventLoop, who: Principal, kind: str, form: str = "", **given: object) -> object:
    return loop.run_until_complete(hall.post(who, kind, given, form))


def state(lesson: Lesson) -> dict[str, object]:
    """Return everything that a lesson holds, games as their records."""
    found: dict[str, object] = {each.name: getattr(lesson, each.name) for each in fields(Lesson) if each.name not in ("library", "worlds")}
    for world in lesson.worlds.values():
        own = {each.name: getattr(world, each.name) for each in fields(world) if each.name not in ("session", "edition", "wakes")}
        found[f"world {world.number}"] = {**own, "record": to_record(world.session), "predictions": dict(world.game.predictions)}
    return json.loads(json.dumps(found, default=str))


def play_some(hall: Hall, loop: asyncio.AbstractEventLoop, clock: HandClock) -> dict[str, Principal]:
    """Play two seasons and a half with some of everything."""
    who = {seat: member(hall, loop, seat) for seat in ("US", "ROK", "DPRK")}
    mate = member(hall, loop, "US", "Mate")
    does(hall, loop, TEACHER, "start")
    does(hall, loop, TEACHER, "inject", event="flood", lasts=2)
    does(hall, loop, who["US"], "submit", sheet={"dip": "talk"}, reason="to begin")
    does(hall, loop, who["DPRK"], "submit", sheet={"dip": "talk"})
    does(hall, loop, TEACHER, "reveal")
    assert hall.lesson.stage == "table"
    pen = Principal("member", hall.lesson.pen_of(hall.lesson.team(1, "US")))
    does(hall, loop, pen, "act", act="offer", package="standstill")
    does(hall, loop, who["DPRK"], "act", act="answer", number=1, answer="accept")
    does(hall, loop, who["DPRK"], "act", act="predict", guess="US.mil=full")
    does(hall, loop, mate, "propose_sheet", sheet={"mil": "scaled"}, note="less noise")
    does(hall, loop, TEACHER, "inject", event="scandal")  # somebody has acted: it waits
    does(hall, loop, TEACHER, "reveal")
    assert not hall.lesson.worlds[1].pending
    clock.move(5)
    does(hall, loop, TEACHER, "clock", op="go")
    does(hall, loop, mate, "propose_sheet", sheet={"mil": "suspend"}, note="we promised")
    does(hall, loop, who["ROK"], "submit", sheet={"aid": "aid"}, reason="people first")
    does(hall, loop, who["ROK"], "say", to=["US"], text="Please go on.")
    does(hall, loop, TEACHER, "hand_seat", world=1, seat="CHN", to="payoff")
    return who


def test_a_lesson_comes_back_from_its_log_as_it_was(hall: Hall, loop: asyncio.AbstractEventLoop, clock: HandClock, library: Library):
    play_some(hall, loop, clock)
    before = state(hall.lesson)
    assert before["world 1"]["record"].count("season") and before["messages"]
    path = hall.log.path
    hall.log.close()
    again = Hall(Log(path), library, clock=clock)
    assert state(again.lesson) == before
    again.log.close()
    hall.log = Log(path)


def test_coming_back_asks_no_agent_about_finished_seasons(
    hall: Hall, loop: asyncio.AbstractEventLoop, clock: HandClock, library: Library, monkeypatch: pytest.MonkeyPatch
):
    play_some(hall, loop, clock)
    does(hall, loop, TEACHER, "reveal")
    hall.log.close()
    monkeypatch.setattr("sim.agents.payoff.PayoffAgent.sheet", lambda self, desk: pytest.fail("an agent was asked for a sheet"))
    hall.log = Log(hall.log.path)
    again = Hall(hall.log, library, clock=clock)
    assert len(again.lesson.worlds[1].game.played) == 3


def test_a_form_is_taken_once(hall: Hall, loop: asyncio.AbstractEventLoop, library: Library):
    us, rok = member(hall, loop, "US"), member(hall, loop, "ROK")

    async def both() -> list[object]:
        return await asyncio.gather(*(hall.post(us, "say", {"text": "hello", "to": ["ROK"]}, "form") for _ in range(3)))

    first, *others = loop.run_until_complete(both())
    assert not first.again and all(each.again and each.line is first.line for each in others)
    does(hall, loop, rok, "say", "form", text="mine")  # another's form of the same name is another form
    with pytest.raises(Refusal, match="form_used"):
        does(hall, loop, us, "say", "form", text="something else")
    assert [message.text for message in hall.lesson.messages] == ["hello", "mine"]
    hall.log.close()
    hall.log = Log(hall.log.path)
    again = Hall(hall.log, library, clock=hall.clock)
    assert does(again, loop, us, "say", "form", text="hello", to=["ROK"]).again
    assert len(again.lesson.messages) == 2


def test_what_cannot_be_written_is_not_acknowledged_and_not_kept(
    hall: Hall, loop: asyncio.AbstractEventLoop, clock: HandClock, monkeypatch: pytest.MonkeyPatch
):
    play_some(hall, loop, clock)
    before = state(hall.lesson)

    def full(lines: object) -> None:
        raise LogError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(hall.log, "write", full)
        for kind, given in (("news", {"text": "lost"}), ("reveal", {})):
            with pytest.raises(LogError):
                does(hall, loop, TEACHER, kind, **given)
    assert state(hall.lesson) == before
    does(hall, loop, TEACHER, "news", text="kept")
    assert [line.number for line in hall.log.lines()] == list(range(1, hall._number + 1))


def test_a_refusal_leaves_no_line_and_no_change(hall: Hall, loop: asyncio.AbstractEventLoop, clock: HandClock):
    who = play_some(hall, loop, clock)
    before, lines = state(hall.lesson), hall._number
    for kind, given in (
        ("submit", {"sheet": {"ik": "nonsense"}}),
        ("submit", {"sheet": {"dip": "talk"}}),
        ("act", {"act": "offer", "package": "no-such"}),
        ("act", {"act": "snap_back", "package": "standstill"}),
        ("act", {"act": "answer", "number": 9, "answer": "accept"}),
        ("propose_offer", {"package": "standstill", "clauses": ["nonsense"]}),
    ):
        with pytest.raises(Exception) as refused:
            does(hall, loop, who["ROK"], kind, **given)
        assert type(refused.value).__name__ in ("Refusal", "UnknownOrder", "IllegalNow"), refused.value
    assert state(hall.lesson) == before
    assert hall._number == lines


def test_only_one_server_holds_a_lesson_and_other_files_are_refused(hall: Hall, tmp_path: Path):
    with pytest.raises(LogError, match="another server"):
        Log(hall.log.path)
    other = tmp_path / "other.lesson"
    sqlite3.connect(other).execute("CREATE TABLE t (a)").connection.commit()
    with pytest.raises(LogError, match="no lesson"):
        Log(other)
    text = tmp_path / "text.lesson"
    text.write_text("hello")
    with pytest.raises(LogError, match="no lesson"):
        Log(text)


def test_the_file_is_its_owners_only(hall: Hall):
    assert hall.log.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("lens", ["harmony", "hidden"])
def test_export_and_back(begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop, clock: HandClock, library: Library, tmp_path: Path, lens: str):
    hall = begin(lens=lens, worlds=2)
    play_some(hall, loop, clock)
    does(hall, loop, TEACHER, "clock", op="pause")
    folder = tmp_path / "out"
    written = export_folder(hall, folder)
    assert "key" not in (folder / LINES).read_text() and hall.log.secret("key") not in (folder / LINES).read_text()
    again = resume_hall(folder / LINES, library, clock=clock)
    assert state(again.lesson) == state(hall.lesson)
    again.log.close()
    record = load(folder / "world-1.yaml", library=library)
    assert verify(record) == ""
    assert len(record.game.played) == 2
    if lens == "hidden":
        text = "".join(path.read_text() for path in written if not path.name.endswith(".lens"))
        assert hall.lesson.seal.lens not in text.split("documents")[0] and "lens: hidden" in (folder / "world-1.yaml").read_text()
        assert hall.lesson.seal.nonce not in text


def test_damaged_exports_are_refused(hall: Hall, library: Library, tmp_path: Path):
    folder = tmp_path / "out"
    export_folder(hall, folder)
    rows = (folder / LINES).read_text().splitlines()
    for text in ("", "{}", "[]", "nonsense", "\n".join([rows[0], rows[1].replace('"number": 1', '"number": 2')])):
        (folder / LINES).write_text(text)
        with pytest.raises(LogError):
            resume_hall(folder / LINES, library)
    assert [path.name for path in folder.glob("*.lesson")] == []


def test_time_that_nobody_was_served_does_not_count(hall: Hall, loop: asyncio.AbstractEventLoop, clock: HandClock, library: Library):
    does(hall, loop, TEACHER, "start")
    clock.move(100)
    does(hall, loop, TEACHER, "news", text="tick")
    left = hall.lesson.clock.remaining(clock())
    hall.log.close()
    clock.move(5000)
    again = resume_hall(hall.log.path, library, clock=clock)
    assert again.lesson.stage == "table"
    assert again.lesson.clock.ends is None and again.lesson.clock.remaining(clock()) == left
    hall.log = again.log
