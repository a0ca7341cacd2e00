"""The foot of every screen: the keys that count now, in the words of the person's language; a click on one presses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

from sim.play.app.keys import GO, short_words

if TYPE_CHECKING:
    from sim.play.app.app import Peninsula


def _rank(name: str) -> int:
    """Return the screen's own keys first, then the ways to other places, then what is everywhere."""
    return {GO: 1, "app": 2}.get(name.partition(".")[0], 0)


class KeyBar(Widget, can_focus=False):
    """One line of keys; what does not fit is left to help."""

    DEFAULT_CSS = """
    KeyBar { height: 1; dock: bottom; background: $panel; color: $foreground; padding: 0 1; link-style: none; link-color: $foreground; }
    """
    keys: reactive[tuple[tuple[str, str, str], ...]] = reactive(())

    def on_mount(self) -> None:
        """Follow what the screen's keys are."""
        self.screen.bindings_updated_signal.subscribe(self, self.read)
        self.read(self.screen)

    def read(self, screen: Screen[object]) -> None:
        """Read the keys of the screen: (key to press, how it is shown, what it does)."""
        app = cast("Peninsula", self.app)
        found: dict[str, tuple[str, str, str]] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and binding.id and active.enabled and binding.id not in found:
                found[binding.id] = (binding.key, app.get_key_display(binding), short_words(app.words, binding.id))
        self.keys = tuple(found[name] for name in sorted(found, key=_rank))

    def render(self) -> Content:
        """Draw as many keys as fit."""
        parts: list[Content] = []
        room = self.size.width
        for pressed, shown, says in self.keys:
            part = Content.assemble((f"{shown}", "bold $accent"), f" {says}").stylize(Style.from_meta({"@click": f"app.press({pressed!r})"}))
            room -= part.cell_length + 2
            if room < -2:
                break
            parts.append(part)
        return Content("  ").join(parts)
