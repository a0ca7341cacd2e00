"""The parts of the balance check: searches, estimates, accords kept and broken, dominance, and a small run of everything."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sim.documents.balance import check_balance
from sim.documents.errors import DocumentErrors
from sim.documents.library import Library
from sim.documents.policy import check_policy
from sim.documents.reading import parse_document
from sim.engine.program import Program
from sim.rollout.program import native_available
from sim.rollout.session import program_of

np = pytest.importorskip("numpy")

from sim.analysis.balance import run_balance, sheets  # noqa: E402  (they need numpy)
from sim.analysis.balance.contrast import shifted  # noqa: E402
from sim.analysis.balance.dilemma import Case, breaches, keeping, lever_bounds  # noqa: E402
from sim.analysis.balance.influence import reach  # noqa: E402
from sim.analysis.balance.policies import dominates  # noqa: E402
from sim.analysis.balance.runs import Runs  # noqa: E402
from sim.analysis.balance.sizes import sizes  # noqa: E402
from sim.analysis.balance.table import Row, Table, tables_text  # noqa: E402
from sim.analysis.estimate import Estimate, jackknifed, mean_of  # noqa: E402


@pytest.fixture(scope="module")
def program(library: Library) -> Program:
    return program_of(library)


@pytest.fixture(scope="module")
def small() -> Library:
    """What is asked, over the tutorial alone."""
    books = Library()
    asked = books.balance()
    books._read["balance"] = asked.model_copy(update={"scenarios": ["tutorial"], "lenses": ["harmony", "contrast"]})
    return books


# --- estimates


def test_the_jackknife_of_a_mean_is_its_standard_error():
    values = np.random.default_rng(1).normal(size=20)
    assert jackknifed(lambda kept: float(values[kept].mean()), 20).error == pytest.approx(mean_of(values).error)


def test_reach_is_the_gap_between_sheets_and_not_noise():
    noise = np.random.default_rng(2).normal(size=(24, 400))
    assert abs(reach(noise).mean()) < 0.2  # best minus worst mean on the same games would be about 0.2
    assert noise.mean(axis=1).max() - noise.mean(axis=1).min() > 0.15
    common = np.random.default_rng(3).normal(size=400)
    assert reach(np.stack([common, common + 1.5, common - 0.5])).tolist() == pytest.approx([2.0] * 400)


def test_dominance_is_as_good_everywhere_and_surely_better_somewhere():
    better, unsure, equal, worse = Estimate(0.3, 0.1), Estimate(0.3, 0.2), Estimate(0.0, 0.0), Estimate(-0.01, 0.1)
    assert dominates([better, equal], 2)
    assert not dominates([better, worse], 2)
    assert not dominates([unsure, equal], 2)
    assert not dominates([equal, equal], 2)


# --- constant sheets


def test_a_climb_ends_where_no_single_lever_betters():
    def value(sheet: tuple[str, ...]) -> float:
        return -sum((int(setting) - wanted) ** 2 for setting, wanted in zip(sheet, (3, 0, 2), strict=True))

    assert sheets.climb(("0", "0", "0"), [list("0123")] * 3, value) == ("3", "0", "2")


def test_a_search_keeps_the_best_and_the_worst_that_it_saw(small, monkeypatch):
    runs = Runs(small, native=False)
    monkeypatch.setattr(
        sheets, "own_boards", lambda runs, seat, lens, sheet, games: np.array([float(sheet.index("firm") if "firm" in sheet else -1)])
    )
    found = sheets.search(runs, "ROK", "harmony", range(2))
    assert found.best[-1] == "firm"
    assert "firm" not in found.worst


def test_a_sheet_that_is_best_everywhere_fails(small):
    runs = Runs(small, native=False)
    runs.asked = runs.asked.model_copy(update={"constant_sheets": runs.asked.constant_sheets.model_copy(update={"best_in_at_most": 1})})
    zero = Estimate(0.0, 0.1)
    one, other = sheets.resting(runs, "US"), sheets.random_sheets(runs, "US")[0]
    same = {("US", lens): sheets.Judged(one, (one,), zero, zero, zero, zero) for lens in runs.asked.lenses}
    assert not sheets._everywhere(runs, same).passed
    apart = {**same, ("US", "contrast"): sheets.Judged(other, (one, other), zero, zero, zero, zero)}
    assert sheets._everywhere(runs, apart).passed


def test_games_are_played_once(small, monkeypatch):
    runs = Runs(small, native=False)
    policy = sheets.sheet_policy(runs, "US", sheets.resting(runs, "US"))
    first = runs.pooled("harmony", policy, range(3, 5))
    monkeypatch.setattr("sim.analysis.balance.runs.play_games", lambda *_, **__: pytest.fail("played again"))
    assert runs.pooled("harmony", sheets.sheet_policy(runs, "US", sheets.resting(runs, "US")), range(3, 5)).tolist() == first.tolist()
    assert first.shape == (2, len(runs.names))
    with pytest.raises(pytest.fail.Exception):
        runs.pooled("contrast", policy, range(3, 5))


# --- accords kept and broken


def test_what_only_passes_for_a_freeze_does_not_deliver_one(program):
    (bound,) = lever_bounds(program, "fissile_freeze")
    assert bound.kept == ("freeze", "dismantle")
    assert bound.broken == ("none", "covert")


def test_a_party_answers_for_its_own_levers_only(program):
    assert [bound.lever for bound in lever_bounds(program, "drills_scaled")] == ["US.mil"]
    assert lever_bounds(program, "exemption") == []


def test_keeping_is_nearest_to_rest(program):
    assert keeping(program, "standstill", "US") == {"US.mil": "scaled", "US.sanc": "hold", "US.pledge": "assure"}
    assert keeping(program, "standstill", "DPRK") == {"DPRK.test": "hold", "DPRK.step": "freeze"}


def test_core_clauses_are_not_broken_and_every_season_is_tried(program):
    found = list(breaches(program, "standstill", "DPRK", 3))
    assert {each.clause for each in found} == {"fissile_freeze"}
    assert {(each.orders[0][1], each.first) for each in found} == {(step, first) for step in ("none", "covert") for first in (1, 2, 3)}


def test_a_breach_costs_the_other_party(small):
    """Under a standstill, drills from the first season on: games on the same draws differ, and only by the breach."""
    case = Case(Runs(small, native=False), "harmony", "standstill")
    breach = next(each for each in breaches(case.runs.program, "standstill", "US", 8) if dict(each.orders) == {"US.sanc": "tighten"})
    kept, broken = case.own(range(2), {}), case.own(range(2), {"US": breach})
    never = replace(breach, first=99)
    assert (broken["DPRK"] < kept["DPRK"]).all()
    assert case.own(range(2), {"US": never})["DPRK"].tolist() == kept["DPRK"].tolist()


# --- policies and documents


def test_strict_seasons_are_shifted_and_nothing_else(library):
    policy = library.policy(library.balance().contrast.policy)
    rows = [(row.seat, row.when, row.orders) for row in policy.rows]
    before, after = [row[1] for row in rows], [row[1] for row in shifted(rows, -2)]
    assert "season == 6" in before
    assert "season == 4" in after
    assert "season > 4 and since_stage <= 1" in after
    assert [when for when in before if when and "season" not in when] == [when for when in after if when and "season" not in when]


def test_every_author_has_a_policy_with_a_board(library):
    named = {policy.author: policy.board for policy in map(library.policy, library.policy_names()) if policy.author}
    assert set(named) == set(library.arguments())
    assert all(named.values())
    assert library.policy(library.balance().policies.yardstick).author is None


def test_an_unknown_board_is_named_with_the_nearest(library):
    path, _ = library.policy_path("koreanize")
    text = path.read_text(encoding="utf-8").replace("board: [inter_korean]", "board: [inter_korea]")
    with pytest.raises(DocumentErrors, match=r'(?s)board "inter_korea" is unknown.*inter_korean'):
        check_policy(parse_document(text, "koreanize.yaml"), "koreanize", library.rulebook()[0])


def test_the_contrast_lens_must_be_among_the_lenses(library):
    path, _ = library.fact_path("balance")
    text = path.read_text(encoding="utf-8").replace("koreanization, contrast]", "koreanization]")
    with pytest.raises(DocumentErrors, match="not among the lenses"):
        check_balance(parse_document(text, "balance.yaml"))


# --- all of it


def test_a_table_fails_with_one_line():
    table = Table("Title", "what is asked", (Row({"a": 1, "b": Estimate(0.25, 0.01)}, True), Row({"a": 2, "b": "x"}, False)))
    assert not table.passed
    assert "0.250 ± 0.010  pass" in table.text()
    assert tables_text([table]).endswith("1 of 2 pass")
    assert table.plain()["rows"][0] == {"a": 1, "b": {"value": 0.25, "error": 0.01}, "passed": True}


def test_purposes_share_no_game():
    ranges = list(vars(sizes(10_000)).values())
    assert all(not set(one) & set(other) for place, one in enumerate(ranges) for other in ranges[place + 1 :])


@pytest.mark.native
def test_a_small_run_of_everything(small, monkeypatch):
    if not native_available():
        pytest.skip("Numba is not installed")
    monkeypatch.setattr(sheets, "search", lambda runs, seat, *_: sheets.Found(sheets.resting(runs, seat), sheets.random_sheets(runs, seat)[0]))
    monkeypatch.setattr("sim.analysis.balance.influence.SHEETS", 3)
    tables = {table.title: table for table in run_balance(small, 20)}
    json.dumps([table.plain() for table in tables.values()])
    assert len(tables["Constant sheets"].rows) == 8
    assert len(tables["Influence"].rows) == 12
    assert [row.cells["lens"] for row in tables["Dilemmas"].rows] == ["harmony", "contrast"]
    assert len(tables["Strict seasons, then talks"].rows) == 6
    assert {row.cells["policy"] for row in tables["Policies: undominated"].rows} == set(small.policy_names())


def test_a_spread_lies_between_two_percentiles_and_free_play_is_that_of_every_lens(small):
    assert sheets.spread(np.arange(101.0), (5, 95)) == 90.0
    runs = Runs(small, native=False)
    free = sheets.played_freely(runs, "DPRK", range(2))
    assert free.shape[0] == len(runs.asked.lenses)
    last = runs.boards(runs.asked.lenses[-1], None, range(2))[:, :, runs.own("DPRK")]
    assert free[-1].tolist() == last.tolist()
