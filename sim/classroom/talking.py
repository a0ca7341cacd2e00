"""Deeds of speech: messages between teams, words to the press, the teacher's news; the teacher may take anything down."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from sim.classroom.clean import LongText
from sim.classroom.deeds import Audiences, ForTeam, deed, team_of
from sim.classroom.lesson import ALL, SCREEN, TEACHER, Lesson, Message, Refusal, team_key
from sim.classroom.log import Line
from sim.documents.schema import Strict


class Said(ForTeam):
    """A message to one or more teams of the same world; to nobody else, it is a note to one's own team."""

    to: list[str] = Field(default=[], max_length=8)
    text: LongText


@deed(Said, by="member", back="/team/talk")
def say(lesson: Lesson, line: Line, form: Said) -> Audiences:
    """Say something to other teams, or to one's own."""
    team = team_of(lesson, line, form)
    world = lesson.worlds[team.world]
    if any(seat not in world.teams for seat in form.to):
        raise Refusal("no_team", world=team.world, seat=", ".join(form.to)[:40])
    to = tuple(seat for seat in world.teams if seat in form.to or seat == team.seat)
    lesson.messages.append(Message(line.number, line.at, world.season, team.world, team.seat, line.who, to, form.text))
    return (*_readers(team.world, to), TEACHER)


class Statement(ForTeam):
    """Words to the press: everybody reads them."""

    text: LongText


@deed(Statement, by="member", back="/team/talk")
def press(lesson: Lesson, line: Line, form: Statement) -> Audiences:
    """Say something in public."""
    team = team_of(lesson, line, form)
    world = lesson.worlds[team.world]
    lesson.messages.append(Message(line.number, line.at, world.season, team.world, team.seat, line.who, (), form.text))
    return (*_readers(team.world, world.teams), TEACHER, SCREEN)


class News(Strict):
    """News that the teacher brings, to all or to one team."""

    text: LongText
    world: int = 0
    seat: str = ""


@deed(News, by="teacher")
def news(lesson: Lesson, line: Line, form: News) -> Audiences:
    """Bring news; to one team only where a seat is named."""
    if form.seat:
        team = lesson.team(form.world, form.seat)
        lesson.messages.append(Message(line.number, line.at, lesson.season, team.world, "", "teacher", (team.seat,), form.text))
        return (team_key(team.world, team.seat), TEACHER)
    if form.world and form.world not in lesson.worlds:
        raise Refusal("no_team", world=form.world, seat="")
    lesson.messages.append(Message(line.number, line.at, lesson.season, form.world, "", "teacher", (), form.text))
    return (ALL,)


class OfMessage(Strict):
    """A deed about one message."""

    message: int
    hidden: bool = True


@deed(OfMessage, by="teacher")
def hide(lesson: Lesson, line: Line, form: OfMessage) -> Audiences:
    """Take a message down, or put it up again."""
    found = next((each for each in lesson.messages if each.id == form.message), None)
    if found is None:
        raise Refusal("no_message")
    found.hidden = form.hidden
    return (ALL,) if not found.to else (*_readers(found.world, found.to), TEACHER)


def _readers(world: int, seats: Iterable[str]) -> list[str]:
    return [team_key(world, seat) for seat in seats]
