"""The brief of a seat as plain paragraphs, at a reading level and in a language."""

from __future__ import annotations

from typing import Any

from sim.documents.companions import FULL, LEVELS
from sim.documents.library import Library


def brief(library: Library, scenario: str, seat: str, lang: str = "en", level: str = FULL) -> dict[str, Any]:
    """Return what everybody knows at the start, and a seat's own confidential brief with its aims.

    Args:
        library: Where the briefs are.
        scenario: Their scenario.
        seat: Whose brief.
        lang: The language wished for.
        level: A reading level of `LEVELS`.

    Returns:
        ``shared`` and ``own`` (paragraphs), ``aims``, ``lang`` (the language they are in, which is English where they have not been
        translated), ``level``, and ``levels``: those there are to choose from.
    """
    found = library.briefs(scenario, lang)
    own = found.of(seat)
    return {
        "lang": found.lang,
        "level": level,
        "levels": list(LEVELS if own.basic or found.shared.basic else (FULL,)),
        "shared": paragraphs(found.shared.read(level)),
        "own": paragraphs(own.read(level)),
        "aims": [aim.strip() for aim in own.aims],
    }


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text; marks of emphasis are left out."""
    return [" ".join(part.split()) for part in text.replace("**", "").split("\n\n") if part.strip()]
