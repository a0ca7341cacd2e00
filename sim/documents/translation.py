"""Translations of what goes with a scenario: ``briefs.ko.yaml`` beside ``briefs.yaml``, ``teaching.ko.yaml`` beside ``teaching.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from sim.documents.companions import WRITTEN, Briefs, BriefText, SharedText, Teaching
from sim.documents.errors import DocumentError, DocumentErrors, did_you_mean
from sim.documents.placing import told
from sim.documents.reading import Document, Key, read_document
from sim.documents.schema import Strict, validate

BRIEFS_KIND, TEACHING_KIND = "briefs-translation", "teaching-translation"
SEATS = ("US", "ROK", "DPRK", "CHN")
CLAIM = re.compile(r"\b[a-z]+\.[a-z][a-z0-9]*(?:_[a-z0-9]+)+")


@dataclass(frozen=True)
class Headline:
    """A scenario's title and its situation in a paragraph, in the language `lang`."""

    title: str
    situation: str
    lang: str = WRITTEN


class BriefsTranslation(Strict):
    """The briefs of a scenario in another language, with its title and situation; the claims are those of the original."""

    scenario: str
    lang: str
    title: str = Field(min_length=1)
    situation: str = Field(min_length=1)
    shared: SharedText
    US: BriefText
    ROK: BriefText
    DPRK: BriefText
    CHN: BriefText

    def of(self, seat: str) -> BriefText:
        """Return the brief of a seat."""
        brief: BriefText = getattr(self, seat)
        return brief


class TeachingTranslation(Strict):
    """The notes for a lesson in another language; questions name the claims that the original names."""

    scenario: str
    lang: str
    aims: list[str]
    questions: list[str]
    glossary: dict[str, str]
    idea: str


def read_translated_briefs(path: Path, shown: str, written: Briefs) -> tuple[Briefs, Headline]:
    """Read a translation of briefs; see `check_translated_briefs`."""
    return check_translated_briefs(read_document(path, shown), path, written)


def check_translated_briefs(document: Document, path: Path, written: Briefs) -> tuple[Briefs, Headline]:
    """Check a parsed document as a translation of a scenario's briefs.

    Args:
        document: The translation.
        path: Its file, whose name tells the language.
        written: The original.

    Returns:
        The briefs with the original's claims, and the scenario's title and situation.

    Raises:
        DocumentErrors: It does not fit the schema, names another scenario or language, or lacks an aim or a reading level of the original.
    """
    found = validate(BriefsTranslation, document, BRIEFS_KIND)
    errors = _belongs(document, path, found.scenario, found.lang, written.scenario)
    for seat in SEATS:
        errors += _as_many(document, (seat, "aims"), found.of(seat).aims, written.of(seat).aims)
    for part, ours, theirs in (("shared", found.shared, written.shared), *((seat, found.of(seat), written.of(seat)) for seat in SEATS)):
        if bool(ours.basic) != bool(theirs.basic):
            errors.append(told(document, (part,), f'"basic" stands in {"the original" if theirs.basic else "the translation"} only', at_key=True))
    if errors:
        raise DocumentErrors(errors)
    parts: dict[str, object] = {seat: {**found.of(seat).model_dump(), "claims": written.of(seat).claims} for seat in SEATS}
    parts["shared"] = {**found.shared.model_dump(), "claims": written.shared.claims}
    return Briefs.model_validate({"scenario": found.scenario, "lang": found.lang, **parts}), Headline(found.title, found.situation, found.lang)


def read_translated_teaching(path: Path, shown: str, written: Teaching) -> Teaching:
    """Read a translation of teaching notes; see `check_translated_teaching`."""
    return check_translated_teaching(read_document(path, shown), path, written)


def check_translated_teaching(document: Document, path: Path, written: Teaching) -> Teaching:
    """Check a parsed document as a translation of a scenario's teaching notes.

    Raises:
        DocumentErrors: It does not fit the schema, names another scenario or language, has more or fewer aims, questions or words than
            the original, or a question names other claims.
    """
    found = validate(TeachingTranslation, document, TEACHING_KIND)
    errors = _belongs(document, path, found.scenario, found.lang, written.scenario)
    errors += _as_many(document, ("aims",), found.aims, written.aims)
    errors += _as_many(document, ("questions",), found.questions, written.questions)
    errors += _as_many(document, ("glossary",), list(found.glossary), list(written.glossary))
    for place, (ours, theirs) in enumerate(zip(found.questions, written.questions, strict=False)):
        wanted, named = set(CLAIM.findall(theirs)), set(CLAIM.findall(ours))
        for claim in sorted(named - wanted):
            errors.append(told(document, ("questions", place), f'the original does not name "{claim}" here', did_you_mean(claim, wanted - named)))
        if wanted - named and not named - wanted:
            errors.append(told(document, ("questions", place), f"the original names {', '.join(sorted(wanted - named))} too"))
    if errors:
        raise DocumentErrors(errors)
    return Teaching.model_validate(found.model_dump())


def _belongs(document: Document, path: Path, scenario: str, lang: str, expected: str) -> list[DocumentError]:
    """Return errors where a translation names another scenario than its original, or another language than its file's name."""
    errors = []
    if scenario != expected:
        errors.append(told(document, ("scenario",), f'scenario "{scenario}" was named', f'"{expected}" was expected'))
    if path.name.split(".")[1:-1] != [lang]:
        errors.append(told(document, ("lang",), f'language "{lang}" was named', f"the file is called {path.name}"))
    return errors


def _as_many(document: Document, path: Key, ours: list[str], theirs: list[str]) -> list[DocumentError]:
    if len(ours) == len(theirs):
        return []
    return [told(document, path, f"{len(ours)} stand here", f"the original has {len(theirs)}", at_key=True)]
