"""The debrief pages: who looks at which world, and the style of charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from sim.report.html import chart_style

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from sim.classroom.app import Classroom

    Handler = Callable[[Request], Coroutine[None, None, Response]]

ROUTES = [("GET", "/charts.css", "charts")]
FIRST_PARTS = ("ending", "people", "boards")  # what the projector shows first


def debrief_page(room: Classroom, request: Request) -> dict[str, Any]:
    """Return the debrief that a page shows beside the view: a team's own, else that of the world asked for; None while it is not open."""
    who = room.callers.caller(request)
    asked, seat = request.query_params.get("world", ""), ""
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 0  # noqa: PLR2004
    if who.kind == "member":
        member = room.hall.lesson.members[who.id]
        number, seat = member.world, member.seat
    found = room.debriefs.see(number, seat, room.lang(request))
    return {"debrief": found and {**found, "part": _part_asked(request.query_params.get("part", ""), found)}}


def _part_asked(asked: str, found: dict[str, Any]) -> str:
    """Return the name of one part, ``all``, or empty for the first ones."""
    return asked if asked == "all" or asked in {part["name"] for part in found["parts"]} else ""


def charts(room: Classroom) -> Handler:
    """Return the style of charts."""

    async def answer(request: Request) -> Response:
        return Response(str(chart_style()), media_type="text/css")

    return answer
