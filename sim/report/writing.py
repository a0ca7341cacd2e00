"""`peninsula report`: the report of a batch, or the debrief of a recorded game, as one HTML file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from sim.documents.library import Library
from sim.report.course import DialWording
from sim.report.html import page_html
from sim.report.page import Page
from sim.report.record import record_page, seat_of
from sim.report.words import ReportWords
from sim.rollout.session import Session

STANDARD_OUTPUT = Path("-")
BATCH_REPORT = "report.html"


def batch_report(folder: Path, library: Library) -> Page:
    """Return the report of a batch's folder.

    Raises:
        BatchError: It holds no batch, one that is not finished, or a damaged file.
    """
    from sim.batch.results import open_results  # noqa: PLC0415  (not for debriefs)
    from sim.report.batch.page import batch_page  # noqa: PLC0415

    return batch_page(open_results(folder), library, ReportWords())


def record_report(
    file: Path,
    library: Library,
    names: DialWording,
    lenses: Mapping[str, Sequence[float]],
    *,
    seat: str | None = None,
    changed: Literal["refuse", "accept"] = "refuse",
    beside: Callable[[Session, str, Mapping[str, Sequence[float]], DialWording], Page] | None = None,
) -> Page:
    """Return the debrief of a record.

    Args:
        file: The record.
        library: The documents.
        names: The words of the debrief.
        lenses: Coefficients by lens.
        seat: Whose debrief; ``none`` for watching; by default the one person's.
        beside: Says what many other games say of it, such as `sim.report.afterwards.beside_page`; nothing by default.
        changed: Whether a record may be replayed with changed documents.

    Raises:
        DocumentError, DocumentErrors: The record is not there, wrong, or of a game that goes on.
    """
    from sim.rollout.records import load  # noqa: PLC0415  (not for batches)

    session, words = load(file, library=library, changed=changed), ReportWords()
    whose = seat_of(session, seat, file)
    others = beside(session, whose, lenses, names) if beside else None
    return record_page(session, whose, lenses, names, words, closing=words("course.open", file=file.name), beside=others)


def place_of(asked: Path | None, about: Path) -> Path:
    """Return where a report goes: where asked for, else into the folder it is about, or beside the record."""
    if asked is not None:
        return asked
    return about / BATCH_REPORT if about.is_dir() else about.with_suffix(".html")


def write_page(page: Page, place: Path) -> None:
    """Write a page as HTML, to a file or to standard output.

    Raises:
        OSError: It cannot be written there.
    """
    text = page_html(page, ReportWords())
    if place == STANDARD_OUTPUT:
        print(text, end="")
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8", newline="\n")
