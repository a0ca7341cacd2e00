"""The benchmark holds every figure that it promises, each with its unit; how fast anything is, is no matter of a test."""

import json
import math
import sys
from dataclasses import replace

import pytest

from sim import cli
from sim.adapters.beside import SECTIONS as BESIDE
from sim.analysis.bench import section as sections
from sim.analysis.bench.child import told_by
from sim.analysis.bench.figure import Kind, ratios
from sim.analysis.bench.games import weighed_a_season
from sim.analysis.bench.run import SECTIONS
from sim.analysis.bench.section import Bench, Effort, Section, run_sections
from sim.classroom.bench import SECTION as LESSON
from sim.play.app.bench import SECTION as SCREEN

EVERY = (*SECTIONS, SCREEN, LESSON, *BESIDE)
TINY = Effort(rare=1, few=2, many=2, games=128, batch=128)
UNITS = {"s", "s CPU", "ms CPU", "s wall", "ms", "us", "MiB", "times", "of 1", "settings", "operations"}
PROMISED = (  # what issue and README promise, as a reader would look for it
    "games a second, plain",
    "games a second, native, one thread",
    "games a second, native, two threads",
    "order sheets set a second, native, one thread",
    "order sheets set a second, native, two threads",
    "settings weighed a second, native, one thread",
    "settings weighed a second, native, two threads",
    "native against plain, one thread",
    "first native game, compiled",
    "first native game, from the cache",
    "one season, plain",
    "forecast of 2,000 futures of 8 seasons, native",
    "an order sheet of the planner, native",
    "peak memory of a game in play",
    "peak memory of the same process after the native program is loaded",
    "peak memory of a batch",
    "share of the arithmetic limit, one thread",
    "OpenSpiel in C++, games a second",
    "OpenSpiel in Python, games a second",
    "PettingZoo's own example environment, moves a second",
    "first picture of the game on screen",
    "from a key to its effect, while a forecast runs",
    "memory of the lesson's server, 40 clients",
    "a draft or order until it is acknowledged, 40 clients",
    "95th percentile of the same, 200 clients",
    "a killed server answers again, 40 clients",
    "Mesa model with the same decision rule, games a second",
)


@pytest.fixture
def tiny(monkeypatch, capsys):
    """Run `peninsula bench` with next to no repetitions; return its document and what it told on the way."""

    def run(*arguments: str) -> tuple[dict, str]:
        monkeypatch.setattr("sim.analysis.bench.run.QUICK", TINY)
        monkeypatch.setattr(sys, "argv", ["peninsula", "bench", "--quick", "--json", *arguments])
        with pytest.raises(SystemExit) as ending:
            cli.main()
        out, err = capsys.readouterr()
        assert ending.value.code == 0, err
        return json.loads(out), err

    return run


def assert_kept(found: dict, kinds: dict[str, Kind]) -> None:
    """Every promised figure stands in the document with its unit, an explanation and numbers that are some."""
    figures = {figure["key"]: figure for figure in found["figures"]}
    assert set(figures) == set(kinds)
    for key, kind in kinds.items():
        figure = figures[key]
        assert (figure["name"], figure["unit"]) == (kind.name, kind.unit)
        assert figure["unit"] in UNITS or figure["unit"].endswith("/s")
        assert figure["about"] and "{" not in figure["about"]
        assert 0.0 < figure["low"] <= figure["median"] <= figure["high"] and math.isfinite(figure["high"])
        assert figure["spread"] == figure["high"] - figure["low"]
        assert bool(figure["ratio_of"]) == (figure["unit"] in ("times", "of 1")) == bool(kind.of)
        assert figure["runs"] >= 1
    names = [figure["name"] for figure in found["figures"]]
    assert len(set(names)) == len(names)
    assert found["machine"]["python"] and found["machine"]["processors"]


def kinds_of(*names: str) -> dict[str, Kind]:
    return {key: kind for section in EVERY if section.name in names for key, kind in section.kinds.items()}


def test_every_figure_promised_is_somebody_s():
    kinds = [kind for section in EVERY for kind in section.kinds.items()]
    assert len({key for key, _ in kinds}) == len(kinds)
    assert [name for name in PROMISED if not any(kind.name.startswith(name) for _, kind in kinds)] == []
    assert {kind.of for _, kind in kinds} - {""} <= {kind.name for _, kind in kinds}


def test_what_plain_python_can_do_is_all_measured(tiny):
    found, told = tiny("plain")
    assert_kept(found, kinds_of("plain"))
    assert found["left_out"] == []
    assert "one season, plain: " in told


@pytest.mark.slow
@pytest.mark.skipif(bool(SCREEN.missing()), reason="this system does not tell what a process uses")
def test_what_the_screens_cost_is_all_measured(tiny):
    found, _ = tiny("screen")
    assert_kept(found, kinds_of("screen"))
    median = {figure["key"]: figure["median"] for figure in found["figures"]}
    assert median["screen.start"] < median["screen.room"] <= median["screen.ahead"]


@pytest.mark.slow
@pytest.mark.skipif(bool(LESSON.missing()), reason="this system does not tell what a process uses")
def test_what_a_lesson_costs_is_all_measured(monkeypatch, tiny):
    monkeypatch.setattr("sim.classroom.bench.SIZES", {8: 4, 12: 6})
    kinds = {key.replace(".40.", ".8.").replace(".200.", ".12."): kind for key, kind in LESSON.kinds.items()}
    monkeypatch.setattr("sim.classroom.bench.SECTION", replace(LESSON, kinds=kinds))
    found, _ = tiny("lesson")
    assert_kept(found, kinds)
    median = {figure["key"]: figure["median"] for figure in found["figures"]}
    assert median["lesson.8.post"] <= median["lesson.8.post95"]


@pytest.mark.native
@pytest.mark.research
def test_everything_is_measured(tiny):
    found, _ = tiny()
    assert found["left_out"] == []
    assert_kept(found, kinds_of(*(section.name for section in EVERY)))
    median = {figure["key"]: figure["median"] for figure in found["figures"]}
    assert median["native/plain"] > 10 and median["native.cold"] > median["native.cached"]
    assert median["memory.native"] > median["memory.play"] > 10
    assert 0 < median["limit/share"] < 1


def test_what_cannot_be_measured_is_one_line(monkeypatch, tiny):
    monkeypatch.setattr("sim.adapters.beside.sections.find_spec", lambda name: None)
    found, told = tiny("beside")
    assert found["figures"] == []
    why = "left out, the extra research is not installed: pip install 'peninsula[research]'"
    titles = ["beside OpenSpiel", "native, beside OpenSpiel", "beside PettingZoo", "beside Mesa", "native, beside Mesa"]
    assert found["left_out"] == [f"{title}: {why}" for title in titles]
    assert told.splitlines() == found["left_out"]


def test_the_table_says_what_each_figure_is(monkeypatch, library):
    from sim.analysis.bench.text import bench_text, machine

    kinds = {"a": Kind("first", "s", "how long it takes"), "b": Kind("second", "times", "against the first", of="first")}

    def measure(bench: Bench) -> None:
        bench.keep("a", [3.0, 1.0, 2.0])
        bench.keep("b", ratios([6.0, 3.0, 3.0], [3.0, 1.0, 2.0]))

    section = Section("mine", "things of mine", kinds, measure)
    bench = run_sections([section, replace(section, title="others", missing=lambda: "nobody is here")], Bench(library, TINY, lambda line: None))
    lines = bench_text(bench, [section], machine()).splitlines()
    assert lines[2].startswith("THINGS OF MINE")
    assert lines[4].split() == ["first", "2", "1", "3", "s,", "3"]
    assert lines[5].strip() == "how long it takes"
    assert lines[6].split() == ["second", "2", "1.5", "3", "times,", "3"]
    assert lines[7].strip() == "against the first; of: first"
    assert lines[-1] == "others: left out, nobody is here"


def test_settings_weighed_are_the_legal_ones(library):
    """Between one setting a lever and all of them."""
    book = library.rulebook()[0]
    assert len(book.levers) < weighed_a_season(library) <= sum(len(lever.settings) for lever in book.levers.values())


def test_help_names_every_section(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["peninsula", "bench", "--help"])
    with pytest.raises(SystemExit):
        cli.main()
    told = capsys.readouterr().out.replace(",", " ").split()
    assert {section.name for section in EVERY} <= set(told)


def test_an_unknown_section_is_one_clear_line(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["peninsula", "bench", "nativ"])
    with pytest.raises(SystemExit) as ending:
        cli.main()
    assert ending.value.code == 2
    assert capsys.readouterr() == ("", 'peninsula: the benchmark has no section "nativ" (did you mean "native"?)\n')


def test_a_child_tells_its_numbers_and_a_failure_its_last_line():
    assert told_by("import sys\nprint(sys.stdin.read())\nprint('noise', file=sys.stderr)\ntell(2.5)\ntell(1)", "typed") == [2.5, 1.0]
    with pytest.raises(RuntimeError, match="ValueError: that went wrong"):
        told_by("raise ValueError('that went wrong')")


def test_efforts_differ_in_nothing_but_how_much():
    assert sections.FULL.batch == sections.QUICK.batch == 100_000
