"""Refusals: an order or answer the game does not take, of three kinds, each with what would be taken."""

from __future__ import annotations


class Refused(Exception):
    """Something asked of a game that it does not do.

    Attributes:
        rule: Id of the rule that stands behind it, or empty.
        mend: How to make it legal, or the nearest right thing.
    """

    kind = "refused"

    def __init__(self, message: str, *, rule: str = "", mend: str = "") -> None:
        """Keep the parts and join them for people."""
        self.message, self.rule, self.mend = message, rule, mend
        because = f" (rule {rule})" if rule else ""
        super().__init__(f"{message}{because}{f': {mend}' if mend else ''}")


class UnknownOrder(Refused):
    """No such seat, lever, setting, package, clause or offer."""

    kind = "unknown"


class IllegalNow(Refused):
    """A rule forbids it in this position; `mend` says what would make it legal."""

    kind = "illegal now"


class OutOfTime(Refused):
    """The season, the table or the game is over."""

    kind = "out of time"
