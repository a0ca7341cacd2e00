"""The app: it holds the sitting, obeys lines for screens, goes to places, and shows what has come."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.events import Event, InputEvent, Paste
from textual.screen import Screen

from sim.documents.library import Library
from sim.play.app.answers import Answer, Hearing
from sim.play.app.background import in_background
from sim.play.app.keys import key
from sim.play.app.places import BY_NAME
from sim.play.app.themes import THEMES
from sim.play.options import NOBODY, Options
from sim.play.saves import Saves
from sim.play.settings import Settings, keep_settings, read_settings
from sim.report.page import Page
from sim.text.wording import Words

if TYPE_CHECKING:
    from sim.play.opening import Choices, Opened
    from sim.play.sitting import Sitting

Failed = Callable[[Exception], None]
DONE, NOT_SO, USAGE = 0, 1, 2


class Peninsula(App[int]):
    """The game on screen.

    Attributes:
        options: What the command line settled.
        words: The words of the person's language.
        library: The documents; read in the background after the first paint.
        saves: Saved games.
        settings: The person's settings.
        sitting: The game that is played, or None on the start screen.
        said: The last thing that was said, for the status line.
        changes: How often anything has changed, so that a screen knows whether it must be filled anew.
        lines: Lines typed so far, for the command line to bring back.
    """

    TITLE = "Peninsula"
    CSS_PATH = "style.tcss"
    ENABLE_COMMAND_PALETTE = False  # Textual's own: ours stands in the person's language
    BINDINGS: ClassVar[list[BindingType]] = [
        key("app.help", "question_mark,f1", "help"),
        key("app.palette", "ctrl+p", "palette", show=False),
        key("app.jump", "j", "jump", show=False),
        key("app.leave", "ctrl+q", "quit", show=False, first=True),
    ]

    def __init__(self, options: Options | None = None, path: Path | None = None, library: Library | None = None) -> None:
        """Read the settings and nothing else.

        Args:
            options: What the command line settled.
            path: A folder of a person's own documents.
            library: Documents, where they have been read already.
        """
        super().__init__()
        self.options = options or Options()
        self.settings: Settings = read_settings()
        self.words = Words(self.options.lang or self.settings.lang)
        self.library = library or Library(path)
        self.saves = Saves(self.options.saves)
        self.sitting: Sitting | None = None
        self.said = ""
        self.changes = 0
        self.lines: list[str] = []
        self._taught: set[int] = set()
        self._hearing = Hearing()
        self._read = False
        self._waiting: list[Callable[[], None]] = []
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self.settings.theme if self.settings.theme in {theme.name for theme in THEMES} else THEMES[0].name
        self.set_keymap(self.settings.keys)

    # --- opening

    def get_default_screen(self) -> Screen[None]:
        """Return the start screen: everything else lies over it."""
        from sim.play.app.screens.start import Start

        return Start()

    def on_mount(self) -> None:
        """Once the start screen is painted, read the documents; then open what the command line asked for."""
        self.call_after_refresh(self._read_documents)
        if self.options.file is not None:
            name = str(self.options.file)
            self.when_ready(lambda: self.load_game(name, self.options, self.fail_asked))
        elif self.options.scenario is not None:
            self.when_ready(self._begin_asked)

    def _read_documents(self) -> None:
        def read() -> None:
            from sim.play import opening, seen  # noqa: F401  (what a game needs is imported here, while nobody waits for it)
            from sim.play.app.screens import new_game, room  # noqa: F401
            from sim.rollout.session import program_of

            program_of(self.library)
            for name in self.library.scenario_names():
                self.library.scenario(name)
            self.library.claims()

        in_background(self, "documents", read, lambda nothing: self._documents_read(), self.fail)

    def _documents_read(self) -> None:
        self._read = True
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            call()

    def when_ready(self, call: Callable[[], None]) -> None:
        """Call something once the documents have been read: at once, where they have."""
        if self._read:
            call()
        else:
            self._waiting.append(call)

    def _begin_asked(self) -> None:
        """Open what the command line asked for: the form with it filled in, or the game where nothing is left to choose."""
        from sim.play.opening import FIRST_LENS, Choices, some_seed

        options = self.options
        if options.seat is None:
            try:
                self.library.scenario(options.scenario or "")
            except Exception as fault:  # whatever is wrong with the document, there is no form to show
                self.fail_asked(fault)
            else:
                self.new_game(options)
            return
        scenario, seat = options.scenario or "", "" if options.seat.lower() == NOBODY else options.seat.upper()
        seed = some_seed() if options.rng_seed is None else options.rng_seed
        chosen = Choices(scenario, seat, options.lens or FIRST_LENS, options.level, options.length, options.fog, seed)
        self.begin_game(chosen, self.fail_asked)

    def new_game(self, options: Options | None = None) -> None:
        """Show the form of a new game."""
        from sim.play.app.screens.new_game import NewGame

        self.push_screen(NewGame(options or Options()))

    def begin_game(self, choices: Choices, failed: Failed | None = None) -> None:
        """Set up a new game and go to it."""
        from sim.play.opening import begin_game

        in_background(self, "opening", lambda: begin_game(choices, self.library, self.saves), self.enter, failed or self.fail)

    def load_game(self, name: str, options: Options | None = None, failed: Failed | None = None) -> None:
        """Go on with a saved game."""
        from sim.play.opening import saved_game

        given = options or Options()
        in_background(self, "opening", lambda: saved_game(name, self.library, self.saves, self.words, given), self.enter, failed or self.fail)

    def fail(self, fault: Exception) -> None:
        """Say that something could not be opened."""
        self.notify(self.words.said(str(fault)), severity="error", timeout=20, markup=False)

    def fail_asked(self, fault: Exception) -> None:
        """Leave with the reason, where what the command line asked for could not be opened."""
        self.exit(NOT_SO, NOT_SO if getattr(fault, "file", "") else USAGE, f"peninsula: {fault}")

    def enter(self, opened: Opened) -> None:
        """Sit down at a game and show it; one just begun shows its briefs first."""
        from sim.play.opening import sit_down

        self.sitting = sit_down(opened, self._hearing, self.words, self.saves)
        self.said, self._taught = "", set()
        if not opened.begun:
            self.sitting.autosave()
        self.sitting.due = self.sitting.opening
        self.present()
        if not opened.begun:
            from sim.play.app.screens.page import briefing

            self.push_screen(briefing(self.sitting))

    async def on_event(self, event: Event) -> None:
        """Take what a person does; whoever has left does nothing more, and the screens are gone by the time the last keys come."""
        if self.return_code is None or not isinstance(event, InputEvent | Paste):
            await super().on_event(event)

    # --- acting

    @property
    def game(self) -> Sitting:
        """The sitting; only screens of a game ask."""
        assert self.sitting is not None
        return self.sitting

    def obey(self, line: str) -> Answer:
        """Carry out a line as if it had been typed in the plain game, and show what has come of it.

        Every act of a screen goes this way, so that a game played on screens is the game played in plain text.

        Returns:
            What was said, and whether it was done. The status line shows the last of it.
        """
        from sim.play.commands.obeying import obey

        done = obey(self.game, line)
        answer = Answer(line, self._hearing.taken(), done)
        self.said = answer.text
        if self.game.due or self.game.done:
            self.present()
        else:
            self.refresh_game()
        return answer

    def look_up(self, line: str) -> Page:
        """Return what a line that changes nothing answers, such as ``claim …``; see `look_up_later` for one that takes long."""
        from sim.play.app.asking import question

        return question(self.game, line)()

    def look_up_later(self, screen: Screen[Any], line: str, then: Callable[[Page], None]) -> None:
        """Answer a line that changes nothing beside the screen, such as ``why DPRK`` or ``debrief``; only the last one asked is answered."""
        from sim.play.app.asking import question

        in_background(screen, "look_up", question(self.game, line), then)

    def refresh_game(self) -> None:
        """Let the screen that is shown read the game anew; the others do so when they are shown again."""
        from sim.play.app.screens.base import BaseScreen

        self.changes += 1
        if isinstance(self.screen, BaseScreen):
            self.screen.refill()

    # --- showing

    def present(self) -> None:
        """Show what has come: the start screen after leaving, an incident, the reveal of a season, or the season to be played."""
        self.changes += 1
        if self.game.done:
            self.leave_game()
            return
        due = self.game.take_due()
        if due == "crisis":
            from sim.play.app.screens.crisis import Crisis

            self.go("room")
            self.push_screen(Crisis())
        elif due == "reveal":
            from sim.play.app.screens.reveal import Reveal

            self.go("room")
            self.push_screen(Reveal(len(self.game.game.played) - 1))
        elif due == "season":
            self.go("room")
            self.teach()

    def teach(self) -> None:
        """Show the lesson of the season, where the game is a tutorial."""
        from sim.play.app.screens.page import lesson_page

        season, page = self.game.game.season, lesson_page(self.game)
        if page is not None and season not in self._taught:  # who goes back a season has read its lesson
            self._taught.add(season)
            self.push_screen(page)

    def go(self, name: str) -> None:
        """Go to a place of the game; it stands on the situation room, and what lay over the room is put away."""
        from sim.play.app.screens.game import GameScreen

        place = BY_NAME[name]
        room = next((screen for screen in self.screen_stack if isinstance(screen, GameScreen) and screen.place == "room"), None)
        while len(self.screen_stack) > 1 and self.screen is not room:
            self.pop_screen()
        if room is None:
            self.push_screen(BY_NAME["room"].make())
        elif name == "room":
            room.refill()
        if name != "room":
            self.push_screen(place.make())

    def show_page(self, page: Page) -> None:
        """Show a page over the present screen; Escape goes back."""
        from sim.play.app.screens.page import PageScreen

        self.push_screen(PageScreen(page))

    def leave_game(self) -> None:
        """Go back to the start screen; the game is saved."""
        self.sitting = None
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def set(self, **changes: object) -> None:
        """Change settings, keep them, and let them count at once."""
        self.settings = self.settings.with_(**changes)
        failure = keep_settings(self.settings)
        if failure:
            self.notify(failure, severity="warning", markup=False)
        self.theme = self.settings.theme
        self.set_keymap(self.settings.keys)
        if "lang" in changes:
            self.speak(self.settings.lang)

    def speak(self, lang: str) -> None:
        """Go on in another language, on every screen that is open."""
        from sim.play.app.widgets.keybar import KeyBar

        self.words = Words(lang)
        if self.sitting is not None:
            self.sitting.speak(self.words)
        self.changes += 1
        for screen in self.screen_stack:
            for bar in screen.query(KeyBar):
                bar.read(screen)
        self.refresh_game()

    # --- actions that keys and links name

    def action_help(self) -> None:
        """Show help on what has the focus, and the keys that count now."""
        from sim.play.app.screens.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help.of(self.screen))

    def action_claim(self, claim: str) -> None:
        """Show a claim."""
        if self.sitting is not None:
            self.show_page(self.look_up(f"claim {claim}"))

    def action_press(self, pressed: str) -> None:
        """Do what a key does, for somebody who clicked on it."""
        self.simulate_key(pressed)

    def action_jump(self) -> None:
        """Put a letter on every part that can have the focus."""
        from sim.play.app.screens.jump import Jump

        if not isinstance(self.screen, Jump):
            self.push_screen(Jump(self.screen))

    def action_palette(self) -> None:
        """Find anything by its name."""
        from sim.play.app.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(self.screen))

    async def action_quit(self) -> None:
        """Save and leave."""
        if self.sitting is not None:
            self.sitting.autosave()
        self.exit(DONE)

    def action_help_quit(self) -> None:
        """Say how to leave, to somebody who tried Ctrl+C."""
        self.notify(self.words("screens.app.how_to_leave"), markup=False)

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """Return the screen as an SVG picture; wide letters take their two columns."""
        from sim.play.app.picture import with_wide_letters

        return with_wide_letters(super().export_screenshot(title=title, simplify=simplify))

    def keep_picture(self) -> None:
        """Write the screen as an SVG picture into the working folder, and say where; it is drawn once the palette is away."""

        def draw() -> None:
            try:
                self.notify(self.words("screens.app.picture.done", path=self.save_screenshot()), markup=False)
            except OSError as failure:
                self.notify(self.words("export.failed", reason=failure.strerror or failure), severity="warning", markup=False)

        self.call_after_refresh(draw)

    def type_line(self, begun: str = "") -> None:
        """Open the command line with something typed already."""
        from sim.play.app.screens.line import CommandLine

        if self.sitting is not None:
            self.push_screen(CommandLine(begun))
