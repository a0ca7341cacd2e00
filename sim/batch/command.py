"""What `peninsula batch` does: results to stdout or a folder, what happens on the way to stderr."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from sim.batch.errors import KEPT, disk_trouble
from sim.batch.estimate import estimate
from sim.batch.progress import progress_bar
from sim.batch.results import Results
from sim.batch.run import prepare, run_batch
from sim.batch.summary import summary_text
from sim.batch.workers import cores
from sim.documents.library import Library


@dataclass(frozen=True)
class Asked:
    """What a person asked for: a file or a name, and what goes over the experiment's own; see `run_batch`."""

    experiment: str
    runs: int | None = None
    out: Path | None = None
    workers: int | None = None
    cluster: str | None = None
    rng_seed: int | None = None
    csv: bool = False


def print_estimate(asked: Asked, library: Library) -> None:
    """Print what the batch would take."""
    batch = prepare(asked.experiment, library, runs=asked.runs, rng_seed=asked.rng_seed)
    print(estimate(batch, asked.workers or cores()).text())


def play(asked: Asked, library: Library) -> None:
    """Play the batch; print its summary, or its rows as CSV where they go to no folder."""
    with progress_bar() as progress:
        results = run_batch(
            asked.experiment,
            out=asked.out,
            runs=asked.runs,
            rng_seed=asked.rng_seed,
            workers=asked.workers or cores(),
            cluster=asked.cluster,
            library=library,
            progress=progress,
            say=lambda line: print(line, file=sys.stderr),
        )
    if asked.csv and asked.out is None:
        results.write_csv(sys.stdout.buffer)
        return
    if asked.csv and asked.out is not None:
        _write_csv(results, asked.out)
    print(summary_text(results))


def _write_csv(results: Results, folder: Path) -> None:
    for kind in results.manifest["columns"]:
        path, part = folder / f"{kind}.csv", folder / f".{kind}.csv.tmp"
        with disk_trouble(path, KEPT):
            try:
                with part.open("wb") as stream:
                    results.write_csv(stream, kind)
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)
