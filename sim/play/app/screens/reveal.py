"""The reveal of a season: everybody's orders at once, then the rules that bit, the answers, and what moved; step by step or at once."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from sim.play.app.keys import key
from sim.play.app.screens.game import GameScreen
from sim.play.app.widgets.page_text import PageText, claims_of
from sim.play.seen.revealed import reveal_steps
from sim.report.page import Page


class Reveal(GameScreen):
    """A season just played."""

    place = "reveal"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("reveal.next", "space,enter", "next"),
        key("reveal.all", "a", "all"),
        key("reveal.claims", "c", "claims"),
    ]
    CSS = """
    Reveal #body { align: center top; }
    Reveal #scroll { width: 100%; max-width: 104; padding: 0 2; }
    """

    def __init__(self, index: int) -> None:
        """Hold which season it is."""
        super().__init__()
        self.index, self.shown = index, 0

    def body(self) -> ComposeResult:
        """Lay out the page."""
        with VerticalScroll(id="scroll"):
            yield PageText(id="page")

    def on_mount(self) -> None:
        """Begin with the orders, or with everything."""
        self.steps = reveal_steps(self.sitting, self.index)
        self.shown = 1 if self.peninsula.settings.stepwise else len(self.steps)
        self.query_one("#scroll").focus()

    def show(self) -> None:
        """Show the steps so far."""
        page = Page().title(self.say("title", season=self.sitting.season_name(self.index)))
        for step in self.steps[: self.shown]:
            page.more(step)
        left = len(self.steps) - self.shown
        page.text(self.say("more", n=left) if left else self.say("done"))
        self.query_one("#page", PageText).show(page)

    def action_next(self) -> None:
        """Show the next step; after the last, go on to the season that follows."""
        if self.shown < len(self.steps):
            self.shown += 1
            self.fill()
            self.query_one("#scroll").scroll_end(animate=False)
        else:
            self.action_back()

    def action_all(self) -> None:
        """Show everything."""
        self.shown = len(self.steps)
        self.fill()

    def action_back(self) -> None:
        """Go on to the season that follows, with its lesson; after the last, to the debrief."""
        self.peninsula.said = ""
        if self.sitting.game.over and not self.sitting.told:
            self.sitting.told = True
            self.peninsula.go("debrief")
            return
        self.app.pop_screen()
        self.peninsula.teach()

    def action_claims(self) -> None:
        """Open the claims that the page names."""
        from sim.play.app.screens.claims import open_claims

        open_claims(self.peninsula, claims_of(self.query_one("#page", PageText).page))
