"""The plan of an experiment: its cells, and how its games are cut into chunks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import prod

from sim.batch.design import Point, count_points, design_points
from sim.batch.errors import BatchError
from sim.documents.errors import DocumentError
from sim.documents.experiment import AGENTS, Experiment, usual_lenses, usual_measures
from sim.documents.lens import Lens, read_lens
from sim.documents.library import Library
from sim.documents.scenario import Scenario
from sim.engine.expression import ExpressionError
from sim.engine.policy import CompiledPolicy, compile_policy
from sim.engine.position import Terms
from sim.engine.program import Program
from sim.rollout.runner import Start
from sim.rollout.session import coefficients, program_of

MOST_CELLS = 200_000
CHUNKS_WANTED = 32  # so that a small experiment keeps several workers busy too
SMALLEST, LARGEST = 256, 1024  # games in a chunk: enough to fill the kernel's lanes, few enough to lose when a worker dies


@dataclass(frozen=True)
class Cell:
    """One scenario, one choice of policies, one lens, one point: everything its games share, without the program.

    Attributes:
        number: From 0, in the order of the experiment.
        scenario: The start, with the point's start values.
        length: Seasons.
        policies: The policy or agent by row of the experiment, such as ``US+ROK``.
        lens: Name of the lens.
        point: Value by factor.
        coefficients: The lens with the point's values, in the order of the layout.
        compiled: What the policies demand.
        kinds: Agent by seat where it is not payoff.
    """

    number: int
    scenario: Scenario
    length: int
    policies: dict[str, str] = field(hash=False)
    lens: str
    point: Point = field(hash=False)
    coefficients: tuple[float, ...]
    compiled: tuple[CompiledPolicy, ...]
    kinds: dict[str, str] = field(hash=False)

    def start(self, program: Program, experiment: Experiment) -> Start:
        """Return what the cell's games start from."""
        scenario = self.scenario
        mechanics = {str(name): on for name, on in scenario.mechanics.items()}
        mechanics |= {str(name): on == "on" for name, on in experiment.mechanics.items()}
        fog = scenario.fog if experiment.fog is None else experiment.fog == "on"
        terms = Terms(self.coefficients, experiment.rng_seed, self.length, fog, scale=scenario.scale, mechanics=mechanics)
        return Start(program, scenario, terms, experiment.level, self.kinds, self.compiled, experiment.bargain == "on")


@dataclass(frozen=True)
class Piece:
    """Games `first` to `first + count - 1` of one cell."""

    cell: Cell
    first: int
    count: int


@dataclass(frozen=True)
class Plan:
    """An experiment with everything it names looked up.

    Attributes:
        experiment: The experiment, with usual measures and lenses filled in.
        program: The compiled rulebook.
        rules: Digest of the rulebook's documents.
        scenarios, lenses: In the order of the experiment.
        policies: Digest by policy named.
        choices: By row of the experiment, its policies compiled for that row's seats.
        points: The design.
        chunk: Games in a chunk, about; it follows from the experiment, never from who plays it.
    """

    experiment: Experiment
    program: Program
    rules: str
    scenarios: tuple[Scenario, ...]
    lenses: tuple[Lens, ...]
    policies: dict[str, str]
    choices: dict[str, tuple[tuple[str, CompiledPolicy | None], ...]]
    points: tuple[Point, ...]
    chunk: int

    @cached_property
    def cells(self) -> int:
        """How many cells there are."""
        return prod([len(self.scenarios), len(self.lenses), len(self.points), *map(len, self.choices.values())])

    @property
    def games(self) -> int:
        """How many games there are."""
        return self.cells * self.experiment.runs

    @property
    def chunks(self) -> int:
        """How many chunks the games are cut into."""
        runs = self.experiment.runs
        return -(-self.cells // self._together) if runs < self.chunk else self.cells * -(-runs // self.chunk)

    @property
    def _together(self) -> int:
        """Cells in a chunk, where a cell is smaller than one."""
        return max(1, self.chunk // self.experiment.runs)

    def pieces(self, chunk: int) -> Iterator[Piece]:
        """Return what a chunk holds; a large cell is cut, small ones stand together."""
        runs = self.experiment.runs
        if runs < self.chunk:
            for number in range(chunk * self._together, min((chunk + 1) * self._together, self.cells)):
                yield Piece(self.cell(number), 0, runs)
            return
        number, part = divmod(chunk, -(-runs // self.chunk))
        first = part * self.chunk
        yield Piece(self.cell(number), first, min(self.chunk, runs - first))

    def cell(self, number: int) -> Cell:
        """Return a cell by its number: points vary fastest, then lenses, then policies, last row first, then scenarios."""
        rest, at_point = divmod(number, len(self.points))
        rest, at_lens = divmod(rest, len(self.lenses))
        chosen: dict[str, tuple[str, CompiledPolicy | None]] = {}
        for row in reversed(self.choices):
            rest, at = divmod(rest, len(self.choices[row]))
            chosen[row] = self.choices[row][at]
        scenario, lens, point = self.scenarios[rest], self.lenses[at_lens], self.points[at_point]
        policies = {row: chosen[row][0] for row in self.choices}
        return Cell(
            number,
            replace(scenario, start={**scenario.start, **_start_values(point)}),
            self.experiment.length or scenario.length,
            policies,
            lens.name,
            point,
            coefficients(self.program, replace(lens, values={**lens.values, **point})),
            tuple(compiled for row in self.choices if (compiled := chosen[row][1]) is not None),
            {seat: name for row, name in policies.items() if name in AGENTS for seat in row.split("+")},
        )


def _start_values(point: Mapping[str, float]) -> dict[str, float]:
    return {name.removeprefix("start."): value for name, value in point.items() if name.startswith("start.")}


def make_plan(experiment: Experiment, library: Library, chunk: int | None = None) -> Plan:
    """Look up everything that a checked experiment names.

    Raises:
        BatchError: It has too many cells, or its design cannot be drawn here.
        DocumentError: A document it names is wrong.
    """
    program = program_of(library)
    lenses = [read_lens(library, name) for name in experiment.lenses or usual_lenses(library)]
    names = {name for row in experiment.policies.values() for name in row if name not in AGENTS}
    cells = len(experiment.scenario) * len(lenses) * prod(map(len, experiment.policies.values())) * count_points(experiment.vary)
    if cells > MOST_CELLS:
        raise BatchError(f"the experiment has {cells:,} cells; at most {MOST_CELLS:,} can be planned")
    measures = experiment.measures or ([] if experiment.define else usual_measures(program.book))
    return Plan(
        experiment.model_copy(update={"measures": measures, "lenses": [lens.name for lens in lenses]}),
        program,
        library.rulebook()[1].digest,
        tuple(library.scenario(name) for name in experiment.scenario),
        tuple(lenses),
        {name: library.policy(name).digest for name in sorted(names)},
        {row: tuple((name, _compiled(library, program, name, row)) for name in names) for row, names in experiment.policies.items()},
        tuple(design_points(experiment.vary, experiment.rng_seed)),
        chunk or min(LARGEST, max(SMALLEST, cells * experiment.runs // CHUNKS_WANTED)),
    )


def _compiled(library: Library, program: Program, name: str, row: str) -> CompiledPolicy | None:
    """Compile a policy's orders to the seats of a row."""
    if name in AGENTS:
        return None
    rows = [(each.seat, each.when, each.orders) for each in library.policy(name).rows if each.seat in row.split("+")]
    try:
        return compile_policy(program, name, rows)
    except ExpressionError as failure:
        raise DocumentError(failure.message, file=library.policy_path(name)[1], hint=failure.hint) from None
