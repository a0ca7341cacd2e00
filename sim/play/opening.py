"""How a game is opened: the disclaimer, then scenario, seat, lens and level, each asked for only where no option gives it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.documents.errors import DocumentError
from sim.documents.lens import read_lens
from sim.documents.library import Library
from sim.play.plain.console import Console
from sim.play.saves import Saves, proper
from sim.play.wording import Words
from sim.play.wrong import Wrong, one_of
from sim.report.page import Page
from sim.rollout.session import HIDDEN, Session, new_session, program_of

NOBODY = "none"
DRAWS = 1_000_000


@dataclass(frozen=True)
class Options:
    """What the command line may settle beforehand; None is asked for, or taken from the scenario.

    Attributes:
        scenario: Name of a scenario.
        seat: A seat, or ``none`` to watch.
        lens: A lens, a mix, or ``hidden``.
        level: novice, standard or expert.
        length: Seasons.
        rng_seed: Seed of all draws; drawn from the system where None.
        file: A saved game, by path or by its name in the list.
        changed: Whether a saved game may be played on with changed documents.
        lang: Language.
        saves: Folder of saved games, for tests.
        width: Columns, for tests.
    """

    scenario: str | None = None
    seat: str | None = None
    lens: str | None = None
    level: str | None = None
    length: int | None = None
    rng_seed: int | None = None
    file: str | Path | None = None
    changed: bool = False
    lang: str = "en"
    saves: Path | None = None
    width: int | None = None


class Left(Exception):
    """The person left before a game was opened."""


@dataclass(frozen=True)
class Opened:
    """A game that was opened: its session, its name among the saved games, the seat, and whether it was begun before."""

    session: Session
    name: str
    seat: str
    begun: bool


@dataclass
class Opening:
    """The questions before a game.

    Attributes:
        console: Where they are asked.
        words: In which words.
        library: The documents.
        saves: Saved games, of which the latest may be gone on with.
        options: What needs no asking.
    """

    console: Console
    words: Words
    library: Library
    saves: Saves
    options: Options

    def open(self) -> Opened:
        """Ask what the options leave open and set the game up.

        Raises:
            Left: The person typed ``quit``.
            DocumentError, DocumentErrors: An option names what there is not, or a saved game is wrong.
        """
        options = self.options
        if options.file is not None:
            return self._loaded(str(options.file))
        scenario = options.scenario
        if scenario is None:
            scenario = self._scenario()
            if not scenario:
                return self._loaded(self.saves.names()[0])
        chosen = self.library.scenario(scenario)
        seat = self._seat()
        taught = chosen.tutorial
        lens = options.lens or ("pool" if taught else self._lens())
        level = options.level or (None if taught else self._level(lens))
        rng_seed = secrets.randbelow(DRAWS) if options.rng_seed is None else options.rng_seed
        seats = {seat: "person"} if seat else {}
        session = new_session(scenario, seats=seats, lens=lens, level=level, length=options.length, rng_seed=rng_seed, library=self.library)
        return Opened(session, self.saves.free(proper(f"{scenario}-{seat.lower() or 'watch'}")), seat, False)

    def _loaded(self, name: str) -> Opened:
        session = self.saves.load(name, self.library, changed=self.options.changed)
        persons = session.game.persons()
        seat = persons[0] if persons else ""
        asked = self.options.seat
        if asked is not None and asked != NOBODY:
            wanted = one_of(asked, program_of(self.library).layout.seats, self.words("open.no_seat", seat=asked))
            if wanted not in persons:
                raise DocumentError(self.words("open.not_its_seat", seat=wanted, seats=", ".join(persons) or NOBODY))
            seat = wanted
        return Opened(session, self.saves.name_of(name), seat, True)

    # --- questions

    def _scenario(self) -> str:
        """Return a scenario; an empty name to go on with the latest saved game."""
        names = sorted(self.library.scenario_names(), key=lambda name: (name != "tutorial", name))
        lines = [f"{name}: {self.library.scenario(name).title}. {first_sentences(self.library.scenario(name).situation)}" for name in names]
        latest = self.saves.names()[:1]
        extra = {"continue": "", "c": ""} if latest else {}
        if latest:
            lines.append(self.words("open.continue", name=latest[0]))
        return self._choose("open.scenario", lines, [*names, *([""] if latest else [])], names[0], extra)

    def _seat(self) -> str:
        seats = list(program_of(self.library).layout.seats)
        asked = self.options.seat
        if asked is not None:
            if asked.lower() == NOBODY:
                return ""
            return one_of(asked, seats, self.words("open.no_seat", seat=asked))
        lines = [f"{seat}: {self.words.seat(seat)}. {self.words(f'open.seats.{seat}')}" for seat in seats]
        lines.append(f"{NOBODY}: {self.words('open.watch')}")
        return self._choose("open.seat", lines, [*seats, ""], "ROK", {NOBODY: "", "watch": ""})

    def _lens(self) -> str:
        arguments = self.library.arguments()
        names = self.library.lens_names()
        lines = []
        for name in names:
            found = read_lens(self.library, name)
            by = f" ({arguments[name].author or self.words('claim.no_author')}, {arguments[name].date})" if name in arguments else ""
            lines.append(f"{name}: {found.title}{by}. {self.words(f'open.lenses.{name}') if name not in arguments else ''}".rstrip())
        lines.append(f"{HIDDEN}: {self.words('open.hidden')}")
        self.console.page(Page().text(self.words("open.about_lenses")))
        return self._choose("open.lens", lines, [*names, HIDDEN], "pool", {}, mix=True)

    def _level(self, lens: str) -> str:
        choice = program_of(self.library).book.choice
        levels = list(choice.levels)
        lines = [f"{level}: {self.words(f'open.levels.{level}')}" for level in levels]
        return self._choose("open.level", lines, levels, choice.level_for(lens), {})

    def _choose(self, key: str, lines: Sequence[str], values: Sequence[str], default: str, extra: dict[str, str], *, mix: bool = False) -> str:
        """Show numbered lines and ask until one is named by number or name; Enter takes the default."""
        page = Page().heading(self.words(key))
        self.console.page(page.items(f"{number}. {line}" for number, line in enumerate(lines, 1)))
        while True:
            typed = self.console.ask(self.words("open.prompt", default=default))
            if typed.lower() in ("quit", "exit", "q"):
                raise Left
            if not typed:
                return default
            if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(values):
                return values[int(typed) - 1]
            if typed.lower() in extra:
                return extra[typed.lower()]
            try:
                if mix and "=" in typed:
                    return read_lens(self.library, typed.replace(" ", "")).name
                return one_of(typed, [value for value in values if value], self.words("open.unknown", typed=typed))
            except (Wrong, DocumentError) as failure:
                self.console.line(str(failure))
                self.console.line(self.words("open.expected", n=len(values)))


def first_sentences(text: str, count: int = 2) -> str:
    """Return the first sentences of a text.

    Example:
        >>> first_sentences("One. Two. Three.")
        'One. Two.'
    """
    flat = " ".join(text.split())
    parts = flat.split(". ")
    return flat if len(parts) <= count else ". ".join(parts[:count]) + "."
