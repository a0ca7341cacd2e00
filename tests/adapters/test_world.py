"""What every adapter stands on: sheets from outside, payoffs, views as numbers, games as values; needs no other library."""

import pickle
import random

import pytest

from sim.adapters.line import begun
from sim.adapters.observation import entries, values
from sim.adapters.sheets import allows, legal, levers, settings, taken
from sim.adapters.world import Setting, open_world
from sim.agents.payoff import choose
from sim.documents.errors import DocumentError
from sim.engine.errors import OutOfTime, UnknownOrder
from sim.rollout.session import advance, new_session

TUTORIAL = Setting(scenario="tutorial")
WHOLE = Setting()


def any_sheet(game, seat: str, draw: random.Random) -> dict[str, str]:
    """Return settings drawn without looking at the rules."""
    layout = game.program.layout
    return {lever: draw.choice(names) for lever, names in zip(levers(layout, seat), settings(layout, seat), strict=True)}


def any_sheets(world, draw: random.Random) -> dict[str, dict[str, str]]:
    return {seat: any_sheet(world.game, seat, draw) for seat in world.outside}


def played_out(setting: Setting, seed: int):
    """Play a game of sheets drawn blindly; return the world and everybody's payoffs by season."""
    world, draw = open_world(setting, rng_seed=seed), random.Random(seed)
    rewards = []
    while not world.game.over:
        rewards.append(world.play(any_sheets(world, draw)))
    return world, rewards


def test_payoffs_add_up_to_the_board_however_the_game_ends():
    ends = set()
    for seed in range(12):
        world, rewards = played_out(WHOLE, seed)
        ends.add(world.game.over)
        own = world.game.outcome()["own"]
        for seat in world.outside:
            assert sum(each[seat] for each in rewards) == pytest.approx(own[seat] * world.game.terms.length, abs=1e-9)
        for season, played in enumerate(world.game.played[:-1]):
            assert list(rewards[season].values()) == played.account.payoffs
    assert {"war", "scheduled"} <= ends


def test_payoff_seats_held_from_outside_play_the_same_game(library):
    for seed in range(3):
        world = open_world(WHOLE, rng_seed=seed)
        while not world.game.over:
            game = world.game
            world.play({seat: game.sheet_of(seat, choose(game.desk(seat)).orders) for seat in world.outside})
        session = new_session("2020-pandemic", rng_seed=seed, library=library)
        while not session.game.over:
            advance(session)
        assert world.game.position == session.game.position


def test_a_legal_sheet_is_taken_as_it_is_and_of_another_what_is_legal():
    world, draw = open_world(WHOLE, rng_seed=1), random.Random(1)
    as_it_is = changed = 0
    while not world.game.over:
        wanted = any_sheets(world, draw)
        before = {seat: (allows(world.game, seat, sheet), taken(world.game, seat, sheet)) for seat, sheet in wanted.items()}
        for seat, (fine, sheet) in before.items():
            assert allows(world.game, seat, sheet)
            assert fine == (sheet == wanted[seat])
            as_it_is, changed = as_it_is + fine, changed + (not fine)
        world.play(wanted)
        for seat, sheet in wanted.items():
            assert world.game.sheet_of(seat, world.game.played[-1].account.orders) == before[seat][1]
            assert world.left_out(seat, sheet) == [lever for lever in sheet if sheet[lever] != before[seat][1][lever]]
    assert as_it_is and changed


def test_masks_are_the_rules_word():
    world = open_world(WHOLE, rng_seed=1)
    layout = world.game.program.layout
    for seat in world.outside:
        for lever, names, open_now in zip(levers(layout, seat), settings(layout, seat), legal(world.game, seat), strict=True):
            assert open_now == [int(allows(world.game, seat, {lever: name})) for name in names]
    assert any(0 in row for seat in world.outside for row in legal(world.game, seat))


def test_a_seat_without_a_sheet_keeps_its_standing_one():
    world, other = open_world(TUTORIAL, rng_seed=1), open_world(TUTORIAL, rng_seed=1)
    world.play({"US": {"dip": "open"}})
    other.play({"US": {"dip": "open"}, **{seat: world.game.sheet_of(seat, world.game.played[0].account.orders) for seat in ("ROK", "DPRK", "CHN")}})
    assert world.game.position == other.game.position


def test_ai_fills_the_seats_it_is_given(library):
    world = open_world(Setting(scenario="tutorial", agents=(("US", "payoff"), ("CHN", "script:waiting"))), rng_seed=5)
    assert world.outside == ("ROK", "DPRK")
    assert [world.game.agents[seat].name for seat in ("US", "CHN")] == ["payoff", "script:waiting"]


def test_a_table_of_standing_agents_signs_nothing():
    signed = {}
    for table in ("payoff", "standing"):
        worlds = [open_world(Setting(table=table), rng_seed=seed) for seed in range(4)]
        for world in worlds:
            while not world.game.over:
                world.play({})
        signed[table] = sum(offer.outcome == "signed" for world in worlds for played in world.game.played for offer in played.account.offers)
    assert signed["payoff"] > 0 == signed["standing"]


def test_the_row_holds_what_the_view_holds_within_its_bounds():
    world, draw = open_world(WHOLE, rng_seed=3), random.Random(3)
    rows = entries(world.game)
    names = [entry.name for entry in rows]
    assert len(set(names)) == len(names)
    met = set()
    while True:
        for seat in world.outside:
            view = world.sees(seat)
            found = values(world.game, view)
            assert set(found) <= set(names) | {f"dial.{name}" for name in world.game.program.open_derived}
            assert all(entry.low <= found.get(entry.name, 0.0) <= entry.high for entry in rows)
            assert found["dial.hope"] == view.dials["hope"].value
            met |= {name.split(".")[0] for name, number in found.items() if number}
        if world.game.over:
            break
        world.play(any_sheets(world, draw))
    assert met >= {"season", "dial", "clock", "event", "card", "order", "capital"}


def test_accords_stand_in_the_row():
    world = open_world(WHOLE, rng_seed=0)
    while not world.game.table.in_force():
        world.play({})
    accord = world.game.table.in_force()[0]
    found = values(world.game, world.sees(accord.parties[0]))
    assert found[f"left.{accord.package}"] == accord.seasons_left
    assert all(found[f"clause.{clause}"] == 1.0 for clause in accord.clauses)


def test_nothing_of_another_seat_stands_in_the_row():
    """Two worlds that differ in one seat's card and in its sealed sheet give everybody else the same numbers."""
    from dataclasses import replace

    one, other = (open_world(WHOLE, rng_seed=4) for _ in range(2))
    game = other.game
    index = game.program.layout.index
    state = list(game.position.state)
    mine, new = (name for name, card in game.program.book.cards.items() if card.seat == "US")
    state[index[f"card_{mine}"]], state[index[f"card_{new}"]] = state[index[f"card_{new}"]], state[index[f"card_{mine}"]]
    game.position = replace(game.position, state=tuple(state))
    game.open_season()
    game.table.close()
    game.agents["US"].orders = list(reversed(game.position.standing))
    assert values(one.game, one.sees("US")) != values(game, other.sees("US"))
    for seat in ("ROK", "DPRK", "CHN"):
        assert values(one.game, one.sees(seat)) == values(game, other.sees(seat))


def test_another_number_has_other_draws_and_the_same_number_the_same():
    positions = [open_world(WHOLE, rng_seed=9, number=number).game.position for number in (0, 1, 0)]
    assert positions[0] == positions[2] != positions[1]


def test_a_line_goes_on_alone_and_survives_a_pickle():
    line, draw = begun(TUTORIAL, 3, 0), random.Random(2)
    first = line
    for _ in range(3):
        before = line.world.game.position
        sheets = any_sheets(line.world, draw)
        line, twin = line.after(sheets), line.after(sheets)
        assert line.before.world.game.position == before
        assert line.world.game.position == twin.world.game.position
    back = pickle.loads(pickle.dumps(line))
    assert (back.world.game.position, back.rewards, back.returns) == (line.world.game.position, line.rewards, line.returns)
    assert back.remembered("ROK") == line.remembered("ROK") and len(line.remembered("ROK")) == 7
    assert first.world.game.season == 0


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"scenario": "tutoriel"}, 'did you mean "tutorial"'),
        ({"lens": "hidden"}, "a hidden lens is drawn afresh"),
        ({"table": "person"}, "nobody is there to be asked"),
        ({"agents": (("US", "person"),)}, "nobody is there to be asked"),
        ({"agents": (("USA", "payoff"),)}, 'seat "USA" is unknown'),
    ],
)
def test_a_wrong_setting_is_told(wrong, says):
    with pytest.raises(DocumentError, match=says):
        open_world(Setting(**wrong), rng_seed=0)


def test_a_wrong_sheet_or_one_after_the_end_is_refused():
    world = open_world(TUTORIAL, rng_seed=0)
    with pytest.raises(UnknownOrder, match="summit"):
        world.play({"US": {"dip": "sumit"}})
    while not world.game.over:
        world.play({})
    with pytest.raises(OutOfTime):
        world.play({})
