"""A short list to pick one thing from, over the present screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sim.play.app.keys import key
from sim.play.app.screens.base import Dialog
from sim.play.app.widgets.pick_list import PickList


class Pick(Dialog):
    """A question and its answers; Escape picks none."""

    place = "pick"
    BINDINGS: ClassVar[list[BindingType]] = [key("pick.back", "escape", "back")]
    CSS = """
    Pick OptionList { height: auto; max-height: 16; }
    """

    def __init__(self, question: str, choices: Mapping[str, str], then: Callable[[str], object]) -> None:
        """Hold the question, the choices by id, and what is done with the id that is picked."""
        super().__init__()
        self.question, self.choices, self.then = question, choices, then

    def body(self) -> ComposeResult:
        """Lay out question and choices."""
        with Vertical(classes="dialog"):
            yield Static(self.question, markup=False)
            yield PickList(*(Option(text, id=name or None) for name, text in self.choices.items()))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Pick."""
        self.app.pop_screen()
        self.then(event.option_id or "")

    def action_back(self) -> None:
        """Pick none."""
        self.app.pop_screen()
