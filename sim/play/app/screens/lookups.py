"""Places that look things up: a list of questions on the left, the answer of the command layer on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from sim.play.app.keys import key
from sim.play.app.screens.game import GameScreen
from sim.play.app.widgets.page_text import PageText, claims_of
from sim.report.page import Page

if TYPE_CHECKING:
    from sim.play.app.app import Peninsula

Entry = tuple[str, str]


class LookupScreen(GameScreen):
    """A list of lines that change nothing, and what the one under the cursor answers."""

    BINDINGS: ClassVar[list[BindingType]] = [key("lookups.claims", "c", "claims")]
    CSS = """
    LookupScreen #entries { width: 30; height: 1fr; border-right: solid $quiet; }
    LookupScreen #answer { width: 1fr; padding: 0 2; }
    """

    def entries(self) -> list[Entry]:
        """Return what can be asked: how it is listed, and the line that asks; an empty line makes a heading."""
        return []

    def body(self) -> ComposeResult:
        """Lay out list and answer."""
        with Horizontal():
            yield OptionList(id="entries")
            with VerticalScroll(id="answer"):
                yield PageText(id="page")

    def show(self) -> None:
        """List what can be asked now; the cursor stays where it was."""
        entries = self.query_one("#entries", OptionList)
        before, asked = entries.highlighted, self.entries()
        entries.set_options([Option(label, id=line or None, disabled=not line) for label, line in asked])
        if before is None:
            before = next((place for place, (_, line) in enumerate(asked) if line), None)
        entries.highlighted = before if before is not None and before < len(asked) else None

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Ask; the answer comes when it is worked out."""
        if event.option_id:
            self.peninsula.look_up_later(self, event.option_id, self._answered)

    def _answered(self, page: Page) -> None:
        self.query_one("#page", PageText).show(page)
        self.query_one("#answer").scroll_home(animate=False)
        self.refresh_bindings()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go into the answer, to scroll it."""
        self.query_one("#answer").focus()

    def action_claims(self) -> None:
        """Open the claims that the answer names."""
        open_claims(self.peninsula, claims_of(self.query_one("#page", PageText).page))


def open_claims(app: Peninsula, claims: list[str]) -> None:
    """Open claims: nothing for none."""
    from sim.play.app.screens.claims import ClaimsScreen

    known = app.library.claims()
    found = [claim for claim in claims if claim in known]
    if found:
        app.push_screen(ClaimsScreen(found))
