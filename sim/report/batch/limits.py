"""What the report does not show."""

from __future__ import annotations

from sim.report.batch.subject import Subject
from sim.report.page import Page


def limits(subject: Subject) -> Page:
    """Return the limits: those of every batch, then those of this one."""
    words, experiment = subject.words, subject.experiment
    page = Page().heading(words("batch.limits.heading")).items(words.entry("batch.limits.always"))
    page.item(words("batch.limits.games", runs=f"{experiment.runs:,}"))
    if len(subject.measures) > 1:
        page.item(words("batch.limits.many", n=len(subject.measures), cells=f"{len(subject.cells):,}"))
    favour = [name for name in subject.lenses if name in subject.library.arguments()]
    if len(favour) > 1:
        page.item(words("batch.limits.selection"))
    if subject.points > 1:
        page.item(words("batch.limits.between"))
    if any(measure.name.startswith("own.") for measure in subject.measures):
        page.item(words("batch.limits.own"))
    return page
