"""Binding keys anew: every key by its id, in words, and the key that it has now."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sim.play.app import screens
from sim.play.app.keys import GO, key, long_words, rank
from sim.play.app.screens.base import BaseScreen, Dialog
from sim.play.app.widgets.pick_list import PickList

CHANGED = "▸"
UNFIT = ("escape", "ctrl+q", "ctrl+c")  # without these nobody could get out


def every_key() -> dict[str, str]:
    """Return all keys that people may bind: their own keys by id, a screen's together."""
    for module in iter_modules(screens.__path__):
        import_module(f"{screens.__name__}.{module.name}")
    from sim.play.app.app import Peninsula

    found: dict[str, str] = {}
    owners: list[type[DOMNode]] = [*_below(BaseScreen), Peninsula]
    for owner in owners:
        for binding in owner.BINDINGS:
            if isinstance(binding, Binding) and binding.id:
                found.setdefault(binding.id, binding.key)
    return dict(sorted(found.items(), key=lambda item: (rank(item[0]), item[0].partition(".")[0])))


def _below(owner: type[DOMNode]) -> list[type[DOMNode]]:
    return [owner, *(each for below in owner.__subclasses__() for each in _below(below))]


class Keys(BaseScreen):
    """All keys."""

    place = "rebind"
    BINDINGS: ClassVar[list[BindingType]] = [key("rebind.back", "escape,q", "back")]

    def body(self) -> ComposeResult:
        """Lay out the list."""
        yield PickList(id="keys", classes="panel")

    def fill(self) -> None:
        """List the keys with what they are now."""
        listed, anew = self.query_one("#keys", OptionList), self.peninsula.settings.keys
        kept, self.own = listed.highlighted or 0, every_key()
        listed.border_title = self.say("title")
        listed.set_options(Option(self._line(name, anew.get(name, own), name in anew), id=name) for name, own in self.own.items())
        listed.highlighted = kept

    def _line(self, name: str, keys: str, changed: bool) -> str:
        return f"{CHANGED if changed else ' '} {keys:<22} {long_words(self.words, name)} ({name})"

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Ask for the new key."""
        self.app.push_screen(NewKey(str(event.option_id)))

    def bind_anew(self, name: str, pressed: str) -> str:
        """Bind a key anew, or give it its own back; return what is wrong with that, or an empty text."""
        anew = {each: keys for each, keys in self.peninsula.settings.keys.items() if each != name}
        if pressed == "backspace":
            self.peninsula.set(keys=anew)
            return ""
        if pressed in UNFIT:
            return self.say("unfit", pressed=pressed)
        for other, own in self.own.items():
            if other != name and _together(name, other) and pressed in anew.get(other, own).split(","):
                return self.say("taken", pressed=pressed, name=long_words(self.words, other))
        self.peninsula.set(keys={**anew, name: pressed})
        return ""

    def action_back(self) -> None:
        """Go back."""
        self.app.pop_screen()


def _together(one: str, other: str) -> bool:
    """Say whether two keys may count on the same screen."""
    where = {name.partition(".")[0] for name in (one, other)}
    return len(where) == 1 or bool(where & {GO, "app"})


class NewKey(Dialog):
    """Waits for one key."""

    place = "rebind"

    def __init__(self, name: str) -> None:
        """Hold which key is to be bound."""
        super().__init__()
        self.key_name = name

    def body(self) -> ComposeResult:
        """Lay out the question."""
        yield Static(self.say("ask", name=long_words(self.words, self.key_name)), id="ask", classes="dialog", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Take the key."""
        event.stop()
        event.prevent_default()
        below = self.app.screen_stack[-2]
        problem = below.bind_anew(self.key_name, event.key) if isinstance(below, Keys) and event.key != "escape" else ""
        if problem:
            self.query_one("#ask", Static).update(problem)
        else:
            self.app.pop_screen()
            if isinstance(below, Keys):
                below.fill()
