"""The door: joining with the class code, and getting back in with a resume code."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from sim.classroom.forms import given_for, read_post
from sim.classroom.keys import Principal, typed_code
from sim.classroom.lesson import Member, Refusal
from sim.classroom.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from sim.classroom.app import Classroom

    Handler = Callable[[Request], Coroutine[None, None, Response]]

ROUTES = [("POST", "/join", "join"), ("POST", "/resume", "resume")]
JOIN = next(page for page in PAGES if page.path == "/join")


def join(room: Classroom) -> Handler:
    """Return what answers somebody who comes in with the class code."""

    async def answer(request: Request) -> Response:
        fields, ours = await read_post(request)
        room.callers.check_post(request, ours["form_token"])
        who = Principal("nobody", room.callers.visitor(request))
        try:
            check_code(room, request, str(fields.get("code", "")), [room.hall.keys.class_code(room.hall.lesson.code_turn)])
            given = given_for("join", fields)
            given.pop("code", None)
            posted = await room.hall.post(who, "join", given, ours["once"])
        except Refusal as failure:
            return room.refused(request, failure, who, "/join", {**fields, "code": ""})
        return let_in(room, request, room.hall.lesson.members[(posted.line.made or {})["member"]])

    return answer


def resume(room: Classroom) -> Handler:
    """Return what answers somebody who comes back with a resume code."""

    async def answer(request: Request) -> Response:
        fields, ours = await read_post(request)
        room.callers.check_post(request, ours["form_token"])
        members = [each for each in room.hall.lesson.members.values() if not each.gone]
        codes = [room.hall.keys.resume_code(each.id, each.turn) for each in members]
        try:
            place = check_code(room, request, str(fields.get("code", "")), codes)
        except Refusal as failure:
            return room.refused(request, failure, Principal("nobody", room.callers.visitor(request)), "/join", {})
        return let_in(room, request, members[place])

    return answer


def check_code(room: Classroom, request: Request, typed: str, codes: list[str]) -> int:
    """Return which of some codes was typed; every wrong one counts against whoever tries.

    Raises:
        Refusal: It is none of them, or too many wrong ones were tried.
    """
    limits, who = room.hall.limits, request.client.host if request.client else ""
    if limits.reached("code", who) or limits.reached("codes", ""):
        raise Refusal("tries")
    found = [place for place, code in enumerate(codes) if hmac.compare_digest(code.encode(), typed_code(typed[:40]).encode())]
    if not found:
        limits.count("code", who)
        limits.count("codes", "")
        raise Refusal("wrong_code")
    return found[0]


def let_in(room: Classroom, request: Request, member: Member) -> Response:
    """Give a member its token: as a cookie to a browser, as text to a program."""
    from sim.classroom.app import wants_json  # noqa: PLC0415

    token = room.hall.keys.token(member.id, member.turn)
    room.hall.hear(Principal("member", member.id))
    if wants_json(request):
        own = room.hall.keys.resume_code(member.id, member.turn)
        return JSONResponse({"token": token, "resume": own, "world": member.world, "seat": member.seat})
    response = RedirectResponse("/team", 303)
    room.give_cookie(response, "team", token)
    return response
