"""One seat as the terminal has it: the latest view, a draft sheet, and a watch that tells what comes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from sim.classroom.remote.came import came
from sim.classroom.remote.connection import Connection, Refused
from sim.classroom.remote.shown import said
from sim.report.page import Page
from sim.text.wording import Words

POLL = 2.5  # seconds, as the pages do
GONE = ("no_token", "dead_token", "gone")  # refusals after which there is nothing more to do here

Plain = dict[str, Any]
Show = Callable[[Page], None]


class Seat:
    """A seat that somebody plays from a terminal.

    Attributes:
        t: Words.
        line: For what the player does.
        view: What was seen last.
        draft: Settings chosen and not yet sent, of the season that is being played.
        ended: The refusal that ended it (a dead token, a deleted lesson), or None.
    """

    def __init__(self, t: Words, line: Connection, show: Show) -> None:
        """Sit down: look once."""
        self.t, self.line, self.show = t, line, show
        self.draft: dict[str, str] = {}
        self.ended: Refused | None = None
        self._lock = threading.RLock()
        self._stop = threading.Event()
        self.view: Plain = line.get("/team/view.json")

    def look(self, line: Connection | None = None) -> Plain:
        """Return the view of now; whatever has come since the last one is told."""
        with self._lock:
            before, self.view = self.view, (line or self.line).get("/team/view.json")
            if before["situation"]["number"] != self.view["situation"]["number"]:
                self.draft = {}
            page = came(self.t, before, self.view)
        if page:
            self.show(page)
        return self.view

    def does(self, name: str, **given: object) -> None:
        """Do a deed of the season that is being looked at; it is on the server's disk when this returns.

        Raises:
            Refused: It is not taken; nothing has changed.
        """
        self.line.post(f"/team/do/{name}", given)
        self.look()

    def in_season(self) -> dict[str, int]:
        """Return the season that a deed is meant for, so that one which comes late is refused."""
        return {"season": self.view["situation"]["number"]}

    # --- the watch

    def watch(self) -> threading.Thread:
        """Begin to look for news by itself, on a line of its own."""
        thread = threading.Thread(target=self._watch, daemon=True)
        thread.start()
        return thread

    def leave(self) -> None:
        """Stop looking for news."""
        self._stop.set()

    def _watch(self) -> None:
        line = Connection(self.line.host, self.line.port, token=self.line.token, lang=self.line.lang, tell=self.line.tell)
        while not self._stop.wait(POLL):
            try:
                if line.get("/team/poll")["revision"] != self.view["revision"]:
                    self.look(line)
            except Refused as failure:
                if failure.key in GONE:
                    self.ended = failure
                    self.show(Page().note(str(failure)).text(said(self.t, "ended")))
                    return
        line.close()
