"""A typed line that cannot be carried out: the message says what was expected, and nothing has changed."""

from __future__ import annotations

from collections.abc import Iterable

from sim.documents.errors import did_you_mean, nearest


class Wrong(Exception):
    """A line that cannot be read; shown as one sentence."""


def one_of(typed: str, known: Iterable[str], complaint: str) -> str:
    """Return the known word that was typed: itself, with other letter case or hyphens, or cut short where that is plain.

    Args:
        typed: What was typed.
        known: Words that would do.
        complaint: How to say that it is none of them; the nearest is added.

    Raises:
        Wrong: It is none of them.

    Example:
        >>> one_of("Tight", ["tighten", "hold"], "no such setting")
        'tighten'
    """
    words = list(known)
    by_form = {_form(word): word for word in words}
    form = _form(typed)
    if form in by_form:
        return by_form[form]
    begun = [word for word in words if _form(word).startswith(form)]
    if len(begun) == 1 and form:
        return begun[0]
    raise Wrong(f"{complaint} ({did_you_mean(typed.lower(), words)})")


def near(typed: str, known: Iterable[str]) -> str:
    """Return the known word nearest to a typed one, or an empty text."""
    return nearest(typed.lower(), known) or ""


def _form(word: str) -> str:
    return word.lower().replace("-", "_").replace(" ", "_")
