"""Sensitivities as people read them, and as one machine-readable document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sim import DISCLAIMER
from sim.analysis.grounds import grounds
from sim.analysis.sensitivity.indices import Influence, Screening
from sim.analysis.tables import aligned, wrapped
from sim.batch.measures import state_value
from sim.batch.results import Results
from sim.documents.library import Library

LEADING = 3  # of each measure, whose claims are named
HEADS = {"morris": ["mu*", "95 %", "sigma", "mu", "95 %", "chance"], "sobol": ["ST", "95 %", "S1", "95 %", "chance"]}
METHOD = {
    "morris": "Morris screening. mu*: mean size of the change of the measure as the coefficient goes through its whole range, over paths "
    "through the others; mu: the same with its sign; sigma: its spread, large where it depends on the others.",
    "sobol": "Sobol' indices. ST: share of the measure's variance over the design that the coefficient makes alone and with others; "
    "S1: alone.",
}
CHANCE = (
    "95 %: half width of the interval, over points and over games. chance: what the first index would be about if the coefficient did "
    "nothing. What is neither above that nor off 0 by its interval is named last."
)


def sensitivity_text(results: Results, found: Sequence[Screening], library: Library) -> str:
    """Return sensitivities as tables of 80 to 120 columns, and the claims behind the leading coefficients."""
    made, first = results.manifest, found[0]
    played = f"{first.points:,} points, {first.games:,} games at each on the same draws; rng seed {made['rng_seed']}."
    head = [made["question"], DISCLAIMER, *wrapped(f"{METHOD[first.method]} {CHANCE}"), played]
    blocks = ["\n".join(head), *("\n".join(_screening_lines(each, library)) for each in found)]
    leading = leading_coefficients(found, library)
    if leading:
        lines = ["What the leading coefficients rest on"]
        for name in leading:
            rests = grounds(library, name)
            lines += [f"  {name}  {rests.title}", *(line for text in rests.lines() for line in wrapped(text, "    "))]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def leading_coefficients(found: Sequence[Screening], library: Library) -> list[str]:
    """Return the coefficients that lead on some measure and are told apart from chance, each once."""
    coefficients = library.rulebook()[0].coefficients
    leading = [row.factor for each in found for row in each.rows[:LEADING] if row.told and row.factor in coefficients]
    return list(dict.fromkeys(leading))


def _screening_lines(each: Screening, library: Library) -> list[str]:
    where = f"{each.scenario}, lens {each.lens} for what does not vary" + (f", policy {each.policy}" if each.policy != "payoff" else "")
    about = f"mean over points {each.mean:.3g}, standard deviation {each.spread:.2g}"
    told, others = [row for row in each.rows if row.told], [row.factor for row in each.rows if not row.told]
    lines = [*wrapped(f"{each.measure}: {each.says}"), *wrapped(f"{each.unit}; {about}; {where}")]
    if told:
        rows = [["", "", *HEADS[each.method]], *([row.factor, title_of(library, row.factor), *_numbers(row)] for row in told)]
        lines += aligned(rows, left=2)
    return [*lines, *(wrapped(f"Not told apart from chance: {', '.join(others)}.") if others else [])]


def _numbers(row: Influence) -> list[str]:
    sigma = [] if row.sigma is None else [f"{row.sigma:.3f}"]
    sign = "" if row.sigma is None else "+"
    return [
        f"{row.total:.3f}", f"±{row.total_interval:.3f}", *sigma, f"{row.effect:{sign}.3f}", f"±{row.effect_interval:.3f}", f"{row.noise:.3f}",
    ]  # fmt: skip


def title_of(library: Library, factor: str) -> str:
    """Return what a factor is in words: a coefficient's title, or a dial at the start."""
    book, _ = library.rulebook()
    if factor in book.coefficients:
        return book.coefficients[factor].title
    return f"{state_value(book, factor.removeprefix('start.'))[0]}, at the start"


def sensitivity_plain(results: Results, found: Sequence[Screening], library: Library) -> dict[str, Any]:
    """Return sensitivities as plain values."""
    made = results.manifest
    return {
        "note": DISCLAIMER,
        "question": made["question"],
        "rng_seed": made["rng_seed"],
        "experiment": made["experiment"],
        "screenings": [{**asdict(each), "rows": [{**asdict(row), "told": row.told} for row in each.rows]} for each in found],
        "grounds": {name: asdict(grounds(library, name)) for name in leading_coefficients(found, library)},
    }
