import pytest

from sim.documents.lens import compute_lens, read_lens, why_coefficient
from sim.documents.library import Library
from sim.documents.rulebook import Rulebook

# by the rule of model.md §8 from the claims as they stand; lead, opening, alliance, harmony, koreanization, mean
EXPECTED = {
    "k_press": (0.3, 0.7, 0.2, 1.0, 0.3, 0.5),
    "k_concert": (0.3, 0.3, 0.3, 1.0, 0.3, 0.44),
    "k_sched": (0.3, 0.3, 1.0, 0.3, 0.3, 0.44),
    "k_hedge": (0.3, 0.7, 0.3, 1.0, 0.3, 0.52),
    "k_ally": (0.1, 0.3, 1.0, 0.7, 0.3, 0.48),
    "k_hanoi": (1.0, 0.3, 1.0, 0.3, 0.3, 0.58),
    "k_shirk": (0.3, 0.3, 0.3, 1.0, 0.3, 0.44),
    "k_coerce": (0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    "k_denial": (0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
}
ORDER = ("lead", "opening", "alliance", "harmony", "koreanization", "pool")


def test_lenses_follow_from_the_claims(library: Library):
    for coefficient, row in EXPECTED.items():
        assert tuple(read_lens(library, name).values[coefficient] for name in ORDER) == row


def test_every_lens_has_every_coefficient_in_range(library: Library, book: Rulebook):
    for name in library.lens_names():
        values = read_lens(library, name).values
        assert list(values) == list(book.coefficients)
        assert all(0 <= value <= 1 for value in values.values())


def test_what_an_author_rebuts_never_raises_his_lens(library: Library, book: Rulebook):
    argument = library.arguments()["koreanization"]
    rebutted = [name for name, claim in argument.claims.items() if claim.stance == "rebuts"]
    assert rebutted == ["us_ranks_disarmament_first"]
    assert "k_spent" in argument.claims[rebutted[0]].raises
    assert compute_lens(argument, book.lens_rule, ["k_spent"])["k_spent"] < book.lens_rule.silent
    assert argument.full_id(rebutted[0]) not in why_coefficient(argument, "k_spent")


def test_why_names_the_claims_that_set_a_value(library: Library):
    arguments = library.arguments()
    assert why_coefficient(arguments["alliance"], "k_sched") == ["alliance.technical_test_schedule"]
    assert why_coefficient(arguments["lead"], "k_sched") == []


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        ("harmony=0.7,alliance=0.3", "harmony=0.7,alliance=0.3"),
        ("alliance=3, harmony=7", "harmony=0.7,alliance=0.3"),
        ("harmony=2", "harmony"),
        ("lead=1,opening=1,alliance=1", "lead=0.3334,opening=0.3333,alliance=0.3333"),
        ("pool=1,contrast=1", "pool=0.5,contrast=0.5"),
    ],
)
def test_mixes_have_one_name_and_mean_what_it_says(library: Library, spec: str, name: str):
    lens = read_lens(library, spec)
    assert lens.name == name
    assert read_lens(library, lens.name) == lens


def test_a_mix_is_the_weighted_mean(library: Library):
    mix = read_lens(library, "harmony=0.7,alliance=0.3").values
    harmony, alliance = read_lens(library, "harmony").values, read_lens(library, "alliance").values
    for name, value in mix.items():
        assert value == pytest.approx(0.7 * harmony[name] + 0.3 * alliance[name], abs=1e-6)
