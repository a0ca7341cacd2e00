"""Constant sheets: the best order sheet that a seat could hold from the first season to the last."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.analysis.balance.runs import Runs
from sim.analysis.balance.sizes import Sizes
from sim.analysis.balance.table import Cell, Row, Table
from sim.analysis.estimate import Estimate, jackknifed, mean_of
from sim.engine.policy import CompiledPolicy

if TYPE_CHECKING:
    from sim.analysis.balance.runs import Array

RANDOM_SHEETS = 24
Sheet = tuple[str, ...]


def resting(runs: Runs, seat: str) -> Sheet:
    """Return the sheet of a seat with every lever at rest."""
    book = runs.program.book
    return tuple(book.levers[lever].rest for lever in book.seat_levers(seat))


def random_sheets(runs: Runs, seat: str, count: int = RANDOM_SHEETS) -> list[Sheet]:
    """Return sheets of a seat drawn evenly, the same under every lens."""
    draws = random.Random(f"constant sheets of {seat}")  # noqa: S311
    return [tuple(draws.choice(settings) for settings in _settings(runs, seat)) for _ in range(count)]


def sheet_policy(runs: Runs, seat: str, sheet: Sheet) -> CompiledPolicy:
    """Return the policy that holds a sheet all game."""
    return runs.policy([(seat, None, dict(zip(runs.program.book.seat_levers(seat), sheet, strict=True)))])


def sheet_text(runs: Runs, seat: str, sheet: Sheet) -> str:
    """Return a sheet as people write it."""
    levers = runs.program.book.seat_levers(seat)
    return " ".join(f"{lever.split('.')[1]}={setting}" for lever, setting in zip(levers, sheet, strict=True))


def own_boards(runs: Runs, seat: str, lens: str, sheet: Sheet | None, games: range) -> Array:
    """Return a seat's own board by game number while it holds a sheet, or plays as AI where that is None."""
    policy = sheet_policy(runs, seat, sheet) if sheet else None
    own: Array = runs.pooled(lens, policy, games)[:, runs.own(seat)]
    return own


def _settings(runs: Runs, seat: str) -> list[list[str]]:
    book = runs.program.book
    return [book.levers[lever].settings for lever in book.seat_levers(seat)]


def climb(sheet: Sheet, settings: Sequence[Sequence[str]], value: Callable[[Sheet], float]) -> Sheet:
    """Improve a sheet lever by lever until no single lever betters it."""
    before = None
    while before is None or value(sheet) > before:
        before = value(sheet)
        for place, options in enumerate(settings):
            sheet = max((tuple([*sheet[:place], option, *sheet[place + 1 :]]) for option in options), key=value)
    return sheet


@dataclass(frozen=True)
class Found:
    """What a search came upon: the best and the worst of all sheets it looked at, by a seat's own board."""

    best: Sheet
    worst: Sheet


def search(runs: Runs, seat: str, lens: str, games: range) -> Found:
    """Search the sheets of a seat by coordinate exchange, from the resting sheet and from the best of random ones."""
    seen: dict[Sheet, float] = {}

    def value(sheet: Sheet) -> float:
        if sheet not in seen:
            seen[sheet] = float(own_boards(runs, seat, lens, sheet, games).mean())
        return seen[sheet]

    for start in (resting(runs, seat), max(random_sheets(runs, seat), key=value)):
        climb(start, _settings(runs, seat), value)
    return Found(max(seen, key=value), min(seen, key=value))


Searches = dict[tuple[str, str], Found]


def search_all(runs: Runs, sizes: Sizes) -> Searches:
    """Search for every seat under every lens."""
    pairs = [(seat, lens) for seat in runs.program.layout.seats for lens in runs.asked.lenses]
    found = runs.each(lambda pair: search(runs, *pair, sizes.search), pairs, "constant sheets")
    return dict(zip(pairs, found, strict=True))


def spread(boards: Array, percentiles: Sequence[float]) -> float:
    """Return how far apart two percentiles of boards lie."""
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    low, high = np.percentile(boards, percentiles)
    return float(high - low)


def played_freely(runs: Runs, seat: str, games: range) -> Array:
    """Return a seat's own board over AI games of every lens and start: an array of lens by start by game."""
    import numpy as np  # noqa: PLC0415

    return np.stack([runs.boards(lens, None, games)[:, :, runs.own(seat)] for lens in runs.asked.lenses])


@dataclass(frozen=True)
class Judged:
    """A seat's best sheet under a lens, measured on fresh draws.

    Attributes:
        sheet: The best of the sheets that the searches of all lenses found, and the resting one.
        rivals: Those that are not worse beyond noise, itself among them.
        gain: What it gains over AI play, per season.
        spread: How far apart AI games of the seat lie, all lenses and starts together.
        share: Gain by spread.
        narrow: Gain by the spread that `narrow_spread` names, told and not judged.
    """

    sheet: Sheet
    rivals: tuple[Sheet, ...]
    gain: Estimate
    spread: Estimate
    share: Estimate
    narrow: Estimate


def judge(runs: Runs, seat: str, lens: str, candidates: Sequence[Sheet], sizes: Sizes) -> Judged:
    """Choose the best of candidates on draws that no search saw, and measure it on others again."""
    boards = {sheet: own_boards(runs, seat, lens, sheet, sizes.playoff) for sheet in candidates}
    best = max(candidates, key=lambda sheet: float(boards[sheet].mean()))
    behind = {sheet: mean_of(boards[best] - boards[sheet]) for sheet in candidates}
    rivals = tuple(sheet for sheet in candidates if behind[sheet].value <= runs.asked.noise * behind[sheet].error)
    play = played_freely(runs, seat, sizes.measured)
    gains = own_boards(runs, seat, lens, best, sizes.measured) - play[runs.asked.lenses.index(lens)].mean(axis=0)
    games, asked = len(sizes.measured), runs.asked.constant_sheets
    wide = jackknifed(lambda kept: spread(play[..., kept], asked.spread), games)

    def share(percentiles: Sequence[float]) -> Estimate:
        return jackknifed(lambda kept: float(gains[kept].mean()) / spread(play[..., kept], percentiles), games)

    return Judged(best, rivals, mean_of(gains), wide, share(asked.spread), share(asked.narrow_spread))


def constant_sheets(runs: Runs, searches: Searches, sizes: Sizes) -> list[Table]:
    """Check what the best constant sheets gain, and that none is best everywhere."""
    asked = runs.asked.constant_sheets

    def judged(pair: tuple[str, str]) -> Judged:
        found = [searches[pair[0], lens].best for lens in runs.asked.lenses]
        return judge(runs, *pair, list(dict.fromkeys([*found, resting(runs, pair[0])])), sizes)

    every = dict(zip(searches, runs.each(judged, list(searches), "best sheets"), strict=True))
    gains = [
        Row(
            {
                "seat": seat,
                "lens": lens,
                "gain": each.gain,
                "spread": each.spread,
                "share": each.share,
                "of narrow": each.narrow,
                "best constant sheet": sheet_text(runs, seat, each.sheet),
            },
            each.share.value < asked.gain_below,
        )
        for (seat, lens), each in every.items()
    ]
    low, high = asked.spread
    inner = " to ".join(f"{end:g}" for end in asked.narrow_spread)
    how = (
        f"gain: own payoff a season over AI play on the same draws; spread: percentiles {low:g} to {high:g} of the seat's own payoff over AI games "
        f"of all lenses and starts; of narrow: the same by percentiles {inner}, for comparison"
    )
    return [Table("Constant sheets", f"{asked.says} ({how})", tuple(gains)), _everywhere(runs, every)]


def _everywhere(runs: Runs, every: dict[tuple[str, str], Judged]) -> Table:
    """Count under how many lenses a sheet is the best of its seat."""
    rows = []
    for seat in runs.program.layout.seats:
        mine = [each for (whose, _), each in every.items() if whose == seat]
        tied = Counter(sheet for each in mine for sheet in each.rivals)
        for sheet, count in Counter(each.sheet for each in mine).most_common():
            cells: dict[str, Cell] = {"seat": seat, "best under": count, "best or equal": tied[sheet]}
            rows.append(Row({**cells, "sheet": sheet_text(runs, seat, sheet)}, count <= runs.asked.constant_sheets.best_in_at_most))
    most = runs.asked.constant_sheets.best_in_at_most
    says = f"No sheet is best under more than {most} lenses; equal: behind the best by no more than noise."
    return Table("Constant sheets by lenses", says, tuple(rows))
