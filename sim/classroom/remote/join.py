"""`peninsula classroom join URL`: ask for code, nickname and team, then play the seat line by line."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.classroom.pages import words_of
from sim.classroom.remote.commands import completions, obey
from sim.classroom.remote.connection import Connection, Refused, Unreachable, read_address
from sim.classroom.remote.seat import GONE, Seat
from sim.classroom.remote.shown import left, now, said
from sim.documents.errors import DocumentError
from sim.report.console import Console, Keyboard, Paper
from sim.report.page import Page
from sim.text.typed import Wrong, one_of
from sim.text.wording import Words

LEAVE = ("quit", "exit", "leave")
DONE, NOT_SO = 0, 1


@dataclass(frozen=True)
class Wanted:
    """What the command line says of who joins; what it leaves out is asked for.

    Attributes:
        code: Of the class.
        name: Nickname.
        team: Seat, or world and seat such as ``2.DPRK``.
        resume: The own code of somebody who was here before.
        lang: Language.
    """

    code: str = ""
    name: str = ""
    team: str = ""
    resume: str = ""
    lang: str = "en"


def join(address: str, wanted: Wanted) -> int:
    """Play a seat of the lesson at an address; return the exit code.

    Raises:
        DocumentError: The address is none.
    """
    t = words_of(wanted.lang)
    try:
        host, port, code = read_address(address)
    except ValueError:
        raise DocumentError(said(t, "no_address", address=address)) from None
    shown = Shown()
    line = Connection(host, port, lang=wanted.lang, tell=lambda key: shown.connection(t, key))
    try:
        door = line.first("/view.json")
        token = Door(t, line, shown, door).let_in(Wanted(wanted.code or code, wanted.name, wanted.team, wanted.resume, wanted.lang))
    except Unreachable as failure:
        print(said(t, "unreachable", address=f"{host}:{port}", why=failure), file=sys.stderr)
        return NOT_SO
    except Refused as failure:
        print(str(failure), file=sys.stderr)
        return NOT_SO
    except (EOFError, KeyboardInterrupt):
        return NOT_SO
    line.token = token
    return play(Seat(t, line, shown.page), shown)


class Shown:
    """The terminal: pages go out whole, whichever thread has them; what is being typed is asked for again after one."""

    def __init__(self) -> None:
        """Take standard input and output."""
        self.keyboard = Keyboard()
        self.console = Console(self.keyboard, Paper())
        self._lock = threading.Lock()
        self._prompt = ""
        self._lost = False

    def connection(self, t: Words, key: str) -> None:
        """Tell that the connection is lost or back, once for all lines of this seat."""
        if self._lost != (key == "lost"):
            self._lost = key == "lost"
            self.page(Page().note(t("script.retrying" if self._lost else "script.back")))

    def page(self, page: Page) -> None:
        """Show a page."""
        with self._lock:
            self.console.page(page)
            if self._prompt and self.console.interactive:
                sys.stdout.write(f"\n{self._prompt}{_typed_so_far()}")
                sys.stdout.flush()

    def ask(self, prompt: str) -> str:
        """Ask for a line.

        Raises:
            EOFError: There are no more lines.
        """
        self._prompt = prompt
        try:
            return self.console.ask(prompt)
        finally:
            self._prompt = ""


def _typed_so_far() -> str:
    editor = sys.modules.get("readline")  # there once words are completed; not on every platform
    return str(editor.get_line_buffer()) if editor else ""


@dataclass(frozen=True)
class Door:
    """The door of a lesson: what a browser does on the page Join."""

    t: Words
    line: Connection
    shown: Shown
    view: dict[str, Any]

    def let_in(self, wanted: Wanted) -> str:
        """Return the token of a seat; what the command line did not give, or gave wrongly, is asked for.

        Raises:
            Refused: Nobody is let in, or what the command line gave is refused and nobody can be asked.
        """
        title = Page().title(self.view["title"]).text(self.t("disclaimer"))
        self.shown.page(title.items(self.t.entry("first.says")).note(self.t("first.opt_out")).text(self.t("first.data")))
        if wanted.resume:
            return self._token("/resume", code=wanted.resume)
        if not self.view["joining"]:
            raise Refused("joining_closed", self.t("join.closed"))
        code = wanted.code or self._asked(f"{self.t('join.code')}> ")
        nick = wanted.name or self._asked(f"{self.t('join.nick')}> ")
        world, seat = self._team(wanted.team)
        while True:
            try:
                return self._token("/join", code=code, nick=nick, world=world, seat=seat)
            except Refused as failure:
                if failure.key not in ("wrong_code", "form", "nick_taken"):
                    raise
                self.shown.page(Page().note(str(failure)))
                if failure.key == "wrong_code":
                    code = self._asked(f"{self.t('join.code')}> ")
                else:
                    nick = self._asked(f"{self.t('join.nick')}> ")

    def _token(self, path: str, **given: object) -> str:
        found = self.line.post(path, given)
        self.shown.page(Page().text(self.t("your_code", code=found["resume"])))
        return str(found["token"])

    def _asked(self, prompt: str) -> str:
        while True:
            typed = self.shown.ask(prompt)
            if typed.lower() in LEAVE:
                raise EOFError
            if typed:
                return typed

    def _team(self, typed: str) -> tuple[int, str]:
        """Return world and seat, asked for until they are a team."""
        teams = {f"{each['world']}.{each['seat']}" if self.view["worlds"] > 1 else str(each["seat"]): each for each in self.view["teams"]}
        if not typed:
            self.shown.page(Page().heading(self.t("join.team")).items(f"{key}: {self._named(each)}" for key, each in teams.items()))
        while True:
            typed = typed or self._asked(f"{self.t('join.team')}> ")
            try:
                found = teams[one_of(typed, teams, said(self.t, "no_team", team=typed))]
            except Wrong as failure:
                self.shown.page(Page().note(str(failure)))
                typed = ""
                continue
            return int(found["world"]), str(found["seat"])

    def _named(self, team: dict[str, Any]) -> str:
        name = self.t.seat(team["seat"])
        return self.t("join.world", n=team["world"], seat=name) if self.view["worlds"] > 1 else name


def play(seat: Seat, shown: Shown) -> int:
    """Take lines until somebody leaves or the seat ends; return the exit code."""
    seat.show(now(seat.t, seat.view).text(said(seat.t, "hint")))
    shown.keyboard.complete_with(lambda before, begun: completions(seat, before, begun))
    seat.watch()
    try:
        while seat.ended is None:
            typed = shown.ask(_prompt(seat))
            if typed.lower() in LEAVE:
                break
            _obey(seat, typed, shown.ask)
    except (EOFError, KeyboardInterrupt):
        pass
    finally:
        seat.leave()
    if seat.ended is not None:
        return NOT_SO
    seat.show(Page().text(said(seat.t, "left", code=seat.view["me"]["resume"])))
    return DONE


def _prompt(seat: Seat) -> str:
    return f"{seat.view['seat']} {left(seat.view)}".strip() + "> "


def _obey(seat: Seat, typed: str, ask: Callable[[str], str]) -> None:
    try:
        obey(seat, typed, ask)
    except Wrong as failure:
        seat.show(Page().note(str(failure)))
    except Refused as failure:
        seat.show(Page().note(f"{seat.t('refused.title')}. {failure}"))
        seat.ended = failure if failure.key in GONE else None
