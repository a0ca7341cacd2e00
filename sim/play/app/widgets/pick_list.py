"""A list to choose from, as Textual's, that also takes a key before it has been laid out."""

from __future__ import annotations

from textual.widgets import OptionList


class PickList(OptionList):
    """Textual's list of options. Of version 8.2 paging fails where no line of it is shown yet, or none fits."""

    def action_page_up(self) -> None:
        """Go up a page, where there is one."""
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """Go down a page, where there is one."""
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]
