"""Hostile clients against the real server: what the network can do that a test in the same process cannot."""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator

import httpx
import pytest

from sim.classroom.keys import LETTERS
from sim.classroom.limits import TRIES
from tests.classroom.serving import Server

JSON = {"accept": "application/json"}
MUCH = "x" * 1_000_000


def chunks() -> Iterator[bytes]:
    yield b'{"nick": "'
    for _ in range(100):
        yield b"x" * 10_000
    yield b'"}'


def lines(server: Server) -> list[str]:
    """Return the kinds of the lesson's lines, once its server is gone."""
    server.kill()
    base = sqlite3.connect(server.file)
    found = [row[0] for row in base.execute("SELECT kind FROM lines ORDER BY number")]
    base.close()
    return found


def test_a_megabyte_in_any_place_is_refused_and_the_lesson_unharmed(server: Server):
    server.host()
    with httpx.Client(base_url=server.address, timeout=10) as client:
        given = {"code": server.code, "nick": MUCH, "world": 1, "seat": "US"}
        tried = [
            lambda: client.post("/join", json=given, headers=JSON),
            lambda: client.post("/join", data={**given, "nick": MUCH}, headers=JSON),
            lambda: client.post("/join", content=chunks(), headers={**JSON, "content-type": "application/json"}),  # says no length
            lambda: client.get("/team/view.json", headers={"authorization": f"Bearer {MUCH}"}),
            lambda: client.post("/join", json={**given, "nick": "x"}, headers={**JSON, "idempotency-key": "k" * 15_000}),
        ]
        statuses = []
        for attempt in tried:
            try:
                statuses.append(attempt().status_code)
            except httpx.HTTPError:
                statuses.append(0)  # the line was cut: as clear
        assert statuses[0] == statuses[1] == 413
        assert set(statuses[2:4]) <= {0, 400, 413, 422, 431}
        assert raw(server, f"GET /?c={MUCH} HTTP/1.1\r\nHost: x\r\n\r\n".encode())[:12] in (b"", b"HTTP/1.1 400")
        assert client.get("/").status_code == 200
    assert Counter(lines(server)) <= Counter({"begin": 1, "join": 1})  # a long key is cut, not refused


def raw(server: Server, sent: bytes) -> bytes:
    """Return what the server answers to some bytes before it hangs up; nothing where it cuts the line."""
    with socket.create_connection(("127.0.0.1", server.port), 20) as line:
        try:
            line.sendall(sent)
            return line.recv(200)
        except OSError:
            return b""


async def flood(server: Server, codes: list[str], statuses: Counter[int]) -> None:
    """Try codes over one kept connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    for code in codes:
        body = json.dumps({"code": code, "nick": "x", "world": 1, "seat": "US"}).encode()
        head = f"POST /join HTTP/1.1\r\nhost: x\r\naccept: application/json\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        told = await reader.readuntil(b"\r\n\r\n")
        size = next(int(row.split(b":")[1]) for row in told.lower().split(b"\r\n") if row.startswith(b"content-length:"))
        await reader.readexactly(size)
        statuses[int(told.split(b" ", 2)[1])] += 1
    writer.close()


@pytest.mark.slow
def test_ten_thousand_codes_tried_open_nothing_and_disturb_nobody(server: Server):
    server.host()
    given = {"code": server.code, "nick": "Mina", "world": 1, "seat": "US"}
    headers = {**JSON, "authorization": f"Bearer {httpx.post(f'{server.address}/join', json=given, headers=JSON).json()['token']}"}
    codes = ["".join(code) for code in itertools.islice(itertools.product(LETTERS, repeat=6), 10_000) if "".join(code) != server.code]
    statuses: Counter[int] = Counter()

    async def attack() -> int:
        said = 0
        async with httpx.AsyncClient(base_url=server.address, headers=headers, timeout=30) as student:
            attackers = [asyncio.create_task(flood(server, codes[number::10], statuses)) for number in range(10)]
            while not all(task.done() for task in attackers):
                said += (await student.post("/team/do/say", json={"text": f"calm {said}"})).status_code == 200
                await asyncio.sleep(4)  # no more than a person may say
            await asyncio.gather(*attackers)
        return said

    begun = time.monotonic()
    said = asyncio.run(attack())
    minutes = 1 + (time.monotonic() - begun) // 60
    assert sum(statuses.values()) >= 9_999 and set(statuses) == {422, 429}
    assert statuses[422] <= TRIES["code"] * minutes
    found = lines(server)
    assert said and found.count("say") == said and found.count("join") == 1


@pytest.mark.slow
def test_clients_that_drip_are_let_go(server: Server):
    server.host()
    head = b"POST /join HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    drips = []
    for number in range(20):
        line = socket.create_connection(("127.0.0.1", server.port))
        line.sendall(head + b"Content-Length: 500\r\n\r\n{" if number % 2 else head + b"X-A: ")
        line.setblocking(False)
        drips.append(line)
    begun, open_still = time.monotonic(), set(drips)
    while open_still and time.monotonic() - begun < 20:
        for line in list(open_still):
            try:
                line.sendall(b" ")
                ended = line.recv(200)
            except BlockingIOError:
                continue
            except OSError:
                ended = b""
            assert not ended or ended.startswith(b"HTTP/1.1 408")
            open_still.discard(line)
        time.sleep(0.5)
    assert not open_still and time.monotonic() - begun < 18
    for line in drips:
        line.close()
    assert httpx.get(server.address).status_code == 200
