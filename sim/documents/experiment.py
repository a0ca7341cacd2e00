"""Experiments: a question, what is varied to answer it, how many games, and what is measured."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from sim.documents.errors import DocumentError, DocumentErrors, did_you_mean
from sim.documents.lens import read_lens
from sim.documents.placing import placed, told
from sim.documents.reading import Document, Key, parse_document, read_document
from sim.documents.rulebook import Rulebook, Switch
from sim.documents.scenario import OnOff, start_complaint
from sim.documents.schema import Strict, validate

if TYPE_CHECKING:
    from sim.documents.library import Library

AGENTS = ("payoff", "standing", "random")
SAMPLED = ("latin-hypercube", "sobol", "morris")
OUTCOMES = ("seasons", "war", "early_end", "incidents", "talks", "signed", "broken", "accords")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")


def _listed(value: Any) -> Any:
    """Take a single name for a list of one."""
    return [value] if isinstance(value, str) else value


def _mixes(value: Any) -> Any:
    """Take a mix written as a mapping for its name: ``{harmony: 0.7, alliance: 0.3}``."""
    if not isinstance(value, list):
        return _listed(value)
    return [",".join(f"{name}={weight}" for name, weight in each.items()) if isinstance(each, dict) else each for each in value]


Names = Annotated[list[str], BeforeValidator(_listed)]
Lenses = Annotated[list[str], BeforeValidator(_mixes)]


class Vary(Strict):
    """Coefficients and start values that differ between cells.

    Attributes:
        design: ``grid`` crosses the values given for each; ``list`` takes the first of each, then the second; the others are drawn
            between the two bounds given for each (SALib; extra ``research``).
        size: Points of a Latin hypercube, base sample of Sobol' (a power of two), trajectories of Morris.
        levels: Levels of Morris, even.
        second_order: Whether Sobol' samples for second-order indices too.
        coefficients: Values or bounds by coefficient, each in [0, 1]; they replace the lens's.
        start: Values or bounds by dial (0–10), memory or clock (seasons); they replace the scenario's.
    """

    design: Literal["grid", "list", "latin-hypercube", "sobol", "morris"]
    size: int | None = Field(default=None, ge=1, le=65_536)
    levels: int = Field(default=4, ge=2, le=20, multiple_of=2)
    second_order: OnOff = "off"
    coefficients: dict[str, list[float]] = {}
    start: dict[str, list[float]] = {}

    @property
    def sampled(self) -> bool:
        """Whether values are drawn between bounds."""
        return self.design in SAMPLED

    @property
    def factors(self) -> dict[str, list[float]]:
        """What varies, by the name that columns have: ``k_ally``, ``start.hope``."""
        return {**self.coefficients, **{f"start.{name}": values for name, values in self.start.items()}}


class Defined(Strict):
    """A measure of one's own: an expression over the seasons of a game, and how its values become one number.

    Attributes:
        any: Whether a condition holds in any of the seasons, 0 or 1.
        count: In how many of the seasons a condition holds.
        mean: Mean of an expression over the seasons, on states at their ends.
        last: Its value in the last season.
        most: Its largest value.
        least: Its smallest value.
        risk: One minus the product over the seasons of one minus an expression.
        seasons: First and last season, from 1; the whole game where left out.
        unit: What the number counts, for the column's description.
    """

    any: str | None = None
    count: str | None = None
    mean: str | None = None
    last: str | None = None
    most: str | None = None
    least: str | None = None
    risk: str | None = None
    seasons: tuple[int, int] | None = None
    unit: str = ""

    @property
    def how(self) -> str:
        """Which of the ways it is."""
        return next(name for name in _WAYS if getattr(self, name) is not None)

    @property
    def text(self) -> str:
        """Its expression."""
        return str(getattr(self, self.how))

    @model_validator(mode="after")
    def _one(self) -> Defined:
        if sum(getattr(self, name) is not None for name in _WAYS) != 1:
            raise ValueError(f"a measure is exactly one of {', '.join(_WAYS)}")
        if self.seasons and not 1 <= self.seasons[0] <= self.seasons[1]:
            raise ValueError("seasons are a first and a last one, from 1")
        return self


_WAYS = ("any", "count", "mean", "last", "most", "least", "risk")


class Experiment(Strict):
    """An experiment. A cell is one scenario, one choice of policies, one lens and one point of what varies.

    Attributes:
        question: What it should answer.
        scenario: Scenarios.
        policies: By seat or seats such as ``US+ROK``: policies, or ``payoff``, ``standing``, ``random``; several rows cross. Seats not
            named are payoff seats. Only a policy's orders to those seats count.
        lenses: Lenses or mixes; every op-ed's and the contrast lens where none is named.
        vary: Coefficients and start values that differ between cells.
        runs: Games in a cell, on random numbers common to all cells.
        measures: Columns of the result: boards (``arsenal``, ``own.US``), `OUTCOMES`, ``end.hope`` (a value at the end), ``in_force.standstill``
            (0 or 1 at the end), ``DPRK.test.icbm`` (seasons in which it was ordered); a choice of them where left out.
        define: Measures of one's own, by name; they are columns too.
        level: Level of play of payoff seats.
        length: Seasons; the scenario's own where left out.
        rng_seed: Seed of all draws.
        fog: Whether private dials reach others as estimates; the scenario's own where left out.
        mechanics: Mechanics switched on or off, over the scenario's.
        bargain: Whether seats may offer accords.
        trajectories: Whether to keep every season with its dials, orders and outcomes beside the rows of games.
    """

    question: str = Field(min_length=1, max_length=300)
    scenario: Names = Field(min_length=1, max_length=50)
    policies: dict[str, Names] = {}
    lenses: Lenses = []
    vary: Vary | None = None
    runs: int = Field(default=200, ge=1, le=10_000_000)
    measures: Names = []
    define: dict[str, Defined] = {}
    level: str = "standard"
    length: int | None = Field(default=None, ge=4, le=20)
    rng_seed: int = Field(default=0, ge=0, lt=2**63)
    fog: OnOff | None = None
    mechanics: dict[Switch, OnOff] = {}
    bargain: OnOff = "on"
    trajectories: OnOff = "off"


def read_experiment(path: Path, library: Library, shown: str | None = None) -> Experiment:
    """Read an experiment.

    Raises:
        DocumentErrors: It does not fit the schema, or names something that is unknown.
    """
    return check_experiment(read_document(path, shown), library)


def experiment_text(experiment: Experiment) -> str:
    """Return an experiment as a document; read again, it is the same experiment."""
    import yaml  # noqa: PLC0415  (only batches write)

    plain = {"peninsula": "experiment 1", **experiment.model_dump(mode="json", exclude_defaults=True)}
    return str(yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=120))


def checked(experiment: Experiment, library: Library, name: str = "experiment") -> tuple[Experiment, Document]:
    """Check an experiment made in Python as if it had been written; return it with its document.

    Raises:
        DocumentErrors: As `read_experiment`; lines are those of `experiment_text`.
    """
    document = parse_document(experiment_text(experiment), f"<{name}>")
    return check_experiment(document, library), document


def check_experiment(document: Document, library: Library) -> Experiment:
    """Check a parsed document as an experiment; see `read_experiment`. Expressions are checked where games are measured."""
    experiment = validate(Experiment, document, "experiment")
    book, _ = library.rulebook()
    errors = [
        *_unknown(document, ("scenario",), experiment.scenario, library.scenario_names(), "scenario"),
        *_policy_errors(document, experiment, library, book),
        *_lens_errors(document, experiment, library),
        *(_vary_errors(document, experiment.vary, book) if experiment.vary else ()),
        *_unknown(document, ("measures",), experiment.measures, measure_names(book), "measure"),
        *_defined_errors(document, experiment, book),
    ]
    if experiment.level not in book.choice.levels:
        errors.append(told(document, ("level",), f'level "{experiment.level}" is unknown', did_you_mean(experiment.level, book.choice.levels)))
    if errors:
        raise DocumentErrors(errors)
    return experiment


def measure_names(book: Rulebook) -> list[str]:
    """Return every measure that can be named without defining it."""
    boards = [f"{name}.{seat}" for name in list(book.boards)[:1] for seat in book.seats] + list(book.boards)[1:]
    ends = [f"end.{name}" for name in (*book.dials, *book.memories, *book.clocks)]
    orders = [f"{lever}.{setting}" for lever, each in book.levers.items() for setting in each.settings]
    return [*boards, *OUTCOMES, *(f"in_force.{package}" for package in book.packages), *ends, *orders]


def usual_measures(book: Rulebook) -> list[str]:
    """Return what is measured where an experiment names no measure: boards, outcomes, and every dial at the end."""
    named = measure_names(book)
    boards = named[: named.index(OUTCOMES[0])]
    return [*boards, *OUTCOMES, *(f"end.{name}" for name in book.dials)]


def usual_lenses(library: Library) -> list[str]:
    """Return the lenses where an experiment names none: every op-ed's, and the contrast lens."""
    return [name for name in library.lens_names() if name != "pool"]


def _unknown(document: Document, path: Key, names: Iterable[str], known: list[str], kind: str) -> Iterator[DocumentError]:
    seen: set[str] = set()
    for place, name in enumerate(names):
        if name not in known:
            yield told(document, (*path, place), f'{kind} "{name}" is unknown', did_you_mean(name, known))
        elif name in seen:
            yield told(document, (*path, place), f'{kind} "{name}" stands twice')
        seen.add(name)


def _policy_errors(document: Document, experiment: Experiment, library: Library, book: Rulebook) -> Iterator[DocumentError]:
    taken: dict[str, str] = {}
    for key, names in experiment.policies.items():
        path = ("policies", key)
        seats = key.split("+")
        for seat in seats:
            if seat not in book.seats:
                yield told(document, path, f'seat "{seat}" is unknown', did_you_mean(seat, book.seats), at_key=True)
            elif seat in taken:
                yield told(document, path, f"{seat} stands in two rows", f'first in "{taken[seat]}"', at_key=True)
            taken[seat] = key
        if not names:
            yield told(document, path, "names no policy", "leave the row out for payoff seats")
        wrong = list(_unknown(document, path, names, [*AGENTS, *library.policy_names()], "policy"))
        yield from wrong or _orders_nothing(document, path, seats, names, library)


def _orders_nothing(document: Document, path: Key, seats: list[str], names: list[str], library: Library) -> Iterator[DocumentError]:
    for place, name in enumerate(names):
        ordered = library.policy(name).seats if name not in AGENTS else seats
        if not set(seats) & set(ordered):
            yield told(document, (*path, place), f'policy "{name}" gives no orders to {" or ".join(seats)}', f"it orders {', '.join(ordered)}")


def _lens_errors(document: Document, experiment: Experiment, library: Library) -> Iterator[DocumentError]:
    seen: dict[str, str] = {}
    for place, spec in enumerate(experiment.lenses):
        try:
            name = read_lens(library, spec).name
        except DocumentError as failure:
            yield placed(document, ("lenses", place), failure)
            continue
        if name in seen:
            yield told(document, ("lenses", place), f'lens "{spec}" stands twice', f'it is "{name}"' if name != spec else "")
        seen[name] = spec


def _vary_errors(document: Document, vary: Vary, book: Rulebook) -> Iterator[DocumentError]:
    path = ("vary",)
    if not vary.factors:
        yield told(document, path, "nothing varies", "name coefficients: or start:, each with its values")
    if vary.sampled and vary.size is None:
        yield told(document, (*path, "design"), f"the design {vary.design} needs a size", "add size: 64")
    if not vary.sampled and vary.size is not None:
        yield told(document, (*path, "size"), f"a {vary.design} has no size: it is as large as the values make it", at_key=True)
    if vary.design == "sobol" and vary.size and vary.size & (vary.size - 1):
        yield told(document, (*path, "size"), "the base sample of Sobol' is a power of two", f"{1 << vary.size.bit_length()} follows")
    for kind, factors in (("coefficients", vary.coefficients), ("start", vary.start)):
        for name, values in factors.items():
            yield from _factor_errors(document, (*path, kind, name), values, vary, book)
    lengths = {len(values) for values in vary.factors.values()}
    if vary.design == "list" and len(lengths) > 1:
        counts = ", ".join(f"{name} {len(values)}" for name, values in vary.factors.items())
        yield told(document, path, "in a list everything has the same number of values: a point takes one of each", counts)


def _factor_errors(document: Document, path: Key, values: list[float], vary: Vary, book: Rulebook) -> Iterator[DocumentError]:
    kind, name = path[1], str(path[2])
    known = book.coefficients if kind == "coefficients" else {**book.dials, **book.memories, **book.clocks}
    if name not in known:
        singular = "coefficient" if kind == "coefficients" else "dial, memory or clock"
        yield told(document, path, f'"{name}" is no {singular}', did_you_mean(name, known), at_key=True)
        return
    if not values:
        yield told(document, path, "has no value")
    for place, value in enumerate(values):
        if kind == "coefficients" and not 0 <= value <= 1:
            yield told(document, (*path, place), "a coefficient runs from 0 to 1", f"found {value:g}")
        wrong = start_complaint(name, value, book) if kind == "start" else None
        if wrong:
            yield told(document, (*path, place), *wrong)
    if vary.sampled and (len(values) != 2 or values[0] >= values[1]):
        yield told(document, path, f"the design {vary.design} takes two bounds, the lower first", f"found {values}")
    if vary.sampled and name in book.clocks:
        yield told(document, path, "a clock counts whole seasons and is not drawn between bounds", "vary it in a grid or a list", at_key=True)


def _defined_errors(document: Document, experiment: Experiment, book: Rulebook) -> Iterator[DocumentError]:
    for name, each in experiment.define.items():
        path = ("define", name)
        if not _NAME.match(name):
            yield told(document, path, "a measure's name is small letters, digits and underscores", at_key=True)
        elif name in measure_names(book) or name in RESERVED or name in book.coefficients:
            yield told(document, path, f'"{name}" means something already', "choose another name", at_key=True)
        last = experiment.length or 20
        if each.seasons and each.seasons[1] > last:
            yield told(document, (*path, "seasons"), f"a game has at most {last} seasons", f"found {each.seasons[1]}")


RESERVED = ("cell", "scenario", "lens", "game", "season")
