"""Golden transcripts are what the game plays today; `python -m tests.golden` writes them anew."""

import pytest

from sim.rollout.records import from_record, verify
from tests.golden import FOLDER, transcript

TRANSCRIPTS = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def test_every_scenario_has_one(library):
    assert sorted(library.scenario_names()) == TRANSCRIPTS


@pytest.mark.parametrize("scenario", TRANSCRIPTS)
def test_transcript(library, scenario):
    written = (FOLDER / f"{scenario}.yaml").read_text(encoding="utf-8")
    assert transcript(library, scenario) == written, "the game has changed: python -m tests.golden, then read the difference"
    assert verify(from_record(written, library=library)) == ""
