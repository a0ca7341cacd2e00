"""What may be chosen before a game, each in a line: scenarios, seats, lenses, levels."""

from __future__ import annotations

from sim.documents.lens import read_lens
from sim.documents.library import Library
from sim.play.wording import Words
from sim.rollout.session import HIDDEN


def scenario_order(library: Library) -> list[str]:
    """Return the names of all scenarios, the tutorial first."""
    return sorted(library.scenario_names(), key=lambda name: (not library.scenario(name).tutorial, name))


def seat_line(words: Words, seat: str) -> str:
    """Return what a seat has in hand; without a seat, what watching is."""
    return f"{words.seat(seat)}. {words(f'open.seats.{seat}')}" if seat else words("open.watch")


def lens_line(words: Words, library: Library, name: str) -> str:
    """Return a lens with its author and date; of ``hidden`` what that means."""
    if name == HIDDEN:
        return words("open.hidden")
    title, arguments = read_lens(library, name).title, library.arguments()
    if name in arguments:
        return f"{title} ({arguments[name].author or words('claim.no_author')}, {arguments[name].date})."
    return f"{title}. {words(f'open.lenses.{name}')}"


def level_line(words: Words, level: str) -> str:
    """Return how AI seats play at a level."""
    return words(f"open.levels.{level}")


def first_sentences(text: str, count: int = 2) -> str:
    """Return the first sentences of a text.

    Example:
        >>> first_sentences("One. Two. Three.")
        'One. Two.'
    """
    flat = " ".join(text.split())
    parts = flat.split(". ")
    return flat if len(parts) <= count else ". ".join(parts[:count]) + "."
