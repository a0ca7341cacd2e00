"""Claims that something rests on: whose, where, in our words, what they feed, and who says the opposite."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from sim.play.app.keys import key
from sim.play.app.screens.reading import Entry, ReadingScreen
from sim.play.seen.claims import claim_page
from sim.report.page import Page

if TYPE_CHECKING:
    from sim.play.app.app import Peninsula


class ClaimsScreen(ReadingScreen):
    """A few claims, each as a page; from there to those against it, and to the op-ed it stands in."""

    place = "claims"
    BINDINGS: ClassVar[list[BindingType]] = [key("claims.paper", "p", "paper")]

    def __init__(self, claims: list[str]) -> None:
        """Hold their ids."""
        super().__init__()
        self.claims = claims

    def entries(self) -> list[Entry]:
        """Return the claims under the op-eds they stand in."""
        found: list[Entry] = []
        for name, argument in self.sitting.library.arguments().items():
            mine = [claim for claim in self.claims if claim.startswith(f"{name}.")]
            found += [(self.words.said(argument.short), "")] if mine else []
            found += [(claim.partition(".")[2].replace("_", " "), claim) for claim in mine]
        return found

    def show(self) -> None:
        """Begin on the claim that was named first."""
        begun = bool(self.entry)
        super().show()
        if not begun:
            self.select(self.claims[0])

    def answer(self, entry: str) -> Page:
        """Return the claim."""
        return claim_page(self.sitting, entry)

    def open(self, claims: list[str]) -> None:
        """Open other claims than the one that is read."""
        super().open([claim for claim in claims if claim != self.entry])

    def action_paper(self) -> None:
        """Go to the op-ed, where the claim stands."""
        from sim.play.app.screens.sources import SourcesScreen

        self.app.push_screen(SourcesScreen(self.entry))

    def action_go(self, name: str) -> None:
        """Go to another place."""
        self.peninsula.go(name)


def open_claims(app: Peninsula, claims: list[str]) -> None:
    """Open claims: nothing for none."""
    known = app.library.claims()
    found = [claim for claim in claims if claim in known]
    if found:
        app.push_screen(ClaimsScreen(found))
