"""What only the teacher can ask for beside deeds: sheets from paper slips, the network, an export, deleting the class."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sim.classroom.export import export_zip
from sim.classroom.forms import read_post
from sim.classroom.lesson import Refusal
from sim.classroom.pages import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from sim.classroom.app import Classroom

    Handler = Callable[[Request], Coroutine[None, None, Response]]

ROUTES = [
    ("GET", "/teacher/paper/{world:int}/{seat}", "paper"),
    ("GET", "/teacher/export", "export"),
    ("POST", "/teacher/network", "network"),
    ("POST", "/teacher/delete", "delete"),
]
SURE = "delete"


def paper(room: Classroom) -> Handler:
    """Return the page on which the teacher enters what a team hands in on paper; what was entered is not shown again."""

    async def answer(request: Request) -> Response:
        who = room.callers.caller(request)
        lesson = room.hall.lesson
        team = lesson.team(request.path_params["world"], request.path_params["seat"])
        view = room.sight.see(who, room.lang(request)) | room.sight.team(team.world, team.seat, room.lang(request))
        page = Page(f"/teacher/paper/{team.world}/{team.seat}", "slip.html")
        return room.show(request, page, who, view=view)

    return answer


def export(room: Classroom) -> Handler:
    """Return the lesson as a file to keep: its log, and each world's record."""

    async def answer(request: Request) -> Response:
        room.callers.caller(request)
        name = f"lesson-{room.hall.lesson.set_up.id}.zip"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(export_zip(room.hall), media_type="application/zip", headers=headers)

    return answer


def network(room: Classroom) -> Handler:
    """Open the class to other devices, or shut it again."""

    async def answer(request: Request) -> Response:
        who = room.callers.caller(request)
        fields, ours = await read_post(request)
        room.callers.check_post(request, ours["form_token"])
        if room.doorway is None:
            raise Refusal("no_network")
        if str(fields.get("open", "")) == "true":
            room.hall.addresses = await room.doorway.open()
            room.tell(who, "network_open" if room.hall.addresses else "network_none")
        else:
            await room.doorway.shut()
            room.hall.addresses = []
            room.tell(who, "network_shut")
        return RedirectResponse("/teacher", 303)

    return answer


def delete(room: Classroom) -> Handler:
    """Delete the class: its log with everything that was said, then the server stops."""

    async def answer(request: Request) -> Response:
        who = room.callers.caller(request)
        fields, ours = await read_post(request)
        room.callers.check_post(request, ours["form_token"])
        if str(fields.get("sure", "")).strip().lower() != SURE:
            return room.refused(request, Refusal("not_sure", word=SURE), who, "/teacher", dict(fields))
        room.deleted = True
        room.hall.log.delete()
        if room.doorway is not None:
            asyncio.get_running_loop().call_later(1.0, room.doorway.stop)
        return RedirectResponse("/", 303)

    return answer
