"""The lesson as it stands: worlds, teams, members, what was said. It is nothing but its log, applied line by line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sim.classroom.keys import Principal
from sim.classroom.plans import Plan, plan_of
from sim.documents.library import Library
from sim.documents.scenario import Scenario
from sim.engine.game import Game
from sim.rollout.session import Seal, Session

PERSON, BOT = "person", "payoff"
ALL, TEACHER, SCREEN = "all", "teacher", "screen"
GRACE = 3.0  # seconds after the clock in which orders still count: they may have been on their way


class Refusal(Exception):
    """Something asked of the lesson that it does not do; told by a sentence of the catalogue (``refused.KEY``)."""

    def __init__(self, key: str, **slots: object) -> None:
        """Keep the sentence's key and slots."""
        self.key, self.slots = key, slots
        super().__init__(key)


@dataclass
class Member:
    """Somebody in a team.

    Attributes:
        id: ``m`` and how many came before, with it.
        nick: What others call it; no real name is asked for.
        world, seat: Its team.
        turn: How often its token was reissued.
        gone: Whether it was taken out.
        hand: When it raised its hand, or None.
    """

    id: str
    nick: str
    world: int
    seat: str
    turn: int = 0
    gone: bool = False
    hand: float | None = None


@dataclass(frozen=True)
class Proposal:
    """What a member puts before its team: a sheet or an offer.

    Attributes:
        id: From 1 in its team, so that it tells nothing of other teams.
        member: Who proposes.
        sheet: Setting by lever; None for an offer.
        package, clauses: Of an offer.
        note: Why.
        backers: Members who are for it.
    """

    id: int
    member: str
    sheet: dict[str, str] | None
    package: str
    clauses: tuple[str, ...]
    note: str
    backers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sealed:
    """A sheet that was handed in."""

    sheet: dict[str, str]
    reason: str
    by: str
    at: float


@dataclass
class Team:
    """A seat of one world and those who fill it.

    Attributes:
        world, seat: Which.
        agent: ``person``, or the agent that plays it.
        members: Ids in the order of joining.
        proposals: Of this season.
        sealed: This season's sheet, once handed in.
        proposed: Proposals so far in the lesson.
        pen: The member who was given the pen this season, or empty: it goes round.
        opened: Why a sealed sheet was opened again this season, or empty.
    """

    world: int
    seat: str
    agent: str = PERSON
    members: list[str] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    sealed: Sealed | None = None
    proposed: int = 0
    pen: str = ""
    opened: str = ""


@dataclass
class Message:
    """Something said: between teams (``to`` names all that read it), to the press (``to`` is empty), or the teacher's news.

    Attributes:
        id: Number of its line; shown to the teacher only, who takes messages down by it.
        at: When.
        season: In which season, from 0.
        world: Where; 0 is every world.
        seat: The team that says it; empty for the teacher.
        member: Who of the team.
        to: Seats that read it, the sender's included; empty: everybody.
        text: The words.
        hidden: Whether the teacher took it down.
    """

    id: int
    at: float
    season: int
    world: int
    seat: str
    member: str
    to: tuple[str, ...]
    text: str
    hidden: bool = False


@dataclass
class World:
    """One of the parallel games.

    Attributes:
        number: From 1.
        teams: By seat.
        session: The game; None while a log is read up to the last record of this world.
        wakes: Number of the log's last line with a record of this world; the game is not touched before it.
        phase: ``table``, ``crisis`` or ``over``.
        season: Seasons finished.
        pending: Events that begin next season: (event, seasons).
        missing: By season, the seats whose sheet was missing.
        edition: Grows whenever the game changes; what is worked out from the game is kept by it.
    """

    number: int
    teams: dict[str, Team]
    session: Session | None = None
    wakes: int = 0
    phase: str = "table"
    season: int = 0
    pending: list[tuple[str, int]] = field(default_factory=list)
    missing: dict[int, list[str]] = field(default_factory=dict)
    edition: int = 0

    @property
    def game(self) -> Game:
        """The game."""
        assert self.session is not None
        return self.session.game

    def awake(self, number: int) -> bool:
        """Say whether the game is to be touched by a line of the log."""
        return number > self.wakes


@dataclass
class Clock:
    """The server's clock of a season.

    Attributes:
        ends: When it runs out, on the server's clock; None while it stands.
        left: Seconds left while it stands.
    """

    ends: float | None = None
    left: float = 0.0

    def remaining(self, now: float) -> float:
        """Return the seconds left, not less than none."""
        return max(0.0, self.left if self.ends is None else self.ends - now)

    def run(self, now: float) -> None:
        """Let it run from now."""
        if self.ends is None:
            self.ends = now + self.left

    def stand(self, now: float) -> None:
        """Stop it."""
        self.left, self.ends = self.remaining(now), None

    def add(self, seconds: float, now: float) -> None:
        """Give more time."""
        if self.ends is None:
            self.left += seconds
        else:
            self.ends = max(self.ends, now) + seconds

    def late(self, now: float) -> float:
        """Return by how many seconds something comes too late; 0 within the grace."""
        return 0.0 if self.ends is None or now <= self.ends + GRACE else now - self.ends


@dataclass(frozen=True)
class Settings:
    """What a lesson was begun with; see `sim.classroom.conduct.Begin`."""

    id: str
    scenario: str
    plan: str
    lens: str
    level: str | None
    rng_seed: int
    lang: str


@dataclass
class Lesson:
    """Everything that the log says.

    Attributes:
        library: Where documents are.
        settings: What it was begun with; None before the first line.
        seal: The sealed lens, where it is hidden.
        stage: ``lobby``, ``table``, ``locked``, ``crisis`` or ``over``.
        clock: Of this season.
        began: When the first season began, or None.
        locked_at: When orders were closed, for those that come late.
        opened: Whether everything is shown, for the debrief.
        joining: Whether new members are let in.
        advisers: Whether teams may ask them.
        code_turn: How often the class code was changed.
        worlds: By number.
        members: By id.
        messages: In order.
        revision: By audience (`ALL`, `TEACHER`, `SCREEN`, ``1.US``), how often what it sees has changed.
    """

    library: Library
    settings: Settings | None = None
    seal: Seal | None = None
    stage: str = "lobby"
    clock: Clock = field(default_factory=Clock)
    began: float | None = None
    locked_at: float = 0.0
    opened: bool = False
    joining: bool = True
    advisers: bool = True
    code_turn: int = 0
    worlds: dict[int, World] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    revision: Counter[str] = field(default_factory=Counter)

    @property
    def set_up(self) -> Settings:
        """What it was begun with."""
        assert self.settings is not None
        return self.settings

    @property
    def plan(self) -> Plan:
        """The timed plan."""
        return plan_of(self.set_up.plan)

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.library.scenario(self.set_up.scenario)

    @property
    def season(self) -> int:
        """The season being played, from 0: that of the world that is furthest."""
        return max((world.season for world in self.worlds.values()), default=0)

    def team(self, world: int, seat: str) -> Team:
        """Return a team.

        Raises:
            Refusal: There is none.
        """
        if world not in self.worlds or seat not in self.worlds[world].teams:
            raise Refusal("no_team", world=world, seat=seat)
        return self.worlds[world].teams[seat]

    def teams(self) -> list[Team]:
        """Return all teams, world by world."""
        return [team for world in self.worlds.values() for team in world.teams.values()]

    def member(self, who: str) -> Member:
        """Return a member who is still here.

        Raises:
            Refusal: There is none of that id.
        """
        found = self.members.get(who)
        if found is None or found.gone:
            raise Refusal("no_member")
        return found

    def pen_of(self, team: Team) -> str:
        """Return the id of the member who holds a team's pen this season; empty where nobody is in the team."""
        if team.pen in team.members:
            return team.pen
        return team.members[self.worlds[team.world].season % len(team.members)] if team.members else ""

    def audience(self, who: Principal) -> str:
        """Return whose revision somebody follows."""
        if who.kind == "member":
            member = self.members[who.id]
            return team_key(member.world, member.seat)
        return {"teacher": TEACHER, "screen": SCREEN, "nobody": ALL}[who.kind]

    def revision_for(self, who: Principal) -> int:
        """Return a number that changes when what somebody may see changes, and with nothing else."""
        key = self.audience(who)
        return self.revision[ALL] + (self.revision[key] if key != ALL else 0)


def team_key(world: int, seat: str) -> str:
    """Return the audience of one team."""
    return f"{world}.{seat}"
