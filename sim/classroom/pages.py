"""Pages: which there are, for whom, and how they are rendered from a view and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2

from sim.classroom.filters import FILTERS, qr
from sim.classroom.keys import Kind, fresh
from sim.text.catalogue import FALLBACK
from sim.text.wording import Words

WORDS = ("classroom", "handouts", "plain", "afterwards")  # the lesson's own sentences first, then those it shares with the plain game


@dataclass(frozen=True)
class Page:
    """A page that shows a view.

    Attributes:
        path: Its address; the first part says for whom (``/team``, ``/teacher``, ``/screen``; else anybody).
        template: Its file under ``templates/``.
        nav: Key of its name in the navigation (``nav.KEY``); empty: it is not listed there.
    """

    path: str
    template: str
    nav: str = ""


PAGES: list[Page] = [
    Page("/", "first.html"),
    Page("/join", "join.html"),
    Page("/team", "team.html", "season"),
    Page("/team/orders", "orders.html", "orders"),
    Page("/team/table", "table.html", "table"),
    Page("/team/talk", "talk.html", "talk"),
    Page("/team/brief", "brief.html", "brief"),
    Page("/team/advice", "advice.html"),
    Page("/team/debrief", "debrief.html", "debrief"),
    Page("/screen", "screen.html"),
    Page("/screen/debrief", "debrief.html"),
    Page("/teacher", "teacher.html", "console"),
    Page("/teacher/people", "people.html", "people"),
    Page("/teacher/worlds", "worlds.html", "worlds"),
    Page("/teacher/channels", "channels.html", "channels"),
    Page("/teacher/paper", "paper.html", "paper"),
    Page("/teacher/debrief", "debrief.html", "debrief"),
    Page("/teacher/handouts", "handouts.html", "handouts"),
    Page("/teacher/roster", "roster.html"),
]


@lru_cache(maxsize=1)
def languages() -> list[str]:
    """Return the languages that have a catalogue of the lesson, English first."""
    folder = resources.files("sim.text")
    found = sorted(each.name for each in folder.iterdir() if each.is_dir() and each.joinpath("classroom.yaml").is_file())
    return sorted(found, key=lambda name: name != FALLBACK)


@lru_cache(maxsize=8)
def words_of(lang: str) -> Words:
    """Return the words of the lesson in a language."""
    return Words(lang, WORDS)


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    folder = Path(__file__).with_name("templates")
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        auto_reload=False,  # else every page looks for changed files
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(FILTERS)
    found.globals["qr"] = qr
    return found


class _Posted(dict[str, str]):
    """What had been typed: nothing where nothing was."""

    def __missing__(self, key: str) -> str:
        return ""


def typed(fields: Mapping[str, Any]) -> dict[str, str]:
    """Return what had been typed, for a page that is shown again; a field that was left out reads as empty."""
    return _Posted({key: value for key, value in fields.items() if isinstance(value, str)})


def navigation(kind: Kind) -> list[Page]:
    """Return the pages listed for somebody."""
    first = {"member": "/team", "teacher": "/teacher"}.get(kind)
    return [page for page in PAGES if page.nav and first and page.path.startswith(first)] if first else []


def render(template: str, view: dict[str, Any], *, path: str, lang: str, form_token: str = "", **more: Any) -> str:
    """Return a page as HTML.

    Args:
        template: Its file.
        view: What may be seen: the page is made from this alone.
        path: Its address, for the navigation and for coming back.
        lang: Its language.
        form_token: What its forms carry.
        more: ``flash`` (sentences to tell once), ``alert`` (why something was refused), ``posted`` (what had been typed), and what a
            page needs of its own.
    """
    context = {"flash": [], "alert": "", "posted": _Posted(), "query": _Posted(), **more}
    return (
        _environment()
        .get_template(template)
        .render(
            v=view,
            t=words_of(lang),
            lang=lang,
            languages={each: words_of(each)("language") for each in languages()},
            path=path,
            pages=navigation(view["kind"]),
            form_token=form_token,
            once=fresh,
            **context,
        )
    )
