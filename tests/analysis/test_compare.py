"""Comparisons: heat maps against plain arithmetic, planted flips found, and luck not taken for a flip."""

import json

import pytest

np = pytest.importorskip("numpy")

from sim.analysis.compare import flips, heat_maps  # noqa: E402
from sim.analysis.compare.ask import asked  # noqa: E402
from sim.analysis.compare.duel import Duel  # noqa: E402
from sim.analysis.compare.run import compare  # noqa: E402
from sim.analysis.grounds import grounds  # noqa: E402
from sim.documents.errors import DocumentError  # noqa: E402
from tests.analysis.fake import fake_batch, luck  # noqa: E402

ONE, OTHER = "standstill", "koreanize"


def place(cell) -> str:
    """Return the policy of a cell whose experiment has one row."""
    return next(iter(cell.policies.values()))


def value(program_layout, cell, name: str) -> float:
    """Return a coefficient as a cell uses it."""
    return cell.coefficients[program_layout.coefficients.index(name)]


@pytest.fixture
def layout(library):
    from sim.rollout.session import program_of

    return program_of(library).layout


@pytest.fixture
def planted(monkeypatch, library):
    """Let comparisons play a formula in place of games."""

    def plant(formula):
        def play(experiment, **settings):
            return fake_batch(experiment, library, formula)

        monkeypatch.setattr("sim.analysis.compare.run.run_batch", play)
        monkeypatch.setattr("sim.analysis.compare.duel.run_batch", play)

    return plant


# the heat map


def test_a_heat_map_is_plain_arithmetic(library, book):
    """Two lenses, two starts: game numbers are averaged over the starts before anything is said about chance."""
    table = {("standstill", "lead"): 5.0, ("standstill", "pool"): 3.0, ("koreanize", "lead"): 4.0, ("koreanize", "pool"): 7.0}

    def formula(cell, games, measure):
        return table[place(cell), cell.lens] + (1.0 if cell.scenario.name == "tutorial" else -1.0) + luck(games, "shared")

    ask = asked(library, [ONE, OTHER], scenarios=["tutorial", "2018-thaw"], lenses=["lead", "pool"], measures=["arsenal", "cohesion"], games=50)
    results = fake_batch(ask.experiment(), library, formula, chunk=30)
    arsenal, cohesion = heat_maps(results, book)
    shared = luck(np.arange(50), "shared")
    cell = arsenal.cells[ONE, "lead"]
    assert (arsenal.better, cohesion.better, arsenal.stated) == ("low", "high", True)
    assert cell.mean.value == pytest.approx(5.0 + shared.mean())
    assert cell.mean.error == pytest.approx(shared.std(ddof=1) / 50**0.5)
    both = np.concatenate([4.0 + shared, 6.0 + shared])
    assert cell.half == pytest.approx(tuple(np.percentile(both, [25, 75]))) and cell.most == pytest.approx(tuple(np.percentile(both, [5, 95])))
    assert (arsenal.first("lead"), arsenal.first("pool"), cohesion.first("lead")) == (OTHER, ONE, ONE)
    assert cell.behind.value == pytest.approx(1.0) and cell.behind.error == pytest.approx(0.0, abs=1e-9)  # luck that is shared cancels
    assert not cell.level and arsenal.cells[OTHER, "lead"].level
    worst = arsenal.across[OTHER]
    assert (worst.worst_lens, worst.regret_lens) == ("pool", "pool")
    assert worst.worst.value == pytest.approx(7.0 + shared.mean()) and worst.regret.value == pytest.approx(4.0)
    assert arsenal.ranked() == [ONE, OTHER] and arsenal.across[ONE].mean.value == pytest.approx(4.0 + shared.mean())
    (alone,) = heat_maps(results, book, ["arsenal"], scenario="tutorial")
    assert alone.cells[ONE, "lead"].mean.value == pytest.approx(6.0 + shared.mean()) and alone.scenarios == ("tutorial",)


def test_luck_is_not_told_from_the_first(library, book):
    ask = asked(library, [ONE, OTHER], lenses=["lead"], measures=["arsenal"], games=200)
    results = fake_batch(ask.experiment(), library, lambda cell, games, measure: luck(games, place(cell)))
    (heat,) = heat_maps(results, book)
    assert all(cell.level for cell in heat.cells.values())


def test_war_is_never_better(library, book):
    ask = asked(library, [ONE, OTHER], measures=["war", "talks"], games=2)
    war, talks = heat_maps(fake_batch(ask.experiment(), library, lambda cell, games, measure: 0 * games), book)
    assert (war.better, war.stated) == ("low", True) and (talks.better, talks.stated) == ("high", False)
    again = heat_maps(fake_batch(ask.experiment(), library, lambda cell, games, measure: 0 * games), book, ["talks"], otherwise="low")
    assert again[0].better == "low"


def test_games_without_a_number_are_left_out(library, book):
    ask = asked(library, [ONE, OTHER], lenses=["lead"], measures=["cohesion"], games=4)
    results = fake_batch(ask.experiment(), library, lambda cell, games, measure: np.where(games == 3, np.nan, games))
    assert heat_maps(results, book)[0].cells[ONE, "lead"].mean.value == pytest.approx(1.0)


# what flips it


def test_a_planted_flip_is_found_where_it_was_planted(library, layout, planted):
    """Standstill is worth 1, koreanize k_ally / 0.7: from the pool (0.48) the ranking flips at 0.7, and nowhere else."""

    def formula(cell, games, measure):
        mean = 1.0 if place(cell) == ONE else value(layout, cell, "k_ally") / 0.7
        return mean + luck(games, "shared") + 0.2 * luck(games, place(cell), cell.lens)

    planted(formula)
    found = compare(library, asked(library, [OTHER, ONE], lenses=["lead", "alliance"], measures=["cohesion"], games=400))
    (pair,), (search,) = found.pairs, found.searches
    assert {pair.leader, pair.other} == {ONE, OTHER} and set(pair.differing) in ({("lead", "alliance")}, {("alliance", "lead")})
    assert (search.leader, search.other, search.lens) == (ONE, OTHER, "pool") and search.begun
    (flip,) = search.flips
    assert flip.coefficient == "k_ally" and flip.holds
    assert flip.inner < 0.7 < flip.outer and flip.outer - flip.inner <= 0.25
    assert flip.at_inner.value > 0 > flip.at_outer.value


def test_a_flip_is_found_below_the_lens_too_and_for_measures_of_which_less_is_better(library, layout, planted):
    def formula(cell, games, measure):
        return (1.0 if place(cell) == ONE else 1.25 - value(layout, cell, "k_aid")) + 0.1 * luck(games, place(cell))

    planted(formula)  # pool's k_aid is 0.76; of the arsenal less is better
    (search,) = compare(library, asked(library, [ONE, OTHER], lenses=["pool"], measures=["arsenal"], games=200)).searches
    (flip,) = search.flips
    assert (search.leader, flip.coefficient, flip.holds) == (OTHER, "k_aid", True)
    assert flip.outer < 0.25 < flip.inner


def test_nothing_flips_where_nothing_was_planted(library, layout, planted):
    def formula(cell, games, measure):
        lead = 0.5 - 0.3 * value(layout, cell, "k_press") if place(cell) == ONE else 0.0
        return lead + 0.5 * luck(games, place(cell))

    planted(formula)
    (search,) = compare(library, asked(library, [ONE, OTHER], lenses=["lead"], measures=["cohesion"], games=400)).searches
    assert search.begun and search.flips == ()
    assert search.closest[0] == ("k_press", 1.0) and search.closest[1].value == pytest.approx(0.2, abs=0.2)
    assert len(search.searched) == len(layout.coefficients)


def test_luck_of_the_search_is_not_taken_for_a_flip(library, layout, planted):
    """The search's own games are made to look like a flip; fresh ones do not bear it out."""
    ask = asked(library, [ONE, OTHER], lenses=["lead"], measures=["cohesion"], games=200)

    def formula(cell, games, measure):
        fooled = value(layout, cell, "k_ally") > 0.9 and len(games) == 200  # fresh games are twice as many
        lead = (-0.5 if fooled else 0.5) if place(cell) == ONE else 0.0
        return lead + 0.2 * luck(games, place(cell), cell.number)

    planted(formula)
    (search,) = compare(library, ask).searches
    (flip,) = search.flips
    assert flip.coefficient == "k_ally" and not flip.holds
    assert flip.at_outer.value > 0


def test_pure_luck_seldom_passes_for_a_flip(library, monkeypatch):
    """Eight searches in which nobody leads anywhere: what looks like a flip is luck, and fresh games let almost none through."""

    def play(experiment, **settings):
        return fake_batch(experiment, library, lambda cell, games, measure: luck(games, experiment.rng_seed, place(cell), cell.coefficients))

    monkeypatch.setattr("sim.analysis.compare.duel.run_batch", play)
    ask = asked(library, [ONE, OTHER], lenses=["pool"], measures=["cohesion"])
    found = []
    for number in range(8):
        duel, again = (Duel(library, ask, (ONE, OTHER), "pool", games=60, rng_seed=seed) for seed in (2 * number, 2 * number + 1))
        coefficients = list(duel.lens.values)[:12]
        start = duel.base(coefficients[0])
        duel.play([start])
        duel._gaps[start]["cohesion"] += 10.0  # somebody leads at the start, so that there is a search
        found += flips.search(duel, again, "cohesion", coefficients).flips
    assert len(found) > 4 and sum(flip.holds for flip in found) <= 1


def test_a_search_begins_where_somebody_leads(library, planted):
    """Nobody leads in the pool; under contrast standstill does, and so the search goes out from there."""

    def formula(cell, games, measure):
        return (1.0 if place(cell) == ONE and cell.lens == "contrast" else 0.0) + luck(games, "shared") + 0.0 * games

    planted(formula)
    ask = asked(library, [ONE, OTHER], lenses=["lead", "contrast"], measures=["cohesion"], games=80)
    assert compare(library, ask).searches[0].lens == "contrast"
    named = compare(library, ask, start="pool").searches[0]
    assert named.lens == "pool" and not named.begun and named.searched == ()


def test_measures_share_the_games_of_a_search(library, monkeypatch):
    played = []

    def play(experiment, **settings):
        played.append(experiment)
        return fake_batch(experiment, library, lambda cell, games, measure: (place(cell) == ONE) + 0.1 * luck(games, place(cell)))

    monkeypatch.setattr("sim.analysis.compare.run.run_batch", play)
    monkeypatch.setattr("sim.analysis.compare.duel.run_batch", play)
    found = compare(library, asked(library, [ONE, OTHER], lenses=["lead"], measures=["cohesion", "inter_korean"], games=80))
    assert [each.measure for each in found.searches] == ["cohesion", "inter_korean"]
    assert len(played) == 3  # the table, the start of the search, its moves


# what was asked


def test_seats_are_those_that_any_policy_orders(library):
    assert asked(library, ["seoul-leads", "payoff"]).row == "ROK"
    assert asked(library, ["seoul-leads", "waiting"]).row == "US+ROK"
    assert asked(library, ["standing", "payoff"]).row == "US+ROK+DPRK+CHN"


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"policies": ["standstil", "waiting"]}, r'policy "standstil" is unknown \(did you mean "standstill"\?\)'),
        ({"measures": ["arsnal"]}, r'measure "arsnal" is unknown \(did you mean "arsenal"\?\)'),
        ({"lenses": ["harmny"]}, r'lens "harmny" is unknown \(did you mean "harmony"\?\)'),
        ({"scenarios": ["2018-thw"]}, r'scenario "2018-thw" is unknown \(did you mean "2018-thaw"\?\)'),
        ({"policies": ["waiting"]}, r"two policies or more \(the control is payoff: compare waiting payoff\)"),
    ],
)
def test_a_wrong_name_is_one_line(library, names, message):
    settings = {"policies": ["waiting", "standstill"], **names}
    with pytest.raises(DocumentError, match=message) as told:
        asked(library, settings.pop("policies"), **settings)
    assert "\n" not in str(told.value)


def test_grounds_are_the_claims_that_move_a_coefficient(library):
    found = grounds(library, "k_ally")
    claims = library.claims()
    assert {each.claim for each in found.raising if each.argument != "contrast"} == {
        name for name, claim in claims.items() if "k_ally" in claim.raises and claim.stance != "rebuts"
    }
    lowering = {name for name, claim in claims.items() if "k_ally" in claim.lowers}
    assert {each.claim for each in found.lowering if each.argument != "contrast"} == lowering
    first = found.raising[0]
    assert (first.claim.split(".")[0], first.author, first.strength) == ("alliance", "Leif-Eric Easley", "strong")
    assert [each.claim for each in grounds(library, "k_coerce").raising][0].startswith("contrast.")  # no op-ed argues for it


# the command


def test_the_command_prints_a_table_and_what_flips_it(peninsula, planted, layout):
    planted(lambda cell, games, measure: 5.0 + (0.0 if place(cell) == ONE else value(layout, cell, "k_ally") - 0.7) + 0.1 * luck(games, place(cell)))
    code, out, err = peninsula("compare", ONE, OTHER, "payoff", "--measure", "cohesion", "--games", "100", "--pair", ONE, OTHER)
    assert code == 0 and err.endswith(f"cohesion: what flips {ONE} and {OTHER}\n")
    lines = out.splitlines()
    assert max(map(len, lines)) <= 120
    heads = [line for line in lines if line.split()[:2] == ["lead", "opening"]]
    assert heads[0].split()[-7:] == ["mean", "worst", "regret", "50", "%", "90", "%"]
    assert any(line.startswith("  k_ally between 0.") and line.endswith("A settled alliance carries talks") for line in lines)
    assert "raised by alliance.cost_sharing_first (Leif-Eric Easley, strong)" in out
    assert "lowered by lead." in out


def test_the_command_says_how_far_it_looked(peninsula, planted):
    planted(lambda cell, games, measure: (1.0 if place(cell) == ONE else 0.0) + 0.1 * luck(games, place(cell)))
    out = peninsula("compare", ONE, OTHER, "--measure", "cohesion", "--games", "100")[1].replace("\n  ", " ")
    assert "nothing that was found. Each of 25 coefficients was moved alone over 0-1 from pool" in out
    assert "tried at 0, 0.5, 1 on 100 paired games" in out


def test_the_command_prints_one_json_document(peninsula, planted, layout):
    planted(lambda cell, games, measure: (0.7 if place(cell) == ONE else value(layout, cell, "k_ally")) + 0.1 * luck(games, place(cell)))
    found = json.loads(peninsula("compare", ONE, OTHER, "--measure", "cohesion", "--lens", "lead", "--games", "100", "--json")[1])
    assert found["measures"][0]["ranked"] == [ONE, OTHER]
    assert found["searches"][0]["flips"][0]["coefficient"] == "k_ally" and found["grounds"]["k_ally"]["raising"]
    assert found["pairs"][0]["leads"]["lead"]["value"] == pytest.approx(0.6, abs=0.1)  # lead's k_ally is 0.1


def test_a_folder_is_compared_without_new_games(peninsula, library, tmp_path, plain):
    from sim.batch.run import run_batch
    from tests.batch.conftest import EVERYBODY, small

    run_batch(small(policies={EVERYBODY: ["random", "standing"]}), out=tmp_path / "out", library=library, native=False)
    folder = str(tmp_path / "out")
    code, out, err = peninsula("compare", folder, "--measure", "arsenal", "--measure", "DPRK.test.srbm")
    assert code == 0 and "new games" in err and "arsenal: " in out and "DPRK.test.srbm: " in out and "war: " not in out
    assert "random" in out and "standing" in out and "What flips" not in out
    assert peninsula("compare", folder, "--measure", "arsnal")[::2] == (1, 'peninsula: the batch has no measure "arsnal" (did you mean "arsenal"?)\n')
    assert peninsula("compare", folder, "--lens", "lead")[0] == 1
    assert peninsula("compare", folder, "--scenario", "tutoriel")[0] == 2


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["standstil", "waiting"], 2, 'peninsula: policy "standstil" is unknown (did you mean "standstill"?)'),
        (["standstill", "waiting", "--pair", "standstill", "koreanize"], 2, 'peninsula: policy "koreanize" is unknown (known: standstill, waiting)'),
        (["standstill", "waiting", "--from", "poll"], 2, 'peninsula: lens "poll" is unknown (did you mean "pool"?)'),
        ([], 2, "peninsula: Missing argument 'POLICY...|DIR'."),
    ],
)
def test_what_is_wrong_is_one_clear_line(peninsula, arguments, code, line):
    found = peninsula("compare", *arguments)
    assert (found[0], found[1], found[2].strip()) == (code, "", line)


@pytest.mark.native
def test_pressure_keeps_the_arsenal_down_only_where_it_denies(library):
    """The planted flip of the rulebook itself: what pressure denies is a coefficient, and from contrast its loss turns the arsenal around."""
    ask = asked(library, ["maximum-pressure", "pandemic-opening"], lenses=["opening", "contrast"], measures=["arsenal"], games=200)
    found = compare(library, ask)
    assert found.maps[0].first("opening") == "pandemic-opening" and found.maps[0].first("contrast") == "maximum-pressure"
    assert found.pairs[0].differing
    assert found.searches[0].begun
