"""The real server: killed at any instant it loses nothing acknowledged and doubles nothing; slow clients and the network."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import httpx
import pytest

from tests.classroom.nursery import Nursery
from tests.classroom.serving import ROOT, Server

JSON = {"accept": "application/json"}
PAUSE = 1.1  # seconds: no more posts in a minute than a person may send


async def until_answered(client: httpx.AsyncClient, path: str, body: dict[str, object], key: str, headers: dict[str, str]) -> dict[str, object]:
    """Post, again and again with the same key, until there is an answer."""
    while True:
        with contextlib.suppress(httpx.HTTPError):
            answer = await client.post(path, json=body, headers={**JSON, **headers, "idempotency-key": key})
            assert answer.status_code == 200, answer.text
            found: dict[str, object] = answer.json()
            return found
        await asyncio.sleep(0.05)


async def writer(server: Server, number: int, stop: asyncio.Event, acknowledged: list[str], pause: float) -> None:
    """Join, then propose with a mark of its own each time, again and again."""
    async with httpx.AsyncClient(base_url=server.address, timeout=5) as client:
        seat, world = ("US", "ROK", "DPRK", "CHN")[number % 4], number // 48 + 1
        join = {"code": server.code, "nick": f"W{number}", "world": world, "seat": seat}
        found = await until_answered(client, "/join", join, f"join-{number}", {})
        headers = {"authorization": f"Bearer {found['token']}"}
        count = 0
        while not stop.is_set():
            count += 1
            mark = f"mark-{number}-{count}"
            await until_answered(client, "/team/do/propose_sheet", {"note": mark, "sheet": {}}, mark, headers)
            acknowledged.append(mark)
            await asyncio.sleep(pause)


async def kill_often(server: Server, kills: int, writers: int, between: float, pause: float) -> tuple[list[str], list[float], list[float]]:
    stop, acknowledged, times, work = asyncio.Event(), [], [], []
    tasks = [asyncio.create_task(writer(server, number, stop, acknowledged, pause)) for number in range(writers)]
    async with httpx.AsyncClient(base_url=server.address) as client:
        started = await client.post("/teacher/do/start", json={}, headers={**JSON, "authorization": f"Bearer {server.teacher_key}"})
        assert started.status_code == 200, started.text
    for number in range(kills):
        await asyncio.sleep(between * (0.5 + (number * 7 % 10) / 10))
        server.kill()
        begun = time.perf_counter()
        await asyncio.to_thread(server.resume)
        times.append(time.perf_counter() - begun)
        work.append(server.work())
    await asyncio.sleep(between)
    stop.set()
    await asyncio.gather(*tasks)
    return acknowledged, times, work


def check(server: Server, acknowledged: list[str], writers: int) -> None:
    server.kill()
    base = sqlite3.connect(server.file)
    notes = Counter(row[0] for row in base.execute("SELECT json_extract(data, '$.note') FROM lines WHERE kind = 'propose_sheet'"))
    numbers = [row[0] for row in base.execute("SELECT number FROM lines ORDER BY number")]
    joined = base.execute("SELECT count(*) FROM lines WHERE kind = 'join'").fetchone()[0]
    base.close()
    assert len(acknowledged) > writers
    assert not [mark for mark in acknowledged if notes[mark] != 1]  # none is lost
    assert max(notes.values()) == 1  # and none, acknowledged or not, is there twice
    assert numbers == list(range(1, len(numbers) + 1))
    assert joined == writers
    server.resume()  # and the lesson opens


def test_a_killed_server_loses_and_doubles_nothing(server: Server):
    server.host()
    acknowledged, _, work = asyncio.run(kill_often(server, 3, 6, 0.8, PAUSE))
    check(server, acknowledged, 6)
    assert max(work) < 2


@pytest.mark.slow
def test_a_hundred_kills_under_forty_writers(server: Server):
    """Between two kills nobody reaches the posts that a person may send in a minute: each server counts anew."""
    server.host()
    server.nursery = Nursery()
    acknowledged, times, work = asyncio.run(kill_often(server, 100, 40, 0.35, 0.4))
    check(server, acknowledged, 40)
    server.kill()
    server.nursery.close()
    times.sort()
    work.sort()
    print(f"\nrestarts: median {times[50]:.2f} s, 95 % {times[95]:.2f} s, longest {times[-1]:.2f} s")
    print(f"processor: median {work[50]:.2f} s, longest {work[-1]:.2f} s; {len(acknowledged)} orders acknowledged")
    assert work[95] < 2


@pytest.mark.slow
def test_slow_clients_are_let_go_and_others_served_meanwhile(server: Server):
    server.host()
    slow = []
    for number in range(60):
        line = socket.create_connection(("127.0.0.1", server.port))
        line.settimeout(20)
        head = b"POST /join HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        line.sendall(head if number % 2 else head + b"Content-Length: 10\r\n\r\n{")
        slow.append(line)
    begun = time.perf_counter()
    assert httpx.get(server.address).status_code == 200
    assert time.perf_counter() - begun < 2
    ended = [line.recv(200) for line in slow]
    assert time.perf_counter() - begun < 18
    assert all(not text or text.startswith(b"HTTP/1.1 408") for text in ended)
    assert sum(text.startswith(b"HTTP/1.1 408") for text in ended) == 30
    for line in slow:
        line.close()
    assert httpx.get(server.address).status_code == 200


def own_address() -> str:
    from sim.classroom.addresses import own_addresses

    return next(iter(own_addresses()), "")


@pytest.mark.skipif(not own_address(), reason="this machine has no address in a network")
def test_the_class_opens_to_the_network_and_shuts_when_the_teacher_says_so(server: Server):
    server.host()
    other = f"http://{own_address()}:{server.port}"
    headers = {**JSON, "authorization": f"Bearer {server.teacher_key}"}
    with pytest.raises(httpx.ConnectError):
        httpx.get(other, timeout=2)
    assert httpx.post(f"{server.address}/teacher/network", data={"open": "true"}, headers=headers).status_code == 303
    assert httpx.get(other).status_code == 200
    assert httpx.get(server.address).status_code == 200
    assert httpx.get(f"{other}/teacher/view.json", headers=headers).status_code == 403  # but not the teacher's pages
    assert httpx.get(f"{server.address}/teacher/view.json", headers=headers).json()["addresses"] == [other]
    assert httpx.post(f"{server.address}/teacher/network", data={"open": "false"}, headers=headers).status_code == 303
    with pytest.raises(httpx.ConnectError):
        httpx.get(other, timeout=2)
    assert httpx.get(server.address).status_code == 200


def test_deleting_the_class_leaves_nothing(server: Server):
    server.host()
    headers = {**JSON, "authorization": f"Bearer {server.teacher_key}"}
    refused = httpx.post(f"{server.address}/teacher/delete", data={"sure": "no"}, headers=headers)
    assert refused.status_code == 409 and server.file.exists()
    assert httpx.post(f"{server.address}/teacher/delete", data={"sure": "Delete"}, headers=headers).status_code == 303
    assert list(server.file.parent.iterdir()) == []
    assert httpx.get(f"{server.address}/").status_code == 410
    assert server.process.wait(10) == 0  # type: ignore[union-attr]


def test_ctrl_c_ends_it_and_says_how_to_go_on(server: Server):
    server.host()
    os.kill(server.process.pid, signal.SIGINT)  # type: ignore[union-attr]
    assert server.process.wait(20) == 0  # type: ignore[union-attr]
    assert f"classroom resume {server.file}" in server.process.stdout.read()  # type: ignore[union-attr]
    assert httpx.get(server.resume().address).status_code == 200


def test_a_port_that_is_taken_and_a_file_that_is_held_are_told(server: Server, tmp_path: Path):
    server.host()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        other = Server(tmp_path, taken.getsockname()[1])
        other.run("host", "tutorial", "--folder", str(tmp_path))
        for line in other.process.stdout:  # type: ignore[union-attr]
            other.text += line
            if "Ctrl+C" in line:
                break
        assert f"Port {other.port} is taken" in other.text
        other.kill()
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "sim", "classroom", "resume", str(server.file)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and "another server holds this lesson" in done.stderr
