"""Scenarios: a start, a calendar of events, the opening sheets, and the switches of a game."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field

from sim.documents.errors import DocumentError, DocumentErrors, did_you_mean
from sim.documents.placing import placed, told
from sim.documents.reading import Document, read_document
from sim.documents.rulebook import Rulebook, Switch
from sim.documents.schema import Strict, validate
from sim.documents.season import Season
from sim.documents.sheet import whole_sheet

OnOff = Literal["on", "off"]
SWITCHES: tuple[Switch, ...] = get_args(Switch)
MOST_SEASONS = 99  # what memories and clocks count to


class EntryText(Strict):
    """One entry of the calendar as written."""

    season: str
    event: str
    lasts: int = Field(ge=1, le=20)


class ScenarioText(Strict):
    """A scenario as written."""

    title: str
    situation: str
    starts: str
    length: int = Field(ge=4, le=20)
    fog: OnOff
    tutorial: bool = False
    scale: float = Field(default=1.0, gt=0, le=4, allow_inf_nan=False)
    mechanics: dict[Switch, OnOff] = {}
    start: dict[str, float] = {}
    opening_sheets: dict[str, str]
    calendar: list[EntryText] = Field(default=[], max_length=100)


@dataclass(frozen=True)
class Entry:
    """An event of the calendar: when it begins and for how many seasons it lasts."""

    season: Season
    event: str
    lasts: int


@dataclass(frozen=True)
class Scenario:
    """A start from which games are played.

    Attributes:
        name: The folder's name, such as ``2020-pandemic``.
        title: The name that people read.
        situation: One paragraph on where things stand.
        starts: First season.
        length: Seasons in a game, 4 to 20.
        fog: Whether other seats' private dials reach a seat as estimates.
        tutorial: Whether the game explains itself as it goes.
        scale: Factor on the seasons that accord packages last.
        mechanics: Every mechanic, on or off.
        start: Start values that differ from the rulebook's: dials 0–10, memories and clocks in seasons.
        opening_sheets: By seat, the setting of every lever that stands before the first season.
        calendar: Events with the season they begin in.
        digest: Digest of the document, for records.
    """

    name: str
    title: str
    situation: str
    starts: Season
    length: int
    fog: bool
    tutorial: bool
    scale: float
    mechanics: dict[Switch, bool] = field(hash=False)
    start: dict[str, float] = field(hash=False)
    opening_sheets: dict[str, dict[str, str]] = field(hash=False)
    calendar: tuple[Entry, ...]
    digest: str

    @property
    def seasons(self) -> list[Season]:
        """The seasons of a game of the scenario's own length."""
        return self.starts.span(self.length)

    def events_in(self, season: Season) -> list[str]:
        """Return the events that the calendar has going on in a season."""
        return [entry.event for entry in self.calendar if 0 <= entry.season.until(season) < entry.lasts]


def read_scenario(path: Path, book: Rulebook, shown: str | None = None) -> Scenario:
    """Read a folder's ``scenario.yaml``; the folder's name is the scenario's.

    Raises:
        DocumentErrors: The document does not fit the schema, or names what the rulebook does not know.
    """
    return check_scenario(read_document(path, shown), path.parent.name, book)


def check_scenario(document: Document, name: str, book: Rulebook) -> Scenario:
    """Check a parsed document as the scenario called `name`; see `read_scenario`."""
    text = validate(ScenarioText, document, "scenario")
    errors: list[DocumentError] = []
    starts = _starts(text, document)
    scenario = Scenario(
        name=name,
        title=text.title,
        situation=text.situation.strip(),
        starts=starts,
        length=text.length,
        fog=text.fog == "on",
        tutorial=text.tutorial,
        scale=text.scale,
        mechanics={switch: text.mechanics.get(switch, "on") == "on" for switch in SWITCHES},
        start=_start(text, document, book, errors),
        opening_sheets=_sheets(text, document, book, errors),
        calendar=_calendar(text, starts, document, book, errors),
        digest=document.digest,
    )
    if errors:
        raise DocumentErrors(errors)
    return scenario


def _starts(text: ScenarioText, document: Document) -> Season:
    try:
        return Season.parse(text.starts)
    except DocumentError as failure:
        raise DocumentErrors([placed(document, ("starts",), failure)]) from None


def start_complaint(name: str, value: float, book: Rulebook) -> tuple[str, str] | None:
    """Return what is wrong with a start value and a hint, or None: dials 0–10, memories and clocks in seasons."""
    if name in book.dials:
        low, high, kind = 0, 10, "a dial runs from 0 to 10"
    elif name in book.memories or name in book.clocks:
        low, high, kind = 0, MOST_SEASONS, f"a memory or clock counts from 0 to {MOST_SEASONS}"
    else:
        return f'"{name}" is no dial, memory or clock', did_you_mean(name, [*book.dials, *book.memories, *book.clocks])
    if not low <= value <= high:
        return kind, f"found {value:g}"
    if name in book.clocks and value != int(value):
        return "a clock counts whole seasons", f"found {value:g}"
    return None


def _start(text: ScenarioText, document: Document, book: Rulebook, errors: list[DocumentError]) -> dict[str, float]:
    """Check start values: names of dials, memories and clocks, each within its range."""
    known = {*book.dials, *book.memories, *book.clocks}
    for name, value in text.start.items():
        wrong = start_complaint(name, value, book)
        if wrong:
            errors.append(told(document, ("start", name), *wrong, at_key=name not in known))
    return dict(text.start)


def _sheets(text: ScenarioText, document: Document, book: Rulebook, errors: list[DocumentError]) -> dict[str, dict[str, str]]:
    sheets = {}
    for seat, sheet in text.opening_sheets.items():
        path = ("opening_sheets", seat)
        if seat not in book.seats:
            errors.append(told(document, path, f'seat "{seat}" is unknown', did_you_mean(seat, book.seats), at_key=True))
            continue
        try:
            sheets[seat] = whole_sheet(sheet, seat, book)
        except DocumentError as failure:
            errors.append(placed(document, path, failure))
    missing = [seat for seat in book.seats if seat not in text.opening_sheets]
    if missing:
        errors.append(told(document, ("opening_sheets",), f"no sheet for {', '.join(missing)}", at_key=True))
    return {seat: sheets[seat] for seat in book.seats if seat in sheets}


def _calendar(text: ScenarioText, starts: Season, document: Document, book: Rulebook, errors: list[DocumentError]) -> tuple[Entry, ...]:
    entries = []
    last = starts.after(text.length - 1)
    for place, entry in enumerate(text.calendar):
        path = ("calendar", place)
        if entry.event not in book.events:
            errors.append(told(document, (*path, "event"), f'event "{entry.event}" is unknown', did_you_mean(entry.event, book.events)))
        try:
            season = Season.parse(entry.season)
        except DocumentError as failure:
            errors.append(placed(document, (*path, "season"), failure))
            continue
        if not starts <= season <= last:
            hint = f"the scenario runs from {starts.id} to {last.id}"
            errors.append(told(document, (*path, "season"), f"season {season.id} is outside the scenario", hint))
        entries.append(Entry(season, entry.event, entry.lasts))
    return tuple(entries)
