"""The list of participation counts what was done and is safe to open; the roster stays with the teacher."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.classroom.app import Classroom
from sim.classroom.command import resume_hall
from sim.classroom.export import export_files
from sim.classroom.hall import Hall
from sim.classroom.handouts.roster import MOST, name_of, typed_roster
from sim.classroom.handouts.spreadsheet import csv_bytes, safe_cell
from sim.classroom.lesson import Refusal
from sim.classroom.pages import PAGES
from tests.classroom.browser import Browser
from tests.classroom.conftest import HandClock
from tests.classroom.test_leaks import everything

MARK = "Zqrealname"


def rows(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", " =HYPERLINK(1)", "＝1"])
def test_no_cell_is_a_formula(cell: str):
    assert safe_cell(cell) == f"'{cell}"
    (row,) = list(csv.reader(io.StringIO(csv_bytes(["a"], [[cell]]).decode("utf-8-sig"), newline="")))[1:]
    assert row == [f"'{cell}"]


def test_plain_cells_stay_as_they_are():
    assert csv_bytes(["a", "b"], [["민아, K", 3]]).decode("utf-8-sig") == 'a,b\r\n"민아, K",3\r\n'


def test_what_each_member_did_is_counted(begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop, clock: HandClock):
    hall = begin(worlds=2)
    room = Classroom(hall)
    teacher = Browser(room, loop).sign_in_as_teacher()
    ann, bob = Browser(room, loop).join("US", "=Ann"), Browser(room, loop).join("US", "Bob", 2)
    teacher.teacher_does("start")
    ann.does("propose_sheet", note="a draft")
    ann.does("say", text="to us")
    ann.does("press", text="to all")
    ann.does("act", act="offer", package="alliance-settlement")
    ann.does("submit", reason="first")
    ann.does("submit", reason="")  # the last sheet of a season counts, and it has no reason
    teacher.teacher_does("reveal")
    clock.move(300)  # Bob has gone
    ann.does("submit", reason="second")
    teacher.teacher_does("reveal")
    found = {row["nickname"]: row for row in rows(teacher.get("/teacher/participation.csv").content)}
    assert list(found) == ["'=Ann", "Bob"]
    assert list(found["'=Ann"].values()) == ["'=Ann", "United States", "1", "2", "1", "2", "1", "1", "2"]
    assert list(found["Bob"].values()) == ["Bob", "United States", "2", "0", "0", "0", "0", "0", "1"]
    assert not {"grade", "score", "rank"} & {head.lower() for head in found["Bob"]}
    assert bob.get("/team").status_code == 200


def test_the_count_follows_a_member_to_another_world_and_outlives_a_restart(begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop):
    hall = begin(worlds=2)
    room = Classroom(hall)
    teacher = Browser(room, loop).sign_in_as_teacher()
    ann = Browser(room, loop).join("US", "Ann")
    teacher.teacher_does("start")
    ann.does("submit", reason="here")
    teacher.teacher_does("move", member="m1", team="2.ROK")
    ann.does("submit", reason="there")
    before = teacher.get("/teacher/participation.csv").content
    hall.reload()
    assert teacher.get("/teacher/participation.csv").content == before
    (row,) = rows(before)
    assert (row["team"], row["world"], row["orders handed in"], row["reasons"]) == ("South Korea", "2", "2", "2")


def test_a_roster_is_read_as_pasted_and_a_wrong_line_is_named():
    assert typed_roster("Fox\tMina Kim\n\n Owl ; Jo, Park\nElk,Sam") == {"Fox": "Mina Kim", "Owl": "Jo, Park", "Elk": "Sam"}
    assert name_of({"Fox": "Mina"}, "fox ") == "Mina"
    for text, line in (("Fox\tMina\nnobody", 2), ("\tMina", 1), (f"Fox\t{'x' * 300}", 1)):
        with pytest.raises(Refusal) as refused:
            typed_roster(text)
        assert refused.value.slots == {"line": line}
    with pytest.raises(Refusal):
        typed_roster("\n".join(f"n{number}\tname" for number in range(MOST + 1)))


def test_real_names_are_seen_by_the_teacher_alone(begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop):
    hall = begin()
    room = Classroom(hall)
    teacher = Browser(room, loop).sign_in_as_teacher()
    students = [Browser(room, loop).join(seat, f"N{seat}") for seat in ("US", "DPRK")]
    screen, stranger = Browser(room, loop), Browser(room, loop)
    screen.get(f"/screen?key={hall.keys.token('screen')}")
    kept = teacher.send("/teacher/roster", "/teacher/roster", {"roster": f"NUS\t{MARK}\nNDPRK, =cmd|{MARK}"})
    assert "The roster was kept." in kept.text and MARK in kept.text
    teacher.teacher_does("start")
    teacher.teacher_does("reveal")
    teacher.teacher_does("end")
    teacher.teacher_does("show_all")
    for browser, kind in ((students[0], "member"), (students[1], "member"), (screen, "screen"), (stranger, "nobody")):
        everything(room, browser, kind)
        for path in ("/teacher/roster", "/teacher/roster.csv", "/teacher/export-with-roster", "/teacher/participation.csv?names=yes"):
            assert browser.get(path).status_code in (401, 403)
        assert browser.post("/teacher/roster", {"roster": "NUS\tme"}).status_code in (401, 403)
        assert not [answer.url for answer in browser.answers if MARK in answer.text]
    assert MARK not in teacher.get("/teacher/view.json").text
    assert not [
        page.path
        for page in PAGES
        if page.path.startswith(("/teacher", "/screen")) and page.path != "/teacher/roster" and MARK in teacher.get(page.path).text
    ]


def test_real_names_are_in_no_export_unless_asked_for(begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop):
    hall = begin()
    room = Classroom(hall)
    teacher = Browser(room, loop).sign_in_as_teacher()
    Browser(room, loop).join("US", "Fox")
    teacher.send("/teacher/roster", "/teacher/roster", {"roster": f"Fox\t={MARK}"})
    assert MARK not in json.dumps(export_files(hall)) + "".join(json.dumps(line.plain()) for line in hall.log.lines())
    for path, names in (("/teacher/export", False), ("/teacher/export-with-roster", True)):
        archive = zipfile.ZipFile(io.BytesIO(teacher.get(path).content))
        holds = [name for name in archive.namelist() if MARK.encode() in archive.read(name)]
        assert holds == (["roster.csv"] if names else [])
    assert MARK not in teacher.get("/teacher/participation.csv").text
    (row,) = rows(teacher.get("/teacher/participation.csv?names=yes").content)
    assert (row["name"], row["nickname"]) == (f"'={MARK}", "Fox")


def test_the_roster_outlives_a_restart_and_can_be_emptied(begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop):
    hall = begin()
    teacher = Browser(Classroom(hall), loop).sign_in_as_teacher()
    wrong = teacher.send("/teacher/roster", "/teacher/roster", {"roster": "Fox\tMina\nwrong"})
    assert wrong.status_code == 409 and "Line 2" in wrong.text and "Fox\tMina" in wrong.text
    teacher.send("/teacher/roster", "/teacher/roster", {"roster": f"Fox\t{MARK}"})
    path = Path(hall.log.path)
    hall.log.close()
    again = resume_hall(path, hall.library)
    try:
        teacher = Browser(Classroom(again), loop).sign_in_as_teacher()
        assert MARK in teacher.get("/teacher/roster").text
        assert MARK not in teacher.send("/teacher/roster", "/teacher/roster", {"roster": ""}).text
    finally:
        again.log.close()
