"""Arguments: each op-ed as a document of claims, and the questions on which the op-eds contradict one another."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from sim.documents.errors import DocumentError, DocumentErrors, did_you_mean
from sim.documents.placing import told
from sim.documents.reading import Document, read_document
from sim.documents.rulebook import Rulebook
from sim.documents.schema import Strict, validate

Strength = Literal["weak", "medium", "strong"]
Element = Literal["transition effect", "payoff weight", "precondition/veto", "event", "belief", "institution"]
SHORT_WORDS = 4


class Claim(Strict):
    """One causal statement of an op-ed, in our words, with its locator.

    Attributes:
        paragraph: First words of the paragraph it stands in; `number` counts paragraphs of the body from 1.
        voice: ``author``, or whom the author reports.
        stance: What the author does with the statement; what he rebuts never raises his lens.
        inferred: Whether a lowering, or the mapping to the model, is ours rather than said.
        raises: Coefficients it supports; `lowers`: those it speaks against.
        contested: Contradictions it is a side of (``X1``).
        context: Why nothing of the model rests on it, where that is so.
    """

    paragraph: str
    number: int = Field(ge=1)
    claim: str
    voice: str
    stance: Literal["endorses", "reports", "rebuts"]
    inferred: bool
    actors: list[Literal["US", "ROK", "DPRK", "CHN"]]
    cause: str
    effect: str
    sign: Literal["+", "-", "0", "mixed"]
    strength: Strength
    conditions: str | None
    lag: str
    element: Element
    raises: list[str]
    lowers: list[str]
    contested: list[str]
    context: str | None = None

    @field_validator("sign", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Argument(Strict):
    """An op-ed: who, where, when, its thesis in our words, and its claims by name."""

    id: str
    short: str
    title: str
    author: str | None
    author_note: str
    outlet: str
    date: str
    date_note: str
    text: str | None
    thesis: str
    board: str
    board_reason: str
    cautions: list[str]
    claims: dict[str, Claim] = Field(min_length=1)

    @field_validator("short")
    @classmethod
    def _fits_a_table(cls, value: str) -> str:
        if len(value.split()) > SHORT_WORDS:
            raise ValueError(f"at most {SHORT_WORDS} words fit a table")
        return value

    def full_id(self, claim: str) -> str:
        """Return the id by which other documents name a claim: ``harmony.respectful_tone``."""
        return f"{self.id}.{claim}"


class Side(Strict):
    """One answer to a contested question and the claims that give it."""

    view: str
    claims: list[str] = Field(min_length=1)


class Contradiction(Strict):
    """A question on which claims clash, what of the model carries it, and a question for a class."""

    question: str
    sides: list[Side] = Field(min_length=2)
    carried_by: list[str]
    note: str
    ask: str


class Contradictions(Strict):
    """All contradictions by id, X1 upward."""

    contradictions: dict[str, Contradiction]


def read_argument(path: Path, book: Rulebook, shown: str | None = None) -> Argument:
    """Read one op-ed; its coefficients and its board are checked against the rulebook.

    Raises:
        DocumentErrors: The document does not fit the schema or names what the rulebook does not know.
    """
    return check_argument(read_document(path, shown), path.stem, book)


def check_argument(document: Document, name: str, book: Rulebook) -> Argument:
    """Check a parsed document as an argument called `name`; see `read_argument`."""
    argument = validate(Argument, document, "argument")
    errors: list[DocumentError] = []
    if argument.id != name:
        errors.append(told(document, ("id",), f'the id is "{argument.id}", the file is called "{name}"'))
    boards = [board for board in book.boards if board != "own"]
    if argument.board not in book.boards:
        errors.append(told(document, ("board",), f'board "{argument.board}" is unknown', did_you_mean(argument.board, boards)))
    for claim, content in argument.claims.items():
        if not claim.isidentifier():
            errors.append(told(document, ("claims", claim), f'"{claim}" is no name for a claim', "letters, digits and _", at_key=True))
        for side, coefficients in (("raises", content.raises), ("lowers", content.lowers)):
            for place, coefficient in enumerate(coefficients):
                if coefficient not in book.coefficients:
                    hint = did_you_mean(coefficient, book.coefficients)
                    errors.append(told(document, ("claims", claim, side, place), f'coefficient "{coefficient}" is unknown', hint))
    if errors:
        raise DocumentErrors(errors)
    return argument


def read_contradictions(path: Path, shown: str | None = None) -> Contradictions:
    """Read the list of contradictions."""
    return validate(Contradictions, read_document(path, shown), "contradictions")
