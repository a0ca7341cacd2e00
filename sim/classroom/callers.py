"""Who a request comes from: cookies and bearer tokens, and what a post must carry."""

from __future__ import annotations

import hashlib
import hmac

from starlette.requests import Request

from sim.classroom.guard import from_elsewhere, is_browser, is_loopback
from sim.classroom.hall import Hall
from sim.classroom.keys import Kind, Principal
from sim.classroom.lesson import Refusal

BEARER = "bearer "
FOREVER = 12 * 60 * 60  # seconds a cookie lives: a school day
ROLES: dict[str, Kind] = {"team": "member", "teacher": "teacher", "screen": "screen"}


def cookie_name(hall: Hall, role: str) -> str:
    """Return the name of a role's cookie; lessons on other ports of the same machine have their own."""
    return f"{role}_{hall.lesson.set_up.id}"


def role_of(path: str) -> str:
    """Return which role a path is for: ``team``, ``teacher``, ``screen``, or empty for the door."""
    first = path.split("/")[1] if path.startswith("/") else ""
    return first if first in ROLES else ""


class Callers:
    """Knows callers of one hall."""

    def __init__(self, hall: Hall, *, teacher_anywhere: bool = False) -> None:
        """Know nobody yet; the teacher's pages answer this machine only, unless said otherwise."""
        self.hall, self.teacher_anywhere = hall, teacher_anywhere

    def caller(self, request: Request) -> Principal:
        """Return who asks for a page of some role.

        Raises:
            Refusal: ``no_token``, ``dead_token``, ``two_tokens``, or ``teacher_here`` for the teacher's pages from elsewhere.
        """
        role = role_of(request.url.path)
        if not role:
            return Principal("nobody", self.visitor(request))
        if role == "teacher" and not self.teacher_anywhere and not is_loopback(request.client.host if request.client else None):
            raise Refusal("teacher_here")
        token = self._token(request, role)
        if role == "screen" and not token:  # the teacher's own browser shows the projected page too
            return Principal("screen", "screen") if self._is_teacher(request) else self._nobody()
        found = self._holder(token, ROLES[role])
        self.hall.hear(found)
        return found

    def _nobody(self) -> Principal:
        raise Refusal("no_token")

    def _is_teacher(self, request: Request) -> bool:
        token = request.cookies.get(cookie_name(self.hall, "teacher"), "")
        return self.hall.keys.holds(token, "teacher")

    def _token(self, request: Request, role: str) -> str:
        cookie = request.cookies.get(cookie_name(self.hall, role), "")
        given = request.headers.get("authorization", "")
        bearer = given[len(BEARER) :].strip() if given.lower().startswith(BEARER) else ""
        if cookie and bearer and not hmac.compare_digest(cookie.encode(), bearer.encode()):
            raise Refusal("two_tokens")
        return cookie or bearer

    def _holder(self, token: str, kind: Kind) -> Principal:
        if not token:
            raise Refusal("no_token")
        who = token.partition(".")[0]
        if kind != "member":
            if not self.hall.keys.holds(token, kind):
                raise Refusal("dead_token" if who == kind else "not_yours")
            return Principal(kind, kind)
        member = self.hall.lesson.members.get(who)
        if member is None:
            raise Refusal("not_yours" if who in ("teacher", "screen") else "dead_token")
        if member.gone or not self.hall.keys.holds(token, who, member.turn):
            raise Refusal("dead_token")
        return Principal("member", who)

    def session(self, request: Request) -> str:
        """Return what the form token of a page is bound to: the cookie of its role, or the door's."""
        return request.cookies.get(cookie_name(self.hall, role_of(request.url.path) or "door"), "")

    def visitor(self, request: Request) -> str:
        """Return the id of a visitor at the door, from its door cookie or its address."""
        door = request.cookies.get(cookie_name(self.hall, "door"), "") or (request.client.host if request.client else "")
        return "d" + hashlib.sha256(door.encode()).hexdigest()[:16]

    def check_post(self, request: Request, form_token: str) -> None:
        """Refuse a post that another site may have made a browser send.

        Raises:
            Refusal: ``cross_site``.
        """
        if from_elsewhere(request):
            raise Refusal("cross_site")
        if not is_browser(request):
            return  # a program of somebody's own, with a bearer token: nothing is sent without its knowledge
        session = self.session(request)
        expected = self.hall.keys.form_token(session) if session else ""
        if not expected or not hmac.compare_digest(expected.encode(), form_token.encode()):
            raise Refusal("stale_form")
