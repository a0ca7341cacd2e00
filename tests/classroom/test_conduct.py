"""Conducting a lesson: the clock and its grace, missing sheets, incidents, events, vetoes, bots, undo, worlds beside one another."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from sim.classroom.app import Classroom
from sim.classroom.hall import Hall
from sim.classroom.keys import Principal
from sim.classroom.lesson import GRACE, Refusal
from sim.documents.library import Library
from sim.documents.record import write_record
from sim.rollout.records import from_record, to_record
from tests.classroom.browser import Browser
from tests.classroom.conftest import HandClock

TEACHER = Principal("teacher", "teacher")
Do = Callable[..., object]


@pytest.fixture
def teacher(hall: Hall, loop: asyncio.AbstractEventLoop) -> Do:
    return lambda kind, **given: loop.run_until_complete(hall.post(TEACHER, kind, given))


@pytest.fixture
def joined(hall: Hall, loop: asyncio.AbstractEventLoop) -> Callable[..., Do]:
    def join(seat: str, nick: str = "N") -> Do:
        posted = loop.run_until_complete(hall.post(Principal("nobody", f"d{seat}"), "join", {"seat": seat, "nick": nick}))
        who = Principal("member", posted.line.made["member"])
        return lambda kind, **given: loop.run_until_complete(hall.post(who, kind, given))

    return join


def test_orders_count_until_the_clock_and_its_grace_end_and_late_ones_are_told_how_late(
    hall: Hall, teacher: Do, joined: Callable[..., Do], clock: HandClock
):
    us = joined("US")
    teacher("start")
    clock.move(hall.lesson.plan.clock(0) + GRACE - 0.1)
    us("submit", reason="just in time")
    assert not hall.tick()
    clock.move(0.2)
    with pytest.raises(Refusal) as late:
        us("submit", reason="too late")
    assert late.value.key == "late" and late.value.slots["seconds"] == f"{GRACE + 0.1:.0f}"
    assert hall.tick() and hall.lesson.stage == "locked"
    clock.move(7)
    with pytest.raises(Refusal) as later:
        us("submit", reason="later")
    assert later.value.key == "late" and int(later.value.slots["seconds"]) >= 7
    teacher("reveal")
    assert hall.lesson.worlds[1].game.played[0].reasons["US"] == "just in time"


def test_the_teacher_stops_the_clock_lets_it_run_and_gives_time(hall: Hall, teacher: Do, joined: Callable[..., Do], clock: HandClock):
    us = joined("US")
    teacher("start")
    first = hall.lesson.clock.remaining(clock())
    clock.move(30)
    teacher("clock", op="pause")
    clock.move(10_000)
    assert not hall.tick()
    us("submit", reason="while it stood")
    assert hall.lesson.clock.remaining(clock()) == first - 30
    teacher("clock", op="more")
    teacher("clock", op="go")
    clock.move(first - 30 + 119)
    assert not hall.tick()
    clock.move(1 + GRACE + 0.1)
    assert hall.tick() and hall.lesson.stage == "locked"
    teacher("clock", op="more")
    assert hall.lesson.stage == "table" and hall.lesson.clock.remaining(clock()) == 120
    us("submit", reason="after two more minutes")
    teacher("lock")
    with pytest.raises(Refusal):
        us("submit", reason="locked")
    assert hall.lesson.team(1, "US").sealed.reason == "after two more minutes"


def test_a_paper_slip_may_come_after_orders_are_closed(hall: Hall, teacher: Do):
    teacher("start")
    teacher("lock")
    teacher("submit", world=1, seat="CHN", sheet={"host": "yes"}, reason="on paper")
    teacher("reveal")
    game = hall.lesson.worlds[1].game
    assert game.standing("CHN")["host"] == "yes" and game.played[0].reasons["CHN"] == "on paper"


def test_a_missing_sheet_is_the_standing_policy(hall: Hall, teacher: Do):
    teacher("start")
    game = hall.lesson.worlds[1].game
    before = {seat: game.filled(seat, {}) for seat in game.program.layout.seats}
    teacher("submit", world=1, seat="ROK", sheet={"aid": "aid"})
    teacher("reveal")
    assert hall.lesson.worlds[1].missing[0] == ["US", "DPRK", "CHN"]
    after = {seat: game.sheet_of(seat, game.played[0].account.orders) for seat in before}
    assert after == {**before, "ROK": {**before["ROK"], "aid": "aid"}}


def crisis(begin: Callable[..., Hall], first: int = 0) -> Hall:
    """Return a lesson that has just come to an incident, on the first seed on which one comes."""
    for seed in range(first, first + 60):
        hall = begin(rng_seed=seed, lens="contrast")
        hall.do("teacher", "start", {})
        for _ in range(6):
            table = hall.lesson.worlds[1].game
            for seat, sheet in (("DPRK", {"test": "icbm", "dip": "threat", "south": "cut"}), ("US", {"mil": "show", "sanc": "tighten"})):
                legal = table.legal(seat)
                wanted = {lever: setting for lever, setting in sheet.items() if setting in legal[lever]}
                try:
                    hall.do("teacher", "submit", {"world": 1, "seat": seat, "sheet": wanted})
                except Exception:  # noqa: BLE001, S112  (too dear or not legal together: the standing policy then)
                    continue
            if hall.lesson.stage == "table":
                hall.do("teacher", "reveal", {})
            if hall.lesson.stage == "crisis":
                return hall
            if hall.lesson.stage == "over":
                break
    raise AssertionError("no incident on any seed")


def test_an_incident_waits_for_answers_and_silence_steps_back(
    begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop, clock: HandClock, library: Library
):
    hall = crisis(begin)
    world = hall.lesson.worlds[1]
    season, waiting = world.season, world.game.waiting_for()
    assert waiting and world.phase == "crisis"
    hall.do("teacher", "answer", {"world": 1, "seat": waiting[0], "answer": "match"})
    again = Hall.__new__(Hall)
    again.__dict__.update(hall.__dict__)
    again.reload()  # a server that comes back in the middle of a crisis
    assert again.lesson.stage == "crisis" and again.lesson.worlds[1].game.waiting_for() == waiting[1:]
    clock.move(60 * hall.lesson.plan.crisis + GRACE + 1)
    assert hall.tick()
    account = world.game.played[season].account
    assert account.crisis == {waiting[0]: "match", **dict.fromkeys(waiting[1:], "step_back")}
    assert world.season == season + 1 and hall.lesson.stage in ("table", "over")
    hall.reload()
    assert hall.lesson.worlds[1].game.played[season].account.crisis == account.crisis
    record = write_record(to_record(hall.lesson.worlds[1].session))
    assert write_record(to_record(from_record(record, library=library))) == record


def test_back_from_a_crisis_to_the_season_it_came_in(begin: Callable[..., Hall]):
    hall = crisis(begin)
    world = hall.lesson.worlds[1]
    hall.do("teacher", "take_back", {"season": world.season + 1})
    assert world.phase == "table" and hall.lesson.stage == "table" and world.game.phase == "table"
    hall.do("teacher", "submit", {"world": 1, "seat": "US", "sheet": {}})


def test_events_begin_now_or_next_season_and_are_in_the_record(hall: Hall, teacher: Do, library: Library):
    teacher("start")
    teacher("inject", event="flood", lasts=2)
    game = hall.lesson.worlds[1].game
    assert "flood" in [name for place, name in enumerate(game.program.layout.inputs) if game.table.events[place]]
    teacher("submit", world=1, seat="US", sheet={})
    teacher("inject", event="scandal")
    assert hall.lesson.worlds[1].pending == [("scandal", 1)]
    hall.reload()
    assert hall.lesson.worlds[1].pending == [("scandal", 1)]
    teacher("reveal")
    world = hall.lesson.worlds[1]
    assert world.game.injects == [(0, "flood", 2), (1, "scandal", 1)] and not world.pending
    again = from_record(write_record(to_record(world.session)), library=library)
    assert again.game.injects == world.game.injects
    with pytest.raises(Refusal):
        teacher("inject", event="nonsense")


def test_a_veto_undoes_a_signing_and_opens_no_other_door(begin: Callable[..., Hall], loop: asyncio.AbstractEventLoop):
    hall = begin(bots=("US", "ROK", "CHN"), rng_seed=0, lens="pool")  # on this seed they sign with one another at once
    room = Classroom(hall)
    teacher = Browser(room, loop).sign_in_as_teacher()
    hall.do("teacher", "start", {})
    game = hall.lesson.worlds[1].game
    signed = [offer.package for offer in game.table.offers if offer.outcome == "signed"]
    assert signed
    answer = teacher.send("/teacher/worlds", "/teacher/do/veto", place="1")
    assert answer.status_code == 200
    assert [offer.outcome for offer in game.table.offers][:1] == ["vetoed"]
    assert signed[0] not in [accord.package for accord in game.table.in_force()]
    hall.reload()
    assert [offer.outcome for offer in hall.lesson.worlds[1].game.table.offers][:1] == ["vetoed"]


def test_a_seat_goes_to_a_bot_and_back(hall: Hall, teacher: Do, joined: Callable[..., Do]):
    us, rok = joined("US"), joined("ROK")
    teacher("start")
    us("submit", sheet={"pledge": "aid"}, reason="stays")
    rok("submit", sheet={"aid": "aid"}, reason="also stays")
    teacher("hand_seat", world=1, seat="ROK", to="payoff")
    assert hall.lesson.team(1, "US").sealed and hall.lesson.worlds[1].game.sheets.keys() == {"US"}
    with pytest.raises(Exception, match="held by payoff"):
        rok("submit", sheet={})
    teacher("reveal")
    assert hall.lesson.worlds[1].missing[0] == ["DPRK", "CHN"]
    assert hall.lesson.worlds[1].game.played[0].reasons == {"US": "stays"}
    teacher("hand_seat", world=1, seat="ROK", to="person")
    rok("submit", sheet={}, reason="back")
    teacher("reveal")
    hall.reload()
    assert [(change.season, change.to) for change in hall.lesson.worlds[1].session.handed_over] == [
        ("winter-2018", "payoff"),
        ("spring-2018", "person"),
    ]
    assert hall.lesson.worlds[1].game.played[1].reasons == {"ROK": "back"}


@pytest.mark.parametrize("fresh", [False, True])
def test_undo_goes_back_to_a_season_and_the_record_says_so(hall: Hall, teacher: Do, library: Library, fresh: bool):
    teacher("start")
    ends = []
    for number in range(4):
        if number == 2:
            teacher("hand_seat", world=1, seat="CHN", to="payoff")
        teacher("submit", world=1, seat="US", sheet={"dip": "talk"} if number == 1 else {}, reason=f"r{number}")
        teacher("reveal")
        if hall.lesson.stage == "crisis":
            teacher("settle")
        ends.append(list(hall.lesson.worlds[1].game.position.state))
    teacher("take_back", season=2, fresh=fresh)
    world = hall.lesson.worlds[1]
    assert world.season == 1 and world.game.season == 1 and hall.lesson.stage == "table"
    assert list(world.missing) == [0]
    assert world.game.taken_back
    hall.reload()
    world = hall.lesson.worlds[1]
    teacher("submit", world=1, seat="US", sheet={"dip": "talk"}, reason="r1")
    teacher("hand_seat", world=1, seat="CHN", to="person")
    teacher("reveal")
    same = list(world.game.position.state) == ends[1]
    assert same is not fresh
    again = from_record(write_record(to_record(world.session)), library=library)
    assert len(again.game.taken_back) == 3 and again.game.position.state == world.game.position.state


def test_worlds_share_draws_and_part_by_decisions(begin: Callable[..., Hall]):
    hall = begin(worlds=3)
    hall.do("teacher", "start", {})
    hall.do("teacher", "submit", {"world": 2, "seat": "US", "sheet": {"dip": "talk"}})
    hall.do("teacher", "reveal", {})
    one, two, three = (world.game.position.state for world in hall.lesson.worlds.values())
    assert one == three != two
    hall.do("teacher", "take_back", {"season": 1, "world": 2})
    assert [world.season for world in hall.lesson.worlds.values()] == [1, 0, 1]
    assert hall.lesson.stage == "table"
    hall.do("teacher", "reveal", {})
    assert [world.season for world in hall.lesson.worlds.values()] == [2, 1, 2]
    for _ in range(8):
        if hall.lesson.stage in ("table", "crisis"):
            hall.do("teacher", "reveal" if hall.lesson.stage == "table" else "settle", {})
    assert hall.lesson.stage == "over"


def test_under_a_hidden_lens_undo_makes_practice(begin: Callable[..., Hall]):
    hall = begin(lens="hidden")
    for kind in ("start", "reveal"):
        hall.do("teacher", kind, {})
    hall.do("teacher", "take_back", {"season": 1})
    hall.reload()
    assert hall.lesson.worlds[1].session.practice


def test_a_sheet_that_a_veto_makes_illegal_is_opened_and_the_team_is_told(hall: Hall, teacher: Do, loop: asyncio.AbstractEventLoop):
    north = Browser(Classroom(hall), loop).join("DPRK", "A")
    teacher("start")
    teacher("act", world=1, seat="ROK", act="offer", package="standstill")
    for seat in ("US", "DPRK"):
        teacher("act", world=1, seat=seat, act="answer", number=1, answer="accept")
    teacher("submit", world=1, seat="DPRK", sheet={"step": "freeze", "dip": "signal"})  # legal because the accord asks for it
    assert "✓" in north.get("/team").text
    teacher("veto", world=1, place=1)
    team = hall.lesson.team(1, "DPRK")
    assert team.sealed is None and team.opened
    assert "opened again" in north.get("/team").text
    hall.reload()
    assert hall.lesson.team(1, "DPRK").sealed is None and hall.lesson.team(1, "DPRK").opened


def test_moving_a_member_changes_what_it_sees_at_once(hall: Hall, teacher: Do, loop: asyncio.AbstractEventLoop):
    room = Classroom(hall)
    student, mate = Browser(room, loop).join("US", "A"), Browser(room, loop).join("US", "B")
    mate.does("say", text="Zqours")
    assert "Zqours" in student.get("/team/talk").text
    teacher("move", member="m1", world=1, seat="CHN")
    assert "Zqours" not in student.get("/team/talk").text and student.get("/team/view.json").json()["seat"] == "CHN"
    assert [member["nick"] for member in mate.get("/team/view.json").json()["team"]["members"]] == ["B"]


def test_taking_down_a_message_hides_it_from_everybody_but_the_teacher(hall: Hall, teacher: Do, loop: asyncio.AbstractEventLoop):
    room = Classroom(hall)
    us, rok = Browser(room, loop).join("US", "A"), Browser(room, loop).join("ROK", "B")
    us.does("say", text="Zqrude", to="ROK")
    assert "Zqrude" in rok.get("/team/talk").text
    screen = Browser(room, loop).sign_in_as_teacher()
    screen.send("/teacher/channels", "/teacher/do/hide")
    assert "Zqrude" not in rok.get("/team/talk").text and "Zqrude" not in us.get("/team/talk").text
    assert "Zqrude" in screen.get("/teacher/channels").text


def test_a_closed_door_lets_nobody_in_and_a_new_code_kills_the_old_one(hall: Hall, teacher: Do, loop: asyncio.AbstractEventLoop):
    room = Classroom(hall)
    old = hall.keys.class_code(0)
    teacher("door", joining=True, new_code=True)
    stranger = Browser(room, loop)
    assert stranger.send("/join", "/join", {"code": old, "nick": "A", "team": "1.US"}).status_code == 422
    teacher("door", joining=False)
    assert "not let in" in stranger.get("/join").text
    with pytest.raises(Refusal, match="joining_closed"):
        loop.run_until_complete(hall.post(Principal("nobody", "d1"), "join", {"seat": "US", "nick": "A"}))


def test_the_plan_reserves_the_debrief_and_says_when_seasons_do_not_fit(hall: Hall, teacher: Do, loop: asyncio.AbstractEventLoop, clock: HandClock):
    console = Browser(Classroom(hall), loop).sign_in_as_teacher()
    teacher("start")
    clock.move(30)
    assert "do not fit" not in console.get("/teacher").text
    clock.move(20 * 60)
    late = console.get("/teacher")
    assert "do not fit" in late.text
    plan = console.get("/teacher/view.json").json()["plan"]
    assert plan["until_debrief"] == 60 * (50 - 12 - 8) - 20 * 60 - 30
