"""The front page of a finished season: what was done, what moved and why, what a rule refused, and what it cost people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.text.catalogue import Catalogue
from sim.text.particles import fill
from sim.text.pen import Pen, Used, masked, split
from sim.text.scene import Scene, Views, views_of
from sim.text.stories import Story, Teller

if TYPE_CHECKING:
    from sim.engine.account import Account
    from sim.engine.game import Game
    from sim.engine.program import Program

Move = tuple[str, float, float, float | None]


@dataclass(frozen=True)
class FrontPage:
    """A season's front page for one reader.

    Attributes:
        heading: ``SPRING 2020``.
        number: ``season 1 of 12``.
        headlines: What was done, the most newsworthy first.
        cables: What continues, what moved and why, estimates.
        refused: What a rule refused or reduced, with the rule and its first claim.
        moves: (short name of the dial, before, after, standard error of the reader's estimate in dial points or None).
        human_cost: The line that is always there: words, level and trend.
        human_words: Its words alone.
        human_level: low, middle, high or severe.
        human_trend: rising, falling or steady.
    """

    heading: str
    number: str
    headlines: tuple[str, ...]
    cables: tuple[str, ...]
    refused: tuple[str, ...]
    moves: tuple[Move, ...]
    human_cost: str
    human_words: str
    human_level: str
    human_trend: str

    @property
    def entries(self) -> tuple[str, ...]:
        """Everything the page says in words, in its order."""
        return (*self.headlines, *self.cables, *self.refused, self.human_words)


class Writer:
    """Writes the front pages of one game, for any reader.

    A page is a function of the game, the index, the reader and the random seed: earlier pages are written first, so that it does
    not matter which of them were asked for, and a season taken back and played anew is written anew.

    Example::

        writer = Writer(game.program, catalogue("en"), rng_seed=7)
        writer.front_page(game, 0).heading  # 'SPRING 2020'
    """

    def __init__(self, program: Program, catalogue: Catalogue, rng_seed: int, coefficients: Sequence[float] | None = None) -> None:
        """Begin with nothing said.

        Args:
            program: The compiled rulebook.
            catalogue: Words of a language.
            rng_seed: The game's random seed.
            coefficients: The lens under which reasons of moves are told to a seat while the world's own is hidden.
        """
        self.program, self.words, self.seed, self.believed = program, catalogue, rng_seed, coefficients
        self._kept: dict[tuple[str | None, int], tuple[Account, str, FrontPage, Used]] = {}

    def front_page(self, game: Game, index: int, viewer: str | None = None, view: Views | None = None) -> FrontPage:
        """Return the page of a finished season.

        Args:
            game: The game.
            index: The season, from 0; negative counts from the last.
            viewer: The seat that reads; None reads everything exactly (debrief, watching), "" is the public.
            view: The viewer's views before and after the season, in the layout's order; by default worked out from the game.

        Raises:
            IndexError: That season has not been played.
        """
        last = range(len(game.played))[index]
        for each in range(last):
            self._page(game, each, viewer, None)
        return self._page(game, last, viewer, view)

    def _page(self, game: Game, index: int, viewer: str | None, view: Views | None) -> FrontPage:
        account, over = game.played[index].account, game.over if index == len(game.played) - 1 else ""
        kept = self._kept.get((viewer, index))
        if kept is not None and kept[0] is account and kept[1] == over and view is None:
            return kept[2]
        used = self._kept[viewer, index - 1][3].copy() if index else Used()
        views = view if view is not None or not viewer else views_of(self.program, game, index, viewer)
        believed = None if viewer is None else self.believed
        page = _Desk(Scene(self.program, game, index, viewer, views, believed), self.words, self.seed, used).page()
        self._kept[viewer, index] = (account, over, page, used)
        for later in [key for key in self._kept if key[0] == viewer and key[1] > index]:
            del self._kept[later]
        return page


class _Desk:
    """Puts one page together."""

    def __init__(self, scene: Scene, words: Catalogue, seed: int, used: Used) -> None:
        self.scene, self.words, self.used = scene, words, used
        self.teller = Teller(scene, words)
        name, year = _season(scene)
        self.quarter = name
        self.season = fill(words.label("page", "heading"), season=words.label("seasons", name), year=year) if year else name
        self.pen = Pen(words, seed, scene.index, used, {"season": self.season})
        months = words.entry("months", name) or [month for quarter in words.entry("months").values() for month in quarter]
        self.months: list[str] = list(months)

    def page(self) -> FrontPage:
        """Write the page."""
        stories = self._fit(self.teller.stories())
        paper = self.words.entry("paper")
        least = paper["cables"][0]
        human = self._human_cost()
        refused = tuple(self._rule(story) for story in stories if story.place == "refused")
        room = paper["page"] - _length((*refused, human[1]))
        headlines, told = self._until(self._headlines(stories), min(paper["lead"], room - least), paper["headlines"][0])
        rest = [story for story in stories if story not in told]
        room -= _length(headlines)
        cables, also = self._until(self._cables(rest), room, min(least, room))
        self.used.told = frozenset(story.topic for story in told + also)
        return FrontPage(self.season.upper(), self._number(), headlines, cables, refused, self._moves(), *human)

    def _until(self, stories: Sequence[Story], room: int, least: int) -> tuple[tuple[str, ...], list[Story]]:
        """Write stories while there is room for sentences, but at least so many; return the texts and what they tell."""
        texts: list[str] = []
        told: list[Story] = []
        for story in stories:
            left = room - _length(texts)
            if len(texts) >= least and left <= 0:
                break
            text = self._write(story, max(1, left - max(0, least - len(texts) - 1)))
            if text:
                texts.append(text)
                told.append(story)
        return tuple(texts), told

    def _number(self) -> str:
        return fill(self.words.label("page", "number"), n=self.scene.index + 1, length=self.scene.game.terms.length)

    # --- what is told

    def _fit(self, stories: Iterable[Story]) -> list[Story]:
        """Drop what has no words, what another story contradicts or contains, and in war all but the war; heaviest first."""
        lighter = float(self.words.entry("paper", "repeated"))
        found: dict[str, Story] = {}
        for story in stories:
            if story.place != "refused" and not any(self.words.variants(key) for key in story.keys):
                continue
            again = story.topic in self.used.told
            story = replace(story, weight=story.weight - lighter) if again else story  # noqa: PLW2901
            if story.topic not in found or story.weight > found[story.topic].weight:
                found[story.topic] = story
        if self.scene.account.war:
            found = {topic: story for topic, story in found.items() if _begins(story, self.words.entry("paper", "war"))}
        barred: dict[str, list[str]] = self.words.entry("paper", "not_beside")
        kept = [story for story in found.values() if not self._barred(story, found.values(), barred)]
        return sorted(kept, key=lambda story: -story.weight)

    @staticmethod
    def _barred(story: Story, others: Iterable[Story], barred: dict[str, list[str]]) -> bool:
        against = [each for key, list_ in barred.items() if _begins(story, [key]) for each in list_]
        return any(_begins(other, against) for other in others if other is not story and not _stays(other))

    def _headlines(self, stories: list[Story]) -> list[Story]:
        least, most = self.words.entry("paper", "headlines")
        minor, a_seat = self.words.entry("paper", "minor"), self.words.entry("paper", "a_seat")
        found: list[Story] = []
        for story in stories:
            enough = len(found) >= least and story.weight < minor
            if story.place != "news" or _stays(story) or enough or len(found) >= most or _crowds(story, found, a_seat):
                continue
            found.append(story)
        if self.scene.account.war:
            return found
        return found + self._filling(stories, least - len(found))

    def _filling(self, stories: Iterable[Story], missing: int) -> list[Story]:
        """Return what is told of a season in which too little happened: that it was quiet, and what stays."""
        quiet = [Story(("quiet",), "quiet")]
        stays = [story for story in stories if story.place == "news" and _stays(story)]
        seats = self.scene.program.layout.seats
        first = self.scene.index % len(seats)
        colours = [Story((f"colour.{seat}",), f"colour.{seat}") for seat in (*seats[first:], *seats[:first])]
        return (quiet + stays + colours)[: max(0, missing)]

    def _cables(self, stories: list[Story]) -> list[Story]:
        least, most = self.words.entry("paper", "cables")
        close = [story for story in stories if story.place == "close"]
        most -= len(close)
        a_few, many = self.words.entry("paper", "dials")
        dials = [story for story in stories if story.topic.startswith("dial.")][:many]
        others = [story for story in stories if story.place in ("news", "cable") and story not in dials and not story.topic.startswith("dial.")]
        found = dials[:a_few]
        floor = self.words.entry("paper", "slight")
        for story in sorted([*dials[a_few:], *others], key=lambda each: -each.weight):
            if len(found) < most and (story.weight >= floor or len(found) < least):
                found.append(story)
        return close + dials[:1] + sorted((story for story in found if story not in dials[:1]), key=lambda story: -story.weight)

    # --- how it is told

    def _write(self, story: Story, room: int = 2) -> str:
        must = "reason" if "reason" in story.slots else None
        return self.pen.write(story.keys, {**story.slots, "month": self.pen.pick("month", self.months)}, must, room)

    def _rule(self, story: Story) -> str:
        """Return what a rule refused, with its number and first claim."""
        rule = story.key.split(".", 1)[1]
        sentence = self._write(story) or f"{self.scene.program.book.rules[rule].title}."
        if not story.claims:
            return sentence
        return fill(self.words.label("page", "rule"), sentence=sentence, rule=rule, claims=story.claims[0])

    def _moves(self) -> tuple[Move, ...]:
        known = self.scene.program.book.dials
        dials = [dial for dial in self.words.entry("paper", "moves") if dial in known and not self.scene.unknown(dial)]
        return tuple((self.words.label("dials", dial, "short"), *self.scene.move(dial), self.scene.band(dial)) for dial in dials)

    def _human_cost(self) -> tuple[str, str, str, str]:
        """Return the line, its words, level and trend; war is the worst there is."""
        paper = self.words.entry("paper")
        before, after = self.scene.move("stress")
        level = next((name for name, top in paper["human_cost"].items() if after < top), "severe")
        trend = "steady" if abs(after - before) < paper["steady"] else "rising" if after > before else "falling"
        key = f"human_cost.{level}"
        if self.scene.account.war:
            key, level, trend = "human_cost.war", "severe", "rising"
        text = self._write(Story((key,), key))
        names = {"level": self.words.label("human_levels", level), "trend": self.words.label("trends", trend)}
        return fill(self.words.label("page", "human_cost"), words=text, **names), text, level, trend


def _length(texts: Iterable[str]) -> int:
    """Return how many sentences some texts have."""
    return sum(len(split(text)) for text in texts)


def _begins(story: Story, prefixes: Sequence[str]) -> bool:
    """Say whether a story's key or topic is one of some names or lies under one."""
    return any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes for name in (story.key, story.topic))


def _stays(story: Story) -> bool:
    return story.key.endswith(".still") and not story.key.startswith("order.DPRK.test.")


def _crowds(story: Story, found: Sequence[Story], a_seat: int) -> bool:
    """Say whether a seat's orders fill enough of the page already."""
    if not story.key.startswith("order."):
        return False
    seat = story.key.split(".")[1]
    return sum(each.key.startswith(f"order.{seat}.") for each in found) >= a_seat


def _season(scene: Scene) -> tuple[str, str]:
    """Return the quarter and year of the season's id; an id of another kind stands for itself."""
    name = scene.game.seasons[scene.index] if scene.index < len(scene.game.seasons) else f"season {scene.index + 1}"
    quarter, _, year = name.partition("-")
    return (quarter, year) if year.isdigit() else (name, "")


def repetition(pages: Sequence[FrontPage]) -> float:
    """Return the share of sentences of a game that had been read before in it, figures and the season's name left aside.

    Headlines, cables, refusals and the words on human cost count; an entry of two sentences counts as two.
    """
    seen: set[str] = set()
    again = total = 0
    for page in pages:
        for sentence in sentences(page):
            total += 1
            again += sentence in seen
            seen.add(sentence)
    return again / total if total else 0.0


def sentences(page: FrontPage) -> list[str]:
    """Return a page's sentences as a reader would compare them: without figures and the season's name."""
    texts = [re.sub(re.escape(page.heading), "#", entry, flags=re.IGNORECASE) for entry in page.entries]
    return [masked(part) for text in texts for part in split(text)]
