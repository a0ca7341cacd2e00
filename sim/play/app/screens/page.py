"""A page of text over the present screen: briefs, lessons, what a line answered, a claim."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from sim.documents.library import Library
from sim.play.app.keys import key
from sim.play.app.screens.base import BaseScreen
from sim.play.app.widgets.page_text import PageText, claims_of
from sim.play.sitting import Sitting
from sim.report.page import Page
from sim.text.wording import Words


class PageScreen(BaseScreen):
    """A page that scrolls; Escape or Enter goes back, `c` opens the claims it names."""

    place = "page"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("page.back", "escape,enter,q", "back"),
        key("page.claims", "c", "claims"),
    ]
    CSS = """
    PageScreen #body { align: center top; }
    PageScreen #scroll { width: 100%; max-width: 104; padding: 1 2; }
    """

    def __init__(self, page: Page) -> None:
        """Hold the page."""
        super().__init__()
        self.page = page

    def body(self) -> ComposeResult:
        """Lay out the page."""
        with VerticalScroll(id="scroll"):
            yield PageText(self.page)

    def on_mount(self) -> None:
        """Let the arrows scroll at once."""
        self.query_one("#scroll").focus()

    def action_back(self) -> None:
        """Go back."""
        self.app.pop_screen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer claims only in a game, and only where the page names some."""
        return action != "claims" or (self.peninsula.sitting is not None and bool(claims_of(self.page)))

    def action_claims(self) -> None:
        """Open the claims of the page: the one, or a list."""
        from sim.play.app.screens.claims import open_claims

        open_claims(self.peninsula, claims_of(self.page))


def briefing(sitting: Sitting) -> PageScreen:
    """Return what is read before the first season: the terms, the shared brief, the seat's own and its card."""
    from sim.play.commands.references import card_page, own_brief, shared_brief

    words, game = sitting.words, sitting.game
    world = sitting.session.lens
    lens = words("begin.hidden") if sitting.hidden else words("begin.lens", title=words.said(world.title), name=world.name)
    page = Page().more(shared_brief(sitting))
    if sitting.seat:
        page.more(own_brief(sitting)).more(card_page(sitting))
    level = words.labels.label("levels", game.level)
    terms = words("begin.terms", lens=lens, level=level, rng_seed=game.terms.rng_seed, name=sitting.name)
    return PageScreen(page.heading(words("screens.page.terms")).text(terms).text(words("disclaimer")))


def lesson_page(sitting: Sitting) -> PageScreen | None:
    """Return the season's lesson, or None outside a tutorial."""
    from sim.play.seen.lessons import lesson

    page = lesson(sitting, "screens.lessons.lessons")
    return PageScreen(page) if page else None


def sources_screen(words: Words, library: Library) -> PageScreen:
    """Return whose arguments these are, for the start screen."""
    from sim.play.commands.references import sources_page

    return PageScreen(sources_page(words, library))
