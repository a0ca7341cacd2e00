"""A two-world lesson in real browsers: eight students, a teacher and a projected page, with bots, to the debrief; in every language."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.classroom.pages import languages, words_of
from tests.classroom.chromium.people import Person
from tests.classroom.serving import Server

TEAMS = ("1.US", "1.US", "1.ROK", "1.DPRK", "2.US", "2.ROK", "2.DPRK", "2.DPRK")
SEASONS = {"en": 3}  # two in other languages
Sit = Callable[..., Person]


class Class:
    """Everybody in one lesson."""

    def __init__(self, person: Sit, lang: str) -> None:
        self.t = words_of(lang)
        self.calendar = ["winter-2018", "spring-2018", "summer-2018", "autumn-2018"]
        self.teacher = person(lang).as_teacher()
        self.screen = person(lang, (1920, 1080))
        self.screen.page.goto(f"/screen?key={self.screen.server.screen_key}")
        sizes = ((390, 844), (1366, 768))
        self.students = [person(lang, sizes[number % 2]).joins(team, f"N{number}") for number, team in enumerate(TEAMS)]

    def pens(self) -> list[Person]:
        """Return the students who have their team's pen now."""
        found = []
        for each in self.students:
            each.page.goto("/team")
            if self.t("team.pen_yours") in each.text():
                found.append(each)
        return found


@pytest.mark.parametrize("lang", languages())
def test_a_whole_lesson(server: Server, person: Sit, lang: str):
    server.host("--worlds", "2", "--bots", "CHN", "--lang", lang)
    room = Class(person, lang)
    us, mate, rok, dprk, other_us, _, other_dprk, _ = room.students
    assert {each.page.locator("html").get_attribute("lang") for each in (*room.students, room.teacher, room.screen)} == {lang}
    for number in range(len(TEAMS)):
        room.teacher.sees(f"N{number}", "#teams")
    room.teacher.press("teacher.start")
    for each in room.students:
        each.sees(room.t("team.not_sealed"))  # the page has found out by itself
    draft_survives(mate)
    messages_reach_whom_they_are_for(room)
    the_table_signs_an_accord(room)
    a_lost_connection_loses_nothing(room, server)
    for season in range(1, SEASONS.get(lang, 2) + 1):
        play(room, season)
    assert mate.page.locator("#mates").get_by_text("✎").count() == 1
    room.teacher.go("/teacher").press("teacher.end").told("end")
    for each in room.students:
        assert "because" not in each.text() or each.t("team.pen_yours") not in each.text()
    room.teacher.press("teacher.show_all").told("show_all")
    for each in room.students:
        each.go("/team").sees(room.t("told.lens", lens="pool"))
        assert "because 1.US 1" in each.text() or "because 2.US 1" in each.text()
    room.screen.sees(room.t("told.lens", lens="pool"))
    assert "because 1.DPRK 2" in room.screen.text() and "because 2.DPRK 2" in room.screen.text()
    assert "because 2.US 1" not in dprk.text() and "because 1.US 1" not in other_dprk.text()  # a world sees its own
    assert us.text().count("because 1.US 1") == 1 and rok.text().count("because 1.ROK 1") == 1 and other_us.text().count("because 2.US 1") == 1
    for each, world in ((us, 1), (other_us, 2)):
        each.page.goto("/team/debrief")
        each.sees(f"because {world}.US 1")
    room.teacher.page.goto("/teacher/debrief")
    room.teacher.sees("because 1.US 1")


def draft_survives(student: Person) -> None:
    """What is being typed is still there after the page is loaded again."""
    student.go("/team/orders")
    student.page.locator("#note").fill("half a thou")
    student.page.locator("#lever-mil").select_option("show")
    student.page.reload()
    assert student.page.locator("#note").input_value() == "half a thou"
    assert student.page.locator("#lever-mil").input_value() == "show"
    student.proposes("half a thought", mil="scaled")
    student.page.reload()
    assert student.page.locator("#note").input_value() == ""


def messages_reach_whom_they_are_for(room: Class) -> None:
    us, mate, rok, dprk, _, _, other_dprk, _ = room.students
    for each in (mate, rok, dprk, other_dprk):
        each.go("/team/talk")
    us.says("a word across the line", "DPRK")
    dprk.sees("a word across the line")
    mate.sees("a word across the line")
    room.teacher.go("/teacher/channels").sees("a word across the line")
    for each in (rok, other_dprk, room.screen):
        each.page.reload()
        assert "a word across the line" not in each.text("body")
    room.teacher.go("/teacher")


def the_table_signs_an_accord(room: Class) -> None:
    """One tables, the other is told without asking and accepts; both and the projected page see it in force, the other world does not."""
    us, mate, rok, other = room.students[0], room.students[1], room.students[2], room.students[5]
    rok.go("/team/table")
    giver = us if room.t("team.pen_yours") in us.go("/team").text() else mate
    giver.go("/team/table")
    name = room.t.package("alliance-settlement")
    offer = giver.page.locator("details", has=giver.page.locator("input[name=package][value=alliance-settlement]"))
    offer.locator("summary").click()
    offer.get_by_role("button").click()
    giver.told("act")
    rok.sees(room.t("table.waits_you")).press("table.accept").told("act")
    for each in (rok, giver):
        each.sees(name, "#accords")
    room.screen.sees(room.t("situation.accords"))
    room.screen.page.get_by_text(name).first.wait_for()
    assert name not in other.go("/team/table").text("#accords").lower()


def a_lost_connection_loses_nothing(room: Class, server: Server) -> None:
    """A message sent while the server is down arrives once it is up again, once; every page says that the connection was lost and is back."""
    writer, reader = room.students[3], room.students[7]
    writer.go("/team/talk")
    reader.go("/team")
    server.kill()
    writer.page.locator("#text").fill("written in the dark")
    writer.press("talk.send").sees(room.t("script.retrying"), "#said")
    reader.sees(room.t("script.retrying"), "#said")
    server.resume()
    writer.told("say")
    assert writer.text("#threads").count("written in the dark") == 1
    reader.sees(room.t("script.back"), "#said")
    room.teacher.go("/teacher").press("teacher.go").told("clock")


def play(room: Class, season: int) -> None:
    """Hand in for every team, reveal, and see the news everywhere without loading anything anew."""
    for each in room.pens():
        team = TEAMS[room.students.index(each)]
        each.go("/team/orders")
        if not each.page.locator("#proposals").get_by_label(room.t("orders.reason")).count():
            each.proposes(f"note {team} {season}")
        each.hands_in(f"because {team} {season}")
    for each in room.students:
        each.go("/team")
    writing = room.students[1]
    writing.go("/team/orders").page.locator("#note").fill("still typing")
    room.teacher.go("/teacher").sees(room.t("teacher.all_in"))
    assert "because" not in room.screen.text()
    room.teacher.press("teacher.reveal").told("reveal")
    if room.t("stage.crisis") in room.teacher.text("#ticking"):
        room.teacher.press("teacher.settle").told("settle")
    writing.sees(room.t("script.changed"), "#said")
    assert writing.page.locator("#note").input_value() == "still typing"  # nothing is taken from under somebody's hands
    writing.page.locator("#note").blur()
    writing.page.locator("h1", has_text=room.t.season(room.calendar[season])).wait_for()
    writing.go("/team")
    room.screen.page.locator(".headlines li").first.wait_for()
    for each in room.students:
        each.page.locator("#news .headlines li").first.wait_for()
        each.page.locator("#told details").nth(season - 1).wait_for()
        assert "because" not in each.text()
