"""Which settings are dead or all but forced, and whether the figures are what is asked."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.analysis.census.tally import Tally, shares
from sim.analysis.estimate import Estimate
from sim.documents.census import Census, Range
from sim.engine.layout import Layout


@dataclass(frozen=True)
class Judged:
    """A figure that something is asked of.

    Attributes:
        name, title: Which.
        found: Its value and standard error.
        asked: What was asked, as text.
        why: Why it is asked.
        passed: Whether it holds.
        note: What it is about, such as the settings that break it.
    """

    name: str
    title: str
    found: Estimate
    asked: str
    why: str
    passed: bool
    note: str = ""

    @property
    def verdict(self) -> str:
        """``pass`` or ``fail``."""
        return "pass" if self.passed else "fail"

    def plain(self) -> dict[str, object]:
        """Return it as a plain dict."""
        return {
            "name": self.name,
            "title": self.title,
            "value": self.found.value,
            "error": self.found.error,
            "asked": self.asked,
            "why": self.why,
            "verdict": self.verdict,
            "note": self.note,
        }


def judged(name: str, title: str, found: Estimate, asked: Range, note: str = "") -> Judged:
    """Judge a figure; the value decides, its error is for the reader."""
    return Judged(name, title, found, asked.text(), asked.ours or ", ".join(asked.claims), asked.holds(found.value), note)


@dataclass(frozen=True)
class Extreme:
    """A setting with its share of seasons, in a lens or, with no lens, in all."""

    setting: str
    lens: str
    share: float


def extremes(layout: Layout, tallies: Mapping[str, Sequence[Tally]]) -> list[Extreme]:
    """Return the share of every setting in every group of cells, such as ``US.sanc=hold`` in ``harmony``."""
    found = []
    for lens, group in tallies.items():
        for lever, parts in shares(group).items():
            found += [Extreme(f"{lever}={layout.settings[layout.lever(lever)][place]}", lens, share) for place, share in parts.items()]
    return found


def judge_settings(census: Census, pooled: Sequence[Extreme], by_lens: Sequence[Extreme]) -> list[Judged]:
    """Judge how settings are used: none never, none nearly always unless the document explains it."""
    found = []
    for suffix, where, rows in (("", "pooled", pooled), ("_in_a_lens", "in some lens", by_lens)):
        never = [row for row in rows if row.share == 0.0]
        found.append(
            judged(
                f"never_used{suffix}",
                f"Settings never used, {where}",
                Estimate(float(len(never)), 0.0),
                census.measured["never_used" if not suffix else "never_used_in_a_lens"],
                named(never, share=False),
            )
        )
        asked = census.measured["most_used" if not suffix else "most_used_in_a_lens"]
        free = [row for row in rows if row.setting not in census.explained]
        over = sorted((row for row in free if not asked.holds(row.share)), key=lambda row: -row.share)
        largest = max((row.share for row in free), default=math.nan)
        found.append(judged(f"most_used{suffix}", f"Largest share of a setting, {where}", Estimate(largest, 0.0), asked, named(over, share=True)))
    return found


def named(rows: Sequence[Extreme], *, share: bool) -> str:
    """Return settings as text, each with the lenses that it is about."""
    return ", ".join(f"{row.setting}{f' in {row.lens}' if row.lens else ''}{f' ({row.share:.0%})' if share else ''}" for row in rows)
