"""An incident: match or step back. The season waits for the answer; leaving keeps it waiting."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sim.play.app.screens.base import Dialog
from sim.play.app.widgets.pick_list import PickList

ANSWERS = {"match": "match", "step_back": "step back", "leave": "quit"}


class Crisis(Dialog):
    """Two answers and a way out."""

    place = "crisis"
    CSS = """
    Crisis OptionList { height: auto; margin-top: 1; }
    Crisis #crisis-title { text-style: bold; color: $bad; }
    """

    def body(self) -> ComposeResult:
        """Lay out what has happened and what can be answered."""
        with Vertical(classes="dialog"):
            yield Static("■ " + self.words("crisis.title"), id="crisis-title", markup=False)
            yield Static(self.words("crisis.says"), markup=False)
            yield PickList(*(Option(self.say(f"answers.{name}"), id=name) for name in ANSWERS), id="answers")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the answer."""
        self.peninsula.obey(ANSWERS[str(event.option_id)])
