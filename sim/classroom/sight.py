"""What somebody may see: one function decides, and every page and every JSON answer is made from what it returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sim.classroom.hall import Hall
from sim.classroom.keys import Principal
from sim.classroom.lesson import PERSON, Member, Message, Team, World
from sim.classroom.sight_brief import brief
from sim.classroom.sight_game import EVERYTHING, PUBLIC, Plain, front_page, levers, offers, packages, private, rivals, season_told, situation
from sim.documents.companions import FULL
from sim.documents.lens import read_lens
from sim.rollout.session import coefficients
from sim.text.catalogue import catalogue
from sim.text.newspaper import Writer

Found = TypeVar("Found")


class Sight:
    """Looks at one hall; what is worked out from a game is kept until the game changes."""

    def __init__(self, hall: Hall) -> None:
        """Look at nothing yet."""
        self.hall = hall
        self._kept: dict[tuple[object, ...], Any] = {}

    def see(self, who: Principal, lang: str = "en", level: str = FULL) -> Plain:
        """Return everything that somebody may see now, as plain data.

        Args:
            who: Who looks: nobody, a member of a team, the projector or the teacher.
            lang: Language of what is written in words here: the news, the brief and the scenario's title.
            level: Reading level of the brief.
        """
        lesson = self.hall.lesson
        found = self._common(who, lang)
        if who.kind == "member":
            member = lesson.members[who.id]
            found |= {"me": self._me(member), **self.team(member.world, member.seat, lang, member.id, level)}
        elif who.kind == "screen":
            found |= self._screen(lang)
        elif who.kind == "nobody":
            found |= {"teams": [{"world": team.world, "seat": team.seat} for team in lesson.teams()] if lesson.joining else []}
        elif who.kind == "teacher":
            found |= self._teacher(lang)
        return found

    # --- everybody

    def _common(self, who: Principal, lang: str) -> Plain:
        lesson, now = self.hall.lesson, self.hall.clock()
        return {
            "kind": who.kind,
            "revision": lesson.revision_for(who),
            "lesson": lesson.set_up.id,
            "scenario": lesson.set_up.scenario,
            "title": self.hall.library.headline(lesson.set_up.scenario, lang).title,
            "stage": lesson.stage,
            "joining": lesson.joining,
            "opened": lesson.opened,
            "worlds": len(lesson.worlds),
            "clock": {"left": round(lesson.clock.remaining(now), 1), "runs": lesson.clock.ends is not None},
        }

    def _screen(self, lang: str) -> Plain:
        lesson, hall = self.hall.lesson, self.hall
        door = {"code": hall.keys.class_code(lesson.code_turn), "addresses": hall.addresses} if lesson.joining else {}
        about = hall.library.headline(lesson.set_up.scenario, lang).situation
        return {"door": door, "about": about, "shown": [self._public(world, lang) for world in lesson.worlds.values()]}

    def _public(self, world: World, lang: str) -> Plain:
        eyes = self._eyes(PUBLIC)
        news = [message for message in self._messages(world) if not message.to]
        return {
            "world": world.number,
            "situation": self._once(world, ("situation", eyes), lambda: situation(world.game, eyes)),
            "news": self._news(world, eyes, lang),
            "told": self._told(world, eyes),
            "press": [self._message(message, PUBLIC) for message in news],
            **self._opened(world),
        }

    # --- a team

    def team(self, number: int, seat: str, lang: str, looking: str = "", level: str = FULL) -> Plain:
        """Return what a team sees; `looking` is the member who looks, or empty for the teacher in its place."""
        lesson = self.hall.lesson
        world = lesson.worlds[number]
        team, eyes = world.teams[seat], self._eyes(seat)
        game = world.game
        asked = world.phase == "crisis" and seat in game.waiting_for()
        found: Plain = {
            "world": number,
            "seat": seat,
            "team": self._team(team, looking),
            "situation": self._once(world, ("situation", eyes), lambda: situation(game, eyes)),
            "private": self._once(world, ("private", seat), lambda: private(game, seat)),
            "news": self._news(world, eyes, lang),
            "told": self._told(world, eyes),
            "offers": self._once(world, ("offers", seat), lambda: offers(game, seat)),
            "threads": self._threads(world, seat),
            "press": [self._message(message, seat) for message in self._messages(world) if not message.to],
            "letters": [self._message(message, seat) for message in self._messages(world) if not message.seat and message.to == (seat,)],
            "crisis": {"asked": asked, "going_on": world.phase == "crisis"},
            "advisers": lesson.advisers and world.phase == "table",
            "brief": brief(self.hall.library, lesson.set_up.scenario, seat, lang, level),
            **self._opened(world),
        }
        if world.phase == "table":
            found["levers"] = self._once(world, ("levers", seat), lambda: levers(game, seat))
            found["rivals"] = self._once(world, ("rivals", seat), lambda: rivals(game, seat))
            found["foretold"] = game.predictions.get(seat)
            found["packages"] = self._once(world, ("packages", seat), lambda: packages(game, seat))
        return found

    def _me(self, member: Member) -> Plain:
        return {
            "id": member.id,
            "nick": member.nick,
            "resume": self.hall.keys.resume_code(member.id, member.turn),
            "hand": member.hand is not None,
        }

    def _team(self, team: Team, looking: str) -> Plain:
        lesson = self.hall.lesson
        pen = lesson.pen_of(team)
        sealed = team.sealed
        return {
            "agent": team.agent,
            "members": [{"id": name, "nick": lesson.members[name].nick, "you": name == looking, "pen": name == pen} for name in team.members],
            "pen": lesson.members[pen].nick if pen else "",
            "writes": not looking or looking == pen,
            "sealed": None if sealed is None else {"sheet": sealed.sheet, "reason": sealed.reason, "by": self._nick(sealed.by)},
            "opened": team.opened,
            "proposals": [
                {
                    "id": each.id,
                    "by": self._nick(each.member),
                    "mine": each.member == looking,
                    "sheet": each.sheet,
                    "package": each.package,
                    "clauses": list(each.clauses),
                    "note": each.note,
                    "backers": [self._nick(name) for name in each.backers],
                    "backed": looking in each.backers,
                }
                for each in team.proposals
            ],
        }

    def _threads(self, world: World, seat: str) -> list[Plain]:
        """Return what was said to this team or by it, by who reads along."""
        threads: dict[tuple[str, ...], list[Plain]] = {}
        for message in self._messages(world):
            if message.seat and seat in message.to:
                threads.setdefault(message.to, []).append(self._message(message, seat))
        return [{"with": [other for other in to if other != seat], "messages": said} for to, said in threads.items()]

    def advice(self, number: int, seat: str) -> list[Plain]:
        """Return what the five advisers say to a seat, on its own view; empty where the teacher has not allowed them."""
        world = self.hall.lesson.worlds[number]
        if not self.hall.lesson.advisers or world.phase != "table" or world.teams[seat].agent != PERSON:
            return []
        return self._once(world, ("advice", seat), lambda: self._counsel(world, seat))

    def _counsel(self, world: World, seat: str) -> list[Plain]:
        from sim.agents.advisers import council  # noqa: PLC0415

        library = self.hall.library
        lenses = {name: coefficients(world.game.program, read_lens(library, name)) for name in library.arguments()}
        found = []
        for advice in council(world.game.desk(seat), lenses):
            reasons = [{"term": row.name, "value": round(row.value, 2), "claims": list(row.claims)} for row in advice.reasons]
            found.append({"adviser": advice.adviser, "sheet": advice.sheet, "reasons": reasons, "expects": advice.expects})
        return found

    # --- the teacher

    def _teacher(self, lang: str) -> Plain:
        hall, lesson = self.hall, self.hall.lesson
        now = hall.clock()
        elapsed = 0.0 if lesson.began is None else now - lesson.began
        plan = lesson.plan
        here = [each for each in lesson.members.values() if not each.gone]
        return {
            "code": hall.keys.class_code(lesson.code_turn),
            "addresses": hall.addresses,
            "advisers": lesson.advisers,
            "lens": {"hidden": lesson.seal is not None, "name": "" if lesson.seal and not lesson.opened else lesson.set_up.lens},
            "plan": {
                "title": plan.title,
                "seasons": plan.seasons,
                "debrief": plan.debrief,
                "elapsed": round(elapsed),
                "until_debrief": round(plan.left_for_seasons(elapsed + 60 * plan.opening)),
                "needed": round(self._needed()),
                "a_season": 60 * (plan.season + plan.reveal),
            },
            "hands": [self._person(each) for each in sorted((each for each in here if each.hand), key=_since)],
            "people": [self._person(each) for each in here],
            "shown": [self._world(world, lang) for world in lesson.worlds.values()],
            "events": list(hall.library.rulebook()[0].events),
        }

    def _needed(self) -> float:
        """Return the seconds that the seasons still to be played take by the plan, this one's by its clock."""
        lesson = self.hall.lesson
        if lesson.stage == "over":
            return 0.0
        plan = lesson.plan
        after = max(0, plan.seasons - lesson.season - 1)
        return lesson.clock.remaining(self.hall.clock()) + 60 * (after * plan.season + (after + 1) * plan.reveal)

    def _person(self, member: Member) -> Plain:
        hall = self.hall
        return {
            "id": member.id,
            "nick": member.nick,
            "world": member.world,
            "seat": member.seat,
            "resume": hall.keys.resume_code(member.id, member.turn),
            "away": hall.away(member.id),
            "hand": member.hand is not None,
        }

    def _world(self, world: World, lang: str) -> Plain:
        game = world.game
        return {
            "world": world.number,
            "phase": world.phase,
            "season": world.season + 1,
            "situation": self._once(world, ("situation", EVERYTHING), lambda: situation(game, EVERYTHING)),
            "news": self._news(world, EVERYTHING, lang),
            "told": self._told(world, EVERYTHING),
            "offers": self._once(world, ("offers", EVERYTHING), lambda: offers(game, EVERYTHING)),
            "waiting": game.waiting_for() if world.phase == "crisis" else [],
            "pending": [event for event, _ in world.pending],
            "missing": {str(season): seats for season, seats in world.missing.items()},
            "teams": {seat: self._team(team, "") for seat, team in world.teams.items()},
            "messages": [self._message(message, EVERYTHING) for message in self._messages(world, hidden=True)],
        }

    # --- pieces

    def _eyes(self, eyes: str) -> str:
        """Return whose eyes look: everything is shown once the teacher has opened the lesson."""
        return EVERYTHING if self.hall.lesson.opened else eyes

    def _opened(self, world: World) -> Plain:
        lesson = self.hall.lesson
        if not lesson.opened:
            return {}
        assert world.session is not None
        return {"lens": world.session.lens.name, "missing": {str(season): seats for season, seats in world.missing.items()}}

    def _news(self, world: World, eyes: str, lang: str) -> Plain | None:
        if not world.game.played:
            return None
        last = len(world.game.played) - 1
        return self._once(world, ("news", eyes, lang), lambda: front_page(self._writer(world, lang), world.game, last, eyes))

    def _told(self, world: World, eyes: str) -> list[Plain]:
        return self._once(world, ("told", eyes), lambda: [season_told(world.game, index, eyes) for index in range(len(world.game.played))])

    def everything_told(self, world: World) -> list[Plain]:
        """Return all that was ordered and said at the table in a world, for a lesson that has been opened."""
        return self._told(world, EVERYTHING) if self.hall.lesson.opened else []

    def _writer(self, world: World, lang: str) -> Writer:
        key = ("writer", world.number, lang, self.hall.lesson.opened)
        found: Writer | None = self._kept.get(key)
        if found is None:
            program = world.game.program
            hidden = self.hall.lesson.seal is not None and not self.hall.lesson.opened
            believed = coefficients(program, read_lens(self.hall.library, "pool")) if hidden else None
            found = self._kept[key] = Writer(program, catalogue(lang), world.game.terms.rng_seed, believed)
        return found

    def _messages(self, world: World, *, hidden: bool = False) -> list[Message]:
        return [each for each in self.hall.lesson.messages if each.world in (0, world.number) and (hidden or not each.hidden)]

    def _message(self, message: Message, eyes: str) -> Plain:
        """Return a message for a reader: teams speak to one another as offices; who of a team wrote is for that team and the teacher."""
        own = eyes in (EVERYTHING, message.seat)
        found = {
            "at": round(message.at),
            "season": message.season + 1,
            "from": message.seat,
            "by": self._nick(message.member) if own else "",
            "to": list(message.to),
            "text": message.text,
        }
        return {**found, "id": message.id, "hidden": message.hidden} if eyes == EVERYTHING else found

    def _nick(self, member: str) -> str:
        found = self.hall.lesson.members.get(member)
        return found.nick if found else ""

    def _once(self, world: World, key: tuple[object, ...], work: Callable[[], Found]) -> Found:
        """Return something worked out from a game, kept while that game stands as it is."""
        kept = self._kept.get((world.number, *key))
        if kept is not None and kept[0] is world.session and kept[1] == world.edition:
            found: Found = kept[2]
            return found
        fresh = work()
        self._kept[(world.number, *key)] = (world.session, world.edition, fresh)
        return fresh


def _since(member: Member) -> float:
    return member.hand or 0.0
