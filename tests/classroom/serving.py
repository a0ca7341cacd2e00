"""A real server of a lesson in a process of its own."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.classroom.keys import LETTERS

ROOT = Path(__file__).parents[2]


@dataclass
class Server:
    """A server in a process of its own."""

    folder: Path
    port: int = 0
    process: Any = None
    nursery: Any = None
    text: str = ""
    file: Path = field(default_factory=Path)

    def run(self, *words: str) -> None:
        command = [sys.executable, "-u", "-m", "sim", "classroom", *words, "--port", str(self.port)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # noqa: S603

    def host(self, *words: str) -> Server:
        self.run("host", "2018-thaw", "--folder", str(self.folder), "--rng-seed", "7", *words)
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if "Ctrl+C" in line:
                break
        self.text = "".join(lines)
        self.port = int(re.search(r"http://127.0.0.1:(\d+)/teacher", self.text)[1])  # type: ignore[index]
        self.file = Path(re.search(r"\S+\.lesson", self.text)[0])  # type: ignore[index]
        return self.up()

    def resume(self) -> Server:
        if self.nursery is None:
            self.run("resume", str(self.file))
        else:
            self.process = self.nursery.start(["classroom", "resume", str(self.file), "--port", str(self.port)])
        return self.up()

    def up(self) -> Server:
        for _ in range(1000):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 0.2):
                return self
            assert self.process is None or self.process.poll() is None, getattr(self.process, "stdout", None)
            time.sleep(0.02)
        raise AssertionError("the server did not come up")

    def work(self) -> float:
        """Return the seconds of processor that the server has used, which say less of what else the machine does than a clock would."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def teacher_key(self) -> str:
        return re.search(r"teacher\?key=(\S+)", self.text)[1]  # type: ignore[index]

    @property
    def screen_key(self) -> str:
        return re.search(r"screen\?key=(\S+)", self.text)[1]  # type: ignore[index]

    @property
    def code(self) -> str:
        return re.search(rf"(?<!\w)[{LETTERS}]{{6}}(?!\w)", self.text)[0]  # type: ignore[index]
