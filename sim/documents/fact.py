"""Stylised facts: what a seed says should happen, as a protocol that a model can pass or fail."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, model_validator

from sim.documents.reading import Document, read_document
from sim.documents.rulebook import Switch
from sim.documents.scenario import OnOff
from sim.documents.schema import Grounded, Strict, validate


class FactRow(Strict):
    """Orders forced on a seat while a condition holds (season counts from 1)."""

    seat: str
    when: str | None = None
    set: str


class FactEvent(Strict):
    """An event of the protocol."""

    season: int = Field(ge=1, le=20)
    event: str
    lasts: int = Field(ge=1, le=20)


class Arm(Strict):
    """One arm of the protocol: what differs from the shared start."""

    start: dict[str, float] = {}
    rows: list[FactRow] = []
    events: list[FactEvent] = []
    accords: list[str] = []


class Measure(Strict):
    """A number for each game of an arm.

    Attributes:
        arm: Whose games.
        any: Whether a condition holds in any of the seasons.
        all: Whether a condition holds in all of the seasons played.
        rate: Share of the seasons in which a condition holds.
        mean: Mean of an expression over the seasons, on states at their ends.
        risk: One minus the product over the seasons of one minus an expression.
        seasons: First and last season, from 1.
        after: Count only seasons whose season before fulfils this condition (`rate` only).
    """

    arm: str
    any: str | None = None
    all: str | None = None
    rate: str | None = None
    mean: str | None = None
    risk: str | None = None
    seasons: tuple[int, int]
    after: str | None = None

    @model_validator(mode="after")
    def _one(self) -> Measure:
        if sum(text is not None for text in (self.any, self.all, self.rate, self.mean, self.risk)) != 1:
            raise ValueError("a measure is exactly one of any, all, rate, mean, risk")
        return self


class Finding(Strict):
    """A value with its thresholds by lens, such as ``">= 0.3"``.

    Attributes:
        value: Expression over measures.
        home: Lenses in which it must hold.
        compared: Lenses in which it must hold too, or hold otherwise.
        told: Lenses in which the value is printed beside the others and not judged.
        carried_by: The coefficient that carries it: set to 0 in a home lens, the finding is gone. None where no single one does.
    """

    value: str
    home: dict[str, str] = {}
    compared: dict[str, str] = {}
    carried_by: str | None = None
    told: list[str] = []


class Fact(Grounded):
    """A stylised fact (model.md §9): protocol, measures, thresholds.

    Attributes:
        id: Its number, such as ``SF-01``.
        title: What it says.
        mechanics: Mechanics switched on or off in its arms; those not named are on.
        bargain: Whether seats may offer accords.
        moved: What moved its number, told beside it.
    """

    id: str
    title: str
    seasons: int = Field(ge=2, le=20)
    mechanics: dict[Switch, OnOff] = {}
    bargain: OnOff = "on"
    start: dict[str, float] = {}
    arms: dict[str, Arm]
    measures: dict[str, Measure]
    findings: dict[str, Finding]
    moved: str | None = None


def read_fact(path: Path, shown: str | None = None) -> Fact:
    """Read a fact.

    Raises:
        DocumentErrors: It does not fit the schema.
    """
    return check_fact(read_document(path, shown))


def check_fact(document: Document) -> Fact:
    """Check a parsed document as a fact; see `read_fact`."""
    return validate(Fact, document, "fact")
