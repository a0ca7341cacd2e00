"""A game as far as it has been played, as a value: what searches that copy and store states need."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache

from sim.adapters.observation import values
from sim.adapters.world import Setting, open_world

Sheets = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


class Line:
    """A game and how it came to be where it is; going on makes another line and leaves this one alone.

    Attributes:
        setting, rng_seed, number: What was begun; see `sim.adapters.world.open_world`.
        before: The line a season earlier, or None at the start.
        sheets: The sheets wanted in the season between.
        world: The game.
        rewards: By seat, the last season's payoffs.
    """

    def __init__(self, setting: Setting, rng_seed: int, number: int, before: Line | None = None, sheets: Sheets = ()) -> None:
        """Begin a game, or go on from a line by a season."""
        self.setting, self.rng_seed, self.number, self.before, self.sheets = setting, rng_seed, number, before, sheets
        if before is None:
            self.world = open_world(setting, rng_seed=rng_seed, number=number)
            self.rewards = dict.fromkeys(self.world.game.program.layout.seats, 0.0)
        else:
            self.world = before.world.fork()
            self.rewards = self.world.play({seat: dict(sheet) for seat, sheet in sheets})

    def after(self, sheets: Mapping[str, Mapping[str, str]]) -> Line:
        """Return the line that a season with these sheets makes of this one."""
        return Line(self.setting, self.rng_seed, self.number, self, tuple((seat, tuple(sheet.items())) for seat, sheet in sheets.items()))

    @cached_property
    def returns(self) -> dict[str, float]:
        """Sums of payoffs so far, by seat."""
        if self.before is None:
            return self.rewards
        return {seat: total + self.rewards[seat] for seat, total in self.before.returns.items()}

    def seen(self, seat: str) -> str:
        """Return what a seat sees now: name and number of everything that is not 0."""
        found = values(self.world.game, self.world.sees(seat))
        return " ".join(f"{name}={number!r}" for name, number in found.items() if number)

    def remembered(self, seat: str) -> list[str]:
        """Return what a seat has seen and ordered so far, in order: its information state."""
        if self.before is None:
            return [self.seen(seat)]
        own = dict(dict(self.sheets)[seat])
        return [*self.before.remembered(seat), " ".join(f"{lever}:{setting}" for lever, setting in own.items()), self.seen(seat)]

    def __deepcopy__(self, memo: object) -> Line:
        """Return itself: a line is never changed."""
        return self

    def __reduce__(self) -> tuple[object, ...]:
        """Keep what was begun and every sheet; `again` plays them."""
        line, played = self, []
        while line.before is not None:
            played.append(line.sheets)
            line = line.before
        return again, (self.setting, self.rng_seed, self.number, tuple(reversed(played)))


@lru_cache(maxsize=256)
def begun(setting: Setting, rng_seed: int, number: int) -> Line:
    """Return the first season of a game."""
    return Line(setting, rng_seed, number)


def again(setting: Setting, rng_seed: int, number: int, played: tuple[Sheets, ...]) -> Line:
    """Play a game again from its sheets."""
    line = begun(setting, rng_seed, number)
    for sheets in played:
        line = line.after({seat: dict(sheet) for seat, sheet in sheets})
    return line
