"""What a batch would take: cells, games, time and size, from a small run that is measured."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sim.batch.chunk import Job, play_chunk
from sim.batch.plan import Piece
from sim.batch.run import Batch
from sim.batch.workers import play_here
from sim.rollout.program import native_available

ENOUGH = 1.0  # seconds of a measured run


@dataclass(frozen=True)
class Estimate:
    """What a batch would take.

    Attributes:
        batch: The batch.
        workers: Chunks at a time.
        rate: Games a second with so many workers on this machine, measured.
        sample: Games that were played to measure it.
        size: Bytes of Parquet.
    """

    batch: Batch
    workers: int
    rate: float
    sample: int
    size: int

    @property
    def seconds(self) -> float:
        """Seconds for all games."""
        return self.batch.plan.games / self.rate

    def text(self) -> str:
        """Return the estimate as people read it."""
        plan = self.batch.plan
        experiment = plan.experiment
        parts = [(len(plan.scenarios), "scenario"), *((len(names), f"choice of {row}") for row, names in plan.choices.items())]
        parts += [(len(plan.lenses), "lens"), *([(len(plan.points), f"point ({experiment.vary.design})")] if experiment.vary else [])]
        measured = f"{self.rate:,.0f} games/s over {self.sample:,} games"
        columns = [*experiment.measures, *experiment.define]
        rows = [
            ("cells", f"{plan.cells:,} = {' x '.join(_counted(*part) for part in parts)}"),
            ("games", f"{plan.games:,} ({experiment.runs:,} a cell on common random numbers), rng seed {experiment.rng_seed}"),
            ("chunks", f"{plan.chunks:,}"),
            ("measures", ", ".join(columns[:12]) + (f" and {len(columns) - 12} more" if len(columns) > 12 else "")),
            ("time", f"about {duration(self.seconds)} with {_counted(self.workers, 'worker')} here ({measured})"),
            ("size", f"about {self.size / 1e6:,.1f} MB{' with trajectories' if experiment.trajectories == 'on' else ''}"),
        ]
        return "\n".join([experiment.question, *(f"  {name:<9} {text}" for name, text in rows)])


def estimate(batch: Batch, workers: int) -> Estimate:
    """Play a few games of cells from all over the experiment and reckon from them.

    Plain games are measured in this process and taken to scale with the workers; compiled ones are measured with as many threads.
    """
    compiled = native_available() if batch.native is None else batch.native
    together = workers if compiled else 1
    play_chunk(_sample(batch, 1, 0, 1))  # what is done once: reading, compiling
    wanted = together
    while True:
        begun = time.perf_counter()
        played = list(play_here(_samples(batch, wanted, together), together, native=batch.native))
        took = max(time.perf_counter() - begun, 1e-6)
        games = sum(job.games for job, _ in played)
        if took >= ENOUGH or games >= batch.plan.games:
            break
        wanted = max(2 * wanted, int(1.2 * wanted * ENOUGH / took))
    job, files = played[0]
    empty = play_chunk(replace(job, pieces=()))
    each = sum(len(files[kind]) - len(empty[kind]) for kind in files) / job.games
    size = batch.plan.chunks * sum(map(len, empty.values())) + batch.plan.games * each
    return Estimate(batch, workers, games / took * (workers / together), games, int(size))


def _samples(batch: Batch, wanted: int, together: int) -> Iterator[Job]:
    """Return jobs of about `wanted` games in all, the same number for each of those that play."""
    each = min(-(-wanted // together), batch.plan.chunk)
    jobs = together * max(1, wanted // (each * together))
    return (_sample(batch, each, part, jobs) for part in range(jobs))


def _sample(batch: Batch, count: int, part: int, jobs: int) -> Job:
    """Return a job of about `count` games from cells spread over the experiment, no more of each than it has."""
    plan = batch.plan
    each = min(count, plan.experiment.runs)
    pieces = max(1, min(count // each, plan.cells))
    step = plan.cells / (pieces * jobs)
    numbers = [int((place * jobs + part) * step) for place in range(pieces)]
    return replace(batch.job(0), pieces=tuple(Piece(plan.cell(number), 0, each) for number in numbers))


def _counted(count: int, noun: str) -> str:
    if count == 1:
        return f"1 {noun}"
    head, *rest = noun.split(" ")
    return " ".join([f"{count:,}", f"{head}es" if head.endswith("s") else f"{head}s", *rest])


def duration(seconds: float) -> str:
    """Return a duration in the two units that matter: ``2 min 10 s``."""
    whole = round(seconds)
    if whole < 1:
        return "a second"
    for size, unit, small, under in ((86400, "days", 3600, "h"), (3600, "h", 60, "min"), (60, "min", 1, "s")):
        if whole >= size:
            rest = whole % size // small
            return f"{whole // size} {unit}" + (f" {rest} {under}" if rest else "")
    return f"{whole} s"
