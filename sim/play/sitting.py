"""A person's sitting at a game: the session, the seat, what is believed, and where it is saved."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from sim.agents.evidence import Weighing
from sim.documents.lens import read_lens
from sim.documents.library import Library
from sim.documents.rulebook import Rulebook
from sim.engine.accords import Offer
from sim.engine.game import Game, Played
from sim.engine.layout import Layout
from sim.engine.program import Program
from sim.engine.view import View, look
from sim.play.saves import Saves
from sim.report.page import Page
from sim.rollout.session import Session, all_lenses, coefficients
from sim.text.newspaper import Writer
from sim.text.wording import Words

if TYPE_CHECKING:
    from sim.analysis.afterwards import Field, Turns
    from sim.documents.translation import Headline
    from sim.report.debrief import Debrief

WATCH = ""


Due = Literal["", "season", "crisis", "reveal"]


@dataclass
class Afterwards:
    """What many other games said of a finished one, as far as it has been worked out.

    Attributes:
        last: The last season of the game that it was worked out for.
        field: Its boards among those of AI play.
        turns: What other sheets would have changed.
        made: Its debrief.
    """

    last: Played
    field: Field | None = None
    turns: Turns | None = None
    made: Debrief | None = None


class Voice(Protocol):
    """Where a sitting's answers go: a console, or a screen that collects them."""

    def page(self, page: Page) -> None:
        """Show a page."""

    def line(self, text: str) -> None:
        """Show one paragraph."""

    def hint(self, text: str) -> None:
        """Show what may be typed next, where lines are typed."""


@dataclass
class Sitting:
    """One person (or nobody, watching) at one game.

    Attributes:
        voice: Where what it says goes.
        words: Its language.
        library: The documents.
        session: The game and what it was set up from.
        seat: The seat played; empty for watching.
        saves: The folder of saved games.
        name: Under which name this game is saved.
        belief: A lens or mix believed in, or empty for the usual one.
        edits: Drafts before each change of this season, for a free undo.
        done: Whether the sitting is to end.
        told: Whether the debrief has been shown.
        afterwards: What other games said of this one, once it is over and somebody asked.
        due: What has come that is to be shown next: a season to be played, an incident, the reveal of a season just played; or nothing.
    """

    voice: Voice
    words: Words
    library: Library
    session: Session
    seat: str
    saves: Saves
    name: str
    belief: str = ""
    edits: list[dict[str, str]] = field(default_factory=list)
    done: bool = False
    told: bool = False
    due: Due = ""
    afterwards: Afterwards | None = None
    weighing: Weighing = field(init=False)
    writer: Writer = field(init=False)

    def __post_init__(self) -> None:
        """Make ready to weigh evidence and to write news; neither is done before it is asked for."""
        self.weighing = Weighing(all_lenses(self.library))
        self.speak(self.words)

    def speak(self, words: Words) -> None:
        """Go on in a language; its news are written from the first season on."""
        believed = coefficients(self.program, read_lens(self.library, "pool")) if self.hidden else None
        self.words = words
        if self.afterwards is not None:
            self.afterwards.made = None
        self.writer = Writer(self.program, words.labels, self.game.terms.rng_seed, believed)

    @property
    def game(self) -> Game:
        """The game."""
        return self.session.game

    @property
    def program(self) -> Program:
        """The compiled rulebook."""
        return self.game.program

    @property
    def book(self) -> Rulebook:
        """The rulebook."""
        return self.program.book

    @property
    def layout(self) -> Layout:
        """Where names stand in arrays."""
        return self.program.layout

    @property
    def headline(self) -> Headline:
        """The scenario's title and situation in the person's language."""
        return self.library.headline(self.session.scenario.name, self.words.lang)

    @property
    def hidden(self) -> bool:
        """Whether the lens must not be shown now."""
        return self.session.open_lens is None

    @property
    def opening(self) -> Due:
        """What is shown of a game that has just been opened: an incident that was left open comes first."""
        return "crisis" if self.game.phase == "crisis" else "season"

    @property
    def eyes(self) -> str:
        """Whose view is shown: the seat's, or, watching or after the end, everything."""
        return WATCH if self.game.over else self.seat

    @property
    def view(self) -> View:
        """What may be seen now."""
        return look(self.game, self.eyes)

    @property
    def draft(self) -> dict[str, str]:
        """The orders typed this season: setting by lever; the rest stands."""
        return self.session.drafts.get(self.seat, {})

    def set_draft(self, draft: dict[str, str]) -> None:
        """Replace the draft, keeping the old one for undo, and the new one in the save."""
        self.edits.append(dict(self.draft))
        self.session.drafts[self.seat] = draft
        self.autosave()

    def effective(self, draft: dict[str, str] | None = None) -> dict[str, str]:
        """Return the whole sheet that a draft makes: levers left out stand, or rest where they would clash."""
        mine = self.draft if draft is None else draft
        return self.game.filled(self.seat, mine)

    def levers(self, seat: str) -> list[str]:
        """Return a seat's levers by short name, in the order of the rulebook."""
        return [name.split(".")[1] for name in self.book.seat_levers(seat)]

    def settings(self, seat: str, lever: str) -> list[str]:
        """Return the settings of a lever."""
        return self.book.levers[f"{seat}.{lever}"].settings

    def season_name(self, index: int) -> str:
        """Return the name of a season of this game, from 0."""
        return self.words.season(self.game.seasons[index])

    @property
    def stem(self) -> str:
        """The name of the game that this one branched off, or its own."""
        return re.sub(r"-fork\d+(-\d+)?$", "", self.name)

    def offers(self) -> list[Offer]:
        """Return the offers that may be seen this season."""
        return self.view.offers

    def say(self, key: str, **slots: object) -> None:
        """Show one sentence."""
        self.voice.line(self.words(key, **slots))

    def hint(self, text: str) -> None:
        """Show how things stand and what may be typed next; screens show the one already, and have keys for the other."""
        self.voice.hint(text)

    def tell(self, text: str) -> None:
        """Show one paragraph that is already in words."""
        self.voice.line(text)

    def show(self, page: Page) -> None:
        """Show a page."""
        self.voice.page(page)

    def take_due(self) -> Due:
        """Return what is to be shown next, once."""
        due, self.due = self.due, ""
        return due

    def autosave(self) -> bool:
        """Save the game under its own name; where that fails, say so in one line and go on."""
        failure = self.saves.keep(self.session, self.name)
        if failure:
            self.say("save.failed", reason=failure)
        return not failure

    def leave(self) -> None:
        """Save the game and end the sitting."""
        self.say("quit.saved" if self.autosave() else "quit.unsaved", name=self.name)
        self.done = True

    def seat_here(self, session: Session, name: str, seat: str) -> None:
        """Go on with another session."""
        self.session, self.name, self.seat = session, name, seat
        self.edits, self.told, self.due = [], False, self.opening
        self.speak(self.words)


Command = Callable[[Sitting, str], None]
