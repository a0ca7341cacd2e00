"""Judging facts: thresholds, what is to be gone without its coefficient, and measures by game."""

from types import SimpleNamespace

import numpy as np
import pytest

from sim.analysis.facts import GONE, FactRun, judge, measured, trials
from sim.documents.fact import Fact, Measure
from sim.rollout.session import program_of

VALUES = np.array([[1.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0]])
ON = np.array([[True, True, True], [True, True, True], [True, True, False]])  # the third game ended after two seasons


def fact(**finding):
    return Fact(
        id="SF-99",
        title="A fact",
        ours="for a test",
        seasons=3,
        arms={"one": {}},
        measures={"m": {"arm": "one", "any": "tension > 5", "seasons": (1, 3)}},
        findings={"f": {"value": "m", **finding}},
    )


def by_game(**kind):
    seasons = SimpleNamespace(on=ON, evaluate=lambda text: VALUES)
    sums, weights = measured(seasons, Measure(arm="one", seasons=(1, 3), **kind))
    return sums.tolist(), weights.tolist()


def test_a_value_is_judged_by_its_distance_in_standard_errors():
    assert judge(0.35, 0.02, ">= 0.3") == "pass"
    assert judge(0.25, 0.02, ">= 0.3") == "fail"
    assert judge(0.31, 0.02, ">= 0.3") == "undecided"
    assert judge(0.35, 0.02, "<= 0.3") == "fail"
    assert judge(0.35, 0.02, "") == "told"


def test_measures_count_only_seasons_that_were_played():
    assert by_game(any="x")[0] == [1, 1, 1]
    assert by_game(all="x")[0] == [1, 0, 1]
    assert by_game(rate="x") == ([3, 2, 2], [3, 3, 2])


def test_a_finding_is_judged_again_without_what_carries_it():
    found = trials(fact(home={"harmony": ">= 0.3"}, compared={"alliance": "<= 0.1"}, told=["lead"], carried_by="k_press"))
    assert found == {
        ("harmony", ""): [("f", ">= 0.3", True)],
        ("harmony", "k_press"): [("f", ">= 0.3", True)],
        ("alliance", ""): [("f", "<= 0.1", False)],
        ("lead", ""): [("f", "", True)],
    }
    assert not any(without for _, without in trials(fact(home={"harmony": ">= 0.3"})))


@pytest.mark.parametrize(("without", "holds", "gone"), [("", "pass", "fail"), ("k_press", "fail", "pass")])
def test_without_its_coefficient_a_finding_must_not_hold(library, without, holds, gone):
    run = FactRun(program_of(library), fact(home={"harmony": ">= 0.5"}), "harmony", {"k_press": 1.0}, without, native=False)
    assert run.lens["k_press"] == (0.0 if without else 1.0)
    run.pairs, run.rows = 40, {"m": [(np.ones(40), np.ones(40))]}
    assert run.verdict("f", ">= 0.5", True).verdict == holds
    run.rows = {"m": [(np.zeros(40), np.ones(40))]}
    assert run.verdict("f", ">= 0.5", True).verdict == gone
    assert GONE["undecided"] == "undecided"
