"""Run an experiment: from Python, and for the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sim.batch.chunk import Job, file_columns, made_with
from sim.batch.folder import Folder, cells_file
from sim.batch.manifest import manifest
from sim.batch.measures import check_expressions
from sim.batch.plan import Plan, make_plan
from sim.batch.results import InFolder, InMemory, Results
from sim.batch.workers import Done, cores, play_here
from sim.documents.errors import DocumentError, did_you_mean
from sim.documents.experiment import Experiment, check_experiment, checked
from sim.documents.library import Library
from sim.documents.reading import Document, read_document
from sim.rollout.program import native_available

Progress = Callable[[int, int], None]
"""Is told how many games are done, and of how many."""


@dataclass(frozen=True)
class Batch:
    """An experiment ready to be played.

    Attributes:
        plan: Its plan.
        manifest: What it is made of.
        native: Compiled or plain; by default whichever is there.
    """

    plan: Plan
    manifest: dict[str, object]
    native: bool | None = None

    def job(self, number: int) -> Job:
        """Return a chunk as a worker takes it."""
        plan = self.plan
        notes = {name: str(self.manifest[name]) for name in ("batch", "question", "note")}
        return Job(number, plan.experiment, tuple(plan.pieces(number)), file_columns(plan), notes, made_with(plan.program), self.native)


def run_batch(
    experiment: Experiment | str | Path,
    *,
    out: str | Path | None = None,
    runs: int | None = None,
    rng_seed: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    library: Library | None = None,
    native: bool | None = None,
    chunk: int | None = None,
    progress: Progress = lambda done, games: None,
    say: Callable[[str], None] = lambda line: None,
) -> Results:
    """Play an experiment.

    Args:
        experiment: An `Experiment`, a file, or the name of a shipped experiment or scenario.
        out: A folder for the result; finished chunks found there are kept, and the same call goes on from them. In memory by default.
        runs: Games in a cell, over the experiment's.
        rng_seed: Seed of all draws, over the experiment's.
        workers: Chunks played at a time on this machine; by default as many as there are cores, or one without Numba (several are then
            processes, for which a script needs the usual ``if __name__ == "__main__":``).
        cluster: ``local``, ``local:4`` or ``tcp://HOST:PORT``: play on a Dask cluster (extra ``cluster``).
        library: Documents; what is shipped by default.
        native: Compiled or plain; by default whichever is there.
        chunk: Games in a chunk, about; by default it follows from the experiment. It is part of what a folder holds.
        progress: Is told how many games are done, and of how many.
        say: Is told, a line at a time, what was found finished or repaired.

    Returns:
        The results: ``games``, ``cells`` and, with trajectories, ``seasons`` are pyarrow Tables.

    Raises:
        sim.documents.errors.DocumentErrors: The experiment is wrong.
        sim.batch.errors.BatchError: The folder holds something else, the disk is full, no cluster answers.

    Example:
        >>> import sim
        >>> question = "Does pressure keep the arsenal down?"
        >>> experiment = sim.Experiment(question=question, scenario="tutorial", policies={"US": ["waiting", "payoff"]}, lenses=["lead"], runs=2,
        ...                             measures=["arsenal", "war", "end.hope"])
        >>> results = sim.run_batch(experiment)
        >>> results.games.column_names
        ['cell', 'scenario', 'US', 'lens', 'game', 'arsenal', 'war', 'end.hope']
        >>> results.games.num_rows
        4
        >>> results.games.schema.field("arsenal").metadata[b"unit"]
        b'dial 0-10'
        >>> [row["US"] for row in results.summary().to_pylist()]
        ['waiting', 'payoff']
    """
    batch = prepare(experiment, library or Library(), runs=runs, rng_seed=rng_seed, native=native, chunk=chunk)
    play = _players(workers, cluster, native)
    if out is None:
        with closing(play(_jobs(batch, set()))) as done:
            files = {job.number: found for job, found in _watched(done, batch, 0, progress)}
        return Results(batch.manifest, InMemory(cells_file(batch.plan, str(batch.manifest["batch"])), files))
    path = Path(out)
    with Folder(path, batch.plan, batch.manifest, list(file_columns(batch.plan)), say) as folder:
        finished = folder.finished()
        if finished:
            say(f"{path}: {len(finished)} of {batch.plan.chunks} chunks are there already")
        before = sum(piece.count for number in finished for piece in batch.plan.pieces(number))
        with closing(play(_jobs(batch, finished))) as done:
            for job, found in _watched(done, batch, before, progress):
                folder.write(job.number, found)
    return Results(batch.manifest, InFolder(path))


def prepare(
    experiment: Experiment | str | Path,
    library: Library,
    *,
    runs: int | None = None,
    rng_seed: int | None = None,
    native: bool | None = None,
    chunk: int | None = None,
) -> Batch:
    """Check an experiment and plan it; see `run_batch`."""
    found, document = _checked(experiment, library)
    changes = {name: value for name, value in (("runs", runs), ("rng_seed", rng_seed)) if value is not None}
    plan = make_plan(Experiment.model_validate({**found.model_dump(), **changes}), library, chunk)
    check_expressions(document, plan.experiment, plan.program)
    name = "EXPERIMENT" if isinstance(experiment, Experiment) else str(experiment)
    options = [f"--{option.replace('_', '-')} {value}" for option, value in changes.items()]
    return Batch(plan, manifest(plan, " ".join(["peninsula batch", name, *options])), native)


def _checked(experiment: Experiment | str | Path, library: Library) -> tuple[Experiment, Document]:
    """Find an experiment by what a person typed: a file, a shipped experiment, or a scenario to be played under every lens."""
    if isinstance(experiment, Experiment):
        return checked(experiment, library)
    name = str(experiment)
    if isinstance(experiment, Path) or name.endswith((".yaml", ".yml")):
        document = read_document(Path(experiment))
        return check_experiment(document, library), document
    if name in library.experiment_names():
        document = read_document(*library.experiment_path(name))
        return check_experiment(document, library), document
    if name in library.scenario_names():
        return checked(Experiment(question=f"What happens in {library.scenario(name).title}, and under whose argument?", scenario=[name]), library)
    known = [*library.experiment_names(), *library.scenario_names()]
    raise DocumentError(f'"{name}" is no experiment and no scenario', hint=did_you_mean(name, known))


def _players(workers: int | None, cluster: str | None, native: bool | None) -> Callable[[Iterator[Job]], Done]:
    if cluster is not None:
        from sim.batch.cluster import play_on_cluster  # noqa: PLC0415  (the extra cluster)

        return lambda jobs: play_on_cluster(jobs, cluster)
    compiled = native_available() if native is None else native
    count = workers or (cores() if compiled else 1)
    return lambda jobs: play_here(jobs, count, native=native)


def _jobs(batch: Batch, finished: set[int]) -> Iterator[Job]:
    return (batch.job(number) for number in range(batch.plan.chunks) if number not in finished)


def _watched(done: Done, batch: Batch, before: int, progress: Progress) -> Done:
    """Pass finished chunks on and say how far the batch is."""
    progress(before, batch.plan.games)
    for job, files in done:
        yield job, files
        before += job.games
        progress(before, batch.plan.games)
