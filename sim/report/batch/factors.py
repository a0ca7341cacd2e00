"""What varied between cells: how each measure goes with each factor, and with two together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.report.batch.subject import Measure, Subject, setting_name
from sim.report.charts.heat import Heat
from sim.report.charts.lines import STYLES, Line, Lines
from sim.report.charts.scale import digits_for, extent, number
from sim.report.figure import Figure
from sim.report.page import Page

MOST_LEVELS, BINS = 8, 5
MOST_PANELS = 9
Level = tuple[str, set[int]]
"""A value of a factor, or a stretch of values, and the cells that have it."""


def factor_title(subject: Subject, name: str) -> str:
    """Return what a factor is, as the batch's columns say it."""
    says: str = subject.made["columns"]["games"][name]["description"]
    return says.partition(";")[0]


def by_factor(subject: Subject) -> Page:
    """Return a figure for each factor: every measure's mean at each of its values, a line a policy."""
    page, words = Page(), subject.words
    for name in subject.experiment.vary.factors:
        found = levels(subject, name)
        heads = (name, *subject.policies)
        panels = [_lines(subject, measure, found, heads) for measure in subject.measures] if len(subject.policies) <= STYLES else []
        page.figure(Figure(words("batch.vary.lines", factor=factor_title(subject, name), name=name), tuple(panels), words("batch.heads.measure")))
    return page


def levels(subject: Subject, factor: str) -> list[Level]:
    """Return the values of a factor with their cells; stretches of equal length where there are many."""
    values = {cell["cell"]: float(cell[factor]) for cell in subject.cells}
    known = sorted(set(values.values()))
    if len(known) <= MOST_LEVELS:
        return [(f"{value:g}", {cell for cell, has in values.items() if has == value}) for value in known]
    low, step = known[0], (known[-1] - known[0]) / BINS
    places = {cell: min(BINS - 1, int((value - low) / step)) for cell, value in values.items()}
    names = [f"{low + place * step:.2g}–{low + (place + 1) * step:.2g}" for place in range(BINS)]
    return [(name, {cell for cell, at in places.items() if at == place}) for place, name in enumerate(names)]


def _lines(subject: Subject, measure: Measure, found: Sequence[Level], heads: tuple[str, ...]) -> Lines:
    lines = []
    for policy in subject.policies:
        cells = _cells_of(subject, policy=policy)
        lines.append(Line(policy, [_mean(subject, measure, cells & level) for _, level in found]))
    every = [value for each in lines for value in each.values]
    digits = digits_for(every)
    ends = [(each.label, number(each.values[0], digits), number(each.values[-1], digits)) for each in lines]
    desc = "; ".join(subject.words("course.moved", what=what, first=first, last=last) for what, first, last in ends)
    return Lines(measure.title, desc, heads, tuple(name for name, _ in found), tuple(lines), extent(every), measure.within, digits)


def _cells_of(subject: Subject, **named: str) -> set[int]:
    return {
        number
        for (scenario, policy, lens), numbers in subject.settings.items()
        if all({"scenario": scenario, "policy": policy, "lens": lens}[kind] == name for kind, name in named.items())
        for number in numbers
    }


def _mean(subject: Subject, measure: Measure, cells: set[int]) -> float:
    import numpy as np  # noqa: PLC0415  (only batches need it)

    values = subject.values[measure.name][sorted(cells)]
    return float(np.nanmean(values)) if values.size and not np.isnan(values).all() else float("nan")


def two_together(subject: Subject) -> Page:
    """Return, where a grid crosses two factors, a heat map of them for each measure and policy (and lens and scenario where few)."""
    vary, page, words = subject.experiment.vary, Page(), subject.words
    if vary.design != "grid" or len(vary.factors) != 2:
        return page
    down, along = vary.factors
    found = {name: levels(subject, name) for name in (down, along)}
    for measure in subject.measures:
        panels = _panels(subject)
        values = {name: [[_mean(subject, measure, cells & a & b) for _, b in found[along]] for _, a in found[down]] for name, cells in panels.items()}
        every = [value for rows in values.values() for row in rows for value in row]
        corner, columns = f"{down} ↓  {along} →", tuple(name for name, _ in found[along])
        labels, digits, span = tuple(name for name, _ in found[down]), digits_for(every), extent(every)
        charts = [
            Heat(name, _told(subject, rows, digits), corner, labels, columns, tuple(map(tuple, rows)), "", digits, span)
            for name, rows in values.items()
        ]
        caption = words("batch.vary.two", what=measure.title, down=factor_title(subject, down), along=factor_title(subject, along))
        page.figure(Figure(caption, tuple(charts), words("batch.heads.panel")))
    return page


def _panels(subject: Subject) -> dict[str, set[int]]:
    """Return the cells of each panel: a setting each where they are few, else a policy each."""
    if len(subject.settings) > MOST_PANELS:
        return {policy: _cells_of(subject, policy=policy) for policy in subject.policies}
    return {setting_name(subject, setting) or setting[0]: set(numbers) for setting, numbers in subject.settings.items()}


def _told(subject: Subject, rows: Sequence[Sequence[Any]], digits: int) -> str:
    least, most = extent(value for row in rows for value in row)
    return subject.words("batch.vary.desc", least=number(least, digits), most=number(most, digits))
