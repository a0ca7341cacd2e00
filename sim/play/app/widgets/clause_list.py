"""The catalogue of clauses beside an offer: by the party that promises, with what each would add to the parties' answers."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets.option_list import Option

from sim.play.app.widgets.pick_list import PickList
from sim.play.seen.prospects import ClauseRow
from sim.play.sitting import Sitting
from sim.report.page import wrap
from sim.text.wording import capitalised

IN, OUT = "●", "○"
PADDING = 2


class ClauseList(PickList):
    """Clauses to put in or to take out; the id of an option is its clause."""

    DEFAULT_CSS = """
    ClauseList, ClauseList.panel { padding: 0; scrollbar-gutter: stable; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        """Begin with none."""
        super().__init__(id=id, classes=classes, markup=False)  # claims stand in brackets
        self._rows: Sequence[ClauseRow] = ()
        self._sitting: Sitting | None = None

    def fill(self, sitting: Sitting, rows: Sequence[ClauseRow], title: str) -> None:
        """Show clauses; the cursor stays on its clause."""
        self._sitting, self._rows, self.border_title = sitting, rows, title
        self.lay()

    def lay(self) -> None:
        """Lay them out at the present width."""
        if self._sitting is None:
            return
        kept, top = self.clause, self.scroll_offset.y
        options = clause_options(self._sitting, self._rows, max(16, self.scrollable_content_region.width - PADDING))
        ids = [option.id for option in options]
        self.set_options(options)
        self.highlighted = ids.index(kept) if kept in ids else next((place for place, name in enumerate(ids) if name), None)
        self.scroll_to(y=top if kept in ids else 0, animate=False)

    def on_resize(self) -> None:
        """Lay out anew."""
        self.lay()

    @property
    def clause(self) -> str:
        """The clause under the cursor, or an empty text."""
        return (self.highlighted_option.id or "") if self.highlighted_option else ""


def clause_options(sitting: Sitting, rows: Sequence[ClauseRow], width: int) -> list[Option]:
    """Return the clauses as options under their parties, wrapped to a width."""
    words, found, owner, rank = sitting.words, list[Option](), "", 0
    for row in rows:
        if row.owner != owner:
            found.append(Option(words("screens.table.promises", seat=words.seat(row.owner)), disabled=True))
        elif row.rank != rank and row.rank > 1:
            found.append(Option(words("screens.table.also"), disabled=True))
        owner, rank = row.owner, row.rank
        found.append(Option(clause_content(sitting, row, width), id=row.clause))
    return found


def clause_content(sitting: Sitting, row: ClauseRow, width: int) -> Content:
    """Return a clause: whether it is in, its words, and what it adds for whom."""
    words = sitting.words
    head = wrap(f"{IN if row.chosen else OUT} {capitalised(words.clause(row.clause))}", width, 0, 2)
    worth = " ".join(f"{seat} {value:+.2f}" for seat, value in row.worth.items() if abs(value) >= 0.005)
    under = [*wrap(worth or words("screens.table.worthless"), width, 2, 2), *([f"  {words('screens.table.core')}"] if row.core else [])]
    return Content.assemble(("\n".join(head), "bold" if row.chosen else ""), "\n", "\n".join(under))
