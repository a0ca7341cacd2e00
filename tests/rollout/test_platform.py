"""The same record bytes under any hash seed and in any process."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from sim.rollout.session import new_session
from tests.engine.games import play, text

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import hashlib
from sim.documents.library import Library
from sim.rollout.session import new_session
from tests.engine.games import play, text
library = Library()
for scenario, lens in (("2018-thaw", "harmony=0.7,alliance=0.3"), ("2020-pandemic", "contrast")):
    session = play(new_session(scenario, lens=lens, rng_seed=9, length=5, library=library))
    print(hashlib.sha256(text(session).encode()).hexdigest(), session.game.program.digest)
"""


def output(hash_seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, cwd=ROOT, env=environment)  # noqa: S603
    return done.stdout


def test_records_do_not_depend_on_the_hash_seed(library):
    session = play(new_session("2020-pandemic", lens="contrast", rng_seed=9, length=5, library=library))
    first = output("0")
    assert first == output("1") == output("random")
    assert hashlib.sha256(text(session).encode()).hexdigest() in first


def test_the_order_in_which_games_are_played_does_not_matter(library):
    def game_of(rng_seed: int) -> str:
        return text(play(new_session("2018-thaw", rng_seed=rng_seed, length=4, library=library)))

    assert [game_of(seed) for seed in (1, 2)] == [game_of(seed) for seed in (2, 1)][::-1]
