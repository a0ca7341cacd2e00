"""What is asked of the model's balance: thresholds, and what they are measured over."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from sim.documents.reading import Document, read_document
from sim.documents.schema import Grounded, Strict, validate


class ConstantSheets(Strict):
    """No sheet that is held all game may do much better than the seat's own judgement, nor be best everywhere.

    Attributes:
        says: What is asked, in a sentence.
        gain_below: Largest gain of the best constant sheet, as a share of the spread.
        spread: The two percentiles of the seat's own board over AI games between which the spread lies.
        narrow_spread: Two others, against which the gain is told and not judged.
        best_in_at_most: Lenses in which one sheet may be a seat's best.
    """

    says: str
    gain_below: float = Field(gt=0)
    spread: tuple[float, float]
    narrow_spread: tuple[float, float]
    best_in_at_most: int = Field(ge=1)


class Influence(Strict):
    """Every seat must matter to every other.

    Attributes:
        says: What is asked.
        share: How far a seat must be able to move another's own board, as a share of how far that other can move it itself.
    """

    says: str
    share: float = Field(gt=0)


class Dilemma(Strict):
    """Somebody must be tempted.

    Attributes:
        says: What is asked.
        pairs: Pairs of seats in a dilemma, at least, in each lens.
    """

    says: str
    pairs: int = Field(ge=1)


class Policies(Strict):
    """What policies must show, judged on all boards.

    Attributes:
        says: What is asked.
        yardstick: The policy that every author's own must beat on the author's board.
    """

    says: str
    yardstick: str


class StrictThenTalks(Strict):
    """The contrast lens must be fair to its own case.

    Attributes:
        says: What is asked.
        policy: The policy of strict seasons followed by talks.
        written_for: How many strict seasons the policy's document has.
        strict_seasons: How many the variants have.
        seat: Whose own board is compared.
        first_under: The lens in which every variant is first or equal first.
        beaten_under: The lens in which every variant is below the best.
    """

    says: str
    policy: str
    written_for: int = Field(ge=1)
    strict_seasons: list[int] = Field(min_length=1)
    seat: Literal["US", "ROK", "DPRK", "CHN"]
    first_under: str
    beaten_under: str


class Balance(Grounded):
    """What a balanced model is asked, and over what.

    Attributes:
        scenarios: Starts that are pooled.
        lenses: Lenses that are looked at.
        noise: A difference counts from this many standard errors on.
    """

    title: str
    scenarios: list[str] = Field(min_length=1)
    lenses: list[str] = Field(min_length=1)
    noise: float = Field(gt=0)
    constant_sheets: ConstantSheets
    influence: Influence
    dilemma: Dilemma
    policies: Policies
    contrast: StrictThenTalks

    @model_validator(mode="after")
    def _knows_its_lenses(self) -> Balance:
        for lens in (self.contrast.first_under, self.contrast.beaten_under):
            if lens not in self.lenses:
                raise ValueError(f'contrast names the lens "{lens}", which is not among the lenses')
        return self


def read_balance(path: Path, shown: str | None = None) -> Balance:
    """Read what is asked of balance.

    Raises:
        DocumentErrors: It does not fit the schema.
    """
    return check_balance(read_document(path, shown))


def check_balance(document: Document) -> Balance:
    """Check a parsed document as what is asked of balance; see `read_balance`."""
    return validate(Balance, document, "balance")
