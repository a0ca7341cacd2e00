"""The order sheet: levers, their settings in words with cost and effect, what is shut and what would open it, and five advisers."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sim.agents.advisers import Advice, council
from sim.analysis.forecast import Forecast, answer
from sim.play.app.background import in_background, still_wanted, wait_while_wanted
from sim.play.app.keys import key
from sim.play.app.screens.game import GameScreen
from sim.play.app.widgets.council import council_page, council_table
from sim.play.app.widgets.foresight import foresight
from sim.play.app.widgets.page_text import PageText, claims_of
from sim.play.app.widgets.pick_list import PickList
from sim.play.app.widgets.setting_list import lever_option, setting_options
from sim.play.commands.ahead import question
from sim.play.commands.orders import cost_line
from sim.play.seen.levers import setting_rows

MOMENT = 0.2  # seconds that a sheet must stand before it is looked ahead from
PLAIN_SECONDS = 2.0  # of plain Python, where nothing is compiled


class SheetScreen(GameScreen):
    """Levers on the left, the settings of one in the middle, advisers beside or in their place."""

    place = "sheet"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("sheet.less", "left", "step(-1)", show=False, first=True),
        key("sheet.more", "right", "step(1)", show=False, first=True),
        key("sheet.advisers", "v", "advisers"),
        key("sheet.ahead", "l", "ahead"),
        key("sheet.follow", "f", "follow"),
        key("sheet.predict", "p", "predict", show=False),
        key("sheet.undo", "u", "undo", show=False),
        key("sheet.end", "e", "end"),
        key("sheet.claims", "c", "claims"),
    ]
    CSS = """
    SheetScreen #levers { width: 30; height: 1fr; }
    SheetScreen #choices { width: 1fr; height: 1fr; }
    SheetScreen #beside { width: 1fr; height: 1fr; display: none; }
    SheetScreen #advisers { height: 1fr; }
    SheetScreen #ahead { height: auto; max-height: 50%; }
    SheetScreen #council-table { margin-bottom: 1; }
    SheetScreen.-wide #levers { width: 29; }
    SheetScreen.-wide #choices { width: 11fr; }
    SheetScreen.-wide #beside { display: block; width: 12fr; }
    SheetScreen.-huge #levers { width: 34; }
    SheetScreen.-narrow.-asking #beside, SheetScreen.-narrow.-ahead #beside { display: block; }
    SheetScreen.-narrow.-asking #levers, SheetScreen.-narrow.-asking #choices, SheetScreen.-narrow.-asking #ahead { display: none; }
    SheetScreen.-narrow.-ahead #choices, SheetScreen.-narrow.-ahead #advisers { display: none; }
    SheetScreen.-narrow.-ahead #ahead { height: 1fr; max-height: 100%; }
    SheetScreen #cost { height: auto; color: $quiet; padding: 0 1; }
    """

    def __init__(self) -> None:
        """Begin without advice and without a forecast."""
        super().__init__()
        self.advice: list[Advice] = []
        self.foreseen: Forecast | None = None
        self.weighed: dict[str, str] | None = None

    def body(self) -> ComposeResult:
        """Lay out levers, settings, advisers and, below them, the cost."""
        with Vertical():
            with Horizontal():
                yield PickList(id="levers", classes="panel")
                yield PickList(id="choices", classes="panel")
                with Vertical(id="beside"):
                    with VerticalScroll(id="advisers", classes="panel"):
                        yield Static(id="council-table", markup=False)
                        yield PageText(id="council-reasons")
                    with VerticalScroll(id="ahead", classes="panel"):
                        yield Static(id="foresight", markup=False)
            yield Static(id="cost", markup=False)

    def on_mount(self) -> None:
        """Ask the advisers beside the screen, on the desk as it is now."""
        self.query_one("#levers").focus()
        sitting = self.sitting
        desk, lenses = sitting.game.desk(sitting.seat), {name: sitting.weighing.lenses[name] for name in sitting.library.arguments()}
        in_background(self, "advisers", lambda: council(desk, lenses), self._advised)

    def _advised(self, advice: list[Advice]) -> None:
        self.advice = advice
        self.fill()

    # --- what is shown

    def show(self) -> None:
        """Read the draft anew."""
        sitting = self.sitting
        if sitting.game.over or not sitting.seat:
            return
        levers, mine, standing = self.query_one("#levers", OptionList), sitting.effective(), sitting.game.standing(sitting.seat)
        levers.border_title = self.say("levers", seat=self.words.seat(sitting.seat))
        kept = levers.highlighted or 0
        with self.prevent(OptionList.OptionHighlighted):
            levers.set_options(Option(lever_option(sitting, lever, mine[lever], standing[lever]), id=lever) for lever in mine)
            levers.highlighted = min(kept, len(mine) - 1)
        self._show_choices()
        cost = cost_line(sitting, sitting.draft)
        self.query_one("#cost", Static).update(cost)
        self.query_one("#cost").display = bool(cost)
        self.query_one("#advisers").border_title = self.say("advisers")
        self._show_council(mine)
        self._look_ahead(mine)

    def _look_ahead(self, mine: dict[str, str]) -> None:
        """Play on from here beside the screen, once for every sheet that is looked at for a moment; typing goes on."""
        panel = self.query_one("#ahead")
        panel.border_title = self.say("ahead.title")
        if mine == self.weighed or self.sitting.game.phase != "table":
            return
        self.weighed, asked = mine, question(self.sitting)
        panel.border_subtitle = self.say("ahead.working")

        def work() -> Forecast:
            wait_while_wanted(MOMENT)
            return answer(asked, seconds=PLAIN_SECONDS, go_on=lambda done, wanted: still_wanted())

        in_background(self, "forecast", work, self._foresee)

    def _foresee(self, found: Forecast) -> None:
        self.foreseen = found
        panel = self.query_one("#ahead")
        panel.border_subtitle = None if found.native else self.say("ahead.plain")
        self.query_one("#foresight", Static).update(foresight(found, self.words))

    def _show_council(self, mine: dict[str, str]) -> None:
        width = self.query_one("#advisers").scrollable_content_region.width
        table = council_table(self.sitting, self.advice, mine, width) if self.advice else self.say("asking")
        self.query_one("#council-table", Static).update(table)
        self.query_one("#council-reasons", PageText).show(council_page(self.sitting, self.advice))

    def _show_choices(self) -> None:
        choices, lever = self.query_one("#choices", OptionList), self.lever
        rows = setting_rows(self.sitting, lever)
        kept = choices.highlighted if choices.border_subtitle == lever and choices.has_focus else None
        choices.border_title, choices.border_subtitle = self.words.lever(f"{self.sitting.seat}.{lever}"), lever
        chosen = next((place for place, row in enumerate(rows) if row.chosen), 0)
        shown = min(chosen if kept is None else kept, len(rows) - 1)
        everywhere, width = self.has_class("-huge"), max(20, choices.size.width - 4)
        with self.prevent(OptionList.OptionHighlighted):
            choices.set_options(setting_options(self.sitting, rows, width, lambda row: everywhere or row is rows[shown]))
            choices.highlighted = shown

    @property
    def lever(self) -> str:
        """The lever under the cursor."""
        levers = self.query_one("#levers", OptionList)
        return str(levers.get_option_at_index(levers.highlighted or 0).id)

    def resized(self) -> None:
        """Lay out anew what depends on the width of its column."""
        self.fill()

    # --- what is done

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the settings of another lever; where there is little room, name the claims of the setting under the cursor only."""
        if event.option_list.id == "levers" or not self.has_class("-huge"):
            self._show_choices()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go from a lever to its settings; set a setting."""
        if event.option_list.id == "levers":
            self.query_one("#choices").focus()
        else:
            self.peninsula.obey(f"{self.lever} {event.option_id}")

    def action_step(self, by: int) -> None:
        """Set the next legal setting below or above the one on the draft; say what is in the way where there is none."""
        rows = setting_rows(self.sitting, self.lever)
        at = next(place for place, row in enumerate(rows) if row.chosen)
        way = rows[at + 1 :] if by > 0 else rows[:at][::-1]
        fine = next((row for row in way if not row.against), None)
        if fine is not None or way:
            self.peninsula.obey(f"{self.lever} {(fine or way[0]).setting}")

    def action_advisers(self) -> None:
        """Show the advisers in place of the settings, or the settings again; where both are there, go from one to the other."""
        self._show_beside("advisers", "-asking")

    def action_ahead(self) -> None:
        """Show the forecast in place of the settings, or the settings again; where both are there, go from one to the other."""
        self._show_beside("ahead", "-ahead")

    def _show_beside(self, part: str, shown: str) -> None:
        asking = not self.query_one(f"#{part}").has_focus and not (self.has_class(shown) and self.has_class("-narrow"))
        for name in ("-asking", "-ahead"):
            self.set_class(asking and name == shown, name)
        kept = asking and part == "ahead" and self.has_class("-narrow")  # the levers stay: their settings can be tried one after the other
        self.query_one(f"#{part}" if asking and not kept else "#levers").focus()
        self.call_after_refresh(self.fill)

    def action_follow(self) -> None:
        """Put an adviser's sheet on the draft."""
        from sim.play.app.screens.pick import Pick

        names = {name: f"{name}: {self.words.said(argument.short)}" for name, argument in self.sitting.library.arguments().items()}
        self.app.push_screen(Pick(self.say("follow"), names, lambda name: self.peninsula.obey(f"follow {name}")))

    def action_predict(self) -> None:
        """Foretell a rival's lever, and name the adviser believed."""
        from sim.play.app.screens.pick import Pick

        words, book, app = self.words, self.sitting.book, self.app
        rivals = {lever: f"{lever}: {words.lever(lever)}" for lever in book.levers if not lever.startswith(f"{self.sitting.seat}.")}
        advisers = {"": self.say("believe_none")}
        advisers |= {name: f"{name}: {words.said(each.short)}" for name, each in self.sitting.library.arguments().items()}

        def settings(lever: str) -> None:
            found = {name: f"{name}: {words.setting(lever, name)}" for name in book.levers[lever].settings}
            app.push_screen(Pick(self.say("foretell_setting", lever=lever), found, lambda setting: believe(lever, setting)))

        def believe(lever: str, setting: str) -> None:
            told = f"predict {lever} {setting}"
            app.push_screen(Pick(self.say("believe"), advisers, lambda name: self.peninsula.obey(f"{told} {name}".rstrip())))

        app.push_screen(Pick(self.say("foretell"), rivals, settings))

    def action_undo(self) -> None:
        """Take back the last change; a season is not taken back from here."""
        if self.sitting.edits:
            self.peninsula.obey("undo")

    def action_end(self) -> None:
        """Seal the sheet, after a last look."""
        from sim.play.app.screens.seal import Seal

        self.app.push_screen(Seal())

    def action_claims(self) -> None:
        """Open the claims behind the settings shown and the advisers' reasons."""
        from sim.play.app.screens.claims import open_claims

        shown = [claim for row in setting_rows(self.sitting, self.lever) for effect in row.effects for claim in effect.claims]
        open_claims(self.peninsula, list(dict.fromkeys([*shown, *claims_of(council_page(self.sitting, self.advice))])))
