"""Jump mode: a letter on every part that can have the focus; the letter goes there."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from sim.play.app.screens.base import Dialog

LETTERS = "asdfghjklqwertyuiop"


class Jump(Dialog):
    """Letters over the screen below; any other key goes back."""

    place = "jump"
    CSS = """
    Jump { background: transparent; align: left top; }
    Jump .letter { position: absolute; width: 3; height: 1; background: $accent; color: $background; text-style: bold; text-align: center; }
    """

    def __init__(self, below: Screen[object]) -> None:
        """Look for what can have the focus."""
        super().__init__()
        found: list[Widget] = [widget for widget in below.focus_chain if isinstance(widget, Widget) and widget.region.area]
        self.targets = dict(zip(LETTERS, found, strict=False))

    def body(self) -> ComposeResult:
        """Lay the letters over the top left corners."""
        for letter, widget in self.targets.items():
            shown = Static(letter, classes="letter", markup=False)
            shown.styles.offset = (widget.region.x, widget.region.y)
            yield shown

    def foot(self) -> Iterable[Widget]:
        """Hide no key bar below."""
        return ()

    def on_key(self, event: events.Key) -> None:
        """Go to the part, or back."""
        event.stop()
        event.prevent_default()
        self.app.pop_screen()
        if event.character in self.targets:
            self.targets[event.character].focus()

    def on_click(self) -> None:
        """Go back."""
        self.app.pop_screen()
