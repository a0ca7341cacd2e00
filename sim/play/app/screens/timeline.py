"""The timeline: how every dial and board went, each season beside what really happened, and other branches of the game."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import OptionList

from sim.play.app.background import in_background
from sim.play.app.keys import key
from sim.play.app.screens.pick import Pick
from sim.play.app.screens.reading import ChartedScreen, Entry
from sim.play.app.widgets.sketch_view import SketchView
from sim.play.commands.courses import branches_page, chart_text, overview_page, parting_page
from sim.play.seen.course import chart, chart_groups, kin, other_branch
from sim.play.seen.then import season_page
from sim.play.sitting import Sitting
from sim.report.page import Page, columns

NOW = "now"
ALONE = "-"  # no branch beside the charts
NARROW_LABEL = 24


class TimelineScreen(ChartedScreen):
    """Choose a season, a board or a dial, or another branch.

    Attributes:
        other: A saved branch whose line is drawn beside this game's, or None.
    """

    place = "timeline"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("timeline.branch", "f", "branch"),
        key("timeline.beside", "b", "beside"),
        key("timeline.undo", "u", "undo"),
        key("timeline.seasons", "1", "part('season')", show=False),
        key("timeline.charts", "2", "part('chart')", show=False),
        key("timeline.branches", "3", "part('branches')", show=False),
    ]
    CSS = (
        ChartedScreen.CSS
        + """
    TimelineScreen #chart { height: 15; }
    TimelineScreen.-wide #chart { height: 19; }
    TimelineScreen.-huge #chart { height: 25; }
    """
    )

    def __init__(self) -> None:
        """Begin with this game alone."""
        super().__init__()
        self.other: Sitting | None = None

    # --- what can be asked

    def entries(self) -> list[Entry]:
        """Return the seasons, the latest first, then boards and dials, then the branches."""
        sitting = self.sitting
        count = len(sitting.game.played)
        found: list[Entry] = [(self.say("seasons"), "")]
        found.append((self._now_label(), NOW))
        found += [(f"{index + 1:>2} {sitting.season_name(index)}", f"season {index + 1}") for index in reversed(range(count))]
        for title, names in chart_groups(sitting):
            found += [(title, ""), *((self._label(name), f"chart {name}") for name in names)]
        found += [(self.say("branches"), ""), (self.say("all_branches"), "branches")]
        return [*found, *((name, f"branch {name}") for name in kin(sitting))]

    def _label(self, name: str) -> str:
        label = self.words.board(name) if name in self.sitting.book.boards else self.words.dial(name)
        return label if columns(label) <= NARROW_LABEL or name in self.sitting.book.boards else self.words.short_dial(name)

    # --- what is answered

    def ask(self) -> None:
        """Answer, with a chart where one is asked for."""
        kind, _, name = self.entry.partition(" ")
        sketch = chart(self.sitting, name, self.other) if kind == "chart" else None
        drawn = sketch if sketch and any(line.values for line in sketch.lines) else None
        self.query_one("#chart", SketchView).show(drawn)
        super().ask()

    def answer(self, entry: str) -> Page:
        """Return what an entry tells."""
        kind, _, name = entry.partition(" ")
        sitting = self.sitting
        match kind:
            case "season":
                return season_page(sitting, int(name) - 1).text(self.say("branch_here", n=name))
            case "chart":
                return chart_text(sitting, chart(sitting, name, self.other))
            case "branch":
                return self._parting(name)
            case "branches":
                return branches_page(sitting).text(self.say("branches_say"))
        return self._now()

    def _now(self) -> Page:
        """Return how everything went so far; before the first season, what will stand here."""
        sitting = self.sitting
        page = Page().title(self._now_label())
        return page.more(overview_page(sitting)) if sitting.game.played else page.text(self.say("now_says"))

    def _now_label(self) -> str:
        sitting = self.sitting
        return self.say("whole") if sitting.game.over else self.say("now", season=sitting.season_name(len(sitting.game.played)))

    def _parting(self, name: str) -> Page:
        if self.other is not None and self.other.name == name:
            return parting_page(self.sitting, self.other)
        self._read(name)
        return Page().text(self.say("reading", name=name))

    def _read(self, name: str) -> None:
        """Read another branch beside the screen."""
        sitting = self.sitting
        in_background(self, "branch", lambda: other_branch(sitting, name), self._beside)

    def _beside(self, other: Sitting) -> None:
        self.other = other
        self.ask()

    # --- what is done

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Branch off at a season; open another branch; else go into the answer."""
        kind = self.entry.partition(" ")[0]
        if event.option_list is self.listed and kind in ("season", "branch"):
            self.action_branch()
        else:
            super().on_option_list_option_selected(event)

    def action_branch(self) -> None:
        """Ask how to go on from the season under the cursor, or whether to go on with the branch under it."""
        kind, _, name = self.entry.partition(" ")
        if kind == "branch":
            choices = {f"load {name}": self.say("load", name=name), "": self.say("stay")}
            self.app.push_screen(Pick(self.say("ask_load"), choices, self._do))
        elif kind == "season":
            choices = {f"fork {name}": self.say("fork"), f"fork {name} fresh": self.say("fork_fresh")}
            if int(name) == len(self.sitting.game.played):
                choices |= {"undo season": self.say("undo"), "undo fresh": self.say("undo_fresh")}
            question = self.say("ask_fork" if not self.sitting.hidden else "ask_fork_hidden", season=self.sitting.season_name(int(name) - 1))
            self.app.push_screen(Pick(question, {**choices, "": self.say("stay")}, self._do))

    def _do(self, line: str) -> None:
        if line:
            self.peninsula.obey(line)

    def action_beside(self) -> None:
        """Choose a branch that is drawn beside this game."""
        choices = {**{name: name for name in kin(self.sitting)}, ALONE: self.say("alone")}
        self.app.push_screen(Pick(self.say("ask_beside"), choices, self._choose))

    def _choose(self, name: str) -> None:
        if name == ALONE:
            self.other = None
            self.ask()
        elif name:
            self._read(name)

    def action_undo(self) -> None:
        """Ask whether to take back the last season."""
        self.select(f"season {len(self.sitting.game.played)}")
        self.action_branch()

    def action_part(self, kind: str) -> None:
        """Go to the first entry of a kind."""
        first = next((option.id for option in self.listed.options if option.id and option.id.startswith(kind)), "")
        if first:
            self.select(first)
            self.listed.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer branching only on a season or a branch, and branches only where there are some."""
        if self.peninsula.sitting is None or not self.there:
            return super().check_action(action, parameters)
        if action == "branch":
            return self.entry.partition(" ")[0] in ("season", "branch")
        if action == "beside":
            return bool(kin(self.sitting))
        if action == "undo":
            return bool(self.sitting.game.played)
        return super().check_action(action, parameters)
