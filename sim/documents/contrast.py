"""The contrast lens: the only one that is typed, with its own cited sources, because no seed makes its case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from sim.documents.errors import DocumentError, DocumentErrors, did_you_mean
from sim.documents.placing import told
from sim.documents.reading import Document, read_document
from sim.documents.rulebook import Rulebook
from sim.documents.schema import Strict, validate

Share = Annotated[float, Field(ge=0, le=1)]


class Source(Strict):
    """Where a point of the contrast lens comes from."""

    author: str | None
    title: str
    outlet: str
    date: str
    url: str | None


class Point(Strict):
    """One point of the case, in our words, with its source and the coefficients it moves."""

    says: str
    raises: list[str]
    lowers: list[str]
    source: Source


class ContrastLens(Strict):
    """A lens written down coefficient by coefficient."""

    id: str
    short: str
    title: str
    thesis: str
    caution: str
    coefficients: dict[str, Share]
    points: dict[str, Point]


def read_contrast(path: Path, book: Rulebook, shown: str | None = None) -> ContrastLens:
    """Read the typed lens; see `check_contrast` for what is refused."""
    return check_contrast(read_document(path, shown), book)


def check_contrast(document: Document, book: Rulebook) -> ContrastLens:
    """Check a parsed document as a typed lens.

    Raises:
        DocumentErrors: A coefficient is missing or unknown, or departs from silence without a point that says why.
    """
    lens = validate(ContrastLens, document, "lens")
    named = {name for point in lens.points.values() for name in (*point.raises, *point.lowers)}
    errors: list[DocumentError] = []
    for name, value in lens.coefficients.items():
        path = ("coefficients", name)
        if name not in book.coefficients:
            errors.append(told(document, path, f'coefficient "{name}" is unknown', did_you_mean(name, book.coefficients), at_key=True))
        elif name not in named and value != book.lens_rule.silent:
            errors.append(told(document, path, f"no point speaks of {name}; its value is that of silence, {book.lens_rule.silent}", f"found {value}"))
    missing = [name for name in book.coefficients if name not in lens.coefficients]
    if missing:
        errors.append(told(document, ("coefficients",), f"no value for {', '.join(missing)}", at_key=True))
    for point, content in lens.points.items():
        for side, names in (("raises", content.raises), ("lowers", content.lowers)):
            for place, name in enumerate(names):
                if name not in book.coefficients:
                    hint = did_you_mean(name, book.coefficients)
                    errors.append(told(document, ("points", point, side, place), f'coefficient "{name}" is unknown', hint))
    if errors:
        raise DocumentErrors(errors)
    return lens
