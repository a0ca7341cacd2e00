"""The questions before a plain game: scenario, seat, lens and level, each asked for only where no option gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.documents.errors import DocumentError
from sim.documents.lens import read_lens
from sim.documents.library import Library
from sim.play.opening import FIRST_LENS, Choices, Opened, begin_game, saved_game, some_seed
from sim.play.options import NOBODY, Options
from sim.play.saves import Saves
from sim.play.seen.choices import first_sentences, lens_line, level_line, scenario_order, seat_line
from sim.play.wrong import Wrong, one_of
from sim.report.console import Console
from sim.report.page import Page
from sim.rollout.session import HIDDEN, program_of
from sim.text.wording import Words


class Left(Exception):
    """The person left before a game was opened."""


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
            return self._saved(str(options.file))
        scenario = options.scenario
        if scenario is None:
            scenario = self._scenario()
            if not scenario:
                return self._saved(self.saves.names()[0])
        taught = self.library.scenario(scenario).tutorial
        seat = self._seat()
        lens = options.lens or (FIRST_LENS if taught else self._lens())
        level = options.level or (None if taught else self._level(lens))
        rng_seed = some_seed() if options.rng_seed is None else options.rng_seed
        return begin_game(Choices(scenario, seat, lens, level, options.length, options.fog, rng_seed), self.library, self.saves)

    def _saved(self, name: str) -> Opened:
        return saved_game(name, self.library, self.saves, self.words, self.options)

    # --- questions

    def _scenario(self) -> str:
        """Return a scenario; an empty name to go on with the latest saved game."""
        names = scenario_order(self.library)
        headlines = {name: self.library.headline(name, self.words.lang) for name in names}
        lines = [f"{name}: {each.title}. {first_sentences(each.situation)}" for name, each in headlines.items()]
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
        lines = [f"{seat or NOBODY}: {seat_line(self.words, seat)}" for seat in (*seats, "")]
        return self._choose("open.seat", lines, [*seats, ""], "ROK", {NOBODY: "", "watch": ""})

    def _lens(self) -> str:
        names = [*self.library.lens_names(), HIDDEN]
        lines = [f"{name}: {lens_line(self.words, self.library, name)}" for name in names]
        self.console.page(Page().text(self.words("open.about_lenses")))
        return self._choose("open.lens", lines, names, FIRST_LENS, {}, mix=True)

    def _level(self, lens: str) -> str:
        choice = program_of(self.library).book.choice
        levels = list(choice.levels)
        return self._choose("open.level", [f"{level}: {level_line(self.words, level)}" for level in levels], levels, choice.level_for(lens), {})

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
                self.console.line(self.words.said(str(failure)))
                self.console.line(self.words("open.expected", n=len(values)))
