"""Help on what has the focus, and every key that counts on the screen below."""

from __future__ import annotations

from typing import Any, cast

from textual.screen import Screen
from textual.widget import Widget

from sim.play.app.keys import long_words, rank
from sim.play.app.screens.base import BaseScreen
from sim.play.app.screens.page import PageScreen
from sim.report.page import Page
from sim.text.wording import SCREENS, Words


class Help(PageScreen):
    """A page of help; any way out goes back to where one was."""

    place = "help"

    @classmethod
    def of(cls, screen: Screen[Any]) -> Help:
        """Return help on a screen as it stands: its focused part first."""
        base = cast("BaseScreen", screen)
        return cls(help_page(base) if isinstance(screen, BaseScreen) else Page())


def help_page(screen: BaseScreen) -> Page:
    """Return help: the part that has the focus, the screen, its keys, and how to get anywhere."""
    words, page = screen.words, Page()
    part = focused_part(screen.focused, screen, words)
    if part:
        page.title(part["title"]).text(part["says"])
    about = words.entry(f"{SCREENS}.{screen.place}.help", {}) if screen.place else {}
    if about.get("says"):
        page.heading(about["title"]).text(about["says"])
    page.heading(words(f"{SCREENS}.help.keys"))
    app, seen = screen.app, set()
    active = [each.binding for each in screen.active_bindings.values()]
    for binding in sorted(active, key=lambda each: rank(each.id or "")):
        if binding.id and binding.id not in seen:
            seen.add(binding.id)
            page.item(f"{app.get_key_display(binding)}: {long_words(words, binding.id)}")
    return page.heading(words(f"{SCREENS}.help.more")).items(words.entry(f"{SCREENS}.help.hints"))


def focused_part(focused: Widget | None, screen: BaseScreen, words: Words) -> dict[str, str] | None:
    """Return the words on the nearest part around the focus that has some: ``help: {parts: {id: {title, says}}}`` of the screen's file."""
    parts = words.entry(f"{SCREENS}.{screen.place}.help", {}).get("parts", {})
    for node in focused.ancestors_with_self if focused else ():
        if node.id in parts:
            found: dict[str, str] = parts[node.id]
            return found
    return None
