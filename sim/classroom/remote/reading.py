"""Typed lines read against a view: orders, offers with their promises, to whom a message goes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sim.classroom.remote.shown import said
from sim.text.typed import Wrong, one_of
from sim.text.wording import Words

Plain = dict[str, Any]
_WITH = re.compile(r"\s+(with|without)\s+", re.IGNORECASE)


def read_orders(t: Words, view: Plain, text: str) -> dict[str, str]:
    """Return the orders in a line: ``sanc hold``, ``mil=scaled``, several, or a whole sheet.

    Raises:
        Wrong: A lever or setting is unknown, or orders are not set now.
    """
    known = {lever["id"]: [setting["id"] for setting in lever["settings"]] for lever in view.get("levers", [])}
    if not known:
        raise Wrong(said(t, "no_orders_now"))
    words = re.sub(r"\s*=\s*", " ", text.replace(",", " ").replace(";", " ")).split()
    found: dict[str, str] = {}
    for place in range(0, len(words), 2):
        lever = one_of(words[place].rpartition(".")[2], known, said(t, "no_lever", lever=words[place]))
        if place + 1 == len(words):
            raise Wrong(said(t, "no_setting", lever=lever, settings=", ".join(known[lever])))
        found[lever] = one_of(words[place + 1], known[lever], said(t, "unknown_setting", lever=lever, setting=words[place + 1]))
    return found


def read_offer(t: Words, view: Plain, text: str) -> tuple[str, list[str]]:
    """Return package and promises of ``nuclear-pause with waiver without drills_scaled``.

    Raises:
        Wrong: A name is unknown.
    """
    known = {each["id"]: each for each in view.get("packages", [])}
    name, _, rest = text.strip().partition(" ")
    package = known[one_of(name, known, said(t, "no_package", package=name))]
    return package["id"], read_clauses(t, package, [each["id"] for each in package["clauses"]], rest)


def read_counter(t: Words, view: Plain, text: str) -> tuple[int, list[str]]:
    """Return number and promises of ``2 with waiver``: another version of an offer that waits for this seat.

    Raises:
        Wrong: No such offer waits, or a name is unknown.
    """
    word, _, rest = text.strip().partition(" ")
    found = next((each for each in view["offers"] if each["waits"] and str(each["number"]) == word), None)
    package = next((each for each in view.get("packages", []) if found and each["id"] == found["package"]), None)
    if found is None or package is None:
        raise Wrong(said(t, "no_offer", number=word))
    return int(word), read_clauses(t, package, [each["id"] for each in found["clauses"]], rest)


def read_clauses(t: Words, package: Plain, base: Sequence[str], text: str) -> list[str]:
    """Return promises as ``with`` and ``without`` change them."""
    chosen = list(base)
    names = [each["id"] for each in (*package["clauses"], *package["more"])]
    head, *parts = _WITH.split(f" {text} ")
    if head.strip():
        raise Wrong(said(t, "stray", word=head.strip()))
    for way, listed in zip(parts[::2], parts[1::2], strict=True):
        for name in re.split(r"[,\s]+", listed.strip()):
            clause = one_of(name, names, said(t, "no_clause", clause=name))
            if way.lower() == "with":
                chosen += [] if clause in chosen else [clause]
            else:
                chosen = [each for each in chosen if each != clause]
    return chosen


def read_letter(t: Words, view: Plain, text: str) -> tuple[list[str], str]:
    """Return the seats and the words of ``DPRK CHN: let us talk``; no seat is a note to one's own team.

    Raises:
        Wrong: A seat is unknown, or there are no words.
    """
    heads, colon, words = text.partition(":")
    if not colon or not words.strip():
        raise Wrong(said(t, "say_expected"))
    others = [seat for seat in view["situation"]["orders"] if seat != view["seat"]]
    return [one_of(name, others, said(t, "no_seat", seat=name)) for name in heads.replace(",", " ").split()], words.strip()


def read_number(t: Words, text: str) -> int:
    """Return a number that was typed.

    Raises:
        Wrong: It is none.
    """
    if not text.strip().isdigit():
        raise Wrong(said(t, "number_expected"))
    return int(text)
