"""What fills a seat: payoff, random, script and person; advisers and the posterior over lenses."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.agents.advisers import council
from sim.agents.payoff import acceptance, appraise, choose, gain
from sim.agents.posterior import evidence_of, log_likelihood, posterior
from sim.documents.errors import DocumentError
from sim.engine.expression import ExpressionError
from sim.engine.policy import compile_policy, join_policies
from sim.rollout.session import make_agent, new_session
from tests.engine.games import SEATS, decisions, lens_values, persons_game, play, season

LENSES = ("lead", "opening", "alliance", "harmony", "koreanization", "contrast")


@pytest.fixture
def lenses(library):
    return {name: lens_values(library, name) for name in LENSES}


# --- payoff


def test_the_draw_is_a_logit_draw(library):
    """Over many games the settings of the first lever come as often as their chances say."""
    counts: dict[str, int] = {}
    expected: dict[str, float] = {}
    for rng_seed in range(300):
        session = new_session("2020-pandemic", rng_seed=rng_seed, fog=False, mechanics={"cards": False}, length=4, library=library)
        desk = session.game.desk("CHN")
        choice = choose(desk)
        lever = desk.program.layout.lever("CHN.unsc")
        for setting, name in enumerate(desk.program.layout.settings[lever]):
            expected[name] = expected.get(name, 0.0) + choice.chance[desk.program.layout.options[lever] + setting]
        name = desk.program.layout.settings[lever][choice.orders[lever]]
        counts[name] = counts.get(name, 0) + 1
    for name, number in expected.items():
        spread = 4 * math.sqrt(max(number * (1 - number / 300), 1))
        assert abs(counts.get(name, 0) - number) < spread


def test_without_noise_the_best_setting_is_taken(library):
    session = new_session("2018-thaw", rng_seed=1, length=4, library=library)
    for seat in SEATS:
        desk = session.game.desk(seat)
        choice, layout = choose(desk, noisy=False), desk.program.layout
        for lever in layout.seat_levers[desk.seat]:
            first = layout.options[lever]
            values = choice.value[first : first + len(layout.settings[lever])]
            assert values[choice.orders[lever]] == max(values)


def test_a_more_precise_level_is_nearer_to_its_best(library):
    def mean_chance_of_best(level: str) -> float:
        session = play(new_session("2020-pandemic", level=level, rng_seed=2, length=4, library=library), 2)
        tops = [max(choice.chances.values()) for _, _, explanation in decisions(session.game) for choice in explanation.levers]
        return sum(tops) / len(tops)

    assert mean_chance_of_best("novice") < mean_chance_of_best("standard") < mean_chance_of_best("expert")


def test_an_accord_s_gain_is_a_visible_sum(library):
    session = new_session("2020-pandemic", rng_seed=2, length=4, library=library)
    desk = session.game.desk("DPRK")
    book, run = desk.program.book, desk.program.run
    clauses, seen = ("no_long_range", "exemption"), appraise(desk)
    t = [0.0] * 20
    count = run.answer_terms_DPRK(desk.view, desk.standing, desk.k, desk.e, desk.b, t)
    own, theirs = (list(book.clauses).index(clause) for clause in clauses)
    total = sum(t[:count]) - seen.worths[own * 5] + seen.reliability[SEATS.index("US")] * seen.worths[theirs * 5 + 1 + desk.seat]
    assert gain(desk, desk.seat, clauses) == pytest.approx(total, abs=1e-12)
    assert acceptance(desk, clauses) == pytest.approx(1 / (1 + math.exp(-book.answers.precision * total)))


def test_ai_seats_propose_answer_and_counter(library):
    outcomes = set()
    for rng_seed in range(12):
        session = play(new_session("2018-thaw", lens="koreanization", rng_seed=rng_seed, length=6, library=library))
        outcomes |= {offer.outcome for played in session.game.played for offer in played.account.offers}
    assert {"signed", "refused", "countered"} <= outcomes


def test_an_ai_seat_tables_only_what_it_may(library):
    for rng_seed in range(6):
        session = new_session("2018-thaw", lens="harmony", rng_seed=rng_seed, length=6, library=library)
        while not session.game.over:
            for offer in session.game.table.offers:
                assert session.game.table.check_clauses(offer.package, offer.clauses) == offer.clauses
                assert set(offer.answers) | {offer.by} >= set(offer.parties)
            season(session)


# --- random and script


def test_random_play_is_legal_and_uses_every_lever(library):
    session = play(new_session("2020-pandemic", seats=dict.fromkeys(SEATS, "random"), rng_seed=1, length=20, library=library))
    layout = session.game.program.layout
    used = {lever: {played.account.orders[lever] for played in session.game.played} for lever in range(len(layout.levers))}
    assert all(len(settings) > 1 for settings in used.values())


def test_a_script_sets_what_it_says(library):
    session = new_session("2020-pandemic", seats={"US": "script:waiting", "ROK": "script:waiting"}, rng_seed=4, length=5, library=library)
    play(session)
    for played in session.game.played:
        sheet = session.game.sheet_of("US", played.account.orders)
        assert sheet["dip"] in ("precondition", "open")
        assert (sheet["sanc"], sheet["mil"], sheet["china"]) == ("hold", "scaled", "none")


@pytest.mark.parametrize("name", ["payof", "script:", "script:waitin", "", "person "])
def test_an_unknown_agent_is_refused(library, name):
    with pytest.raises(DocumentError):
        make_agent(library, name)


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ("season >= 1", True),
        ("season > 1", False),
        ("hope < 10 and tension >= 0", True),
        ("not (hope < 10)", False),
        ("min(hope, 0) == 0 and max(2, 3) == 3", True),
        ("clip(20, 0, 10) - pos(-1) == 10", True),
        ("US.dip >= open", True),
        ("bound(US.sanc) > 0.5 or in_force(standstill)", False),
        ("-hope / 2 < 0", True),
        ("missed(US) + accords(US) <= 0", True),
        ("pandemic", True),
    ],
)
def test_conditions_of_policies(library, program, when, holds):
    policy = compile_policy(program, "test", [("US", when, {"US.pledge": "assure"})])
    desk = persons_game(library).game.desk("US")
    fixed = [-1] * program.run.N_LEVERS
    args = (desk.view, desk.standing, desk.e, desk.b, 1.0, [0.0] * 32, fixed)
    program.run.demands(desk.seat, policy.rules, len(policy.rules) // 5, policy.code, *args)
    lever = program.layout.lever("US.pledge")
    assert fixed[lever] == (program.layout.setting("US.pledge", "assure") if holds else -1)


@pytest.mark.parametrize(
    ("when", "column"),
    [("tensoin > 1", 0), ("US.dip >= opne", 10), ("1 / hope > 1", 2), ("gravity(DPRK.test) > 1", 0), ("missed(USA)", 7), ("next.hope > 1", 0)],
)
def test_wrong_conditions_point_at_their_column(program, when, column):
    with pytest.raises(ExpressionError) as caught:
        compile_policy(program, "test", [("US", when, {"US.pledge": "assure"})])
    assert caught.value.column == column


def test_a_deep_condition_is_refused_or_fits_the_stack(library, program):
    try:
        policy = compile_policy(program, "test", [("US", "0 < " + "clip(0, 0, " * 20 + "1" + ")" * 20, {"US.pledge": "assure"})])
    except ExpressionError:
        return
    desk, fixed = persons_game(library).game.desk("US"), [-1] * program.run.N_LEVERS
    program.run.demands(0, policy.rules, 1, policy.code, desk.view, desk.standing, desk.e, desk.b, 1.0, [0.0] * 32, fixed)
    assert fixed[program.layout.lever("US.pledge")] >= 0


def test_joined_policies_demand_what_each_demands(program):
    one = compile_policy(program, "one", [("US", "hope > 20", {"US.pledge": "assure"}), ("US", None, {"US.dip": "open"})])
    other = compile_policy(program, "other", [("ROK", "season > 0", {"ROK.aid": "aid"})])
    joined = join_policies([one, other])
    fixed = [-1] * program.run.N_LEVERS
    for seat in (0, 1):
        args = ([0.0] * program.run.N_STATE, [0] * program.run.N_LEVERS, [0.0] * program.run.N_INPUTS, [0.0] * program.run.N_BOUNDS)
        program.run.demands(seat, joined.rules, len(joined.rules) // 5, joined.code, *args, 1.0, [0.0] * 32, fixed)
    demanded = {program.layout.levers[lever]: setting for lever, setting in enumerate(fixed) if setting >= 0}
    assert demanded == {"US.dip": 1, "ROK.aid": 1}


# --- posterior and advisers


def test_with_no_evidence_every_lens_is_as_likely(lenses):
    assert set(posterior([], lenses).values()) == {1 / len(lenses)}


@pytest.mark.parametrize("truth", ["contrast", "harmony"])
def test_the_posterior_finds_the_lens_of_the_world(library, lenses, truth):
    scores = dict.fromkeys(LENSES, 0.0)
    for rng_seed in range(3):
        session = play(new_session("2020-pandemic", lens=truth, rng_seed=rng_seed, length=8, library=library))
        for each in evidence_of(session.game):
            for name, values in lenses.items():
                scores[name] += log_likelihood(each, values)
    assert max(scores, key=lambda name: scores[name]) == truth


def test_the_posterior_is_the_product_of_the_conditionals(library, lenses):
    session = play(new_session("2020-pandemic", lens="lead", rng_seed=1, length=4, library=library), 1)
    for evidence, (_, _, explanation) in zip(evidence_of(session.game), decisions(session.game), strict=True):
        assert log_likelihood(evidence, lenses["lead"]) == pytest.approx(math.log(explanation.chance), abs=1e-9)


def test_a_viewer_s_posterior_does_not_depend_on_the_world_s_lens(library, lenses):
    """Persons play the same sheets in two worlds; AI seats alone would be evidence, and there is none."""
    for lens in ("lead", "contrast"):
        session = play(persons_game(library, lens=lens), 2)
        assert set(posterior(evidence_of(session.game, "US"), lenses).values()) == {1 / len(lenses)}


def test_every_adviser_gives_a_legal_sheet_with_reasons(library, lenses):
    session = new_session("2020-pandemic", seats={"ROK": "person"}, rng_seed=3, length=4, library=library)
    advice = council(session.game.desk("ROK"), lenses)
    assert [each.adviser for each in advice] == list(LENSES)
    assert len({tuple(each.sheet.items()) for each in advice}) > 1
    for each in advice:
        session.game.check("ROK", each.sheet)
        assert 1 <= len(each.reasons) <= 2
        assert all(row.claims or row.ours for row in each.reasons)
        assert sum(each.test.values()) == pytest.approx(1.0)
        assert not any(lever.startswith("ROK.") for lever in each.expects)


@settings(max_examples=25)
@given(st.lists(st.floats(0, 1), min_size=25, max_size=25))
def test_any_lens_gives_chances(values):
    from sim.documents.library import Library

    session = persons_game(Library(), lens="pool")
    desk = session.game.desk("DPRK")
    desk.k[:] = values[: len(desk.k)]
    choice, layout = choose(desk), desk.program.layout
    for lever in layout.seat_levers[desk.seat]:
        first = layout.options[lever]
        assert sum(choice.chance[first : first + len(layout.settings[lever])]) == pytest.approx(1.0)
