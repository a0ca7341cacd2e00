"""How a payoff seat sets its sheet: one pass over its levers, each by logit on the payoffs of this season and the next ones.

The choice is a logit quantal response (McKelvey and Palfrey, Games and Economic Behavior 10, 1995) lever by lever: the chance of a
sheet is the product of the conditionals, and explanations and the posterior over lenses use exactly that. Gumbel noise per setting
makes the draw, so that policies compared on common draws stay paired. Beliefs about others are level-k (Nagel, American Economic
Review 85, 1995; Stahl and Wilson, Games and Economic Behavior 10, 1995).
"""

# ruff: noqa: F403, F405
from sim.engine.kernel.model import *
from sim.engine.kernel.numerics import exp_, gumbel, uniform
from sim.engine.kernel.seasons import FOR_CHOICE, step_cost

# --- kernel ---

NEVER = -1.0e300


def look_ahead(seat, s, o, k, e, b, acc, depth, calm, f, n, m):
    """Return the payoff of orders o to a seat: this season's terms, then later seasons' with all levers repeated, discounted.

    The sum is one fold over seasons and terms in rulebook order, the same that an explanation lists.
    """
    g = 1.0
    transition(s, o, k, e, calm, b, acc, f, n)
    q = payoff(seat, s, o, k, e, b, f, n, g, 0.0)
    if depth > 1:
        g = g * DISCOUNT
        transition(n, o, k, e, calm, b, acc, f, m)
        q = payoff(seat, n, o, k, e, b, f, m, g, q)
    if depth > 2:
        g = g * DISCOUNT
        transition(m, o, k, e, calm, b, acc, f, n)
        q = payoff(seat, m, o, k, e, b, f, n, g, q)
    return q


def expect_orders(seat, acc, standing, o):
    """Write to o what a seat expects: others' standing sheets moved within what they have signed, its own with levers reset."""
    reset_levers(seat, standing, o)
    keep_promises(seat, acc, o)


def reset_levers(seat, standing, o):
    """Write standing orders to o, a seat's restrictive levers and acts at rest."""
    for lever in range(N_LEVERS):
        rests = OWNER[lever] == seat and (RESTRICTIVE[lever] or ACT[lever])
        o[lever] = REST[lever] if rests else standing[lever]


def keep_promises(seat, acc, o):
    """Move the others' orders in o within what they have signed."""
    for slot in range(SLOTS):
        at = slot * SLOT_SIZE
        if acc[at] < 0.5:
            continue
        for clause in range(int(acc[at + 8])):
            row = at + SLOT_HEAD + clause * CLAUSE_SIZE
            if int(acc[row]) == seat or acc[row + 4] > 0.5:
                continue
            lever = int(acc[row + 5])
            value = int(acc[row + 7])
            if OWNER[lever] != int(acc[row]):
                continue
            if (acc[row + 6] < 0.5 and o[lever] > value) or (acc[row + 6] > 0.5 and o[lever] < value):
                o[lever] = value


def choose(seat, s, standing, k, e, b, acc, precision, depth, budget, fixed, noisy, seed, game, season, o, calm, chance, value, f, n, m):
    """Set a seat's levers in o, in its order of choice; write each option's chance and payoff.

    Args:
        seat: Who chooses; o holds what it expects of the others and its own levers as reset by `expect_orders`.
        s: The state as the seat sees it.
        standing: Everybody's standing orders, from which political capital is counted.
        precision: Lambda of the logit.
        depth: Seasons looked at, 1 to 3.
        budget: Political capital; negative where the mechanic is off.
        fixed: By lever, a setting that a policy demands, or -1.
        noisy: Whether to draw; otherwise the best setting is taken (what a level-2 seat expects of others).
        chance: By option, out: the probability of the setting given the levers already set.
        value: By option, out: the look-ahead payoff; `NEVER` where the setting is not legal.
    """
    for turn in range(ORDER_COUNT[seat]):
        lever = ORDER[ORDER_FIRST[seat] + turn]
        first = OPTION_FIRST[lever]
        count = SETTINGS[lever]
        before = o[lever]
        top = NEVER
        spent = 0.0
        for other in range(N_LEVERS):
            if OWNER[other] == seat and other != lever:
                spent += step_cost(other, o[other], standing[other])
        for setting in range(count):
            o[lever] = setting
            value[first + setting] = NEVER
            affordable = budget < 0.0 or spent + step_cost(lever, setting, standing[lever]) <= budget
            if affordable and forbidden(seat, s, o, k, e, b) < 0:
                q = look_ahead(seat, s, o, k, e, b, acc, depth, calm, f, n, m)
                value[first + setting] = q
                if q > top:
                    top = q
        total = 0.0
        for setting in range(count):
            q = value[first + setting]
            chance[first + setting] = exp_(precision * (q - top)) if q > NEVER else 0.0
            total += chance[first + setting]
        for setting in range(count):
            chance[first + setting] = chance[first + setting] / total if total > 0.0 else 0.0
        picked = before if total <= 0.0 else -1
        best = NEVER
        for setting in range(count):
            q = value[first + setting]
            if q > NEVER:
                score = precision * q
                if noisy:
                    score += gumbel(uniform(seed, game, season, FOR_CHOICE, first + setting))
                if score > best:
                    best = score
                    picked = setting
        wanted = fixed[lever]
        if wanted >= 0 and value[first + wanted] > NEVER:
            picked = wanted
        o[lever] = picked


def expect_answers(seat, s, standing, k, e, b, acc, precision, o, no_demands, calm, chance, value, f, n, m, theirs):
    """Replace in o what is expected of the other seats by their best answers to the standing sheets (level 1), as this seat sees them."""
    for other in range(4):
        if other == seat:
            continue
        expect_orders(other, acc, standing, theirs)
        choose(other, s, standing, k, e, b, acc, precision, 1, -1.0, no_demands, False, 0, 0, 0, theirs, calm, chance, value, f, n, m)
        for lever in range(N_LEVERS):
            if OWNER[lever] == other:
                o[lever] = theirs[lever]
