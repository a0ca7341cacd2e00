"""The program's own exp, log, normal and draws: known answers, accuracy, order and symmetry."""

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.kernel import numerics

NUMBERS = st.floats(-700, 700, allow_subnormal=False)
POSITIVE = st.floats(1e-290, 1e290, allow_subnormal=False)
DRAWS = st.integers(0, 2**32 - 1).map(lambda word: (word + 0.5) / 2**32)

# Random123 (Salmon and others, SC 2011), kat_vectors, philox4x32 10: counter, key, first word
KNOWN_PHILOX = [
    ((0, 0, 0, 0), (0, 0), 0x6627E8D5),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, 0x408F276D),
    ((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0), 0xD16CFE09),
]
# bits that every platform must give; written once from this source
GOLDEN = [
    (numerics.exp_, 1.0, "0x1.5bf0a8b14576ap+1"),
    (numerics.exp_, -0.1, "0x1.cf46d99d52b3ap-1"),
    (numerics.exp_, 37.5, "0x1.1293919c201e5p+54"),
    (numerics.log_, 2.0, "0x1.62e42fefa39efp-1"),
    (numerics.log_, 0.1, "-0x1.26bb1bbb55515p+1"),
    (numerics.log_, 1.0000001, "0x1.ad7f2847b6492p-24"),
    (numerics.normal, 0.975, "0x1.f5c0331eeff82p+0"),
    (numerics.normal, 1e-9, "-0x1.7fdc11f44b5a7p+2"),
    (numerics.normal, 0.3, "-0x1.0c7e39582c5fap-1"),
]


@pytest.mark.parametrize(("counter", "key", "word"), KNOWN_PHILOX)
def test_philox_gives_the_known_answers(counter, key, word):
    index, purpose, season, game = counter
    assert numerics.philox(key[0] | key[1] << 32, game, season, purpose, index) == word


def test_every_word_of_the_counter_and_the_key_moves_the_draw():
    base = (7, 1, 2, 3, 4)
    moved = [tuple(value + (place == at) for at, value in enumerate(base)) for place in range(len(base))]
    far_seed = (7 + 2**40, 1, 2, 3, 4)
    assert len({numerics.philox(*key) for key in (base, far_seed, *moved)}) == len(moved) + 2


def test_draws_look_uniform():
    draws = [numerics.uniform(1, 0, 0, 0, index) for index in range(4000)]
    assert abs(sum(draws) / len(draws) - 0.5) < 0.02
    assert all(0 < draw < 1 for draw in draws)
    tenths = [sum(1 for draw in draws if int(draw * 10) == tenth) for tenth in range(10)]
    assert min(tenths) > 330


@pytest.mark.parametrize(("function", "argument", "bits"), GOLDEN)
def test_golden_bits(function, argument, bits):
    assert function(argument).hex() == bits


@given(NUMBERS)
def test_exp_is_accurate(x):
    assert math.isclose(numerics.exp_(x), math.exp(x), rel_tol=1e-14)


@given(POSITIVE)
def test_log_is_accurate(x):
    assert math.isclose(numerics.log_(x), math.log(x), rel_tol=1e-14)


@given(st.floats(0.5, 2))
def test_log_is_accurate_around_one(x):
    assert math.isclose(numerics.log_(x), math.log(x), rel_tol=1e-14)


@given(DRAWS)
def test_normal_is_accurate(u):
    assert math.isclose(numerics.normal(u), NormalDist().inv_cdf(u), rel_tol=1e-14, abs_tol=1e-300)


@pytest.mark.parametrize("function", [numerics.exp_, numerics.log_, numerics.normal, numerics.logistic, numerics.gumbel])
def test_rising(function):
    grid = [place / 5000 for place in range(1, 5000)]
    values = [function(x) for x in grid]
    assert all(low < high for low, high in zip(values, values[1:], strict=False))


@given(NUMBERS, NUMBERS)
def test_exp_keeps_order(x, y):
    low, high = sorted((x, y))
    if high - low > 1e-9 * max(1.0, abs(high)):
        assert numerics.exp_(low) < numerics.exp_(high)


@given(DRAWS)
def test_normal_is_symmetric_in_every_bit(u):
    assert numerics.normal(u) == -numerics.normal(1.0 - u)


@given(st.floats(-30, 30))
def test_logistic_is_symmetric(x):
    assert math.isclose(numerics.logistic(x) + numerics.logistic(-x), 1.0, rel_tol=1e-15)


@pytest.mark.parametrize("x", [1e9, -1e9, 701.0, -701.0, float("inf"), float("-inf")])
def test_exp_out_of_range_is_clipped(x):
    assert numerics.exp_(x) == numerics.exp_(math.copysign(700.0, x))


@pytest.mark.parametrize("x", [0.0, -1.0, 1e-305])
def test_log_of_nothing_is_finite(x):
    assert numerics.log_(x) == numerics.log_(1e-300)


def test_extreme_draws_are_finite():
    for u in (0.5 / 2**32, 1 - 0.5 / 2**32):
        assert math.isfinite(numerics.normal(u))
        assert math.isfinite(numerics.gumbel(u))


def test_the_compiled_program_holds_the_same_functions(program):
    for function, argument, _ in GOLDEN:
        assert getattr(program.run, function.__name__)(argument) == function(argument)
