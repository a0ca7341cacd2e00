"""What the game on screen costs: a section of the benchmark, measured from outside on a child in a pseudo-terminal."""

from __future__ import annotations

import os
import select
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sim.analysis.bench.figure import Kind
from sim.analysis.bench.section import Bench, Section

TITLE = b"P E N I N S U L A"
WIDE, HIGH = 120, 40
PATIENCE = 300.0  # seconds; where nothing is compiled yet, the first forecast waits for that
QUIET = 0.05  # seconds without output after which a screen stands
MOMENT = 0.25  # seconds after which a changed sheet is looked ahead from
ESCAPE = b"\x1b"
UP_AND_DOWN = (b"\x1b[B", b"\x1b[B", b"\x1b[A", b"\x1b[A")
LEFT_AND_RIGHT = (b"\x1b[C", b"\x1b[D")
PLAY = ("play", "2018-thaw", "--as", "US", "--lens", "harmony", "--rng-seed", "7")


@dataclass
class Child:
    """The game in a pseudo-terminal.

    Attributes:
        process: The process.
        terminal: The master's end.
        seen: What it has written.
    """

    process: subprocess.Popen[bytes]
    terminal: int
    seen: bytes = b""

    def read(self, seconds: float) -> bytes:
        """Return what it writes within some time, as soon as it writes anything."""
        if not select.select([self.terminal], [], [], seconds)[0]:
            return b""
        try:
            found = os.read(self.terminal, 65536)
        except OSError:  # the child is gone
            return b""
        self.seen += found
        return found

    def until(self, text: bytes) -> None:
        """Read until it has written a text.

        Raises:
            TimeoutError: It has not, for a long time.
        """
        end = time.monotonic() + PATIENCE
        while text not in self.seen:
            if time.monotonic() > end:
                raise TimeoutError(f"{text!r} was not shown within {PATIENCE:.0f} s")
            self.read(0.1)

    def stand(self) -> None:
        """Read until it writes no more for a moment."""
        while self.read(QUIET):
            pass

    def press(self, keys: bytes) -> float:
        """Press keys; return how long it took until anything changed on the screen, in seconds."""
        begun = time.perf_counter()
        os.write(self.terminal, keys)
        self.read(PATIENCE)
        return time.perf_counter() - begun

    def press_until(self, keys: bytes, text: bytes) -> None:
        """Press keys and read until it has written a text since."""
        self.seen = b""
        os.write(self.terminal, keys)
        self.until(text)
        self.stand()

    def cpu(self) -> float:
        """Return the processor time it has used, in seconds."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Return its resident memory, in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return float(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]) / 1024


def untold() -> str:
    """Return why this system does not tell what a child uses, or an empty text."""
    return "" if Path("/proc/self/status").exists() else "this system does not tell what a process uses (no /proc)"


@contextmanager
def game(*arguments: str) -> Iterator[Child]:
    """Start the game in a pseudo-terminal with a home of its own; end it afterwards."""
    import fcntl  # not on every system, nor are the next two
    import pty
    import termios
    from struct import pack

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, pack("HHHH", HIGH, WIDE, 0, 0))
    with tempfile.TemporaryDirectory() as home:
        around = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}  # the terminal's own size counts
        around |= {"PENINSULA_HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        command = [sys.executable, "-m", "sim", *arguments]
        process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=around, start_new_session=True)  # noqa: S603
        os.close(slave)
        try:
            yield Child(process, master)
        finally:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            os.close(master)


def first_paints(runs: int) -> tuple[list[float], list[float]]:
    """Return processor time (s) and memory (MiB) at the first picture of the start screen, for each of some starts."""
    times, sizes = [], []
    for _ in range(runs):
        with game() as child:
            child.until(TITLE)
            times.append(child.cpu())
            sizes.append(child.memory())
    return times, sizes


@dataclass(frozen=True)
class Sitting:
    """What an open game costs.

    Attributes:
        before, after: Memory in MiB: in the situation room, and on the order sheet once a forecast has been made.
        at_rest, busy: Seconds from a key to its first effect on the order sheet: while nothing runs, and while a forecast does.
        effort: Processor time of such a key, in seconds, while nothing runs.
    """

    before: float
    after: float
    at_rest: list[float]
    busy: list[float]
    effort: float


def sit(presses: int) -> Sitting:
    """Open a game and go to the order sheet; move about, then change the sheet again and again and move while each forecast runs."""
    with game(*PLAY) as child:
        child.until(b"Confidential brief")
        child.stand()
        child.press_until(ESCAPE, b"tension")  # in the room; a key sent before it is there would be read as one with Escape, Alt+O
        before = child.memory()
        child.press_until(b"o", b"By the end of")
        begun, at_rest, busy = child.cpu(), [], []
        for number in range(presses):
            at_rest.append(child.press(UP_AND_DOWN[number % 4]))
            child.stand()
        effort = (child.cpu() - begun) / presses
        for number in range(presses):
            child.press(LEFT_AND_RIGHT[number % 2])
            end = time.monotonic() + MOMENT
            while time.monotonic() < end:
                child.read(0.01)
            busy.append(child.press(UP_AND_DOWN[number % 4]))
        return Sitting(before, child.memory(), at_rest, busy, effort)


PERCENTILE = "95th percentile of the same"
KINDS = {
    "screen.paint": Kind("first picture of the game on screen", "s CPU", "a fresh process, until the start screen is written to the terminal"),
    "screen.start": Kind("memory at the first picture", "MiB", "resident, of the same process"),
    "screen.room": Kind("memory in the situation room", "MiB", "resident, a game open, nothing native loaded"),
    "screen.ahead": Kind("memory after a forecast on the order sheet", "MiB", "resident; with the native program where it is at hand"),
    "screen.effort": Kind("a key on the order sheet", "ms CPU", "moving from lever to lever, {few} times twelve keys, drawing included"),
    "screen.rest": Kind("from a key to its effect, at rest", "ms", "on the order sheet, until anything is written; by the clock"),
    "screen.rest95": Kind(f"{PERCENTILE}, at rest", "ms", "of all keys of the run; other jobs on the machine show here first"),
    "screen.busy": Kind("from a key to its effect, while a forecast runs", "ms", "the same keys, each a moment after the sheet has changed"),
    "screen.busy95": Kind(f"{PERCENTILE}, while a forecast runs", "ms", "compare with the same at rest, in this run"),
    "screen.busy/rest": Kind("a key while a forecast runs against at rest", "times", "medians of this run", of="from a key to its effect, at rest"),
}


def measure(bench: Bench) -> None:
    """Measure everything."""
    times, sizes = first_paints(bench.effort.few)
    bench.keep("screen.paint", times)
    bench.keep("screen.start", sizes)
    sitting = sit(12 * bench.effort.few)
    bench.keep("screen.room", [sitting.before])
    bench.keep("screen.ahead", [sitting.after])
    bench.keep("screen.effort", [1000 * sitting.effort])
    for name, keys in (("rest", sitting.at_rest), ("busy", sitting.busy)):
        bench.keep(f"screen.{name}", [1000 * key for key in keys])
        bench.keep(f"screen.{name}95", [1000 * statistics.quantiles(keys, n=20)[-1]])
    bench.keep("screen.busy/rest", [statistics.median(sitting.busy) / statistics.median(sitting.at_rest)])


SECTION = Section("screen", "the game on screen", KINDS, measure, untold)
