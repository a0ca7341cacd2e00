"""Who argues for a coefficient and who against it: the claims behind it, with author and strength."""

from __future__ import annotations

from dataclasses import dataclass

from sim.documents.lens import CONTRAST, arguing
from sim.documents.library import Library

STRENGTHS = ("weak", "medium", "strong")
NO_BYLINE = "no byline"
SHOWN = 3  # claims of a side in a line of text


@dataclass(frozen=True)
class Ground:
    """One claim that raises or lowers a coefficient.

    Attributes:
        claim: Its full id, such as ``alliance.technical_test_schedule``.
        argument: The op-ed, or ``contrast``.
        author: Who makes it; ``no byline`` where the text names nobody.
        strength: ``weak``, ``medium``, ``strong``; ``typed`` in the contrast lens, whose values are not computed from claims.
    """

    claim: str
    argument: str
    author: str
    strength: str


@dataclass(frozen=True)
class Grounds:
    """What a coefficient rests on.

    Attributes:
        coefficient, title: Which.
        raising, lowering: Claims for and against it, the strongest first.
    """

    coefficient: str
    title: str
    raising: tuple[Ground, ...]
    lowering: tuple[Ground, ...]

    def lines(self) -> list[str]:
        """Return each side as a line of text; empty where nobody argues."""
        sides = (("raised by", self.raising), ("lowered by", self.lowering))
        return [f"{verb} {_listed(claims)}" for verb, claims in sides if claims]


def grounds(library: Library, coefficient: str) -> Grounds:
    """Return the claims of the op-eds and the points of the contrast lens that move a coefficient."""
    sides: tuple[list[tuple[int, Ground]], list[tuple[int, Ground]]] = ([], [])
    for name, argument in library.arguments().items():
        for side, ranks in zip(sides, arguing(argument, coefficient), strict=True):
            author = argument.author or NO_BYLINE
            side.extend((rank, Ground(argument.full_id(claim), name, author, STRENGTHS[rank])) for claim, rank in ranks.items())
    for point, content in library.contrast().points.items():
        ground = Ground(f"{CONTRAST}.{point}", CONTRAST, content.source.author or content.source.outlet, "typed")
        for side, moved in zip(sides, (content.raises, content.lowers), strict=True):
            if coefficient in moved:
                side.append((-1, ground))
    raising, lowering = (tuple(ground for _, ground in sorted(side, key=lambda pair: -pair[0])) for side in sides)
    return Grounds(coefficient, library.rulebook()[0].coefficients[coefficient].title, raising, lowering)


def _listed(claims: tuple[Ground, ...]) -> str:
    shown = ", ".join(f"{each.claim} ({each.author}, {each.strength})" for each in claims[:SHOWN])
    return shown + (f" and {len(claims) - SHOWN} more" if len(claims) > SHOWN else "")
