"""The start screen: go on, begin, learn, load, read, set, leave. It is painted before anything heavy is imported."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Center, Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sim.play.app.keys import key
from sim.play.app.screens.base import BaseScreen
from sim.play.app.widgets.pick_list import PickList

TUTORIAL, TUTORIAL_SEAT = "tutorial", "ROK"


class Start(BaseScreen):
    """What there is to do."""

    place = "start"
    BINDINGS: ClassVar[list[BindingType]] = [key("start.leave", "q,escape", "leave")]
    DEFAULT_CSS = """
    Start #body { align: center middle; }
    Start #start { width: 66; height: auto; max-height: 100%; }
    Start #title { text-style: bold; color: $accent; text-align: center; width: 1fr; }
    Start #about { text-align: center; width: 1fr; color: $quiet; margin-bottom: 1; }
    Start OptionList { height: auto; max-height: 12; }
    Start #says { margin-top: 1; width: 1fr; text-align: center; min-height: 2; color: $quiet; }
    """

    def body(self) -> ComposeResult:
        """Lay out the title, the list, and what the entry under the cursor does."""
        with Center(), Vertical(id="start"):
            yield Static(id="title", markup=False)
            yield Static(id="about", markup=False)
            yield PickList(id="entries")
            yield Static(id="says", markup=False)

    def fill(self) -> None:
        """List what there is to do; going on only where there is a game to go on with."""
        self.query_one("#title", Static).update(self.say("title"))
        self.query_one("#about", Static).update(self.words("disclaimer"))
        entries = self.query_one("#entries", OptionList)
        begun = bool(entries.option_count) and entries.get_option_at_index(0).id == "continue"
        kept = entries.highlighted_option.id if entries.highlighted_option and begun == bool(self.peninsula.saves.names()) else None
        self.latest = next(iter(self.peninsula.saves.names()), "")
        names = [*(["continue", "load"] if self.latest else []), "new", "tutorial", "sources", "settings", "leave"]
        order = [name for name in ("continue", "new", "tutorial", "load", "sources", "settings", "leave") if name in names]
        entries.set_options([Option(self.say(f"entries.{name}.name", name=self.latest), id=name) for name in order])
        entries.highlighted = order.index(kept) if kept in order else 0

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what the entry does."""
        self.query_one("#says", Static).update(self.say(f"entries.{event.option_id}.says", name=self.latest))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Do it, once the documents are there."""
        app = self.peninsula
        match event.option_id:
            case "leave":
                app.exit(0)
            case "settings":
                from sim.play.app.screens.settings import SettingsScreen

                app.push_screen(SettingsScreen())
            case "load":
                from sim.play.app.screens.load import Load

                app.when_ready(lambda: self._over(lambda: app.push_screen(Load())))
            case "continue":
                app.when_ready(lambda: app.load_game(self.latest))
            case "new":
                app.when_ready(lambda: self._over(app.new_game))
            case "tutorial":
                app.when_ready(lambda: self._over(self._begin_tutorial))
            case "sources":
                from sim.play.app.screens.page import sources_screen

                app.when_ready(lambda: self._over(lambda: app.push_screen(sources_screen(app.words, app.library))))

    def _begin_tutorial(self) -> None:
        """Begin the tutorial as it was written: from Seoul, nothing to be chosen; a new game offers it with other seats."""
        from sim.play.opening import FIRST_LENS, Choices, some_seed

        self.peninsula.begin_game(Choices(TUTORIAL, TUTORIAL_SEAT, FIRST_LENS, None, None, None, some_seed()))

    def _over(self, show: object) -> None:
        """Show another screen, unless one came first while the documents were read."""
        if self.app.screen is self and callable(show):
            show()

    def action_leave(self) -> None:
        """Leave the program."""
        self.app.exit(0)
