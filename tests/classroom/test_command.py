"""The commands: what the teacher's terminal says, and whether other devices get through."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.classroom import check
from sim.classroom.hall import Hall
from sim.classroom.plans import Plan, plan_of, plans
from sim.cli import cli
from sim.documents.errors import DocumentError


def test_wrong_names_are_told_with_the_nearest_right_one(tmp_path: Path):
    for words, said in (
        (["2018-thwa"], "2018-thaw"),
        (["2018-thaw", "--plan", "5"], "50"),
        (["2018-thaw", "--bots", "CHI"], "CHN"),
        (["2018-thaw", "--lang", "em"], "en"),
        (["2018-thaw", "--lens", "harmoni"], "harmony"),
    ):
        done = CliRunner().invoke(cli, ["classroom", "host", *words, "--folder", str(tmp_path)])
        assert done.exit_code != 0
        assert said in (done.output + getattr(done, "stderr", ""))
    assert list(tmp_path.iterdir()) == []


def test_plans_fit_their_minutes_and_reserve_the_debrief():
    assert {plan.minutes: plan.seasons for plan in plans().values()} == {50: 6, 90: 9}
    for plan in plans().values():
        assert plan.needed <= plan.minutes
        assert plan.left_for_seasons(0) == 60 * (plan.minutes - plan.debrief)
    assert plan_of("50") is plan_of("short")
    with pytest.raises(DocumentError):
        plan_of("70")
    with pytest.raises(ValueError, match="its parts take"):
        Plan.model_validate({**plan_of("50").model_dump(), "season": 9})


def test_the_welcome_names_addresses_and_code_and_keeps_secrets_in_the_terminal(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    from sim.classroom import command
    from sim.classroom.server import Server

    monkeypatch.setattr(command, "own_addresses", lambda: ["192.168.1.20"])
    monkeypatch.setattr(command.sys.stdout, "isatty", lambda: True, raising=False)
    server = Server(hall, 8400)
    text = command.welcome(hall, server, asked=8400)
    assert f"http://127.0.0.1:8400/teacher?key={hall.keys.token('teacher')}" in text
    assert "http://192.168.1.20:8400" in text and hall.keys.class_code(0) in text
    assert "█" in text or "▄" in text
    monkeypatch.setattr(command, "own_addresses", list)
    assert "no address in a network" in command.welcome(hall, server, asked=8400)


def knock(port: int, address: str) -> None:
    for _ in range(200):
        try:
            with socket.create_connection((address, port), 1) as line:
                line.sendall(b"GET / HTTP/1.1\r\n\r\n")
                line.recv(1000)
                return
        except OSError:
            time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def test_check_waits_for_another_device(monkeypatch: pytest.MonkeyPatch):
    told: list[str] = []
    port = free_port()
    monkeypatch.setattr(check, "own_addresses", lambda: ["127.0.0.2"])
    monkeypatch.setattr(check, "is_loopback", lambda address: address == "127.0.0.2")
    visitor = threading.Thread(target=knock, args=(port, "127.0.0.1"))  # comes from 127.0.0.1: another device, for this test
    visitor.start()
    assert check.check_network(port, 10, told.append)
    visitor.join()
    assert "127.0.0.2" in told[0] and "got through" in told[-1]


@pytest.mark.parametrize(("addresses", "seconds", "said"), [([], 1, "no address"), (["127.0.0.1"], 0.2, "hot-spot")])
def test_check_says_what_to_do_where_nothing_gets_through(monkeypatch: pytest.MonkeyPatch, addresses: list[str], seconds: float, said: str):
    told: list[str] = []
    monkeypatch.setattr(check, "own_addresses", lambda: addresses)
    assert not check.check_network(free_port(), seconds, told.append)
    assert said in "\n".join(told)


def test_check_says_when_the_port_is_taken(monkeypatch: pytest.MonkeyPatch):
    told: list[str] = []
    monkeypatch.setattr(check, "own_addresses", lambda: ["127.0.0.1"])
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))  # noqa: S104
        taken.listen()
        assert not check.check_network(taken.getsockname()[1], 1, told.append)
    assert "cannot be listened on" in told[-1]


def test_hosting_on_a_folder_that_has_the_lesson_is_refused(begin: Callable[..., Hall], library: object):
    hall = begin()
    from sim.classroom.log import LogError
    from tests.classroom.conftest import WISH

    with pytest.raises(LogError, match="there is a lesson here already"):
        Hall.begin(hall.log.path, WISH, library)  # type: ignore[arg-type]
