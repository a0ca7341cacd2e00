"""The season's machinery around the generated rules: what accords bind, delivery, views, and what follows the dials.

Written in the part of Python that Numba compiles. Names in capitals and the functions of `model` come from the generated source
that this text is joined to (`sim.engine.program`); imports are left out there.
"""

# ruff: noqa: F403, F405
from math import floor, sqrt

from sim.engine.kernel.model import *
from sim.engine.kernel.numerics import clip, higher, normal, uniform

# --- kernel ---

# purposes of draws: a new one takes a new number and moves no other
FOR_CHANCE = 1
FOR_NOISE = 2
FOR_CHOICE = 3
FOR_OFFER = 4
FOR_ANSWER = 5
FOR_SNAP = 6
FOR_INCIDENT = 7
FOR_CRISIS = 8
FOR_WAR = 9
FOR_DISPUTE = 10
FOR_FOG = 11
FOR_CARD = 13
FOR_MANDATE = 14
FOR_AGENT = 15
FOR_IMAGINED = 16
FOR_PLANNING = 17
BRANCH = 4096  # seasons and branches share one counter word: season + BRANCH * branch


def note_bounds(acc, b):
    """Write to b which levers are bound, how many accords each seat is in, and which packages are in force."""
    for place in range(N_BOUNDS):
        b[place] = 0.0
    for slot in range(SLOTS):
        at = slot * SLOT_SIZE
        if acc[at] < 0.5:
            continue
        for seat in range(4):
            if acc[at + 2 + seat] > 0.5:
                b[N_LEVERS + seat] += 1.0
        b[N_LEVERS + 4 + int(acc[at + 1])] = 1.0
        for clause in range(int(acc[at + 8])):
            row = at + SLOT_HEAD + clause * CLAUSE_SIZE
            for bound in range(int(acc[row + 3])):
                place = row + 4 + bound * 4
                if acc[place] < 0.5 and OWNER[int(acc[place + 1])] == int(acc[row]):
                    b[int(acc[place + 1])] = 1.0


def clause_holds(acc, row, s, o, n):
    """Say whether any bound of a clause holds for orders o, start state s and next state n."""
    for bound in range(int(acc[row + 3])):
        place = row + 4 + bound * 4
        kind = int(acc[place])
        at = int(acc[place + 1])
        value = float(o[at]) if kind == 0 else (n[at] if kind == 1 else s[at])
        if acc[place + 2] < 0.5:
            if value <= acc[place + 3]:
                return True
        elif value >= acc[place + 3]:
            return True
    return False


def deliver(s, o, acc, f, n):
    """Check every clause in force: who breaks a promise, who keeps those made with the North, and misses by accord and party.

    The misses that terms read (`missed(US)`) are the worst of a party's accords with the North: a quarrel between allies is not a
    promise broken to Pyongyang.
    """
    for seat in range(4):
        f[BREAKS + seat] = 0.0
        f[DELIVERS + seat] = 1.0 if signed_with_north(acc, seat) else 0.0
        n[MISSED + seat] = 0.0
    for slot in range(SLOTS):
        at = slot * SLOT_SIZE
        if acc[at] < 0.5:
            continue
        for seat in range(4):
            if acc[at + 2 + seat] < 0.5:
                continue
            owes = False
            kept = True
            for clause in range(int(acc[at + 8])):
                row = at + SLOT_HEAD + clause * CLAUSE_SIZE
                if int(acc[row]) == seat:
                    owes = True
                    if not clause_holds(acc, row, s, o, n):
                        kept = False
            place = MISSED_SLOT + slot * 4 + seat
            missed = s[place]
            north = acc[at + 2 + DPRK] > 0.5
            if owes and not kept:
                f[BREAKS + seat] = 1.0
                if north:
                    f[DELIVERS + seat] = 0.0
                missed = missed + MISS
            else:
                missed = missed - DELIVERY if missed > DELIVERY else 0.0
            n[place] = missed
            if north and missed > n[MISSED + seat]:
                n[MISSED + seat] = missed


def signed_with_north(acc, seat):
    """Say whether a seat is party to an accord in force with the North (for the North: to any)."""
    for slot in range(SLOTS):
        at = slot * SLOT_SIZE
        if acc[at] > 0.5 and acc[at + 2 + seat] > 0.5 and acc[at + 2 + DPRK] > 0.5:
            return True
    return False


def count_misses(acc, s):
    """Write to s each seat's worst misses over its accords with the North."""
    for seat in range(4):
        worst = 0.0
        for slot in range(SLOTS):
            at = slot * SLOT_SIZE
            if acc[at] > 0.5 and acc[at + 2 + DPRK] > 0.5 and s[MISSED_SLOT + slot * 4 + seat] > worst:
                worst = s[MISSED_SLOT + slot * 4 + seat]
        s[MISSED + seat] = worst


def core_broken(acc, slot, s, o, n):
    """Say whether a core clause of an accord is broken beyond dispute; an ambiguous launch is a miss that parties rule on."""
    at = slot * SLOT_SIZE
    for clause in range(int(acc[at + 8])):
        row = at + SLOT_HEAD + clause * CLAUSE_SIZE
        if acc[row + 1] > 0.5 and not clause_holds(acc, row, s, o, n):
            ambiguous = int(acc[row + 2])
            if ambiguous < 0 or o[int(acc[row + 5])] != ambiguous:
                return True
    return False


def sign(acc, s, slot, package, clauses, seasons):
    """Put an accord in force: package, its parties, clauses by number (-1: none)."""
    at = slot * SLOT_SIZE
    for place in range(SLOT_SIZE):
        acc[at + place] = 0.0
    acc[at] = 1.0
    acc[at + 1] = float(package)
    acc[at + 6] = seasons
    count = 0
    for seat in range(4):
        acc[at + 2 + seat] = float(PACKAGE_PARTIES[package * 4 + seat])
        s[MISSED_SLOT + slot * 4 + seat] = 0.0
    for number in range(CLAUSES_EACH):
        clause = clauses[number]
        if clause < 0:
            continue
        row = at + SLOT_HEAD + count * CLAUSE_SIZE
        for place in range(CLAUSE_SIZE):
            acc[row + place] = CLAUSES[clause * CLAUSE_SIZE + place]
        count += 1
    acc[at + 8] = float(count)


def scaled(seasons, scale):
    """Return the seasons that a package lasts in a scenario, at least one."""
    return higher(1.0, float(floor(seasons * scale + 0.5)))


def end_accord(acc, s, slot):
    """Take an accord out of force."""
    acc[slot * SLOT_SIZE] = 0.0
    for seat in range(4):
        s[MISSED_SLOT + slot * 4 + seat] = 0.0
    count_misses(acc, s)


def free_slot(acc):
    """Return the first free place for an accord, or -1."""
    for slot in range(SLOTS):
        if acc[slot * SLOT_SIZE] < 0.5:
            return slot
    return -1


def in_force(acc, package):
    """Say whether a package is in force."""
    for slot in range(SLOTS):
        if acc[slot * SLOT_SIZE] > 0.5 and int(acc[slot * SLOT_SIZE + 1]) == package:
            return True
    return False


def drift_errors(err, seed, game, season):
    """Move every seat's errors of estimate one season on: a share of last season's, and a fresh draw (AR(1), stationary)."""
    fresh_share = sqrt(1.0 - FOG_CARRIED * FOG_CARRIED)
    for seat in range(4):
        for dial in range(N_DIALS):
            if FOG_OWNER[dial] < 0 or FOG_OWNER[dial] == seat:
                continue
            place = seat * N_DIALS + dial
            z = normal(uniform(seed, game, season, FOR_FOG, place))
            err[place] = FOG_CARRIED * err[place] + fresh_share * FOG_BAND[dial] * z


def observe(seat, s, err, fog, view):
    """Write to view the state as one seat sees it: others' private dials as estimates, their cards as nothing."""
    view[:] = s
    if fog:
        for dial in range(N_DIALS):
            if FOG_OWNER[dial] >= 0 and FOG_OWNER[dial] != seat:
                view[dial] = clip(s[dial] + err[seat * N_DIALS + dial], 0.0, 10.0)
    for card in range(len(CARD_OWNER)):
        if CARD_OWNER[card] != seat:
            view[CARD_FIRST + card] = 0.0


def known_orders(seat, o, out):
    """Write to out the orders as a seat knows them: its own as they are, others' secret settings as what they pass for."""
    for lever in range(N_LEVERS):
        out[lever] = o[lever] if OWNER[lever] == seat else SEEN_AS[OPTION_FIRST[lever] + o[lever]]


def draw_start(s, err, seed, game, seasons, cards):
    """Draw what a game of so many seasons starts with: objective cards in s, errors of estimate in err (after some seasons of drift)."""
    draw_cards(s, seed, game, seasons, cards)
    for before in range(EARLIER):  # under season numbers that no game uses
        drift_errors(err, seed, game, BRANCH - EARLIER + before)


def draw_cards(s, seed, game, seasons, cards):
    """Draw objective cards, one for each seat, where there are any."""
    for seat in range(4):
        draw_card(s, seat, seasons, cards, seed, game, 0)


def draw_card(s, seat, seasons, cards, seed, game, season):
    """Draw a seat's objective card, of those whose date comes within so many seasons; none where none does."""
    deck = 0
    for card in range(len(CARD_OWNER)):
        s[CARD_FIRST + card] = 0.0 if CARD_OWNER[card] == seat else s[CARD_FIRST + card]
        if CARD_OWNER[card] == seat and s[CARD_CLOCK[card]] <= seasons:
            deck += 1
    drawn = int(uniform(seed, game, season, FOR_CARD, seat) * deck)
    for card in range(len(CARD_OWNER)):
        if CARD_OWNER[card] == seat and s[CARD_CLOCK[card]] <= seasons:
            s[CARD_FIRST + card] = 1.0 if drawn == 0 and cards else 0.0
            drawn -= 1


def draw_season(d, seed, game, season):
    """Fill d with the season's draws: chances in (0, 1), noises standard normal."""
    for place in range(N_DRAWS):
        if place < N_CHANCES:
            d[place] = uniform(seed, game, season, FOR_CHANCE, place)
        else:
            d[place] = normal(uniform(seed, game, season, FOR_NOISE, place))


def quiet(d):
    """Fill d for a look-ahead: chances count as their probability, noises as 0."""
    for place in range(N_DRAWS):
        d[place] = -1.0 if place < N_CHANCES else 0.0


def step_cost(lever, setting, standing):
    """Return the political capital that moving a lever from its standing setting costs; rest is free, an act costs one each time."""
    if setting == REST[lever]:
        return 0.0
    if ACT[lever]:
        return 1.0
    # a secret setting costs what it passes for, so that the price tells nobody
    to = SEEN_AS[OPTION_FIRST[lever] + setting]
    start = SEEN_AS[OPTION_FIRST[lever] + standing]
    return float(to - start if to > start else start - to)


def sheet_cost(seat, o, standing):
    """Return the political capital that a seat's sheet costs."""
    total = 0.0
    for lever in range(N_LEVERS):
        if OWNER[lever] == seat:
            total += step_cost(lever, o[lever], standing[lever])
    return total


def bank_capital(n, o, standing):
    """Pay for the sheets and receive the season's capital, up to what may be banked."""
    for seat in range(4):
        left = n[CAPITAL + seat] - sheet_cost(seat, o, standing) + CAPITAL_SEASON
        n[CAPITAL + seat] = clip(left, 0.0, CAPITAL_BANKED)


def settle_accords(s, o, f, n, acc, outcome, seed, game, season):
    """End what is to end after delivery: outcome by accord is 0 stands, 1 breached, 2 worn out by misses, 3 ended by a dispute, 4 expired."""
    youngest = -1
    for slot in range(SLOTS):
        at = slot * SLOT_SIZE
        outcome[slot] = 0
        if acc[at] < 0.5:
            continue
        if f[COVERT_FOUND] > 0.5 and acc[at + 2 + DPRK] > 0.5:
            place = MISSED_SLOT + slot * 4 + DPRK
            n[place] = n[place] + FOUND_OUT
            if n[place] > n[MISSED + DPRK]:
                n[MISSED + DPRK] = n[place]
        acc[at + 6] = acc[at + 6] - 1.0
        acc[at + 7] = acc[at + 7] + 1.0
        worn = False
        for seat in range(4):
            if n[MISSED_SLOT + slot * 4 + seat] >= MISSES_END:
                worn = True
        if core_broken(acc, slot, s, o, n):
            outcome[slot] = 1
        elif worn:
            outcome[slot] = 2
        elif acc[at + 6] < 0.5:
            outcome[slot] = 4
        elif acc[at + 2 + DPRK] > 0.5 and (youngest < 0 or acc[at + 7] < acc[youngest * SLOT_SIZE + 7]):
            youngest = slot
    if youngest >= 0 and f[DISPUTE] > 0.5 and draws_dispute(seed, game, season):
        outcome[youngest] = 3
    for slot in range(SLOTS):
        if outcome[slot] > 0:
            end_accord(acc, n, slot)


def draws_dispute(seed, game, season):
    """Draw whether an accord that is in dispute ends."""
    return uniform(seed, game, season, FOR_DISPUTE, 0) < DISPUTE_ENDS


def vote_in_seoul(s, n, o, k, e, b, mandates, seed, game, season):
    """Draw the mandate of the next government in Seoul in the season of its vote."""
    if mandates and s[MANDATE_CLOCK] <= 0.0:
        chance = mandate_chance(n, o, k, e, b)
        n[MANDATE] = 1.0 if uniform(seed, game, season, FOR_MANDATE, 0) < chance else 0.0


def expected_war(s, o, k, e, b, f, n, raised):
    """Return this season's chance of war before any incident is drawn: an incident, every seat asked still undecided."""
    for place in range(N_STATE):
        raised[place] = n[place]
    raised[TENSION] = clip(n[TENSION] + INCIDENT_RAISES, 0.0, 10.0)
    return incident_chance(n, o, k, e, b) * war_chance(raised, o, k, e, b, f, n, UNDECIDED * len(CRISIS_SEATS))
