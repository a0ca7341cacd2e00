"""The lens under which a person reads others' reasons: the game's own, one believed in, or all of them weighed by what was seen."""

from __future__ import annotations

from dataclasses import dataclass

from sim.documents.lens import read_lens
from sim.play.sitting import Sitting
from sim.rollout.session import coefficients


@dataclass(frozen=True)
class Belief:
    """A lens to read by.

    Attributes:
        k: Its coefficients, as the program takes them.
        title: How it is named to the person.
        known: Whether it is the lens of this world, and known to be.
    """

    k: tuple[float, ...]
    title: str
    known: bool = False


def belief(sitting: Sitting) -> Belief:
    """Return the lens that a person reads by now.

    It is what ``believe`` was told; else the world's lens where it is open; else the mean of all lenses, each weighed by the
    posterior on the person's own view.
    """
    if sitting.belief:
        lens = read_lens(sitting.library, sitting.belief)
        return Belief(coefficients(sitting.program, lens), sitting.words.said(lens.title))
    world = sitting.session.open_lens
    if world is not None:
        return Belief(coefficients(sitting.program, world), sitting.words.said(world.title), known=True)
    weights = guess(sitting)
    lenses = sitting.weighing.lenses
    mean = tuple(sum(weights[name] * lenses[name][place] for name in lenses) for place in range(len(sitting.layout.coefficients)))
    return Belief(mean, sitting.words("belief.weighed"))


def guess(sitting: Sitting) -> dict[str, float]:
    """Return the posterior over lenses on the person's own view, from a uniform prior."""
    return sitting.weighing.posteriors(sitting.game, sitting.seat)[-1]
