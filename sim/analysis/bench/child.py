"""Fresh processes: what a first game, a start or a batch costs when nothing is warm."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

MARK = "figure: "
TELL = f"""
def tell(number):
    import sys
    print({MARK!r} + repr(number), file=sys.stderr)
"""


def told_by(code: str, typed: str = "", *, environment: Mapping[str, str] | None = None) -> list[float]:
    """Run Python in a fresh process, with lines typed to it, and return the numbers that it tells (`TELL`).

    Raises:
        RuntimeError: It failed; with its last line.
    """
    done = subprocess.run(
        [sys.executable, "-c", TELL + code],
        check=False,
        input=typed,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NO_COLOR": "1", **(environment or {})},
    )
    lines = done.stderr.splitlines()
    if done.returncode:
        raise RuntimeError(f"a process of the benchmark failed: {lines[-1] if lines else done.returncode}")
    return [float(line.removeprefix(MARK)) for line in lines if line.startswith(MARK)]


def command(arguments: Sequence[str]) -> tuple[float, float]:
    """Run `peninsula` in a fresh process; return the seconds of CPU and of the clock that it took."""
    before = os.times()
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "sim", *arguments], check=True, stdout=subprocess.DEVNULL, env={**os.environ, "NO_COLOR": "1"})
    wall = time.perf_counter() - begun
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system, wall
