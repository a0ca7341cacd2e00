"""Many games abreast: what expressions say is computed in lanes (`sim.rollout.lanes`), what accords do game by game.

A block `x` holds rows of `LANES` numbers, one a game; `words` is the same memory read as whole numbers. The pieces that work on one
game are those of `sim.rollout.kernel.games`; a game's column is taken out for them and put back. A game that has ended keeps its
lane, and nothing of it is written any more.
"""

# ruff: noqa: F403, F405
from sim.agents.kernel.bargaining import haggle
from sim.engine.kernel.conditions import demands
from sim.engine.kernel.model import *
from sim.engine.kernel.numerics import higher, lower
from sim.engine.kernel.seasons import *
from sim.rollout.kernel.games import *
from sim.rollout.kernel.model import *

# --- kernel ---


def take(x, row, lane, out):
    """Write a game's column of rows to out."""
    for place in range(len(out)):
        out[place] = x[(row + place) * STRIDE + lane]


def put(x, row, lane, values):
    """Write values to a game's column of rows."""
    for place in range(len(values)):
        x[(row + place) * STRIDE + lane] = values[place]


def run_lanes(kernel, x, s, o, v):
    """Run a kernel over a block: s, o and v are the first rows of the state it reads, the orders, and what it writes."""
    base = x.ctypes.data
    row = STRIDE * 8
    call_kernel(kernel, base + s * row, base + o * row, base, base + v * row, base + AT_K * 8)


def start_block(x, words, code, acc, start, moment, k, switches, seed, games):
    """Write the start of a block of games: everything shared, then what each game draws; lanes without a game repeat the first one."""
    _, first_state, first_accords, first_standing, first_errors, first_boards = start
    first, key, how, _, left = moment
    for place in range(len(k)):
        x[AT_K + place] = k[place]
    x[AT_FOG] = switches[0]
    x[AT_CAPITAL_ON] = switches[1]
    x[AT_MANDATES] = switches[2]
    words[AT_SEED] = seed
    s = fresh(N_STATE)
    errors = fresh(4 * N_DIALS)
    fog, cards = switches[0] > 0.5, switches[4] > 0.5
    for lane in range(LANES):
        game = games[lane if lane < len(games) else 0]
        words[ROW_GAME * STRIDE + lane] = game
        s[:] = first_state
        errors[:] = first_errors
        if how == BEGIN_DRAWN:
            draw_cards(s, seed, game, left, cards)
        elif how >= 0:
            imagine(s, errors, how, seed, game, first + key, left, fog, cards)
        put(x, ROW_STATE, lane, s)
        put(x, ROW_ERRORS, lane, errors)
        put(x, ROW_STANDING, lane, first_standing)
        acc[lane][:] = first_accords
        show_accords(x, words, acc[lane], lane)
        for slot in range(SLOTS):
            show_term(x, acc[lane], slot, lane)
        put(x, ROW_BOARDS, lane, first_boards)
    if how == BEGIN_DRAWN:
        for before in range(EARLIER):
            words[AT_SEASON] = BRANCH - EARLIER + before
            run_lanes(code[K_OPENING], x, ROW_STATE, ROW_ORDERS, ROW_NEXT)


def see(x, code):
    """Write what every seat sees."""
    for seat in range(4):
        run_lanes(code[K_VIEW + seat], x, ROW_STATE, ROW_STANDING, ROW_VIEWS + seat * N_STATE)


def answer_misses_in_lanes(x, words, acc, alive, bargains, k, e, fog, seed, games, season):
    """Let injured seats snap accords back, game by game."""
    s, view, err = fresh(N_STATE), fresh(N_STATE), fresh(4 * N_DIALS)
    standing, known, b = fresh_ints(N_LEVERS), fresh_ints(N_LEVERS), fresh(N_BOUNDS)
    for lane in range(LANES):
        if alive[lane] and x[ROW_INJURED * STRIDE + lane] > 0.5:
            take(x, ROW_STATE, lane, s)
            take(x, ROW_ERRORS, lane, err)
            take(x, ROW_STANDING, lane, standing)
            take(x, ROW_BOUNDS, lane, b)
            game = games[lane]
            if answer_misses(bargains, s, acc[lane], standing, known, k, e, b, err, fog, view, seed, game, season) > 0:
                put(x, ROW_STATE, lane, s)
                show_accords(x, words, acc[lane], lane)


def show_accords(x, words, acc, lane):
    """Write to the rows of a block what a game's accords say: what is bound, by slot the clauses as bits, the parties, the promises."""
    b = fresh(N_BOUNDS)
    note_bounds(acc, b)
    put(x, ROW_BOUNDS, lane, b)
    for lever in range(N_LEVERS):
        x[(ROW_LEAST + lever) * STRIDE + lane] = 0.0
        x[(ROW_MOST + lever) * STRIDE + lane] = float(SETTINGS[lever])
    for slot in range(SLOTS):
        at = slot * SLOT_SIZE
        on = acc[at] > 0.5
        for seat in range(4):
            x[(ROW_PARTY + slot * 4 + seat) * STRIDE + lane] = 1.0 if on and acc[at + 2 + seat] > 0.5 else 0.0
        x[(ROW_ON + slot) * STRIDE + lane] = 1.0 if on else 0.0
        x[(ROW_NORTH + slot) * STRIDE + lane] = 1.0 if on and acc[at + 2 + DPRK] > 0.5 else 0.0
        need = 0
        for clause in range(int(acc[at + 8]) if on else 0):
            row = at + SLOT_HEAD + clause * CLAUSE_SIZE
            show_promise(x, acc, row, lane)
            need |= 1 << clause_number(acc, row)
        words[(ROW_NEED + slot) * STRIDE + lane] = need


def show_term(x, acc, slot, lane):
    """Write to the rows of a block how long an accord has run and still runs."""
    x[(ROW_LEFT + slot) * STRIDE + lane] = acc[slot * SLOT_SIZE + 6]
    x[(ROW_AGE + slot) * STRIDE + lane] = acc[slot * SLOT_SIZE + 7]


def show_promise(x, acc, row, lane):
    """Narrow what is expected of a lever to a clause that is in force, as `keep_promises` does: the later clause has the last word."""
    lever = int(acc[row + 5])
    if acc[row + 4] > 0.5 or OWNER[lever] != int(acc[row]):
        return
    least = (ROW_LEAST + lever) * STRIDE + lane
    most = (ROW_MOST + lever) * STRIDE + lane
    if acc[row + 6] < 0.5:
        x[most] = lower(x[most], acc[row + 7])
        x[least] = lower(x[least], x[most])
    else:
        x[least] = higher(x[least], acc[row + 7])
        x[most] = higher(x[most], x[least])


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


def negotiate_in_lanes(x, words, code, acc, alive, bargains, scale, seed, games, season):
    """Let every seat that bargains offer, answer and counter, in all games of a block."""
    clauses, s = fresh_ints(CLAUSES_EACH), fresh(N_STATE)
    may = x[ROW_MAY * STRIDE : (ROW_MAY + 4 * N_PACKAGES) * STRIDE]
    gains = x[ROW_GAINS * STRIDE : (ROW_GAINS + 4 * N_ENTRIES) * STRIDE]
    scores = x[ROW_SCORES * STRIDE : (ROW_SCORES + 4 * N_ENTRIES) * STRIDE]
    weigh_in_lanes(x, code, bargains, True)
    stale = False
    for proposer in range(4):
        if not bargains[proposer]:
            continue
        if stale:
            weigh_in_lanes(x, code, bargains, WORTHS_READ_BOUNDS)
        stale = False
        for lane in range(LANES):
            entry = int(x[(ROW_OFFERED + proposer) * STRIDE + lane])
            if entry < 0 or not alive[lane]:
                continue
            entry = haggle(proposer, entry, bargains, acc[lane], may, gains, scores, STRIDE, lane, seed, games[lane], season)
            slot = conclude(entry, acc[lane], s, clauses, scale) if entry >= 0 else -1
            if slot >= 0:
                for seat in range(4):
                    x[(ROW_STATE + MISSED_SLOT + slot * 4 + seat) * STRIDE + lane] = 0.0
                show_accords(x, words, acc[lane], lane)
                show_term(x, acc[lane], slot, lane)
                x[ROW_SIGNED_COUNT * STRIDE + lane] += 1.0
                stale = True


def weigh_in_lanes(x, code, bargains, worths):
    """Write what every seat that bargains may table and what it does table; first, where wanted, what entries are worth to it and score."""
    for seat in range(4):
        if bargains[seat]:
            view = ROW_VIEWS + seat * N_STATE
            run_lanes(code[K_KNOWN + seat], x, view, ROW_STANDING, ROW_KNOWN)
            if worths:
                run_lanes(code[K_WORTHS + seat], x, view, ROW_KNOWN, ROW_GAINS)
            run_lanes(code[K_OFFERS + seat], x, view, ROW_KNOWN, ROW_MAY)


def demand_in_lanes(x, alive, seat, policy, e, number):
    """Write to the rows of demands what a policy demands of a seat."""
    for lever in range(N_LEVERS):
        if OWNER[lever] == seat:
            x[(ROW_FIXED + lever) * STRIDE : (ROW_FIXED + lever) * STRIDE + LANES] = -1.0
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
            e[SIGNED_NOW] = 1.0 if x[ROW_SIGNED * STRIDE + lane] > 0.5 else 0.0
            demands(seat, rules, n_rules, codes, view, known, e, b, float(number), stack, fixed)
            put(x, ROW_FIXED, lane, fixed)


def order_in_lanes(x, seat, sheets, row):
    """Write to the rows of a seat's levers what is ordered of them, game by game."""
    for lane in range(len(sheets)):
        for lever in range(N_LEVERS):
            if OWNER[lever] == seat and sheets[lane, lever] >= 0:
                x[(row + lever) * STRIDE + lane] = float(sheets[lane, lever])


def set_other_sheets(x, alive, seat, kind, capital, k, e, seed, games, season):
    """Set a seat's sheet game by game, for agents that do not look ahead."""
    view, known, sheet, b, fixed = fresh(N_STATE), fresh_ints(N_LEVERS), fresh_ints(N_LEVERS), fresh(N_BOUNDS), fresh_ints(N_LEVERS)
    for lane in range(LANES):
        if alive[lane]:
            take(x, ROW_VIEWS + seat * N_STATE, lane, view)
            take(x, ROW_KNOWN, lane, known)
            take(x, ROW_SHEET, lane, sheet)
            take(x, ROW_BOUNDS, lane, b)
            take(x, ROW_FIXED, lane, fixed)
            e[SIGNED_NOW] = 1.0 if x[ROW_SIGNED * STRIDE + lane] > 0.5 else 0.0
            if kind == KIND_RANDOM:
                budget = view[CAPITAL + seat] if capital else -1.0
                random_sheet(seat, view, known, k, e, b, budget, fixed, seed, games[lane], season, sheet)
            else:
                standing_sheet(seat, view, known, k, e, b, sheet)
            put(x, ROW_SHEET, lane, sheet)


def choose_in_lanes(x, code, choices, guesses, kinds, seat):
    """Set a payoff seat's sheet in all games of a block."""
    view = ROW_VIEWS + seat * N_STATE
    x[AT_PRECISION] = kinds[seat * 4 + 1]
    if kinds[seat * 4 + 3] > 1.5:
        for other in range(4):
            if other == seat:
                continue
            run_lanes(code[K_EXPECT + other], x, view, ROW_KNOWN, ROW_THEIRS)
            run_lanes(guesses[other], x, view, ROW_THEIRS, ROW_NEXT)
            copy_levers(x, other, ROW_THEIRS, ROW_SHEET)
    run_lanes(choices[seat], x, view, ROW_SHEET, ROW_NEXT)


def copy_levers(x, seat, source, target):
    """Copy the rows of a seat's levers."""
    for lever in range(N_LEVERS):
        if OWNER[lever] == seat:
            for lane in range(LANES):
                x[(target + lever) * STRIDE + lane] = x[(source + lever) * STRIDE + lane]


def set_sheets_in_lanes(x, code, choices, guesses, alive, kinds, policy, sheets, capital, k, e, number, seed, games, season):
    """Write every seat's sheet to the rows of orders: what is ordered in `sheets` stands, whatever the seat would rather."""
    for seat in range(4):
        kind = int(kinds[seat * 4])
        run_lanes(code[K_KNOWN + seat], x, ROW_STATE, ROW_STANDING, ROW_KNOWN)
        demand_in_lanes(x, alive, seat, policy, e, number)
        order_in_lanes(x, seat, sheets, ROW_FIXED)
        run_lanes(code[K_EXPECT + seat], x, ROW_STATE, ROW_KNOWN, ROW_SHEET)
        if kind == KIND_PAYOFF:
            choose_in_lanes(x, code, choices, guesses, kinds, seat)
        else:
            set_other_sheets(x, alive, seat, kind, capital, k, e, seed, games, season)
        order_in_lanes(x, seat, sheets, ROW_SHEET)
        copy_levers(x, seat, ROW_SHEET, ROW_ORDERS)


def end_in_lanes(x, acc, alive, ended):
    """End the accords that are to end, game by game; write which games have any."""
    n = fresh(N_STATE)
    for lane in range(LANES):
        for slot in range(SLOTS):
            if alive[lane] and x[(ROW_OUTCOME + slot) * STRIDE + lane] > 0.5:
                if not ended[lane]:
                    take(x, ROW_NEXT, lane, n)
                ended[lane] = 1
                end_accord(acc[lane], n, slot)
        if ended[lane]:
            put(x, ROW_NEXT, lane, n)


def meet_incidents_in_lanes(x, alive, bargains, switches, k, e, seed, games, season):
    """Carry out incidents where there are any, game by game; write where war comes."""
    n, f, b, err, view = fresh(N_STATE), fresh(N_FLAGS), fresh(N_BOUNDS), fresh(4 * N_DIALS), fresh(N_STATE)
    o, known = fresh_ints(N_LEVERS), fresh_ints(N_LEVERS)
    fog, crisis = switches[0] > 0.5, switches[3] > 0.5
    for lane in range(LANES):
        x[ROW_WAR * STRIDE + lane] = 0.0
        if alive[lane] and x[ROW_INCIDENT * STRIDE + lane] > 0.5:
            take(x, ROW_NEXT, lane, n)
            take(x, ROW_FLAGS, lane, f)
            take(x, ROW_ORDERS, lane, o)
            take(x, ROW_BOUNDS, lane, b)
            take(x, ROW_ERRORS, lane, err)
            e[SIGNED_NOW] = x[ROW_SIGNED * STRIDE + lane]
            war = meet_incident(bargains, crisis, n, o, k, e, b, f, err, fog, known, view, seed, games[lane], season)
            x[ROW_WAR * STRIDE + lane] = 1.0 if war else 0.0
            put(x, ROW_NEXT, lane, n)


def note_in_lanes(x, alive, seasons, number, facts, running, played):
    """Write the facts and the boards of a season, by its row, of every game that goes on; return how many still do."""
    going = 0
    for lane in range(LANES):
        if not alive[lane]:
            continue
        row = (lane * seasons + number) * FACTS_EACH
        accords = 0
        for package in range(N_PACKAGES):
            if x[(ROW_BOUNDS + N_LEVERS + 4 + package) * STRIDE + lane] > 0.5:
                facts[row + 8 + package] = 1.0
                accords += 1
        broken = 0
        for slot in range(SLOTS):
            if 0.5 < x[(ROW_OUTCOME + slot) * STRIDE + lane] < 3.5:
                broken += 1
        signed, incident, war = x[ROW_SIGNED_COUNT * STRIDE + lane], x[ROW_INCIDENT * STRIDE + lane] > 0.5, x[ROW_WAR * STRIDE + lane] > 0.5
        at_war, hazard, talked = x[ROW_AT_WAR * STRIDE + lane], x[ROW_HAZARD * STRIDE + lane], x[(ROW_NEXT + TALKED) * STRIDE + lane]
        note_season(row, talked, accords, signed, broken, incident, war, at_war, hazard, facts)
        for place in range(3 + N_BOARDS):
            running[lane, number * (3 + N_BOARDS) + place] = x[(ROW_BOARDS + place) * STRIDE + lane]
        played[lane] = number + 1
        if x[ROW_ENDED * STRIDE + lane] > 0.5:
            alive[lane] = 0
            x[ROW_ALIVE * STRIDE + lane] = 0.0
        going += alive[lane]
    return going


def trace_in_lanes(x, alive, number, states, orders):
    """Write the state and the orders of a season, by its row, of every game that goes on, where they are kept."""
    if states.shape[1] == 0:
        return
    for lane in range(LANES):
        if alive[lane]:
            for place in range(N_STATE):
                states[lane, number * N_STATE + place] = x[(ROW_NEXT + place) * STRIDE + lane]
            for lever in range(N_LEVERS):
                orders[lane, number * N_LEVERS + lever] = x[(ROW_ORDERS + lever) * STRIDE + lane]


def note_scenes_in_lanes(x, alive, number, scenes):
    """Write what payoffs read of a season, by its row, of every game that goes on, where that is kept; see `note_scene`."""
    if scenes.shape[1] == 0:
        return
    for lane in range(LANES):
        if alive[lane]:
            place = number * SCENE
            for row, size in ((ROW_STATE, N_STATE), (ROW_NEXT, MISSED), (ROW_BOUNDS, N_BOUNDS), (ROW_FLAGS, N_FLAGS)):
                for at in range(size):
                    scenes[lane, place + at] = x[(row + at) * STRIDE + lane]
                place += size


def close_in_lanes(x, words, code, acc, alive, bargains, switches, k, e, seed, games, season, seasons, number, rows):
    """Carry out the end of a season and write its rows; return how many games go on."""
    played, states, orders, facts, running, _ = rows
    ended = fresh_ints(LANES)
    end_in_lanes(x, acc, alive, ended)
    meet_incidents_in_lanes(x, alive, bargains, switches, k, e, seed, games, season)
    run_lanes(code[K_CLOSE], x, ROW_NEXT, ROW_ORDERS, ROW_NEXT)
    for lane in range(LANES):
        if ended[lane]:
            show_accords(x, words, acc[lane], lane)
    trace_in_lanes(x, alive, number, states, orders)
    going = note_in_lanes(x, alive, seasons, number, facts, running, played)
    x[ROW_STATE * STRIDE : (ROW_STATE + N_STATE) * STRIDE] = x[ROW_NEXT * STRIDE : (ROW_NEXT + N_STATE) * STRIDE]
    x[ROW_STANDING * STRIDE : (ROW_STANDING + N_LEVERS) * STRIDE] = x[ROW_ORDERS * STRIDE : (ROW_ORDERS + N_LEVERS) * STRIDE]
    return going


def open_block(x, words, code, acc, alive, bargains, switches, k, e, scale, seed, games, season, opened):
    """Do what comes before the sheets: errors drift, misses are answered, accords are signed; write what every seat sees.

    Where the table has been opened before, only look.
    """
    signed = float(opened) if opened != NOT_OPENED else 0.0
    for lane in range(LANES):
        x[ROW_SIGNED * STRIDE + lane] = e[SIGNED_NOW]
        x[ROW_SIGNED_COUNT * STRIDE + lane] = signed
    if opened == NOT_OPENED:
        run_lanes(code[K_OPENING], x, ROW_STATE, ROW_ORDERS, ROW_NEXT)
        answer_misses_in_lanes(x, words, acc, alive, bargains, k, e, switches[0] > 0.5, seed, games, season)
        if switches[5] > 0.5:
            see(x, code)
            negotiate_in_lanes(x, words, code, acc, alive, bargains, scale, seed, games, season)
    see(x, code)
    for lane in range(LANES):
        x[ROW_SIGNED * STRIDE + lane] = 1.0 if x[ROW_SIGNED_COUNT * STRIDE + lane] > 0.5 else 0.0


def play_block(x, codes, start, moment, k, calendar, seasons, policy, sheets, switches, scale, seed, games, rows):
    """Play one block of at most `LANES` games; see `play_blocks`."""
    code, choices, guesses = codes
    first, key, _, opened, _ = moment
    words = x.view(numpy.int64)
    acc, alive, e, bargains = fresh(LANES * SLOTS * SLOT_SIZE).reshape((LANES, SLOTS * SLOT_SIZE)), fresh_ints(LANES), fresh(N_INPUTS), fresh_ints(4)
    alive[: len(games)] = 1
    for lane in range(LANES):
        x[ROW_ALIVE * STRIDE + lane] = alive[lane]
    find_bargainers(start[0], bargains)
    start_block(x, words, code, acc, start, moment, k, switches, seed, games)
    for number in range(seasons):
        season = first + number + key
        words[AT_SEASON] = season
        for place in range(N_INPUTS):
            e[place] = calendar[(first + number) * N_INPUTS + place]
            x[AT_E + place] = e[place]
        ordered = sheets if number == 0 else sheets[:0]
        open_block(x, words, code, acc, alive, bargains, switches, k, e, scale, seed, games, season, opened if number == 0 else NOT_OPENED)
        capital, turn = switches[1] > 0.5, first + number + 1
        set_sheets_in_lanes(x, code, choices, guesses, alive, start[0], policy, ordered, capital, k, e, turn, seed, games, season)
        run_lanes(code[K_SEASON], x, ROW_STATE, ROW_ORDERS, ROW_NEXT)
        note_scenes_in_lanes(x, alive, number, rows[5])
        if close_in_lanes(x, words, code, acc, alive, bargains, switches, k, e, seed, games, season, seasons, number, rows) == 0:
            break


def play_blocks(codes, start, moment, k, calendar, seasons, policy, sheets, switches, scale, seed, games, rows):
    """Play numbered games block by block; what `play_many` writes, states, orders and boards a row a game, and sheets a row a game too.

    Args:
        codes: Addresses of kernels: of every game; of choices by seat; of guesses at others' answers by seat.
    """
    played, states, orders, facts, boards, scenes = rows
    whole = fresh(BLOCK_SIZE + 8)
    # rows begin where a cache line does
    skipped = (64 - whole.ctypes.data % 64) // 8 % 8
    x = whole[skipped : skipped + BLOCK_SIZE]
    each = seasons * FACTS_EACH
    for one in range(0, len(games), LANES):
        last = min(one + LANES, len(games))
        own = (played[one:last], states[one:last], orders[one:last], facts[one * each : last * each], boards[one:last], scenes[one:last])
        play_block(x, codes, start, moment, k, calendar, seasons, policy, sheets[one:last], switches, scale, seed, games[one:last], own)
