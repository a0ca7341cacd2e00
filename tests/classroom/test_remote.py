"""A seat played in the terminal against a real server, beside browsers: the same doors, views, deeds and refusals."""

from __future__ import annotations

import asyncio
import re
import socket
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import sim.classroom.remote
from sim.classroom.keys import Principal
from sim.classroom.pages import words_of
from sim.classroom.remote.came import came
from sim.classroom.remote.commands import ALIASES, DEEDS, LOOKS, completions
from sim.classroom.remote.connection import Connection, Refused, Unreachable, read_address
from sim.classroom.remote.reading import read_clauses, read_counter, read_letter, read_offer, read_orders
from sim.classroom.sight import Sight
from sim.text.typed import Wrong
from tests.classroom.browser import Browser, forms_of
from tests.classroom.serving import Server
from tests.classroom.terminal import Terminal

T = words_of("en")


@pytest.fixture
def terminal(server: Server) -> Iterator[Callable[..., Terminal]]:
    sat: list[Terminal] = []

    def sit(*words: str) -> Terminal:
        sat.append(Terminal(server.address, *words))
        return sat[-1]

    yield sit
    for each in sat:
        each.kill()


def member(hall, seat: str = "US", nick: str = "A") -> dict:
    posted = hall.do("d1", "join", {"world": 1, "seat": seat, "nick": nick})
    return Principal("member", posted.line.made["member"])


# --- addresses and reading


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("http://192.168.1.5:8400", ("192.168.1.5", 8400, "")),
        ("192.168.1.5:8411/?c=KFM3PT", ("192.168.1.5", 8411, "KFM3PT")),
        ("classroom.local", ("classroom.local", 8400, "")),
        ("http://10.0.0.1/join?c=AB", ("10.0.0.1", 80, "AB")),
    ],
)
def test_addresses_are_read_as_teachers_give_them(typed: str, found: tuple[str, int, str]):
    assert read_address(typed) == found


@pytest.mark.parametrize("typed", ["", "https://x", "ftp://x", "http://", "http://x:99999", "http://x:y"])
def test_what_is_no_address_is_refused(typed: str):
    with pytest.raises(ValueError):
        read_address(typed)


def test_typed_orders_offers_and_letters_are_read_against_the_view(hall):
    view = Sight(hall).see(member(hall))
    assert read_orders(T, view, "mil scaled, US.dip=Talk") == {"mil": "scaled", "dip": "talk"}
    for wrong in ("mil", "mil foo", "unsc veto"):
        with pytest.raises(Wrong):
            read_orders(T, view, wrong)
    package, clauses = read_offer(T, view, "nuclear-pause with waiver, no_tests without drills_scaled")
    own = next(each for each in view["packages"] if each["id"] == package)
    assert clauses == ["no_long_range", "stay_at_table", "waiver", "no_tests"] and package == "nuclear-pause"
    assert read_clauses(T, own, ["no_tests"], "") == ["no_tests"]
    for wrong in ("peace", "nuclear-pause now", "nuclear-pause with wonders"):
        with pytest.raises(Wrong):
            read_offer(T, view, wrong)
    with pytest.raises(Wrong):
        read_counter(T, view, "1 with waiver")
    assert read_letter(T, view, "dprk, CHN: let us: talk") == (["DPRK", "CHN"], "let us: talk")
    assert read_letter(T, view, ": a note") == ([], "a note")
    for wrong in ("DPRK", "US: to ourselves", "JPN: x", "DPRK:  "):
        with pytest.raises(Wrong):
            read_letter(T, view, wrong)


def test_words_are_completed_from_the_view(hall):
    class Sat:
        view = Sight(hall).see(member(hall))

    assert completions(Sat, "", "si") == ["situation"] and "sanc" in completions(Sat, "", "s")
    assert completions(Sat, "mil ", "s") == ["scaled", "show", "suspend"]
    assert completions(Sat, "offer ", "nu") == ["nuclear-pause"]
    assert completions(Sat, "say ", "") == ["CHN", "DPRK", "ROK"] and completions(Sat, "news ", "") == []


def test_what_others_did_is_told_and_what_oneself_did_is_not(hall):
    one, two = member(hall), member(hall, "DPRK", "B")
    sight = Sight(hall)
    before = sight.see(one)
    hall.do("teacher", "start", {})
    hall.do(one.id, "say", {"to": ["DPRK"], "text": "mine"})
    hall.do(two.id, "say", {"to": ["US"], "text": "theirs"})
    hall.do(two.id, "press", {"text": "to all"})
    hall.do("teacher", "news", {"text": "bulletin"})
    told = "\n".join(came(T, before, sight.see(one)).lines(200))
    assert "theirs" in told and "to all" in told and "bulletin" in told and "mine" not in told
    assert T("stage.table") in told
    before = sight.see(one)
    assert not came(T, before, sight.see(one))
    hall.do(one.id, "submit", {"reason": "x"})
    assert not came(T, before, sight.see(one))
    hall.do("teacher", "reveal", {})
    told = "\n".join(came(T, before, sight.see(one)).lines(200))
    assert sight.see(one)["news"]["headlines"][0] in told


def test_every_word_of_the_terminal_is_there():
    folder = Path(sim.classroom.remote.__file__).parent
    call = re.compile(r"said\((?:self\.|seat\.)?t, [\x22\x27](\w+)")
    asked = {key for path in folder.glob("*.py") for key in call.findall(path.read_text(encoding="utf-8"))}
    assert len(asked) > 25
    assert asked <= set(T.entry("join.terminal"))
    assert set(T.entry("join.terminal")) - {"help"} == asked


def test_help_names_every_command():
    told = " ".join(T.entry("join.terminal.help"))
    assert not [name for name in (*LOOKS, *DEEDS) if f"`{name}" not in told and name != "help"]
    assert set(ALIASES.values()) <= {*LOOKS, *DEEDS}


# --- the line


def test_nothing_and_no_lesson_at_an_address_are_told(tmp_path: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Unreachable):
        Connection("127.0.0.1", port).first("/view.json")
    nobody = Terminal(f"127.0.0.1:{port}")
    nobody.until("No lesson answers")
    assert nobody.end() == 1


def test_a_terminal_joins_acts_is_refused_and_comes_back(server: Server, terminal: Callable[..., Terminal]):
    server.host("--bots", "CHN")
    one = terminal("--name", "Mina", "--team", "us")
    one.does("WRONG1", "That code is not right")
    own = re.search(r"come back in: (\w{8})", one.does(server.code, "Type `help`"))[1]  # type: ignore[index]
    one.does("mil scaled", "Your draft: joint drills: hold scaled-down drills")
    one.does("submit it is time", "The lesson has not begun yet")
    teacher = Connection("127.0.0.1", server.port, token=server.teacher_key)
    teacher.post("/teacher/do/start", {})
    one.until(T("stage.table"))  # told without asking
    one.type("submit")
    one.does("it is time", "Your orders are in.")
    view = teacher.get("/teacher/view.json")
    sealed = view["shown"][0]["teams"]["US"]["sealed"]
    assert (sealed["sheet"]["mil"], sealed["reason"], sealed["by"]) == ("scaled", "it is time", "Mina")
    one.does("frobnicate", "is not understood")
    one.does("mil full", "Your draft")
    one.does("quit", "You have left")
    assert one.end() == 0
    again = terminal("--resume", own)
    again.until("Your orders are in. Mina handed them in.")
    with pytest.raises(Refused):
        Connection("127.0.0.1", server.port).first("/team/view.json")
    teacher.post("/teacher/do/remove", {"member": "m1"})
    again.until("no longer valid")
    again.type("")
    assert again.process.wait(20) == 1


@pytest.mark.slow
def test_a_whole_lesson_of_a_terminal_and_browsers(server: Server, terminal: Callable[..., Terminal], loop: asyncio.AbstractEventLoop):
    server.host("--bots", "CHN")
    one = terminal("--code", server.code, "--name", "Mina", "--team", "US")
    one.until("Type `help`")
    teacher, rok, dprk = (Browser.at(server.address, loop) for _ in range(3))
    assert teacher.get(f"/teacher?key={server.teacher_key}").status_code == 200
    for browser, seat in ((rok, "ROK"), (dprk, "DPRK")):
        assert browser.send("/join", "/join", {"code": server.code, "nick": f"{seat} one", "team": f"1.{seat}"}).url.path == "/team"
    teacher.send("/teacher", "/teacher/do/start")
    one.until(T("stage.table"))
    season = 0
    while "over" not in (stage := teacher.get("/teacher/view.json").json()["stage"]):
        if stage == "crisis":
            one.does("step back", "Your answer is in.")
            for browser in (rok, dprk):
                if any(form.action == "/team/do/answer" for form in forms_of(browser.get("/team").text)):
                    browser.send("/team", "/team/do/answer", answer="step_back")
            continue
        season += 1
        rok.send("/team/talk", "/team/do/say", {"text": f"note {season} from Seoul", "to": "US"})
        one.until(f"South Korea: note {season} from Seoul")
        if season == 2:  # the server dies while something is typed
            server.kill()
            one.does(f"say ROK: answer {season}", "Connection lost")
            server.resume()
            one.until("The connection is back.")
            one.until("Sent.")
        else:
            one.does(f"say ROK: answer {season}", "Sent.")
        assert rok.get("/team/talk").text.count(f">answer {season}<") == 1
        for browser in (rok, dprk):
            browser.send("/team/orders", "/team/do/propose_sheet", {"note": "n"})
            assert browser.send("/team/orders", "/team/do/submit", {"reason": f"r{season}"}).status_code == 200
        one.does("dip talk", "Your draft") if season == 1 else one.does("sheet", "Your draft")
        one.does(f"submit terminal {season}", "Your orders are in.")
        teacher.send("/teacher", "/teacher/do/reveal")
        one.until("`told` shows what everybody ordered")
    teacher.teacher_does("show_all")
    one.until(T("stage.opened"))
    assert "The lens of this world was" in one.does("told", "terminal 1")
    one.until("r1")
    one.does("quit", "You have left")
    server.kill()
    base = sqlite3.connect(server.file)
    kinds = [row[0] for row in base.execute("SELECT kind FROM lines WHERE who = 'm1' ORDER BY number")]
    base.close()
    assert kinds.count("submit") == kinds.count("say") == season
