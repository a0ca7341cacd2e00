"""The places of a game: what can be gone to from every screen of it, with the key that leads there.

A place is a screen, found by name so that it is imported only when somebody goes there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.play.app.screens.game import GameScreen
    from sim.play.sitting import Sitting


def _always(sitting: Sitting) -> bool:
    return True


def _seated(sitting: Sitting) -> bool:
    return bool(sitting.seat) and not sitting.game.over


def _going_on(sitting: Sitting) -> bool:
    return not sitting.game.over


def _over(sitting: Sitting) -> bool:
    return bool(sitting.game.over)


@dataclass(frozen=True)
class Place:
    """Somewhere to go in a game.

    Attributes:
        name: Its id, and the name of its file of words; ``place: {name, key, says}`` in it names it, its key and what it is for.
        key: The key that leads there.
        screen: ``module:Class`` below ``sim.play.app.screens``.
        when: Whether it makes sense now.
        show: Whether the footer shows its key.
    """

    name: str
    key: str
    screen: str
    when: Callable[[Sitting], bool] = _always
    show: bool = True

    def make(self) -> GameScreen:
        """Return a new screen of this place."""
        module, _, name = self.screen.partition(":")
        made: GameScreen = getattr(import_module(f"sim.play.app.screens.{module}"), name)()
        return made


PLACES = (
    Place("room", "r", "room:Room", show=False),
    Place("sheet", "o", "sheet:SheetScreen", _seated),
    Place("table", "t", "table:TableScreen", _going_on),
    Place("why", "w", "why:WhyScreen"),
    Place("timeline", "y", "timeline:TimelineScreen"),
    Place("sources", "s", "sources:SourcesScreen"),
    Place("debrief", "d", "debrief:DebriefScreen", _over),
)
BY_NAME = {place.name: place for place in PLACES}
