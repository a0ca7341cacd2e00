"""Vector code: graphs fold without changing a bit, tracing says what the source says, results do not depend on how work is split."""

import ctypes
import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sim.rollout import cache
from sim.rollout.lanes.graph import Graph
from sim.rollout.lanes.kernels import Lanes, Way
from sim.rollout.lanes.tracing import TracingError
from sim.rollout.lanes.vectors import LANES, STRIDE, Kernel, module_text, needed
from sim.rollout.program import compile_rulebook, native_available
from sim.rollout.runner import Start, play_games
from sim.rollout.session import new_session
from tests.rollout.lanes import evaluate

FIELDS = ("played", "states", "orders", "facts", "boards")


@pytest.fixture(scope="module")
def lanes(program) -> Lanes:
    return Lanes(program)


class TestGraph:
    def test_the_same_operation_is_one_node(self):
        graph = Graph(loose=False)
        a, b = graph.load("s", 0), graph.load("s", 1)
        assert graph.arithmetic("add", a, b) is graph.arithmetic("add", a, b)
        assert graph.arithmetic("add", a, b) is not graph.arithmetic("add", b, a)

    def test_constants_fold_to_what_python_computes(self):
        graph = Graph(loose=False)
        assert graph.arithmetic("add", 0.1, 0.2) == 0.1 + 0.2
        assert graph.compare("le", 2, 2.0) is True
        assert graph.select(False, 1.0, 2.0) == 2.0

    def test_what_may_change_the_sign_of_a_zero_folds_only_where_that_is_allowed(self):
        strict, loose = Graph(loose=False), Graph(loose=True)
        for graph in (strict, loose):
            x = graph.load("s", 0)
            assert graph.arithmetic("mul", x, 1.0) is x
            assert graph.arithmetic("sub", x, 0.0) is x
            assert (graph.arithmetic("add", x, 0.0) is x) == graph.loose
            assert (graph.arithmetic("mul", 0.0, x) == 0.0) == graph.loose

    def test_operands_keep_their_sides(self):
        graph = Graph(loose=True)
        switch = graph.select(graph.compare("gt", graph.load("s", 0), 1.0), 5.0, 3.0)
        made = graph.arithmetic("sub", 10.0, switch)
        assert made.parts[1:] == (5.0, 7.0)
        assert graph.arithmetic("sub", switch, 10.0).parts[1:] == (-5.0, -7.0)

    def test_a_comparison_goes_through_a_table(self):
        graph = Graph(loose=False)
        at = graph.load("o", 0)
        assert graph.compare("ge", graph.pick((0.0, 1.0, 2.0), at), 5.0) is False


def random_block(lanes: Lanes, seed: int) -> dict[tuple[str, int], float]:
    """Return the values of a block as one game could have them: dials and memories, legal settings, a lens, events, no accords."""
    draw = random.Random(seed)
    run, rows, layout = lanes.run, lanes.rows, lanes.program.layout
    block: dict[tuple[str, int], float] = {}
    for place in range(run.N_STATE):
        block["s", place] = draw.uniform(0.0, 10.0) if place < run.CARD_FIRST else float(draw.random() < 0.3)
    for lever, settings in enumerate(layout.settings):
        block["o", lever] = float(draw.randrange(len(settings)))
        for name in ("KNOWN", "STANDING"):
            block["x", rows.first[name] + lever] = block["o", lever]
        block["x", rows.first["FIXED"] + lever] = float(draw.choice([-1, -1, draw.randrange(len(settings))]))
    for place in range(len(layout.coefficients)):
        block["u", rows.shared["K"] + place] = draw.random()
    for place in range(len(layout.inputs)):
        block["u", rows.shared["E"] + place] = float(draw.random() < 0.3)
    shared = {"FOG": 1.0, "CAPITAL_ON": float(draw.random() < 0.5), "MANDATES": 1.0, "PRECISION": 2.0, "SEED": draw.getrandbits(62), "SEASON": 3}
    block.update({("u", rows.shared[name]): value for name, value in shared.items()})
    block["x", rows.first["GAME"]] = draw.randrange(10**6)
    return block


def arrays(lanes: Lanes, block: dict[tuple[str, int], float]) -> tuple[list[float], list[int], list[float], list[float], list[float]]:
    """Return state, orders, coefficients, events and bounds of a block as the plain program takes them."""
    run, shared, layout = lanes.run, lanes.rows.shared, lanes.program.layout
    e = [block["u", shared["E"] + place] for place in range(len(layout.inputs))]
    e[run.SIGNED_NOW] = 0.0
    return (
        [block["s", place] for place in range(run.N_STATE)],
        [int(block["o", lever]) for lever in range(run.N_LEVERS)],
        [block["u", shared["K"] + place] for place in range(len(layout.coefficients))],
        e,
        [0.0] * run.N_BOUNDS,
    )


@pytest.mark.parametrize("seed", range(6))
def test_the_traced_season_is_the_plain_season(lanes, seed):
    run, rows = lanes.run, lanes.rows
    block = random_block(lanes, seed)
    s, o, k, e, b = arrays(lanes, block)
    made = evaluate(lanes.season(), lambda region, row: block.get((region, row), 0.0))
    draws = (block["u", rows.shared["SEED"]], block["x", rows.first["GAME"]], 3)
    d, f, n, acc = [0.0] * run.N_DRAWS, [0.0] * run.N_FLAGS, [0.0] * run.N_STATE, [0.0] * (run.SLOTS * run.SLOT_SIZE)
    run.draw_season(d, *draws)
    run.transition(s, o, k, e, d, b, acc, f, n)
    run.bank_capital(n, o, o)
    run.vote_in_seoul(s, n, o, k, e, b, True, *draws)
    assert [made["v", place] for place in range(run.N_STATE)] == n
    assert [made["x", rows.first["FLAGS"] + place] for place in range(run.N_FLAGS)] == f
    payoffs = [run.payoff(seat, s, o, k, e, b, f, n, 1.0, 0.0) for seat in range(4)]
    assert [made["x", rows.first["PAYOFFS"] + seat] for seat in range(4)] == payoffs
    assert made["x", rows.first["HAZARD"]] == run.incident_chance(n, o, k, e, b)
    assert made["x", rows.first["AT_WAR"]] == run.expected_war(s, o, k, e, b, f, n, [0.0] * run.N_STATE)


CHOICES = [*((seat, Way(2, noisy=True)) for seat in range(4)), (0, Way(1, noisy=True)), (2, Way(3, noisy=True)), (3, Way(1, noisy=False))]


@pytest.mark.parametrize(("seat", "way"), CHOICES, ids=str)
def test_the_traced_choice_is_the_plain_choice(lanes, seat, way):
    run, rows = lanes.run, lanes.rows
    kernel = lanes.choice(seat, way)
    for seed in range(3):
        block = random_block(lanes, seed)
        s, o, k, e, b = arrays(lanes, block)
        made = evaluate(kernel, lambda region, row, block=block: block.get((region, row), 0.0))
        fixed = [int(block["x", rows.first["FIXED"] + lever]) if way.noisy else -1 for lever in range(run.N_LEVERS)]
        budget = s[run.CAPITAL + seat] if block["u", rows.shared["CAPITAL_ON"]] and way.noisy else -1.0
        calm, acc = [0.0] * run.N_DRAWS, [0.0] * (run.SLOTS * run.SLOT_SIZE)
        run.quiet(calm)
        scratch = [[0.0] * run.N_OPTIONS, [0.0] * run.N_OPTIONS, [0.0] * run.N_FLAGS, [0.0] * run.N_STATE, [0.0] * run.N_STATE]
        draws = (block["u", rows.shared["SEED"]], block["x", rows.first["GAME"]], 3)
        run.choose(seat, s, list(o), k, e, b, acc, 2.0, way.depth, budget, fixed, way.noisy, *draws, o, calm, *scratch)
        assert [made["o", lever] for lever in range(run.N_LEVERS) if run.OWNER[lever] == seat] == [
            o[lever] for lever in range(run.N_LEVERS) if run.OWNER[lever] == seat
        ]


def test_a_choice_keeps_only_what_the_seat_reads(lanes):
    """Dead terms go: China, which reads least, does not pay for everybody's dials."""
    sizes = [len(needed(lanes.choice(seat, Way(2, noisy=True)))) / lanes.run.ORDER_COUNT[seat] for seat in range(4)]
    assert sizes[3] < 0.7 * sizes[2]


def test_what_cannot_be_traced_is_told(lanes):
    desk = lanes.desk(loose=False)
    with pytest.raises(TracingError, match="not part of the program"):
        desk.call("nothing_of_the_kind")


needs_numba = pytest.mark.skipif(not native_available(), reason="Numba is not installed")


def rows_of(games, first: int, count: int) -> list[list[float]]:
    """Return what is known of some games of a run, field by field."""
    found = []
    for name in FIELDS:
        values = list(getattr(games, name))
        each = len(values) // len(games.played)
        found.append(values[first * each : (first + count) * each])
    return found


@needs_numba
@pytest.mark.native
def test_results_do_not_depend_on_the_split(library):
    session = new_session("2020-pandemic", rng_seed=11, length=6, library=library)
    start = Start(session.game.program, session.scenario, session.game.terms)
    whole = play_games(start, 3 * LANES + 5, native=True, threads=1)
    for threads in (2, 3, 7):
        assert rows_of(play_games(start, 3 * LANES + 5, native=True, threads=threads), 0, 3 * LANES + 5) == rows_of(whole, 0, 3 * LANES + 5)
    part = play_games(start, LANES + 3, native=True, first=LANES - 9, threads=2)
    assert rows_of(part, 0, LANES + 3) == rows_of(whole, LANES - 9, LANES + 3)
    bare = play_games(start, 10, native=True, traces=False)
    assert len(bare.states) == 0
    assert list(bare.facts) == rows_of(whole, 0, 10)[FIELDS.index("facts")]
    assert len(play_games(start, 0, native=True).played) == 0


def other_rulebook(library):
    """Return a program whose seats look three seasons ahead and whose worths read what accords bind and what was just signed."""
    book, sources = library.rulebook()
    data = book.model_dump(by_alias=True)
    level = data["choice"]["levels"]["expert"]
    data["choice"]["levels"]["expert"] = {**level, "depth": 3}
    for seat in ("US", "DPRK"):
        data["answers"][seat]["already_bound"] = {"add": "0.4 * [bound(DPRK.test) > 0.5] + 0.3 * accords(DPRK) + signed_now", "ours": "for a test"}
    return compile_rulebook(type(book).model_validate(data), sources)


@needs_numba
@pytest.mark.native
def test_another_rulebook_gives_the_same_bits_too(library):
    program = other_rulebook(library)
    assert Lanes(program).worths_read_bounds()
    session = new_session("2017-harmony", rng_seed=5, length=10, library=library)
    start = Start(program, session.scenario, session.game.terms, level={"US": "expert", "ROK": "novice", "DPRK": "standard", "CHN": "expert"})
    start = replace(start, accords=("standstill",))
    native, plain = play_games(start, 4, native=True), play_games(start, 4, native=False)
    assert rows_of(native, 0, 4) == rows_of(plain, 0, 4)
    assert sum(native.facts[2 :: len(native.facts) // 40]) > 0  # accords were signed


@needs_numba
@pytest.mark.native
def test_numbers_in_lanes_equal_plain_ones(lanes):
    from sim.rollout.lanes.compiled import compile_text, load_object  # noqa: PLC0415

    desk = lanes.desk(loose=False)
    x = desk.graph.load("x", 0)
    functions = {"exp_": -900.0, "log_": -1.0, "normal": 0.0, "gumbel": 0.0, "logistic": -30.0}
    outputs = [("v", place, desk.call(name, x)) for place, name in enumerate(functions)]
    outputs.append(("v", len(functions), desk.call("uniform", *desk.draw, 9, 4)))
    engine = load_object(compile_text(module_text([Kernel("numbers", "Everything by hand.", desk.graph, outputs)])))
    run = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 5)(engine.get_function_address("numbers"))
    rows = (ctypes.c_double * (lanes.rows.count * STRIDE))()
    made = (ctypes.c_double * (len(outputs) * STRIDE))()
    shared = (ctypes.c_double * lanes.rows.shared_count)()
    words = ctypes.cast(shared, ctypes.POINTER(ctypes.c_int64))
    games = ctypes.cast(rows, ctypes.POINTER(ctypes.c_int64))
    words[lanes.rows.shared["SEED"]], words[lanes.rows.shared["SEASON"]] = 2**62 + 12345, 7
    addresses = [ctypes.addressof(each) for each in (rows, rows, rows, made, shared)]
    for place, (name, low) in enumerate(functions.items()):
        for turn in range(20):
            for lane in range(LANES):
                u = (turn * LANES + lane + 0.5) / (20 * LANES)
                rows[lane] = u if low == 0.0 else low + u * 2.0 * abs(low)
                games[lanes.rows.first["GAME"] * STRIDE + lane] = turn * 1000 + lane
            run(*addresses)
            plain = [getattr(lanes.run, name)(rows[lane]) for lane in range(LANES)]
            assert [made[place * STRIDE + lane] for lane in range(LANES)] == plain
            drawn = [lanes.run.uniform(2**62 + 12345, turn * 1000 + lane, 7, 9, 4) for lane in range(LANES)]
            assert [made[len(functions) * STRIDE + lane] for lane in range(LANES)] == drawn


CHILD = """
from sim.documents.library import Library
from sim.rollout.runner import Start, play_games
from sim.rollout.session import new_session
session = new_session("2020-pandemic", rng_seed=4, length=4, library=Library())
games = play_games(Start(session.game.program, session.scenario, session.game.terms), 5, native=True)
print([value.hex() for value in games.boards])
"""


def child(folder: Path) -> subprocess.Popen[str]:
    """Start a process of its own that plays native games with its cache in a folder."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder)}
    return subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


@needs_numba
@pytest.mark.native
def test_two_processes_may_compile_at_once_and_a_damaged_cache_is_mended(tmp_path):
    """Both start with nothing in the cache; then everything in it is damaged on disk; then the cache cannot be written at all."""
    first, second = child(tmp_path), child(tmp_path)
    told = [process.communicate(timeout=300) for process in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0), told
    assert told[0][0] == told[1][0]
    folder = tmp_path / "peninsula" / "programs"
    assert not list(folder.glob("*.tmp"))
    objects = sorted(folder.glob("lanes_*.o"))
    assert len(objects) == 2
    objects[0].write_bytes(objects[0].read_bytes()[:5000])
    (loops,) = (folder / "__pycache__").glob("program_*.play_blocks-*.nbc")
    whole = loops.read_bytes()
    damaged = whole[:-1000] + bytes(byte ^ 255 for byte in whole[-1000:])
    loops.write_bytes(damaged)
    again = child(tmp_path)
    assert again.communicate(timeout=300)[0] == told[0][0]
    assert cache.read_sealed(objects[0]) and loops.read_bytes() != damaged
    (tmp_path / "file").write_text("")
    nowhere = child(tmp_path / "file")
    out, err = nowhere.communicate(timeout=300)
    assert out == told[0][0]
    assert err.splitlines() == [
        f"{tmp_path / 'file' / 'peninsula' / 'programs'}: Not a directory; the program is compiled anew for every run "
        "(PENINSULA_CACHE names another folder)"
    ]
