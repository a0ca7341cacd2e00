"""Experiments are read strictly, and every mistake is told with its line and the nearest right name."""

import pytest
from hypothesis import given

from sim.batch.measures import check_expressions
from sim.documents.errors import DocumentError, DocumentErrors
from sim.documents.experiment import Experiment, check_experiment, checked, experiment_text, measure_names, usual_measures
from sim.documents.reading import parse_document
from sim.rollout.session import program_of
from tests.documents.test_mutation import QUICK, edited, edits

TEXT = """peninsula: experiment 1
question: Does settling the alliance first pay?
scenario: 2020-pandemic
policies:
  US+ROK: [alliance-first, waiting]
  DPRK: payoff
lenses: [lead, {harmony: 0.7, alliance: 0.3}]
vary:
  design: grid
  coefficients: {k_ally: [0, 1]}
  start: {hope: [2, 6], us_vote: [1, 2]}
runs: 100
measures: [arsenal, own.US, DPRK.test.icbm, in_force.standstill, end.hope, war]
define:
  calm: {mean: "[tension < 4]", seasons: [2, 5]}
  barren: {any: "US.dip == summit and hope < 3"}
length: 8
mechanics: {cards: off}
trajectories: on
"""

WRONG = [
    ("scenario: 2020-pandemic", "scenario: 2020-pandemik", 3, 'scenario "2020-pandemik" is unknown', 'did you mean "2020-pandemic"?'),
    ("[alliance-first, waiting]", "[alliance-frist]", 5, 'policy "alliance-frist" is unknown', 'did you mean "alliance-first"?'),
    ("US+ROK:", "US+RKO:", 5, 'seat "RKO" is unknown', 'did you mean "ROK"?'),
    ("DPRK: payoff", "ROK: payoff", 6, "ROK stands in two rows", 'first in "US+ROK"'),
    ("DPRK: payoff", "DPRK: waiting", 6, 'policy "waiting" gives no orders to DPRK', "it orders US, ROK"),
    ("DPRK: payoff", "DPRK: []", 6, "names no policy", "leave the row out"),
    ("[lead,", "[leed,", 7, 'lens "leed" is unknown', 'did you mean "lead"?'),
    ("harmony: 0.7", "harmony: -1", 7, 'the weight of lens "harmony" is -1', "above 0"),
    ("[lead,", '[lead, "lead=2",', 7, 'lens "lead=2" stands twice', 'it is "lead"'),
    ("design: grid", "design: gird", 9, '"gird" is not one of', "'grid'"),
    ("design: grid", "design: sobol", 9, "the design sobol needs a size", "add size: 64"),
    ("design: grid", "design: grid\n  size: 4", 10, "a grid has no size", ""),
    ("design: grid", "design: sobol\n  size: 12", 10, "a power of two", "16 follows"),
    (
        "design: grid\n  coefficients: {k_ally: [0, 1]}",
        "design: list\n  coefficients: {k_ally: [0]}",
        9,
        "the same number of values",
        "k_ally 1, start",
    ),
    ("k_ally: [0, 1]", "k_aly: [0, 1]", 10, '"k_aly" is no coefficient', 'did you mean "k_ally"?'),
    ("k_ally: [0, 1]", "k_ally: [0, 1.5]", 10, "a coefficient runs from 0 to 1", "found 1.5"),
    ("hope: [2, 6]", "hop: [2, 6]", 11, '"hop" is no dial, memory or clock', 'did you mean "hope"?'),
    ("hope: [2, 6]", "hope: [2, 60]", 11, "a dial runs from 0 to 10", "found 60"),
    ("us_vote: [1, 2]", "us_vote: [1.5, 2]", 11, "a clock counts whole seasons", "found 1.5"),
    ("runs: 100", "runs: 0", 12, "greater than or equal to 1", ""),
    ("runs: 100", "run: 100", 12, '"run" is not a key here', 'did you mean "runs"?'),
    ("[arsenal,", "[arsenl,", 13, 'measure "arsenl" is unknown', 'did you mean "arsenal"?'),
    ("DPRK.test.icbm", "DPRK.test.icmb", 13, 'measure "DPRK.test.icmb" is unknown', 'did you mean "DPRK.test.icbm"?'),
    ("own.US", "own.USA", 13, 'measure "own.USA" is unknown', 'did you mean "own.US"?'),
    ("  calm: {mean:", "  Calm: {mean:", 15, "small letters", ""),
    ("  calm: {mean:", "  war: {mean:", 15, '"war" means something already', "choose another name"),
    ("  calm: {mean:", "  calm: {meen:", 15, '"meen" is not a key here', 'did you mean "mean"?'),
    ('mean: "[tension < 4]"', 'mean: "hope", last: "hope"', 15, "exactly one of any, count, mean", ""),
    ("seasons: [2, 5]", "seasons: [2, 9]", 15, "a game has at most 8 seasons", "found 9"),
    ("seasons: [2, 5]", "seasons: [5, 2]", 15, "a first and a last one", ""),
    ("[tension < 4]", "[tenson < 4]", 15, '"tenson" cannot be measured', 'did you mean "tension"?'),
    ("[tension < 4]", "[tension <", 15, "ends too early", ""),
    ("US.dip == summit", "US.dip == sumit", 16, "US.dip is compared with one of its settings", "summit"),
    ("US.dip == summit", "[US.dip]", 16, '"US.dip" cannot be measured', ""),
    ("US.dip == summit", "max(hope, trust)", 16, "max() cannot be measured", ""),
    ("mechanics: {cards: off}", "level: hard", 18, 'level "hard" is unknown', "expert"),
    ("mechanics: {cards: off}", "mechanics: {card: off}", 18, '"card" is not', ""),
    ("experiment 1", "experiment 2", 1, '"peninsula: experiment 1" was expected', ""),
]


def check(text, library) -> Experiment:
    document = parse_document(text, "my.yaml")
    experiment = check_experiment(document, library)
    check_expressions(document, experiment, program_of(library))
    return experiment


def test_an_experiment_is_read(library):
    found = check(TEXT, library)
    assert found.policies == {"US+ROK": ["alliance-first", "waiting"], "DPRK": ["payoff"]}
    assert found.lenses == ["lead", "harmony=0.7,alliance=0.3"]
    assert found.vary is not None and list(found.vary.factors) == ["k_ally", "start.hope", "start.us_vote"]
    assert found.define["calm"].how == "mean"


@pytest.mark.parametrize(("old", "new", "line", "message", "hint"), WRONG, ids=[f"{new[:30]}" for _, new, *_ in WRONG])
def test_mistakes_are_told_with_their_line(library, old, new, line, message, hint):
    assert old in TEXT
    with pytest.raises((DocumentError, DocumentErrors)) as failure:
        check(TEXT.replace(old, new, 1), library)
    told = str(failure.value)
    assert f"my.yaml:{line}:" in told
    assert message in told
    assert hint in told


def test_bounds_are_two_and_in_order(library):
    drawn = TEXT.replace("design: grid", "design: morris\n  size: 4")
    for values, words in (("[1, 0]", "the lower first"), ("[0, 0.5, 1]", "takes two bounds")):
        with pytest.raises(DocumentErrors, match=words):
            check(drawn.replace("k_ally: [0, 1]", f"k_ally: {values}"), library)
    with pytest.raises(DocumentErrors, match="a clock counts whole seasons and is not drawn"):
        check(drawn, library)


def test_written_and_read_again_it_is_the_same(library):
    found = check(TEXT, library)
    assert check(experiment_text(found), library) == found


def test_one_made_in_python_is_checked_as_if_it_were_written(library):
    with pytest.raises(DocumentErrors, match=r'<experiment>:4: scenario: scenario "tutoria" is unknown'):
        checked(Experiment(question="Which?", scenario="tutoria"), library)


def test_every_usual_measure_can_be_named(book):
    assert set(usual_measures(book)) < set(measure_names(book))
    assert len(measure_names(book)) == len(set(measure_names(book)))


def test_shipped_experiments_are_right(library):
    assert len(library.experiment_names()) >= 3
    for name in library.experiment_names():
        document = parse_document(library.experiment_path(name)[0].read_text(encoding="utf-8"), name)
        check_expressions(document, check_experiment(document, library), program_of(library))


@given(changes=edits())
@QUICK
def test_mutated_experiments_are_refused_cleanly_or_valid(library, changes):
    try:
        check(edited(TEXT, changes), library)
    except (DocumentError, DocumentErrors) as failure:
        assert str(failure)
