"""The brief of a seat as plain paragraphs."""

from __future__ import annotations

from typing import Any

from sim.documents.library import Library


def brief(library: Library, scenario: str, seat: str) -> dict[str, Any]:
    """Return what everybody knows at the start, and a seat's own confidential brief with its aims."""
    found = library.briefs(scenario)
    own = found.of(seat)
    return {"shared": paragraphs(found.shared.text), "own": paragraphs(own.text), "aims": [aim.strip() for aim in own.aims]}


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text; marks of emphasis are left out."""
    return [" ".join(part.split()) for part in text.replace("**", "").split("\n\n") if part.strip()]
