"""Chromium, headless, once for all tests here; they are skipped where no browser can be had."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.classroom.chromium.people import Person
from tests.classroom.serving import Server

HERE = Path(__file__).parent
PLACES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser_program() -> str:
    """Return the browser's program, or an empty text."""
    named = os.environ.get("PENINSULA_CHROMIUM", "")
    return named or next((found for name in PLACES if (found := shutil.which(name))), "")


def why_not() -> str:
    """Return why no browser can be driven here, or an empty text."""
    for module in ("playwright", "axe_playwright_python"):
        if importlib.util.find_spec(module) is None:
            return f"{module} is not installed: pip install 'peninsula[browser]'"
    return "" if browser_program() else f"there is none of {', '.join(PLACES)} here (Debian: apt-get install chromium fonts-noto-cjk)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = [item for item in items if HERE in item.path.parents]
    why = why_not() if here else ""
    for item in here:
        item.add_marker(pytest.mark.browser)
        if why:
            item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_program(), args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def person(chromium: Any, server: Server) -> Iterator[Callable[..., Person]]:
    """Open a browser of somebody's own: cookies, storage and errors are nobody else's."""
    here: list[Person] = []

    def sit(lang: str = "en", size: tuple[int, int] = (1366, 768)) -> Person:
        here.append(Person(chromium, server, lang, size))
        return here[-1]

    yield sit
    for each in here:
        each.context.close()
    for each in here:
        assert each.errors == []
        assert {address for address in each.asked if not address.startswith((server.address, "data:", "blob:"))} == set()
