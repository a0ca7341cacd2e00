"""Policies by lenses: means, the worst case, regret, and who leads under whose argument."""

from __future__ import annotations

import math

from sim.analysis.compare import HeatMap
from sim.report.batch.subject import Measure, Subject
from sim.report.charts.heat import Heat
from sim.report.charts.scale import digits_for, extent, number
from sim.report.figure import Figure
from sim.report.page import Page
from sim.report.table import Table


def leaders(subject: Subject) -> Page:
    """Return which policy leads on each board under each lens; nothing where there is one policy only."""
    page, words = Page(), subject.words
    boards = [measure for measure in subject.measures if measure.better]
    if len(subject.policies) < 2 or not boards:
        return page
    page.heading(words("batch.leaders.heading")).text(words("batch.leaders.text"))
    heads = (words("batch.heads.measure"), *subject.lenses, *(words.heads("batch.leaders.heads") if len(subject.lenses) > 1 else ()))
    for scenario in subject.scenarios:
        rows = tuple(_leader_row(subject, measure, subject.heat[scenario][measure.name]) for measure in boards)
        page.table(Table(words("batch.leaders.caption", where=scenario), heads, rows, subject.pooled))
    return page


def _leader_row(subject: Subject, measure: Measure, heat: HeatMap) -> tuple[str, ...]:
    words = subject.words
    cells = []
    for lens in heat.lenses:
        first = heat.first(lens)
        level = [policy for policy in heat.policies if policy != first and heat.cells[policy, lens].level]
        cells.append(words("batch.leaders.level", first=first, others=", ".join(level)) if level else first)
    title = f"{measure.title} ({words(f'better.{measure.better}')})"
    if len(heat.lenses) < 2:
        return (title, *cells)
    digits = digits_for([each.mean.value for each in heat.across.values()])
    sign = 1 if heat.better == "high" else -1
    worst = max(heat.policies, key=lambda policy: sign * heat.across[policy].worst.value)
    regret = min(heat.policies, key=lambda policy: heat.across[policy].regret.value)
    return (
        title,
        *cells,
        f"{worst} ({number(heat.across[worst].worst.value, digits)}, {heat.across[worst].worst_lens})",
        f"{regret} ({number(heat.across[regret].regret.value, digits)}, {heat.across[regret].regret_lens})",
    )


def heat_figure(subject: Subject, measure: Measure) -> Figure:
    """Return the heat map of a measure, a panel a scenario; none where there are not several policies and several lenses."""
    words = subject.words
    if len(subject.policies) < 2 or len(subject.lenses) < 2:
        return Figure("", ())
    maps = {scenario: subject.heat[scenario][measure.name] for scenario in subject.scenarios}
    values = [cell.mean.value for heat in maps.values() for cell in heat.cells.values()]
    panels = tuple(_panel(subject, measure, heat, scenario, digits_for(values), extent(values)) for scenario, heat in maps.items())
    caption = words("batch.heat.caption", what=measure.title, unit=measure.unit)
    caption += " " + words(f"batch.heat.{measure.better or 'neither'}")
    return Figure(caption, panels, words("batch.heads.scenario"), wide=True)


def _panel(subject: Subject, measure: Measure, heat: HeatMap, scenario: str, digits: int, span: tuple[float, float]) -> Heat:
    words = subject.words
    rows = tuple(tuple(heat.cells[policy, lens].mean.value for lens in heat.lenses) for policy in heat.policies)
    across = [heat.across[policy] for policy in heat.policies]
    sums = words.heads("batch.heat.sums")[: None if measure.better else 1]
    summed = tuple((each.mean.value, each.worst.value, each.regret.value)[: len(sums)] for each in across)
    return Heat(
        scenario if len(subject.scenarios) > 1 else measure.title,
        _told(subject, heat, digits),
        words("batch.heads.policy"),
        heat.policies,
        heat.lenses,
        rows,
        measure.better,
        digits,
        span,
        sums,
        summed,
    )


def _told(subject: Subject, heat: HeatMap, digits: int) -> str:
    """Return in words where the means are least and most."""
    cells = list(heat.cells.values())
    known = [cell for cell in cells if math.isfinite(cell.mean.value)] or cells
    low, high = (end(known, key=lambda cell: cell.mean.value) for end in (min, max))
    slots = {"least": number(low.mean.value, digits), "low": f"{low.policy}, {low.lens}"}
    return subject.words("batch.heat.desc", most=number(high.mean.value, digits), high=f"{high.policy}, {high.lens}", **slots)
