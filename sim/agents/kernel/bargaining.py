"""How AI seats bargain: what an accord is worth to each party, which one to offer, how to answer, when to snap back.

A party's gain from an offer is a sum of named terms: its own answer terms, the costs of its own clauses, and the worth of the others'
clauses times the chance that they deliver. It accepts with logistic chance. A proposer offers the entry of the catalogue that
maximises the Nash product of gains over no accord (Nash, "The bargaining problem", Econometrica 18, 1950), each gain taken as the
expected surplus of a logit answer, log(1 + exp(x)) (McFadden's inclusive value, 1978), so that an offer a party might refuse still counts.
"""

# ruff: noqa: F403, F405
from sim.engine.kernel.model import *
from sim.engine.kernel.numerics import exp_, log_, logistic, uniform
from sim.engine.kernel.seasons import FOR_ANSWER, FOR_OFFER, FOR_SNAP, in_force

# --- kernel ---


def appraise(s, o, k, e, b, w, r):
    """Write to w what every clause costs and is worth, and to r how far each seat is believed, in a state as somebody sees it."""
    clause_worths(s, o, k, e, b, w)
    reliabilities(s, o, k, e, b, r)


def gain(seat, clauses, s, o, k, e, b, w, r):
    """Return what an accord of these clauses is worth to a seat over none: the fold of its answer terms, then clause by clause."""
    q = answer(seat, s, o, k, e, b)
    for number in range(CLAUSES_EACH):
        clause = clauses[number]
        if clause < 0:
            continue
        owner = CLAUSE_OWNER[clause]
        if owner == seat:
            q = q - w[clause * 5]
        else:
            q = q + r[owner] * w[clause * 5 + 1 + seat]
    return q


def entry_clauses(entry, clauses):
    """Write the clauses of a catalogue entry."""
    for number in range(CLAUSES_EACH):
        clauses[number] = ENTRY_CLAUSES[entry * CLAUSES_EACH + number]


def may_offer(seat, package, s, o, k, e, b, acc):
    """Say whether a seat may table a package: not in force, its needs met, channels open or the seat a mediator."""
    if in_force(acc, package) or not package_ready(package, s, o, k, e, b):
        return False
    if PACKAGE_PARTIES[package * 4 + seat] == 0:
        return MEDIATES[seat] == 1
    lines_open = True
    for one in range(4):
        for other in range(4):
            if one < other and PACKAGE_PARTIES[package * 4 + one] and PACKAGE_PARTIES[package * 4 + other]:
                lines_open = lines_open and channel_open(one, other, s, o, k, e, b)
    return lines_open


def nash_product(package, clauses, s, o, k, e, b, w, r):
    """Return the product over parties of the expected surplus of a logit answer."""
    product = 1.0
    for party in range(4):
        if PACKAGE_PARTIES[package * 4 + party]:
            q = gain(party, clauses, s, o, k, e, b, w, r)
            product = product * log_(1.0 + exp_(ANSWER_PRECISION * q)) / ANSWER_PRECISION
    return product


def offer_score(package, clauses, s, o, k, e, b, w, r):
    """Return what entries are compared by: the Nash product, brought to the scale of two parties."""
    parties = 0
    for party in range(4):
        parties += PACKAGE_PARTIES[package * 4 + party]
    product = nash_product(package, clauses, s, o, k, e, b, w, r)
    return product if parties == 2 else exp_(2.0 / parties * log_(product))


def best_offer(seat, family, other_than, s, o, k, e, b, acc, w, r, clauses):
    """Return the catalogue entry that maximises the Nash product as a seat sees it, or -1.

    Args:
        seat: The proposer.
        family: A package to stay within (a counter-offer), or -1.
        other_than: An entry that was refused, or -1.
    """
    found = -1
    top = 0.0
    for entry in range(N_ENTRIES):
        package = ENTRY_PACKAGE[entry]
        if entry == other_than or (family >= 0 and package != family) or not may_offer(seat, package, s, o, k, e, b, acc):
            continue
        entry_clauses(entry, clauses)
        mediated = PACKAGE_PARTIES[package * 4 + seat] == 0
        if mediated and gain(seat, clauses, s, o, k, e, b, w, r) <= 0.0:
            continue
        score = offer_score(package, clauses, s, o, k, e, b, w, r)
        if score > top:
            top = score
            found = entry
    return found


def tables(seat, worth, seed, game, season):
    """Draw whether a seat tables an offer worth this much to it."""
    return uniform(seed, game, season, FOR_OFFER, seat) < logistic(ANSWER_PRECISION * worth)


def agrees(seat, worth, seed, game, season, proposer, counter):
    """Draw a party's answer to an offer worth this much to it."""
    return uniform(seed, game, season, FOR_ANSWER, (proposer * 8 + counter) * 4 + seat) < logistic(ANSWER_PRECISION * worth)


def wants_to_offer(seat, clauses, s, o, k, e, b, w, r, seed, game, season):
    """Draw whether a seat tables the offer it found best: logistic in its own gain."""
    return tables(seat, gain(seat, clauses, s, o, k, e, b, w, r), seed, game, season)


def accepts(seat, clauses, s, o, k, e, b, w, r, seed, game, season, proposer, counter):
    """Draw a party's answer to an offer."""
    return agrees(seat, gain(seat, clauses, s, o, k, e, b, w, r), seed, game, season, proposer, counter)


def weigh(seat, s, o, k, e, b, acc, w, r, clauses, may, gains, scores):
    """Write as a seat sees it which packages it may offer, what every entry is worth to it, and how the entries it may offer score.

    Args:
        seat: The seat; s and o are the state and the orders as it sees them.
        may: Out, by seat and package: 1 where the seat may table it.
        gains: Out, by seat and entry.
        scores: Out, by seat and entry; only where the package may be tabled.
    """
    appraise(s, o, k, e, b, w, r)
    for package in range(N_PACKAGES):
        may[seat * N_PACKAGES + package] = 1.0 if may_offer(seat, package, s, o, k, e, b, acc) else 0.0
    for entry in range(N_ENTRIES):
        package = ENTRY_PACKAGE[entry]
        if in_force(acc, package):
            continue
        entry_clauses(entry, clauses)
        gains[seat * N_ENTRIES + entry] = gain(seat, clauses, s, o, k, e, b, w, r)
        if may[seat * N_PACKAGES + package] > 0.5:
            scores[seat * N_ENTRIES + entry] = offer_score(package, clauses, s, o, k, e, b, w, r)


def best_entry(seat, family, other_than, acc, may, gains, scores, width, lane):
    """Return what `best_offer` returns, from tables of many games side by side: `width` of them, of which `lane` is meant."""
    found = -1
    top = 0.0
    for entry in range(N_ENTRIES):
        package = ENTRY_PACKAGE[entry]
        if entry == other_than or (family >= 0 and package != family) or may[(seat * N_PACKAGES + package) * width + lane] < 0.5:
            continue
        place = (seat * N_ENTRIES + entry) * width + lane
        if in_force(acc, package) or (PACKAGE_PARTIES[package * 4 + seat] == 0 and gains[place] <= 0.0):
            continue
        if scores[place] > top:
            top = scores[place]
            found = entry
    return found


def first_refuser(entry, speaker, proposer, counter, bargains, gains, width, lane, seed, game, season):
    """Return the first party that refuses an entry; -1 where all agree, 4 where a party does not bargain at all."""
    refuser = -1
    for party in range(4):
        if party == speaker or PACKAGE_PARTIES[ENTRY_PACKAGE[entry] * 4 + party] == 0:
            continue
        if not bargains[party]:
            return 4
        if refuser < 0 and not agrees(party, gains[(party * N_ENTRIES + entry) * width + lane], seed, game, season, proposer, counter):
            refuser = party
    return refuser


def opens(proposer, acc, may, gains, scores, width, lane, seed, game, season):
    """Return the entry that a seat tables, or -1 where it finds none or would rather not."""
    entry = best_entry(proposer, -1, -1, acc, may, gains, scores, width, lane)
    if entry < 0 or not tables(proposer, gains[(proposer * N_ENTRIES + entry) * width + lane], seed, game, season):
        return -1
    return entry


def haggle(proposer, entry, bargains, acc, may, gains, scores, width, lane, seed, game, season):
    """Let the others answer a tabled entry and counter; return the entry that all agree to, or -1.

    Args:
        bargains: By seat, whether it bargains.
        acc: The accords in force in this game.
        may, gains, scores: Tables as `weigh` writes them, `width` games side by side, of which `lane` is meant.
    """
    speaker = proposer
    counter = 0
    while entry >= 0:
        refuser = first_refuser(entry, speaker, proposer, counter, bargains, gains, width, lane, seed, game, season)
        if refuser < 0:
            return entry
        if refuser == 4 or counter == COUNTERS:
            return -1
        first = refuser * N_ENTRIES
        other = best_entry(refuser, ENTRY_PACKAGE[entry], entry, acc, may, gains, scores, width, lane)
        if other >= 0 and gains[(first + other) * width + lane] <= gains[(first + entry) * width + lane]:
            other = -1
        entry = other
        speaker = refuser
        counter += 1
    return -1


def injured(seat, slot, s, acc):
    """Say whether a seat may snap an accord back: another party has missed a promise."""
    at = slot * SLOT_SIZE
    if acc[at] < 0.5 or acc[at + 2 + seat] < 0.5:
        return False
    for other in range(4):
        if other != seat and acc[at + 2 + other] > 0.5 and s[MISSED_SLOT + slot * 4 + other] > INJURED_ABOVE:
            return True
    return False


def snaps_back(seat, slot, s, o, k, e, b, seed, game, season):
    """Draw whether an injured AI seat ends an accord."""
    chance = logistic(SNAP_PRECISION * snap(seat, s, o, k, e, b))
    return uniform(seed, game, season, FOR_SNAP, slot * 4 + seat) < chance
