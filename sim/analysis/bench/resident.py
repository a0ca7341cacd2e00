"""How much memory a process has held; imports next to nothing, so that a child that asks holds only what it measures."""

from __future__ import annotations

import sys
from pathlib import Path

STATUS = Path("/proc/self/status")


def peak_resident() -> float:
    """Return the largest resident memory of this process so far, in MiB.

    Linux tells it for this program alone; the figure of `getrusage`, used elsewhere, may hold what the parent held before it started us.

    Raises:
        ModuleNotFoundError: The system does not tell (Windows).
    """
    if STATUS.exists():
        line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource  # noqa: PLC0415  (not on every system)

    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (1024 * 1024) if sys.platform == "darwin" else held / 1024
