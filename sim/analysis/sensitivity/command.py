"""What `peninsula sensitivity` does: a design played now, or read from the folder of a batch."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from sim.analysis.many import say_if_plain
from sim.analysis.sensitivity.ask import made, written
from sim.analysis.sensitivity.indices import Method, sensitivities
from sim.analysis.sensitivity.text import sensitivity_plain, sensitivity_text
from sim.analysis.tables import json_text
from sim.batch.errors import BatchError
from sim.batch.progress import progress_bar
from sim.batch.results import Results, open_results
from sim.batch.run import run_batch
from sim.documents.errors import DocumentError, did_you_mean
from sim.documents.library import Library


@dataclass(frozen=True)
class Told:
    """What a person asked for on the command line: a scenario, an experiment or a folder, and what goes over the usual settings."""

    target: str
    method: Method | None = None
    measures: tuple[str, ...] = ()
    policy: str | None = None
    games: int | None = None
    points: int | None = None
    rng_seed: int | None = None


def print_sensitivities(told: Told, library: Library, *, as_json: bool) -> None:
    """Print sensitivities; progress goes to stderr.

    Raises:
        DocumentError: A name is unknown.
        BatchError: SALib is missing, the design has no indices, or the folder holds no finished batch.
    """
    results = _results(told, library)
    found = sensitivities(results, told.measures)
    print(json_text(sensitivity_plain(results, found, library)) if as_json else sensitivity_text(results, found, library))


def _results(told: Told, library: Library) -> Results:
    folder = Path(told.target)
    if folder.is_dir():
        _nothing_else(told, ("method", "policy", "games", "points", "rng_seed"), "a folder takes --measure only: it has been played")
        return open_results(folder)
    with progress_bar() as progress:
        experiment = written(library, told.target)
        if experiment is not None:
            _nothing_else(told, ("method", "policy", "points"), "an experiment says that itself; --games and --rng-seed go over its own")
            say_if_plain(_say)
            return run_batch(experiment, runs=told.games, rng_seed=told.rng_seed, library=library, progress=progress)
        names = [*library.scenario_names(), *library.experiment_names()]
        if told.target not in names:
            raise DocumentError(f'"{told.target}" is no scenario, no experiment and no folder', hint=did_you_mean(told.target, names))
        given = {name: getattr(told, name) for name in ("method", "policy", "games", "points", "rng_seed") if getattr(told, name) is not None}
        experiment = made(library, told.target, measures=told.measures, **given)
        say_if_plain(_say)
        return run_batch(experiment, library=library, progress=progress)


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _nothing_else(told: Told, names: tuple[str, ...], why: str) -> None:
    for name in names:
        if getattr(told, name) is not None:
            raise BatchError(f"--{name.replace('_', '-')} does not go with {told.target}: {why}")
