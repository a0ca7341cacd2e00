"""Numbers that come out alike everywhere: exp, log, the normal, and counter-based draws, all of + - * / in fixed order.

libm and SIMD libraries differ in the last bit between platforms, so the program owns these. Draws are Philox4x32-10 (Salmon,
Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011) keyed by the rng seed and counted by (game, season,
branch, purpose, index): a draw is a function of its counter, so adding a purpose moves no other draw.
"""

from math import floor, frexp, ldexp, sqrt

# --- kernel ---

LN2_HIGH = 0.693147180369123816490
LN2_LOW = 1.90821492927058770002e-10
MASK = 0xFFFFFFFF


def lower(x, y):
    """Return the lower of two numbers; the first where they are equal."""
    return y if y < x else x


def higher(x, y):
    """Return the higher of two numbers; the first where they are equal."""
    return y if y > x else x


def positive(x):
    """Return x where it is positive, else 0."""
    return x if x > 0.0 else 0.0


def clip(x, low, high):
    """Return x brought into [low, high]."""
    return low if x < low else (high if x > high else x)


def step(x):
    """Return 1 where x is at least 0, else 0."""
    return 1.0 if x >= 0.0 else 0.0


def exp_(x):
    """Return e to the x, for x brought into [-700, 700]; relative error under 1e-15."""
    x = clip(x, -700.0, 700.0)
    turns = floor(x * 1.4426950408889634 + 0.5)
    r = (x - turns * LN2_HIGH) - turns * LN2_LOW
    # Horner form of the series of degree 13 on |r| <= 0.35
    p = 1.6059043836821613e-10
    p = p * r + 2.08767569878681e-09
    p = p * r + 2.505210838544172e-08
    p = p * r + 2.755731922398589e-07
    p = p * r + 2.7557319223985893e-06
    p = p * r + 2.48015873015873e-05
    p = p * r + 0.0001984126984126984
    p = p * r + 0.001388888888888889
    p = p * r + 0.008333333333333333
    p = p * r + 0.041666666666666664
    p = p * r + 0.16666666666666666
    p = p * r + 0.5
    p = p * r + 1.0
    p = p * r + 1.0
    return ldexp(p, int(turns))


def log_(x):
    """Return the natural logarithm; x at or below 0 counts as 1e-300. Relative error under 1e-14."""
    if x < 1e-300:
        x = 1e-300
    m, power = frexp(x)
    if m < 0.7071067811865476:
        m = m * 2.0
        power = power - 1
    z = (m - 1.0) / (m + 1.0)
    y = z * z
    p = 0.047619047619047616
    p = p * y + 0.05263157894736842
    p = p * y + 0.058823529411764705
    p = p * y + 0.06666666666666667
    p = p * y + 0.07692307692307693
    p = p * y + 0.09090909090909091
    p = p * y + 0.1111111111111111
    p = p * y + 0.14285714285714285
    p = p * y + 0.2
    p = p * y + 0.3333333333333333
    p = p * y + 1.0
    return (2.0 * z * p + power * LN2_LOW) + power * LN2_HIGH


def logistic(x):
    """Return 1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + exp_(-x))


def normal(u):
    """Return the standard normal quantile of u in (0, 1): Wichura's AS 241, PPND16 (Applied Statistics 37, 1988)."""
    q = u - 0.5
    if -0.425 <= q <= 0.425:
        r = 0.180625 - q * q
        top = 2.5090809287301226727e3 * r + 3.3430575583588128105e4
        top = top * r + 6.7265770927008700853e4
        top = top * r + 4.5921953931549871457e4
        top = top * r + 1.3731693765509461125e4
        top = top * r + 1.9715909503065514427e3
        top = top * r + 1.3314166789178437745e2
        top = top * r + 3.3871328727963666080e0
        bottom = 5.2264952788528545610e3 * r + 2.8729085735721942674e4
        bottom = bottom * r + 3.9307895800092710610e4
        bottom = bottom * r + 2.1213794301586595867e4
        bottom = bottom * r + 5.3941960214247511077e3
        bottom = bottom * r + 6.8718700749205790830e2
        bottom = bottom * r + 4.2313330701600911252e1
        bottom = bottom * r + 1.0
        return q * top / bottom
    tail = u if q < 0.0 else 1.0 - u
    r = sqrt(-log_(tail))
    if r <= 5.0:
        r = r - 1.6
        top = 7.74545014278341407640e-4 * r + 2.27238449892691845833e-2
        top = top * r + 2.41780725177450611770e-1
        top = top * r + 1.27045825245236838258e0
        top = top * r + 3.64784832476320460504e0
        top = top * r + 5.76949722146069140550e0
        top = top * r + 4.63033784615654529590e0
        top = top * r + 1.42343711074968357734e0
        bottom = 1.05075007164441684324e-9 * r + 5.47593808499534494600e-4
        bottom = bottom * r + 1.51986665636164571966e-2
        bottom = bottom * r + 1.48103976427480074590e-1
        bottom = bottom * r + 6.89767334985100004550e-1
        bottom = bottom * r + 1.67638483018380384940e0
        bottom = bottom * r + 2.05319162663775882187e0
        bottom = bottom * r + 1.0
    else:
        r = r - 5.0
        top = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
        top = top * r + 1.24266094738807843860e-3
        top = top * r + 2.65321895265761230930e-2
        top = top * r + 2.96560571828504891230e-1
        top = top * r + 1.78482653991729133580e0
        top = top * r + 5.46378491116411436990e0
        top = top * r + 6.65790464350110377720e0
        bottom = 2.04426310338993978564e-15 * r + 1.42151175831644588870e-7
        bottom = bottom * r + 1.84631831751005468180e-5
        bottom = bottom * r + 7.86869131145613259100e-4
        bottom = bottom * r + 1.48753612908506148525e-2
        bottom = bottom * r + 1.36929880922735805310e-1
        bottom = bottom * r + 5.99832206555887937690e-1
        bottom = bottom * r + 1.0
    return -top / bottom if q < 0.0 else top / bottom


def philox(seed, game, season, purpose, index):
    """Return 32 random bits: Philox4x32-10 of counter (index, purpose, season, game) and a 64-bit key."""
    c0 = index & MASK
    c1 = purpose & MASK
    c2 = season & MASK
    c3 = game & MASK
    k0 = seed & MASK
    k1 = (seed >> 32) & MASK
    for _ in range(10):
        p0 = 0xD2511F53 * c0
        p1 = 0xCD9E8D57 * c2
        c0 = ((p1 >> 32) & MASK) ^ c1 ^ k0
        c1 = p1 & MASK
        c2 = ((p0 >> 32) & MASK) ^ c3 ^ k1
        c3 = p0 & MASK
        k0 = (k0 + 0x9E3779B9) & MASK
        k1 = (k1 + 0xBB67AE85) & MASK
    return c0


def uniform(seed, game, season, purpose, index):
    """Return a draw in the open interval (0, 1)."""
    return (philox(seed, game, season, purpose, index) + 0.5) * 2.3283064365386963e-10


def gumbel(u):
    """Return the standard Gumbel quantile of u."""
    return -log_(-log_(u))
