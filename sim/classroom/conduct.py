"""Deeds of conducting: begin, the clock, lock, reveal, crises, events, vetoes, undo, the end, and showing everything."""

from __future__ import annotations

from pydantic import Field

from sim.classroom.deeds import Audiences, ForTeam, deed, team_of
from sim.classroom.lesson import ALL, PERSON, TEACHER, Lesson, Refusal, Settings, Team, World, team_key
from sim.classroom.log import Line
from sim.classroom.plans import plan_of
from sim.classroom.teamwork import reopen
from sim.documents.record import write_record
from sim.documents.schema import Strict
from sim.engine.errors import OutOfTime
from sim.rollout.records import from_record, to_record
from sim.rollout.session import Session, advance, do_act, new_session, undo

FORMAT = 1
SILENCE = "step_back"  # what a seat answers to an incident that says nothing: no order to match was given
MOST_WORLDS = 10


class Begin(Strict):
    """What a lesson is begun with.

    Attributes:
        format: Of the log.
        id: A short mark of this lesson.
        scenario, plan, lens, level, lang: Their names.
        worlds: Parallel games; they share all draws, so that they differ by decisions only.
        rng_seed: Seed of all draws.
        seal: What a hidden lens committed to.
        bots: Seats that bots play from the start.
        advisers: Whether teams may ask advisers.
    """

    format: int = FORMAT
    id: str
    scenario: str
    plan: str
    lens: str = "pool"
    level: str | None = None
    lang: str = "en"
    worlds: int = Field(default=1, ge=1, le=MOST_WORLDS)
    rng_seed: int = 0
    seal: str = ""
    bots: list[str] = []
    advisers: bool = True


@deed(Begin, by="server")
def begin(lesson: Lesson, line: Line, form: Begin) -> Audiences:
    """Set up the worlds."""
    if lesson.settings is not None:
        raise Refusal("not_now")
    if form.format != FORMAT:
        raise Refusal("format", found=form.format, expected=FORMAT)
    if form.seal and (lesson.seal is None or lesson.seal.commitment != form.seal):
        raise Refusal("seal")
    lesson.settings = Settings(form.id, form.scenario, form.plan, form.lens, form.level, form.rng_seed, form.lang)
    lesson.advisers = form.advisers
    seats = lesson.library.rulebook()[0].seats
    for number in range(1, form.worlds + 1):
        world = lesson.worlds.get(number) or World(number, {})
        world.teams = {seat: Team(number, seat, "payoff" if seat in form.bots else PERSON) for seat in seats}
        lesson.worlds[number] = world
        if world.awake(line.number):
            world.session = _session(lesson, form.bots)
    return (ALL,)


def _session(lesson: Lesson, bots: list[str]) -> Session:
    set_up, scenario = lesson.set_up, lesson.scenario
    plan = plan_of(set_up.plan)
    seats = lesson.library.rulebook()[0].seats
    return new_session(
        set_up.scenario,
        seats={seat: "payoff" if seat in bots else PERSON for seat in seats},
        lens=set_up.lens,
        level=set_up.level,
        length=plan.seasons,
        rng_seed=set_up.rng_seed,
        scale=scenario.scale * plan.seasons / scenario.length,  # packages last the same share of a shorter game
        library=lesson.library,
        seal=lesson.seal,
    )


class Nothing(Strict):
    """Nothing need be given."""


@deed(Nothing, by="teacher server")
def start(lesson: Lesson, line: Line, form: Nothing) -> Audiences:
    """Begin the first season."""
    if lesson.stage != "lobby":
        raise Refusal("not_now")
    lesson.stage, lesson.began = "table", line.at
    lesson.clock.ends, lesson.clock.left = None, lesson.plan.clock(0)
    lesson.clock.run(line.at)
    return (ALL,)


class Time(Strict):
    """What is done to the clock.

    Attributes:
        op: ``go``, ``pause`` or ``more``.
        seconds: How much more.
    """

    op: str = Field(pattern=r"^(go|pause|more)$")
    seconds: float = Field(default=120.0, ge=-600, le=3600)


@deed(Time, by="teacher server")
def clock(lesson: Lesson, line: Line, form: Time) -> Audiences:
    """Let the clock run, stop it, or give more time; more time opens orders that were only closed by the clock."""
    if lesson.stage == "locked" and form.op == "more":
        lesson.stage = "table"
        lesson.clock.ends, lesson.clock.left = None, 0.0
        lesson.clock.run(line.at)
    if lesson.stage not in ("table", "crisis"):
        raise Refusal("not_now")
    if form.op == "go":
        lesson.clock.run(line.at)
    elif form.op == "pause":
        lesson.clock.stand(line.at)
    else:
        lesson.clock.add(form.seconds, line.at)
    return (ALL,)


class Restart(Strict):
    """The server came back.

    Attributes:
        last: When the last line before was written.
    """

    last: float


@deed(Restart, by="server")
def restart(lesson: Lesson, line: Line, form: Restart) -> Audiences:
    """Stop the clock at what it had left when the log was last written to."""
    if lesson.clock.ends is not None:
        lesson.clock.stand(min(form.last, lesson.clock.ends))
    return (ALL,)


@deed(Nothing, by="teacher server")
def lock(lesson: Lesson, line: Line, form: Nothing) -> Audiences:
    """Close orders now."""
    if lesson.stage != "table":
        raise Refusal("not_now")
    lesson.stage, lesson.locked_at = "locked", line.at
    lesson.clock.stand(line.at)
    return (ALL,)


@deed(Nothing, by="teacher server")
def reveal(lesson: Lesson, line: Line, form: Nothing) -> Audiences:
    """Reveal all sheets in all worlds; a missing sheet is the standing policy. An incident stops a world until it is answered."""
    if lesson.stage not in ("table", "locked"):
        raise Refusal("not_now")
    if line.made is None:
        for world in lesson.worlds.values():
            if world.phase == "table":
                world.missing[world.season] = _missing(world)
                advance(_playing(world))
    _recorded(lesson, line, [world for world in lesson.worlds.values() if world.phase == "table"])
    _next_stage(lesson, line)
    return (ALL,)


def _missing(world: World) -> list[str]:
    return [team.seat for team in world.teams.values() if team.agent == PERSON and team.sealed is None]


def _playing(world: World) -> Session:
    assert world.session is not None
    return world.session


class Answer(ForTeam):
    """What a seat answers to an incident."""

    answer: str = Field(pattern=r"^(match|step_back)$")


@deed(Answer, by="member teacher", back="/team")
def answer(lesson: Lesson, line: Line, form: Answer) -> Audiences:
    """Answer an incident; when the last seat has answered, the season is finished."""
    team = team_of(lesson, line, form)
    world = lesson.worlds[team.world]
    if lesson.stage != "crisis" or world.phase != "crisis":
        raise Refusal("no_crisis")
    if lesson.clock.late(line.at) and line.who != "teacher":
        raise Refusal("late", seconds=f"{lesson.clock.late(line.at):.0f}")
    if world.awake(line.number):
        world.game.answer_crisis(team.seat, form.answer)
        world.edition += 1
    return _settled(lesson, line, [world])


@deed(Nothing, by="teacher server")
def settle(lesson: Lesson, line: Line, form: Nothing) -> Audiences:
    """End a crisis: seats that have said nothing step back."""
    if lesson.stage != "crisis":
        raise Refusal("not_now")
    for world in lesson.worlds.values():
        if world.phase == "crisis" and world.awake(line.number):
            for seat in world.game.waiting_for():
                world.game.answer_crisis(seat, SILENCE)
    return _settled(lesson, line, list(lesson.worlds.values()))


def _settled(lesson: Lesson, line: Line, worlds: list[World]) -> Audiences:
    """Finish the seasons of worlds whose crisis has all its answers."""
    waiting = [world for world in worlds if world.phase == "crisis"]
    if line.made is None:
        waiting = [world for world in waiting if world.awake(line.number) and not world.game.waiting_for()]
        for world in waiting:
            advance(_playing(world))
    else:
        waiting = [world for world in waiting if str(world.number) in line.made["records"]]
    if not waiting:
        return (*(team_key(world.number, seat) for world in worlds for seat in world.teams), TEACHER)
    _recorded(lesson, line, waiting)
    _next_stage(lesson, line)
    return (ALL,)


def _recorded(lesson: Lesson, line: Line, worlds: list[World]) -> None:
    """Take worlds on to where their games now stand, and write their records into the line; a line that has them is followed."""
    if line.made is None:
        made: dict[str, dict[str, object]] = {"records": {}, "phase": {}, "season": {}, "missing": {}}
        for world in worlds:
            _begin_pending(world)
            name = str(world.number)
            made["records"][name] = write_record(to_record(_playing(world)))
            made["phase"][name] = world.game.phase
            made["season"][name] = len(world.game.played)
            made["missing"][name] = world.missing.get(world.season, [])
        line.made = made
    elif worlds:
        for world in worlds:
            if line.number == world.wakes:
                world.session = from_record(line.made["records"][str(world.number)], library=lesson.library, seal=lesson.seal)
    for world in worlds:
        _moved_on(world, line)


def _begin_pending(world: World) -> None:
    if world.game.phase != "table":
        return
    for event, lasts in world.pending:
        world.game.inject(event, lasts)
    world.pending.clear()


def _moved_on(world: World, line: Line) -> None:
    assert line.made is not None
    name = str(world.number)
    world.missing[world.season] = list(line.made["missing"].get(name, []))
    before = world.season
    world.phase, world.season = line.made["phase"][name], line.made["season"][name]
    world.edition += 1
    if world.phase != "crisis":
        world.pending.clear()
    if world.season != before:
        for team in world.teams.values():
            team.proposals, team.sealed, team.pen, team.opened = [], None, "", ""


def _next_stage(lesson: Lesson, line: Line) -> None:
    phases = {world.phase for world in lesson.worlds.values()}
    lesson.clock.ends = None
    if "crisis" in phases:
        lesson.stage, lesson.clock.left = "crisis", 60 * lesson.plan.crisis
        lesson.clock.run(line.at)
    elif "table" in phases:
        lesson.stage, lesson.clock.left = "table", lesson.plan.clock(lesson.season)  # it stands until the teacher lets it run
    else:
        lesson.stage, lesson.clock.left = "over", 0.0


class InWorlds(Strict):
    """A deed in one world, or in all (0)."""

    world: int = 0


def _worlds(lesson: Lesson, number: int) -> list[World]:
    if number and number not in lesson.worlds:
        raise Refusal("no_team", world=number, seat="")
    return [world for world in lesson.worlds.values() if number in (0, world.number)]


class Event(InWorlds):
    """An event of the rulebook that the teacher begins."""

    event: str
    lasts: int = Field(default=1, ge=1, le=20)


@deed(Event, by="teacher")
def inject(lesson: Lesson, line: Line, form: Event) -> Audiences:
    """Begin an event: now where nobody has acted yet, else next season."""
    if form.event not in lesson.library.rulebook()[0].events:
        raise Refusal("no_event", event=form.event[:40])
    worlds = [world for world in _worlds(lesson, form.world) if world.phase == "table"]
    if not worlds:
        raise Refusal("not_now")
    if line.made is None:
        line.made = {"next_season": [world.number for world in worlds if not _begun_now(world, form)]}
    else:
        for world in worlds:
            if world.awake(line.number) and world.number not in line.made["next_season"]:
                world.game.inject(form.event, form.lasts)
    for world in worlds:
        world.pending += [(form.event, form.lasts)] if world.number in line.made["next_season"] else []
        world.edition += 1
    return (ALL,)


def _begun_now(world: World, form: Event) -> bool:
    """Begin an event this season, or say that the season has begun without it."""
    try:
        world.game.inject(form.event, form.lasts)
    except OutOfTime:
        return False
    return True


class Veto(Strict):
    """A signing that the teacher undoes."""

    world: int
    place: int = Field(ge=1, le=200)


@deed(Veto, by="teacher")
def veto(lesson: Lesson, line: Line, form: Veto) -> Audiences:
    """Undo a signing of this season."""
    (world,) = _worlds(lesson, form.world) if form.world else (None,)
    if world is None:
        raise Refusal("no_team", world=0, seat="")
    if world.awake(line.number):
        do_act(_playing(world), f"veto {form.place}")
        world.edition += 1
        reopen(lesson, world.number)
    return (ALL,)


class Undo(InWorlds):
    """Back to the start of a season.

    Attributes:
        season: From 1.
        fresh: Whether draws are made anew; otherwise it is a what-if on the same draws.
    """

    season: int = Field(ge=1, le=20)
    fresh: bool = False


@deed(Undo, by="teacher")
def take_back(lesson: Lesson, line: Line, form: Undo) -> Audiences:
    """Take worlds back to the start of a season; what was said stays said."""
    worlds = [world for world in _worlds(lesson, form.world) if world.season >= form.season - 1]
    if lesson.stage == "lobby" or not worlds:
        raise Refusal("not_now")
    if line.made is None:
        for world in worlds:
            _back_to(_playing(world), form.season - 1, fresh=form.fresh)
    _recorded(lesson, line, worlds)
    for world in worlds:
        for team in world.teams.values():
            team.proposals, team.sealed, team.pen, team.opened = [], None, "", ""
        for season in [season for season in world.missing if season >= world.season]:
            del world.missing[season]
    lesson.opened = False
    _next_stage(lesson, line)
    return (ALL,)


def _back_to(session: Session, season: int, *, fresh: bool) -> None:
    game = session.game
    if game.phase == "crisis" or len(game.played) == season:
        game.open_season()
        session.acts.clear()
        session.drafts.clear()
    while len(game.played) > season:
        undo(session, fresh=fresh)
    here = game.seasons[season]
    later = game.seasons[season:]
    session.handed_over = [change.model_copy(update={"season": here}) if change.season in later else change for change in session.handed_over]


@deed(Nothing, by="teacher")
def end(lesson: Lesson, line: Line, form: Nothing) -> Audiences:
    """Stop playing; the debrief begins with what there is."""
    if lesson.stage in ("lobby", "over"):
        raise Refusal("not_now")
    lesson.stage = "over"
    lesson.clock.stand(line.at)
    return (ALL,)


class Show(Strict):
    """Whether everything is shown."""

    opened: bool = True


@deed(Show, by="teacher")
def show_all(lesson: Lesson, line: Line, form: Show) -> Audiences:
    """Show everything to everybody, the hidden lens included: for the debrief; not while a season is being played."""
    if form.opened and lesson.stage != "over":
        raise Refusal("not_over")
    lesson.opened = form.opened
    return (ALL,)


class Choices(Strict):
    """What the teacher may switch while the lesson goes on."""

    advisers: bool = True


@deed(Choices, by="teacher")
def choices(lesson: Lesson, line: Line, form: Choices) -> Audiences:
    """Switch advisers on or off."""
    lesson.advisers = form.advisers
    return (ALL,)
