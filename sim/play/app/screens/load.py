"""Saved games, the latest first: what each is, and which to go on with."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sim.play.app.keys import key
from sim.play.app.screens.base import BaseScreen
from sim.play.app.widgets.pick_list import PickList
from sim.play.saves import Saved
from sim.play.seen.choices import saved_line


class Load(BaseScreen):
    """A list of saved games."""

    place = "load"
    BINDINGS: ClassVar[list[BindingType]] = [key("load.back", "escape,q", "back")]
    CSS = """
    Load #folder { color: $quiet; height: 1; padding: 0 1; }
    """

    def body(self) -> ComposeResult:
        """Lay out the list."""
        with Vertical():
            yield PickList(id="saves", classes="panel")
            yield Static(id="folder", markup=False)

    def fill(self) -> None:
        """List what there is; what cannot be read is told and cannot be chosen."""
        listed = self.query_one("#saves", OptionList)
        listed.border_title = self.say("title")
        listed.set_options(self._option(saved) for saved in self.peninsula.saves.listed())
        self.query_one("#folder", Static).update(str(self.peninsula.saves.folder))

    def _option(self, saved: Saved) -> Option:
        return Option(saved_line(self.words, saved), id=saved.name, disabled=saved.record is None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go on with a game."""
        self.peninsula.load_game(str(event.option_id))

    def action_back(self) -> None:
        """Go back."""
        self.app.pop_screen()
