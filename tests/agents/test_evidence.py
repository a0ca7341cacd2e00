"""The posterior season by season, against the one that weighs everything at once."""

import pytest

from sim.agents.evidence import Weighing
from sim.agents.posterior import evidence_of, posterior
from sim.documents.lens import read_lens
from sim.rollout.session import advance, coefficients, new_session, program_of


def test_the_posterior_of_a_season_is_that_of_all_sheets_so_far(library):
    program = program_of(library)
    lenses = {name: coefficients(program, read_lens(library, name)) for name in ("harmony", "alliance", "contrast")}
    session = new_session("tutorial", lens="harmony", rng_seed=3, library=library)
    for _ in range(3):
        advance(session)
    for viewer in ("", "ROK"):
        rows = Weighing(lenses).posteriors(session.game, viewer)
        assert len(rows) == 4
        assert rows[-1] == pytest.approx(posterior(evidence_of(session.game, viewer), lenses))
        assert rows[0] != rows[-1]
