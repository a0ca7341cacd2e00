"""Golden transcripts: one AI game a scenario, as its record. `python -m tests.golden` writes them anew; review the difference as text."""

from pathlib import Path

from sim.documents.library import Library
from sim.rollout.session import new_session
from tests.engine.games import play, text

FOLDER = Path(__file__).parent


def transcript(library: Library, scenario: str) -> str:
    """Return the record of the golden game of a scenario."""
    return text(play(new_session(scenario, lens="pool", rng_seed=7, length=4, library=library)))
