"""A place to read in: a list of what can be asked on the left, the answer on the right, each part of which opens its claims."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from sim.play.app.keys import key
from sim.play.app.screens.game import GameScreen
from sim.play.app.widgets.answer_list import AnswerList
from sim.play.app.widgets.pick_list import PickList
from sim.play.app.widgets.sketch_view import SketchView
from sim.report.page import Page

Entry = tuple[str, str]


class ReadingScreen(GameScreen):
    """A list and an answer; Enter goes into the answer, and there opens the claims of what is under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("reading.claims", "c", "claims"),
        key("reading.in", "right", "go_in", show=False),
        key("reading.out", "left", "go_out", show=False),
    ]
    SCOPED_CSS: ClassVar[bool] = False  # so that the rules hold for the screens made of this one, too
    CSS = """
    ReadingScreen #entries { width: 30; height: 1fr; padding: 0; }
    ReadingScreen.-wide #entries { width: 38; }
    ReadingScreen.-huge #entries { width: 56; }
    ReadingScreen #answer { width: 1fr; max-width: 124; }
    """

    def entries(self) -> list[Entry]:
        """Return what can be asked: how it is listed, and its id; an empty id makes a heading."""
        return []

    def answer(self, entry: str) -> Page:
        """Return the answer to an entry."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """Lay out list and answer."""
        with Horizontal():
            yield PickList(id="entries", classes="panel", markup=False)
            yield from self.right()

    def right(self) -> ComposeResult:
        """Lay out what stands beside the list."""
        yield AnswerList(id="answer", classes="panel")

    def on_mount(self) -> None:
        """Begin in the list."""
        super().on_mount()
        self.listed.focus()

    @property
    def listed(self) -> OptionList:
        """The list of what can be asked."""
        return self.query_one("#entries", OptionList)

    @property
    def told(self) -> AnswerList:
        """The answer."""
        return self.query_one("#answer", AnswerList)

    @property
    def entry(self) -> str:
        """The entry under the cursor, or an empty text."""
        return (self.listed.highlighted_option.id or "") if self.listed.highlighted_option else ""

    def show(self) -> None:
        """List what can be asked now; the cursor stays on its entry."""
        listed, asked, before = self.listed, self.entries(), self.entry
        ids = [name for _, name in asked]
        with self.prevent(OptionList.OptionHighlighted):
            listed.set_options([Option(label, id=name or None, disabled=not name) for label, name in asked])
            first = next((place for place, name in enumerate(ids) if name), None)
            listed.highlighted = ids.index(before) if before and before in ids else first
        self.ask()

    def ask(self) -> None:
        """Show the answer to the entry under the cursor."""
        if self.entry:
            self.told.show(self.answer(self.entry))
        self.refresh_bindings()

    def select(self, entry: str) -> None:
        """Put the cursor on an entry, where it is listed."""
        ids = [option.id for option in self.listed.options]
        if entry in ids:
            self.listed.highlighted = ids.index(entry)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Answer."""
        if event.option_list is self.listed and self.there:
            self.ask()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go from the list into the answer; there, open the claims of what is under the cursor."""
        if event.option_list is self.listed:
            self.told.focus()
        else:
            self.open(self.told.claims)

    def open(self, claims: list[str]) -> None:
        """Open claims."""
        from sim.play.app.screens.claims import open_claims

        open_claims(self.peninsula, claims)

    def action_claims(self) -> None:
        """Open the claims of the answer: in it, those of what is under the cursor; else all."""
        self.open((self.told.claims if self.told.has_focus else []) or self.told.all_claims)

    def action_go_in(self) -> None:
        """Go into the answer."""
        self.told.focus()

    def action_go_out(self) -> None:
        """Go back to the list."""
        self.listed.focus()

    def action_back(self) -> None:
        """Go from the answer to the list, and from there to where one was."""
        if self.told.has_focus:
            self.listed.focus()
        else:
            super().action_back()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer claims only where the answer has some."""
        if action == "claims":
            return self.is_mounted and bool(self.told.all_claims)
        return super().check_action(action, parameters)


class ChartedScreen(ReadingScreen):
    """A list and an answer, with a chart over the answer."""

    CSS = (
        ReadingScreen.CSS
        + """
    ChartedScreen #right { width: 1fr; max-width: 124; }
    """
    )

    def right(self) -> ComposeResult:
        """Lay out chart and answer."""
        with Vertical(id="right"):
            yield SketchView(id="chart", classes="panel")
            yield from super().right()
