"""Every page of every role, in every language: WCAG 2.2 A and AA as axe-core sees it, light and dark; reflow; nothing cut off."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sim.classroom.hall import Hall
from sim.classroom.keys import Keys
from sim.classroom.pages import PAGES, languages
from sim.classroom.rehearse import Rehearsal
from sim.documents.library import Library
from tests.classroom.chromium.people import Person
from tests.classroom.conftest import WISH
from tests.classroom.serving import Server

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NARROW, ZOOMED = (320, 640), (683, 384)  # 1280 at 400 %, a Chromebook at 200 %
REFUSED = {"member": [], "teacher": ["/teacher/nowhere"], "screen": [], "nobody": ["/team"]}
LEFT_OUT = ("ROK", "DPRK", "CHN", "/export", "csv")  # one seat's pages stand for all; a file is no page


def filled(folder: Path, lang: str, *, opened: bool) -> tuple[Path, Keys]:
    """Return file and keys of a lesson in which bots have talked, negotiated and played two seasons of two worlds; opened: all is shown."""
    hall = Hall.begin(folder / f"{lang}.lesson", replace(WISH, worlds=2, lang=lang, bots=("CHN",)), Library())
    rehearsal = Rehearsal(hall)

    async def play() -> None:
        await rehearsal.sit_down()
        hall.do("teacher", "start", {})
        for _ in range(2):
            while await rehearsal.step():
                pass
            if hall.lesson.stage == "table":
                hall.do("teacher", "reveal", {})
        for _ in range(4):
            await rehearsal.step()

    asyncio.run(play())
    hall.do("m1", "hand", {})
    hall.do("teacher", "news", {"text": "A word to one team only.", "world": 1, "seat": "US"})
    if opened:
        hall.do("teacher", "end", {})
        hall.do("teacher", "show_all", {})
    hall.log.close()
    return hall.log.path, hall.keys


def paths(role: str) -> list[str]:
    """Return the pages of a role and its refusals; what they lead to is found on them."""
    first = {"member": "/team", "teacher": "/teacher", "screen": "/screen"}.get(role)
    own = [page.path for page in PAGES if "{" not in page.path]
    doors = [path for path in own if not path.startswith(("/team", "/teacher", "/screen"))]
    return [*([path for path in own if path.startswith(first)] if first else doors), *REFUSED[role]]


@pytest.fixture(params=[(lang, opened) for lang in languages() for opened in (False, True)], ids=lambda found: f"{found[0]}-{found[1]}")
def roles(request: pytest.FixtureRequest, server: Server, tmp_path: Path, person: Callable[..., Person]) -> dict[str, Person]:
    """Serve a filled lesson; return somebody of each role."""
    lang, opened = request.param
    with ThreadPoolExecutor(1) as apart:  # Playwright has a loop of its own running in this thread
        server.file, keys = apart.submit(filled, tmp_path, lang, opened=opened).result()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server.port = free.getsockname()[1]
    server.resume()
    member, teacher, screen, nobody = (person(lang) for _ in range(4))
    member.page.goto("/join")
    member.page.locator("#resume").fill(keys.resume_code("m1", 0))
    member.press("join.resume_send")
    member.page.wait_for_url("**/team")
    teacher.page.goto(f"/teacher?key={keys.token('teacher')}")
    screen.page.goto(f"/screen?key={keys.token('screen')}")
    return {"member": member, "teacher": teacher, "screen": screen, "nobody": nobody}


def violations(page: Any, rules: dict[str, Any]) -> list[str]:
    """Return what axe-core finds, each with the rule and the place."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"], **rules}).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def below(page: Any, path: str) -> list[str]:
    """Return the pages below a page that it leads to, such as one part of a debrief or one slip."""
    found = page.eval_on_selector_all("main a[href]", "all => all.map((each) => each.getAttribute('href').split('#')[0])")
    own = [each for each in found if each.startswith((f"{path}/", f"{path}?")) and not any(part in each for part in LEFT_OUT)]
    return list(dict.fromkeys(own))


def faults(page: Any, path: str) -> list[str]:
    """Return what axe-core finds on a page."""
    page.set_viewport_size({"width": 1366, "height": 768})
    page.emulate_media(color_scheme="light")
    page.goto(path)
    return [f"{path}: {each}" for each in violations(page, {"runOnly": {"type": "tag", "values": RULES}})]


def faults_otherwise(page: Any, path: str) -> list[str]:
    """Return what is wrong with the same page in the dark, and zoomed to 200 % and to 400 %."""
    page.emulate_media(color_scheme="dark")
    found = violations(page, {"runOnly": {"type": "rule", "values": ["color-contrast"]}})
    for width, height in (ZOOMED, NARROW):
        page.set_viewport_size({"width": width, "height": height})
        across = page.evaluate("document.scrollingElement.scrollWidth")
        found += [f"{across} px wide in {width}"] if across > width else []
    return [f"{path}, dark or narrow: {each}" for each in found]


def test_every_page_keeps_wcag_and_reflows(roles: dict[str, Person]):
    wrong: list[str] = []
    for role, somebody in roles.items():
        known = paths(role)
        under: list[str] = []
        for path in known:
            wrong += faults(somebody.page, path) + faults_otherwise(somebody.page, path)
            under += [each for each in below(somebody.page, path) if each not in (*known, *under)]
        for path in under:  # printed pages and parts of those above, of the same pieces
            wrong += faults(somebody.page, path)
    assert wrong == []


def test_the_checker_sees_what_is_wrong(chromium: Any):
    page = chromium.new_page()
    page.set_content('<html><body><img src="data:,"><p style="color:#999;background:#fff">faint</p></body></html>')
    found = " ".join(violations(page, {"runOnly": {"type": "tag", "values": RULES}}))
    page.close()
    assert all(rule in found for rule in ("image-alt", "color-contrast", "html-has-lang"))
