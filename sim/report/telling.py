"""The debrief as a page of text, in the words of one language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sim.engine.account import Row
from sim.report.debrief import Beside, BoardResult, Debrief, Foretold, Then, Turn
from sim.report.page import Page

VERDICT = {1: "better", 0: "same", -1: "worse"}
LIKELY = 0.005


class Wording(Protocol):
    """What the debrief needs of a language's words."""

    def __call__(self, key: str, **slots: object) -> str:
        """Return a sentence."""

    def said(self, text: str) -> str:
        """Return an English text of a document in the language."""

    def seat(self, seat: str, form: str = "name") -> str:
        """Return a seat's name."""

    def season(self, season: str) -> str:
        """Return a season's name."""

    def board(self, board: str) -> str:
        """Return a board's name."""

    def package(self, package: str) -> str:
        """Return an accord's name."""

    def setting(self, lever: str, setting: str) -> str:
        """Return what a setting does."""

    def term(self, seat: str, name: str) -> str:
        """Return what a term of a seat's payoff is about."""

    def reason(self, dial: str, name: str, value: float) -> str:
        """Return why a dial moved."""

    def listed(self, parts: Sequence[str]) -> str:
        """Return parts as a list in a sentence."""


def tell(
    debrief: Debrief, words: Wording, claims: dict[str, str], *, course: Page | None = None, beside: Page | None = None, closing: str | None = None
) -> Page:
    """Return the debrief as a page.

    Args:
        debrief: The data.
        words: The words of a language.
        claims: What each claim says, by id.
        course: What is shown after the boards, such as `sim.report.course.course_page`; nothing by default.
        beside: What many other games say of this one, such as `sim.report.afterwards.compared_page`; nothing by default.
        closing: How to go on, said at the end; by default by the commands of the plain game.
    """
    page = Page().title(words("debrief.title", title=debrief.title)).text(words("disclaimer"))
    page.text(_ending(debrief, words))
    page.more(_people(debrief, words, claims)).more(_boards(debrief, words, claims)).more(beside or Page()).more(course or Page())
    for part in (_turns, _drivers, _foretold, _lens, _reasons, _beside, _undone, _questions):
        page.more(part(debrief, words, claims))
    return page.text(words("debrief.open") if closing is None else closing).text(words("disclaimer"))


def debrief_parts(debrief: Debrief, words: Wording, claims: dict[str, str]) -> dict[str, Page]:
    """Return the same part by part, by name; parts with nothing to tell are left out."""
    found = {"ending": Page().title(words("debrief.title", title=debrief.title)).text(words("disclaimer")).text(_ending(debrief, words))}
    for part in (_people, _boards, _turns, _drivers, _foretold, _lens, _reasons, _beside, _undone, _questions):
        found[part.__name__.removeprefix("_")] = part(debrief, words, claims)
    return {name: page for name, page in found.items() if page}


def _ending(debrief: Debrief, words: Wording) -> str:
    who = words("debrief.as_seat", seat=words.seat(debrief.seat)) if debrief.seat else words("debrief.watched")
    key = debrief.over if debrief.over in ("war", "peace") else "scheduled"
    return f"{who} {words(f'debrief.{key}', n=debrief.played, length=debrief.length)}"


def _people(debrief: Debrief, words: Wording, claims: dict[str, str]) -> Page:
    worst = max(range(len(debrief.stress)), key=lambda index: debrief.stress[index])
    slots = {
        "mean": f"{sum(debrief.stress) / len(debrief.stress):.1f}",
        "worst": f"{debrief.stress[worst]:.1f}",
        "season": words.season(debrief.seasons[worst]),
        "last": f"{debrief.stress[-1]:.1f}",
    }
    page = Page().heading(words("debrief.people")).text(words("debrief.stress", **slots))
    return page.text(words("debrief.war_people")) if debrief.over == "war" else page


def _boards(debrief: Debrief, words: Wording, claims: dict[str, str]) -> Page:
    page = Page().heading(words("debrief.boards")).text(words("debrief.no_best"))
    mine = [board for board in debrief.boards if not board.seat or board.seat == debrief.seat or not debrief.seat]
    others = [board for board in debrief.boards if board not in mine]
    page.items(_board(board, words) for board in mine)
    if others:
        listed = words.listed([f"{words.seat(board.seat)} {board.end:+.2f}" for board in others])
        page.item(words("debrief.others", payoffs=listed))
    up = [words.board(board.board) for board in mine if board.compared(board.still) > 0]
    down = [words.board(board.board) for board in mine if board.compared(board.still) < 0]
    if debrief.over == "war":
        page.text(words("debrief.still_war" if debrief.still_over == "war" else "debrief.still_no_war") if debrief.seat else "")
    elif debrief.seat and not up + down:
        page.text(words("debrief.like_still"))
    elif debrief.seat:
        nothing = words("debrief.none")
        page.text(words("debrief.against_still", up=words.listed(up) or nothing, down=words.listed(down) or nothing))
    return page


def _board(board: BoardResult, words: Wording) -> str:
    name = words.board(board.board) + (f", {words.seat(board.seat)}" if board.seat else "")
    digits = 3 if board.board == "war_risk" else 2
    parts = [words("debrief.board", board=name, value=f"{board.end:.{digits}f}", better=words(f"boards.{board.better}"))]
    if board.start is not None:
        parts.append(words("debrief.start", value=f"{board.start:.{digits}f}", verdict=words(f"debrief.{VERDICT[board.compared(board.start)]}")))
    if board.still is not None:
        parts.append(words("debrief.still", value=f"{board.still:.{digits}f}", verdict=words(f"debrief.{VERDICT[board.compared(board.still)]}")))
    return "; ".join(parts) + "."


def _turns(debrief: Debrief, words: Wording, claims: dict[str, str]) -> Page:
    page = Page().heading(words("debrief.turns"))
    page.items([_turn(debrief, turn, words) for turn in debrief.turns] or [words("debrief.no_turns")])
    return page


def _turn(debrief: Debrief, turn: Turn, words: Wording) -> str:
    if turn.what == "war":
        return words("debrief.turn_war", season=words.season(debrief.seasons[turn.season]))
    what = words("debrief.chance_of_war") if turn.what == "war_risk" else words.board(turn.what)
    digits = 3 if turn.what == "war_risk" else 2
    line = words("debrief.turn", season=words.season(debrief.seasons[turn.season]), what=what, change=f"{turn.change:+.{digits}f}")
    if turn.rows:
        line += " " + words("debrief.because", reasons=words.listed([_row(turn, row, debrief.seat, words) for row in turn.rows]))
    if turn.what == "own" and turn.orders:
        line += " " + words("debrief.orders", orders=", ".join(f"{lever}={setting}" for lever, setting in turn.orders))
    return line


def _row(turn: Turn, row: Row, seat: str, words: Wording) -> str:
    ground = f" [{row.claims[0]}]" if row.claims else ""
    if turn.what == "own":
        return f"{words.term(seat, row.name)} {row.value:+.2f}{ground}"
    dial = {"human_cost": "stress", "war_risk": "tension"}.get(turn.what, turn.what)
    reason = words("debrief.incident_reason") if row.name == "incident" else words.reason(dial, row.name, row.value)
    return f"{reason} {row.value:+.2f}{ground}"


def _drivers(debrief: Debrief, words: Wording, claims: dict[str, str]) -> Page:
    page = Page().heading(words("debrief.drivers"))
    for driver in debrief.drivers:
        page.item(words("debrief.driver", claim=driver.claim, says=claims.get(driver.claim, ""), weight=f"{driver.weight:.1f}", n=driver.decisions))
    return page.text(words("debrief.drivers_note"))


def _foretold(debrief: Debrief, words: Wording, claims: dict[str, str]) -> Page:
    if not debrief.foretold:
        return Page()
    right = sum(each.setting == each.was for each in debrief.foretold)
    page = Page().heading(words("debrief.foretold", right=right, n=len(debrief.foretold)))
    return page.items(_prediction(debrief, each, words) for each in debrief.foretold)


def _prediction(debrief: Debrief, each: Foretold, words: Wording) -> str:
    verdict = words("debrief.hit" if each.setting == each.was else "debrief.miss")
    season = words.season(debrief.seasons[each.season])
    line = words("debrief.prediction", season=season, lever=each.lever, setting=each.setting, was=each.was, verdict=verdict)
    if each.adviser:
        right = words("debrief.hit" if each.adviser == each.likeliest else "debrief.miss")
        line += " " + words("debrief.adviser", adviser=each.adviser, likeliest=each.likeliest, verdict=right)
    return line


def _lens(debrief: Debrief, words: Wording, claims: dict[str, str]) -> Page:
    page = Page().heading(words("debrief.lens"))
    page.text(words("debrief.was_hidden" if debrief.was_hidden else "debrief.was_open", title=words.said(debrief.lens_title), name=debrief.lens))
    if debrief.practice:
        page.text(words("debrief.practice"))
    for number, weights in enumerate(debrief.posteriors):
        when = words("debrief.before_any") if not number else words("debrief.after", season=words.season(debrief.seasons[number - 1]))
        page.row(f"{when}: {_weights(weights)}")
    return page.row(f"{words('debrief.all_known')}: {_weights(debrief.posterior_known)}").text(words("debrief.posterior_note"))


def _weights(weights: dict[str, float]) -> str:
    ranked = sorted(weights.items(), key=lambda item: -item[1])
    return ", ".join(f"{name} {chance:.2f}" for name, chance in ranked if chance >= LIKELY)


def _reasons(debrief: Debrief, words: Wording, claims: dict[str, str]) -> Page:
    if not debrief.reasons:
        return Page()
    page = Page().heading(words("debrief.reasons"))
    return page.items(f"{words.season(debrief.seasons[season])}: {said}" for season, said in debrief.reasons)


def _beside(debrief: Debrief, words: Wording, claims: dict[str, str]) -> Page:
    page = Page().heading(words("debrief.beside"))
    for each in debrief.beside:
        page.text(words.season(each.season))
        page.item(words("debrief.here", what="; ".join(_happened(each, words)) or words("debrief.nothing_new")))
        if each.real is None:
            page.item(words("history.beyond"))
        elif not each.real:
            page.item(words("history.unknown"))
        for fact in each.real or ():
            page.item(words("debrief.there", date=fact.date, what=fact.what, source=fact.cited))
        for word, alike in (("debrief.alike", True), ("debrief.unlike", False)):
            orders = [_order_then(then, words) for then in each.then if then.alike == alike]
            if orders:
                page.item(words(word, what="; ".join(orders)))
    return page


def _order_then(then: Then, words: Wording) -> str:
    seat = then.lever.split(".")[0]
    record = ", ".join(words.setting(then.lever, setting) for setting in then.record)
    return f"{seat} {record}" if then.alike else words("debrief.otherwise", seat=seat, record=record, here=words.setting(then.lever, then.here))


def _happened(each: Beside, words: Wording) -> list[str]:
    found = [f"{lever.split('.')[0]} {words.setting(lever, setting)}" for lever, setting in each.orders]
    found += [words("debrief.signed", package=words.package(package)) for package in each.signed]
    found += [words("debrief.ended", package=words.package(package), how=words.said(how)) for package, how in each.ended]
    if each.incident:
        found.append(words("debrief.incident"))
    return [*found, words("debrief.war_here")] if each.war else found


def _undone(debrief: Debrief, words: Wording, claims: dict[str, str]) -> Page:
    if not debrief.undone:
        return Page()
    page = Page().heading(words("debrief.undone"))
    return page.items(words("debrief.undone_line", season=words.season(debrief.seasons[season]), branch=branch) for season, branch in debrief.undone)


def _questions(debrief: Debrief, words: Wording, claims: dict[str, str]) -> Page:
    return Page().heading(words("debrief.questions")).items(" ".join(question.split()) for question in debrief.questions)
