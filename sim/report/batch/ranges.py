"""Ranges: how far the games of a cell lie apart."""

from __future__ import annotations

import math

from sim.analysis.compare.heat import ranges
from sim.report.batch.subject import Measure, Setting, Subject
from sim.report.charts.ranges import Range, Ranges
from sim.report.charts.scale import digits_for, extent, number
from sim.report.figure import Figure

MOST_PANELS = 24
CONFIDENCE = 1.959963984540054  # half width of a 95 % interval in standard errors


def ranges_figure(subject: Subject, measure: Measure) -> Figure:
    """Return the ranges of a measure: a panel for each scenario and lens (or scenario alone), in it a row a policy (or lens, or scenario)."""
    found = {setting: _range(subject, measure, setting) for setting in subject.settings}
    ends = [end for each in found.values() for end in (each.middle, *each.most)]
    digits, span = digits_for(ends), extent(ends)
    words = subject.words
    head, panels = _panels(subject)
    heads = (words(f"batch.heads.{head}"), *words.heads("batch.ranges.share_heads" if measure.yes_or_no else "batch.ranges.heads"))
    charts = []
    for name, rows in list(panels.items())[:MOST_PANELS]:
        shown = tuple(Range(label, found[setting].middle, found[setting].half, found[setting].most) for label, setting in rows)
        charts.append(Ranges(_title(measure, name), _told(subject, shown, digits), heads, shown, span, measure.within, digits))
    caption = words("batch.ranges.share" if measure.yes_or_no else "batch.ranges.caption", what=measure.title)
    caption += " " + words("batch.ranges.more", n=len(panels) - MOST_PANELS) if len(panels) > MOST_PANELS else ""
    return Figure(caption, tuple(charts), words("batch.heads.panel"))


def every_range(subject: Subject) -> Figure:
    """Return the ranges of all measures of a batch that has one setting only, each on its own scale."""
    words, setting = subject.words, next(iter(subject.settings))
    charts = []
    for measure in subject.measures:
        found = _range(subject, measure, setting)
        row = Range(setting[0], found.middle, found.half, found.most)
        heads = (words("batch.heads.scenario"), *words.heads("batch.ranges.share_heads" if measure.yes_or_no else "batch.ranges.heads"))
        digits = digits_for([row.middle, *row.most])
        charts.append(Ranges(measure.title, _told(subject, (row,), digits), heads, (row,), row.most, measure.within, digits))
    caption = words("batch.ranges.every") + (" " + subject.pooled if subject.pooled else "")
    return Figure(caption, tuple(charts), words("batch.heads.measure"))


def _title(measure: Measure, name: str) -> str:
    return name or measure.title


def _panels(subject: Subject) -> tuple[str, dict[str, list[tuple[str, Setting]]]]:
    """Return what the rows are, and by panel its rows with their settings."""
    row = "policy" if len(subject.policies) > 1 else "lens" if len(subject.lenses) > 1 else "scenario"
    place = ("scenario", "policy", "lens").index(row)
    panels: dict[str, list[tuple[str, Setting]]] = {}
    for setting in subject.settings:
        several = (len(subject.scenarios) > 1, len(subject.policies) > 1, len(subject.lenses) > 1)
        name = " · ".join(part for at, part in enumerate(setting) if at != place and several[at])
        panels.setdefault(name, []).append((setting[place], setting))
    return row, panels


def _range(subject: Subject, measure: Measure, setting: Setting) -> Range:
    import numpy as np  # noqa: PLC0415  (only batches need it)

    values = subject.values[measure.name][subject.settings[setting]]
    if measure.yes_or_no:
        share = float(values.mean())
        return Range("", share, None, wilson(share, values.size))
    if np.isnan(values).all():
        return Range("", np.nan, (np.nan, np.nan), (np.nan, np.nan))
    half, most = ranges(values)
    return Range("", float(np.nanmedian(values)), half, most)


def wilson(share: float, games: int) -> tuple[float, float]:
    """Return the 95 % interval of a share by E. B. Wilson (1927).

    Example:
        >>> [round(end, 3) for end in wilson(0.0, 100)]
        [0.0, 0.037]
    """
    square = CONFIDENCE**2 / games
    middle = (share + square / 2) / (1 + square)
    width = CONFIDENCE * (share * (1 - share) / games + square / (4 * games)) ** 0.5 / (1 + square)
    return max(0.0, middle - width), min(1.0, middle + width)


def _told(subject: Subject, rows: tuple[Range, ...], digits: int) -> str:
    known = [each for each in rows if math.isfinite(each.middle)] or list(rows)
    low, high = (end(known, key=lambda each: each.middle) for end in (min, max))
    ends = {"least": number(low.middle, digits), "most": number(high.middle, digits)}
    return subject.words("batch.ranges.desc", low=low.label, high=high.label, **ends)
