"""The command palette: places, the keys that count now, and every command of the plain game, found by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider

from sim.play.app.keys import long_words, short_words

if TYPE_CHECKING:
    from sim.play.app.app import Peninsula

Found = tuple[str, str, Callable[[], None]]


class Palette(CommandPalette):
    """Textual's palette, whose list may be too low for a single line."""

    def _action_command_list(self, action: str) -> None:
        """Move in the list, where it has any line."""
        try:
            super()._action_command_list(action)
        except KeyError:  # of Textual 8.2: paging in a list that no line fits in
            return


class Everything(Provider):
    """What can be done on the screen below: (name, what it does, how to do it)."""

    def found(self) -> Iterator[Found]:
        """Return all of it, what is nearest first."""
        app = cast("Peninsula", self.app)
        seen = set()
        for key, active in self.screen.active_bindings.items():
            name = active.binding.id
            if name and active.enabled and name not in seen:
                seen.add(name)
                shown = f"{short_words(app.words, name)} ({app.get_key_display(active.binding)})"
                yield shown, long_words(app.words, name), partial(app.simulate_key, key)
        yield app.words("screens.app.picture.name"), app.words("screens.app.picture.says"), app.keep_picture
        if app.sitting is not None:
            helps = app.words.entry("help")
            for name, entry in helps.items():
                yield entry["usage"], entry["short"], partial(app.type_line, "" if name == "order" else f"{name} ")

    async def discover(self) -> Hits:
        """Offer everything, in its order."""
        for name, says, call in self.found():
            yield DiscoveryHit(name, call, help=says)

    async def search(self, query: str) -> Hits:
        """Offer what fits the query, by name or by what it does."""
        matcher = self.matcher(query)
        for name, says, call in self.found():
            score = max(matcher.match(name), matcher.match(says) / 2)
            if score > 0:
                yield Hit(score, matcher.highlight(name), call, text=name, help=says)
