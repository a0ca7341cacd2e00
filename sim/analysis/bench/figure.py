"""What the benchmark finds: figures that say what they are, in which unit, and what they may be compared with."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """What a figure is, before it is measured.

    Attributes:
        name: What is measured.
        unit: Its unit; of a ratio, ``times`` or ``of 1``.
        about: In words: how it is measured, what it may be compared with and what not; may name an effort, such as ``{batch:,}``.
        of: What it is a ratio of: a key of another figure, or empty.
    """

    name: str
    unit: str
    about: str = ""
    of: str = ""


@dataclass(frozen=True)
class Figure:
    """A figure measured.

    Attributes:
        kind: What it is.
        median, low, high: Over the repetitions.
        runs: Repetitions.
        ratio_of: Name of what it is a ratio of, or empty.
    """

    kind: Kind
    median: float
    low: float
    high: float
    runs: int
    ratio_of: str = ""

    @property
    def spread(self) -> float:
        """From the lowest to the highest, in the figure's unit."""
        return self.high - self.low

    def plain(self) -> dict[str, Any]:
        """Return the figure as a plain dict."""
        return {
            "name": self.kind.name,
            "unit": self.kind.unit,
            "median": self.median,
            "low": self.low,
            "high": self.high,
            "spread": self.spread,
            "runs": self.runs,
            "ratio_of": self.ratio_of,
            "about": self.kind.about,
        }


def measured(kind: Kind, values: Sequence[float]) -> Figure:
    """Return the figure that repeated measurements make."""
    return Figure(kind, statistics.median(values), min(values), max(values), len(values))


def ratio(kind: Kind, figure: Figure, base: Figure) -> Figure:
    """Return the ratio of two figures; its range is the widest that their ranges allow."""
    runs = min(figure.runs, base.runs)
    return Figure(kind, figure.median / base.median, figure.low / base.high, figure.high / base.low, runs, base.kind.name)


Kinds = Mapping[str, Kind]
"""Kinds by key: what a section promises to measure."""
