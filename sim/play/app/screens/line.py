"""The command line: every line of the plain game, over the screens; what it answers scrolls above it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.suggester import Suggester
from textual.widgets import Input

from sim.play.app.keys import key
from sim.play.app.screens.base import BaseScreen
from sim.play.app.widgets.page_text import PageText
from sim.report.console import cleaned
from sim.report.page import Page


class _Completions(Suggester):
    """Suggests how the word under the cursor may end."""

    def __init__(self, screen: CommandLine) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.line_screen = screen

    async def get_suggestion(self, value: str) -> str | None:
        return self.line_screen.completed(value)


class CommandLine(BaseScreen):
    """An input for lines, and the last answer."""

    place = "line"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("line.back", "escape", "back"),
        key("line.complete", "tab", "complete", first=True),
        key("line.earlier", "up", "earlier", show=False, first=True),
        key("line.scroll_up", "pageup", "scroll(-1)", show=False, first=True),
        key("line.scroll_down", "pagedown", "scroll(1)", show=False, first=True),
    ]
    CSS = """
    CommandLine #answer { height: 1fr; padding: 1 2; }
    CommandLine #typed { dock: bottom; }
    """

    def __init__(self, typed: str = "") -> None:
        """Begin with what is typed already."""
        super().__init__()
        self.begun_with = typed

    def body(self) -> ComposeResult:
        """Lay out answer and input."""
        with VerticalScroll(id="answer", can_focus=False):
            yield PageText(Page().text(self.say("hint")), id="page")
        yield Input(self.begun_with, id="typed", placeholder=self.say("placeholder"), suggester=_Completions(self))

    def on_mount(self) -> None:
        """Type at once."""
        field = self.query_one("#typed", Input)
        field.focus()
        field.cursor_position = len(self.begun_with)

    def completed(self, value: str) -> str | None:
        """Return a line completed as the plain game would, or None where nothing or too much fits."""
        from sim.play.commands.obeying import completions

        cut = max(value.rfind(letter) for letter in " \t=,") + 1
        found = completions(self.peninsula.game, value[:cut], value[cut:])
        return f"{value[:cut]}{found[0]}" if found and (len(found) == 1 or value[cut:]) else None

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Obey the line; what it answers is shown here, unless it led somewhere else."""
        line = cleaned(event.value)
        if not line:
            return
        app = self.peninsula
        answer = app.obey(line)
        app.lines.append(line)
        if app.screen is not self:
            return
        event.input.clear()
        self.query_one("#page", PageText).show(Page().heading(f"> {line}").more(answer.page))
        self.query_one("#answer").scroll_home(animate=False)

    def action_complete(self) -> None:
        """Complete the word."""
        field = self.query_one("#typed", Input)
        whole = self.completed(field.value)
        if whole is not None:
            field.value = f"{whole} "
            field.cursor_position = len(field.value)

    def action_earlier(self) -> None:
        """Bring back the last line."""
        lines, field = self.peninsula.lines, self.query_one("#typed", Input)
        if lines:
            before = lines.index(field.value) - 1 if field.value in lines else len(lines) - 1
            field.value = lines[before]
            field.cursor_position = len(field.value)

    def action_scroll(self, pages: int) -> None:
        """Scroll the answer by a page."""
        answer = self.query_one("#answer")
        answer.scroll_relative(y=pages * max(1, answer.size.height - 2), animate=False)

    def action_back(self) -> None:
        """Go back."""
        self.app.pop_screen()
