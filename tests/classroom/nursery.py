"""Servers forked from a process that has imported everything: killed and started a hundred times, they cost no hundred imports.

Run as a program it is that process: each line on its standard input is a list of words for `peninsula`, each answer the id of the process
that runs them. What is tested is a real process with its own files and sockets, ended by SIGKILL; only the start of Python is left out.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

from tests.classroom.serving import ROOT


@dataclass
class Forked:
    """A process that is not our own child."""

    pid: int

    def poll(self) -> int | None:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return -signal.SIGKILL
        return None

    def wait(self, seconds: float = 20) -> int:
        end = time.monotonic() + seconds
        while (code := self.poll()) is None:
            assert time.monotonic() < end, "it does not end"
            time.sleep(0.001)
        return code


class Nursery:
    """The process that forks."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.classroom.nursery"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
        assert self._line() == "ready"

    def _line(self) -> str:
        return self.process.stdout.readline().strip()  # type: ignore[union-attr]

    def start(self, words: list[str]) -> Forked:
        self.process.stdin.write(json.dumps(words) + "\n")  # type: ignore[union-attr]
        self.process.stdin.flush()  # type: ignore[union-attr]
        return Forked(int(self._line()))

    def close(self) -> None:
        self.process.stdin.close()  # type: ignore[union-attr]
        self.process.wait()


def main() -> None:
    """Import all that a server needs, then fork one for every line."""
    import sim.classroom.command
    import sim.classroom.rehearse
    import sim.classroom.server
    import sim.cli

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system forgets the dead by itself
    gc.freeze()
    print("ready", flush=True)
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            nothing = os.open(os.devnull, os.O_RDWR)
            for number in (0, 1):
                os.dup2(nothing, number)
            sys.argv = ["peninsula", *json.loads(line)]
            sim.cli.main()
        print(pid, flush=True)


if __name__ == "__main__":
    main()
