"""The rulebook: the common core of the model as documents, one file for each idea, read together."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from sim.documents.errors import DocumentErrors
from sim.documents.reading import Document, Key, read_document
from sim.documents.schema import Grounded, Strict, Term, validate

Switch = Literal["mandates", "cards", "crisis", "capital", "prediction"]


class Coefficient(Strict):
    """A contested coefficient: what it says, in [0, 1]."""

    title: str


class LensRule(Strict):
    """How a lens is computed from the claims of a seed (model.md §8)."""

    raises: dict[Literal["weak", "medium", "strong"], float]
    lowers: dict[Literal["weak", "medium", "strong"], float]
    inferred_lowers: float
    silent: float
    silent_is_zero: list[str] = []


class Lever(Strict):
    """What a seat sets each season: ordered settings, the one it rests at, and how it is handled."""

    settings: list[str] = Field(min_length=2, max_length=8)
    rest: str
    restrictive: bool = False
    act: bool = False
    reads_as: dict[str, str] = {}


class Table(Strict):
    """A number for each setting of a lever, in the order of its settings."""

    of: str
    values: list[float]


class Level(Strict):
    """A level of play: precision of the logit, seasons looked at, depth of belief."""

    precision: float = Field(gt=0, le=50)
    depth: int = Field(ge=1, le=3)
    belief: int = Field(ge=1, le=2)


class Foresight(Strict):
    """How a seat that plans looks ahead: sheets it compares, futures it plays in all to do so, seasons of each future."""

    sheets: int = Field(ge=2, le=64)
    futures: int = Field(ge=16, le=20_000)
    seasons: int = Field(ge=1, le=20)


class Choice(Strict):
    """How payoff seats choose; `level` and `hidden_level` name the levels where nobody asks for one, the second under a hidden lens."""

    order: dict[str, list[str]]
    discount: float = Field(gt=0, le=1)
    levels: dict[str, Level]
    level: str
    hidden_level: str
    planner: Foresight

    def level_for(self, lens: str) -> str:
        """Return the level at which a game under a lens is played unless somebody asks for another."""
        return self.hidden_level if lens == "hidden" else self.level

    @model_validator(mode="after")
    def _known(self) -> Choice:
        for name in (self.level, self.hidden_level):
            if name not in self.levels:
                raise ValueError(f'level "{name}" is not among the levels: {", ".join(self.levels)}')
        return self


class Dial(Strict):
    """A state variable on 0–10 and the terms of its change."""

    title: str
    of: str | None = None
    start: float = Field(ge=0, le=10)
    promised: bool = False
    change: dict[str, Term]


class Memory(Strict):
    """Something remembered of past seasons."""

    title: str
    since: str | None = None
    next: str | None = None
    start: float


class Derived(Grounded):
    """A number that is computed, never stored."""

    title: str
    range: tuple[float, float]
    value: str


class Flag(Grounded):
    """A named yes or no; with `chance`, drawn in the season and a probability inside a look-ahead."""

    title: str
    value: str | None = None
    chance: str | None = None
    range: tuple[float, float] = (0.0, 1.0)


class Rule(Grounded):
    """A veto, precondition or institution; it bites in the account, or forbids an order."""

    title: str
    lever: str
    until: str
    of: str | None = None
    bites: str | None = None
    seat: str | None = None
    forbids: str | None = None


class Event(Grounded):
    """Something of the calendar that begins and ends."""

    title: str


class Clock(Grounded):
    """Seasons until a vote or congress."""

    title: str
    every: int = Field(ge=1)
    start: int = Field(ge=0)


class Clause(Strict):
    """A promise in the catalogue: bounds of which any one must hold, what it costs its owner and is worth to others."""

    title: str
    owner: str
    bounds: list[str] = Field(min_length=1, max_length=3)
    core: bool = False
    ambiguous: str | None = None
    costs: Term
    worth: dict[str, Term]


class Package(Grounded):
    """An accord that may be offered, with optional clauses for counter-offers."""

    title: str
    parties: list[str] = Field(min_length=2, max_length=4)
    seasons: int = Field(ge=1, le=20)
    clauses: list[str] = Field(min_length=1, max_length=8)
    optional: list[str] = []
    needs: str | None = None
    until: str | None = None


class Gate(Strict):
    """When a channel is open, and how to open it."""

    open: str
    until: str


class Channel(Strict):
    """Channels that seats need in order to sign."""

    pair: Gate = Field(alias="US-DPRK")
    other: Gate
    claims: list[str] = []


class AccordRules(Strict):
    """Limits and clocks of accords."""

    in_force: int = Field(ge=1, le=4)
    clauses: int = Field(ge=1, le=8)
    misses_that_end: float
    miss: float
    injured_above: float = Field(ge=0)
    delivery: float
    dispute_ends: float = Field(ge=0, le=1)
    found_out: float
    offers_a_season: int = Field(ge=1, le=4)
    counters: int = Field(ge=0, le=2)
    mediators: list[str]
    catalogue: int = Field(ge=1, le=32)
    claims: list[str]
    channel: Channel


class Worth(Grounded):
    """A number with its grounds."""

    value: str


class Incident(Grounded):
    """The season's chance of an incident and what it raises."""

    chance: str
    raises: dict[str, float]


class Crisis(Strict):
    """Who answers an incident, and the terms for stepping back."""

    seats: list[str]
    undecided: float = Field(ge=0, le=1)
    steps_back: dict[str, dict[str, Term]]


class War(Grounded):
    """The chance that an incident becomes war."""

    chance: str


class Ending(Grounded):
    """A condition that ends the game early, for good."""

    when: str
    title: str


class Board(Strict):
    """A score board; there is no single best."""

    title: str
    value: str
    over: Literal["mean", "last", "product"]
    better: Literal["high", "low"]
    floor: float
    range: tuple[float, float] | None = None


class Fog(Strict):
    """Errors of estimates of other seats' private dials, in dial points."""

    carried: float = Field(ge=0, lt=1)
    run_in: int = Field(ge=0, le=20)
    bands: dict[str, float]


class Mechanic(Grounded):
    """A mechanic for play that a scenario may switch off."""

    title: str
    a_season: int | None = None
    banked: int | None = None


class Mandate(Grounded):
    """A government's mandate, drawn when a clock runs out."""

    name: str
    clock: str
    mechanic: Switch
    chance: str


class Card(Strict):
    """An objective card for one seat; it is dealt where its clock runs out within the game."""

    seat: str
    clock: str
    title: str
    says: str


Answers = dict[str, Term]


class AnswerTerms(Strict):
    """Terms of yes-or-no answers by seat, and the precision of the logistic."""

    precision: float
    US: Answers
    ROK: Answers
    DPRK: Answers
    CHN: Answers

    def of(self, seat: str) -> Answers:
        """Return the terms of one seat."""
        terms: Answers = getattr(self, seat)
        return terms


class Rulebook(Strict):
    """All files of the rulebook as one document."""

    coefficients: dict[str, Coefficient]
    lens_rule: LensRule
    seats: list[str] = Field(min_length=4, max_length=4)
    levers: dict[str, Lever]
    tables: dict[str, Table]
    choice: Choice
    dials: dict[str, Dial]
    memories: dict[str, Memory]
    derived: dict[str, Derived]
    flags: dict[str, Flag]
    rules: dict[str, Rule]
    events: dict[str, Event]
    clocks: dict[str, Clock]
    payoffs: dict[str, dict[str, Term]]
    clauses: dict[str, Clause]
    packages: dict[str, Package]
    accords: AccordRules
    reliability: dict[str, Worth]
    answers: AnswerTerms
    snap_back: AnswerTerms
    incident: Incident
    crisis: Crisis
    war: War
    ends: dict[str, Ending]
    boards: dict[str, Board]
    fog: Fog
    mechanics: dict[Switch, Mechanic]
    deterrence_mandate: Mandate
    cards: dict[str, Card]

    def seat_levers(self, seat: str) -> list[str]:
        """Return the full names of a seat's levers, in the order of the rulebook."""
        return [name for name in self.levers if name.split(".")[0] == seat]


class Sources:
    """Which file each top-level key of the rulebook came from, so that errors can point into it."""

    def __init__(self, documents: list[Document]) -> None:
        """Index the documents by their keys.

        Raises:
            DocumentErrors: Two files define the same key.
        """
        self.documents = documents
        self.by_key: dict[str, Document] = {}
        for document in documents:
            for key in document.data if isinstance(document.data, dict) else {}:
                if key == "peninsula":
                    continue
                if key in self.by_key:
                    raise DocumentErrors([document.error((key,), f'"{key}" is also defined in {self.by_key[key].file}', at_key=True)])
                self.by_key[key] = document

    def document(self, path: Key) -> Document:
        """Return the file that holds a path of keys."""
        return self.by_key.get(str(path[0]) if path else "", self.documents[0])

    @property
    def digest(self) -> str:
        """A digest of all files, in the order of their names."""
        import hashlib  # noqa: PLC0415  (only records need it)

        return hashlib.sha256("".join(document.digest for document in self.documents).encode()).hexdigest()[:16]


def read_rulebook(folder: Path) -> tuple[Rulebook, Sources]:
    """Read every YAML file of a folder as one rulebook.

    Raises:
        DocumentErrors: A file is missing a key, has one too many, or holds a wrong value.
    """
    documents = [read_document(path, f"{folder.name}/{path.name}") for path in sorted(folder.glob("*.yaml"))]
    sources = Sources(documents)
    marks: dict[Key, tuple[int, int]] = {}
    merged: dict[str, object] = {"peninsula": "rulebook 1"}
    for document in documents:
        if isinstance(document.data, dict):
            merged.update({key: value for key, value in document.data.items() if key != "peninsula"})
            marks.update(document.marks)
    whole = Document(str(folder), merged, marks, "")
    try:
        return validate(Rulebook, whole, "rulebook"), sources
    except DocumentErrors as failure:
        placed = []
        for error in failure.errors:
            path = tuple(error.where.split(".")) if error.where else ()
            home = sources.document(path)
            lines = home.text.splitlines()
            error.file = home.file
            error.source = lines[error.line - 1] if 0 < error.line <= len(lines) else ""
            placed.append(error)
        raise DocumentErrors(placed) from None
