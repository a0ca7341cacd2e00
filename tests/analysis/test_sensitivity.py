"""Sensitivities: indices of functions whose indices are known, through our designs and tables."""

import json
import math
import sys

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("SALib")

from sim.analysis.sensitivity import sensitivities  # noqa: E402
from sim.analysis.sensitivity.ask import made  # noqa: E402
from sim.batch.errors import BatchError  # noqa: E402
from sim.documents.errors import DocumentError  # noqa: E402
from sim.documents.experiment import Experiment  # noqa: E402
from tests.analysis.fake import fake_batch, luck  # noqa: E402

THREE = ("k_press", "k_hedge", "k_dep")


def drawn(design: str, size: int, factors=THREE, **settings) -> Experiment:
    vary = {"design": design, "size": size, "coefficients": {name: [0, 1] for name in factors}, **settings}
    return Experiment(question="What moves it?", scenario=["tutorial"], lenses=["pool"], vary=vary, runs=8, measures=["arsenal"])


def ishigami(cell, games, measure):
    """T. Ishigami and T. Homma (1990), with a = 7 and b = 0.1; the game's own luck is the same at every point and must not matter."""
    x, y, z = ((2.0 * cell.point[name] - 1.0) * math.pi for name in THREE)
    return math.sin(x) + 7.0 * math.sin(y) ** 2 + 0.1 * z**4 * math.sin(x) + luck(games, "common")


@pytest.mark.parametrize(("second", "size", "near"), [("off", 1024, 0.02), ("on", 256, 0.12)])
def test_indices_of_the_ishigami_function(library, second, size, near):
    (found,) = sensitivities(fake_batch(drawn("sobol", size, second_order=second), library, ishigami))
    rows = {row.factor: row for row in found.rows}
    known = {"k_press": (0.3139, 0.5576), "k_hedge": (0.4424, 0.4424), "k_dep": (0.0, 0.2437)}  # analytic S1 and ST
    for name, (first, total) in known.items():
        assert rows[name].effect == pytest.approx(first, abs=near)
        assert rows[name].total == pytest.approx(total, abs=near)
        assert abs(rows[name].total - total) < 2 * rows[name].total_interval
        assert rows[name].noise == pytest.approx(0.0, abs=1e-12)  # luck common to all points is no difference between them
        assert rows[name].told
    assert [row.total for row in found.rows] == sorted((row.total for row in found.rows), reverse=True)


def test_effects_of_a_line_are_its_slopes(library):
    def line(cell, games, measure):
        return 3.0 * cell.point["k_press"] - 2.0 * cell.point["k_hedge"] + luck(games, "common")

    (found,) = sensitivities(fake_batch(drawn("morris", 8), library, line))
    rows = {row.factor: row for row in found.rows}
    assert [rows[name].effect for name in THREE] == pytest.approx([3.0, -2.0, 0.0], abs=1e-5)
    assert [rows[name].total for name in THREE] == pytest.approx([3.0, 2.0, 0.0], abs=1e-5)
    assert [rows[name].sigma for name in THREE] == pytest.approx([0.0, 0.0, 0.0], abs=1e-5)
    assert [rows[name].told for name in THREE] == [True, True, False]


def test_what_depends_on_another_factor_has_a_spread(library):
    def product(cell, games, measure):
        return cell.point["k_press"] * cell.point["k_hedge"] + 0.0 * games

    rows = {row.factor: row for row in sensitivities(fake_batch(drawn("morris", 16), library, product))[0].rows}
    assert rows["k_press"].sigma > 0.2 and rows["k_dep"].sigma == 0.0


def test_chance_is_not_told_as_influence(library):
    """Games that differ at every point by luck alone: the sizes of their differences are what chance would give."""
    factors = tuple(library.rulebook()[0].coefficients)
    experiment = drawn("morris", 12, factors).model_copy(update={"runs": 40})
    (found,) = sensitivities(fake_batch(experiment, library, lambda cell, games, measure: luck(games, cell.number)))
    ratios = [row.total / row.noise for row in found.rows]
    assert 0.8 < sum(ratios) / len(ratios) < 1.2
    assert sum(row.told for row in found.rows) <= 3


def test_chance_gives_sobol_indices_too_and_is_named(library):
    experiment = drawn("sobol", 128).model_copy(update={"runs": 40})
    (found,) = sensitivities(fake_batch(experiment, library, lambda cell, games, measure: luck(games, cell.number)))
    assert all(row.total == pytest.approx(row.noise, rel=0.35) for row in found.rows)
    assert sum(row.told for row in found.rows) <= 1


def test_a_measure_that_never_moves_has_no_influence(library):
    for design, size in (("morris", 4), ("sobol", 8)):
        (found,) = sensitivities(fake_batch(drawn(design, size), library, lambda cell, games, measure: 0.0 * games))
        assert [(row.total, row.told) for row in found.rows] == [(0.0, False)] * 3


def test_the_same_seed_gives_the_same_indices(library):
    for design, size in (("morris", 6), ("sobol", 16)):
        one, two = (sensitivities(fake_batch(drawn(design, size), library, ishigami)) for _ in range(2))
        other = sensitivities(fake_batch(drawn(design, size).model_copy(update={"rng_seed": 5}), library, ishigami))
        assert one == two and one != other


def test_every_setting_has_its_own_table(library):
    experiment = drawn("morris", 4).model_copy(update={"policies": {"US": ["waiting", "payoff"]}, "lenses": ["lead", "pool"]})

    def formula(cell, games, measure):
        return cell.point["k_press"] * (1.0 if cell.policies["US"] == "waiting" else 5.0) + 0.0 * games

    found = {(each.policy, each.lens): each for each in sensitivities(fake_batch(experiment, library, formula))}
    assert set(found) == {(policy, lens) for policy in ("waiting", "payoff") for lens in ("lead", "pool")}
    assert found["payoff", "lead"].rows[0].total == pytest.approx(5.0, abs=1e-5)
    assert found["waiting", "pool"].rows[0].total == pytest.approx(1.0, abs=1e-5)


def test_other_designs_have_no_indices(library):
    grid = Experiment(question="?", scenario=["tutorial"], vary={"design": "grid", "coefficients": {"k_press": [0, 1]}}, runs=2, measures=["war"])
    with pytest.raises(BatchError, match="a design of morris or sobol; this one is grid"):
        sensitivities(fake_batch(grid, library, lambda cell, games, measure: games))
    with pytest.raises(BatchError, match="nothing varies here"):
        sensitivities(fake_batch(grid.model_copy(update={"vary": None}), library, lambda cell, games, measure: games))


def test_a_measure_without_a_number_has_no_indices(library):
    with pytest.raises(BatchError, match="not a number in some games"):
        sensitivities(fake_batch(drawn("morris", 4), library, lambda cell, games, measure: np.where(games == 3, np.nan, cell.number)))


def test_a_measure_that_the_batch_lacks_is_named(library):
    with pytest.raises(BatchError, match=r'no measure "arsnal" \(did you mean "arsenal"\?\)'):
        sensitivities(fake_batch(drawn("morris", 4), library, ishigami), ["arsnal"])


def test_without_salib_one_line_says_which_extra(library, monkeypatch):
    results = fake_batch(drawn("morris", 4), library, ishigami)
    monkeypatch.setitem(sys.modules, "SALib.analyze", None)
    with pytest.raises(BatchError, match=r"^indices need the extra research: pip install 'peninsula\[research\]'$"):
        sensitivities(results)


def test_the_made_experiment_moves_every_coefficient(library):
    found = made(library, "tutorial", policy="seoul-leads", points=3)
    assert found.vary.coefficients == {name: [0.0, 1.0] for name in library.rulebook()[0].coefficients}
    assert found.policies == {"ROK": ["seoul-leads"]}
    with pytest.raises(DocumentError, match=r"power of two, not 100 \(128 follows\)"):
        made(library, "tutorial", method="sobol", points=100)


@pytest.fixture
def faked(monkeypatch, library):
    """Let the command play a formula in place of games: k_pocket raises everything, the others nothing."""

    def formula(cell, games, measure):
        return 2.0 * cell.point["k_pocket"] + luck(games, "common")

    def play(experiment, **settings):
        changes = {name: settings[name] for name in ("runs", "rng_seed") if settings.get(name) is not None}
        return fake_batch(experiment.model_copy(update=changes), library, formula)

    monkeypatch.setattr("sim.analysis.sensitivity.command.run_batch", play)


def test_the_command_prints_what_moves_and_who_says_so(peninsula, faked):
    code, out, _ = peninsula("sensitivity", "tutorial", "--measure", "arsenal", "--points", "4", "--games", "32")
    assert code == 0
    lines = out.splitlines()
    assert max(map(len, lines)) <= 120
    (row,) = [line for line in lines if line.startswith("k_pocket")]
    assert row.split()[-6:] == ["2.000", "±0.000", "0.000", "+2.000", "±0.000", "0.000"]
    assert "  k_pocket  Concessions are pocketed" in lines
    assert "raised by alliance.engagement_year_still_tests (Leif-Eric Easley, medium)" in out
    assert "Not told apart from chance: " in out and "104 points, 32 games at each" in out


def test_the_command_prints_one_json_document(peninsula, faked):
    found = json.loads(peninsula("sensitivity", "tutorial", "--method", "sobol", "--measure", "arsenal", "--points", "32", "--json")[1])
    assert found["screenings"][0]["rows"][0]["factor"] == "k_pocket" and found["screenings"][0]["rows"][0]["told"]
    assert found["screenings"][0]["games"] == 64
    assert {"claim", "author", "strength", "argument"} == set(found["grounds"]["k_pocket"]["raising"][0])


def test_an_experiment_is_played_as_it_is_written(peninsula, faked):
    code, out, _ = peninsula("sensitivity", "screening", "--games", "32", "--measure", "cohesion")
    assert code == 0 and "416 points, 32 games at each" in out and "cohesion: " in out and "arsenal: " not in out


def test_a_folder_is_analysed_as_it_is(peninsula, library, tmp_path, plain):
    from sim.batch.run import run_batch

    experiment = drawn("morris", 2).model_copy(update={"policies": {"US+ROK+DPRK+CHN": ["random"]}, "runs": 2, "length": 4})
    run_batch(experiment, out=tmp_path / "out", library=library, native=False)
    code, out, err = peninsula("sensitivity", str(tmp_path / "out"))
    assert (code, err) == (0, "") and "8 points, 2 games at each" in out


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["tutoriel"], 2, 'peninsula: "tutoriel" is no scenario, no experiment and no folder (did you mean "tutorial"?)'),
        (["tutorial", "--measure", "arsnal"], 2, 'peninsula: measure "arsnal" is unknown (did you mean "arsenal"?)'),
        (["tutorial", "--policy", "wating"], 2, 'peninsula: policy "wating" is unknown (did you mean "waiting"?)'),
        (["tutorial", "--method", "sobol", "--points", "9"], 2, "peninsula: the base sample of Sobol' is a power of two, not 9 (16 follows)"),
        (["tutorial", "--games", "8"], 2, "peninsula: Invalid value for '--games': 8 is not in the range 32<=x<=100000."),
        (["pressure"], 1, "peninsula: pressure: indices need a design of morris or sobol; this one is grid"),
        (["alliance-first"], 1, "peninsula: alliance-first: indices need a design of morris or sobol; nothing varies here"),
        (
            ["screening", "--points", "4"],
            1,
            "peninsula: --points does not go with screening: an experiment says that itself; --games and --rng-seed go over its own",
        ),
    ],
)
def test_what_is_wrong_is_one_clear_line(peninsula, arguments, code, line):
    found = peninsula("sensitivity", *arguments)
    assert (found[0], found[1], found[2].strip()) == (code, "", line)


@pytest.mark.native
def test_pressure_that_slows_the_arsenal_slows_it(library):
    """A coefficient whose term says what it does comes out with that sign, in real games."""
    from sim.batch.run import run_batch

    experiment = drawn("morris", 4, ("k_denial", "k_sched", "k_concert"))
    experiment = experiment.model_copy(update={"scenario": ["2020-pandemic"], "policies": {"US+ROK": ["maximum-pressure"]}, "runs": 64})
    rows = {row.factor: row for row in sensitivities(run_batch(experiment, library=library))[0].rows}
    assert rows["k_denial"].told and rows["k_denial"].effect < 0
