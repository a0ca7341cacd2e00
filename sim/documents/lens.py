"""Lenses: a value for every contested coefficient, computed from an op-ed's claims, typed for the contrast lens, or mixed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.documents.errors import DocumentError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sim.documents.argument import Argument, Claim
    from sim.documents.library import Library
    from sim.documents.rulebook import LensRule

POOL = "pool"
CONTRAST = "contrast"
DIGITS = 6  # the same number in documents, records and screens
PARTS = 10_000  # a mix is made of whole ten-thousandths, so that its name says exactly what it is
MAX_SPEC = 200
_RANK = {"weak": 0, "medium": 1, "strong": 2}


@dataclass(frozen=True)
class Lens:
    """A value in [0, 1] for every coefficient.

    Attributes:
        name: Canonical name: an argument's id, ``pool``, ``contrast``, or a mix such as ``harmony=0.7,alliance=0.3``.
        title: The name that people read.
        values: Value by coefficient, in the order of the rulebook.
    """

    name: str
    title: str
    values: dict[str, float] = field(hash=False)


def why_coefficient(argument: Argument, coefficient: str) -> list[str]:
    """Return the full ids of the claims that set a coefficient: the strongest on each side, the raising ones first.

    An empty list means that the argument is silent on it.
    """
    raising, lowering = _sides(argument, coefficient)
    return [argument.full_id(name) for name in (*raising, *lowering)]


def compute_lens(argument: Argument, rule: LensRule, coefficients: Iterable[str]) -> dict[str, float]:
    """Compute an argument's lens by the rule of the rulebook (model.md §8).

    The strongest claim that raises a coefficient and that the author does not rebut stands against the strongest that
    lowers it; both give their mean, none gives silence. A lowering that is only inferred counts no more than a weak one.

    Args:
        argument: The op-ed.
        rule: Values by strength and the value of silence.
        coefficients: Names of all coefficients.

    Returns:
        Value in [0, 1] by coefficient.
    """
    return {name: round(_value(argument, rule, name), DIGITS) for name in coefficients}


def read_lens(library: Library, spec: str) -> Lens:
    """Find a lens by name, or mix several.

    Args:
        library: Where arguments, rulebook and contrast lens come from.
        spec: ``harmony``, ``pool``, ``contrast``, or weights above 0 such as ``harmony=0.7,alliance=0.3``, which are normalised.

    Raises:
        DocumentError: A name is unknown, stands twice, or a weight is not a number above 0.
    """
    if len(spec) > MAX_SPEC:
        raise DocumentError(f"a lens is named in at most {MAX_SPEC} characters")
    if "=" not in spec and "," not in spec:
        return _named(library, spec.strip())
    parts = _whole_parts(_weights(library, spec))
    if len(parts) == 1:
        return _named(library, next(iter(parts)))
    lenses = {name: _named(library, name) for name in parts}
    book, _ = library.rulebook()
    values = {each: round(sum(part * lenses[name].values[each] for name, part in parts.items()) / PARTS, DIGITS) for each in book.coefficients}
    name = ",".join(f"{name}={part / PARTS:g}" for name, part in parts.items())
    title = " + ".join(f"{part / PARTS:.0%} {lenses[name].title}" for name, part in parts.items())
    return Lens(name, title, values)


def _named(library: Library, name: str) -> Lens:
    book, _ = library.rulebook()
    arguments = library.arguments()
    if name in arguments:
        return Lens(name, arguments[name].short, compute_lens(arguments[name], book.lens_rule, book.coefficients))
    if name == POOL:
        every = [compute_lens(argument, book.lens_rule, book.coefficients) for argument in arguments.values()]
        means = {each: round(sum(lens[each] for lens in every) / len(every), DIGITS) for each in book.coefficients}
        return Lens(POOL, f"Mean of {len(every)}", means)
    if name == CONTRAST:
        contrast = library.contrast()
        return Lens(CONTRAST, contrast.short, {each: contrast.coefficients[each] for each in book.coefficients})
    raise DocumentError(f'lens "{name}" is unknown', hint=did_you_mean(name, library.lens_names()))


def _weights(library: Library, spec: str) -> dict[str, float]:
    known = library.lens_names()
    weights: dict[str, float] = {}
    for part in spec.split(","):
        name, equals, text = (piece.strip() for piece in part.partition("="))
        if name not in known:
            raise DocumentError(f'lens "{name}" is unknown', hint=did_you_mean(name, known))
        if name in weights:
            raise DocumentError(f'lens "{name}" stands twice in the mix')
        if not equals:
            raise DocumentError(f'lens "{name}" has no weight in the mix', hint=f"write {name}=0.5")
        try:
            weights[name] = float(text)
        except ValueError:
            raise DocumentError(f'the weight of lens "{name}" is "{text}"; a number was expected', hint=f"write {name}=0.5") from None
        if not 0 < weights[name] < float("inf"):
            raise DocumentError(f'the weight of lens "{name}" is {text}; a number above 0 was expected')
    return {name: weights[name] for name in known if name in weights}


def _whole_parts(weights: Mapping[str, float]) -> dict[str, int]:
    """Normalise weights to whole parts of a mix, the rounding given to the largest, so that a name read again is the same mix."""
    largest = max(weights.values())
    scaled = {name: weight / largest for name, weight in weights.items()}
    total = sum(scaled.values())
    parts = {name: round(PARTS * weight / total) for name, weight in scaled.items()}
    for name, part in parts.items():
        if part == 0:
            raise DocumentError(f'the weight of lens "{name}" is less than {1 / PARTS:.4f} of the mix', hint="leave it out")
    first = max(parts, key=lambda name: parts[name])
    parts[first] += PARTS - sum(parts.values())
    return dict(sorted(parts.items(), key=lambda item: -item[1]))


def arguing(argument: Argument, coefficient: str) -> tuple[dict[str, int], dict[str, int]]:
    """Return the names of the claims for and against a coefficient, each with its rank: 0 weak, 1 medium, 2 strong.

    What the author rebuts does not argue for it; a lowering that is only inferred ranks as weak.
    """
    raising = {name: _RANK[claim.strength] for name, claim in argument.claims.items() if coefficient in claim.raises and claim.stance != "rebuts"}
    lowering = {name: _lowering_rank(claim) for name, claim in argument.claims.items() if coefficient in claim.lowers}
    return raising, lowering


def _sides(argument: Argument, coefficient: str) -> tuple[list[str], list[str]]:
    """Return the names of the strongest claims for and against a coefficient."""
    raising, lowering = arguing(argument, coefficient)
    return _strongest(raising), _strongest(lowering)


def _lowering_rank(claim: Claim) -> int:
    return _RANK["weak"] if claim.inferred else _RANK[claim.strength]


def _strongest(ranks: Mapping[str, int]) -> list[str]:
    best = max(ranks.values(), default=0)
    return [name for name, rank in ranks.items() if rank == best]


def _value(argument: Argument, rule: LensRule, coefficient: str) -> float:
    raising, lowering = _sides(argument, coefficient)
    values = []
    if raising:
        values.append(rule.raises[argument.claims[raising[0]].strength])
    if lowering:
        claims = [argument.claims[name] for name in lowering]
        values.append(min(rule.inferred_lowers if claim.inferred else rule.lowers[claim.strength] for claim in claims))
    if not values:
        return 0.0 if coefficient in rule.silent_is_zero else rule.silent
    return sum(values) / len(values)
