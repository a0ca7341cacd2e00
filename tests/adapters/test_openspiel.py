"""OpenSpiel's own tests of a game, and what is ours to keep: legal actions, sealed rounds, payoffs."""

import random

import pytest

pytestmark = pytest.mark.research


@pytest.fixture
def spiel():
    import pyspiel

    import sim.adapters.openspiel  # registers the game

    assert sim.adapters.openspiel.TYPE.short_name in pyspiel.registered_names()
    return pyspiel


@pytest.mark.parametrize("game", ["peninsula(scenario=tutorial,draws=3)", "peninsula(scenario=tutorial,draws=1,rng_seed=5,lens=lead,length=5)"])
def test_their_tests_pass(spiel, game):
    """Bounds, legal actions, clones, text and tensors of every state; then the same with every state written and read."""
    spiel.random_sim_test(spiel.load_game(game), num_sims=2, serialize=False, verbose=False)
    spiel.random_sim_test(spiel.load_game(game), num_sims=1, serialize=True, verbose=False)


def test_seat_by_seat_it_passes_too(spiel):
    game = spiel.convert_to_turn_based(spiel.load_game("peninsula(scenario=tutorial,draws=2)"))
    spiel.random_sim_test(game, num_sims=1, serialize=False, verbose=False)


def played(state, draw: random.Random, rounds: int):
    """Play rounds of legal actions drawn at random."""
    for _ in range(rounds):
        if state.is_chance_node():
            state.apply_action(draw.choice([action for action, _ in state.chance_outcomes()]))
        state.apply_actions([draw.choice(state.legal_actions(player)) for player in range(4)])
    return state


def test_a_whole_game_pays_what_the_boards_say(spiel):
    game = spiel.load_game("peninsula(draws=4)")
    for seed in range(3):
        state = game.new_initial_state()
        while not state.is_terminal():
            played(state, random.Random(seed), 1)
        world = state.line.world.game
        own = world.outcome()["own"]
        assert state.returns() == pytest.approx([own[seat] * world.terms.length for seat in game.seats], abs=1e-9)


def test_every_sheet_set_lever_by_lever_is_legal_as_it_is(spiel):
    """Nothing is left out of a sheet whose levers were legal one after another."""
    game = spiel.load_game("peninsula(draws=50)")
    state, draw = game.new_initial_state(), random.Random(8)
    while not state.is_terminal():
        played(state, draw, game.rounds)
        wanted = dict(state.line.sheets)
        for seat in game.seats:
            assert state.line.world.left_out(seat, dict(wanted[seat])) == []


def test_nothing_is_seen_of_a_round_before_the_reveal(spiel):
    game = spiel.load_game("peninsula(draws=1)")
    state, draw = game.new_initial_state(), random.Random(3)
    played(state, draw, game.rounds)
    before = [(state.information_state_string(player), state.observation_tensor(player)) for player in range(4)]
    twin = state.clone()
    actions = [state.legal_actions(player)[0] for player in range(4)]
    other = [twin.legal_actions(0)[-1], *actions[1:]]
    assert actions != other
    state.apply_actions(actions)
    twin.apply_actions(other)
    assert state.information_state_string(0) != twin.information_state_string(0) != before[0][0]
    for player in range(1, 4):
        assert state.information_state_string(player) == twin.information_state_string(player)
        assert state.observation_tensor(player) == twin.observation_tensor(player)


def test_the_draws_are_seen_by_nobody(spiel):
    """Two games that differ in draws alone tell a seat so only where its own card or its estimates differ."""
    game = spiel.load_game("peninsula(draws=40)")
    texts = set()
    for number in range(40):
        state = game.new_initial_state()
        assert [state.information_state_string(player) for player in range(4)] == list(game.seats)
        state.apply_action(number)
        texts.add(state.information_state_string(0))
    assert len(texts) == 40 and not any("draws" in text for text in texts)


def test_a_clone_goes_its_own_way(spiel):
    state = spiel.load_game("peninsula(scenario=tutorial,draws=1)").new_initial_state()
    played(state, random.Random(1), 9)
    written, twin = str(state), state.clone()
    played(twin, random.Random(2), 7)
    assert str(state) == written and str(twin) != written
    assert state.returns() != twin.returns()
