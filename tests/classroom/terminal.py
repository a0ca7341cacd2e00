"""`peninsula classroom join` in a process of its own, driven by typed lines."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time

from tests.classroom.serving import ROOT


class Terminal:
    """Somebody's terminal: what is typed goes in, what was written can be waited for."""

    def __init__(self, *words: str) -> None:
        command = [sys.executable, "-u", "-m", "sim", "classroom", "join", *words]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        self.process = subprocess.Popen(command, cwd=ROOT, text=True, bufsize=1, **pipes)  # noqa: S603
        self.text = ""
        self.read = 0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while letter := self.process.stdout.read(1):  # type: ignore[union-attr]
            self.text += letter

    def type(self, line: str) -> None:
        self.process.stdin.write(f"{line}\n")  # type: ignore[union-attr]
        self.process.stdin.flush()  # type: ignore[union-attr]

    def until(self, text: str, seconds: float = 30) -> str:
        """Wait until a text has come after what was waited for last; return what came up to its end, its lines joined."""
        end = time.monotonic() + seconds
        wanted = re.compile(r"\s+".join(re.escape(word) for word in text.split()))
        while True:
            found = wanted.search(self.text, self.read)
            if found:
                told, self.read = self.text[self.read : found.end()], found.end()
                return " ".join(told.split())
            assert time.monotonic() < end, f"{text!r} did not come; there was: {self.text[self.read :]}"
            time.sleep(0.02)

    def does(self, line: str, text: str) -> str:
        """Type a line and wait for what it brings."""
        self.type(line)
        return self.until(text)

    def end(self) -> int:
        """Close its input and return its exit code."""
        self.process.stdin.close()  # type: ignore[union-attr]
        return self.process.wait(20)

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
