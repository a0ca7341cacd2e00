"""From a rulebook to Python source: every expression of the documents becomes a readable line, and nothing else does.

The source runs as plain Python and, unchanged, through Numba. Arrays: ``s`` state, ``o`` orders, ``k`` coefficients, ``e`` events,
``d`` draws, ``b`` what accords bind, ``acc`` accords, ``f`` flags and derived dials, ``n`` next state (DESIGN §3).
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.documents.rulebook import Rulebook, Sources
from sim.engine.generate.constants import constants
from sim.engine.generate.gates import bites, boards, chances, derive, forbidden, gates
from sim.engine.generate.season import dial_terms, transition
from sim.engine.generate.sums import answers, crisis_terms, sums
from sim.engine.generate.writer import AFTER, Writer
from sim.engine.layout import Layout


@dataclass(frozen=True)
class Generated:
    """Source made from expressions, and where flags and derived dials stand in array ``f``."""

    source: str
    flags: dict[str, int]


def generate(book: Rulebook, layout: Layout, sources: Sources | None = None) -> Generated:
    """Return the source of all functions made from a rulebook's expressions.

    Args:
        book: The rulebook.
        layout: Where its names stand.
        sources: Its files, for errors with file and line.

    Raises:
        DocumentErrors: An expression is wrong; the error points at it.
    """
    w = Writer(book, layout, sources)
    parts = [
        constants(w),
        transition(w),
        dial_terms(w),
        *sums(w, "payoff", book.payoffs, AFTER, after=True, weighted=True, path=("payoffs",)),
        *answers(w),
        *sums(w, "stepping_back", crisis_terms(w), AFTER, after=True, path=("crisis", "steps_back")),
        forbidden(w),
        bites(w),
        *chances(w),
        derive(w),
        boards(w),
        gates(w),
    ]
    return Generated("\n\n\n".join(part.strip("\n") for part in parts) + "\n", w.flag_index)
