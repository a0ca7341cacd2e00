"""Deeds of coming and going: join, move, take out, reissue a token, hand a seat to a bot and back."""

from __future__ import annotations

from pydantic import Field

from sim.classroom.clean import Nick, folded
from sim.classroom.deeds import Audiences, deed
from sim.classroom.lesson import ALL, PERSON, TEACHER, Lesson, Member, Refusal, team_key
from sim.classroom.log import Line
from sim.documents.schema import Strict
from sim.rollout.session import Session, hand_over

MOST_IN_TEAM, MOST_MEMBERS = 12, 240


class Join(Strict):
    """Somebody comes in; the class code was checked at the door."""

    world: int = 1
    seat: str
    nick: Nick


@deed(Join, by="nobody teacher")
def join(lesson: Lesson, line: Line, form: Join) -> Audiences:
    """Let somebody into a team."""
    team = lesson.team(form.world, form.seat)
    if not lesson.joining and line.who != "teacher":
        raise Refusal("joining_closed")
    if len(team.members) >= MOST_IN_TEAM or len(lesson.members) >= MOST_MEMBERS:
        raise Refusal("team_full")
    if any(folded(lesson.members[other].nick) == folded(form.nick) for other in team.members):
        raise Refusal("nick_taken", nick=form.nick)
    member = Member(f"m{len(lesson.members) + 1}", form.nick, form.world, form.seat)
    lesson.members[member.id] = member
    line.made = {"member": member.id}
    team.members.append(member.id)
    return (team_key(form.world, form.seat), TEACHER)


class OfMember(Strict):
    """A deed of the teacher's about one member."""

    member: str


@deed(OfMember, by="teacher")
def remove(lesson: Lesson, line: Line, form: OfMember) -> Audiences:
    """Take a member out; its token and resume code die."""
    member = lesson.member(form.member)
    member.gone = True
    lesson.team(member.world, member.seat).members.remove(member.id)
    return (team_key(member.world, member.seat), TEACHER)


@deed(OfMember, by="teacher")
def reissue(lesson: Lesson, line: Line, form: OfMember) -> Audiences:
    """Give a member a new token and resume code; the old ones die."""
    member = lesson.member(form.member)
    member.turn += 1
    return (team_key(member.world, member.seat), TEACHER)


class Move(Strict):
    """A member goes to another team."""

    member: str
    world: int
    seat: str


@deed(Move, by="teacher")
def move(lesson: Lesson, line: Line, form: Move) -> Audiences:
    """Put a member into another team; its token stays, what it sees changes at once."""
    member, team = lesson.member(form.member), lesson.team(form.world, form.seat)
    if len(team.members) >= MOST_IN_TEAM:
        raise Refusal("team_full")
    if any(folded(lesson.members[other].nick) == folded(member.nick) for other in team.members if other != member.id):
        raise Refusal("nick_taken", nick=member.nick)
    before = team_key(member.world, member.seat)
    lesson.team(member.world, member.seat).members.remove(member.id)
    member.world, member.seat = form.world, form.seat
    team.members.append(member.id)
    return (before, team_key(form.world, form.seat), TEACHER)


class HandOver(Strict):
    """A seat changes hands."""

    world: int
    seat: str
    to: str = Field(pattern=r"^(person|payoff|standing)$")


@deed(HandOver, by="teacher")
def hand_seat(lesson: Lesson, line: Line, form: HandOver) -> Audiences:
    """Hand a seat to a bot, or back to its team; the table of this season begins anew, sheets handed in stay."""
    team, world = lesson.team(form.world, form.seat), lesson.worlds[form.world]
    if world.phase != "table":
        raise Refusal("not_now")
    if team.agent == form.to:
        raise Refusal("seat_is_so", seat=form.seat)
    if world.awake(line.number):
        assert world.session is not None
        _reseat(world.session, form.seat, form.to)
    team.agent = form.to
    if form.to != PERSON:
        team.sealed = None
    world.edition += 1
    return (*(team_key(form.world, seat) for seat in world.teams), ALL)


def _reseat(session: Session, seat: str, agent: str) -> None:
    game = session.game
    sheets = {other: (game.sheet_of(other, orders), game.reasons.get(other, "")) for other, orders in game.sheets.items() if other != seat}
    hand_over(session, seat, agent)
    session.acts.clear()
    for other, (sheet, reason) in sheets.items():
        game.submit(other, sheet, reason)


class Door(Strict):
    """Whether new members are let in, and whether the class code is to change."""

    joining: bool = True
    new_code: bool = False


@deed(Door, by="teacher")
def door(lesson: Lesson, line: Line, form: Door) -> Audiences:
    """Open or close the door, or change the code of the class."""
    lesson.joining = form.joining
    lesson.code_turn += form.new_code
    return (ALL,)


class Hand(Strict):
    """A hand goes up or down."""

    up: bool = True
    member: str = ""


@deed(Hand, by="member teacher")
def hand(lesson: Lesson, line: Line, form: Hand) -> Audiences:
    """Raise or lower a hand; the teacher may lower anybody's."""
    member = lesson.member(form.member if line.who == "teacher" else line.who)
    member.hand = line.at if form.up and line.who != "teacher" else None
    return (team_key(member.world, member.seat), TEACHER)
