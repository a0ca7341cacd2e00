"""What has come since a view was last looked at, in sentences; what this seat has just done itself is no news to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sim.classroom.remote.shown import crisis, left, message, news, offer, proposal, said, stage, standing_of
from sim.report.page import Page
from sim.text.wording import Words

Plain = dict[str, Any]


def came(t: Words, before: Plain, after: Plain) -> Page:
    """Return what has come between two views of the same member."""
    page = Page()
    if (before["world"], before["seat"]) != (after["world"], after["seat"]):
        return page.note(said(t, "moved", seat=t.seat(after["seat"]), world=after["world"]))
    moved = (before["stage"], before["opened"]) != (after["stage"], after["opened"])
    if moved or (left(after) and before["clock"]["runs"] != after["clock"]["runs"]):
        page.note(stage(t, after))
    if len(after["told"]) > len(before["told"]):
        page.more(news(t, {**after, "letters": [], "press": []}))
        page.text(said(t, "revealed"))
    elif len(after["told"]) < len(before["told"]):
        page.note(said(t, "taken_back", season=t.season(after["situation"]["season"])))
    if after["crisis"]["asked"] and not before["crisis"]["asked"]:
        page.more(crisis(t, after))
    return page.items(_said(t, before, after)).items(_offers(t, before, after)).items(_team(t, before, after))


def _said(t: Words, before: Plain, after: Plain) -> Iterator[str]:
    known = {tuple(thread["with"]): thread["messages"] for thread in before["threads"]}
    for thread in after["threads"]:
        yield from _others(t, after, known.get(tuple(thread["with"]), []), thread["messages"])
    yield from _others(t, after, before["letters"], after["letters"])
    yield from (said(t, "in_press", message=each) for each in _others(t, after, before["press"], after["press"]))


def _others(t: Words, view: Plain, before: Sequence[Plain], after: Sequence[Plain]) -> list[str]:
    """Return what is new and was not said by this member."""
    me = (view["seat"], view["me"]["nick"])
    return [message(t, each) for each in after if each not in before and (each["from"], each["by"]) != me]


def _offers(t: Words, before: Plain, after: Plain) -> Iterator[str]:
    same = len(after["told"]) == len(before["told"])  # offers are counted anew each season
    known = {each["number"]: each for each in before["offers"]} if same else {}
    for each in after["offers"]:
        was = known.get(each["number"])
        if (was is None and not each["own"]) or (was is not None and was["outcome"] != each["outcome"]):
            yield f"{offer(t, each)}. {standing_of(t, each)}"


def _team(t: Words, before: Plain, after: Plain) -> Iterator[str]:
    one, two, me = before["team"], after["team"], after["me"]["nick"]
    here = {each["id"] for each in one["members"]}
    yield from (said(t, "joined", nick=each["nick"]) for each in two["members"] if each["id"] not in here)
    if two["writes"] and not one["writes"]:
        yield t("team.pen_yours")
    if two["agent"] != one["agent"]:
        yield t("team.bot") if two["agent"] != "person" else said(t, "yours_again")
    same = before["situation"]["number"] == after["situation"]["number"]
    known = {each["id"] for each in one["proposals"]} if same else set()
    yield from (proposal(t, after, each) for each in two["proposals"] if each["id"] not in known and not each["mine"])
    if two["opened"] and not one["opened"]:
        yield t("team.opened_table")
    elif same and two["sealed"] != one["sealed"]:
        if two["sealed"] is None:
            yield said(t, "unsealed")
        elif two["sealed"]["by"] != me:
            yield t("team.sealed", nick=two["sealed"]["by"] or t("teacher.name"))
