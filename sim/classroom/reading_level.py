"""The reading level of the briefs, chosen by each reader on the device in hand: a cookie, like the language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sim.classroom.callers import FOREVER
from sim.classroom.forms import read_post
from sim.classroom.guard import from_elsewhere
from sim.classroom.lesson import Refusal
from sim.documents.companions import FULL, LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from sim.classroom.app import Classroom

    Handler = Callable[[Request], Coroutine[None, None, Response]]

ROUTES = [("POST", "/level", "choose")]
COOKIE = "level"


def level_of(request: Request) -> str:
    """Return the reading level that was chosen on this device, else the full one."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LEVELS else FULL


def choose(room: Classroom) -> Handler:
    """Return what answers somebody who chooses a reading level."""
    from sim.classroom.app import safe_page  # noqa: PLC0415

    async def answer(request: Request) -> Response:
        fields, ours = await read_post(request)
        if from_elsewhere(request):
            raise Refusal("cross_site")
        response = RedirectResponse(safe_page(ours["page"], "/"), 303)
        chosen = str(fields.get("level", ""))
        if chosen in LEVELS:
            response.set_cookie(COOKIE, chosen, max_age=FOREVER, httponly=True, samesite="lax")
        return response

    return answer
