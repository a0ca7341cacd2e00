"""The application: routes, and how a request becomes a view, a deed or a refusal."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from sim.classroom import doors, reading_level, teacher
from sim.classroom.callers import FOREVER, Callers, cookie_name, role_of
from sim.classroom.debrief import routes as debrief
from sim.classroom.debrief.afterwork import Afterwork
from sim.classroom.debrief.sight import DebriefSight
from sim.classroom.deeds import DEEDS
from sim.classroom.forms import given_for, read_post
from sim.classroom.guard import MOST_BODY, Guard, from_elsewhere
from sim.classroom.hall import SERVER, Hall
from sim.classroom.handouts import routes as handouts
from sim.classroom.keys import Principal, fresh
from sim.classroom.lesson import Refusal
from sim.classroom.log import LogError
from sim.classroom.pages import PAGES, Page, languages, render, typed, words_of
from sim.classroom.reading_level import level_of
from sim.classroom.sight import Sight
from sim.engine.errors import Refused

Handler = Callable[[Request], Awaitable[Response]]
STATUS = {
    "no_token": 401,
    "dead_token": 401,
    "two_tokens": 401,
    "not_yours": 403,
    "other_team": 403,
    "teacher_here": 403,
    "cross_site": 403,
    "stale_form": 403,
    "no_page": 404,
    "no_handout": 404,
    "no_member": 404,
    "no_team": 404,
    "gone": 410,
    "form": 422,
    "wrong_code": 422,
    "tries": 429,
    "not_saved": 503,
}
OURS = re.compile(r"^/((team|teacher|screen|join)(/[\w-]+)*)?$", re.ASCII)
TALKATIVE = ("say", "press")
MORE: dict[str, Callable[[Classroom, Request], dict[str, Any]]] = {  # what single pages show beside the view
    "/teacher/handouts": handouts.handouts_page,
    "/teacher/roster": handouts.roster_page,
    **dict.fromkeys(("/team/debrief", "/teacher/debrief", "/screen/debrief"), debrief.debrief_page),
}


class Doorway(Protocol):
    """What can open the class to other devices; the server is one."""

    def is_open(self) -> bool:
        """Say whether other devices may connect."""

    async def open(self) -> list[str]:
        """Let other devices connect; return the addresses to give them."""

    async def shut(self) -> None:
        """Let no other device connect."""

    def stop(self) -> None:
        """End the server."""


class Classroom:
    """One hall as a web application.

    Attributes:
        hall: The lesson.
        sight: What may be seen of it.
        debriefs: What may be seen when it has been opened.
        callers: Who asks.
        doorway: What opens it to the network; None where nothing does (tests).
        flashes: Sentences to tell somebody once, by id.
    """

    def __init__(self, hall: Hall, doorway: Doorway | None = None, *, teacher_anywhere: bool = False) -> None:
        """Hold a hall."""
        self.hall, self.doorway = hall, doorway
        self.sight = Sight(hall)
        self.debriefs = DebriefSight(self.sight, Afterwork(hall))
        self.callers = Callers(hall, teacher_anywhere=teacher_anywhere)
        self.flashes: dict[str, list[tuple[str, Mapping[str, object]]]] = {}
        self.deleted = False

    def app(self) -> ASGIApp:
        """Return the ASGI application."""
        routes: list[BaseRoute] = [Route(page.path, self._answering(self._page(page)), methods=["GET"]) for page in PAGES]
        for role in ("team", "teacher", "screen"):
            routes += [Route(f"/{role}/poll", self._answering(self.poll)), Route(f"/{role}/view.json", self._answering(self.view))]
        routes += [Route("/view.json", self._answering(self.view)), Route("/team/advice.json", self._answering(self.advice))]
        for role in ("team", "teacher"):
            routes.append(Route(f"/{role}/do/{{name}}", self._answering(self.do), methods=["POST"]))
        routes.append(Route("/lang", self._answering(self.language), methods=["POST"]))
        for part in (doors, teacher, reading_level, handouts, debrief):
            routes += [Route(path, self._answering(getattr(part, work)(self)), methods=[method]) for method, path, work in part.ROUTES]
        routes.append(Mount("/static", StaticFiles(directory=Path(__file__).with_name("static"))))
        inner = Starlette(routes=routes, exception_handlers={HTTPException: self._http}, max_body_size=MOST_BODY)
        return Guard(inner, lambda: self.doorway is None or self.doorway.is_open())

    # --- pages

    def _page(self, page: Page) -> Handler:
        async def show(request: Request) -> Response:
            key = request.query_params.get("key", "")
            if key and page.path in ("/teacher", "/screen"):
                return self._let_in(page.path[1:], key)
            return self.show(request, page, self.callers.caller(request))

        return show

    def _let_in(self, role: str, key: str) -> Response:
        """Take a token out of the address and keep it as a cookie."""
        if not self.hall.keys.holds(key, role):
            raise Refusal("dead_token")
        response = RedirectResponse(f"/{role}", 303)
        self.give_cookie(response, role, key)
        return response

    def give_cookie(self, response: Response, role: str, value: str) -> None:
        """Put a token into a cookie that no script can read and no other site can send along with a post."""
        response.set_cookie(cookie_name(self.hall, role), value, max_age=FOREVER, httponly=True, samesite="lax", path="/")

    def view_for(self, request: Request, who: Principal, page: str) -> dict[str, Any]:
        """Return what somebody sees on a page."""
        view = self.sight.see(who, self.lang(request), level_of(request))
        if page in MORE:
            view |= MORE[page](self, request)
        if request.url.path == "/team/advice":
            view["advice"] = self.sight.advice(view["world"], view["seat"])
        return view

    def show(self, request: Request, page: Page, who: Principal, status: int = 200, **more: Any) -> Response:
        """Render a page; at the door, a visitor gets the cookie that its forms are bound to."""
        session = self.callers.session(request)
        new_door = fresh() if who.kind == "nobody" and not session else ""
        html = render(
            page.template,
            more.pop("view", None) or self.view_for(request, who, page.path),
            path=page.path,
            lang=self.lang(request),
            form_token=self.hall.keys.form_token(session or new_door),
            flash=[words_of(self.lang(request))(f"done.{key}", **slots) for key, slots in self.flashes.pop(who.id, [])],
            query=typed(request.query_params),
            **more,
        )
        response = HTMLResponse(html, status)
        if new_door:
            self.give_cookie(response, "door", new_door)
        return response

    def lang(self, request: Request) -> str:
        """Return the language of a reader: the one chosen on this device or named by a program, else the lesson's."""
        chosen = request.cookies.get("lang", "") or request.headers.get("peninsula-lang", "")
        if chosen in languages():
            return chosen
        lesson = self.hall.lesson.settings
        return lesson.lang if lesson and lesson.lang in languages() else languages()[0]

    async def language(self, request: Request) -> Response:
        """Change the language of this device."""
        fields, ours = await read_post(request)
        if from_elsewhere(request):
            raise Refusal("cross_site")
        chosen = str(fields.get("lang", ""))
        response = RedirectResponse(safe_page(ours["page"], "/"), 303)
        if chosen in languages():
            response.set_cookie("lang", chosen, max_age=FOREVER, httponly=True, samesite="lax")
        return response

    # --- for programs and polls

    async def poll(self, request: Request) -> Response:
        """Answer with a revision number and nothing else."""
        return JSONResponse({"revision": self.hall.lesson.revision_for(self.callers.caller(request))})

    async def view(self, request: Request) -> Response:
        """Answer with everything that the caller may see."""
        return JSONResponse(self.sight.see(self.callers.caller(request), self.lang(request), level_of(request)))

    async def advice(self, request: Request) -> Response:
        """Answer with what the advisers of the caller's team say."""
        member = self.hall.lesson.member(self.callers.caller(request).id)
        return JSONResponse({"advice": self.sight.advice(member.world, member.seat)})

    # --- deeds

    async def do(self, request: Request) -> Response:
        """Take a deed from a form or a program."""
        name = request.path_params["name"]
        who = self.callers.caller(request)
        fields, ours = await read_post(request)
        self.callers.check_post(request, ours["form_token"])
        try:
            self._within_limits(who, name)
            if name == "take_pen":
                posted = self._take_pen(who)
            else:
                season = self.hall.lesson.season
                posted = await self.hall.post(who, name, given_for(name, fields), ours["once"])
                if name == "reveal" and not posted.again:
                    self.hall.note_present(season)
        except (Refusal, Refused, LogError) as failure:
            return self.refused(request, failure, who, ours["page"], dict(fields))
        if wants_json(request):
            return JSONResponse({"done": name, "again": posted.again, "revision": self.hall.lesson.revision_for(who)})
        self.tell(who, name, again=posted.again)
        known = DEEDS.get(name)
        return RedirectResponse(safe_page(ours["page"], (known.back if known else "") or f"/{role_of(request.url.path)}"), 303)

    def _within_limits(self, who: Principal, name: str) -> None:
        if who.kind != "member":
            return
        if not self.hall.limits.allows("post", who.id) or (name in TALKATIVE and not self.hall.limits.allows("say", who.id)):
            raise Refusal("tries")

    def _take_pen(self, who: Principal) -> Any:
        lesson = self.hall.lesson
        member = lesson.member(who.id)
        holder = lesson.pen_of(lesson.team(member.world, member.seat))
        if holder != who.id and not self.hall.away(holder):
            raise Refusal("pen_is_here", holder=lesson.members[holder].nick)
        return self.hall.do(SERVER, "pass_pen", {"member": who.id})

    def tell(self, who: Principal, key: str, **slots: object) -> None:
        """Tell somebody a sentence (``done.KEY``) on the next page."""
        if words_of("en").entry(f"done.{key}", "-") != "-":
            self.flashes.setdefault(who.id, []).append((key, slots))

    # --- refusals

    def _answering(self, work: Handler) -> Handler:
        """Turn what is refused into an answer that says why."""

        async def answer(request: Request) -> Response:
            if self.deleted:
                return self._plain(request, "gone", {}, 410)
            try:
                return await work(request)
            except (Refusal, Refused, LogError) as failure:
                return self.refused(request, failure)
            except ClientDisconnect:
                return Response("The request took too long to arrive.", 408, {"connection": "close"})

        return answer

    def refused(
        self, request: Request, failure: Exception, who: Principal | None = None, page: str = "", posted: Mapping[str, Any] | None = None
    ) -> Response:
        """Say why something was refused: on the page it came from where that is known, with what was typed still in it."""
        key, slots = _told(failure)
        status = STATUS.get(key, 409)
        known = next((each for each in PAGES if each.path == page), None)
        if wants_json(request):
            return JSONResponse({"refused": key, "says": self._says(request, key, slots)}, status)
        if known is None or who is None or known.path == "/team/advice":
            return self._plain(request, key, slots, status)
        return self.show(request, known, who, status, alert=self._says(request, key, slots), posted=typed(posted or {}))

    def _says(self, request: Request, key: str, slots: Mapping[str, object]) -> str:
        words = words_of(self.lang(request))
        theirs = {name: words.said(slot) for name, slot in slots.items() if isinstance(slot, str) and name == "why"}
        return words(f"refused.{key}", **{**slots, **theirs})

    def _plain(self, request: Request, key: str, slots: Mapping[str, object], status: int) -> Response:
        says = self._says(request, key, slots)
        title = "" if self.deleted else self.hall.library.headline(self.hall.lesson.set_up.scenario, self.lang(request)).title
        view = {"kind": "nobody", "title": title, "revision": 0, "stage": "", "lesson": ""}
        html = render("refused.html", view, path=request.url.path, lang=self.lang(request), alert=says, key=key)
        return JSONResponse({"refused": key, "says": says}, status) if wants_json(request) else HTMLResponse(html, status)

    async def _http(self, request: Request, failure: Exception) -> Response:
        status = failure.status_code if isinstance(failure, HTTPException) else 500
        return self._plain(request, "too_large" if status == 413 else "no_page", {}, status)


def _told(failure: Exception) -> tuple[str, Mapping[str, object]]:
    if isinstance(failure, Refusal):
        return failure.key, failure.slots
    if isinstance(failure, Refused):
        return "by_the_game", {"why": str(failure)}
    return "not_saved", {}


def wants_json(request: Request) -> bool:
    """Say whether a program asks rather than a browser."""
    accepts = request.headers.get("accept", "")
    return request.url.path.endswith((".json", "/poll")) or ("application/json" in accepts and "text/html" not in accepts)


def safe_page(page: str, otherwise: str) -> str:
    """Return an address of ours to go back to."""
    return page if OURS.fullmatch(page) else otherwise
