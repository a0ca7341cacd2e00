"""The last look before a sheet is sealed: what it changes, what it costs, what lapses; a reason may be typed."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input

from sim.play.app.keys import key
from sim.play.app.screens.base import Dialog
from sim.play.app.widgets.page_text import PageText
from sim.play.commands.orders import cost_line
from sim.play.sitting import Sitting
from sim.report.console import cleaned
from sim.report.page import Page
from sim.text.wording import Words


class Seal(Dialog):
    """A dialog: Enter seals and reveals, Escape goes back."""

    place = "seal"
    BINDINGS: ClassVar[list[BindingType]] = [key("seal.seal", "ctrl+s", "seal"), key("seal.back", "escape", "back")]

    def body(self) -> ComposeResult:
        """Lay out the summary and the input."""
        with Vertical(classes="dialog"):
            yield PageText(summary(self.peninsula.game, self.words))
            yield Input(placeholder=self.say("reason"), id="reason")

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one("#reason").focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Seal and reveal; where that is refused, the reason is told on the screen below."""
        self.action_seal()

    def action_seal(self) -> None:
        """Seal and reveal, with what was typed as the reason."""
        app, said = self.peninsula, cleaned(self.query_one("#reason", Input).value)
        self.app.pop_screen()
        app.obey(f"end {said}".rstrip())

    def action_back(self) -> None:
        """Go back to the sheet."""
        self.app.pop_screen()


def summary(sitting: Sitting, words: Words) -> Page:
    """Return what is about to be sealed."""
    page = Page().title(words("screens.seal.title", seat=words.seat(sitting.seat)))
    standing = sitting.game.standing(sitting.seat)
    for lever, setting in sitting.effective().items():
        full = f"{sitting.seat}.{lever}"
        key_ = "sheet.kept" if setting == standing[lever] else "sheet.changed"
        page.item(words(key_, lever=lever, setting=setting, before=standing[lever], words=words.setting(full, setting)))
    page.text(cost_line(sitting, sitting.draft))
    waiting = sitting.game.table.open_offers(sitting.seat)
    if waiting:
        page.text(words("screens.seal.lapse"))
    for offer in waiting:
        page.item(words("screens.seal.offer", number=offer.number, package=words.package(offer.package), seat=words.seat(offer.by)))
    return page
