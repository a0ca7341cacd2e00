"""Handouts: sheets to print for the class, a team or the teacher; from the console, or as files without a server."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sim.classroom.handouts.contents import CONTENTS
from sim.classroom.pages import languages, render
from sim.classroom.plans import plan_of
from sim.documents.companions import FULL, LEVELS
from sim.documents.errors import DocumentError, did_you_mean
from sim.documents.library import Library

STYLE = "handouts.css"
INDEX = "index.html"
Whom = Literal["teacher", "class", "team"]


@dataclass(frozen=True)
class Handout:
    """Something to print.

    Attributes:
        name: Its name in addresses and files.
        kind: Key of its words (``handout.names``).
        whom: Who gets it.
        pieces: The sheets it is made of, by their names in `CONTENTS`.
        seat: The team it is for, or empty.
    """

    name: str
    kind: str
    whom: Whom
    pieces: tuple[str, ...]
    seat: str = ""


@dataclass(frozen=True)
class Wanted:
    """What handouts are wanted for.

    Attributes:
        scenario: Its name.
        lang: Language.
        level: Reading level of briefs.
        plan: The lesson plan: its name or its minutes.
    """

    scenario: str
    lang: str = "en"
    level: str = FULL
    plan: str = "short"


def handouts(library: Library) -> list[Handout]:
    """Return all handouts, the teacher's first."""
    found = [Handout(name, name, "teacher", (name,)) for name in ("guide", "rubric")]
    found += [Handout(name, name, "class", (name,)) for name in ("rules", "shared", "accords", "glossary")]
    for seat in library.rulebook()[0].seats:
        found.append(Handout(f"pack-{seat}", "pack", "team", ("shared", "brief", "team", "slips"), seat))
        found += [Handout(f"{kind}-{seat}", kind, "team", (kind,), seat) for kind in ("brief", "team", "slips")]
    return found


def check_wanted(wanted: Wanted, library: Library) -> None:
    """Check that there is all of what is wanted.

    Raises:
        DocumentError: A scenario, language, level or plan is unknown.
    """
    library.scenario(wanted.scenario)
    plan_of(wanted.plan)
    for what, asked, known in (("language", wanted.lang, languages()), ("reading level", wanted.level, list(LEVELS))):
        if asked not in known:
            raise DocumentError(f'{what} "{asked}" is unknown', hint=did_you_mean(asked, known))


def handout_html(library: Library, which: Handout, wanted: Wanted, style: str = STYLE) -> str:
    """Return a handout as a page that asks for nothing but its style sheet.

    Args:
        library: The documents.
        which: The handout.
        wanted: Scenario, language, reading level, plan.
        style: Address of the style sheet.
    """
    sheets = [{"piece": piece, **CONTENTS[piece](library, wanted, which.seat)} for piece in which.pieces]
    return _page("handout.html", library, wanted, style, handout=which, sheets=sheets)


def _page(template: str, library: Library, wanted: Wanted, style: str, **more: Any) -> str:
    title = library.headline(wanted.scenario, wanted.lang).title
    view = {"kind": "nobody", "title": title, "scenario": wanted.scenario, "plan": wanted.plan, "seats": library.rulebook()[0].seats}
    return render(template, view, path="", lang=wanted.lang, style=style, **more)


def listed(library: Library) -> list[dict[str, str]]:
    """Return all handouts as plain data, for a page that lists them."""
    return [{"name": each.name, "kind": each.kind, "whom": each.whom, "seat": each.seat} for each in handouts(library)]


def write_handouts(library: Library, wanted: Wanted, out: Path) -> list[Path]:
    """Write all handouts into a folder with an index, and return their paths.

    Raises:
        DocumentError: Something that is wanted is unknown.
        OSError: They cannot be written.
    """
    check_wanted(wanted, library)
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(Path(__file__).parent.with_name("static") / STYLE, out / STYLE)
    pages: Mapping[str, str] = {
        INDEX: _page("handout_index.html", library, wanted, STYLE, handouts=listed(library)),
        **{f"{each.name}.html": handout_html(library, each, wanted) for each in handouts(library)},
    }
    for name, html in pages.items():
        (out / name).write_text(html, encoding="utf-8", newline="\n")
    return [out / name for name in pages]
