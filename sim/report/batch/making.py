"""How the batch was made: command, documents and their hashes, versions; and every cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sim.documents.errors import DocumentError, DocumentErrors
from sim.documents.lens import read_lens
from sim.report.batch.subject import Subject
from sim.report.charts.scale import digits_for, number
from sim.report.page import Page
from sim.report.table import Table

MOST_CELLS = 400


def making(subject: Subject) -> Page:
    """Return the table of documents, the table of versions, and the cells."""
    words, made, page = subject.words, subject.made, Page()
    page.heading(words("batch.made.heading")).text(words("batch.made.text", command=made["command"]))
    rows = tuple((name, kind, digest, words(f"batch.made.{now}")) for name, kind, digest, now in documents(subject))
    page.table(Table(words("batch.made.documents"), words.heads("batch.made.document_heads"), rows))
    versions = [("batch", made["batch"]), ("rng seed", str(made["rng_seed"])), ("design", made["design"])]
    versions += [*made["made_with"].items(), *made["versions"].items()]
    page.table(Table(words("batch.made.versions"), words.heads("batch.made.version_heads"), tuple(versions)))
    return page.table(_cells(subject)) if len(subject.cells) <= MOST_CELLS else page.text(words("batch.made.many", n=f"{len(subject.cells):,}"))


def changed(subject: Subject) -> list[str]:
    """Return the documents that are no longer as they were when the batch was played."""
    return [f"{kind} {name}" if name != kind else name for name, kind, _, now in documents(subject) if now != "same"]


def documents(subject: Subject) -> Iterator[tuple[str, str, str, str]]:
    """Yield name, kind and hash of each document, and whether it is the ``same`` now, ``changed`` or ``gone``."""
    made, library = subject.made["documents"], subject.library
    yield "rulebook", "rulebook", made["rulebook"], _now(made["rulebook"], lambda _: library.rulebook()[1].digest, "")
    for name, digest in made["scenarios"].items():
        yield name, "scenario", digest, _now(digest, lambda each: library.scenario(each).digest, name)
    for name, digest in made["policies"].items():
        yield name, "policy", digest, _now(digest, lambda each: library.policy(each).digest, name)
    for name, values in made["lenses"].items():
        yield name, "lens", "", _now(values, lambda each: read_lens(library, each).values, name)


def _now(then: object, read: Callable[[str], object], name: str) -> str:
    try:
        return "same" if read(name) == then else "changed"
    except (DocumentError, DocumentErrors):
        return "gone"


def _cells(subject: Subject) -> Table:
    words, rows = subject.words, subject.results.summary().to_pylist()
    vary = subject.experiment.vary
    factors = list(vary.factors) if vary else []
    names = ["scenario", *subject.experiment.policies, "lens", *factors]
    digits = {name: digits_for([row[name] for row in rows]) for name in subject.results.measures}
    heads = (words("batch.heads.cell"), *names, *subject.results.measures)
    lines = tuple(
        (
            str(row["cell"]),
            *(_plain(row[name]) for name in names),
            *(f"{number(row[name], digits[name])} ±{number(row[f'{name}.error'], digits[name])}" for name in subject.results.measures),
        )
        for row in rows
    )
    return Table(words("batch.made.cells", runs=f"{subject.experiment.runs:,}"), heads, lines, folded=True)


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
