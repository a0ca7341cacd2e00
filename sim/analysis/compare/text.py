"""A comparison as people read it, and as one machine-readable document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sim import DISCLAIMER
from sim.analysis.compare.flips import CHANCE, TRIED, Flip, Search, beyond
from sim.analysis.compare.heat import HALF, MOST, NOISE, HeatMap, Range, UnderLens
from sim.analysis.compare.run import Comparison, Pair
from sim.analysis.estimate import Estimate
from sim.analysis.grounds import grounds
from sim.analysis.tables import aligned, wrapped
from sim.batch.measures import YES
from sim.documents.library import Library

WIDEST = 8  # letters of a lens over its column
FEW_PAIRS = 4
CHANCES = ("probability 0-1", YES)


def comparison_text(found: Comparison, library: Library) -> str:
    """Return a comparison as tables of 80 to 120 columns."""
    blocks = ["\n".join(_head(found))]
    pairs, searches = {each.measure: each for each in found.pairs}, {each.measure: each for each in found.searches}
    for heat in found.maps:
        lines = heat_lines(heat)
        if heat.measure in pairs:
            lines += ["", *_pair_lines(pairs[heat.measure])]
        if heat.measure in searches:
            lines += _search_lines(searches[heat.measure], library)
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _head(found: Comparison) -> list[str]:
    made, heat = found.results.manifest, found.maps[0]
    each = "under each lens" + (" and from each start" if len(heat.scenarios) > 1 else "")
    half, most = (f"{high - low} %" for low, high in (HALF, MOST))
    how = f"{heat.games:,} games of each policy {each}, on the same draws; rng seed {made['rng_seed']}"
    return [
        made["question"],
        DISCLAIMER,
        *wrapped(f"{', '.join(heat.scenarios)}; {how}."),
        *wrapped(
            f"* first under the lens, ~ not told apart from it (within {NOISE:g} standard errors). worst: under the policy's worst lens. "
            f"regret: how far behind a lens's first it is at most. {half}, {most}: the middle of its games under all lenses."
        ),
    ]


def heat_lines(heat: HeatMap) -> list[str]:
    """Return a heat map as lines: policies, best mean first, by lenses."""
    digits = _digits(heat)
    at_most = f"standard errors at most {max(cell.mean.error for cell in heat.cells.values()):.{digits}f}"
    better = f"{heat.better}er is better"
    title = f"{heat.measure}: {heat.says}" + ("" if better in heat.says else f"; {better}" if heat.stated else f"; here {better} (--better)")
    points = [f"averaged over {heat.points:,} points of what varies"] if heat.points > 1 else []
    shorts, legend = _short_names(heat.lenses)
    rows = [["", *shorts, "mean", "worst", "regret", f"{HALF[1] - HALF[0]} %", f"{MOST[1] - MOST[0]} %"]]
    for policy in heat.ranked():
        whole = heat.across[policy]
        cells = [_square(heat.cells[policy, lens], heat.first(lens) == policy, digits) for lens in heat.lenses]
        numbers = [f"{each.value:.{digits}f}" for each in (whole.mean, whole.worst, whole.regret)]
        rows.append([policy, *cells, *numbers, _range(whole.half, digits), _range(whole.most, digits)])
    return [*wrapped(title), "; ".join([heat.unit, at_most, *points]), *legend, *aligned(rows)]


def _square(cell: UnderLens, first: bool, digits: int) -> str:
    return f"{cell.mean.value:.{digits}f}{'*' if first else '~' if cell.level else ' '}"


def _range(each: Range, digits: int) -> str:
    return f"{each[0]:.{digits}f}-{each[1]:.{digits}f}" if each[0] >= 0 else f"{each[0]:.{digits}f} to {each[1]:.{digits}f}"


def _digits(heat: HeatMap) -> int:
    """Return the decimals that tell most: three for chances, two otherwise, one for large numbers."""
    largest = max(abs(cell.mean.value) for cell in heat.cells.values())
    return 3 if heat.unit in CHANCES else 2 if largest < 100 else 1


def _short_names(lenses: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return names that fit over columns, and lines that say what those of mixes stand for."""
    mixes = [lens for lens in lenses if "=" in lens]
    shorts = [f"mix {mixes.index(lens) + 1}" if lens in mixes else lens if len(lens) <= WIDEST else f"{lens[: WIDEST - 1]}." for lens in lenses]
    if len(set(shorts)) < len(shorts):
        return list(lenses), []
    return shorts, [f"mix {number + 1}: {lens}" for number, lens in enumerate(mixes)]


def _pair_lines(pair: Pair) -> list[str]:
    ahead, behind, level = (pair.where(sign) for sign in (1, -1, 0))
    parts = [f"{name} is ahead under {', '.join(lenses)}" for name, lenses in ((pair.leader, ahead), (pair.other, behind)) if lenses]
    parts += [f"not told apart under {', '.join(level)}"] if level else []
    lines = [f"{pair.leader} and {pair.other}: {'; '.join(parts)}."]
    if ahead and behind:
        listed = ", ".join(f"{one} and {other}" for one, other in pair.differing)
        lines.append(f"The ranking differs between {listed if len(pair.differing) <= FEW_PAIRS else 'any of the first and any of the second'}.")
    return [line for whole in lines for line in wrapped(whole)]


def _search_lines(found: Search, library: Library) -> list[str]:
    lead = found.lead.text()
    if not found.begun:
        where = f"{found.leader} and {found.other} are not told apart under {found.lens} either ({lead}, {found.games:,} paired games)"
        return wrapped(f"What flips it: nothing was searched; {where}.")
    how = f"moved alone over 0-1 from {found.lens}, where {found.leader} leads by {lead}"
    holding, others = [flip for flip in found.flips if flip.holds], [flip for flip in found.flips if not flip.holds]
    lines = []
    if holding:
        lines += wrapped(f"What flips it, each {how}:")
        lines += [line for flip in holding for line in _flip_lines(flip, found, library)]
        lines += wrapped(
            f"Found on {found.games:,} paired games and borne out at both ends by {found.fresh:,} fresh ones, by more than chance would in "
            f"one search of {round(1 / CHANCE)}."
        )
    else:
        tried = ", ".join(f"{value:g}" for value in TRIED)
        lines += wrapped(
            f"What flips it: nothing that was found. Each of {len(found.searched)} coefficients was {how}, and tried at {tried} "
            f"on {found.games:,} paired games."
        )
    if others:
        names = ", ".join(f"{flip.coefficient} (towards {flip.outer:g})" for flip in others)
        lines += wrapped(f"Looked like a flip and is not borne out by {found.fresh:,} fresh games: {names}.")
    elif found.closest:
        (name, value), left = found.closest
        so = f"{found.leader} is still ahead by {left.text()}" if beyond(left, NOISE) else f"the two are not told apart ({left.text()})"
        lines += wrapped(f"Nearest to it: {name} at {value:g}, where {so}.")
    return lines


def _flip_lines(flip: Flip, found: Search, library: Library) -> list[str]:
    low, high = sorted((flip.inner, flip.outer))
    rests = grounds(library, flip.coefficient)
    side = "above" if flip.outer > flip.inner else "below"
    said = f"{found.leader} ahead by {flip.at_inner.text()} at {flip.inner:g}, {found.other} by {_turned(flip.at_outer).text()} at {flip.outer:g}"
    head = f"  {flip.coefficient} between {low:g} and {high:g}, {found.other} {side} it: {rests.title}"
    return [head, *wrapped(said, "    "), *(line for text in rests.lines() for line in wrapped(text, "    "))]


def _turned(lead: Estimate) -> Estimate:
    return Estimate(-lead.value, lead.error)


def comparison_plain(found: Comparison, library: Library) -> dict[str, Any]:
    """Return a comparison as plain values."""
    made = found.results.manifest
    moved = {flip.coefficient for each in found.searches for flip in each.flips}
    return {
        "note": DISCLAIMER,
        "question": made["question"],
        "rng_seed": made["rng_seed"],
        "experiment": made["experiment"],
        "measures": [_plain_map(heat) for heat in found.maps],
        "pairs": [{**asdict(each), "ranking_differs_between": each.differing} for each in found.pairs],
        "searches": [{**asdict(each), "begun": each.begun} for each in found.searches],
        "grounds": {name: asdict(grounds(library, name)) for name in sorted(moved)},
    }


def _plain_map(heat: HeatMap) -> dict[str, Any]:
    whole = asdict(heat)
    whole["cells"] = [asdict(cell) for cell in heat.cells.values()]
    whole["across"] = list(whole["across"].values())
    return {**whole, "ranked": heat.ranked()}
