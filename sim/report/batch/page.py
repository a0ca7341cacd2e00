"""The report of a batch, put together."""

from __future__ import annotations

from sim.batch.results import Results
from sim.documents.library import Library
from sim.report.batch.asked import asked
from sim.report.batch.factors import by_factor, two_together
from sim.report.batch.indices import indices, leading, screenings
from sim.report.batch.lenses import heat_figure, leaders
from sim.report.batch.limits import limits
from sim.report.batch.making import changed, making
from sim.report.batch.ranges import every_range, ranges_figure
from sim.report.batch.seasons import seasons
from sim.report.batch.sources import sources
from sim.report.batch.subject import Subject, shown
from sim.report.batch.tradeoff import tradeoff
from sim.report.page import Page
from sim.report.words import ReportWords


def batch_page(results: Results, library: Library, words: ReportWords) -> Page:
    """Return a finished batch as a page.

    Args:
        results: The batch.
        library: The documents as they are now; those that have changed since are named.
        words: The words.

    Raises:
        BatchError: A file of it is damaged.
    """
    subject = Subject(results, library, words)
    page = asked(subject)
    old = changed(subject)
    if old:
        page.note(words("batch.changed", names=shown(old, words)))
    page.more(leaders(subject)).more(_measures(subject)).more(tradeoff(subject))
    varied, leads = _varied(subject)
    page.more(varied).more(seasons(subject)).more(sources(subject, leads)).more(limits(subject)).more(making(subject))
    return page.text(words("disclaimer"))


def _measures(subject: Subject) -> Page:
    """Return every measure: its heat map and its ranges."""
    words = subject.words
    page = Page().heading(words("batch.measures.heading"))
    if len(subject.settings) == 1:
        return page.figure(every_range(subject)).items(
            words("batch.measures.item", says=each.says, unit=each.unit, name=each.name) for each in subject.measures
        )
    page.text(subject.pooled)
    page.text(words("batch.measures.text") if len(subject.policies) > 1 < len(subject.lenses) else "")
    for measure in subject.measures:
        says = "" if measure.says == measure.title else f"{measure.says}. "
        page.subheading(measure.title).text(says + words("batch.measures.unit", unit=measure.unit, name=measure.name))
        page.figure(heat_figure(subject, measure)).figure(ranges_figure(subject, measure))
    return page


def _varied(subject: Subject) -> tuple[Page, dict[str, list[str]]]:
    """Return what came of varying coefficients and start values, and the factors whose claims are to be cited."""
    vary, words, page = subject.experiment.vary, subject.words, Page()
    if vary is None:
        return page, {}
    page.heading(words("batch.vary.heading"))
    if vary.design not in ("morris", "sobol"):
        return page.text(words("batch.vary.means")).more(by_factor(subject)).more(two_together(subject)), {name: [] for name in vary.factors}
    found, failures = screenings(subject)
    for name, why in failures.items():
        page.note(words("batch.vary.none", name=name, why=why))
    return page.more(indices(subject, found)), leading(subject, found)
