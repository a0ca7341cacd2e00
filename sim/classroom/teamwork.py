"""Deeds of a team at work: propose sheets and offers, back them, hand in the season's sheet, pass the pen, foretell."""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from sim.classroom.clean import ShortText
from sim.classroom.deeds import Audiences, ForTeam, deed, still_open, team_of
from sim.classroom.lesson import SCREEN, TEACHER, Lesson, Proposal, Refusal, Sealed, Team, team_key
from sim.classroom.log import Line
from sim.engine.game import Game
from sim.rollout.session import do_act

MOST_PROPOSALS, MOST_LEVERS, MOST_CLAUSES = 24, 12, 12
Sheet = dict[str, str]


class ProposedSheet(ForTeam):
    """A sheet for one's team to look at."""

    sheet: Sheet = Field(default={}, max_length=MOST_LEVERS)
    note: ShortText = ""


@deed(ProposedSheet, by="member teacher", back="/team/orders")
def propose_sheet(lesson: Lesson, line: Line, form: ProposedSheet) -> Audiences:
    """Put a sheet before one's team; the last one of each member stays."""
    team = team_of(lesson, line, form)
    still_open(lesson, line)
    world = lesson.worlds[team.world]
    if world.awake(line.number):
        world.game.held_by_person(team.seat)
        world.game.check(team.seat, form.sheet)
    own = [each for each in team.proposals if not (each.member == line.who and each.sheet is not None)]
    return _put(team, [*own, Proposal(team.proposed + 1, line.who, dict(form.sheet), "", (), form.note)])


class ProposedOffer(ForTeam):
    """An offer for one's team to look at before it is tabled."""

    package: str = Field(max_length=60)
    clauses: list[str] = Field(default=[], max_length=MOST_CLAUSES)
    note: ShortText = ""


@deed(ProposedOffer, by="member teacher", back="/team/table")
def propose_offer(lesson: Lesson, line: Line, form: ProposedOffer) -> Audiences:
    """Put an offer before one's team."""
    team = team_of(lesson, line, form)
    still_open(lesson, line)
    world = lesson.worlds[team.world]
    clauses = tuple(form.clauses)
    if world.awake(line.number):
        world.game.held_by_person(team.seat)
        clauses = world.game.table.check_clauses(form.package, clauses or None)
        line.made = {"clauses": list(clauses)}
    elif line.made is not None:
        clauses = tuple(line.made["clauses"])
    return _put(team, [*team.proposals, Proposal(team.proposed + 1, line.who, None, form.package, clauses, form.note)])


def _put(team: Team, proposals: list[Proposal]) -> Audiences:
    if len(proposals) > MOST_PROPOSALS:
        raise Refusal("too_many", most=MOST_PROPOSALS)
    team.proposals = proposals
    team.proposed = max([team.proposed, *(each.id for each in proposals)])
    return (team_key(team.world, team.seat), TEACHER)


class OfProposal(ForTeam):
    """A deed about one proposal."""

    proposal: int


@deed(OfProposal, by="member")
def back(lesson: Lesson, line: Line, form: OfProposal) -> Audiences:
    """Be for a proposal, or no longer."""
    team = team_of(lesson, line, form)
    found = _proposal(team, form.proposal)
    others = tuple(each for each in found.backers if each != line.who)
    backers = others if line.who in found.backers else (*others, line.who)
    return _put(team, [replace(each, backers=backers) if each is found else each for each in team.proposals])


@deed(OfProposal, by="member teacher")
def drop(lesson: Lesson, line: Line, form: OfProposal) -> Audiences:
    """Take one's own proposal back; the holder of the pen and the teacher may clear any."""
    team = team_of(lesson, line, form)
    found = _proposal(team, form.proposal)
    if line.who not in (found.member, lesson.pen_of(team), "teacher"):
        raise Refusal("not_yours")
    return _put(team, [each for each in team.proposals if each is not found])


def _proposal(team: Team, number: int) -> Proposal:
    for each in team.proposals:
        if each.id == number:
            return each
    raise Refusal("no_proposal")


class Submitted(ForTeam):
    """The season's sheet of a team."""

    sheet: Sheet = Field(default={}, max_length=MOST_LEVERS)
    proposal: int = 0
    reason: ShortText = ""


@deed(Submitted, by="member teacher", back="/team")
def submit(lesson: Lesson, line: Line, form: Submitted) -> Audiences:
    """Hand in the team's sheet, with its reason; the one with the pen does it, and may do it again until the clock ends."""
    team = team_of(lesson, line, form)
    _with_pen(lesson, line, team)
    still_open(lesson, line)
    sheet = dict(_proposal(team, form.proposal).sheet or {}) if form.proposal else dict(form.sheet)
    world = lesson.worlds[team.world]
    if world.phase != "table":
        raise Refusal("world_over")
    if world.awake(line.number):
        assert world.session is not None
        world.game.submit(team.seat, sheet, form.reason)
        world.session.drafts[team.seat] = world.game.sheet_of(team.seat, world.game.sheets[team.seat])
        sheet = dict(world.session.drafts[team.seat])
    team.sealed, team.opened = Sealed(sheet, form.reason, line.who, line.at), ""
    return (team_key(team.world, team.seat), TEACHER)


@deed(ForTeam, by="member teacher", back="/team/orders")
def unseal(lesson: Lesson, line: Line, form: ForTeam) -> Audiences:
    """Open the team's sheet again before the clock ends."""
    team = team_of(lesson, line, form)
    _with_pen(lesson, line, team)
    still_open(lesson, line)
    if team.sealed is None:
        raise Refusal("nothing_sealed")
    world = lesson.worlds[team.world]
    if world.awake(line.number):
        assert world.session is not None
        world.game.withdraw_sheet(team.seat)
        world.session.drafts.pop(team.seat, None)
    team.sealed = None
    return (team_key(team.world, team.seat), TEACHER)


def _with_pen(lesson: Lesson, line: Line, team: Team) -> None:
    if line.who.startswith("m") and lesson.pen_of(team) != line.who:
        holder = lesson.members.get(lesson.pen_of(team))
        raise Refusal("no_pen", holder=holder.nick if holder else "")


class Pen(ForTeam):
    """The pen goes to a member."""

    member: str


@deed(Pen, by="member teacher server")
def pass_pen(lesson: Lesson, line: Line, form: Pen) -> Audiences:
    """Pass the pen to a team-mate, for this season.

    Its holder and the teacher may. A team-mate may take it where the holder has not been seen for a while: the server checks that and
    writes the line in its own name.
    """
    if line.who == "server":
        member = lesson.member(form.member)
        team = lesson.team(member.world, member.seat)
    else:
        team = team_of(lesson, line, form)
        _with_pen(lesson, line, team)
    if form.member not in team.members:
        raise Refusal("no_member")
    team.pen = form.member
    return (team_key(team.world, team.seat), TEACHER)


class Act(ForTeam):
    """An act at the table, as records write it but without its seat.

    Attributes:
        act: ``offer``, ``answer``, ``counter``, ``withdraw``, ``snap_back``, ``forgive`` or ``predict``.
        package: The accord, where there is one.
        number: The offer as the team counts, where there is one.
        answer: ``accept`` or ``refuse``.
        clauses: Of an offer or counter; none: the package's own.
        guess: What is foretold: a lever and its setting, such as ``DPRK.test=icbm``.
        adviser: The adviser believed, if any.
    """

    act: str = Field(pattern=r"^(offer|answer|counter|withdraw|snap_back|forgive|predict)$")
    package: str = Field(default="", max_length=60, pattern=r"^[\w-]*$")
    number: int = Field(default=0, ge=0, le=999)
    answer: str = Field(default="", max_length=20, pattern=r"^\w*$")
    clauses: list[str] = Field(default=[], max_length=MOST_CLAUSES)
    guess: str = Field(default="", max_length=60, pattern=r"^([\w.]+=\w+)?$")
    adviser: str = Field(default="", max_length=40, pattern=r"^\w*$")

    def text(self, seat: str) -> str:
        """Return the act as a record writes it."""
        words: dict[str, list[str]] = {
            "offer": [self.package, *self.clauses],
            "answer": [str(self.number), self.answer],
            "counter": [str(self.number), *self.clauses],
            "withdraw": [str(self.number)],
            "snap_back": [self.package],
            "forgive": [self.package],
            "predict": [*self.guess.split("="), *([self.adviser] if self.adviser else [])],
        }
        return " ".join([self.act, seat, *words[self.act]])


@deed(Act, by="member teacher", back="/team/table")
def act(lesson: Lesson, line: Line, form: Act) -> Audiences:
    """Do something at the table: the one with the pen tables, answers, counters, withdraws, snaps back, forgives or foretells."""
    team = team_of(lesson, line, form)
    _with_pen(lesson, line, team)
    still_open(lesson, line)
    world = lesson.worlds[team.world]
    if any(" " in clause or not clause for clause in form.clauses):
        raise Refusal("form", field="clauses", why="a clause is one word")
    if form.act == "predict" and form.adviser and form.adviser not in lesson.library.arguments():
        raise Refusal("form", field="adviser", why=f'no adviser "{form.adviser}"')
    if world.awake(line.number):
        changed = _acted(lesson, line, form, team)
        line.made = {"changed": sorted(changed)}
    world.edition += 1
    return list((line.made or {})["changed"])


def _acted(lesson: Lesson, line: Line, form: Act, team: Team) -> set[str]:
    """Do an act at the table and return whose pages change."""
    world = lesson.worlds[team.world]
    assert world.session is not None
    before, accords = _table_now(world.game), world.game.table.in_force()
    try:
        do_act(world.session, form.text(team.seat))
    except ValueError:
        raise Refusal("form", field="act", why="something is missing") from None
    if form.act == "predict":
        acts = world.session.acts  # the last guess counts; earlier ones need not be kept
        acts[:] = [each for each in acts[:-1] if not each.startswith(f"predict {team.seat} ")] + acts[-1:]
        return {team_key(team.world, team.seat), TEACHER}
    if world.game.table.in_force() != accords:  # everybody sees what is in force
        touched = set(world.teams)
    else:
        touched = {seat for offer in _table_now(world.game) if offer not in before for seat in offer[0]} | {team.seat}
    screen = {SCREEN} if touched == set(world.teams) else set()
    return {TEACHER, *screen, *reopen(lesson, team.world), *(team_key(team.world, seat) for seat in touched)}


def _table_now(game: Game) -> list[tuple[tuple[str, ...], int, str, str]]:
    """Return what can be seen of each offer: who sees it, its place, answers and outcome."""
    offers = game.table.offers
    return [((offer.by, *offer.parties), place, repr(offer.answers), offer.outcome) for place, offer in enumerate(offers)]


def reopen(lesson: Lesson, number: int) -> list[str]:
    """Note which sealed sheets the game has opened because something signed has made them illegal; return whose pages change."""
    world = lesson.worlds[number]
    game: Game = world.game
    changed = []
    for team in world.teams.values():
        if team.sealed is not None and team.seat not in game.sheets:
            team.sealed, team.opened = None, "table"
            changed.append(team_key(number, team.seat))
    return changed
