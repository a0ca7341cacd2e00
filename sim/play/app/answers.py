"""What a line of the command layer answered, collected for a screen."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.report.page import Page


@dataclass
class Hearing:
    """A voice that keeps what is said until somebody takes it."""

    said: Page = field(default_factory=Page)

    def page(self, page: Page) -> None:
        """Keep a page."""
        self.said.more(page)

    def line(self, text: str) -> None:
        """Keep a paragraph."""
        self.said.text(text)

    def hint(self, text: str) -> None:
        """Say nothing: what may be done next stands in the key bar."""

    def taken(self) -> Page:
        """Return what was said since it was last taken."""
        said, self.said = self.said, Page()
        return said


@dataclass(frozen=True)
class Answer:
    """What came of a line.

    Attributes:
        line: What was asked.
        page: What was said to it.
        done: Whether it was carried out; otherwise nothing has changed.
    """

    line: str
    page: Page
    done: bool

    @property
    def text(self) -> str:
        """What was said, on one line."""
        return " ".join(self.page.texts())
