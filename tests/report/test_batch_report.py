"""A batch's report: its numbers are those of the batch, and it says what it is made of."""

import json
from dataclasses import replace

import numpy as np
import pytest

from sim.batch.results import open_results
from sim.batch.run import run_batch
from sim.documents.experiment import Experiment
from sim.report.batch.page import batch_page
from sim.report.batch.ranges import wilson
from sim.report.batch.seasons import counted, quantiles
from sim.report.batch.subject import Subject
from sim.report.html import page_html
from tests.analysis.fake import fake_batch, luck
from tests.report.conftest import HOSTILE, kept
from tests.report.html import Element, check


def report(results, library, words) -> Element:
    return check(page_html(batch_page(results, library, words), words))


def table(root: Element, words: str) -> list[list[str]]:
    """Return the cells of the first table whose caption begins so, heads first."""
    found = next(each for each in root.all("table") if each.all("caption")[0].text.startswith(words))
    return [[cell.text for cell in row.all("*") if cell.name in ("th", "td")] for row in found.all("tr")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory, library):
    path = tmp_path_factory.mktemp("runs") / "out"
    run_batch(kept(), out=path, library=library, native=False, chunk=4)
    return path


@pytest.fixture(scope="module")
def root(folder, library, words):
    return report(open_results(folder), library, words)


def test_it_says_what_was_asked_and_how_it_was_made(root, folder):
    made = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert root.all("h1")[0].text == HOSTILE
    asked = dict(table(root, "What was asked")[1:])
    assert asked["Random seed"] == "0"
    assert asked["How many games"] == "20 in all: 5 in each of 4 cells"
    assert asked["Command"] == made["command"]
    documents = table(root, "Documents")
    assert ["rulebook", "rulebook", made["documents"]["rulebook"], "the same"] in documents
    assert ["tutorial", "scenario", made["documents"]["scenarios"]["tutorial"], "the same"] in documents
    assert ["batch", made["batch"]] in table(root, "Versions")
    assert root.text.count("Explores arguments made in five op-eds; predicts nothing.") >= 2
    assert "What this does not show" in [each.text for each in root.all("h2")]


def test_every_figure_lists_what_it_draws(root):
    assert len(root.all("figure")) > 10
    for figure in root.all("figure"):
        listed = {each.text.strip("*") for name in ("td", "th") for each in figure.all(name)}
        shown = {each.text.split(" ")[0] for each in figure.all("text", "value")}
        shown |= {each.text for cell in figure.all("g") for each in cell.all("text", "mid") if "axis" not in each.attributes["class"]}
        assert shown <= listed


def test_ranges_are_those_of_the_games(root, folder):
    games = open_results(folder).games.to_pylist()
    rows = [row["arsenal"] for row in games if row["US"] == "standing" and row["lens"] == "contrast"]
    found = next(row for row in table(root, "Arsenal: the median") if row[:2] == ["contrast", "standing / random"])
    wanted = [np.median(rows), *np.percentile(rows, [5, 95, 25, 75])]
    assert [float(cell) for cell in found[2:]] == pytest.approx(wanted, abs=0.006)


def test_trajectories_are_those_of_the_seasons(root, folder):
    rows = open_results(folder).seasons.to_pylist()
    cells = {row["cell"] for row in open_results(folder).cells.to_pylist() if row["US"] == "random"}
    tension = [row["tension"] for row in rows if row["cell"] in cells and row["season"] == 3]
    found = next(row for row in table(root, "Tension") if row[:2] == ["random / random", "3"])
    low, lower, middle, upper, high = np.percentile(tension, [5, 25, 50, 75, 95], method="inverted_cdf")
    assert [float(cell) for cell in found[2:]] == pytest.approx([middle, low, high, lower, upper], abs=0.0051)


def test_wars_are_counted_as_they_come(folder, library, words):
    subject = Subject(open_results(folder), library, words)
    counts = counted(subject)
    rows = open_results(folder).seasons.to_pylist()
    assert counts.wars.sum() == sum(row["war"] for row in rows)
    assert counts.where.sum() == len(rows) * len(counts.dials)
    assert counts.games == [10, 10]


def test_quantiles_of_counts_are_those_of_the_values():
    values = np.array([0.0, 1.25, 1.25, 7.5, 10.0])
    counts = np.bincount(np.rint(values * 100).astype(int), minlength=1001)
    assert quantiles(counts) == pytest.approx(np.percentile(values, [5, 25, 50, 75, 95], method="inverted_cdf"))
    assert all(np.isnan(quantiles(np.zeros(1001, dtype=int))))


def test_shares_have_wilson_intervals():
    assert wilson(0.5, 100) == pytest.approx((0.4038, 0.5962), abs=1e-4)  # E. B. Wilson 1927; the example of R. Newcombe 1998's formula
    assert wilson(0.0, 20)[0] == 0.0
    assert wilson(1.0, 20)[1] == 1.0


def formula(cell, games, name):
    """Standing beats waiting on arsenal under lead by 1, loses under harmony by 2; on war risk it always wins."""
    waiting = cell.policies["US"] == "waiting"
    if name == "war_risk":
        return np.where(waiting, 0.7, 0.9) + 0.0 * games
    if cell.lens == "lead":
        return 5.0 + (1.0 if waiting else 0.0) + 0.1 * luck(games, "draws")
    return 5.0 + (0.0 if waiting else 2.0) + 0.1 * luck(games, "draws")


@pytest.fixture(scope="module")
def known(library):
    experiment = Experiment(
        question="Who leads?", scenario="tutorial", policies={"US": ["waiting", "standstill"]}, lenses=["lead", "harmony"], runs=40,
        measures=["arsenal", "war_risk"],
    )  # fmt: skip
    return fake_batch(experiment, library, formula)


def test_who_leads_under_whose_argument(known, library, words):
    rows = table(report(known, library, words), "Best mean")
    assert rows[0][:3] == ["Measure", "lead", "harmony"]
    arsenal, war = rows[1], rows[2]
    assert arsenal[1:3] == ["standstill", "waiting"]
    assert arsenal[3].startswith("waiting (6.0")
    assert arsenal[4] == "waiting (1.000, lead)"
    assert war[1:3] == ["standstill", "standstill"]


def test_the_heat_map_has_means_worst_and_regret(known, library, words):
    rows = table(report(known, library, words), "Arsenal, dial")
    assert rows[0] == ["Policy", "lead", "harmony", "mean", "worst", "regret"]
    waiting, standstill = ([float(cell) for cell in row[1:]] for row in rows[1:])
    assert waiting == pytest.approx([6, 5, 5.5, 6, 1], abs=0.06)
    assert standstill == pytest.approx([5, 7, 6, 7, 2], abs=0.06)


def test_the_front_is_drawn_under_every_lens(known, library, words):
    rows = table(report(known, library, words), "Mean arsenal at the end")
    on = {(row[0], row[1]) for row in rows if row[-1] == "yes"}
    assert ("lead", "standstill") in on
    assert ("lead", "waiting") not in on
    assert {("harmony", "waiting"), ("harmony", "standstill")} <= on


def varied(library, design: str, **settings: object):
    experiment = Experiment(
        question="What moves it?", scenario="tutorial", lenses=["pool"], runs=8, measures=["arsenal"],
        vary={"design": design, "coefficients": {"k_press": [0.0, 1.0], "k_ally": [0.0, 1.0], "k_denial": [0.0, 1.0]}, **settings},
    )  # fmt: skip

    def moved(cell, games, name):
        point = cell.point
        return 4.0 + 3.0 * point["k_press"] - 1.0 * point["k_ally"] + 0.05 * luck(games, cell.number)

    return fake_batch(experiment, library, moved)


def test_a_tornado_ranks_what_moves_it_and_cites_the_claims(library, words):
    pytest.importorskip("SALib")
    root = report(varied(library, "morris", size=8), library, words)
    rows = table(root, "What moves each measure")
    assert [row[0].split("(")[1] for row in rows[1:]] == ["k_press)", "k_ally)", "k_denial)"]
    assert [row[-1] for row in rows[1:]] == ["yes", "yes", ""]
    assert [row[-2] for row in rows[1:3]] == ["↑", "↓"]
    assert float(rows[1][1]) == pytest.approx(3.0, abs=0.1)
    claims = table(root, "Pressure provokes tests (k_press)")
    assert any(row[3].startswith('Leon V. Sigal, "Trump and Moon in Harmony for Now", ') and ", paragraph " in row[3] for row in claims)
    assert not any(each.text.startswith("Pressure slows the arsenal") for each in root.all("caption"))


def test_a_sobol_design_has_shares(library, words):
    pytest.importorskip("SALib")
    rows = table(report(varied(library, "sobol", size=32), library, words), "What moves each measure")
    assert float(rows[1][1]) == pytest.approx(0.9, abs=0.1)
    assert rows[0][1] == "total index"


def test_without_salib_the_report_says_so_and_goes_on(library, words, monkeypatch):
    pytest.importorskip("SALib")
    results = varied(library, "morris", size=2)
    monkeypatch.setitem(__import__("sys").modules, "SALib.analyze", None)
    root = report(results, library, words)
    assert "peninsula[research]" in next(each.text for each in root.all("p", "note"))


def test_a_grid_has_means_by_value_and_two_together(library, words):
    experiment = Experiment(
        question="Both?", scenario="tutorial", lenses=["pool"], runs=4, measures=["arsenal"],
        vary={"design": "grid", "coefficients": {"k_press": [0, 0.5, 1], "k_ally": [0, 1]}},
    )  # fmt: skip
    results = fake_batch(experiment, library, lambda cell, games, name: 2.0 + 4 * cell.point["k_press"] + cell.point["k_ally"] + 0.0 * games)
    root = report(results, library, words)
    assert table(root, 'Means as "Pressure provokes tests"')[1:] == [["0", "2.5"], ["0.5", "4.5"], ["1", "6.5"]]
    assert table(root, "Arsenal: means where")[1:] == [["0", "2", "3"], ["0.5", "4", "5"], ["1", "6", "7"]]


def test_many_values_of_a_factor_are_put_together(library, words):
    pytest.importorskip("SALib")
    root = report(varied(library, "latin-hypercube", size=40), library, words)
    rows = table(root, 'Means as "Pressure provokes tests"')[1:]
    assert len(rows) == 5
    assert [float(row[1]) for row in rows] == sorted(float(row[1]) for row in rows)


def test_changed_documents_are_named(known, library, words):
    made = json.loads(json.dumps(known.manifest))
    made["documents"]["policies"]["waiting"] = "0123456789abcdef"
    made["documents"]["lenses"]["lead"]["k_press"] = 0.99
    root = report(replace(known, manifest=made), library, words)
    note = next(each.text for each in root.all("p", "note"))
    assert "policy waiting" in note
    assert "lens lead" in note
    assert ["waiting", "policy", "0123456789abcdef", "changed"] in table(root, "Documents")


def test_one_policy_under_many_lenses_needs_no_heat_map(library, words):
    experiment = Experiment(question="Lenses?", scenario=["tutorial", "2018-thaw"], lenses=["lead", "harmony"], runs=3, measures=["arsenal", "war"])
    results = fake_batch(experiment, library, lambda cell, games, name: 0.0 * games if name == "war" else 5.0 + luck(games, cell.number))
    root = report(results, library, words)
    assert not root.all("rect", "cell")
    assert [row[:2] for row in table(root, "Arsenal: the median")[1:]] == [
        ["tutorial", "lead"], ["tutorial", "harmony"], ["2018-thaw", "lead"], ["2018-thaw", "harmony"],
    ]  # fmt: skip


def test_a_measure_without_a_number_anywhere_is_a_dash(library, words):
    experiment = kept(trajectories="off", define={"late": {"mean": "hope", "seasons": [10, 12]}}, runs=2)  # the tutorial has four seasons
    root = report(run_batch(experiment, library=library, native=False), library, words)
    assert table(root, "Late: the median")[1][2:] == ["–"] * 5
    assert {cell for row in table(root, "Late, number")[1:] for cell in row[1:]} == {"–"}
