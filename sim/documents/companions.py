"""What goes with a scenario: what really happened, each side's brief, and notes for a teacher."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Literal

from pydantic import Field

from sim.documents.contrast import Source
from sim.documents.errors import DocumentError, DocumentErrors, did_you_mean
from sim.documents.placing import placed, told
from sim.documents.reading import Document, read_document
from sim.documents.rulebook import Rulebook
from sim.documents.scenario import Scenario
from sim.documents.schema import Strict, validate
from sim.documents.season import Season
from sim.documents.sheet import parse_sheet

FULL, BASIC = "full", "basic"
LEVELS = (FULL, BASIC)  # of reading: as written for adults, and in plain words
WRITTEN = "en"  # the language in which documents are written where they name none

Kind = Literal[
    "test",
    "talks",
    "summit",
    "sanctions",
    "relief",
    "exercise",
    "inter_korean",
    "aid",
    "alliance",
    "incident",
    "election",
    "pandemic",
    "freeze",
    "other",
]


class Fact(Strict):
    """One dated fact of the record, in our words, with a public source.

    Attributes:
        date: The day, such as ``2018-01-31``.
        who: Whose act it was, or whom it befell.
        kind: What sort of event it was.
        what: The fact.
        shows: The lever settings that come nearest to it, such as ``DPRK.test=icbm US.mil=show``; None where no lever stands for it.
        source: Where it can be read; a title in square brackets is our description, where the page's own title was not at hand.
    """

    date: str
    who: Literal["US", "ROK", "DPRK", "CHN", "UN"]
    kind: Kind
    what: str
    shows: str | None = None
    source: Source

    @property
    def cited(self) -> str:
        """The source in a line: author, title, outlet, date and address."""
        source = self.source
        title = source.title if source.title.startswith("[") else f'"{source.title}"'
        first = [source.author] if source.author and source.author != source.outlet else []
        return ", ".join([*first, title, source.outlet, source.date, source.url or ""])


class History(Strict):
    """What really happened, season by season; an empty list says that no sourced fact is known."""

    scenario: str
    seasons: dict[str, list[Fact]]


class SharedText(Strict):
    """What everybody knows at the start.

    Attributes:
        text: The whole of it.
        basic: The same in short sentences and plain words; empty where nobody has written that.
    """

    text: str
    basic: str = ""

    def read(self, level: str) -> str:
        """Return the text at a reading level of `LEVELS`; the whole of it where there is no simpler one."""
        return self.basic if level == BASIC and self.basic else self.text


class Shared(SharedText):
    """What everybody knows at the start, with the claims that it rests on."""

    claims: list[str]


class BriefText(SharedText):
    """One side's own reasons, fears and aims; confidential."""

    aims: list[str] = Field(min_length=1, max_length=5)


class Brief(BriefText):
    """One side's own reasons, fears and aims, with the claims that they rest on."""

    claims: list[str]


class Briefs(Strict):
    """The briefs of a scenario, in the language `lang`."""

    scenario: str
    lang: str = WRITTEN
    shared: Shared
    US: Brief
    ROK: Brief
    DPRK: Brief
    CHN: Brief

    def of(self, seat: str) -> Brief:
        """Return the brief of a seat."""
        brief: Brief = getattr(self, seat)
        return brief


class Teaching(Strict):
    """Notes for a lesson, in the language `lang`: aims, questions for the debrief, words met in this scenario."""

    scenario: str
    lang: str = WRITTEN
    aims: list[str] = Field(min_length=1)
    questions: list[str] = Field(min_length=1)
    glossary: dict[str, str]
    idea: str


def shown_orders(text: str, book: Rulebook) -> dict[str, str]:
    """Return the settings that a fact comes nearest to, by full name of the lever.

    Args:
        text: Orders with their seats, such as ``DPRK.test=icbm US.mil=show``.
        book: The rulebook that knows levers and settings.

    Raises:
        DocumentError: A seat, lever or setting is unknown or stands twice; the column counts from 1 in the text.
    """
    found: dict[str, str] = {}
    for match in re.finditer(r"\S+", text):
        seat, _, _ = match.group().partition(".")
        try:
            order = parse_sheet(match.group(), seat, book)
        except DocumentError as failure:
            failure.column = max(1, failure.column) + match.start()
            raise
        if order.keys() & found.keys():
            raise DocumentError(f'"{match.group()}": the lever stands twice', column=match.start() + 1)
        found |= order
    return found


def read_history(path: Path, scenario: Scenario, book: Rulebook, shown: str | None = None) -> History:
    """Read what happened; see `check_history`."""
    return check_history(read_document(path, shown), scenario, book)


def check_history(document: Document, scenario: Scenario, book: Rulebook) -> History:
    """Check that a history lists the scenario's seasons in order, and that every fact lies in its season and has an address.

    Raises:
        DocumentErrors: The document does not fit the schema, the seasons, the calendar or the levers.
    """
    history = validate(History, document, "history")
    errors = home(document, history.scenario, scenario)
    expected = [season.id for season in scenario.seasons]
    for season in history.seasons:
        if season not in expected:
            hint = did_you_mean(season, expected)
            errors.append(told(document, ("seasons", season), f'"{season}" is no season of {scenario.name}', hint, at_key=True))
    missing = [season for season in expected if season not in history.seasons]
    if missing:
        errors.append(told(document, ("seasons",), f"no entry for {', '.join(missing)}", "an empty list [] will do", at_key=True))
    elif list(history.seasons) != expected and not errors:
        errors.append(told(document, ("seasons",), "the seasons are out of order", at_key=True))
    for season, facts in history.seasons.items():
        for place, fact in enumerate(facts):
            errors += _wrong_date(document, season, place, fact.date)
            errors += _wrong_source(document, season, place, fact)
            errors += _wrong_orders(document, season, place, fact, book)
    if errors:
        raise DocumentErrors(errors)
    return history


def read_briefs(path: Path, scenario: Scenario, shown: str | None = None) -> Briefs:
    """Read the briefs of a scenario."""
    return check_briefs(read_document(path, shown), scenario)


def check_briefs(document: Document, scenario: Scenario) -> Briefs:
    """Check a parsed document as the briefs of a scenario.

    Raises:
        DocumentErrors: It does not fit the schema or names another scenario.
    """
    briefs = validate(Briefs, document, "briefs")
    errors = home(document, briefs.scenario, scenario)
    if errors:
        raise DocumentErrors(errors)
    return briefs


def read_teaching(path: Path, scenario: Scenario, shown: str | None = None) -> Teaching:
    """Read the teaching notes of a scenario."""
    return check_teaching(read_document(path, shown), scenario)


def check_teaching(document: Document, scenario: Scenario) -> Teaching:
    """Check a parsed document as the teaching notes of a scenario.

    Raises:
        DocumentErrors: It does not fit the schema or names another scenario.
    """
    teaching = validate(Teaching, document, "teaching")
    errors = home(document, teaching.scenario, scenario)
    if errors:
        raise DocumentErrors(errors)
    return teaching


def home(document: Document, named: str, scenario: Scenario) -> list[DocumentError]:
    """Return an error where a document names another scenario than the one it goes with."""
    if named == scenario.name:
        return []
    return [told(document, ("scenario",), f'scenario "{named}" was named', f'"{scenario.name}" was expected')]


def _wrong_source(document: Document, season: str, place: int, fact: Fact) -> list[DocumentError]:
    if (fact.source.url or "").startswith(("http://", "https://")):
        return []
    return [told(document, ("seasons", season, place, "source"), "a fact needs the address of its source", 'write url: "https://..."', at_key=True)]


def _wrong_orders(document: Document, season: str, place: int, fact: Fact, book: Rulebook) -> list[DocumentError]:
    try:
        shown_orders(fact.shows or "", book)
    except DocumentError as failure:
        return [placed(document, ("seasons", season, place, "shows"), failure)]
    return []


def _wrong_date(document: Document, season: str, place: int, text: str) -> list[DocumentError]:
    path = ("seasons", season, place, "date")
    try:
        date = datetime.date.fromisoformat(text)
    except ValueError:
        return [told(document, path, f'"{text}" is no date', 'write a date as "2018-01-31"')]
    try:
        at = Season.parse(season)
    except DocumentError as failure:
        return [placed(document, path, failure)]
    found = Season.of_month(date.year, date.month)
    return [] if found == at else [told(document, path, f"{text} lies in {found.id}, not in {at.id}")]
