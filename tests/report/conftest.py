"""What tests of reports share: the command run in this process, and batches and records small enough for plain Python."""

import pytest

from sim.batch.run import run_batch
from sim.documents.experiment import Experiment
from sim.report.words import ReportWords
from sim.rollout.records import save
from sim.rollout.session import advance, new_session
from tests.batch.conftest import peninsula, plain, small

__all__ = ["peninsula", "plain"]

HOSTILE = "<script>alert('x')</script> 먼저 동맹을 다지면? & \"who\" `says` </title></style>"


def kept(**settings: object) -> Experiment:
    """Return an experiment with two policies, two lenses and trajectories, in quick games."""
    usual = {
        "question": HOSTILE,
        "policies": {"US": ["random", "standing"], "ROK+DPRK+CHN": ["random"]},
        "lenses": ["lead", "contrast"],
        "runs": 5,
        "measures": ["arsenal", "war_risk", "own.US", "war", "end.hope"],
        "trajectories": "on",
    }
    return small(**{**usual, **settings})


@pytest.fixture(scope="session")
def words() -> ReportWords:
    return ReportWords()


@pytest.fixture
def folder(tmp_path, library):
    """A folder with a finished batch, of eight chunks."""
    run_batch(kept(), out=tmp_path / "runs", library=library, native=False, chunk=4)
    return tmp_path / "runs"


@pytest.fixture(scope="session")
def record(tmp_path_factory, library):
    """A record of a finished game of random seats."""
    session = new_session("tutorial", seats=dict.fromkeys(("US", "ROK", "DPRK"), "random"), lens="harmony", rng_seed=4, library=library)
    while not session.game.over:
        advance(session)
    path = tmp_path_factory.mktemp("record") / "game.yaml"
    save(session, path)
    return path
