"""Browsers in the same process: cookies, pages, forms as a person would find and send them; no script runs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

from sim.classroom.app import Classroom

HERE = "http://127.0.0.1:8400"


@dataclass
class Form:
    """A form of a page: where it goes and what it would send."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    options: dict[str, list[str]] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return next((value for key, value in self.fields if key == name), "")


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._in = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
            self._in = True
        elif self._in and tag in ("input", "textarea") and given.get("name"):
            if given.get("type") != "checkbox" or "checked" in given:
                self.forms[-1].fields.append((given["name"], given.get("value", "on" if given.get("type") == "checkbox" else "")))
            self.forms[-1].options.setdefault(given["name"], []).append(given.get("value", ""))
        elif self._in and tag == "select":
            self._select = given.get("name", "")
        elif self._in and tag == "option" and self._select:
            form = self.forms[-1]
            form.options.setdefault(self._select, []).append(given.get("value", ""))
            if "selected" in given or not form.value(self._select) and self._select not in dict(form.fields):
                form.fields = [pair for pair in form.fields if pair[0] != self._select] + [(self._select, given.get("value", ""))]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._in = False
        elif tag == "select":
            self._select = ""


def forms_of(html: str) -> list[Form]:
    reader = _Forms()
    reader.feed(html)
    return reader.forms


class Browser:
    """Somebody's browser.

    Attributes:
        answers: Every response it had, for searching.
    """

    def __init__(self, room: Classroom | None, loop: asyncio.AbstractEventLoop, host: str = "127.0.0.1", here: str = HERE) -> None:
        transport = httpx.ASGITransport(app=room.app(), client=(host, 50000)) if room else None
        self._client = httpx.AsyncClient(transport=transport, base_url=here)
        self._loop = loop
        self.here = here
        self._room = room
        self.answers: list[httpx.Response] = []

    @classmethod
    def at(cls, here: str, loop: asyncio.AbstractEventLoop) -> Browser:
        """Return a browser that talks to a real server."""
        return cls(None, loop, here=here)

    @property
    def room(self) -> Classroom:
        assert self._room, "this browser talks to a server in another process"
        return self._room

    def request(self, method: str, path: str, **more: object) -> httpx.Response:
        answer = self._loop.run_until_complete(self._client.request(method, path, **more))  # type: ignore[arg-type]
        self.answers.append(answer)
        return answer

    def get(self, path: str, **more: object) -> httpx.Response:
        answer = self.request("GET", path, **more)
        while answer.is_redirect:
            answer = self.request("GET", answer.headers["location"])
        return answer

    def post(self, path: str, fields: object, headers: dict[str, str] | None = None) -> httpx.Response:
        """Post fields as a browser does, and follow where it is sent."""
        data: dict[str, list[str]] = {}
        for key, value in fields.items() if isinstance(fields, dict) else fields:  # type: ignore[attr-defined]
            data.setdefault(key, []).append(str(value))
        sent = {"origin": self.here, "sec-fetch-site": "same-origin", "accept": "text/html", **(headers or {})}
        answer = self.request("POST", path, data=data, headers=sent)
        return self.get(answer.headers["location"]) if answer.is_redirect else answer

    def form(self, page: str, action: str, **having: str) -> Form:
        """Return the form of a page that goes to an action and has certain values."""
        html = self.get(page).text
        for form in forms_of(html):
            if form.action == action and all(form.value(name) == value for name, value in having.items()):
                return form
        raise AssertionError(f"no form to {action} with {having} on {page}; there are {[each.action for each in forms_of(html)]}")

    def send(self, page: str, action: str, fields: dict[str, object] | None = None, **having: str) -> httpx.Response:
        """Fill in a form of a page and send it."""
        form = self.form(page, action, **having)
        given = fields or {}
        kept = [(name, value) for name, value in form.fields if name not in given]
        for name, value in given.items():
            kept += [(name, str(each)) for each in value] if isinstance(value, list | tuple) else [(name, str(value))]
        return self.post(action, kept)

    @property
    def cookies(self) -> httpx.Cookies:
        return self._client.cookies

    # --- roles

    def sign_in_as_teacher(self) -> Browser:
        answer = self.get(f"/teacher?key={self.room.hall.keys.token('teacher')}")
        assert answer.status_code == 200, answer.text
        return self

    def join(self, seat: str, nick: str, world: int = 1) -> Browser:
        hall = self.room.hall
        code = hall.keys.class_code(hall.lesson.code_turn)
        answer = self.send("/join", "/join", {"code": code, "nick": nick, "team": f"{world}.{seat}"})
        assert answer.status_code == 200 and answer.url.path == "/team", answer.text
        return self

    def teacher_does(self, name: str, page: str = "/teacher", **fields: object) -> httpx.Response:
        """Do a deed of the teacher's with the form token of a page."""
        some = next(form for form in forms_of(self.get(page).text) if form.value("form_token"))
        ours = {"form_token": some.value("form_token"), "page": page}
        return self.post(f"/teacher/do/{name}", {**ours, **fields})

    def does(self, name: str, page: str = "/team", **fields: object) -> httpx.Response:
        """Do a deed of a member's with the form token of a page."""
        some = next(form for form in forms_of(self.get("/team").text) if form.value("form_token"))
        return self.post(f"/team/do/{name}", {"form_token": some.value("form_token"), "page": page, **fields})
