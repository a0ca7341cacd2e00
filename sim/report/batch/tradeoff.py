"""Arsenal against the chance of war: which policies nothing beats on both."""

from __future__ import annotations

from sim.report.batch.subject import Subject
from sim.report.charts.scale import digits_for, extent
from sim.report.charts.scatter import Dot, Scatter
from sim.report.figure import Figure
from sim.report.page import Page

ARSENAL, AVOIDED = "arsenal", "war_risk"
Points = dict[str, tuple[float, float]]


def tradeoff(subject: Subject) -> Page:
    """Return the fronts under every lens and over all of them; nothing where it was not measured or there is one policy only."""
    words, page = subject.words, Page()
    if len(subject.policies) < 2 or not {ARSENAL, AVOIDED} <= set(subject.results.measures):
        return page
    page.heading(words("batch.front.heading")).text(words("batch.front.text"))
    panels = {name: points for scenario in subject.scenarios for name, points in _panels(subject, scenario).items()}
    every = [point for points in panels.values() for point in points.values()]
    across, up = ([point[place] for point in every] for place in (0, 1))
    span = (extent(across), extent(up))
    charts = tuple(
        Scatter(
            name,
            words("batch.front.desc", names=", ".join(points)),
            words.heads("batch.front.heads"),
            words.heads("batch.front.axes"),
            tuple(Dot(policy, *point) for policy, point in points.items()),
            span,
            ((0.0, 10.0), (0.0, 1.0)),
            (digits_for(across), digits_for(up)),
            words("batch.front.on_it"),
        )
        for name, points in panels.items()
    )
    caption = words("batch.front.caption") + (" " + subject.pooled if subject.pooled else "")
    return page.figure(Figure(caption, charts, words("batch.heads.lens")))


def _panels(subject: Subject, scenario: str) -> dict[str, Points]:
    """Return the points of each panel: the mean over lenses first, where there are several."""
    arsenal, avoided = (subject.heat[scenario][name] for name in (ARSENAL, AVOIDED))
    panels = {
        subject.named(scenario, lens): {
            policy: (arsenal.cells[policy, lens].mean.value, 1.0 - avoided.cells[policy, lens].mean.value) for policy in arsenal.policies
        }
        for lens in arsenal.lenses
    }
    if len(arsenal.lenses) < 2:
        return panels
    mean = {policy: (arsenal.across[policy].mean.value, 1.0 - avoided.across[policy].mean.value) for policy in arsenal.policies}
    return {subject.named(scenario, subject.words("batch.front.all")): mean, **panels}
