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
        of: The name of the figure that it is a ratio of, or empty.
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
    """

    kind: Kind
    median: float
    low: float
    high: float
    runs: int

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
            "ratio_of": self.kind.of,
            "about": self.kind.about,
        }


def measured(kind: Kind, values: Sequence[float]) -> Figure:
    """Return the figure that repeated measurements make."""
    return Figure(kind, statistics.median(values), min(values), max(values), len(values))


def ratios(values: Sequence[float], bases: Sequence[float]) -> list[float]:
    """Return the ratios of measurements that were taken in turns, so that both met the same machine."""
    return [value / base for value, base in zip(values, bases, strict=True)]


Kinds = Mapping[str, Kind]
"""Kinds by key: what a section promises to measure."""
