"""The hidden lens: scoring on contrived posteriors, and the posterior against the one that weighs everything at once."""

import pytest

pytest.importorskip("numpy")

from sim.analysis import hidden  # noqa: E402
from sim.analysis.hidden import OPEN, SEEN, Found, HiddenRun, Sealed  # noqa: E402
from sim.documents.lens import read_lens  # noqa: E402
from sim.rollout.session import advance, coefficients, new_session, program_of  # noqa: E402

SURE, UNSURE = {"a": 0.8, "b": 0.2}, {"a": 0.45, "b": 0.55}


def found(lens: str, rows: list[dict[str, float]], differ: list[bool] | None = None) -> Found:
    return Found(Sealed(0, "s", lens, "US", None), {OPEN: rows, SEEN: rows}, {"US": differ or [True]}, (0.0,) * 4)


def test_first_choices_are_scored_by_season():
    games = [found("a", [UNSURE, UNSURE, SURE]), found("b", [UNSURE, UNSURE, SURE])]
    assert hidden.right(games, OPEN, 2).value == 0.5  # b was the first choice of both: right for the second game
    assert hidden.right(games, OPEN, -1).value == 0.5
    assert hidden.right(games[:1], OPEN, 2).value == 0.0
    assert hidden.right(games[:1], OPEN, -1).value == 1.0
    assert hidden.given(games, OPEN, -1).value == pytest.approx(0.5)
    assert hidden.given(games, OPEN, 1).value == pytest.approx(0.5)
    assert hidden.given(games[:1], OPEN, 1).value == pytest.approx(0.45)


def test_a_game_that_has_ended_keeps_its_last_posterior():
    assert hidden.at(found("a", [UNSURE, SURE]), OPEN, 9) == SURE


def test_confusion_counts_the_first_choice_by_true_lens():
    run = HiddenRun(["a", "b"], [found("a", [SURE]), found("b", [SURE]), found("b", [UNSURE])], [])
    assert hidden.confusion(run, OPEN) == {"a": {"a": 1, "b": 0}, "b": {"a": 1, "b": 1}}


def test_verdicts_flip_with_the_shares(library):
    def verdicts(right_last: int, right_second: int, differ: int) -> dict[str, bool]:
        games = []
        for number in range(100):
            second = SURE if number < right_second else UNSURE
            last = SURE if number < right_last else UNSURE
            games.append(found("a", [UNSURE, second, last], [number < differ]))
        return {each.title: each.passed for each in hidden.judge_hidden(library, games)}

    assert all(verdicts(70, 49, 80).values())
    assert sum(not passed for passed in verdicts(69, 49, 80).values()) == 2  # on both views
    assert sum(not passed for passed in verdicts(70, 50, 80).values()) == 2
    assert sum(not passed for passed in verdicts(70, 49, 79).values()) == 1


def test_advisers_who_believe_the_same_do_not_differ(library):
    program = program_of(library)
    same = coefficients(program, read_lens(library, "harmony"))
    session = new_session("tutorial", lens="harmony", rng_seed=3, library=library)
    for _ in range(3):
        advance(session)
    alike = hidden.advisers_differ(session.game, {"one": same, "other": same})
    apart = hidden.advisers_differ(session.game, {name: coefficients(program, read_lens(library, name)) for name in ("lead", "contrast", "alliance")})
    assert not any(flag for row in alike.values() for flag in row)
    assert any(flag for row in apart.values() for flag in row)


def test_lenses_are_drawn_evenly_and_the_same_every_time(library):
    names = hidden.drawable(library)
    drawn = [hidden.drawn_lens(names, number) for number in range(3000)]
    assert drawn == [hidden.drawn_lens(names, number) for number in range(3000)]
    assert "pool" not in drawn
    assert all(400 < drawn.count(name) < 600 for name in names)


def test_a_whole_run_of_two_games(library):
    run = hidden.run_hidden(library, games=2)
    assert [each.sealed.scenario for each in run.found] == library.scenario_names()[:2]
    assert all(len(each.posteriors[OPEN]) == len(each.posteriors[SEEN]) == len(each.differ["US"]) for each in run.found)
    text = hidden.hidden_text(run)
    assert "after the second season, on own desks" in text
    assert sum(sum(row.values()) for row in hidden.confusion(run, SEEN).values()) == 2
