"""The roster: which real name goes with which nickname. The teacher types it; it is kept with the lesson's secrets and never among its lines."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping

from sim.classroom.clean import NICK, cleaned, folded
from sim.classroom.lesson import Refusal
from sim.classroom.log import Log, LogError

SECRET = "roster"
NAME, MOST = 60, 240
Roster = dict[str, str]


def read_roster(log: Log) -> Roster:
    """Return the names that were kept, by nickname."""
    kept = log.secret(SECRET)
    return dict(json.loads(kept)) if kept else {}


def keep_roster(log: Log, roster: Mapping[str, str]) -> None:
    """Keep names instead of those before; none: nothing is kept.

    Raises:
        LogError: They could not be written.
    """
    try:
        log.keep_secret(SECRET, json.dumps(dict(roster), ensure_ascii=False) if roster else "")
    except sqlite3.Error as failure:
        raise LogError(str(failure), file=str(log.path)) from failure


def typed_roster(text: str) -> Roster:
    r"""Return a roster as it was typed or pasted: a line a student, nickname and name apart by a tab, semicolon or comma.

    Raises:
        Refusal: ``roster_line`` or ``roster_long``.

    Example:
        >>> typed_roster("Fox\tMina Kim\nOwl; Jo Park")
        {'Fox': 'Mina Kim', 'Owl': 'Jo Park'}
    """
    found: Roster = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        nick, *rest = re.split(r"[\t;,]", line, maxsplit=1)
        try:
            nick, name = cleaned(nick, NICK), cleaned("".join(rest), NAME)
        except ValueError:
            nick = name = ""
        if not nick or not name:
            raise Refusal("roster_line", line=number)
        found[nick] = name
    if len(found) > MOST:
        raise Refusal("roster_long", most=MOST)
    return found


def name_of(roster: Mapping[str, str], nick: str) -> str:
    """Return the real name that goes with a nickname, however it is written; empty where none does."""
    return next((name for known, name in roster.items() if folded(known) == folded(nick)), "")


def without_name(roster: Mapping[str, str], nicks: Iterable[str]) -> list[str]:
    """Return nicknames that the roster does not know."""
    return [nick for nick in dict.fromkeys(nicks) if not name_of(roster, nick)]
