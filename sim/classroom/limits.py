"""How often something may be tried: counted over a sliding minute, by whatever names who tries."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

MINUTE = 60.0
MOST_NAMES = 4096
TRIES = {"code": 10, "codes": 120, "post": 60, "say": 20, "page": 600}


class Limits:
    """Counts tries of the last minute; forgets the rest."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Count on a clock in seconds."""
        self._clock = clock
        self._tries: dict[tuple[str, str], deque[float]] = {}

    def reached(self, what: str, who: str) -> bool:
        """Say whether somebody has tried something as often as may be."""
        return len(self._recent(what, who)) >= TRIES[what]

    def count(self, what: str, who: str) -> None:
        """Count a try."""
        self._recent(what, who).append(self._clock())

    def allows(self, what: str, who: str) -> bool:
        """Count a try and say whether it is still allowed."""
        if self.reached(what, who):
            return False
        self.count(what, who)
        return True

    def _recent(self, what: str, who: str) -> deque[float]:
        if len(self._tries) > MOST_NAMES:
            self._tries = {key: tries for key, tries in self._tries.items() if tries and tries[-1] > self._clock() - MINUTE}
        found = self._tries.setdefault((what, who), deque())
        while found and found[0] <= self._clock() - MINUTE:
            found.popleft()
        return found
