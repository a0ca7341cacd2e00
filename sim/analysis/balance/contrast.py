"""Strict seasons, then talks: first or equal first where pressure works, and not where it does not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.analysis.balance.runs import Runs
from sim.analysis.balance.sizes import Sizes
from sim.analysis.balance.table import Cell, Row, Table
from sim.analysis.estimate import mean_of
from sim.engine.policy import Row as Orders

if TYPE_CHECKING:
    from sim.analysis.balance.runs import Array

_SEASON = re.compile(r"\bseason (==|!=|<=|>=|<|>) (\d+)")


def shifted(rows: Sequence[Orders], by: int) -> list[Orders]:
    """Return a policy's rows with every season that a condition names moved by some seasons."""

    def moved(when: str) -> str:
        return _SEASON.sub(lambda match: f"season {match[1]} {int(match[2]) + by}", when)

    return [(seat, when and moved(when), orders) for seat, when, orders in rows]


def strict_then_talks(runs: Runs, sizes: Sizes) -> list[Table]:
    """Compare variants of the contrast lens's policy with all other policies on one seat's own board."""
    asked, noise = runs.asked.contrast, runs.asked.noise
    lenses = [asked.first_under, asked.beaten_under]
    policies = {name: [(row.seat, row.when, row.orders) for row in runs.library.policy(name).rows] for name in runs.library.policy_names()}
    strict = policies.pop(asked.policy)
    variants = {f"{count} strict seasons": shifted(strict, count - asked.written_for) for count in asked.strict_seasons}
    pairs = [(name, lens) for name in [*variants, *policies] for lens in lenses]

    def own(pair: tuple[str, str]) -> Array:
        rows = (variants | policies)[pair[0]]
        boards: Array = runs.pooled(pair[1], runs.policy(rows), sizes.policies)[:, runs.own(asked.seat)]
        return boards

    boards = dict(zip(pairs, runs.each(own, pairs, "contrast"), strict=True))
    rows = []
    for lens in lenses:
        best = max(policies, key=lambda name: float(boards[name, lens].mean()))
        for name in variants:
            behind = mean_of(boards[best, lens] - boards[name, lens])
            first = behind.value <= noise * behind.error
            cells: dict[str, Cell] = {"lens": lens, "variant": name, "own": mean_of(boards[name, lens])}
            rows.append(Row({**cells, "best other": best, "behind by": behind}, first if lens == asked.first_under else not first))
    return [Table("Strict seasons, then talks", asked.says, tuple(rows))]
