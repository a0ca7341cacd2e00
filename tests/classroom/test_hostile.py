"""Hostile clients: clear refusals, and the lesson goes on unharmed."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable

import pytest

from sim.classroom import limits
from sim.classroom.app import Classroom
from sim.classroom.keys import LETTERS, Principal
from sim.classroom.pages import PAGES
from tests.classroom.browser import HERE, Browser, forms_of
from tests.classroom.conftest import HandClock

JSON = {"accept": "application/json"}
TEACHER = Principal("teacher", "teacher")
Open = Callable[..., Browser]


def lines(room: Classroom) -> int:
    return room.hall._number


def fields_of(browser: Browser, page: str, action: str) -> dict[str, str]:
    return dict(browser.form(page, action).fields)


# --- tokens


def test_pages_refuse_those_they_are_not_for(room: Classroom, browser: Open):
    student, stranger, teacher = browser().join("US", "A"), browser(), browser().sign_in_as_teacher()
    for page in PAGES:
        if page.path.startswith("/teacher"):
            assert student.get(page.path).status_code in (401, 403), page.path
            assert stranger.get(page.path).status_code == 401, page.path
        if page.path.startswith("/team"):
            assert stranger.get(page.path).status_code == 401, page.path
            assert teacher.get(page.path).status_code == 401, page.path
    for path in ("/teacher/view.json", "/teacher/poll", "/teacher/export", "/teacher/paper/1/US", "/screen", "/screen/view.json"):
        assert student.get(path).status_code in (401, 403), path


def test_a_seats_token_opens_no_teachers_page_however_it_is_sent(room: Classroom, browser: Open):
    student = browser().join("US", "A")
    token = next(value for name, value in student.cookies.items() if name.startswith("team_"))
    lesson = room.hall.lesson.set_up.id
    for sent in ({"headers": {"authorization": f"Bearer {token}"}}, {"headers": {"cookie": f"teacher_{lesson}={token}"}}, {"params": {"key": token}}):
        fresh = browser()
        answer = fresh.get("/teacher", **sent)
        assert answer.status_code in (401, 403)
    for deed in ("reveal", "end", "news", "remove"):
        answer = browser().request("POST", f"/teacher/do/{deed}", headers={"authorization": f"Bearer {token}", **JSON}, json={"text": "x"})
        assert answer.status_code == 403 and answer.json()["refused"] == "not_yours"
    for deed in ("reveal", "remove", "start", "begin", "restart", "join"):
        answer = browser().request("POST", f"/team/do/{deed}", headers={"authorization": f"Bearer {token}", **JSON}, json={})
        assert answer.status_code == 403


def test_wrong_tokens_are_refused(room: Classroom, browser: Open):
    student = browser().join("US", "A")
    token = next(value for name, value in student.cookies.items() if name.startswith("team_"))
    for wrong in (
        token[:-1] + ("0" if token[-1] != "0" else "1"),
        token.replace("m1.", "m2."),
        "m1.",
        "m1",
        "teacher." + token.split(".")[1],
        "x" * 5000,
        "m1.\u00e9",
    ):
        sent = {"headers": {"authorization": f"Bearer {wrong}".encode()}}
        assert browser().get("/team/view.json", **sent).status_code in (401, 403), wrong[:60]


def test_a_cookie_and_a_bearer_that_disagree_are_refused(room: Classroom, browser: Open):
    one, two = browser().join("US", "A"), browser().join("CHN", "B")
    other = next(value for name, value in two.cookies.items() if name.startswith("team_"))
    own = next(value for name, value in one.cookies.items() if name.startswith("team_"))
    answer = one.get("/team/view.json", headers={"authorization": f"Bearer {other}"})
    assert answer.status_code == 401 and answer.json()["refused"] == "two_tokens"
    assert one.get("/team/view.json", headers={"authorization": f"Bearer {own}"}).json()["seat"] == "US"


def test_a_reissued_token_kills_the_old_one_and_so_does_taking_out(room: Classroom, browser: Open):
    teacher, student = browser().sign_in_as_teacher(), browser().join("US", "A")
    code = student.get("/team/view.json").json()["me"]["resume"]
    teacher.send("/teacher/people", "/teacher/do/reissue")
    assert student.get("/team").status_code == 401
    assert student.send("/join", "/resume", {"code": code}).status_code == 422
    fresh = room.hall.keys.resume_code("m1", 1)
    assert fresh in teacher.get("/teacher/people").text
    assert student.send("/join", "/resume", {"code": f" {fresh[:4].lower()}-{fresh[4:]} "}).url.path == "/team"
    teacher.send("/teacher/people", "/teacher/do/remove")
    assert student.get("/team").status_code == 401
    assert student.send("/join", "/resume", {"code": fresh}).status_code == 422


def test_the_teachers_pages_open_on_the_teachers_computer_only(room: Classroom, browser: Open):
    token = room.hall.keys.token("teacher")
    away = browser("192.168.7.7")
    assert away.get(f"/teacher?key={token}").status_code == 403
    assert away.get("/teacher/view.json", headers={"authorization": f"Bearer {token}"}).status_code == 403
    anywhere = Browser(Classroom(room.hall, teacher_anywhere=True), away._loop, "192.168.7.7")
    assert anywhere.get(f"/teacher?key={token}").status_code == 200
    assert Browser(Classroom(room.hall, teacher_anywhere=True), away._loop, "192.168.7.7").get("/teacher?key=teacher.0").status_code == 401


def test_no_answer_to_the_network_before_the_class_is_open(room: Classroom, browser: Open):
    class Shut:
        def is_open(self) -> bool:
            return False

    shut = Classroom(room.hall, Shut())
    loop = browser()._loop
    for address in ("192.168.7.7", "10.0.0.1", "2001:db8::1", "not an address"):
        assert Browser(shut, loop, address).get("/").status_code == 403
    for address in ("127.0.0.1", "::1", "::ffff:127.0.0.1"):
        assert Browser(shut, loop, address).get("/").status_code == 200


# --- posts from elsewhere


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example", "sec-fetch-site": "cross-site"},
        {"origin": "http://evil.example", "sec-fetch-site": ""},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ],
)
def test_posts_from_other_sites_are_refused(room: Classroom, browser: Open, headers: dict[str, str]):
    teacher, student = browser().sign_in_as_teacher(), browser().join("US", "A")
    before = lines(room)
    for each, page, action in (
        (teacher, "/teacher", "/teacher/do/start"),
        (student, "/team", "/team/do/hand"),
        (browser(), "/join", "/join"),
        (teacher, "/teacher", "/teacher/network"),
        (teacher, "/teacher", "/teacher/delete"),
    ):
        fields = fields_of(each, page, action)
        sent = {key: value for key, value in {"origin": HERE, "sec-fetch-site": "same-origin", **headers}.items() if value}
        answer = each.request("POST", action, data=fields, headers=sent)
        assert answer.status_code == 403, action
    assert lines(room) == before


def test_a_browsers_post_without_the_sessions_own_form_token_is_refused(room: Classroom, browser: Open):
    teacher, student, other = browser().sign_in_as_teacher(), browser().join("US", "A"), browser().join("US", "B")
    before = lines(room)
    stolen = other.form("/team/talk", "/team/do/say").value("form_token")
    for token in ("", "0" * 32, stolen):
        answer = student.post("/team/do/say", {"form_token": token, "text": "x", "page": "/team/talk"})
        assert answer.status_code == 403 and "out of date" in answer.text
        assert student.post("/team/do/say", {"form_token": token, "text": "x"}, {"origin": "", "sec-fetch-site": ""}).status_code == 403
    assert teacher.post("/teacher/do/start", {"form_token": stolen}).status_code == 403
    assert lines(room) == before
    assert student.send("/team/talk", "/team/do/say", {"text": "mine"}).status_code == 200


def test_no_deed_is_done_by_get(room: Classroom, browser: Open):
    teacher = browser().sign_in_as_teacher()
    before = lines(room)
    for path in ("/teacher/do/start", "/teacher/delete", "/teacher/network", "/lang", "/resume"):
        assert teacher.get(path).status_code in (404, 405), path
    assert lines(room) == before


def test_every_answer_carries_the_guards_headers(room: Classroom, browser: Open):
    teacher, student = browser().sign_in_as_teacher(), browser().join("US", "<b>A</b>")
    for page in PAGES:
        student.get(page.path)
        teacher.get(page.path)
    student.get("/static/classroom.js")
    student.get("/nowhere")
    student.does("say", text="")
    for answer in (*student.answers, *teacher.answers):
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy and "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        if "text/html" in answer.headers.get("content-type", ""):
            assert "style=" not in answer.text and "<style" not in answer.text
            assert "<script>" not in answer.text and " onclick" not in answer.text
            assert "http://" not in answer.text.replace(HERE, "") or "/screen" in str(answer.url) or "w3.org" in answer.text


def test_cookies_are_kept_from_scripts_and_other_sites(room: Classroom, browser: Open):
    teacher, student = browser().sign_in_as_teacher(), browser().join("US", "A")
    given = [header for each in (teacher, student) for answer in each.answers for header in answer.headers.get_list("set-cookie")]
    assert len(given) >= 3
    for cookie in given:
        assert "HttpOnly" in cookie and "samesite=lax" in cookie.lower()


# --- codes


def test_ten_thousand_codes_are_not_tried(room: Classroom, browser: Open, clock: HandClock):
    stranger = browser("192.168.7.7")
    form = fields_of(stranger, "/join", "/join")
    tried = 0
    for code in itertools.islice(itertools.product(LETTERS, repeat=6), 0, 10_000, 40):
        answer = stranger.request("POST", "/join", data={**form, "code": "".join(code), "nick": "x", "team": "1.US"}, headers={"origin": HERE})
        assert answer.status_code in (422, 429)
        tried += answer.status_code == 422
        clock.move(0.2)
    assert tried <= limits.TRIES["code"]
    assert room.hall.lesson.members == {}
    clock.move(61)
    browser("192.168.7.8").join("US", "A")
    assert stranger.join("US", "B").get("/team").status_code == 200


def test_many_addresses_together_try_few_codes_too(room: Classroom, browser: Open, clock: HandClock):
    tried = 0
    for place in range(40):
        stranger = browser(f"192.168.7.{place}")
        form = fields_of(stranger, "/join", "/resume")
        for number in range(6):
            answer = stranger.request("POST", "/resume", data={**form, "code": f"BBBBBB{LETTERS[number]}B"}, headers={"origin": HERE})
            tried += answer.status_code == 422
    assert tried <= limits.TRIES["codes"]


def test_somebody_who_talks_too_much_is_slowed_and_nobody_else(room: Classroom, browser: Open, clock: HandClock):
    loud, other = browser().join("US", "A"), browser().join("US", "B")
    token = loud.form("/team/talk", "/team/do/say").value("form_token")
    answers = [loud.post("/team/do/say", {"form_token": token, "text": f"{n}"}).status_code for n in range(30)]
    assert answers.count(429) == 30 - limits.TRIES["say"]
    assert other.does("say", text="calm").status_code == 200
    clock.move(61)
    assert loud.does("say", text="again").status_code == 200


# --- what is typed


HOSTILE = [
    ('<img src=x onerror="alert(1)">', "<img"),
    ("</title><script>alert(1)</script>", "<script>alert"),
    ("{{ 7 * 7 }} {seat}", None),
    ('"\' onfocus=alert(1) x="', '" onfocus'),
    ("A\u202egnp.exe", "\u202e"),
    ("\u2066A\u2069\u200f", "\u2066"),
    ("Z" + "\u0301" * 60 + "\u200b", "\u0301\u0301\u0301"),
    ("N\u0000\u0007ul", "\u0007"),
]


@pytest.mark.parametrize(("text", "never"), HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_and_texts_are_shown_harmless(room: Classroom, browser: Open, text: str, never: str | None):
    student, mate, teacher = browser().join("US", text[:24]), browser().join("US", "Mate"), browser().sign_in_as_teacher()
    teacher.teacher_does("start")
    student.does("say", text=text, to="ROK")
    student.does("press", text=text)
    student.does("propose_sheet", note=text)
    student.does("submit", reason=text)
    teacher.teacher_does("news", text=text)
    looked = [mate.get(page.path) for page in PAGES if page.path.startswith("/team")]
    looked += [teacher.get(page.path) for page in PAGES if page.path.startswith(("/teacher", "/screen"))]
    for answer in looked:
        assert answer.status_code == 200
        assert never is None or never not in answer.text
    if never is None:
        assert "{{ 7 * 7 }}" in mate.get("/team").text and "49 {" not in mate.get("/team").text


def test_names_are_one_form_and_taken_once(room: Classroom, browser: Open):
    browser().join("US", "Ka\u0301ri")
    assert room.hall.lesson.members["m1"].nick == "K\u00e1ri"
    stranger = browser()
    form = fields_of(stranger, "/join", "/join")
    code = room.hall.keys.class_code(0)
    for nick, status in (
        ("k\u00e1ri", 409),
        ("  K\u00e1 ri ", 409),
        ("", 422),
        (" \u200b ", 422),
        ("...", 422),
        ("x" * 25, 422),
        ("x" * 1_000_000, 413),
    ):
        answer = stranger.request("POST", "/join", data={**form, "code": code, "nick": nick, "team": "1.US"}, headers={"origin": HERE})
        assert answer.status_code == status, nick[:20]
    assert len(room.hall.lesson.members) == 1
    assert browser().join("ROK", "K\u00e1ri").get("/team").status_code == 200


def test_a_megabyte_is_refused_wherever_it_is_sent(room: Classroom, browser: Open):
    student = browser().join("US", "A")
    form = fields_of(student, "/team/talk", "/team/do/say")
    before = lines(room)
    much = "x" * 1_000_000
    assert student.post("/team/do/say", {**form, "text": much}).status_code == 413
    assert student.post("/team/do/say", {**form, much: "x"}).status_code == 413
    assert student.post("/team/do/say", {**form, "text": "y" * 700}).status_code == 422
    assert student.post("/team/do/submit", {**form, **{f"sheet.l{n}": "x" for n in range(100)}}).status_code == 422
    assert student.request(
        "POST", "/team/do/say", content=b"[" * 30000, headers={"content-type": "application/json", "origin": HERE}
    ).status_code in (403, 422)
    assert student.get("/team?" + "x=1&" * 2000).status_code == 200
    assert lines(room) == before


def test_orders_for_another_seat_world_or_season_are_refused(room: Classroom, browser: Open):
    teacher, student = browser().sign_in_as_teacher(), browser().join("US", "A")
    early = student.does("submit", reason="too early")
    assert early.status_code == 409
    teacher.teacher_does("start")
    before = lines(room)
    for given in ({"seat": "CHN"}, {"world": 2}, {"world": 1, "seat": "DPRK"}):
        answer = student.does("submit", **given)
        assert answer.status_code == 403, given
    for season in (2, -1, 99, "x"):
        assert student.does("submit", season=season).status_code in (409, 422)
    assert student.does("submit", **{"sheet.unsc": "veto"}).status_code == 409
    assert student.does("submit", **{"sheet.DPRK.test": "nuke"}).status_code == 409
    assert student.does("act", act="offer", package="standstill US x").status_code == 422
    assert student.does("act", act="veto", number=1).status_code == 422
    assert student.does("act", act="predict", guess="US.dip=talk").status_code == 409
    assert student.does("drop", proposal=1).status_code == 409
    assert student.does("nonsense").status_code in (403, 404)
    assert student.does("submit", member="m2").status_code == 422
    assert lines(room) == before
    assert student.does("submit", season=1).status_code == 200


def test_only_the_one_with_the_pen_hands_in(room: Classroom, browser: Open, clock: HandClock):
    teacher = browser().sign_in_as_teacher()
    first, second = browser().join("US", "A"), browser().join("US", "B")
    teacher.teacher_does("start")
    refused = second.does("submit", page="/team/orders", reason="mine")
    assert refused.status_code == 409 and "A has the pen" in refused.text
    assert second.send("/team", "/team/do/take_pen").status_code == 409  # A was here a moment ago
    first.send("/team", "/team/do/pass_pen", member="m2")
    assert second.does("submit", reason="mine").status_code == 200
    assert first.does("submit", reason="no, mine").status_code == 409
    teacher.teacher_does("reveal")
    assert room.hall.lesson.pen_of(room.hall.lesson.team(1, "US")) == "m2"  # it goes round
    second.get("/team")
    clock.move(61)
    assert first.send("/team", "/team/do/take_pen").status_code == 200  # B has been away
    assert first.does("submit").status_code == 200


def test_a_replayed_form_does_nothing_twice(room: Classroom, browser: Open):
    student = browser().join("US", "A")
    form = fields_of(student, "/team/talk", "/team/do/say") | {"text": "once"}
    for _ in range(5):
        assert student.post("/team/do/say", form).status_code == 200
    assert [message.text for message in room.hall.lesson.messages] == ["once"]
    assert student.post("/team/do/say", form | {"text": "twice"}).status_code == 409


def test_a_join_form_sent_twice_makes_one_member_and_another_name_is_refused(room: Classroom, browser: Open):
    stranger = browser()
    form = {**fields_of(stranger, "/join", "/join"), "code": room.hall.keys.class_code(0), "nick": "A", "team": "1.US"}
    assert stranger.post("/join", form).url.path == "/team"
    assert stranger.post("/join", form).url.path == "/team"
    assert stranger.post("/join", {**form, "nick": "B"}).status_code == 409
    assert len(room.hall.lesson.members) == 1


def test_what_was_typed_is_still_there_after_a_refusal(room: Classroom, browser: Open):
    student = browser().join("US", "A")
    answer = student.does("say", page="/team/talk", text="z" * 650)
    assert answer.status_code == 422 and "z" * 650 in answer.text and 'role="alert"' in answer.text
    stranger = browser()
    form = fields_of(stranger, "/join", "/join")
    again = stranger.post("/join", {**form, "code": "WRONG1", "nick": "Mina", "team": "1.CHN"})
    chosen = next(each for each in forms_of(again.text) if each.action == "/join")
    assert chosen.value("nick") == "Mina" and chosen.value("team") == "1.CHN" and "WRONG1" not in again.text


def test_after_all_this_the_lesson_goes_on(room: Classroom, browser: Open, loop: asyncio.AbstractEventLoop):
    student = browser().join("US", "A")
    for body in (b"", b"%", b"a=%ff%fe", b"\x00\x01", b"text=" + b"%00" * 100):
        student.request("POST", "/team/do/say", content=body, headers={"content-type": "application/x-www-form-urlencoded", "origin": HERE})
    student.request("POST", "/team/do/say", content=b"--x\r\n", headers={"content-type": "multipart/form-data; boundary=x", "origin": HERE})
    student.request("POST", "/team/do/say", content=b"x", headers={"content-type": "text/plain", "origin": HERE})
    room.hall.do("teacher", "start", {})
    assert student.does("submit").status_code == 200


@pytest.mark.parametrize(
    "page", ["//evil.example", "http://evil.example", "/\\evil.example", "/team\n/x", "/nowhere", "javascript:alert(1)", "/team//x"]
)
def test_nobody_is_sent_elsewhere_after_a_deed(room: Classroom, browser: Open, page: str):
    student = browser().join("US", "A")
    token = student.form("/team", "/team/do/hand").value("form_token")
    answer = student.request("POST", "/team/do/hand", data={"form_token": token, "page": page}, headers={"origin": HERE, "accept": "text/html"})
    assert answer.status_code == 303 and answer.headers["location"] == "/team"
