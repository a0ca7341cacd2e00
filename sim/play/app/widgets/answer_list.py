"""A page to go through block by block: the one under the cursor opens the claims that it rests on."""

from __future__ import annotations

from textual.content import Content
from textual.widgets.option_list import Option

from sim.play.app.widgets.page_text import CLAIM, claims_of
from sim.play.app.widgets.pick_list import PickList
from sim.report.page import Block, Page, columns

HEADS = ("title", "heading", "subheading")


class AnswerList(PickList):
    """A page as a list: its headings stand still, everything else can be under the cursor."""

    DEFAULT_CSS = """
    AnswerList, AnswerList.panel { width: 1fr; height: 1fr; padding: 0; scrollbar-gutter: stable; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        """Begin with an empty page."""
        super().__init__(id=id, classes=classes, markup=False)  # claims stand in brackets
        self.page = Page()
        self._blocks: list[Block] = []
        self._laid: tuple[Page, int] | None = None

    def show(self, page: Page) -> None:
        """Show a page from its beginning; the one that is shown stays as it is."""
        if [*page.texts()] != [*self.page.texts()] or page.claims() != self.page.claims():
            self.page, self.highlighted = page, None
        self.lay()

    def lay(self) -> None:
        """Lay the page out at the present width; the cursor stays on its block."""
        width = self.scrollable_content_region.width - 2
        if width < 10 or self._laid == (self.page, width):
            return
        self._laid = (self.page, width)
        kept, top, options = self.highlighted, self.scroll_offset.y, []
        self._blocks = []
        for block, lines in self.page.parts(width):
            text = "\n".join(part for line in lines for part in broken(line, width))
            still = block.kind in HEADS or not block.text
            options.append(Option(Content.styled(text, "bold") if block.kind in HEADS else text, disabled=still))
            self._blocks.append(block)
        self.set_options(options)
        if kept is not None and kept < len(options) and not options[kept].disabled:
            self.highlighted = kept
            self.scroll_to(y=top, animate=False)
        else:
            self.highlighted = next((place for place, option in enumerate(options) if not option.disabled), None)
            self.scroll_home(animate=False)

    def on_resize(self) -> None:
        """Lay out anew."""
        self.lay()

    def action_cursor_up(self) -> None:
        """Go up; from the first block, to the head of the page instead of its end."""
        first = next((place for place, option in enumerate(self.options) if not option.disabled), None)
        if self.highlighted in (None, first):
            self.scroll_home(animate=False)
        else:
            super().action_cursor_up()

    def action_cursor_down(self) -> None:
        """Go down; from the last block, no further."""
        last = next((place for place in reversed(range(self.option_count)) if not self.options[place].disabled), None)
        if self.highlighted != last:
            super().action_cursor_down()

    def find(self, claim: str) -> None:
        """Put the cursor on the block that tells of a claim."""
        self.highlighted = next((place for place, block in enumerate(self._blocks) if claim in block.claims), self.highlighted)

    @property
    def claims(self) -> list[str]:
        """The claims of the block under the cursor: those it names, then those it rests on besides."""
        if self.highlighted is None or self.highlighted >= len(self._blocks):
            return []
        block = self._blocks[self.highlighted]
        return list(dict.fromkeys([*CLAIM.findall(block.text), *block.claims]))

    @property
    def all_claims(self) -> list[str]:
        """All claims of the page."""
        return list(dict.fromkeys([*claims_of(self.page), *self.page.claims()]))


def broken(line: str, width: int) -> list[str]:
    """Return a line that is too long as several, broken behind a dot or an underscore of its last word, such as a claim.

    Example:
        >>> broken("  [harmony.restraint_awaiting_talks]", 24)
        ['  [harmony.restraint_', '    awaiting_talks]']
    """
    if columns(line) <= width:
        return [line]
    cut = max(line.rfind(mark, 0, width) for mark in "._/-") + 1
    if cut <= len(line) - len(line.lstrip()) + 2:
        return [line]
    return [line[:cut], *broken("    " + line[cut:], width)]
