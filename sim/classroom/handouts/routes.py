"""What the teacher takes along: handouts, the list of participation, the roster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sim.classroom.export import export_zip
from sim.classroom.forms import read_post
from sim.classroom.handouts.participation import participation_csv
from sim.classroom.handouts.roster import keep_roster, name_of, read_roster, typed_roster, without_name
from sim.classroom.handouts.spreadsheet import csv_bytes
from sim.classroom.handouts.writing import STYLE, Handout, Wanted, handout_html, handouts, listed
from sim.classroom.lesson import Refusal
from sim.classroom.pages import languages, words_of
from sim.classroom.plans import plans
from sim.classroom.reading_level import level_of
from sim.documents.companions import LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from sim.classroom.app import Classroom

    Handler = Callable[[Request], Coroutine[None, None, Response]]

ROUTES = [
    ("GET", "/teacher/handouts/{name}", "handout"),
    ("GET", "/team/handouts/{name}", "team_handout"),
    ("GET", "/teacher/participation.csv", "participation"),
    ("GET", "/teacher/roster.csv", "roster_csv"),
    ("POST", "/teacher/roster", "roster"),
    ("GET", "/teacher/export-with-roster", "export_with_roster"),
]
ROSTER = "/teacher/roster"
LONGEST = 24_000


def wanted(room: Classroom, request: Request) -> Wanted:
    """Return what handouts are asked for; what is not said, or not known, is as in the lesson and on this device."""
    asked, lesson = request.query_params, room.hall.lesson.set_up
    lang, level, plan = asked.get("lang", ""), asked.get("level", ""), asked.get("plan", "")
    return Wanted(
        lesson.scenario,
        lang if lang in languages() else room.lang(request),
        level if level in LEVELS else level_of(request),
        plan if plan in plans() else next(name for name, each in plans().items() if each == room.hall.lesson.plan),
    )


def handouts_page(room: Classroom, request: Request) -> dict[str, Any]:
    """Return what the page Handouts shows beside the view."""
    asked = wanted(room, request)
    return {
        "handouts": listed(room.hall.library),
        "wanted": {"lang": asked.lang, "level": asked.level, "plan": asked.plan},
        "levels": list(LEVELS),
        "plans": {name: plan.title for name, plan in plans().items()},
    }


def roster_page(room: Classroom, request: Request) -> dict[str, Any]:
    """Return what the page Roster shows beside the view."""
    found = read_roster(room.hall.log)
    nicks = [member.nick for member in room.hall.lesson.members.values() if not member.gone]
    return {
        "roster": [{"nick": nick, "name": name} for nick, name in found.items()],
        "unnamed": without_name(found, nicks),
    }


def handout(room: Classroom) -> Handler:
    """Return a handout as a page to print."""

    async def answer(request: Request) -> Response:
        room.callers.caller(request)
        return _shown(room, request, _named(room, request))

    return answer


def team_handout(room: Classroom) -> Handler:
    """Return a handout for everybody, or one of a member's own team."""

    async def answer(request: Request) -> Response:
        member = room.hall.lesson.members[room.callers.caller(request).id]
        which = _named(room, request)
        if which.whom == "teacher" or which.seat not in ("", member.seat):
            raise Refusal("not_yours")
        return _shown(room, request, which)

    return answer


def _named(room: Classroom, request: Request) -> Handout:
    known = {each.name: each for each in handouts(room.hall.library)}
    if request.path_params["name"] not in known:
        raise Refusal("no_handout")
    return known[request.path_params["name"]]


def _shown(room: Classroom, request: Request, which: Handout) -> Response:
    return HTMLResponse(handout_html(room.hall.library, which, wanted(room, request), f"/static/{STYLE}"))


def participation(room: Classroom) -> Handler:
    """Return the list of participation; with ``?names=yes`` real names stand first."""

    async def answer(request: Request) -> Response:
        room.callers.caller(request)
        words = words_of(room.lang(request))
        names = read_roster(room.hall.log) if request.query_params.get("names") == "yes" else None
        found = participation_csv(room.hall.lesson, room.hall.log.lines(), words, names)
        return _file(found, "participation.csv")

    return answer


def roster_csv(room: Classroom) -> Handler:
    """Return the roster with each student's team."""

    async def answer(request: Request) -> Response:
        room.callers.caller(request)
        return _file(_roster_table(room, request), "roster.csv")

    return answer


def _roster_table(room: Classroom, request: Request) -> bytes:
    words, found = words_of(room.lang(request)), read_roster(room.hall.log)
    members = list(room.hall.lesson.members.values())
    rows: list[list[object]] = [[member.nick, name_of(found, member.nick), words.seat(member.seat), member.world] for member in members]
    rows += [[nick, name, "", ""] for nick, name in found.items() if nick in without_name({each.nick: "-" for each in members}, [nick])]
    heads = words.entry("participation.heads")
    return csv_bytes([heads[0], words("participation.name_head"), heads[1], heads[2]], rows)


def roster(room: Classroom) -> Handler:
    """Keep the roster that the teacher typed."""

    async def answer(request: Request) -> Response:
        who = room.callers.caller(request)
        fields, ours = await read_post(request)
        room.callers.check_post(request, ours["form_token"])
        text = str(fields.get("roster", ""))
        try:
            if len(text) > LONGEST:
                raise Refusal("roster_long", most=LONGEST)
            keep_roster(room.hall.log, typed_roster(text))
        except Refusal as failure:
            return room.refused(request, failure, who, ROSTER, {"roster": text[:LONGEST]})
        room.tell(who, "roster")
        return RedirectResponse(ROSTER, 303)

    return answer


def export_with_roster(room: Classroom) -> Handler:
    """Return the lesson as a file with the roster in it: the one way in which real names leave this computer's lesson."""

    async def answer(request: Request) -> Response:
        room.callers.caller(request)
        name = f"lesson-{room.hall.lesson.set_up.id}-with-names.zip"
        more = {"roster.csv": _roster_table(room, request)}
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(export_zip(room.hall, more), media_type="application/zip", headers=headers)

    return answer


def _file(content: bytes, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)
