"""Why: a seat's choice in full or as seen, a dial's move, what is believed about the lens, and the advisers' counsel."""

from __future__ import annotations

from sim.agents.advisers import Advice, advise
from sim.documents.argument import Contradiction
from sim.documents.lens import read_lens
from sim.engine.account import Row
from sim.engine.desk import Desk
from sim.engine.explain import LeverChoice, Tip
from sim.engine.expression import names, parse
from sim.engine.seen import SeenChoice
from sim.play.commands.season import played_season
from sim.play.seen.belief import belief, guess
from sim.play.seen.desks import Reasons, Sight, can_explain, reasons, telling
from sim.play.seen.plans import plan_page
from sim.play.seen.recap import reason_of, told_story
from sim.play.seen.short import sentence
from sim.play.sitting import Sitting
from sim.play.wrong import Wrong, one_of
from sim.report.page import Page
from sim.rollout.planned import explain_plan
from sim.text.wording import capitalised, signed

MOST_ROWS = 4
MOST_DETAILS = 2
EXACT = 0.005


def why(sitting: Sitting, text: str) -> None:
    """Say why a seat set a lever, or why a dial moved: ``why DPRK``, ``why DPRK test``, ``why DPRK 3``, ``why hope``, ``why me``."""
    typed = text.replace(".", " ").replace("=", " ").split()
    number = typed.pop() if typed and typed[-1].isdigit() else ""
    index = played_season(sitting, number)
    seats = {seat.lower(): seat for seat in sitting.layout.seats}
    if not typed:
        raise Wrong(sitting.words("why.expected", dials=", ".join(sitting.book.dials)))
    who = sitting.seat if typed[0].lower() in ("me", "i", "my") else seats.get(typed[0].lower(), "")
    if who:
        why_seat(sitting, index, who, typed[1] if len(typed) > 1 else "")
        return
    dial = one_of("_".join(typed), sitting.book.dials, sitting.words("why.no_such", word=" ".join(typed)))
    sitting.show(dial_page(sitting, index, dial))


def why_seat(sitting: Sitting, index: int, seat: str, lever: str) -> None:
    """Explain a seat's sheet: one lever in full, and the others in a sentence where none was asked for."""
    if not can_explain(sitting, seat):
        sitting.say("why.random", seat=sitting.words.seat(seat))
        return
    short = one_of(lever, sitting.levers(seat), sitting.words("orders.unknown_lever", lever=lever, seat=seat)) if lever else ""
    sitting.show(why_page(sitting, reasons(sitting, index, seat)(), short))


def why_page(sitting: Sitting, told: Reasons, lever: str = "") -> Page:
    """Return why a seat set a lever; without one, the choice that tells most in full, and the others in a sentence each."""
    words, seen, explanation, seat = sitting.words, told.seen, told.explanation, told.seat
    if told.plan:
        plan = explain_plan(told.plan.plan, sitting.layout.lever(f"{seat}.{lever}"), tips=False) if lever else told.plan
        return plan_page(sitting, told.index, plan).more(argued(sitting, plan.difference[:2]))
    if lever:
        choice = explanation.lever(lever)
    else:
        choice = telling(seen, explanation) or max(explanation.levers, key=lambda each: sum(abs(row.value) for row in each.leading))
    page = Page().title(heading(sitting, told.index, seat, choice)).text(label(sitting, seen))
    page.more(as_seen(sitting, told, choice) if told.ranges else in_full(sitting, seen, choice))
    if not lever:
        page.heading(words("why.others"))
        for each in explanation.levers:
            if each is not choice and each.leading:
                page.item(sentence(sitting, seat, each, each.leading), tuple(claim for row in each.leading for claim in row.claims))
        page.text(words("why.more", seat=seat, lever=choice.lever.split(".")[1]))
    return page


def heading(sitting: Sitting, index: int, seat: str, choice: LeverChoice) -> str:
    """Return the title of an explanation."""
    return sitting.words(
        "why.title", season=sitting.season_name(index), seat=sitting.words.seat(seat), lever=choice.lever.split(".")[1], setting=choice.chosen
    )


def label(sitting: Sitting, seen: Sight) -> str:
    """Return what kind of explanation it is and by which lens it is read."""
    words = sitting.words
    if not seen.exact:
        return words("why.as_seen", capital=words.seat(sitting.seat, "capital"), lens=seen.reading.title)
    return words("why.full_believed", lens=seen.reading.title) if sitting.hidden else words("why.full")


def in_full(sitting: Sitting, seen: Sight, choice: LeverChoice) -> Page:
    """Return a choice with its values and chances, and the terms of its difference from the runner-up, adding up."""
    words, page = sitting.words, Page()
    if not choice.runner_up:
        return page.text(words("why.only_one"))
    for setting, role in ((choice.chosen, "why.chosen"), (choice.runner_up, "why.runner_up")):
        value = "" if sitting.hidden else f"{choice.values.get(setting, 0.0):+.2f}  "
        page.row(f"{value}{setting}, {words(role, chance=f'{choice.chances.get(setting, 0.0):.2f}')}")
    page.heading(words("why.difference", chosen=choice.chosen, other=choice.runner_up))
    page.more(summed(sitting, seen.desk, choice.difference))
    return page.more(closing(sitting, seen.desk.name, choice, choice.leading))


def summed(sitting: Sitting, desk: Desk, rows: list[Row]) -> Page:
    """Return the largest terms, the others together, a rounding row where needed, and their sum."""
    words, page = sitting.words, Page()
    total = round(sum(row.value for row in rows), 2)
    shown = rows[:MOST_ROWS]
    for row in shown:
        page.row(row_text(sitting, desk, row.name, signed(row.value), row.claims), row.claims)
    printed = sum(round(row.value, 2) for row in shown)
    if rows[MOST_ROWS:]:
        rest = round(sum(row.value for row in rows[MOST_ROWS:]), 2)
        printed += rest
        page.row(f"{signed(rest)}  {words('why.other_terms', n=len(rows) - MOST_ROWS)}")
    if abs(total - printed) > EXACT:
        page.row(f"{signed(total - printed)}  {words('why.rounding')}")
    return page.row(f"{signed(total)}  {words('why.sum')}")


def row_text(sitting: Sitting, desk: Desk, name: str, value: str, claims: tuple[str, ...]) -> str:
    """Return a term as a row: value, what it is about, the readings it rests on, its first claim."""
    words = sitting.words
    ground = claims[0] if claims else words("why.ours")
    return f"{value}  {words.term(desk.name, name)}{details(sitting, desk, name)} [{ground}]"


def details(sitting: Sitting, desk: Desk, name: str) -> str:
    """Return the readings that a term rests on, as the desk has them."""
    term = sitting.book.payoffs[desk.name].get(name)
    if term is None:
        return ""
    used = names(parse(str(term.add)))
    dials = [dial for dial in sitting.book.dials if dial in used or f"next.{dial}" in used][:MOST_DETAILS]
    texts = [f"{sitting.words.dial(dial)} {desk.view[sitting.layout.index[dial]]:.1f}" for dial in dials]
    return f" ({', '.join(texts)})" if texts else ""


def as_seen(sitting: Sitting, told: Reasons, choice: LeverChoice) -> Page:
    """Return a choice as ranges over what the person can only estimate."""
    words, page, ranges = sitting.words, Page(), told.ranges
    assert ranges is not None
    mine = next(each for each in ranges.levers if each.lever == choice.lever)
    if not mine.runner_up:
        return page.text(words("why.only_one"))
    page.item(words("why.chosen_seen", setting=mine.chosen, other=mine.runner_up)).more(ranged(sitting, told.seen.desk, mine))
    return page.more(closing(sitting, told.seat, choice, choice.leading))


def ranged(sitting: Sitting, desk: Desk, choice: SeenChoice) -> Page:
    """Return the largest terms of a choice as ranges."""
    page = Page()
    for row in choice.rows[:MOST_ROWS]:
        value = signed(row.low) if row.high - row.low < EXACT else sitting.words("why.range", low=signed(row.low), high=signed(row.high))
        page.row(row_text(sitting, desk, row.name, value, row.claims), row.claims)
    if choice.rows[MOST_ROWS:]:
        page.row(sitting.words("why.smaller_terms", n=len(choice.rows) - MOST_ROWS))
    return page


def closing(sitting: Sitting, seat: str, choice: LeverChoice, leading: list[Row]) -> Page:
    """Return the sentence, what would have tipped the choice, and on what the op-eds disagree."""
    page = Page().text(sentence(sitting, seat, choice, leading), tuple(claim for row in leading for claim in row.claims))
    if choice.tip is not None:
        page.text(tip_text(sitting, choice, choice.tip))
    return page.more(argued(sitting, leading))


def argued(sitting: Sitting, leading: list[Row]) -> Page:
    """Return on what the op-eds disagree among the claims that terms rest on, and how to look one up."""
    page, claims = Page(), [claim for row in leading for claim in row.claims]
    found = disputes(sitting, claims)
    if found:
        questions = "; ".join(f"{name}, {sitting.words.said(each.question.strip())}" for name, each in found.items())
        sides = tuple(claim for each in found.values() for side in each.sides for claim in side.claims)
        page.text(sitting.words("why.disagree", questions=questions), sides)
    if claims:
        page.text(sitting.words("why.claims", claim=claims[0]))
    return page


def tip_text(sitting: Sitting, choice: LeverChoice, tip: Tip) -> str:
    """Return what would have tipped a choice."""
    words = sitting.words
    return words(
        "why.tip",
        to=tip.to,
        chance=f"{tip.chance:.2f}",
        lever=tip.lever,
        setting=tip.setting,
        instead=tip.instead,
        words=words.setting(tip.lever, tip.setting),
    )


def disputes(sitting: Sitting, claims: list[str]) -> dict[str, Contradiction]:
    """Return by number the contested questions in which claims take a side, two at most."""
    every = sitting.library.contradictions().contradictions.items()
    found = [(name, each) for name, each in every if any(claim in side.claims for side in each.sides for claim in claims)]
    return dict(found[:2])


def dial_page(sitting: Sitting, index: int, dial: str) -> Page:
    """Return why a dial moved in a season: exactly where all may be seen, otherwise on the person's own view."""
    words, reading = sitting.words, belief(sitting)
    told = told_story(sitting, index, dial)
    owner = sitting.book.dials[dial].of
    estimated = bool(sitting.eyes) and sitting.game.terms.fog and owner not in (None, sitting.eyes)
    slots = {"season": sitting.season_name(index), "dial": words.dial(dial), "start": f"{told.start:.1f}", "end": f"{told.end:.1f}"}
    page = Page().title(capitalised(words("why.dial_estimate" if estimated else "why.dial", **slots)))
    if estimated:
        page.text(words("why.dial_private", owner=words.seat(str(owner)), lens=reading.title))
    elif not told.exact and not reading.known:
        page.text(words("why.dial_believed", lens=reading.title))
    for row in told.rows:
        ground = row.claims[0] if row.claims else words("why.ours")
        page.row(f"{signed(row.value)}  {reason_of(sitting, dial, row)} [{ground}]", row.claims)
    if abs(told.rest) > EXACT:
        page.row(f"{signed(told.rest)}  {words('why.unseen' if estimated or reading.known else 'why.unexplained')}")
    if not told.rows and abs(told.rest) <= EXACT:
        page.text(words("why.nothing_moved"))
    return page


def believe(sitting: Sitting, text: str) -> None:
    """Choose the lens by which reasons are read: ``believe harmony``, a mix, or ``believe evidence`` for what the sheets suggest."""
    if text.lower() in ("evidence", "none", "default"):
        sitting.belief = ""
    elif text:
        sitting.belief = read_lens(sitting.library, text.replace(" ", "")).name
    sitting.say("belief.now", lens=belief(sitting).title, names=", ".join(sitting.library.lens_names()))


def analyst(sitting: Sitting, text: str) -> None:
    """Show the analyst's guess: how likely each lens is, given all sheets so far, as this seat sees them."""
    sitting.show(analyst_page(sitting))


def analyst_page(sitting: Sitting) -> Page:
    """Return the analyst's guess."""
    words, weights = sitting.words, guess(sitting)
    page = Page().heading(words("analyst.heading"))
    for name, chance in sorted(weights.items(), key=lambda item: -item[1]):
        page.row(f"{chance:.2f}  {sitting.words.said(read_lens(sitting.library, name).title)} ({name})")
    return page.text(words("analyst.says" if sitting.game.played else "analyst.nothing"))


def advice(sitting: Sitting, text: str) -> None:
    """Show what the five advisers recommend this season, or one of them by name."""
    words, page = sitting.words, Page().heading(sitting.words("advice.heading"))
    if sitting.game.over or not sitting.seat:
        sitting.say("advice.nobody")
        return
    arguments = sitting.library.arguments()
    asked = [one_of(text, arguments, words("advice.unknown", name=text))] if text else list(arguments)
    counsels = {name: advise(sitting.game.desk(sitting.seat), name, sitting.weighing.lenses[name]) for name in asked}
    for name, counsel in counsels.items():
        page.more(advised(sitting, name, counsel))
    agree = len(asked) > 1 and len({tuple(counsel.sheet.items()) for counsel in counsels.values()}) == 1
    if len(asked) > 1:
        page.text(words("advice.agree" if agree else "advice.differ"))
    sitting.show(page.text(words("advice.next")))


def advised(sitting: Sitting, adviser: str, counsel: Advice) -> Page:
    """Return one adviser's counsel."""
    words, standing = sitting.words, sitting.game.standing(sitting.seat)
    changed = [f"{lever}={setting}" for lever, setting in counsel.sheet.items() if standing[lever] != setting]
    title = sitting.words.said(sitting.library.arguments()[adviser].short)
    page = Page().text(words("advice.who", name=adviser, title=title, sheet=" ".join(changed) or words("advice.same")))
    page.items(capitalised(reason_text(sitting, row)) for row in counsel.reasons)
    tests = ", ".join(f"{setting} {chance:.0%}" for setting, chance in sorted(counsel.test.items(), key=lambda item: -item[1]) if chance >= 0.05)
    moves = ", ".join(f"{lever}={setting}" for lever, setting in counsel.expects.items() if lever != "DPRK.test")
    if tests:
        page.item(words("advice.tests", tests=tests))
    return page.item(words("advice.expects", moves=moves or words("advice.no_moves")))


def reason_text(sitting: Sitting, row: Row) -> str:
    """Return a term of the person's own payoff as a reason of an adviser."""
    ground = row.claims[0] if row.claims else sitting.words("why.ours")
    return f"{sitting.words.term(sitting.seat, row.name)} [{ground}]"


def follow(sitting: Sitting, text: str) -> None:
    """Put an adviser's sheet on the draft; nothing is sealed by it."""
    words = sitting.words
    arguments = sitting.library.arguments()
    if sitting.game.over or not sitting.seat:
        sitting.say("advice.nobody")
        return
    adviser = one_of(text, arguments, words("advice.unknown", name=text)) if text else ""
    if not adviser:
        raise Wrong(words("advice.follow_expected", names=", ".join(arguments)))
    counsel = advise(sitting.game.desk(sitting.seat), adviser, sitting.weighing.lenses[adviser])
    sitting.game.check(sitting.seat, counsel.sheet)
    sitting.set_draft(dict(counsel.sheet))
    sitting.say("advice.followed", name=adviser, sheet=" ".join(f"{lever}={setting}" for lever, setting in counsel.sheet.items()))
