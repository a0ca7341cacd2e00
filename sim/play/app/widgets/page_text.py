"""A page of text on a screen: wrapped to its width, with claims to be clicked and what can be typed set off."""

from __future__ import annotations

import re

from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget

from sim.report.page import Kind, Page

CLAIM = re.compile(r"(?<![\w.])[a-z]+\.[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")
TYPED = re.compile(r"`[^`]+`")
STYLES: dict[Kind, str] = {"title": "bold $accent", "heading": "bold", "subheading": "italic", "note": "bold $warn"}


def claims_of(page: Page) -> list[str]:
    """Return the claims that a page names, in its order, each once."""
    return list(dict.fromkeys(found for text in page.texts() for found in CLAIM.findall(text)))


def page_content(page: Page, width: int) -> Content:
    """Return a page as content of lines no wider than `width`."""
    return Content("\n").join(_line(kind, text) for kind, text in page.rows(max(width, 10)))


def _line(kind: Kind, text: str) -> Content:
    line = Content.styled(text, STYLES.get(kind, ""))
    for found in TYPED.finditer(text):
        line = line.stylize("bold", *found.span())
    for found in CLAIM.finditer(text):
        line = line.stylize("$cite underline", *found.span()).stylize(_click(f"app.claim({found.group()!r})"), *found.span())
    return line


def _click(action: str) -> Style:
    return Style.from_meta({"@click": action})


class PageText(Widget):
    """A page; it is as high as its text, so that what holds it can scroll."""

    DEFAULT_CSS = """
    PageText { height: auto; width: 1fr; }
    """

    def __init__(self, page: Page | None = None, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        """Hold a page, or none yet."""
        super().__init__(id=id, classes=classes)
        self.page = page or Page()
        self._laid: tuple[int, Content] | None = None

    def show(self, page: Page) -> None:
        """Show another page."""
        self.page, self._laid = page, None
        self.refresh(layout=True)

    def laid(self, width: int) -> Content:
        """Return the page at a width; laid out once."""
        if self._laid is None or self._laid[0] != width:
            self._laid = (width, page_content(self.page, width))
        return self._laid[1]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the page takes."""
        return self.laid(width).plain.count("\n") + 1

    def render(self) -> Content:
        """Draw the page."""
        return self.laid(self.size.width)
