"""Parts of a lesson's debrief that a single game's debrief has not: early ends, what-ifs, worlds compared, contradictions, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sim.classroom.debrief.afterwork import Kept
from sim.classroom.hall import Hall
from sim.classroom.lesson import World
from sim.documents.season import Season
from sim.engine.game import Game
from sim.report.afterwards import compared_page, turning_page
from sim.report.citing import claims_table, named_in
from sim.report.debrief import Debrief
from sim.report.page import Page
from sim.report.table import Table
from sim.report.words import ReportWords
from sim.text.wording import Words, capitalised

MOST_CONTRADICTIONS, MOST_PARTED = 3, 4


@dataclass(frozen=True)
class Telling:
    """What the parts of a debrief are told from.

    Attributes:
        hall: The hall.
        world: Which world.
        seat: Who reads; empty for the projector and the teacher.
        words, charts: The words of a language.
        kept: What has been worked out.
    """

    hall: Hall
    world: World
    seat: str
    words: Words
    charts: ReportWords
    kept: Kept

    @property
    def debrief(self) -> Debrief | None:
        """The reader's debrief in the reader's language, or the watcher's where there is no other; None while it is being worked out."""
        told = self.kept.told.get(self.world.number)
        if told is None:
            return None
        library, scenario = self.hall.library, self.hall.lesson.set_up.scenario
        questions = [" ".join(each.split()) for each in library.teaching(scenario, self.words.lang).questions]
        title = library.headline(scenario, self.words.lang).title
        return replace(told.debriefs.get(self.seat) or told.debriefs[""], title=title, questions=questions)

    @property
    def says(self) -> dict[str, str]:
        """What each claim says, by id."""
        return {name: " ".join(claim.claim.split()) for name, claim in self.hall.library.claims().items()}

    def ordered(self, seat: str, orders: Mapping[str, str]) -> str:
        """Return orders of a seat in words."""
        return "; ".join(self.words.setting(f"{seat}.{lever}", setting) for lever, setting in orders.items())

    @property
    def better(self) -> dict[str, str]:
        """By board, whether high or low is better."""
        return {name: board.better for name, board in self.world.game.program.book.boards.items()}


def ending_page(telling: Telling) -> Page:
    """Return how the game ended, and what is still being worked out."""
    game, words, page = telling.world.game, telling.words, Page()
    if game.over:
        key = game.over if game.over in ("war", "peace") else "scheduled"
        page.text(words(f"debrief.{key}", n=len(game.played), length=game.terms.length))
    else:
        page.note(words("debriefing.stopped", n=len(game.played), length=game.terms.length))
    failed = telling.kept.failed.get(telling.world.number)
    if failed:
        page.note(words("debriefing.failed", why=failed))
    elif telling.debrief is None:
        page.note(words("debriefing.ended" if telling.kept.done else "debriefing.working"))
    return page


def whatifs_page(telling: Telling) -> Page:
    """Return how the boards compare with other games, and what other sheets of the reader's seat would have changed, as ranges."""
    kept, words, number = telling.kept, telling.words, telling.world.number
    page = Page().heading(words("debriefing.whatifs")).text(words("debriefing.whatifs_says"))
    if telling.debrief is None or telling.debrief.over == "":
        return page.text(words("debriefing.whatifs_short")) if telling.debrief else Page()
    if number in kept.compared:
        page.more(_under(compared_page(kept.compared[number], words, telling.better)))
    seats = [telling.seat] if telling.seat else list(telling.world.teams)
    for seat in seats:
        if (number, seat) in kept.turns:
            turns = turning_page(kept.turns[number, seat], words, telling.better, telling.world.game.seasons, telling.ordered)
            page.more(_under(turns, words.seat(seat)))
    waiting = number not in kept.compared or any((number, seat) not in kept.turns for seat in seats)
    return page.note(words("debriefing.ended" if kept.done else "debriefing.working")) if waiting else page


def _under(page: Page, whose: str = "") -> Page:
    """Return a page whose headings stand under another heading, with whose they are."""
    found = Page()
    for block in page.blocks:
        kind = getattr(block, "kind", "")
        if kind == "heading":
            found.subheading(f"{whose}: {block.text}" if whose else block.text)  # type: ignore[union-attr]
        elif kind == "subheading":
            found.text(block.text)  # type: ignore[union-attr]
        else:
            found.blocks.append(block)
    return found


def worlds_page(telling: Telling) -> Page:
    """Return the worlds side by side and where they first parted; nothing where there is one."""
    worlds = [world for world in telling.hall.lesson.worlds.values() if world.game.played]
    if len(worlds) < 2:  # noqa: PLR2004
        return Page()
    words = telling.words
    page = Page().heading(words("debriefing.worlds")).text(_parted([world.game for world in worlds], words))
    heads = (words("debriefing.board_head"), *(words("debriefing.world_head", n=world.number) for world in worlds))
    return page.table(Table(words("debriefing.worlds_note"), heads, tuple(_compared(telling, worlds))))


def _compared(telling: Telling, worlds: Sequence[World]) -> list[tuple[str, ...]]:
    words, games = telling.words, [world.game for world in worlds]
    accounts = [[played.account for played in game.played] for game in games]
    signed = [sum(offer.outcome == "signed" for account in found for offer in account.offers) for found in accounts]
    rows = [
        (words("debriefing.seasons_played"), *(str(len(game.played)) for game in games)),
        (words("debriefing.accords_signed"), *map(str, signed)),
        (words("debriefing.incidents"), *(str(sum(account.incident for account in found)) for found in accounts)),
        (words("debriefing.war_came"), *(words("debriefing.yes_war" if game.over == "war" else "debriefing.no_war") for game in games)),
    ]
    ends = [game.outcome() for game in games]
    for board, better in telling.better.items():
        for whose in ends[0][board]:
            name = capitalised(words.board(board)) + (f", {words.seat(whose)}" if board == "own" else "")
            digits = 3 if board == "war_risk" else 2
            rows.append((f"{name} ({words(f'boards.{better}')})", *(f"{end[board][whose]:.{digits}f}" for end in ends)))
    return rows


def _parted(games: Sequence[Game], words: Words) -> str:
    """Return in which season the worlds first ordered differently, and what."""
    layout = games[0].program.layout
    for index in range(min(len(game.played) for game in games)):
        rows = [game.played[index].account.orders for game in games]
        differ = [lever for lever in range(len(layout.levers)) if len({row[lever] for row in rows}) > 1]
        if differ:
            names = [f"{words.seat(layout.levers[lever].split('.')[0])} ({words.lever(layout.levers[lever])})" for lever in differ]
            season = words.season(Season.parse(games[0].seasons[index]))
            return words("debriefing.worlds_parted", season=season, orders=words.listed(names[:MOST_PARTED]))
    return words("debriefing.worlds_same")


def contradictions_page(telling: Telling) -> Page:
    """Return the questions on which the articles contradict one another that bore most on this world's decisions."""
    found = telling.hall.library.contradictions().contradictions
    told = telling.kept.told.get(telling.world.number)
    if told is None:
        return Page()
    bore = Counter(claim for each in told.instead for row in each.reasons for claim in row.claims)
    weight = {name: sum(bore[claim] for side in each.sides for claim in side.claims) for name, each in found.items()}
    words = telling.words
    page = Page().heading(words("debriefing.contradictions")).text(words("debriefing.contradictions_note"))
    for name in sorted(found, key=lambda each: -weight[each])[:MOST_CONTRADICTIONS]:
        each = found[name]
        page.subheading(words("debriefing.contradiction", name=name, question=words.said(" ".join(each.question.split()))))
        for side in each.sides:
            page.item(words("debriefing.side", view=words.said(side.view), claims=", ".join(f"`{claim}`" for claim in side.claims)))
        page.text(words("debriefing.ask", ask=words.said(" ".join(each.ask.split()))))
    return page


def sources_page(telling: Telling, pages: Sequence[Page]) -> Page:
    """Return what the claims named on some pages, and in the timeline, say and where they stand."""
    whole = Page()
    for page in pages:
        whole.more(page)
    told = telling.kept.told.get(telling.world.number)
    behind = [claim for each in (told.instead if told else []) for row in each.reasons for claim in row.claims[:2]]
    named = dict.fromkeys([*behind, *named_in(whole, telling.hall.library)])
    table = claims_table(telling.hall.library, named, telling.charts)
    return Page().heading(telling.charts("sources.heading")).table(table) if table.rows else Page()
