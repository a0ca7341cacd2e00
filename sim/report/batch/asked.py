"""What was asked: the question, where, who, under whose argument, what varied, how many games."""

from __future__ import annotations

from sim.documents.errors import DocumentError, DocumentErrors
from sim.report.batch.subject import Subject, shown
from sim.report.page import Page
from sim.report.table import Table


def asked(subject: Subject) -> Page:
    """Return the top of the report."""
    words, made = subject.words, subject.made
    page = (
        Page()
        .title(subject.experiment.question)
        .text(words("disclaimer"))
        .text(words("batch.what", games=f"{made['games']:,}", cells=f"{made['cells']:,}"))
    )
    return page.table(Table(words("batch.asked.caption"), words.heads("batch.asked.heads"), tuple(_rows(subject))))


def _rows(subject: Subject) -> list[tuple[str, str]]:
    words, made, experiment = subject.words, subject.made, subject.experiment
    rows = [("scenario", shown([_scenario(subject, name) for name in experiment.scenario], words))]
    rows += [("policies", f"{row}: {', '.join(names)}") for row, names in experiment.policies.items()] or [
        ("policies", words("batch.asked.no_policies"))
    ]
    rows.append(("lenses", shown(subject.lenses, words)))
    if experiment.vary:
        rows.append(
            ("vary", f"{experiment.vary.design}: {shown(list(experiment.vary.factors), words)}; {words('batch.asked.points', n=subject.points)}")
        )
    rows.append(("measures", ", ".join(each.name for each in subject.measures)))
    rows.append(("how_many", words("batch.asked.games", cells=f"{made['cells']:,}", runs=f"{experiment.runs:,}", games=f"{made['games']:,}")))
    rows.append(("how", words("batch.asked.level", level=experiment.level, seasons=_seasons(subject), bargain=experiment.bargain)))
    rows.append(("seed", str(made["rng_seed"])))
    rows.append(("command", f"`{made['command']}`"))
    return [(words(f"batch.asked.{key}"), value) for key, value in rows]


def _scenario(subject: Subject, name: str) -> str:
    """Return a scenario's name with its title and first season, where it is still known."""
    try:
        scenario = subject.library.scenario(name)
    except (DocumentError, DocumentErrors):
        return name
    return f"{name} ({scenario.title}, {subject.words('batch.asked.from', season=scenario.starts.title)})"


def _seasons(subject: Subject) -> str:
    lengths = sorted({cell["length"] for cell in subject.cells})
    return "–".join(str(length) for length in dict.fromkeys((lengths[0], lengths[-1])))
