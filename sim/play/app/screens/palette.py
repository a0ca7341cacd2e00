"""The command palette: what can be done or asked now, found by its name: keys, places, commands, dials, and claims by any of their words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.fuzzy import Matcher
from textual.screen import Screen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from sim.play.app.keys import key, long_words, rank, short_words
from sim.play.app.screens.base import BaseScreen, Dialog
from sim.play.app.widgets.pick_list import PickList
from sim.play.seen.dials import dial_groups
from sim.play.sitting import Sitting
from sim.text.wording import capitalised

LAST = 1


@dataclass(frozen=True)
class Deed:
    """Something that can be done: its name, what it does, and how; what comes last is only offered to somebody who types."""

    name: str
    says: str
    call: Callable[[], object]
    when: int = 0


def _holding(deeds: list[Deed], typed: str) -> list[Deed]:
    """Return the deeds that hold a text in their name or in what they do; without a text, those that are always offered."""
    text = typed.casefold()
    if not text:
        return [deed for deed in deeds if deed.when < LAST]
    ranks = [(_rank(deed, text), deed.when, deed) for deed in deeds if text in f"{deed.name}\n{deed.says}".casefold()]
    return [deed for *_, deed in sorted(ranks, key=lambda each: each[:2])]


def _rank(deed: Deed, text: str) -> int:
    """Return 0 where a word of the name begins with a text, 1 where one of what it does, 2 where it stands within a word."""
    name, says = (f" {words.casefold()}".replace("_", " ").replace(".", " ") for words in (deed.name, deed.says))
    return 0 if f" {text}" in name else 1 if f" {text}" in says else 2


def _alike(deeds: list[Deed], typed: str) -> list[Deed]:
    """Return the deeds whose name or words have the letters of a text in their order, the likest first."""
    matcher = Matcher(typed)
    scores = [(max(matcher.match(deed.name), matcher.match(deed.says) / 2), deed) for deed in deeds if deed.when < LAST]
    return [deed for score, deed in sorted(scores, key=lambda each: -each[0]) if score > 0]


class Palette(Dialog):
    """A line to type in, and what fits it, the best first."""

    place = "palette"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("palette.back", "escape", "back"),
        key("palette.up", "up", "move('cursor_up')", show=False, first=True),
        key("palette.down", "down", "move('cursor_down')", show=False, first=True),
        key("palette.page_up", "pageup", "move('page_up')", show=False, first=True),
        key("palette.page_down", "pagedown", "move('page_down')", show=False, first=True),
    ]
    CSS = """
    Palette PickList { height: auto; max-height: 16; }
    """

    def __init__(self, below: Screen[object]) -> None:
        """Note what can be done on the screen below."""
        super().__init__()
        self.below = below
        self.deeds: list[Deed] = []
        self.fitting: list[Deed] = []

    def body(self) -> ComposeResult:
        """Lay out line and list."""
        with Vertical(classes="dialog"):
            yield Input(placeholder=self.say("what"), id="typed")
            yield PickList(id="deeds")

    def on_mount(self) -> None:
        """Type at once; everything is offered at first."""
        self.deeds = list(self._deeds())
        self.query_one("#deeds").can_focus = False
        self.query_one("#typed").focus()
        self._offer("")

    def _deeds(self) -> Iterator[Deed]:
        app, words = self.peninsula, self.words
        bindings = {each.binding.id: each.binding for each in self.below.active_bindings.values() if each.enabled and each.binding.id}
        for name in sorted((name for name in bindings if name), key=rank):
            shown = f"{short_words(words, name)} ({app.get_key_display(bindings[name])})"
            yield Deed(shown, long_words(words, name), partial(app.simulate_key, bindings[name].key))
        yield Deed(words("screens.app.picture.name"), words("screens.app.picture.says"), app.keep_picture)
        if app.sitting is not None and isinstance(self.below, BaseScreen) and app.sitting.game.phase != "crisis":
            for name, entry in words.entry("help").items():
                yield Deed(entry["usage"], entry["short"], partial(app.type_line, "" if name == "order" else f"{name} "))
            yield from self._asked(app.sitting)

    def _asked(self, sitting: Sitting) -> Iterator[Deed]:
        """Return what can be asked by its name: why a dial moved, and what a claim says."""
        app = self.peninsula
        if sitting.game.played:
            for row in (row for group in dial_groups(sitting) for row in group.rows):
                ask = partial(app.look_up_later, self.below, f"why {row.dial}", app.show_page)
                yield Deed(capitalised(row.name), self.say("why", season=sitting.season_name(len(sitting.game.played) - 1)), ask, LAST)
        for name, claim in sitting.library.claims().items():
            yield Deed(name, " ".join(claim.claim.split()), partial(app.action_claim, name), LAST)

    def _offer(self, typed: str) -> None:
        """List what fits what was typed: what holds it as it is, by name first; only where nothing does, what is spelt alike."""
        self.fitting = _holding(self.deeds, typed) or _alike(self.deeds, typed)
        listed = self.query_one("#deeds", PickList)
        listed.set_options(Option(Content(f"{deed.name}\n  {deed.says}")) for deed in self.fitting)
        listed.highlighted = 0 if self.fitting else None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look again."""
        self._offer(event.value.strip())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do what is under the cursor."""
        self._do(self.query_one("#deeds", PickList).highlighted)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Do what was clicked."""
        self._do(event.option_index)

    def _do(self, place: int | None) -> None:
        if place is not None and place < len(self.fitting):
            self.app.pop_screen()
            self.app.call_after_refresh(self.fitting[place].call)

    def action_move(self, way: str) -> None:
        """Move in the list."""
        getattr(self.query_one("#deeds", PickList), f"action_{way}")()

    def action_back(self) -> None:
        """Do nothing."""
        self.app.pop_screen()
