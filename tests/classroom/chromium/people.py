"""People of a lesson in real browsers: they press what they see, by the words that stand on it."""

from __future__ import annotations

from typing import Any

from sim.classroom.pages import words_of
from tests.classroom.serving import Server

PATIENCE = 40_000  # milliseconds: two cores that may be busy with more than this


class Person:
    """Somebody with a browser.

    Attributes:
        page: The page that is open.
        errors: What went wrong in its scripts, and what the content policy stopped.
        asked: Every address that it asked for.
    """

    def __init__(self, chromium: Any, server: Server, lang: str, size: tuple[int, int]) -> None:
        self.server, self.t = server, words_of(lang)
        self.context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, base_url=server.address)
        self.context.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        self.asked: list[str] = []
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.context.route(lambda address: not address.startswith((server.address, "data:", "blob:")), lambda route: route.abort())
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._hear)

    def _hear(self, message: Any) -> None:
        if message.type == "error" and "ERR_CONNECTION" not in message.text and "Failed to load resource" not in message.text:
            self.errors.append(message.text)

    def go(self, path: str) -> Person:
        """Open a page of the lesson."""
        if not self.page.url.endswith(path):
            self.page.goto(path)
        return self

    def press(self, key: str, within: str = "body", **slots: object) -> Person:
        """Press the first button that carries some words, and wait until its form was answered."""
        self.page.locator(within).get_by_role("button", name=self.t(key, **slots), exact=True).first.click()
        return self

    def told(self, key: str) -> Person:
        """Wait until the page tells what was done."""
        try:
            self.page.locator("#said").get_by_text(self.t(f"done.{key}")).wait_for()
        except Exception as failure:
            raise AssertionError(f"{key} was not told on {self.page.url}; there is {self.text('body')[:1500]}") from failure
        return self

    def sees(self, text: str, within: str = "main") -> Person:
        """Wait until a text is seen; nothing is loaded anew."""
        self.page.locator(within).get_by_text(text).first.wait_for()
        return self

    def text(self, within: str = "main") -> str:
        """Return what is to be read."""
        found: str = self.page.locator(within).inner_text()
        return found

    # --- roles

    def as_teacher(self) -> Person:
        self.page.goto(f"/teacher?key={self.server.teacher_key}")
        return self

    def joins(self, team: str, nick: str) -> Person:
        """Come in by the first page, as a student does."""
        self.page.goto(f"/?c={self.server.code}")
        self.page.get_by_role("link", name=self.t("first.join")).click()
        self.page.get_by_label(self.t("join.nick"), exact=True).fill(nick)
        self.page.get_by_label(self.t("join.team"), exact=True).select_option(team)
        if not self.page.get_by_label(self.t("join.code"), exact=True).input_value():
            self.page.get_by_label(self.t("join.code"), exact=True).fill(self.server.code)
        self.press("join.send")
        self.page.wait_for_url("**/team")
        return self

    def proposes(self, note: str, **settings: str) -> Person:
        """Fill in the sheet and show it to the team."""
        self.go("/team/orders")
        for lever, setting in settings.items():
            self.page.locator(f"#lever-{lever}").select_option(setting)
        self.page.locator("#note").fill(note)
        return self.press("orders.propose").told("propose_sheet")

    def hands_in(self, reason: str) -> Person:
        """Hand in the first proposal that the team sees."""
        self.go("/team/orders")
        self.page.locator("#proposals").get_by_label(self.t("orders.reason")).first.fill(reason)
        return self.press("orders.submit_this").told("submit")

    def says(self, text: str, to: str = "") -> Person:
        """Write to a team, or to one's own."""
        self.go("/team/talk")
        if to:
            self.page.locator(f"input[name=to][value={to}]").check()
        self.page.locator("#text").fill(text)
        return self.press("talk.send").told("say")
