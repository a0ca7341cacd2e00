"""Keys: each has an id, under which it is worded and may be bound anew; the words stand with the words of its screen."""

from __future__ import annotations

from textual.binding import Binding

from sim.text.wording import SCREENS, Words

GO = "go"


def key(name: str, keys: str, action: str, *, show: bool = True, first: bool = False) -> Binding:
    """Return a key of a screen.

    Args:
        name: Its id, ``screen.what``, such as ``sheet.follow``: the words stand under ``keys: {what: [short, long]}`` of that
            screen's file in ``sim/text/<lang>/screens/``, and a person may bind it anew under this id.
        keys: One key or several with commas, as Textual names them.
        action: Textual's action.
        show: Whether the footer shows it.
        first: Whether it goes before what a focused widget makes of the key.
    """
    return Binding(keys, action, name, show=show, id=name, priority=first)


def rank(name: str) -> int:
    """Return where a key stands in a list: a screen's own first, then the ways to other places, then what is everywhere."""
    return {GO: 1, "app": 2}.get(name.partition(".")[0], 0)


def short_words(words: Words, name: str) -> str:
    """Return what the footer calls a key; its id where it has no words (the keys of Textual's own widgets)."""
    return _words(words, name)[0]


def long_words(words: Words, name: str) -> str:
    """Return what help and the command palette say of a key."""
    return _words(words, name)[1]


def _words(words: Words, name: str) -> tuple[str, str]:
    screen, _, what = name.partition(".")
    if screen == GO:
        place = words.entry(f"{SCREENS}.{what}.place")
        return place["key"], place["says"]
    found = words.entry(f"{SCREENS}.{screen}.keys.{what}")
    return found[0], found[1]
