"""Records: scenario, lens, seed and every order and answer, as YAML that a person can read, diff and hand in."""

from __future__ import annotations

from typing import Any, Literal

import yaml
from pydantic import Field

from sim.documents.reading import Document, parse_document
from sim.documents.schema import Strict, validate

Answer = Literal["accept", "refuse"]


class OfferText(Strict):
    """Something tabled in a season."""

    by: str
    accord: str
    clauses: list[str] | None = None
    origin: str | None = None
    counter: int = 0
    answers: dict[str, Answer] = {}
    outcome: Literal["signed", "refused", "countered", "withdrawn", "lapsed", "vetoed"]


class PartyAct(Strict):
    """A snap-back or a forgiveness."""

    accord: str
    by: str


class Guess(Strict):
    """A prediction before the reveal."""

    lever: str
    setting: str
    adviser: str = ""


class SeasonText(Strict):
    """One finished season."""

    US: str
    ROK: str
    DPRK: str
    CHN: str
    branch: int = Field(default=0, ge=0, le=100_000)
    offers: list[OfferText] = []
    order: list[str] = []
    snap_back: list[PartyAct] = []
    forgive: list[PartyAct] = []
    crisis: dict[str, Literal["match", "step_back"]] = {}
    reasons: dict[str, str] = {}
    predictions: dict[str, Guess] = {}
    teacher: list[str] = []

    def sheet(self, seat: str) -> str:
        """Return a seat's sheet as text."""
        text: str = getattr(self, seat)
        return text


class Inject(Strict):
    """An event that a teacher began."""

    season: int = Field(ge=0)
    event: str
    lasts: int = Field(ge=1, le=20)


class HandOver(Strict):
    """A seat given to another agent."""

    season: str
    seat: str
    to: str


class Now(Strict):
    """The season that is being played: persons' acts in order, drafts, the branch, and whether sheets were already revealed (a crisis waits)."""

    branch: int = Field(default=0, ge=0, le=100_000)
    acts: list[str] = []
    drafts: dict[str, str] = {}
    reasons: dict[str, str] = {}
    revealed: bool = False


class Record(Strict):
    """A game as a document; replay applies it and asks no agent."""

    scenario: str
    documents: dict[str, str]
    lens: str | dict[str, float]
    seal: str | None = None
    rng_seed: int = Field(ge=0, lt=2**63)
    level: str
    length: int = Field(ge=1, le=20)
    fog: Literal["on", "off"]
    mechanics: dict[str, Literal["on", "off"]] = {}
    scale: float | None = Field(default=None, gt=0, le=4, allow_inf_nan=False)
    seats: dict[str, str]
    opening_sheets: dict[str, str]
    injects: list[Inject] = []
    handed_over: list[HandOver] = []
    taken_back: list[str] = []
    practice: bool = False
    seasons: dict[str, SeasonText] = {}
    now: Now = Now()


class _Quoted(str):
    """Free text, always quoted in a record."""


class _Writer(yaml.SafeDumper):
    """Writes records: block style outside, flow style for short inner things, free text quoted."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write every value out; records hold no aliases."""
        return True


_Writer.add_representer(_Quoted, lambda writer, text: writer.represent_scalar("tag:yaml.org,2002:str", str(text), style='"'))


def write_record(record: Record) -> str:
    """Return a record as text; reading and writing it again gives the same text."""
    lines = ["peninsula: record 1", f"scenario: {record.scenario}", f"documents: {_flow(record.documents)}"]
    lines.append(f"lens: {record.lens if isinstance(record.lens, str) else _flow(record.lens)}")
    if record.seal:
        lines.append(f"seal: {record.seal}")
    lines += [f"rng_seed: {record.rng_seed}", f"level: {record.level}", f"length: {record.length}", f"fog: {record.fog}"]
    if record.mechanics:
        lines.append(f"mechanics: {_flow(record.mechanics)}")
    if record.scale is not None:
        lines.append(f"scale: {record.scale!r}")
    lines.append(f"seats: {_flow(record.seats)}")
    lines += ["opening_sheets:", *(f"  {seat + ':':<6}{sheet}" for seat, sheet in record.opening_sheets.items())]
    for name in ("injects", "handed_over"):
        rows = getattr(record, name)
        if rows:
            lines += [f"{name}:", *(f"  - {_flow(row.model_dump())}" for row in rows)]
    if record.taken_back:
        lines.append(f"taken_back: {_flow(record.taken_back)}")
    if record.practice:
        lines.append("practice: true")
    lines.append("seasons:" if record.seasons else "seasons: {}")
    for season, text in record.seasons.items():
        lines += [f"  {season}:", *(f"    {line}" for line in _season_lines(text))]
    lines += _now_lines(record.now)
    return "\n".join(lines) + "\n"


def _now_lines(now: Now) -> list[str]:
    lines = [f"  branch: {now.branch}"] if now.branch else []
    if now.acts:
        lines += ["  acts:", *(f"    - {_flow(_Quoted(act))}" for act in now.acts)]
    if now.drafts:
        lines += ["  drafts:", *(f"    {seat + ':':<6}{sheet}" for seat, sheet in now.drafts.items())]
    if now.reasons:
        lines += ["  reasons:", *(f"    {seat + ':':<6}{_flow(_Quoted(reason))}" for seat, reason in now.reasons.items())]
    if now.revealed:
        lines.append("  revealed: true")
    return ["now:", *lines] if lines else []


def _season_lines(text: SeasonText) -> list[str]:
    lines = [f"branch: {text.branch}"] if text.branch else []
    lines += [f"{seat + ':':<6}{text.sheet(seat)}" for seat in ("US", "ROK", "DPRK", "CHN")]
    for name in ("offers", "snap_back", "forgive"):
        rows = getattr(text, name)
        if rows:
            lines += [f"{name}:", *(f"  - {_flow(_short(row))}" for row in rows)]
    if text.order:
        lines.append(f"order: {_flow(text.order)}")
    if text.crisis:
        lines.append(f"crisis: {_flow(text.crisis)}")
    if text.predictions:
        lines += ["predictions:", *(f"  {seat + ':':<6}{_flow(_short(guess))}" for seat, guess in text.predictions.items())]
    if text.reasons:
        lines += ["reasons:", *(f"  {seat + ':':<6}{_flow(_Quoted(reason))}" for seat, reason in text.reasons.items())]
    if text.teacher:
        lines += ["teacher:", *(f"  - {_flow(_Quoted(act))}" for act in text.teacher)]
    return lines


def _short(row: Strict) -> dict[str, Any]:
    """Return a row without what it leaves at its default."""
    return {name: value for name, value in row.model_dump(exclude_defaults=True).items() if value not in (None, {}, [])}


def _flow(value: object) -> str:
    return (
        yaml.dump(value, Dumper=_Writer, default_flow_style=True, width=10_000, allow_unicode=True, sort_keys=False).replace("\n...\n", "\n").strip()
    )


def read_record_text(text: str, file: str = "<record>") -> tuple[Record, Document]:
    """Read a record from text.

    Returns:
        The record, and its document for errors that point at lines.

    Raises:
        DocumentError, DocumentErrors: It is not YAML of the kind allowed, or not a record.
    """
    document = parse_document(text, file)
    return validate(Record, document, "record"), document
