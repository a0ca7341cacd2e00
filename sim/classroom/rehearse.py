"""A dry run: bots sit in every team as members, propose, talk, negotiate and hand in, so that a teacher can rehearse alone."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence

from sim.agents.payoff import PayoffAgent, choose
from sim.classroom.hall import Hall
from sim.classroom.keys import Principal, fresh
from sim.classroom.lesson import PERSON, Lesson, Refusal, Team
from sim.classroom.pages import words_of
from sim.engine.errors import Refused
from sim.engine.game import Game

PAUSE = 2.0  # seconds between two things that bots do
IN_A_TEAM = 2
DOOR = Principal("nobody", "drehearsal")


class Rehearsal:
    """Bots in the seats of a hall; each step does the next thing that some team has to do."""

    def __init__(self, hall: Hall) -> None:
        """Sit down nowhere yet."""
        self.hall = hall
        self.words = words_of(hall.lesson.set_up.lang)
        self._done: set[tuple[int, int, str, str]] = set()
        self._mind = PayoffAgent()

    @property
    def lesson(self) -> Lesson:
        """How things stand."""
        return self.hall.lesson

    async def sit_down(self) -> None:
        """Fill every team that no bot of the game plays and nobody has joined."""
        for team in self.lesson.teams():
            for number in range(1, IN_A_TEAM + 1 if team.agent == PERSON and not team.members else 1):
                nick = self.words("rehearse.nick", seat=team.seat, n=number)
                await self.hall.post(DOOR, "join", {"world": team.world, "seat": team.seat, "nick": nick}, fresh())

    async def run(self) -> None:
        """Go on until the lesson is over, one thing after the other."""
        await self.sit_down()
        while self.lesson.stage != "over":
            await asyncio.sleep(PAUSE)
            await self.step()

    async def step(self) -> bool:
        """Do the next thing in every team; say whether anything was done."""
        done = False
        for member in self.lesson.members.values():
            self.hall.hear(Principal("member", member.id))
        for team in self.lesson.teams():
            if team.members and team.agent == PERSON:
                with contextlib.suppress(Refusal, Refused):  # a bot asks for what is not legal now; it goes on with the next thing
                    done = await self._next(team) or done
        return done

    async def _next(self, team: Team) -> bool:
        if self.lesson.stage == "crisis":
            return await self._answer_incident(team)
        if self.lesson.stage != "table":
            return False
        for what in ("propose", "talk", "offers", "offer", "submit"):
            mark = (team.world, self.lesson.worlds[team.world].season, team.seat, what)
            if mark not in self._done:
                self._done.add(mark)
                await getattr(self, f"_{what}")(team)
                return True
        return False

    def _game(self, team: Team) -> Game:
        return self.lesson.worlds[team.world].game

    async def _post(self, who: str, kind: str, **fields: object) -> None:
        await self.hall.post(Principal("member", who), kind, fields, fresh())

    def _pen(self, team: Team) -> str:
        return self.lesson.pen_of(team)

    async def _propose(self, team: Team) -> None:
        mate = next((name for name in team.members if name != self._pen(team)), team.members[0])
        await self._post(mate, "propose_sheet", sheet=self._sheet(team), note=self.words("rehearse.note"))

    def _sheet(self, team: Team) -> dict[str, str]:
        game = self._game(team)
        return game.sheet_of(team.seat, choose(game.desk(team.seat)).orders)

    async def _talk(self, team: Team) -> None:
        others: Sequence[str] = [seat for seat in self.lesson.worlds[team.world].teams if seat != team.seat]
        to = others[self.lesson.worlds[team.world].season % len(others)]
        await self._post(self._pen(team), "say", to=[to], text=self.words("rehearse.message", seat=self.words.seat(to)))

    async def _offers(self, team: Team) -> None:
        game = self._game(team)
        for offer in game.table.open_offers(team.seat):
            number = game.table.seen_by(team.seat).index(offer) + 1
            answer = "accept" if self._mind.accepts(game.desk(team.seat), offer) else "refuse"
            await self._post(self._pen(team), "act", act="answer", number=number, answer=answer)

    async def _offer(self, team: Team) -> None:
        game = self._game(team)
        proposal = self._mind.proposal(game.desk(team.seat))
        if proposal is not None:
            await self._post(self._pen(team), "act", act="offer", package=proposal[0], clauses=list(proposal[1]))

    async def _submit(self, team: Team) -> None:
        if team.sealed is None:
            await self._post(self._pen(team), "submit", sheet=self._sheet(team), reason=self.words("rehearse.reason"))

    async def _answer_incident(self, team: Team) -> bool:
        game = self._game(team)
        if self.lesson.worlds[team.world].phase != "crisis" or team.seat not in game.waiting_for():
            return False
        await self._post(self._pen(team), "answer", answer="step_back")
        return True
