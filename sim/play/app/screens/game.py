"""What every screen of a game has: the head with the human cost, the status line, the command line, and the ways to other places."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from sim.play.app.keys import GO, key
from sim.play.app.places import PLACES
from sim.play.app.screens.base import BaseScreen
from sim.play.app.widgets.keybar import KeyBar
from sim.play.app.widgets.masthead import Masthead
from sim.play.sitting import Sitting


class GameScreen(BaseScreen):
    """A screen of a game: it reads the sitting, and changes it only by lines that the app obeys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(key(f"{GO}.{place.name}", place.key, f"go({place.name!r})", show=place.show) for place in PLACES),
        key("app.line", "colon", "line"),
        key("app.back", "escape", "back", show=False),
    ]

    @property
    def sitting(self) -> Sitting:
        """The game that is played."""
        return self.peninsula.game

    def head(self) -> Iterable[Widget]:
        """Return the head of a game's screens."""
        yield Masthead()

    def foot(self) -> Iterable[Widget]:
        """Return the status line and the keys."""
        yield Static(id="status", markup=False)
        yield KeyBar()

    def fill(self) -> None:
        """Show head and status line; a screen adds its own."""
        if self.peninsula.sitting is None or not self.there:
            return
        self.query_one(Masthead).fill(self.sitting)
        self.tell()
        self._shown(self.show)
        self.refresh_bindings()

    def tell(self) -> None:
        """Show in the status line what was said last, or a hint."""
        self.query_one("#status", Static).update(self.peninsula.said or self.hint())

    def on_screen_resume(self) -> None:
        """Show what has changed while another screen was over this one; what was said there is said."""
        if self.there and self.peninsula.sitting is not None:
            self.tell()

    def hint(self) -> str:
        """Return what the status line says while nothing has been said."""
        return ""

    def _shown(self, show: Callable[[], None]) -> None:
        """Show; a fault of the program is told in the status line and ends no game."""
        try:
            show()
        except Exception as fault:
            if os.environ.get("PENINSULA_DEBUG"):
                raise
            told = self.words("command.fault", fault=f"{type(fault).__name__}: {fault}")
            self.query_one("#status", Static).update(told)

    def show(self) -> None:
        """Show what this screen is for; called by `fill`."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the ways to places that make no sense now, and to where we are."""
        if action == "go" and parameters:
            name = str(parameters[0])
            sitting = self.peninsula.sitting
            return sitting is not None and name != self.place and next(place for place in PLACES if place.name == name).when(sitting)
        return True

    def action_go(self, name: str) -> None:
        """Go to another place; what was said here is said."""
        self.peninsula.said = ""
        self.peninsula.go(name)

    def action_line(self) -> None:
        """Open the command line."""
        from sim.play.app.screens.line import CommandLine

        self.app.push_screen(CommandLine())

    def action_back(self) -> None:
        """Go back to the room."""
        if self.place != "room":
            self.peninsula.said = ""
            self.app.pop_screen()
