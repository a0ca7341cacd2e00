"""Experiments become cells and chunks: every game once, in the experiment's order, whatever the cut."""

from importlib.util import find_spec

import pytest

from sim.batch.design import count_points, design_points
from sim.batch.errors import BatchError
from sim.batch.plan import make_plan
from sim.documents.experiment import Vary
from tests.batch.conftest import small

SALIB = find_spec("SALib") is not None
needs_salib = pytest.mark.skipif(not SALIB, reason="needs the extra research")
CROSSED = small(
    scenario=["tutorial", "2018-thaw"],
    policies={"US": ["waiting", "payoff"], "ROK+DPRK": ["random", "payoff", "standing"]},
    vary={"design": "grid", "coefficients": {"k_ally": [0, 1]}, "start": {"hope": [2, 5, 8]}},
)


def test_cells_cross_everything_points_fastest(library):
    plan = make_plan(CROSSED, library)
    cells = [plan.cell(number) for number in range(plan.cells)]
    assert plan.cells == 2 * 2 * 3 * 2 * 6
    assert len({(cell.scenario.name, *cell.policies.values(), cell.lens, *cell.point.values()) for cell in cells}) == plan.cells
    assert [cell.point["start.hope"] for cell in cells[:4]] == [2, 5, 8, 2]
    assert [cell.lens for cell in cells[:12:6]] == ["lead", "harmony"]
    assert [cell.policies["ROK+DPRK"] for cell in cells[:36:12]] == ["random", "payoff", "standing"]
    assert [cell.policies["US"] for cell in cells[:72:36]] == ["waiting", "payoff"]
    assert cells[71].scenario.name == "tutorial" and cells[72].scenario.name == "2018-thaw"


def test_a_cell_starts_as_it_says(library):
    plan = make_plan(CROSSED, library)
    cell = plan.cell(plan.cells - 1)
    start = cell.start(plan.program, plan.experiment)
    layout = plan.program.layout
    assert start.scenario.start == {**library.scenario("2018-thaw").start, "hope": 8}
    assert start.terms.coefficients[layout.coefficients.index("k_ally")] == 1
    others = [name for name in layout.coefficients if name != "k_ally"]
    assert [start.terms.coefficients[layout.coefficients.index(name)] for name in others] == [plan.lenses[1].values[name] for name in others]
    assert start.kinds == {"US": "payoff", "ROK": "standing", "DPRK": "standing"}
    assert start.terms.length == library.scenario("2018-thaw").length


def test_a_policy_orders_only_the_seats_of_its_row(library):
    plan = make_plan(small(policies={"ROK": ["alliance-first"]}), library)
    rules = plan.cell(0).compiled[0].rules
    seats = {plan.program.layout.seats[int(rules[at])] for at in range(0, len(rules), 5)}
    assert seats == {"ROK"}
    assert {row.seat for row in library.policy("alliance-first").rows} == {"US", "ROK"}


@pytest.mark.parametrize(("runs", "chunk"), [(6, 4), (6, 6), (6, 100), (1, 7), (10, 4), (3, 1)])
def test_chunks_hold_every_game_once(library, runs, chunk):
    plan = make_plan(CROSSED.model_copy(update={"runs": runs}), library, chunk)
    pieces = [piece for number in range(plan.chunks) for piece in plan.pieces(number)]
    games = [(piece.cell.number, game) for piece in pieces for game in range(piece.first, piece.first + piece.count)]
    assert games == [(cell, game) for cell in range(plan.cells) for game in range(runs)]
    sizes = [sum(piece.count for piece in plan.pieces(number)) for number in range(plan.chunks)]
    assert max(sizes) <= max(chunk, 1)


DESIGNS = [("latin-hypercube", {"size": 10}), ("morris", {"size": 3}), ("sobol", {"size": 4}), ("sobol", {"size": 4, "second_order": "on"})]


@needs_salib
@pytest.mark.parametrize(("design", "more"), DESIGNS)
def test_drawn_designs_stay_within_their_bounds(design, more):
    vary = Vary.model_validate({"design": design, "coefficients": {"k_ally": [0.2, 0.4], "k_aid": [0, 1]}, "start": {"hope": [3, 9]}, **more})
    points = design_points(vary, 5)
    assert len(points) == count_points(vary)
    assert all(0.2 <= point["k_ally"] <= 0.4 and 0 <= point["k_aid"] <= 1 and 3 <= point["start.hope"] <= 9 for point in points)
    assert len({tuple(point.values()) for point in points}) > len(points) / 2
    assert points == design_points(vary, 5)
    assert points != design_points(vary, 6)


@needs_salib
def test_morris_moves_one_factor_at_a_time():
    points = design_points(Vary.model_validate({"design": "morris", "size": 2, "coefficients": {"k_ally": [0, 1], "k_aid": [0, 1]}}), 0)
    for first in (0, 3):
        path = points[first : first + 3]
        assert [sum(one[name] != other[name] for name in one) for one, other in zip(path, path[1:], strict=False)] == [1, 1]


def test_a_list_takes_one_of_each():
    vary = Vary(design="list", coefficients={"k_ally": [0, 1]}, start={"hope": [2, 5]})
    assert design_points(vary, 0) == [{"k_ally": 0, "start.hope": 2}, {"k_ally": 1, "start.hope": 5}]


def test_without_salib_a_drawn_design_says_what_it_needs(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "SALib.sample", None)
    with pytest.raises(BatchError, match=r"needs the extra research: pip install 'peninsula\[research\]'"):
        design_points(Vary(design="morris", size=2, coefficients={"k_ally": [0, 1]}), 0)


def test_too_many_cells_are_refused_before_they_are_made(library):
    dials = list(library.rulebook()[0].dials)[:9]
    many = small(vary={"design": "grid", "start": dict.fromkeys(dials, [1, 2, 3, 4, 5])})
    with pytest.raises(BatchError, match="at most 200,000 can be planned"):
        make_plan(many, library)
