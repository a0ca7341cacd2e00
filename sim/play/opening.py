"""How a game is opened: set up from choices, gone on with from a save, or taken over from somebody who set it up."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sim.documents.errors import DocumentError
from sim.documents.library import Library
from sim.play.options import NOBODY, Options
from sim.play.saves import Saves, proper
from sim.play.sitting import Sitting, Voice
from sim.play.wrong import one_of
from sim.rollout.session import Session, new_session, program_of
from sim.text.wording import Words

DRAWS = 1_000_000
FIRST_LENS = "pool"


@dataclass(frozen=True)
class Choices:
    """What a new game is set up from.

    Attributes:
        scenario: Name of a scenario.
        seat: The person's seat; empty for watching.
        lens: A lens, a mix, or ``hidden``.
        level: novice, standard or expert; None for the rulebook's for this lens.
        length: Seasons; None for the scenario's.
        fog: Whether others' private dials are estimates; None for the scenario's.
        rng_seed: Seed of all draws.
    """

    scenario: str
    seat: str
    lens: str = FIRST_LENS
    level: str | None = None
    length: int | None = None
    fog: bool | None = None
    rng_seed: int = 0


@dataclass(frozen=True)
class Opened:
    """A game that was opened: its session, its name among the saved games, the seat, and whether it was begun before."""

    session: Session
    name: str
    seat: str
    begun: bool


def some_seed() -> int:
    """Return a random seed short enough to be read out."""
    return secrets.randbelow(DRAWS)


def begin_game(choices: Choices, library: Library, saves: Saves) -> Opened:
    """Set up a new game under a name of its own.

    Raises:
        DocumentError, DocumentErrors: A name is unknown, or a number out of range.
    """
    session = new_session(
        choices.scenario,
        seats={choices.seat: "person"} if choices.seat else {},
        lens=choices.lens,
        level=choices.level,
        length=choices.length,
        fog=choices.fog,
        rng_seed=choices.rng_seed,
        library=library,
    )
    return Opened(session, free_name(session, choices.seat, saves), choices.seat, False)


def saved_game(name: str, library: Library, saves: Saves, words: Words, options: Options) -> Opened:
    """Go on with a saved game, by name or path, in the seat that was asked for or the first that a person holds.

    Raises:
        DocumentError, DocumentErrors: It is not there, or wrong, or nobody plays that seat in it.
        Wrong: There is no such seat.
    """
    session = saves.load(name, library, changed=options.changed)
    seat, asked = first_person(session), options.seat
    if asked is not None and asked.lower() != NOBODY:
        seat = one_of(asked, program_of(library).layout.seats, words("open.no_seat", seat=asked))
        persons = session.game.persons()
        if seat not in persons:
            raise DocumentError(words("open.not_its_seat", seat=seat, seats=", ".join(persons) or NOBODY))
    return Opened(session, saves.name_of(name), seat, True)


def adopted(session: Session, saves: Saves) -> Opened:
    """Take a game that somebody else set up."""
    seat = first_person(session)
    return Opened(session, free_name(session, seat, saves), seat, bool(session.game.played))


def first_person(session: Session) -> str:
    """Return the first seat that a person holds; empty where none does."""
    persons = session.game.persons()
    return persons[0] if persons else ""


def free_name(session: Session, seat: str, saves: Saves) -> str:
    """Return a name that no saved game has: scenario and seat, and a number where needed."""
    return saves.free(proper(f"{session.scenario.name}-{seat.lower() or 'watch'}"))


def sit_down(opened: Opened, voice: Voice, words: Words, saves: Saves) -> Sitting:
    """Return the sitting at a game that was opened."""
    return Sitting(voice, words, opened.session.library, opened.session, opened.seat, saves, opened.name)
