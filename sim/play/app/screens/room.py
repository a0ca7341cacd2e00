"""The situation room: dials, map, capitals, the front page, and what is due, agreed and offered."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from sim.play.app.keys import key
from sim.play.app.screens.game import GameScreen
from sim.play.app.widgets.map_view import MapView
from sim.play.app.widgets.page_panel import PagePanel
from sim.play.app.widgets.page_text import claims_of
from sim.play.app.widgets.readings import Readings
from sim.play.app.widgets.ties_view import TiesView
from sim.play.seen.revealed import front_page
from sim.play.seen.situation import agenda, situation
from sim.report.page import Page

PANELS = ("dials", "paper", "agenda", "map", "ties")


class Room(GameScreen):
    """The main screen of a game."""

    place = "room"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("room.end", "e", "end"),
        *(key(f"room.{name}", str(number), f"panel({name!r})", show=False) for number, name in enumerate(PANELS, 1)),
        key("room.lesson", "l", "lesson"),
        key("room.claims", "c", "claims", show=False),
        key("room.undo", "u", "undo", show=False),
        key("app.close", "q", "quit"),
    ]
    CSS = """
    Room #dials { width: 42; height: 1fr; }
    Room #map { padding: 0; }
    Room.-huge #dials { width: 60; }
    Room #panels { width: 1fr; height: 1fr; }
    Room.-narrow #panels > .panel { display: none; height: 1fr; width: 1fr; }
    Room.-narrow #panels > .panel.-shown { display: block; }
    Room.-wide #panels { layout: grid; grid-size: 2 2; grid-rows: 3fr 2fr; grid-columns: 1fr 1fr; }
    """

    def body(self) -> ComposeResult:
        """Lay out the panels; where the terminal is narrow, one of them stands beside the dials."""
        with Horizontal():
            yield Readings(id="dials", classes="panel")
            with Horizontal(id="panels"):
                yield PagePanel(id="paper", classes="panel -shown")
                yield MapView(id="map", classes="panel")
                yield PagePanel(id="agenda", classes="panel")
                yield TiesView(id="ties", classes="panel")

    def show(self) -> None:
        """Read the game anew."""
        sitting = self.sitting
        self.query_one(Readings).fill(sitting)
        self.query_one(MapView).fill(sitting)
        self.query_one(TiesView).fill(sitting)
        self.query_one("#paper", PagePanel).show(self._paper(), self.say("paper"))
        self.query_one("#agenda", PagePanel).show(agenda(sitting), self.say("agenda"))

    def _paper(self) -> Page:
        """Return the last front page; before the first season, the situation."""
        sitting = self.sitting
        if not sitting.game.played:
            return situation(sitting)
        return front_page(sitting, len(sitting.game.played) - 1)

    def hint(self) -> str:
        """Return what may be done next: after the end the debrief, where offers wait the table, else the sheet and the end of the season."""
        sitting = self.sitting
        if sitting.game.over:
            return self.say("hints.over")
        if not sitting.seat:
            return self.say("hints.watching")
        waiting = len(sitting.game.table.open_offers(sitting.seat))
        return self.say("hints.waiting" if waiting == 1 else "hints.waiting_many", n=waiting) if waiting else self.say("hints.sheet")

    def resized(self) -> None:
        """Lay out anew what depends on the width of its column."""
        self.fill()

    def action_panel(self, name: str) -> None:
        """Go to a panel; where the terminal is narrow, it takes the place of the one that is shown."""
        panel = self.query_one(f"#{name}", Widget)
        if name != "dials":
            for each in self.query("#panels > .panel"):
                each.set_class(each is panel, "-shown")
        panel.focus()

    def on_option_list_option_selected(self, event: Readings.OptionSelected) -> None:
        """Say why the dial under the cursor moved."""
        if event.option_id and self.sitting.game.played:
            self.peninsula.look_up_later(self, f"why {event.option_id}", self.peninsula.show_page)

    def action_end(self) -> None:
        """Seal the sheet, after a last look; who watches sees the next season at once."""
        from sim.play.app.screens.seal import Seal

        if self.sitting.seat:
            self.app.push_screen(Seal())
        else:
            self.peninsula.obey("end")

    def action_undo(self) -> None:
        """Take back the last change of the sheet; with none, ask whether the last season should be taken back."""
        from sim.play.app.screens.pick import Pick

        sitting = self.sitting
        if sitting.edits or not sitting.game.played:
            self.peninsula.obey("undo")
            return
        choices = {way: self.say(f"back.{way}") for way in ("season", "fresh", "no")}
        question = self.say("back.question", season=sitting.season_name(len(sitting.game.played) - 1))
        self.app.push_screen(Pick(question, choices, lambda way: None if way == "no" else self.peninsula.obey(f"undo {way}")))

    def action_claims(self) -> None:
        """Open the claims that the front page names."""
        from sim.play.app.screens.claims import open_claims

        open_claims(self.peninsula, claims_of(self.query_one("#paper", PagePanel).page))

    def action_lesson(self) -> None:
        """Show the lesson of the season again."""
        from sim.play.app.screens.page import lesson_page

        page = lesson_page(self.sitting)
        if page is not None:
            self.app.push_screen(page)

    def action_quit(self) -> None:
        """Save and go back to the start screen."""
        self.peninsula.obey("quit")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what makes no sense now."""
        sitting = self.peninsula.sitting
        if sitting is None:
            return False
        if action == "end":
            return not sitting.game.over
        if action == "lesson":
            return sitting.session.scenario.tutorial and not sitting.game.over
        if action == "claims":
            return bool(claims_of(self._shown_paper()))
        return super().check_action(action, parameters)

    def _shown_paper(self) -> Page:
        return self.query_one("#paper", PagePanel).page if self.is_mounted else Page()
