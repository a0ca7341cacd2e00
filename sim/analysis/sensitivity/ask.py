"""What is asked of sensitivity: an experiment with a Morris or Sobol' design, written or made here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.analysis.names import known, shared_boards
from sim.analysis.sensitivity.indices import METHODS, Method, no_indices
from sim.batch.errors import BatchError
from sim.documents.errors import DocumentError
from sim.documents.experiment import AGENTS, Experiment, Vary, measure_names, read_experiment
from sim.documents.lens import POOL
from sim.documents.library import Library

QUESTION = "Which contested coefficients move the outcome most, whoever is right about the rest?"
GAMES = 64  # at each point; a native sweep runs at least `FEWEST` together
FEWEST = 32
POINTS: dict[Method, int] = {"morris": 16, "sobol": 128}  # paths; base sample


def made(
    library: Library,
    scenario: str,
    *,
    method: Method = "morris",
    policy: str | None = None,
    measures: Sequence[str] = (),
    games: int = GAMES,
    points: int | None = None,
    rng_seed: int = 0,
) -> Experiment:
    """Return the experiment in which every contested coefficient varies over 0 to 1, whatever the lens.

    Args:
        library: Documents.
        scenario: The start.
        method: ``morris`` or ``sobol``.
        policy: What binds the seats that it names; by default nothing does.
        measures: What is measured; the boards that are nobody's own by default.
        games: Games at each point, on draws common to all.
        points: Paths of Morris, or base sample of Sobol', a power of two.
        rng_seed: Seed of all draws, and of the points.

    Raises:
        DocumentError: A name is unknown, or the base sample is no power of two.
    """
    book, _ = library.rulebook()
    known([scenario], library.scenario_names(), "scenario")
    known(measures, measure_names(book), "measure")
    known([policy] if policy else [], [*library.policy_names(), *AGENTS], "policy")
    size = points or POINTS[method]
    if method == "sobol" and size & (size - 1):
        raise DocumentError(f"the base sample of Sobol' is a power of two, not {size}", hint=f"{1 << size.bit_length()} follows")
    seats = book.seats if policy in AGENTS or policy is None else [seat for seat in book.seats if seat in library.policy(policy).seats]
    return Experiment(
        question=QUESTION,
        scenario=[scenario],
        policies={"+".join(seats): [policy]} if policy else {},
        lenses=[POOL],
        vary=Vary(design=method, size=size, coefficients={name: [0.0, 1.0] for name in book.coefficients}),
        runs=games,
        measures=list(measures) or shared_boards(book),
        rng_seed=rng_seed,
    )


def written(library: Library, name: str) -> Experiment | None:
    """Return an experiment that stands in a file or is shipped, or None where the name is neither.

    Raises:
        BatchError: Its design has no indices.
    """
    if name.endswith((".yaml", ".yml")):
        found = read_experiment(Path(name), library)
    elif name in library.experiment_names():
        found = library.experiment(name)
    else:
        return None
    if found.vary is None or found.vary.design not in METHODS:
        raise BatchError(f"{name}: {no_indices(found.vary)}")
    return found
