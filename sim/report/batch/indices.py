"""Tornadoes: which coefficients move what was measured, by the indices of a Morris or Sobol' design."""

from __future__ import annotations

from sim.analysis.sensitivity import Influence, Screening, sensitivities
from sim.batch.errors import BatchError
from sim.report.batch.factors import factor_title
from sim.report.batch.subject import Subject, setting_name
from sim.report.charts.scale import digits_for, number
from sim.report.charts.tornado import Bar, Tornado
from sim.report.figure import Figure
from sim.report.page import Page
from sim.report.table import Table

MOST_BARS = 10
LEADING = 3  # of each measure, whose claims are cited


def indices(subject: Subject, found: list[Screening]) -> Page:
    """Return the tornadoes and the table of every factor's index."""
    words, page = subject.words, Page()
    if not found:
        return page
    method = found[0].method
    page.text(words(f"batch.vary.{method}", points=found[0].points, games=found[0].games))
    several = len(subject.settings) > 1
    titles = {measure.name: measure.title for measure in subject.measures}
    groups: dict[str, list[Screening]] = {}
    for each in found:
        groups.setdefault(each.measure if several else "", []).append(each)
    for name, members in groups.items():
        panels = tuple(_tornado(subject, each, _where(subject, each) if several else titles[each.measure]) for each in members)
        caption = words("batch.vary.tornado", what=titles[name]) if several else words("batch.vary.tornadoes")
        caption += " " + words(f"batch.vary.{method}_scale") + (" " + words("batch.vary.first", n=MOST_BARS) if _more(subject) else "")
        page.figure(Figure(caption, panels, words("batch.heads.panel" if several else "batch.heads.measure")))
    return page.table(_every(subject, found, titles)) if _more(subject) else page


def screenings(subject: Subject) -> tuple[list[Screening], dict[str, str]]:
    """Return the indices, and by measure in one line why it has none."""
    found, failures = [], {}
    for name in subject.results.measures:
        try:
            found += sensitivities(subject.results, [name])
        except BatchError as failure:
            failures[name] = str(failure)
    return found, failures


def leading(subject: Subject, found: list[Screening]) -> dict[str, list[str]]:
    """Return the factors told from chance that lead on some measure, with the titles of those measures, the most often leading first."""
    titles = {measure.name: measure.title for measure in subject.measures}
    led: dict[str, list[str]] = {}
    for each in found:
        for row in [row for row in each.rows if row.told][:LEADING]:
            led.setdefault(row.factor, []).append(titles[each.measure])
    return {factor: list(dict.fromkeys(led[factor])) for factor in sorted(led, key=lambda factor: -len(led[factor]))}


def _more(subject: Subject) -> bool:
    return len(subject.experiment.vary.factors) > MOST_BARS


def _where(subject: Subject, each: Screening) -> str:
    return setting_name(subject, (each.scenario, each.policy, each.lens))


def _tornado(subject: Subject, each: Screening, title: str) -> Tornado:
    words, rows = subject.words, each.rows[:MOST_BARS]
    ends = [end for row in rows for end in (row.total - row.total_interval, row.total + row.total_interval, row.noise)]
    bars = tuple(
        Bar(
            f"{factor_title(subject, row.factor)} ({row.factor})",
            row.total,
            (row.total - row.total_interval, row.total + row.total_interval),
            row.noise,
            row.told,
            _way(subject, each, row),
        )
        for row in rows
    )
    digits = digits_for([row.total for row in rows])
    desc = words("batch.vary.tornado_desc", first=bars[0].label, value=number(bars[0].value, digits))
    heads = words.heads(f"batch.vary.{each.method}_heads")
    return Tornado(title, desc, heads, bars, (min(0.0, *ends), max(ends)), digits, words("batch.vary.told"))


def _way(subject: Subject, each: Screening, row: Influence) -> str:
    """Return which way Morris's mean effect goes where that is sure."""
    if each.method != "morris" or abs(row.effect) <= row.effect_interval:
        return ""
    return subject.words("batch.vary.up" if row.effect > 0 else "batch.vary.down")


def _every(subject: Subject, found: list[Screening], titles: dict[str, str]) -> Table:
    """Return every factor's index on every measure, those told from chance marked."""
    words = subject.words
    several = len(subject.settings) > 1
    columns = [f"{titles[each.measure]} ({_where(subject, each)})" if several else titles[each.measure] for each in found]
    digits = [digits_for([row.total for row in each.rows]) for each in found]
    by_factor = [{row.factor: row for row in each.rows} for each in found]
    rows = tuple(
        (
            f"{factor_title(subject, factor)} ({factor})",
            *(f"{number(by[factor].total, places)}{'*' if by[factor].told else ''}" for by, places in zip(by_factor, digits, strict=True)),
        )
        for factor in subject.experiment.vary.factors
    )
    return Table(words("batch.vary.every"), (words("batch.heads.factor"), *columns), rows, words("batch.vary.star"), folded=True)
