"""Whole games of AI seats: what `sim.engine.game` does for players, in one loop, for long runs."""

# ruff: noqa: F403, F405
from sim.agents.kernel.bargaining import (
    accepts,
    appraise,
    best_offer,
    entry_clauses,
    gain,
    injured,
    snaps_back,
    wants_to_offer,
)
from sim.agents.kernel.choice import choose, expect_answers, expect_orders
from sim.engine.kernel.conditions import demands
from sim.engine.kernel.model import *
from sim.engine.kernel.numerics import clip, logistic, uniform
from sim.engine.kernel.seasons import *

# --- kernel ---

# what fills a seat: its kind, precision, depth, belief, one row of four a seat
FACTS_EACH = 8 + N_PACKAGES
KIND_PAYOFF = 0
KIND_RANDOM = 1
KIND_STANDING = 2


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


def negotiate(kinds, views, standing, o, k, e, b, acc, s, w, r, clauses, refused, scale, seed, game, season):
    """Let every payoff seat offer, answer and counter on the start-of-season state; return how many accords were signed."""
    signed = 0
    for proposer in range(4):
        if int(kinds[proposer * 4]) != KIND_PAYOFF:
            continue
        view = views[proposer]
        known_orders(proposer, standing, o)
        appraise(view, o, k, e, b, w, r)
        entry = best_offer(proposer, -1, -1, view, o, k, e, b, acc, w, r, clauses)
        if entry < 0:
            continue
        entry_clauses(entry, clauses)
        if not wants_to_offer(proposer, clauses, view, o, k, e, b, w, r, seed, game, season):
            continue
        speaker = proposer
        counter = 0
        while entry >= 0:
            package = ENTRY_PACKAGE[entry]
            entry_clauses(entry, clauses)
            refuser = -1
            for party in range(4):
                if party == speaker or PACKAGE_PARTIES[package * 4 + party] == 0:
                    continue
                if int(kinds[party * 4]) != KIND_PAYOFF:
                    refuser = 4
                    continue
                known_orders(party, standing, o)
                appraise(views[party], o, k, e, b, w, r)
                answered = accepts(party, clauses, views[party], o, k, e, b, w, r, seed, game, season, proposer, counter)
                if not answered and refuser < 0:
                    refuser = party
            if refuser < 0:
                slot = free_slot(acc)
                if slot >= 0 and not in_force(acc, package):
                    sign(acc, s, slot, package, clauses, scaled(PACKAGE_SEASONS[package], scale))
                    note_bounds(acc, b)
                    signed += 1
                entry = -1
            elif refuser < 4 and counter < COUNTERS:
                known_orders(refuser, standing, o)
                appraise(views[refuser], o, k, e, b, w, r)
                offered = gain(refuser, clauses, views[refuser], o, k, e, b, w, r)
                other = best_offer(refuser, package, entry, views[refuser], o, k, e, b, acc, w, r, refused)
                if other >= 0:
                    entry_clauses(other, refused)
                    if gain(refuser, refused, views[refuser], o, k, e, b, w, r) <= offered:
                        other = -1
                entry = other
                speaker = refuser
                counter += 1
            else:
                entry = -1
    return signed


def answer_misses(kinds, s, acc, standing, known, k, e, b, err, fog, views, h, seed, game, season):
    """Let injured payoff seats snap accords back, before anything is offered."""
    for slot in range(SLOTS):
        for seat in range(4):
            if int(kinds[seat * 4]) == KIND_PAYOFF and injured(seat, slot, s, acc):
                known_orders(seat, standing, known)
                observe(seat, s, known, k, e, b, err, fog, views[seat], h)
                if snaps_back(seat, slot, views[seat], known, k, e, b, seed, game, season):
                    end_accord(acc, s, slot)


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


def answer_incident(kinds, crisis, o, known, k, e, b, f, n, err, fog, view, h, seed, game, season):
    """Return how many seats answer an incident in kind; a seat without a view of its own counts as undecided."""
    matched = 0.0
    for seat in CRISIS_SEATS:
        if crisis and int(kinds[seat * 4]) == KIND_PAYOFF:
            known_orders(seat, o, known)
            observe(seat, n, known, k, e, b, err, fog, view, h)
            back = logistic(stepping_back(seat, view, known, k, e, b, f, n))
            if uniform(seed, game, season, FOR_CRISIS, seat) >= back:
                matched += 1.0
        else:
            matched += UNDECIDED
    return matched


def note_season(season, n, o, acc, outcome, signed, incident, war, at_war, hazard, states, orders, facts):
    """Write a season's rows: state and orders where they are kept, and what happened."""
    if len(states) > 0:
        for place in range(N_STATE):
            states[season * N_STATE + place] = n[place]
    if len(orders) > 0:
        for lever in range(N_LEVERS):
            orders[season * N_LEVERS + lever] = o[lever]
    broken = 0
    standing_accords = 0
    for slot in range(SLOTS):
        if outcome[slot] in (1, 2, 3):
            broken += 1
        if acc[slot * SLOT_SIZE] > 0.5:
            standing_accords += 1
    row = season * FACTS_EACH
    for package in range(N_PACKAGES):
        facts[row + 8 + package] = 1.0 if in_force(acc, package) else 0.0
    facts[row] = n[TALKED]
    facts[row + 1] = float(standing_accords)
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


def play_game(
    kinds,
    s,
    acc,
    err,
    standing,
    k,
    calendar,
    length,
    rules,
    n_rules,
    code,
    fog,
    capital,
    mandates,
    crisis,
    bargain,
    scale,
    seed,
    game,
    first,
    states,
    orders,
    facts,
    boards,
):
    """Play seasons `first` to `length` of one game and write what happened.

    Args:
        kinds: By seat: kind, precision, depth, belief.
        s, acc, err, standing: The position; changed in place.
        calendar: Events by season, flat rows of N_INPUTS.
        rules, n_rules, code: A policy's demands (see `demands`).
        fog, capital, mandates, crisis: Whether these are on.
        bargain: Whether seats may offer accords.
        scale: Multiplies the seasons that packages last.
        states: Out, a row of N_STATE a season, or empty.
        orders: Out, a row of N_LEVERS a season, or empty.
        facts: Out, a row of FACTS_EACH a season: talks, accords in force, signed, broken, incident, war, chance of war, hazard, then by
            package whether it is in force at the end.
        boards: Out: sums of own payoffs of the four seats, then the other boards as `gather` makes them; products start at 1.

    Returns:
        The number of seasons played.
    """
    o = fresh_ints(N_LEVERS)
    theirs = fresh_ints(N_LEVERS)
    known = fresh_ints(N_LEVERS)
    guess = fresh_ints(N_LEVERS)
    fixed = fresh_ints(N_LEVERS)
    clauses = fresh_ints(CLAUSES_EACH)
    refused = fresh_ints(CLAUSES_EACH)
    outcome = fresh_ints(SLOTS)
    e = fresh(N_INPUTS)
    b = fresh(N_BOUNDS)
    d = fresh(N_DRAWS)
    calm = fresh(N_DRAWS)
    f = fresh(N_FLAGS)
    g = fresh(N_FLAGS)
    n = fresh(N_STATE)
    m = fresh(N_STATE)
    p = fresh(N_STATE)
    w = fresh(N_CLAUSES * 5)
    r = fresh(4)
    h = fresh(HIDDEN_COUNT)
    t = fresh(N_BOARDS)
    stack = fresh(32)
    chance = fresh(N_OPTIONS)
    value = fresh(N_OPTIONS)
    views = (fresh(N_STATE), fresh(N_STATE), fresh(N_STATE), fresh(N_STATE))
    nobody = fresh_ints(N_LEVERS)
    for lever in range(N_LEVERS):
        nobody[lever] = -1
    quiet(calm)
    played = 0
    for season in range(first, length):
        for place in range(N_INPUTS):
            e[place] = calendar[season * N_INPUTS + place]
        drift_errors(err, seed, game, season)
        note_bounds(acc, b)
        answer_misses(kinds, s, acc, standing, known, k, e, b, err, fog, views, h, seed, game, season)
        note_bounds(acc, b)
        for seat in range(4):
            observe(seat, s, standing, k, e, b, err, fog, views[seat], h)
        signed = 0
        if bargain:
            signed = negotiate(kinds, views, standing, known, k, e, b, acc, s, w, r, clauses, refused, scale, seed, game, season)
        e[SIGNED_NOW] = 1.0 if signed > 0 else 0.0
        note_bounds(acc, b)
        for seat in range(4):
            observe(seat, s, standing, k, e, b, err, fog, views[seat], h)
        for seat in range(4):
            budget = s[CAPITAL + seat] if capital else -1.0
            known_orders(seat, standing, known)
            demands(seat, rules, n_rules, code, views[seat], known, e, b, float(season + 1), stack, fixed)
            set_sheet(
                kinds, seat, views[seat], known, k, e, b, acc, budget, fixed, seed, game, season, theirs, calm, chance, value, g, m, p, nobody, guess
            )
            for lever in range(N_LEVERS):
                if OWNER[lever] == seat:
                    o[lever] = theirs[lever]
        draw_season(d, seed, game, season)
        transition(s, o, k, e, d, b, acc, f, n)
        bank_capital(n, o, standing)
        vote_in_seoul(s, n, o, k, e, b, mandates, seed, game, season)
        at_war = expected_war(s, o, k, e, b, f, n, p)
        for seat in range(4):
            boards[seat] += payoff(seat, s, o, k, e, b, f, n, 1.0, 0.0)
        hazard = incident_chance(n, o, k, e, b)
        settle_accords(s, o, f, n, acc, outcome, seed, game, season)
        incident = uniform(seed, game, season, FOR_INCIDENT, 0) < hazard
        war = False
        if incident:
            n[TENSION] = clip(n[TENSION] + INCIDENT_RAISES, 0.0, 10.0)
            matched = answer_incident(kinds, crisis, o, known, k, e, b, f, n, err, fog, p, h, seed, game, season)
            war = uniform(seed, game, season, FOR_WAR, 0) < war_chance(n, o, k, e, b, f, n, matched)
        board_values(n, o, k, e, b, f, n, 0.0, at_war, t)
        for place in range(1, N_BOARDS):
            boards[3 + place] = gather(BOARD_OVER[place], boards[3 + place], t[place])
        note_season(season, n, o, acc, outcome, signed, incident, war, at_war, hazard, states, orders, facts)
        for lever in range(N_LEVERS):
            standing[lever] = o[lever]
        for place in range(N_STATE):
            s[place] = n[place]
        played += 1
        if war or ending(s, o, k, e, b) >= 0:
            break
    return played


def play_many(
    kinds,
    s,
    acc,
    standing,
    k,
    calendar,
    length,
    rules,
    n_rules,
    code,
    switches,
    scale,
    seed,
    first_game,
    count,
    states,
    orders,
    facts,
    boards,
    played,
):
    """Play games `first_game` to `first_game + count - 1` from one start; rows of the results stand game after game.

    Args:
        switches: Whether fog, capital, mandates, crisis, sincerity, cards and bargaining are on, as numbers.
        boards: In and out: each game's row begins with the values of a start.
    """
    own_state = fresh(N_STATE)
    own_accords = fresh(SLOTS * SLOT_SIZE)
    own_standing = fresh_ints(N_LEVERS)
    errors = fresh(4 * N_DIALS)
    sums = fresh(3 + N_BOARDS)
    season_states = fresh(length * N_STATE if len(states) > 0 else 0)
    season_orders = fresh_ints(length * N_LEVERS if len(orders) > 0 else 0)
    season_facts = fresh(length * FACTS_EACH)
    for number in range(count):
        game = first_game + number
        own_state[:] = s
        own_accords[:] = acc
        own_standing[:] = standing
        for place in range(4 * N_DIALS):
            errors[place] = 0.0
        for place in range(length * FACTS_EACH):
            season_facts[place] = 0.0
        for place in range(len(season_states)):
            season_states[place] = 0.0
        for place in range(len(season_orders)):
            season_orders[place] = 0
        for place in range(3 + N_BOARDS):
            sums[place] = boards[number * (3 + N_BOARDS) + place]
        draw_start(own_state, errors, seed, game, switches[4] > 0.5, switches[5] > 0.5)
        played[number] = play_game(
            kinds,
            own_state,
            own_accords,
            errors,
            own_standing,
            k,
            calendar,
            length,
            rules,
            n_rules,
            code,
            switches[0] > 0.5,
            switches[1] > 0.5,
            switches[2] > 0.5,
            switches[3] > 0.5,
            switches[6] > 0.5,
            scale,
            seed,
            game,
            0,
            season_states,
            season_orders,
            season_facts,
            sums,
        )
        for place in range(3 + N_BOARDS):
            boards[number * (3 + N_BOARDS) + place] = sums[place]
        for place in range(len(season_states)):
            states[number * length * N_STATE + place] = season_states[place]
        for place in range(len(season_orders)):
            orders[number * length * N_LEVERS + place] = season_orders[place]
        for place in range(length * FACTS_EACH):
            facts[number * length * FACTS_EACH + place] = season_facts[place]
