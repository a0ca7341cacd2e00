"""The head of every screen of a game: the season, the seat, and what it costs people, always."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from sim.play.seen.situation import human_cost, human_level
from sim.play.sitting import Sitting

GLYPHS = {"low": "·", "middle": "▪", "high": "▲", "severe": "■"}


class Masthead(Vertical):
    """Two lines: where we are, and the human cost."""

    DEFAULT_CSS = """
    Masthead { height: 2; dock: top; background: $panel; padding: 0 1; }
    Masthead Static { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    Masthead #masthead-season { text-style: bold; }
    Masthead #masthead-cost.-middle { color: $warn; }
    Masthead #masthead-cost.-high, Masthead #masthead-cost.-severe { color: $bad; text-style: bold; }
    """

    def compose(self) -> ComposeResult:
        """Lay out the two lines."""
        yield Static(id="masthead-season", markup=False)
        yield Static(id="masthead-cost", markup=False)

    def fill(self, sitting: Sitting) -> None:
        """Show where a game stands."""
        view, words = sitting.view, sitting.words
        who = words("season.as_seat", seat=words.seat(view.seat), id=view.seat) if view.seat else words("season.as_nobody")
        if sitting.seat and not view.seat:  # after the end: everything is open, and the seat was still the person's
            who = words("season.as_seat", seat=words.seat(sitting.seat), id=sitting.seat)
        where = "season.over" if sitting.game.over else "season.title"
        title = words(where, season=words.season(view.season), n=view.number, length=view.length, who=who)
        self.query_one("#masthead-season", Static).update(title)
        level, cost = human_level(sitting), self.query_one("#masthead-cost", Static)
        cost.update(f"{GLYPHS[level]} {human_cost(sitting)}")
        for name in GLYPHS:
            cost.set_class(name == level, f"-{name}")
