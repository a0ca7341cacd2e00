"""The debrief of a finished game: part by part, beside many other games that are played meanwhile, and kept as a file."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.worker import get_current_worker

from sim.analysis.afterwards import Field, Turns
from sim.play.app.background import in_background
from sim.play.app.keys import key
from sim.play.app.screens.pick import Pick
from sim.play.app.screens.reading import ChartedScreen, Entry
from sim.play.app.widgets.sketch_view import SketchView
from sim.play.seen.afterwards import GoOn, afterwards, better, comparing, making, turning
from sim.play.seen.course import evidence
from sim.play.seen.outcome import outcome_page
from sim.report.afterwards import compared_page, turning_page
from sim.report.debrief import Debrief
from sim.report.page import Page
from sim.report.telling import debrief_parts

SHORT, FIELD, TURNS, LENS = "short", "field", "otherwise", "lens"
IN_SHORT = ("ending", "people")  # parts that the first page holds whole
FILES = {"html": "html", "debrief": "md", "record": "yaml"}


class DebriefScreen(ChartedScreen):
    """Everything that is told when a game is over.

    Attributes:
        parts: The parts of the debrief by name, once it has been made.
        progress: How far work beside the screen has come: done and wanted, by part.
    """

    place = "debrief"
    BINDINGS: ClassVar[list[BindingType]] = [key("debrief.keep", "k", "keep")]
    CSS = (
        ChartedScreen.CSS
        + """
    DebriefScreen #chart { height: 12; }
    DebriefScreen.-wide #chart { height: 17; }
    """
    )

    def __init__(self) -> None:
        """Begin with nothing worked out."""
        super().__init__()
        self.parts: dict[str, Page] = {}
        self.progress: dict[str, tuple[int, int]] = {}

    def on_mount(self) -> None:
        """Make the debrief beside the screen; other games are played after it."""
        super().on_mount()
        if self.sitting.game.over:
            in_background(self, "debrief", making(self.sitting), self._made)

    def _made(self, made: Debrief) -> None:
        sitting = self.sitting
        if not sitting.game.over:
            return
        found = afterwards(sitting)
        found.made = made
        claims = {name: claim.claim.strip() for name, claim in sitting.library.claims().items()}
        self.parts = debrief_parts(made, self.words, claims)
        self.fill()
        if found.field is None:
            in_background(self, FIELD, comparing(sitting, self._counted(FIELD)), self._compared)
        else:
            self._look_for_turns()

    def _compared(self, field: Field) -> None:
        if self.sitting.game.over:
            afterwards(self.sitting).field = field
            self.ask()
            self._look_for_turns()

    def _look_for_turns(self) -> None:
        sitting = self.sitting
        if sitting.seat and afterwards(sitting).turns is None:
            in_background(self, TURNS, turning(sitting, self._counted(TURNS)), self._turned)

    def _turned(self, turns: Turns) -> None:
        if self.sitting.game.over:
            afterwards(self.sitting).turns = turns
            self.ask()

    def _counted(self, name: str) -> GoOn:
        """Return what work calls between its steps: it tells how far it has come, and whether the screen still wants it."""

        def go_on(done: int, wanted: int) -> bool:
            self.call_later(self._progressed, name, done, wanted)
            return self.there and not get_current_worker().is_cancelled

        return go_on

    def _progressed(self, name: str, done: int, wanted: int) -> None:
        self.progress[name] = (done, wanted)
        if self.there and self.entry == name:
            self.ask()

    # --- what can be asked, and what is answered

    def entries(self) -> list[Entry]:
        """Return the parts of the debrief, with what other games say of it after the boards."""
        if not self.parts:
            return [(self.say("making"), "making")]
        found: list[Entry] = [(self.say("short"), SHORT)]
        for name in self.parts:
            if name not in IN_SHORT:
                found.append((self.say(f"parts.{name}"), f"part {name}"))
            if name == "boards":
                found.append((self.say("field"), FIELD))
                if self.sitting.seat:
                    found.append((self.say("otherwise"), TURNS))
        return found

    def ask(self) -> None:
        """Answer; the lens has a chart of how the evidence built up."""
        sitting = self.sitting
        made = afterwards(sitting).made if sitting.game.over else None
        drawn = evidence(sitting, made) if made and self.entry == f"part {LENS}" else None
        self.query_one("#chart", SketchView).show(drawn)
        super().ask()

    def answer(self, entry: str) -> Page:
        """Return a part of the debrief, or how far the work for it has come."""
        sitting, words = self.sitting, self.words
        if not sitting.game.over or entry == "making":
            return Page().text(self.say("making_says"))
        found = afterwards(sitting)
        if entry == SHORT and found.made:
            return outcome_page(sitting, found.made, self.parts)
        if entry == FIELD:
            return compared_page(found.field, words, better(sitting)) if found.field else self._waiting(FIELD)
        if entry == TURNS:
            return turning_page(found.turns, words, better(sitting), sitting.game.seasons) if found.turns else self._waiting(TURNS)
        return self.parts.get(entry.removeprefix("part "), Page())

    def _waiting(self, name: str) -> Page:
        done, wanted = self.progress.get(name, (0, 0))
        page = Page().heading(self.say(name))
        return page.text(self.say("playing", done=done, wanted=wanted) if wanted else self.say("next"))

    # --- what is kept

    def action_keep(self) -> None:
        """Ask as what the game is kept, and write it into the working folder."""
        stem = Path(self.sitting.name).stem
        paths = {what: _free(stem if what == "record" else f"{stem}-debrief", end) for what, end in FILES.items()}
        choices = {f"export {what} {path}": self.say(f"keep_{what}", path=path) for what, path in paths.items()}
        self.app.push_screen(Pick(self.say("ask_keep"), choices, self.peninsula.obey))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to keep what has been made."""
        return bool(self.parts) if action == "keep" else super().check_action(action, parameters)


def _free(stem: str, end: str) -> str:
    """Return the name of a file that is not there yet."""
    name, number = f"{stem}.{end}", 2
    while Path(name).exists():
        name, number = f"{stem}-{number}.{end}", number + 1
    return name
