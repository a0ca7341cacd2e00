"""Whole games of AI seats: what `sim.engine.game` does for players, in one loop, for long runs.

`play_many` plays them one after another as plain Python; `sim.rollout.kernel.blocks` plays many abreast with the same pieces.
"""

# ruff: noqa: F403, F405
from sim.agents.kernel.bargaining import entry_clauses, haggle, injured, opens, snaps_back, weigh
from sim.agents.kernel.choice import choose, expect_answers, expect_orders
from sim.engine.kernel.conditions import demands
from sim.engine.kernel.model import *
from sim.engine.kernel.numerics import clip, logistic, uniform
from sim.engine.kernel.seasons import *

# --- kernel ---

# what fills a seat: its kind, precision, depth, belief, one row of four a seat
FACTS_EACH = 8 + N_PACKAGES
SCENE = N_STATE + MISSED + N_BOUNDS + N_FLAGS
KIND_PAYOFF = 0
KIND_RANDOM = 1
KIND_STANDING = 2
# how games begin: hidden facts and errors of estimate are drawn, or stand as given; a seat's number: given as that seat sees them
BEGIN_DRAWN = -2
BEGIN_GIVEN = -1
NOT_OPENED = -1


def random_sheet(seat, s, standing, k, e, b, budget, fixed, seed, game, season, o):
    """Set a seat's levers to legal settings drawn evenly, in its order of choice."""
    for lever in range(N_LEVERS):
        if OWNER[lever] == seat:
            o[lever] = REST[lever] if RESTRICTIVE[lever] or ACT[lever] else standing[lever]
    for turn in range(ORDER_COUNT[seat]):
        lever = ORDER[ORDER_FIRST[seat] + turn]
        before = o[lever]
        spent = 0.0
        for other in range(N_LEVERS):
            if OWNER[other] == seat and other != lever:
                spent += step_cost(other, o[other], standing[other])
        picked = before
        best = 2.0
        for setting in range(SETTINGS[lever]):
            o[lever] = setting
            affordable = budget < 0.0 or spent + step_cost(lever, setting, standing[lever]) <= budget
            if affordable and forbidden(seat, s, o, k, e, b) < 0:
                u = uniform(seed, game, season, FOR_AGENT, OPTION_FIRST[lever] + setting)
                if setting == fixed[lever]:
                    u = 0.0
                if u < best:
                    best = u
                    picked = setting
        o[lever] = picked


def standing_sheet(seat, s, standing, k, e, b, o):
    """Repeat a seat's standing sheet (level 0); a setting that a rule forbids now goes to rest."""
    for lever in range(N_LEVERS):
        o[lever] = standing[lever]
    for turn in range(ORDER_COUNT[seat]):
        lever = ORDER[ORDER_FIRST[seat] + turn]
        if forbidden(seat, s, o, k, e, b) < 0:
            return
        kept = o[lever]
        o[lever] = REST[lever]
        if forbidden(seat, s, o, k, e, b) >= 0 and not RESTRICTIVE[lever]:
            o[lever] = kept


def find_bargainers(kinds, bargains):
    """Write by seat whether it bargains: payoff seats do."""
    for seat in range(4):
        bargains[seat] = 1 if int(kinds[seat * 4]) == KIND_PAYOFF else 0


def negotiate(bargains, views, standing, known, k, e, b, acc, s, w, r, clauses, may, gains, scores, scale, seed, game, season):
    """Let every seat that bargains offer, answer and counter on the start-of-season state; return how many accords were signed."""
    signed = 0
    stale = True
    for proposer in range(4):
        if not bargains[proposer]:
            continue
        if stale:
            for seat in range(4):
                if bargains[seat]:
                    known_orders(seat, standing, known)
                    weigh(seat, views[seat], known, k, e, b, acc, w, r, clauses, may, gains, scores)
        stale = False
        entry = opens(proposer, acc, may, gains, scores, 1, 0, seed, game, season)
        if entry >= 0:
            entry = haggle(proposer, entry, bargains, acc, may, gains, scores, 1, 0, seed, game, season)
        if entry >= 0 and conclude(entry, acc, s, clauses, scale) >= 0:
            note_bounds(acc, b)
            signed += 1
            stale = True
    return signed


def conclude(entry, acc, s, clauses, scale):
    """Put an entry of the catalogue in force; return its slot, or -1 where there is no place for it."""
    package = ENTRY_PACKAGE[entry]
    slot = free_slot(acc)
    if slot < 0 or in_force(acc, package):
        return -1
    entry_clauses(entry, clauses)
    sign(acc, s, slot, package, clauses, scaled(PACKAGE_SEASONS[package], scale))
    return slot


def answer_misses(bargains, s, acc, standing, known, k, e, b, err, fog, view, seed, game, season):
    """Let injured payoff seats snap accords back, before anything is offered; return how many they end."""
    ended = 0
    for slot in range(SLOTS):
        for seat in range(4):
            if bargains[seat] and injured(seat, slot, s, acc):
                known_orders(seat, standing, known)
                observe(seat, s, err, fog, view)
                if snaps_back(seat, slot, view, known, k, e, b, seed, game, season):
                    end_accord(acc, s, slot)
                    ended += 1
    return ended


def answer_incident(bargains, crisis, o, known, k, e, b, f, n, err, fog, view, seed, game, season):
    """Return how many seats answer an incident in kind; a seat without a view of its own counts as undecided."""
    matched = 0.0
    for seat in CRISIS_SEATS:
        if crisis and bargains[seat]:
            known_orders(seat, o, known)
            observe(seat, n, err, fog, view)
            back = logistic(stepping_back(seat, view, known, k, e, b, f, n))
            if uniform(seed, game, season, FOR_CRISIS, seat) >= back:
                matched += 1.0
        else:
            matched += UNDECIDED
    return matched


def count_broken(outcome):
    """Return how many accords were breached, worn out or ended by a dispute."""
    broken = 0
    for slot in range(SLOTS):
        if outcome[slot] in (1, 2, 3):
            broken += 1
    return broken


def note_season(row, talked, accords, signed, broken, incident, war, at_war, hazard, facts):
    """Write a season's facts but for the packages in force, from place `row` on."""
    facts[row] = talked
    facts[row + 1] = float(accords)
    facts[row + 2] = float(signed)
    facts[row + 3] = float(broken)
    facts[row + 4] = 1.0 if incident else 0.0
    facts[row + 5] = 1.0 if war else 0.0
    facts[row + 6] = at_war
    facts[row + 7] = hazard


def gather(over, so_far, value):
    """Add a season's value to a board: a sum for means, the last value, or a product."""
    if over == 0:
        return so_far + value
    return value if over == 1 else so_far * value


def meet_incident(bargains, crisis, n, o, k, e, b, f, err, fog, known, view, seed, game, season):
    """Raise tension after an incident and draw whether it becomes war."""
    n[TENSION] = clip(n[TENSION] + INCIDENT_RAISES, 0.0, 10.0)
    matched = answer_incident(bargains, crisis, o, known, k, e, b, f, n, err, fog, view, seed, game, season)
    return uniform(seed, game, season, FOR_WAR, 0) < war_chance(n, o, k, e, b, f, n, matched)


def draws_incident(hazard, seed, game, season):
    """Draw whether an incident happens."""
    return uniform(seed, game, season, FOR_INCIDENT, 0) < hazard


def note_scene(s, n, b, f, scenes, place):
    """Write what payoffs read of a season from a place on: the state at its start, its next values, what is bound, flags.

    Of the next values those before the misses, which are still settled with the accords.
    """
    for part, size in ((s, N_STATE), (n, MISSED), (b, N_BOUNDS), (f, N_FLAGS)):
        for number in range(size):
            scenes[place + number] = part[number]
        place += size


def add_to_boards(n, o, k, e, b, f, at_war, t, boards):
    """Add a season to the boards other than own payoffs; t is scratch."""
    board_values(n, o, k, e, b, f, n, 0.0, at_war, t)
    for place in range(1, N_BOARDS):
        boards[3 + place] = gather(BOARD_OVER[place], boards[3 + place], t[place])


def set_sheet(kinds, seat, view, known, k, e, b, acc, budget, fixed, seed, game, season, sheet, calm, chance, value, g, m, p, nobody, guess):
    """Set a seat's sheet as its kind of agent does; policies bind the levers in fixed."""
    kind = int(kinds[seat * 4])
    expect_orders(seat, acc, known, sheet)
    if kind == KIND_RANDOM:
        random_sheet(seat, view, known, k, e, b, budget, fixed, seed, game, season, sheet)
        return
    if kind == KIND_STANDING:
        standing_sheet(seat, view, known, k, e, b, sheet)
        return
    precision = kinds[seat * 4 + 1]
    depth = int(kinds[seat * 4 + 2])
    if kinds[seat * 4 + 3] > 1.5:
        expect_answers(seat, view, known, k, e, b, acc, precision, sheet, nobody, calm, chance, value, g, m, p, guess)
    choose(seat, view, known, k, e, b, acc, precision, depth, budget, fixed, True, seed, game, season, sheet, calm, chance, value, g, m, p)


def set_sheets(kinds, s, views, standing, k, e, b, acc, capital, policy, ordered, number, seed, game, season, o):
    """Write to o every seat's sheet: what is ordered stands, whatever the seat would rather."""
    rules, n_rules, code = policy
    known, sheet, fixed, guess = fresh_ints(N_LEVERS), fresh_ints(N_LEVERS), fresh_ints(N_LEVERS), fresh_ints(N_LEVERS)
    chance, value, stack, calm = fresh(N_OPTIONS), fresh(N_OPTIONS), fresh(32), fresh(N_DRAWS)
    g, m, p = fresh(N_FLAGS), fresh(N_STATE), fresh(N_STATE)
    nobody = [-1] * N_LEVERS
    quiet(calm)
    for seat in range(4):
        view = views[seat]
        budget = s[CAPITAL + seat] if capital else -1.0
        known_orders(seat, standing, known)
        demands(seat, rules, n_rules, code, view, known, e, b, float(number), stack, fixed)
        order_levers(seat, ordered, fixed)
        set_sheet(kinds, seat, view, known, k, e, b, acc, budget, fixed, seed, game, season, sheet, calm, chance, value, g, m, p, nobody, guess)
        for lever in range(N_LEVERS):
            if OWNER[lever] == seat:
                o[lever] = sheet[lever]
        order_levers(seat, ordered, o)


def order_levers(seat, ordered, o):
    """Write to o what is ordered of a seat's levers; -1 orders nothing."""
    for lever in range(N_LEVERS):
        if OWNER[lever] == seat and ordered[lever] >= 0:
            o[lever] = ordered[lever]


def imagine(s, err, seat, seed, game, season, left, fog, cards):
    """Draw what a seat cannot see around what it sees: s holds its view, and becomes a state that would look like that to it.

    Others' private dials are drawn around its estimates with the rulebook's band, and its errors made to fit; the other seats' errors are
    drawn from what they are in the long run. Others' cards are drawn from their decks.
    """
    for viewer in range(4):
        for dial in range(N_DIALS):
            place = viewer * N_DIALS + dial
            err[place] = 0.0
            if fog and FOG_OWNER[dial] >= 0 and FOG_OWNER[dial] != viewer:
                err[place] = FOG_BAND[dial] * normal(uniform(seed, game, season, FOR_IMAGINED, place))
                if viewer == seat:
                    seen = s[dial]
                    s[dial] = clip(seen - err[place], 0.0, 10.0)
                    err[place] = seen - s[dial]
    for owner in range(4):
        if owner != seat:
            draw_card(s, owner, left, cards, seed, game, season)


def begin(s, err, how, seed, game, season, left, switches):
    """Draw what a game begins with, as far as it is to be drawn."""
    fog, cards = switches[0] > 0.5, switches[4] > 0.5
    if how == BEGIN_DRAWN:
        draw_start(s, err, seed, game, left, cards)
    elif how >= 0:
        imagine(s, err, how, seed, game, season, left, fog, cards)


def see_all(s, err, fog, views):
    """Write what every seat sees."""
    for seat in range(4):
        observe(seat, s, err, fog, views[seat])


def open_season(bargains, s, acc, err, standing, k, e, b, fog, bargaining, views, scale, seed, game, season):
    """Do what comes before the sheets: errors drift, misses are answered, accords are signed; write what every seat sees to views.

    Returns:
        How many accords were signed.
    """
    known, clauses = fresh_ints(N_LEVERS), fresh_ints(CLAUSES_EACH)
    drift_errors(err, seed, game, season)
    note_bounds(acc, b)
    answer_misses(bargains, s, acc, standing, known, k, e, b, err, fog, views[0], seed, game, season)
    note_bounds(acc, b)
    signed = 0
    if bargaining:
        see_all(s, err, fog, views)
        w, r = fresh(N_CLAUSES * 5), fresh(4)
        may, gains, scores = fresh(4 * N_PACKAGES), fresh(4 * N_ENTRIES), fresh(4 * N_ENTRIES)
        signed = negotiate(bargains, views, standing, known, k, e, b, acc, s, w, r, clauses, may, gains, scores, scale, seed, game, season)
    e[SIGNED_NOW] = 1.0 if signed > 0 else 0.0
    note_bounds(acc, b)
    see_all(s, err, fog, views)
    return signed


def play_season(kinds, bargains, s, acc, err, standing, k, e, policy, ordered, switches, scale, seed, game, when, rows):
    """Play one season of one game; s, acc, err, standing and boards move on. Return whether the game ends.

    Args:
        ordered: By lever, a setting that is set whatever the seat would choose, or -1.
        when: The season's number from 1, its word in the key of draws, its row in the results, and `NOT_OPENED` or how many accords were
            signed at its table, which is then closed.
        rows: Out: states, orders, facts, boards and scenes, a row each season; and the boards so far, in and out.
    """
    number, season, row, opened = when
    states, orders, facts, running, scenes, boards = rows
    fog, capital, mandates, crisis, _, bargaining = switches
    views = (fresh(N_STATE), fresh(N_STATE), fresh(N_STATE), fresh(N_STATE))
    o, known, outcome = fresh_ints(N_LEVERS), fresh_ints(N_LEVERS), fresh_ints(SLOTS)
    b, d, f, n, p = fresh(N_BOUNDS), fresh(N_DRAWS), fresh(N_FLAGS), fresh(N_STATE), fresh(N_STATE)
    t = fresh(N_BOARDS)
    if opened == NOT_OPENED:
        signed = open_season(bargains, s, acc, err, standing, k, e, b, fog, bargaining, views, scale, seed, game, season)
    else:
        signed = opened
        e[SIGNED_NOW] = 1.0 if signed > 0 else 0.0
        note_bounds(acc, b)
        see_all(s, err, fog, views)
    set_sheets(kinds, s, views, standing, k, e, b, acc, capital, policy, ordered, number, seed, game, season, o)
    draw_season(d, seed, game, season)
    transition(s, o, k, e, d, b, acc, f, n)
    bank_capital(n, o, standing)
    vote_in_seoul(s, n, o, k, e, b, mandates, seed, game, season)
    if len(scenes) > 0:
        note_scene(s, n, b, f, scenes, row * SCENE)
    at_war = expected_war(s, o, k, e, b, f, n, p)
    for seat in range(4):
        boards[seat] += payoff(seat, s, o, k, e, b, f, n, 1.0, 0.0)
    hazard = incident_chance(n, o, k, e, b)
    settle_accords(s, o, f, n, acc, outcome, seed, game, season)
    incident = draws_incident(hazard, seed, game, season)
    war = incident and meet_incident(bargains, crisis, n, o, k, e, b, f, err, fog, known, p, seed, game, season)
    add_to_boards(n, o, k, e, b, f, at_war, t, boards)
    standing_accords = 0
    for package in range(N_PACKAGES):
        if in_force(acc, package):
            standing_accords += 1
            facts[row * FACTS_EACH + 8 + package] = 1.0
    note_season(row * FACTS_EACH, n[TALKED], standing_accords, signed, count_broken(outcome), incident, war, at_war, hazard, facts)
    running[row * (3 + N_BOARDS) : (row + 1) * (3 + N_BOARDS)] = boards
    if len(states) > 0:
        states[row * N_STATE : (row + 1) * N_STATE] = n
        orders[row * N_LEVERS : (row + 1) * N_LEVERS] = o
    standing[:] = o
    s[:] = n
    return war or ending(n, o, k, e, b) >= 0


def play_game(start, moment, k, calendar, seasons, policy, ordered, switches, scale, seed, game, own):
    """Play one game; return how many seasons were played. See `play_many`."""
    kinds, first_state, first_accords, first_standing, first_errors, first_boards = start
    first, key, how, opened, left = moment
    bargains = fresh_ints(4)
    find_bargainers(kinds, bargains)
    s, acc, standing, err, boards = list(first_state), list(first_accords), list(first_standing), list(first_errors), list(first_boards)
    begin(s, err, how, seed, game, first + key, left, switches)
    rows = (*own, boards)
    for row in range(seasons):
        season = first + row
        e = list(calendar[season * N_INPUTS : (season + 1) * N_INPUTS])
        when = (season + 1, season + key, row, opened)
        if play_season(kinds, bargains, s, acc, err, standing, k, e, policy, ordered, switches, scale, seed, game, when, rows):
            return row + 1
        ordered, opened = [-1] * N_LEVERS, NOT_OPENED
    return seasons


def play_many(start, moment, k, calendar, seasons, policy, sheets, switches, scale, seed, games, rows):
    """Play numbered games from one start or from one position in mid-game; rows of the results stand game after game.

    Args:
        start: Kinds of agents (by seat: kind, precision, depth, belief), state, accords, standing orders, errors of estimate, boards so far
            (sums of own payoffs of the four seats, then the other boards as `gather` makes them).
        moment: The first season from 0; what is added to a season in the key of its draws; how the games begin: `BEGIN_DRAWN`, `BEGIN_GIVEN`
            or the seat whose view the state is (`imagine`); `NOT_OPENED`, or how many accords were signed at the first season's table,
            which is then closed; how many seasons the whole game has left, for the cards that are dealt.
        k: Coefficients.
        calendar: Events by season of the whole game, flat rows of N_INPUTS.
        seasons: How many seasons are to be played.
        policy: A policy's demands (see `demands`): rules, their number, code.
        sheets: What is ordered in the first season, game by lever, -1 where nothing; or empty.
        switches: Whether fog, capital, mandates, crisis, cards and bargaining are on.
        scale: Multiplies the seasons that packages last.
        games: Numbers of the games, for their draws.
        rows: Out: seasons played by game; states, N_STATE a season, or empty; orders, or empty; facts, FACTS_EACH a season: talks, accords
            in force, signed, broken, incident, war, chance of war, hazard, then by package whether it is in force at the end; boards so far;
            scenes, SCENE a season (`note_scene`), or empty.
    """
    played, *flat = rows
    count = len(games)
    for number in range(count):
        ordered = sheets[number * N_LEVERS : (number + 1) * N_LEVERS] if len(sheets) > 0 else [-1] * N_LEVERS
        sizes = [len(each) // count for each in flat]
        own = [each[number * size : (number + 1) * size] for each, size in zip(flat, sizes, strict=True)]
        played[number] = play_game(start, moment, k, calendar, seasons, policy, ordered, switches, scale, seed, games[number], own)
        for each, size, rows_of_one in zip(flat, sizes, own, strict=True):
            each[number * size : (number + 1) * size] = rows_of_one
