"""Many games abreast: what expressions say is computed in lanes (`sim.rollout.lanes`), what accords do game by game.

A block `x` holds rows of `LANES` numbers, one a game; `words` is the same memory read as whole numbers. The pieces that work on one
game are those of `sim.rollout.kernel.games`; a game's column is taken out for them and put back. A game that has ended keeps its
lane, and nothing of it is written any more.
"""

# ruff: noqa: F403, F405
from sim.agents.kernel.bargaining import bargain
from sim.agents.kernel.choice import keep_promises
from sim.engine.kernel.conditions import demands
from sim.engine.kernel.model import *
from sim.engine.kernel.seasons import *
from sim.rollout.kernel.games import *
from sim.rollout.kernel.model import *

# --- kernel ---


def take(x, row, lane, out):
    """Write a game's column of rows to out."""
    for place in range(len(out)):
        out[place] = x[(row + place) * LANES + lane]


def put(x, row, lane, values):
    """Write values to a game's column of rows."""
    for place in range(len(values)):
        x[(row + place) * LANES + lane] = values[place]


def run_lanes(kernel, x, s, o, v):
    """Run a kernel over a block: s, o and v are the first rows of the state it reads, the orders, and what it writes."""
    base = x.ctypes.data
    row = LANES * 8
    call_kernel(kernel, base + s * row, base + o * row, base, base + v * row, base + AT_K * 8)


def any_in_force(acc):
    """Say whether any accord is in force in a game."""
    for slot in range(SLOTS):
        if acc[slot * SLOT_SIZE] > 0.5:
            return True
    return False


def start_block(x, words, code, acc, start, k, switches, seed, first_game):
    """Write the start of a block of games: everything shared, then what each game draws."""
    _, first_state, first_accords, first_standing = start
    for place in range(len(k)):
        x[AT_K + place] = k[place]
    x[AT_FOG] = switches[0]
    x[AT_CAPITAL_ON] = switches[1]
    x[AT_MANDATES] = switches[2]
    words[AT_SEED] = seed
    s = fresh(N_STATE)
    errors = fresh(4 * N_DIALS)
    for lane in range(LANES):
        words[ROW_GAME * LANES + lane] = first_game + lane
        s[:] = first_state
        draw_hidden(s, seed, first_game + lane, switches[4] > 0.5, switches[5] > 0.5)
        put(x, ROW_STATE, lane, s)
        put(x, ROW_ERRORS, lane, errors)
        put(x, ROW_STANDING, lane, first_standing)
        acc[lane][:] = first_accords
        for lever in range(N_LEVERS):
            x[(ROW_FIXED + lever) * LANES + lane] = -1.0
    for before in range(EARLIER):
        words[AT_SEASON] = BRANCH - EARLIER + before
        run_lanes(code[K_ERRORS], x, ROW_STATE, ROW_ORDERS, ROW_NEXT)


def see(x, code):
    """Write what every seat sees."""
    for seat in range(4):
        run_lanes(code[K_VIEW + seat], x, ROW_STATE, ROW_STANDING, ROW_VIEWS + seat * N_STATE)


def answer_misses_in_lanes(x, acc, alive, bargains, k, e, fog, seed, first_game, season):
    """Let injured seats snap accords back, game by game."""
    s, view, err, h = fresh(N_STATE), fresh(N_STATE), fresh(4 * N_DIALS), fresh(HIDDEN_COUNT)
    standing, known, b = fresh_ints(N_LEVERS), fresh_ints(N_LEVERS), fresh(N_BOUNDS)
    for lane in range(LANES):
        if not alive[lane] or not any_in_force(acc[lane]):
            continue
        take(x, ROW_STATE, lane, s)
        if not any_injured(s, acc[lane]):
            continue
        take(x, ROW_ERRORS, lane, err)
        take(x, ROW_STANDING, lane, standing)
        note_bounds(acc[lane], b)
        game = first_game + lane
        answer_misses(bargains, s, acc[lane], standing, known, k, e, b, err, fog, view, h, seed, game, season)
        put(x, ROW_STATE, lane, s)


def any_injured(s, acc):
    """Say whether any seat may snap an accord back."""
    for slot in range(SLOTS):
        for seat in range(4):
            if injured(seat, slot, s, acc):
                return True
    return False


def show_bounds(x, words, acc, alive):
    """Write what accords bind to the rows of a block."""
    b = fresh(N_BOUNDS)
    for lane in range(LANES):
        if alive[lane]:
            note_bounds(acc[lane], b)
            put(x, ROW_BOUNDS, lane, b)
            show_accords(x, words, acc[lane], lane)


def show_accords(x, words, acc, lane):
    """Write a game's accords to the rows of a block: by slot the clauses in force as bits, the parties, and whether the North is one."""
    for slot in range(SLOTS):
        at = slot * SLOT_SIZE
        need = 0
        on = acc[at] > 0.5
        for seat in range(4):
            x[(ROW_PARTY + slot * 4 + seat) * LANES + lane] = 1.0 if on and acc[at + 2 + seat] > 0.5 else 0.0
        x[(ROW_NORTH + slot) * LANES + lane] = 1.0 if on and acc[at + 2 + DPRK] > 0.5 else 0.0
        if on:
            for clause in range(int(acc[at + 8])):
                row = at + SLOT_HEAD + clause * CLAUSE_SIZE
                if acc[at + 2 + int(acc[row])] > 0.5:
                    need |= 1 << clause_number(acc, row)
        words[(ROW_NEED + slot) * LANES + lane] = need


def clause_number(acc, row):
    """Return the number in the catalogue of the clause that stands at a row of an accord."""
    for clause in range(N_CLAUSES):
        alike = True
        for place in range(CLAUSE_SIZE):
            if acc[row + place] != CLAUSES[clause * CLAUSE_SIZE + place]:
                alike = False
                break
        if alike:
            return clause
    raise ValueError("an accord holds a clause that is not in the catalogue")


def negotiate_in_lanes(x, code, acc, alive, bargains, scale, seed, first_game, season):
    """Let every seat that bargains offer, answer and counter, in all games of a block."""
    clauses, s, b = fresh_ints(CLAUSES_EACH), fresh(N_STATE), fresh(N_BOUNDS)
    may = x[ROW_MAY * LANES : (ROW_MAY + 4 * N_PACKAGES) * LANES]
    gains = x[ROW_GAINS * LANES : (ROW_GAINS + 4 * N_ENTRIES) * LANES]
    scores = x[ROW_SCORES * LANES : (ROW_SCORES + 4 * N_ENTRIES) * LANES]
    stale = True
    for proposer in range(4):
        if not bargains[proposer]:
            continue
        if stale:
            weigh_in_lanes(x, code, bargains)
        stale = False
        for lane in range(LANES):
            if not alive[lane]:
                continue
            entry = bargain(proposer, bargains, acc[lane], may, gains, scores, LANES, lane, seed, first_game + lane, season)
            slot = conclude(entry, acc[lane], s, clauses, scale) if entry >= 0 else -1
            if slot >= 0:
                for seat in range(4):
                    x[(ROW_STATE + MISSED_SLOT + slot * 4 + seat) * LANES + lane] = 0.0
                note_bounds(acc[lane], b)
                put(x, ROW_BOUNDS, lane, b)
                x[ROW_SIGNED_COUNT * LANES + lane] += 1.0
                stale = True


def weigh_in_lanes(x, code, bargains):
    """Write what every seat that bargains may table, and what entries are worth to it and score."""
    for seat in range(4):
        if bargains[seat]:
            view = ROW_VIEWS + seat * N_STATE
            run_lanes(code[K_KNOWN + seat], x, view, ROW_STANDING, ROW_KNOWN)
            run_lanes(code[K_OFFERS + seat], x, view, ROW_KNOWN, ROW_MAY + seat * N_PACKAGES)
            run_lanes(code[K_WORTHS + seat], x, view, ROW_KNOWN, ROW_GAINS)


def expect_in_lanes(x, acc, alive, seat, sheet):
    """Write to the rows of a sheet what `expect_orders` expects."""
    for lever in range(N_LEVERS):
        rests = OWNER[lever] == seat and (RESTRICTIVE[lever] or ACT[lever])
        for lane in range(LANES):
            x[(sheet + lever) * LANES + lane] = REST[lever] if rests else x[(ROW_KNOWN + lever) * LANES + lane]
    o = fresh_ints(N_LEVERS)
    for lane in range(LANES):
        if alive[lane] and any_in_force(acc[lane]):
            take(x, sheet, lane, o)
            keep_promises(seat, acc[lane], o)
            put(x, sheet, lane, o)


def demand_in_lanes(x, alive, seat, policy, e, season):
    """Write to the rows of demands what a policy demands of a seat."""
    rules, n_rules, codes = policy
    if n_rules == 0:
        return
    view, known, fixed, b, stack = fresh(N_STATE), fresh_ints(N_LEVERS), fresh_ints(N_LEVERS), fresh(N_BOUNDS), fresh(32)
    for lane in range(LANES):
        if alive[lane]:
            take(x, ROW_VIEWS + seat * N_STATE, lane, view)
            take(x, ROW_KNOWN, lane, known)
            take(x, ROW_BOUNDS, lane, b)
            take(x, ROW_FIXED, lane, fixed)
            e[SIGNED_NOW] = 1.0 if x[ROW_SIGNED * LANES + lane] > 0.5 else 0.0
            demands(seat, rules, n_rules, codes, view, known, e, b, float(season + 1), stack, fixed)
            put(x, ROW_FIXED, lane, fixed)


def set_other_sheets(x, alive, seat, kind, capital, k, e, seed, first_game, season):
    """Set a seat's sheet game by game, for agents that do not look ahead."""
    view, known, sheet, b, fixed = fresh(N_STATE), fresh_ints(N_LEVERS), fresh_ints(N_LEVERS), fresh(N_BOUNDS), fresh_ints(N_LEVERS)
    for lane in range(LANES):
        if alive[lane]:
            take(x, ROW_VIEWS + seat * N_STATE, lane, view)
            take(x, ROW_KNOWN, lane, known)
            take(x, ROW_SHEET, lane, sheet)
            take(x, ROW_BOUNDS, lane, b)
            take(x, ROW_FIXED, lane, fixed)
            e[SIGNED_NOW] = 1.0 if x[ROW_SIGNED * LANES + lane] > 0.5 else 0.0
            if kind == KIND_RANDOM:
                budget = view[CAPITAL + seat] if capital else -1.0
                random_sheet(seat, view, known, k, e, b, budget, fixed, seed, first_game + lane, season, sheet)
            else:
                standing_sheet(seat, view, known, k, e, b, sheet)
            put(x, ROW_SHEET, lane, sheet)


def choose_in_lanes(x, code, choices, guesses, acc, alive, kinds, seat):
    """Set a payoff seat's sheet in all games of a block."""
    view = ROW_VIEWS + seat * N_STATE
    x[AT_PRECISION] = kinds[seat * 4 + 1]
    if kinds[seat * 4 + 3] > 1.5:
        for other in range(4):
            if other == seat:
                continue
            expect_in_lanes(x, acc, alive, other, ROW_THEIRS)
            for turn in range(ORDER_COUNT[other]):
                run_lanes(guesses[ORDER[ORDER_FIRST[other] + turn]], x, view, ROW_THEIRS, ROW_NEXT)
            copy_levers(x, other, ROW_THEIRS, ROW_SHEET)
    for turn in range(ORDER_COUNT[seat]):
        run_lanes(choices[ORDER[ORDER_FIRST[seat] + turn]], x, view, ROW_SHEET, ROW_NEXT)


def copy_levers(x, seat, source, target):
    """Copy the rows of a seat's levers."""
    for lever in range(N_LEVERS):
        if OWNER[lever] == seat:
            for lane in range(LANES):
                x[(target + lever) * LANES + lane] = x[(source + lever) * LANES + lane]


def set_sheets_in_lanes(x, code, choices, guesses, acc, alive, kinds, policy, capital, k, e, seed, first_game, season):
    """Write every seat's sheet to the rows of orders."""
    for seat in range(4):
        kind = int(kinds[seat * 4])
        run_lanes(code[K_KNOWN + seat], x, ROW_STATE, ROW_STANDING, ROW_KNOWN)
        demand_in_lanes(x, alive, seat, policy, e, season)
        expect_in_lanes(x, acc, alive, seat, ROW_SHEET)
        if kind == KIND_PAYOFF:
            choose_in_lanes(x, code, choices[seat], guesses, acc, alive, kinds, seat)
        else:
            set_other_sheets(x, alive, seat, kind, capital, k, e, seed, first_game, season)
        copy_levers(x, seat, ROW_SHEET, ROW_ORDERS)


def close_in_lanes(x, acc, alive, bargains, switches, k, e, seed, first_game, season, states, orders, facts, boards, played):
    """Carry out the end of a season game by game and write its rows."""
    s, n, f, b = fresh(N_STATE), fresh(N_STATE), fresh(N_FLAGS), fresh(N_BOUNDS)
    err, view, h, t = fresh(4 * N_DIALS), fresh(N_STATE), fresh(HIDDEN_COUNT), fresh(N_BOARDS)
    o, known, outcome = fresh_ints(N_LEVERS), fresh_ints(N_LEVERS), fresh_ints(SLOTS)
    going = 0
    for lane in range(LANES):
        if not alive[lane]:
            continue
        take(x, ROW_STATE, lane, s)
        take(x, ROW_NEXT, lane, n)
        take(x, ROW_FLAGS, lane, f)
        take(x, ROW_ORDERS, lane, o)
        take(x, ROW_BOUNDS, lane, b)
        take(x, ROW_ERRORS, lane, err)
        for seat in range(4):
            boards[lane][seat] += x[(ROW_PAYOFFS + seat) * LANES + lane]
        signed = int(x[ROW_SIGNED_COUNT * LANES + lane])
        e[SIGNED_NOW] = 1.0 if signed > 0 else 0.0
        at_war = x[ROW_AT_WAR * LANES + lane]
        hazard = x[ROW_HAZARD * LANES + lane]
        own, game = acc[lane], first_game + lane
        outcome_of = close_season(
            bargains, switches[3] > 0.5, s, n, o, k, e, b, f, own, err, switches[0] > 0.5, known, view, h, t, outcome, boards[lane], at_war, hazard,
            seed, game, season,
        )  # fmt: skip
        happened = outcome_of % 3
        note_season(season, n, o, own, outcome, signed, happened > 0, happened == 2, at_war, hazard, states[lane], orders[lane], facts[lane])
        put(x, ROW_STATE, lane, n)
        put(x, ROW_STANDING, lane, o)
        played[lane] = season + 1
        if outcome_of >= 3:
            alive[lane] = 0
        going += alive[lane]
    return going


def play_block(x, codes, start, k, calendar, length, policy, switches, scale, seed, first_game, count, rows):
    """Play one block of at most `LANES` games; see `play_blocks`."""
    kinds = start[0]
    code, choices, guesses = codes
    played, states, orders, facts, boards = rows
    words = x.view(numpy.int64)
    acc, alive, e, bargains = fresh(LANES * SLOTS * SLOT_SIZE).reshape((LANES, SLOTS * SLOT_SIZE)), fresh_ints(LANES), fresh(N_INPUTS), fresh_ints(4)
    alive[:count] = 1
    find_bargainers(kinds, bargains)
    start_block(x, words, code, acc, start, k, switches, seed, first_game)
    for season in range(length):
        words[AT_SEASON] = season
        for place in range(N_INPUTS):
            e[place] = calendar[season * N_INPUTS + place]
            x[AT_E + place] = e[place]
        for lane in range(LANES):
            x[ROW_SIGNED * LANES + lane] = e[SIGNED_NOW]
            x[ROW_SIGNED_COUNT * LANES + lane] = 0.0
        run_lanes(code[K_ERRORS], x, ROW_STATE, ROW_ORDERS, ROW_NEXT)
        answer_misses_in_lanes(x, acc, alive, bargains, k, e, switches[0] > 0.5, seed, first_game, season)
        show_bounds(x, words, acc, alive)
        see(x, code)
        if switches[6] > 0.5:
            negotiate_in_lanes(x, code, acc, alive, bargains, scale, seed, first_game, season)
            show_bounds(x, words, acc, alive)
            see(x, code)
        for lane in range(LANES):
            x[ROW_SIGNED * LANES + lane] = 1.0 if x[ROW_SIGNED_COUNT * LANES + lane] > 0.5 else 0.0
        set_sheets_in_lanes(x, code, choices, guesses, acc, alive, kinds, policy, switches[1] > 0.5, k, e, seed, first_game, season)
        run_lanes(code[K_SEASON], x, ROW_STATE, ROW_ORDERS, ROW_NEXT)
        if close_in_lanes(x, acc, alive, bargains, switches, k, e, seed, first_game, season, states, orders, facts, boards, played) == 0:
            break


def play_blocks(codes, start, k, calendar, length, policy, switches, scale, seed, first_game, count, rows):
    """Play games `first_game` to `first_game + count - 1` block by block; what `play_many` writes, a row of each array a game.

    Args:
        codes: Addresses of kernels: of every game; of choices by seat and lever; of guesses at others' answers by lever.
    """
    played, states, orders, facts, boards = rows
    whole = fresh(BLOCK_SIZE + 8)
    # rows begin where a cache line does
    skipped = (64 - whole.ctypes.data % 64) // 8 % 8
    x = whole[skipped : skipped + BLOCK_SIZE]
    for first in range(0, count, LANES):
        last = min(first + LANES, count)
        own = (played[first:last], states[first:last], orders[first:last], facts[first:last], boards[first:last])
        play_block(x, codes, start, k, calendar, length, policy, switches, scale, seed, first_game + first, last - first, own)
