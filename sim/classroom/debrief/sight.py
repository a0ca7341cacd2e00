"""What the debrief pages show, for a team, the projector or the teacher; nothing before the teacher has opened the lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.classroom.debrief.afterwork import Afterwork, Kept
from sim.classroom.debrief.telling import Telling, contradictions_page, ending_page, sources_page, whatifs_page, worlds_page
from sim.classroom.debrief.timeline import timeline
from sim.classroom.lesson import World
from sim.classroom.pages import words_of
from sim.report.course import course_page, likelihood
from sim.report.html import panels, sections_of
from sim.report.page import Page
from sim.report.telling import debrief_parts
from sim.report.words import ReportWords

if TYPE_CHECKING:
    from sim.classroom.sight import Sight

Plain = dict[str, Any]
FIRST = ("ending", "people")  # what stands before the timeline
OWN_HEADING = {"course": "debriefing.charts"}
ENGLISH = ("beside", "sources")  # parts whose texts stand in English documents, whatever the language of the page


class DebriefSight:
    """Looks back at one hall; what is told of a world is kept until more of it has been worked out."""

    def __init__(self, sight: Sight, afterwork: Afterwork) -> None:
        """Look at nothing yet."""
        self.sight, self.afterwork = sight, afterwork
        self._kept: dict[tuple[object, ...], list[Plain]] = {}
        self._of: tuple[object, ...] = ()

    def see(self, number: int, seat: str, lang: str) -> Plain | None:
        """Return the debrief of a world as somebody sees it who played a seat, or watched; None while it is not open.

        Returns:
            ``world``, ``worlds`` (all numbers), ``parts``: each with ``name``, ``heading``, ``lang`` and ``blocks`` (or ``seasons``, for the
            timeline), and ``working``: whether more is to come.
        """
        lesson = self.sight.hall.lesson
        if not lesson.opened:
            self.afterwork.look()
            return None
        kept = self.afterwork.look()
        number = number if number in lesson.worlds else next(iter(lesson.worlds))
        state = (id(kept), kept.pieces, kept.done)
        if state != self._of:
            self._kept, self._of = {}, state
        key = (number, seat, lang)
        if key not in self._kept:
            self._kept[key] = self._parts(lesson.worlds[number], seat, lang, kept)
        return {"world": number, "worlds": list(lesson.worlds), "parts": self._kept[key], "working": not kept.done}

    def _parts(self, world: World, seat: str, lang: str, kept: Kept) -> list[Plain]:
        telling = Telling(self.sight.hall, world, seat, words_of(lang), ReportWords(lang), kept)
        if not world.game.played:
            return [_part("ending", Page().text(telling.words("debriefing.nothing")), telling)]
        parts = [_part(name, page, telling) for name, page in self._pages(telling).items()]
        place = next(place for place, part in enumerate(parts) if part["name"] not in FIRST)
        seasons = timeline(telling, self.sight.everything_told(world))
        parts.insert(place, {"name": "timeline", "heading": telling.words("debriefing.timeline"), "lang": "", "blocks": [], "seasons": seasons})
        return [part for part in parts if part["blocks"] or part.get("seasons")]

    def _pages(self, telling: Telling) -> dict[str, Page]:
        """Return the pages of prose, tables and charts in the order in which they are read."""
        made = telling.debrief
        found = debrief_parts(made, telling.words, telling.says) if made else {}
        game, charts = telling.world.game, telling.charts
        course = course_page(game, telling.words, charts)
        lens = found.get("lens", Page())
        if made:
            lens = lens.figure(likelihood(made.posteriors, game, telling.words, charts))
        pages = {"ending": ending_page(telling), "people": found.get("people"), "boards": found.get("boards"), "course": course}
        pages |= {"turns": found.get("turns"), "undone": found.get("undone"), "whatifs": whatifs_page(telling), "worlds": worlds_page(telling)}
        pages |= {"lens": lens, "foretold": found.get("foretold"), "contradictions": contradictions_page(telling)}
        if made and made.drivers:  # there are some where bots played
            pages["drivers"] = found.get("drivers")
        pages |= {"beside": found.get("beside"), "questions": found.get("questions")}
        told = {name: page for name, page in pages.items() if page}
        return {**told, "sources": sources_page(telling, list(told.values()))}


def _part(name: str, page: Page, telling: Telling) -> Plain:
    """Return a page as plain data: its heading, and blocks of texts, tables and drawings."""
    _, sections = sections_of(page)
    headed = [section for section in sections if section.heading]
    blocks = []
    for section in sections:
        for part in section.parts:
            found: Plain = {"kind": part.kind, "texts": part.texts, "name": f"{name}-{part.name}"}
            if part.kind == "table":
                found["table"] = part.held
            elif part.kind == "figure":
                part.name = f"{name}-{part.name}"  # the ids of a drawing are its own on the whole page
                assert part.held is not None
                found |= {"figure": part.held, "panels": list(panels(part))}
            blocks.append(found)
    heading = telling.words(OWN_HEADING[name]) if name in OWN_HEADING else headed[0].heading if headed else ""
    lang = "en" if name in ENGLISH and telling.words.lang != "en" else ""
    return {"name": name, "heading": heading, "lang": lang, "blocks": blocks}
