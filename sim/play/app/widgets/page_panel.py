"""A panel that scrolls a page."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from sim.play.app.widgets.page_text import PageText
from sim.report.page import Page


class PagePanel(VerticalScroll, can_focus=True):
    """A page in a panel."""

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield PageText()

    def show(self, page: Page, title: str = "") -> None:
        """Show another page."""
        self.border_title = title or None
        self.query_one(PageText).show(page)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self.query_one(PageText).page
