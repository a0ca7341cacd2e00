"""Effects of a mechanic: the figure with it on, and on minus off, paired by game number."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.analysis.estimate import Estimate, estimate
from sim.analysis.mechanics.arms import AiPlay, Arm, Compared, as_shipped
from sim.engine.layout import Layout

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]
    Statistic = Callable[[list[AiPlay], Array], float]

SPREAD = (2.5, 97.5)


@dataclass(frozen=True)
class Effect:
    """What a mechanic does to a figure.

    Attributes:
        mechanic, figure: Which.
        on: The figure with the mechanic, in the scenarios that have it.
        change: With it minus without it.
    """

    mechanic: str
    figure: str
    on: Estimate
    change: Estimate

    @property
    def clear(self) -> bool:
        """Whether the change is more than twice its error."""
        return abs(self.change.value) > 2 * self.change.error  # noqa: PLR2004

    def plain(self) -> dict[str, Any]:
        """Return it as a plain dict."""
        return {
            "mechanic": self.mechanic,
            "figure": self.figure,
            "on": {"value": self.on.value, "error": self.on.error},
            "change": {"value": self.change.value, "error": self.change.error},
        }


def entropy(layout: Layout, plays: Sequence[AiPlay], keep: Array) -> float:
    """Return the mean over levers, scenarios and lenses of the entropy in bits of the settings ordered there."""
    found = []
    for play in plays:
        used = play.used[keep].sum(axis=0)
        for lever, first in enumerate(layout.options):
            counts = [float(count) for count in used[first : first + len(layout.settings[lever])] if count > 0]
            total = sum(counts)
            found.append(-sum(count / total * math.log2(count / total) for count in counts))
    return sum(found) / len(found)


def totals(first: str, second: str) -> Statistic:
    """Return the statistic that is the ratio of two totals of `AiPlay`."""

    def take(plays: list[AiPlay], keep: Array) -> float:
        over = float(sum(getattr(play, second)[keep].sum() for play in plays))
        return float(sum(getattr(play, first)[keep].sum() for play in plays)) / over if over else math.nan

    return take


def means(name: str) -> Statistic:
    """Return the statistic that is a mean by game of `AiPlay`."""
    return lambda plays, keep: float(sum(getattr(play, name)[keep].mean() for play in plays) / len(plays))


def statistics(layout: Layout) -> dict[str, Statistic]:
    """Return what is compared of AI play, by title."""
    return {
        "variety: entropy of a lever's settings, bits": lambda plays, keep: entropy(layout, plays, keep),
        "variety: seat-seasons with a changed sheet": totals("changed", "could"),
        "variety: levers changed in a season": totals("moved", "levers"),
        "length: seasons played": means("played"),
        "length: share ended early by peace": means("early"),
        "tension, mean over seasons": totals("tension", "played"),
        "war, share of games": means("war"),
        "war, share of incidents": totals("war", "incidents"),
    }


def play_effects(found: Compared, layout: Layout, mechanic: str) -> list[Effect]:
    """Return what a mechanic does to AI play."""
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    off = [found.ai[arm] for arm in found.arms[mechanic]]
    on = [found.ai[as_shipped(arm)] for arm in found.arms[mechanic]]
    numbers = np.arange(found.games)
    rows = []
    for title, take in statistics(layout).items():
        rows.append(
            Effect(
                mechanic,
                title,
                estimate(numbers, lambda keep, take=take: take(on, keep)),  # type: ignore[misc]
                estimate(numbers, lambda keep, take=take: take(on, keep) - take(off, keep)),  # type: ignore[misc]
            )
        )
    return rows


def best_sheet(found: Compared, arms: Sequence[Arm], seat: str, half: int) -> str:
    """Return the constant sheet with the best mean own board over some arms, on games of one half (even or odd numbers)."""
    return max(found.names[seat], key=lambda name: float(sum(found.sheets[arm, seat, name][half::2].mean() for arm in arms)))


def gain_by_game(found: Compared, arms: Sequence[Arm], seat: str) -> Array:
    """Return by game number what a seat's best constant sheet gains over AI play, mean over arms.

    The best is chosen by lens, over its scenarios, on the other half of the games, so that luck in the choice is not counted.
    """
    import numpy as np  # noqa: PLC0415

    rows = []
    for lens in dict.fromkeys(arm.lens for arm in arms):
        here = [arm for arm in arms if arm.lens == lens]
        best = [best_sheet(found, here, seat, half) for half in (0, 1)]
        for arm in here:
            ai = found.ai[arm].own[seat]
            rows.append([float(found.sheets[arm, seat, best[1 - number % 2]][number] - ai[number]) for number in range(found.sheet_games)])
    return np.asarray(np.array(rows).mean(axis=0))


def gain_effects(found: Compared, mechanic: str) -> list[Effect]:
    """Return what a mechanic does to the gain of each seat's best constant sheet."""
    import numpy as np  # noqa: PLC0415

    numbers = np.arange(found.sheet_games)
    off = found.arms[mechanic]
    rows = []
    for seat in found.names:
        with_it, without = gain_by_game(found, [as_shipped(arm) for arm in off], seat), gain_by_game(found, off, seat)
        rows.append(
            Effect(
                mechanic,
                f"gain of {seat}'s best constant sheet, own board",
                estimate(numbers, lambda keep, row=with_it: float(row[keep].mean())),  # type: ignore[misc]
                estimate(numbers, lambda keep, row=with_it - without: float(row[keep].mean())),  # type: ignore[misc]
            )
        )
    return rows


def effects(found: Compared, layout: Layout) -> list[Effect]:
    """Return every effect of every mechanic."""
    return [effect for mechanic in found.mechanics for effect in (*gain_effects(found, mechanic), *play_effects(found, layout, mechanic))]


def spreads(found: Compared) -> dict[str, float]:
    """Return by seat the spread of its own board over AI games as shipped: 95 % of games, mean over scenarios and lenses."""
    import numpy as np  # noqa: PLC0415

    shipped = [play for arm, play in found.ai.items() if not arm.off]
    return {seat: float(np.mean([np.subtract(*np.percentile(play.own[seat], SPREAD[::-1])) for play in shipped])) for seat in found.names}


def favourites(found: Compared) -> dict[str, dict[str, Counter[str]]]:
    """Return by mechanic switched off (empty: as shipped) and seat in how many lenses each constant sheet is the best one."""
    groups: dict[str, list[Arm]] = {}
    for arm in found.ai:
        groups.setdefault(arm.off, []).append(arm)
    result: dict[str, dict[str, Counter[str]]] = {}
    for off, arms in groups.items():
        result[off] = {seat: Counter() for seat in found.names}
        for lens in dict.fromkeys(arm.lens for arm in arms):
            here = [arm for arm in arms if arm.lens == lens]
            for seat, names in found.names.items():
                result[off][seat][max(names, key=lambda name: float(sum(found.sheets[arm, seat, name].mean() for arm in here)))] += 1  # noqa: B023
    return result
