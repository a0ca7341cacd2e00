"""The census: figures from games, verdicts that flip at their thresholds, settings nobody uses."""

import math
from types import SimpleNamespace

import pytest

np = pytest.importorskip("numpy")

from sim.analysis.census.run import figure, take_census  # noqa: E402
from sim.analysis.census.tally import Rows, Tally, figure_rows, joined  # noqa: E402
from sim.analysis.census.text import census_plain, census_text  # noqa: E402
from sim.analysis.census.verdicts import extremes, judge_settings, judged  # noqa: E402
from sim.analysis.estimate import Estimate  # noqa: E402
from sim.analysis.many import start_of  # noqa: E402
from sim.documents.census import Census, Figure, Range, check_census  # noqa: E402
from sim.documents.errors import DocumentErrors  # noqa: E402
from sim.documents.reading import parse_document  # noqa: E402
from sim.report.repeats import repeats  # noqa: E402
from sim.rollout.runner import play_games  # noqa: E402
from sim.rollout.seasons import Seasons  # noqa: E402
from sim.rollout.session import advance, new_session, program_of  # noqa: E402

SCENARIO, LENS, GAMES = "2018-thaw", "harmony", 3


@pytest.fixture(scope="module")
def run(library):
    return take_census(library, repeats, games=GAMES, plain=1, scenarios=[SCENARIO, "tutorial"], lenses=[LENS], native=False)


@pytest.fixture(scope="module")
def seasons(library):
    start = start_of(library, SCENARIO, LENS, 5)
    return Seasons(start.program, play_games(start, GAMES, native=False))


def range_of(**bounds) -> Range:
    return Range(ours="tried", **bounds)


def test_a_verdict_flips_where_a_threshold_is_crossed():
    asked = range_of(least=0.005, most=0.08)
    assert [judged("war", "war", Estimate(value, 0.0), asked).verdict for value in (0.0049, 0.005, 0.08, 0.0801)] == ["fail", "pass", "pass", "fail"]
    assert not range_of(below=0.5).holds(0.5)
    assert range_of(below=0.5).holds(0.4999)
    assert not asked.holds(math.nan)


def test_every_figure_is_what_its_words_say(seasons):
    tension = seasons.evaluate("tension")
    rows = [[tension[game, season] for season in range(12) if seasons.on[game, season]] for game in range(GAMES)]
    tests = [[seasons.evaluate("DPRK.test == srbm")[game, season] for season in range(len(row))] for game, row in enumerate(rows)]
    flat = [value for row in rows for value in row]
    high = sorted(flat)[len(flat) * 3 // 4]

    def value(**way: str) -> float:
        return figure_rows(seasons, Figure(title="x", **way)).estimate().value

    assert value(seasons="tension") == pytest.approx(sum(flat) / len(flat))
    assert value(median="tension") == pytest.approx(float(np.median(flat)))
    assert value(last="tension") == pytest.approx(sum(row[-1] for row in rows) / GAMES)
    assert value(games=f"tension >= {high:.3f}") == pytest.approx(sum(max(row) >= round(high, 3) for row in rows) / GAMES)
    assert value(count="DPRK.test == srbm") == pytest.approx(sum(map(sum, tests)) / GAMES)
    assert sum(map(sum, tests)) > 0


def one_lever(used: list[int], lens: str = "a") -> Tally:
    return Tally("s", lens, 1, {}, {"US.x": np.array(used)}, {})


LAYOUT = SimpleNamespace(settings=(("low", "high"),), lever=lambda name: 0)


def census_of(library, **explained: str) -> Census:
    return library.census().model_copy(update={"explained": {f"US.x={name}": why for name, why in explained.items()}})


def settings_verdicts(library, groups, **explained: str):
    rows = extremes(LAYOUT, groups)
    found = judge_settings(census_of(library, **explained), [row for row in rows if not row.lens], [row for row in rows if row.lens])
    return {each.name: each for each in found}


def test_a_setting_never_used_is_reported(library):
    first, second = one_lever([10, 0], "a"), one_lever([5, 5], "b")
    found = settings_verdicts(library, {"": [first, second], "a": [first], "b": [second]})
    assert found["never_used"].passed
    assert not found["never_used_in_a_lens"].passed
    assert found["never_used_in_a_lens"].note == "US.x=high in a"
    assert not settings_verdicts(library, {"": [first]})["never_used"].passed


def test_a_setting_nearly_always_used_is_reported_unless_it_is_explained(library):
    nearly = {"": [one_lever([95, 5])]}
    found = settings_verdicts(library, nearly)["most_used"]
    assert (found.passed, found.note) == (False, "US.x=low (95%)")
    assert settings_verdicts(library, nearly, low="the calendar says so")["most_used"].passed
    assert settings_verdicts(library, {"": [one_lever([90, 10])]})["most_used"].passed


def test_the_tutorial_is_told_apart(run):
    assert [each.scenario for each in run.of()] == [SCENARIO]
    assert run.apart == ["tutorial"]
    assert figure(run.of(scenario="tutorial"), "length").value <= 4
    assert figure(run.of(), "length").value > 4


def test_the_report_holds_every_part(run, library):
    text = census_text(run, program_of(library).book)
    for heading in ("What is asked", "How the worlds differ, lens by lens", "Scenarios", "Accords by package", "Boards", "Settings"):
        assert f"## {heading}" in text
    assert {each.name for each in run.verdicts} >= {"war", "tension", "tense", "never_used", "most_used", "repeated"}
    plain = census_plain(run)
    assert plain["pooled"]["length"]["value"] == figure(run.of(), "length").value
    assert {row["lens"] for row in plain["settings"]} == {"all", LENS}
    assert all(abs(sum(each.used[lever]) - each.rows["length"].sums.sum()) == 0 for each in run.tallies for lever in each.used)


def test_accords_of_the_sample_are_those_of_the_game(run, library):
    game = run.plain[0]
    session = new_session(SCENARIO, lens=LENS, rng_seed=game.number, library=library)
    while not session.game.over:
        advance(session)
    signed = sum(offer.outcome == "signed" for played in session.game.played for offer in played.account.offers)
    assert game.signed.total() == signed > 0
    assert game.repeated == repeats(session.game)


def test_rows_of_cells_are_joined_by_weight():
    first, second = Rows(np.array([2.0]), np.array([4.0]), np.array([0])), Rows(np.array([0.0]), np.array([12.0]), np.array([1]))
    assert joined([first, second]).estimate().value == 2 / 16


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("worlds: [talks,", "worlds: [talk,", 'figure "talk" is unknown'),
        ("explained: {}", 'explained: {"CHN.host=maybe": "no"}', "is no setting"),
        ("sanc=tighten mil=full", "sanc=tightn mil=full", "tightn"),
        ("least: 0.005, most: 0.08, ", "", "asks nothing"),
        ("median: tension,", "median: tension, last: tension,", "exactly one of"),
    ],
)
def test_a_wrong_census_names_its_line(library, book, old, new, says):
    text = library.fact_path("census")[0].read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(DocumentErrors) as failure:
        check_census(parse_document(text.replace(old, new, 1), "census.yaml"), book)
    line = text[: text.index(old)].count("\n") + 1
    assert says in str(failure.value)
    assert any(abs(error.line - line) <= 1 for error in failure.value.errors)


def test_the_census_is_no_fact(library):
    assert "census" not in library.fact_names()
    assert library.fact_names()
