"""The foot of every screen: the keys that count now, in the words of the person's language; a click on one presses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

from sim.play.app.keys import rank, short_words

if TYPE_CHECKING:
    from sim.play.app.app import Peninsula


APART = 2  # columns between keys


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
        self.keys = tuple(found[name] for name in sorted(found, key=rank))

    def render(self) -> Content:
        """Draw as many keys as fit; the last, help, always does."""
        parts = [self._key(*each) for each in self.keys]
        last = parts.pop() if parts else Content()
        room = self.size.width - last.cell_length
        shown: list[Content] = []
        for part in parts:
            room -= part.cell_length + APART
            if room < 0:
                break
            shown.append(part)
        return Content(" " * APART).join([*shown, last])

    def _key(self, pressed: str, shown: str, says: str) -> Content:
        """Return a key and what it does; a click on it presses it."""
        return Content.assemble((shown, "bold $accent"), f" {says}").stylize(Style.from_meta({"@click": f"app.press({pressed!r})"}))
