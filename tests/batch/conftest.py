"""What tests of batches share: small experiments, played as plain Python."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim import cli
from sim.batch.results import Results
from sim.batch.run import run_batch
from sim.documents.experiment import Experiment

EVERYBODY = "US+ROK+DPRK+CHN"


def small(**settings: object) -> Experiment:
    """Return an experiment of quick games: random seats, four seasons, two cells of six games."""
    usual = {"question": "What do random seats do?", "scenario": ["tutorial"], "policies": {EVERYBODY: ["random"]}, "lenses": ["lead", "harmony"]}
    return Experiment.model_validate({**usual, "runs": 6, "measures": ["arsenal", "war", "DPRK.test.srbm"], **settings})


@pytest.fixture
def play(library) -> Callable[..., Results]:
    """Play an experiment in plain Python, four games to a chunk."""

    def played(experiment: Experiment, out: Path | None = None, **settings: object) -> Results:
        return run_batch(experiment, out=out, **{"library": library, "native": False, "chunk": 4, **settings})

    return played


def files(folder: Path) -> dict[str, bytes]:
    """Return everything in a folder by name, as bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def plain(monkeypatch) -> None:
    """Play as plain Python where nobody says how, so that no test waits for a compiler."""
    for module in ("sim.batch.run", "sim.batch.chunk", "sim.batch.estimate", "sim.batch.workers", "sim.rollout.runner"):
        monkeypatch.setattr(f"{module}.native_available", lambda: False)


@pytest.fixture
def peninsula(monkeypatch, capfdbinary, plain):
    """Run the command in this process; return exit code, stdout and stderr."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["peninsula", *arguments])
        with pytest.raises(SystemExit) as ending:
            cli.main()
        out, err = capfdbinary.readouterr()
        return int(ending.value.code or 0), out.decode(), err.decode()

    return run
