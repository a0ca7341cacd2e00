"""Timed plans: how long each part of a lesson takes, with the debrief reserved."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field, model_validator

from sim.documents.errors import DocumentError, did_you_mean
from sim.documents.reading import read_document
from sim.documents.schema import Strict, validate


class Plan(Strict):
    """A plan, in minutes.

    Attributes:
        title: Its name for people.
        minutes: The whole lesson.
        seasons: Seasons played.
        opening: What this is about, joining, briefs.
        first_season, season: The clock of a season.
        reveal: The front page read together.
        crisis: Answering an incident.
        debrief: Reserved at the end.
    """

    title: str
    minutes: float = Field(gt=0, le=300)
    seasons: int = Field(ge=4, le=20)
    opening: float = Field(ge=0)
    first_season: float = Field(gt=0)
    season: float = Field(gt=0)
    reveal: float = Field(ge=0)
    crisis: float = Field(gt=0)
    debrief: float = Field(gt=0)

    @model_validator(mode="after")
    def _fits(self) -> Plan:
        if self.needed > self.minutes:
            raise ValueError(f"its parts take {self.needed:g} minutes of {self.minutes:g}")
        return self

    @property
    def needed(self) -> float:
        """Minutes that its parts take when no incident comes."""
        return self.opening + self.first_season + self.season * (self.seasons - 1) + self.reveal * self.seasons + self.debrief

    def clock(self, season: int) -> float:
        """Return the seconds of a season's clock, the first being 0."""
        return 60 * (self.season if season else self.first_season)

    def left_for_seasons(self, elapsed: float) -> float:
        """Return the seconds that are left until the debrief must begin, some seconds after the lesson began."""
        return 60 * (self.minutes - self.debrief) - elapsed


class Plans(Strict):
    """All plans, by name."""

    plans: dict[str, Plan]


@lru_cache(maxsize=1)
def plans() -> dict[str, Plan]:
    """Return the plans that are shipped."""
    return validate(Plans, read_document(Path(__file__).with_name("plans.yaml"), "sim/classroom/plans.yaml"), "plans").plans


def plan_of(name: str) -> Plan:
    """Return a plan by its name or its minutes.

    Raises:
        DocumentError: There is no such plan.
    """
    for known, plan in plans().items():
        if name in (known, f"{plan.minutes:g}"):
            return plan
    raise DocumentError(f'plan "{name}" is unknown', hint=did_you_mean(name, [f"{plan.minutes:g}" for plan in plans().values()]))
