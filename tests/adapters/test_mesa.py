"""The Mesa model decides as payoff seats do."""

import pytest

from sim.rollout.session import advance, new_session

pytestmark = pytest.mark.research


@pytest.mark.parametrize("seed", range(3))
def test_its_games_are_ours(library, seed):
    from sim.adapters.mesa import Peninsula

    model = Peninsula(rng_seed=seed, lens="lead")
    model.run_model()
    session = new_session("2020-pandemic", rng_seed=seed, lens="lead", library=library)
    while not session.game.over:
        advance(session)
    assert model.world.game.position == session.game.position
    dials = model.datacollector.get_model_vars_dataframe()
    place = session.game.program.layout.index["hope"]
    assert dials["hope"].tolist() == [played.account.end[place] for played in session.game.played]


@pytest.mark.parametrize("module", ["pettingzoo", "gymnasium", "openspiel", "mesa"])
def test_the_docstrings_tell_the_truth(module):
    import doctest
    from importlib import import_module

    found = doctest.testmod(import_module(f"sim.adapters.{module}"))
    assert found.attempted and not found.failed
