"""Settings: theme, pace of the reveal, language, keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sim.play.app.keys import key
from sim.play.app.screens.base import BaseScreen
from sim.play.app.themes import THEMES
from sim.play.app.widgets.pick_list import PickList
from sim.text.catalogue import languages


class SettingsScreen(BaseScreen):
    """A list of settings; Enter goes on to the next value."""

    place = "settings"
    BINDINGS: ClassVar[list[BindingType]] = [key("settings.back", "escape,q", "back")]
    CSS = """
    SettingsScreen #keys { padding: 0 1; height: auto; color: $quiet; }
    """

    def body(self) -> ComposeResult:
        """Lay out the list."""
        with Vertical():
            yield PickList(id="settings", classes="panel")
            yield Static(id="keys", markup=False)

    def fill(self) -> None:
        """Show the settings as they are."""
        from sim.play.settings import settings_file

        listed, settings = self.query_one("#settings", OptionList), self.peninsula.settings
        listed.border_title = self.say("title")
        kept = listed.highlighted or 0
        values = {
            "theme": self.say(f"themes.{self.app.theme}"),
            "stepwise": self.say("steps.one" if settings.stepwise else "steps.all"),
            "keys": self.say("changed", n=len(settings.keys)),
            "lang": self.words.labels.label("language"),
        }
        listed.set_options(Option(f"{self.say(f'names.{name}')}: {value}", id=name) for name, value in values.items())
        listed.highlighted = kept
        self.query_one("#keys", Static).update(self.say("keys_are", file=settings_file()))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go on to the next value."""
        settings = self.peninsula.settings
        if event.option_id == "theme":
            names = [theme.name for theme in THEMES]
            self.peninsula.set(theme=names[(names.index(self.app.theme) + 1) % len(names)])
        elif event.option_id == "stepwise":
            self.peninsula.set(stepwise=not settings.stepwise)
        elif event.option_id == "lang":
            self.peninsula.set(lang=languages()[(languages().index(self.words.lang) + 1) % len(languages())])
        else:
            from sim.play.app.screens.rebind import Keys

            self.app.push_screen(Keys())
        self.fill()

    def action_back(self) -> None:
        """Go back."""
        self.app.pop_screen()
