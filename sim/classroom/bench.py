"""What a lesson costs: a section of the benchmark, measured from outside on a server in a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sim.analysis.bench.figure import Kind
from sim.analysis.bench.section import Bench, Section
from sim.classroom.crowd import POLL, Place, Timing, Waits, crowd
from sim.documents.library import Library

SIZES = {40: 40, 200: 40}  # clients, and how many of them sit in a world
SETTLE = 2 * POLL  # seconds, for a crowd to come in
PATIENCE = 60.0


@dataclass
class Held:
    """A lesson whose server runs in a process of its own.

    Attributes:
        file: The lesson.
        port: Where it listens on this machine.
        teacher, code: The teacher's token, the code of the class.
        process: The server.
    """

    file: Path
    port: int
    teacher: str
    code: str
    process: subprocess.Popen[bytes] | None = None

    def serve(self) -> float:
        """Start the server; return the seconds until it answers.

        Raises:
            TimeoutError: It does not, for a long time.
        """
        begun = time.perf_counter()
        command = [sys.executable, "-m", "sim", "classroom", "resume", str(self.file), "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        while time.perf_counter() - begun < PATIENCE:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=PATIENCE).close()  # noqa: S310
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.01)
            else:
                return time.perf_counter() - begun
        raise TimeoutError(f"the lesson's server did not answer within {PATIENCE:.0f} s")

    def kill(self) -> None:
        """End the server at once, as a power cut would."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def cpu(self) -> float:
        """Return the processor time that the server has used, in seconds."""
        assert self.process is not None
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Return the most memory that the server has had, in MiB."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return float(next(line for line in status.splitlines() if line.startswith("VmHWM:")).split()[1]) / 1024


@contextmanager
def held(worlds: int, library: Library) -> Iterator[Held]:
    """Begin a lesson and hand it to a server process; end both afterwards."""
    from sim.classroom.hall import Hall, Wish  # heavy: the engine, SQLite

    with tempfile.TemporaryDirectory() as folder:
        hall = Hall.begin(Path(folder) / "bench.lesson", Wish("2018-thaw", plan="50", worlds=worlds, rng_seed=7), library)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        found = Held(hall.log.path, port, hall.keys.token("teacher"), hall.keys.class_code(0))
        hall.log.close()
        try:
            found.serve()
            yield found
        finally:
            found.kill()


@dataclass(frozen=True)
class Load:
    """What a crowd met, and what it cost.

    Attributes:
        waits: Seconds until answers.
        memory: Peak of the server, in MiB.
        effort: Processor time of the server in a second of the clock, in milliseconds.
        each: Processor time of the server for one answer, in milliseconds.
        back, back_effort: After a kill: seconds until the server answered again, and processor time until then.
    """

    waits: Waits
    memory: float
    effort: float
    each: float
    back: float
    back_effort: float


def load(size: int, library: Library, seconds: float) -> Load:
    """Let a crowd use a lesson for some seconds, then kill its server and start it again."""
    a_world = SIZES.get(size, size)
    seats = tuple(library.rulebook()[0].seats)
    with held(-(-size // a_world), library) as lesson:
        looks: list[tuple[float, float]] = []
        place = Place(lesson.port, lesson.code, seats, a_world)
        running = crowd(size, place, lesson.teacher, Timing(SETTLE, seconds), lambda: looks.append((time.perf_counter(), lesson.cpu())))
        waits = asyncio.run(running)
        (begun, before), (ended, after) = looks
        memory = lesson.memory()
        lesson.kill()
        back = lesson.serve()
        answers = len(waits.post) + len(waits.poll) + len(waits.page)
        used = 1000 * (after - before)
        return Load(waits, memory, used / (ended - begun), used / answers, back, lesson.cpu())


def _kinds() -> dict[str, Kind]:
    crowded = f"polling every {POLL:.0f} s, fetching the page of orders when it has changed, a draft or orders at every third poll; {{few}} polls"
    found: dict[str, Kind] = {}
    for size in SIZES:
        who = f"{size} clients"
        found |= {
            f"lesson.{size}.memory": Kind(f"memory of the lesson's server, {who}", "MiB", f"peak, resident; {crowded}"),
            f"lesson.{size}.effort": Kind(f"work of the lesson's server in a second, {who}", "ms CPU", "a full core would be 1,000"),
            f"lesson.{size}.each": Kind(f"work for one answer, {who}", "ms CPU", "of polls, pages and posts together, as they come"),
            f"lesson.{size}.post": Kind(f"a draft or order until it is acknowledged, {who}", "ms", "on disk by then; by the clock, over one run"),
            f"lesson.{size}.post95": Kind(f"95th percentile of the same, {who}", "ms", "other jobs on the machine show here first"),
            f"lesson.{size}.poll95": Kind(f"95th percentile of a poll, {who}", "ms", "a revision number"),
            f"lesson.{size}.page95": Kind(f"95th percentile of a page, {who}", "ms", "the page of orders, whole"),
            f"lesson.{size}.reveal": Kind(f"a season revealed, {who}", "ms", "until the teacher is answered: all worlds played on and on disk"),
            f"lesson.{size}.back": Kind(f"a killed server answers again, {who}", "s", "from its start, the log of the run read again; by the clock"),
            f"lesson.{size}.work": Kind(f"work of a killed server until it answers again, {who}", "s CPU", "the same start"),
        }
    return found


def measure(bench: Bench) -> None:
    """Let a crowd of each size use a lesson of its own, a few times."""
    for size in SIZES:
        found = [load(size, bench.library, bench.effort.few * POLL) for _ in range(bench.effort.rare)]
        every = {"memory": [each.memory for each in found], "effort": [each.effort for each in found], "each": [each.each for each in found]}
        every |= {"post": [1000 * statistics.median(each.waits.post) for each in found]}
        for name in ("post", "poll", "page"):
            every[f"{name}95"] = [1000 * statistics.quantiles(getattr(each.waits, name), n=20)[-1] for each in found]
        every |= {"reveal": [1000 * statistics.median(each.waits.reveal) for each in found]}
        every |= {"back": [each.back for each in found], "work": [each.back_effort for each in found]}
        for name, values in every.items():
            bench.keep(f"lesson.{size}.{name}", values)


def untold() -> str:
    """Return why this system does not tell what a process uses, or an empty text."""
    return "" if Path("/proc/self/status").exists() else "this system does not tell what a process uses (no /proc)"


SECTION = Section("lesson", "a lesson under load", _kinds(), measure, untold)
