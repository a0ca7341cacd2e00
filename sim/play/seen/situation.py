"""What a person sees at the start of a season: readings, calendar, accords, offers, capital, and what it costs people."""

from __future__ import annotations

from sim.documents.season import Season
from sim.engine.accords import Accord, Offer
from sim.play.seen.dials import COST, SAME, dial_lines
from sim.play.sitting import Sitting
from sim.report.page import Page
from sim.text.wording import capitalised

FAR = 20  # seasons: no game is longer


def season_screen(sitting: Sitting) -> Page:
    """Return where things stand, as the person may see it."""
    view, words = sitting.view, sitting.words
    page = Page()
    who = words("season.as_seat", seat=words.seat(view.seat), id=view.seat) if view.seat else words("season.as_nobody")
    page.title(words("season.title", season=words.season(view.season), n=view.number, length=view.length, who=who))
    page.text(human_cost(sitting))
    page.heading(words("season.readings")).items(readings(sitting))
    page.heading(words("season.calendar")).items(calendar(sitting))
    page.heading(words("season.accords"))
    page.items([accord_line(sitting, accord) for accord in view.accords] or [words("season.no_accords")])
    page.heading(words("season.offers"))
    page.items([offer_line(sitting, offer) for offer in view.offers] or [words("season.no_offers")])
    if sitting.seat:
        page.heading(words("season.own", seat=words.seat(sitting.seat))).items(own_lines(sitting))
    return page


def human_cost(sitting: Sitting) -> str:
    """Return the line on people in the North that is always there."""
    words = sitting.words
    reading, level = sitting.view.dials[COST], human_level(sitting)
    moved = reading.value - (reading.value if reading.before is None else reading.before)
    trend = "steady" if abs(moved) < float(words.labels.entry("paper", "steady") or SAME) else "rising" if moved > 0 else "falling"
    return words("human", value=f"{reading.value:.1f}", level=words.labels.label("human_levels", level), trend=words.labels.label("trends", trend))


def human_level(sitting: Sitting) -> str:
    """Return how much people in the North bear: low, middle, high or severe."""
    value, limits = sitting.view.dials[COST].value, sitting.words.labels.entry("paper", "human_cost") or {}
    return next((name for name, limit in limits.items() if value < limit), "severe")


def readings(sitting: Sitting) -> list[str]:
    """Return the dials in groups, each group a line."""
    return dial_lines(sitting)


def calendar(sitting: Sitting) -> list[str]:
    """Return what is going on and what is near."""
    words, view = sitting.words, sitting.view
    lines = []
    if view.events:
        lines.append(words("calendar.events", events=words.listed(words.event(event) for event in view.events)))
    now = Season.parse(view.season)
    near = []
    for clock, seasons in sorted(view.clocks.items(), key=lambda item: item[1]):
        if seasons > FAR:
            continue
        when = words("calendar.now") if seasons <= 0 else words("calendar.one") if seasons == 1 else words("calendar.in", n=seasons)
        near.append(words("calendar.clock", event=words.event(clock), when=when, season=words.season(now.after(max(0, seasons)))))
    return [*lines, capitalised("; ".join(near)) + "."] if near else lines


def accord_line(sitting: Sitting, accord: Accord) -> str:
    """Return an accord in force: what each side owes, its misses, until when, and what may be done about it."""
    words, book = sitting.words, sitting.book
    owed = owed_by(sitting, accord.clauses)
    missed = [f"{seat} {count:g}" for seat, count in accord.missed.items() if count > SAME]
    last = Season.parse(sitting.view.season).after(accord.seasons_left - 1)
    line = words(
        "accord.line",
        package=capitalised(words.package(accord.package)),
        parties=", ".join(accord.parties),
        until=words.season(last),
        n=accord.seasons_left,
        owed=owed,
        missed=", ".join(missed) or words("accord.none_missed"),
    )
    limit = book.accords.misses_that_end
    if missed:
        line += " " + words("accord.limit", limit=f"{limit:g}")
    if sitting.seat in accord.parties and not sitting.game.over and _injured(sitting, accord):
        line += " " + words("accord.injured", package=accord.package)
    return line


def _injured(sitting: Sitting, accord: Accord) -> bool:
    table = sitting.game.table
    return bool(table.run.injured(sitting.game.seat_number(sitting.seat), accord.slot, table.state, table.accords))


def owed_by(sitting: Sitting, clauses: tuple[str, ...]) -> str:
    """Return clauses by the party that promises them."""
    words, book = sitting.words, sitting.book
    parts = []
    for seat in book.seats:
        mine = [words.clause(clause) for clause in clauses if book.clauses[clause].owner == seat]
        if mine:
            parts.append(words("accord.owes", seat=seat, clauses=", ".join(mine)))
    return "; ".join(parts)


def offer_line(sitting: Sitting, offer: Offer) -> str:
    """Return an offer, how it stands, and how to answer it."""
    words = sitting.words
    line = words(
        "offer.line",
        number=offer.number,
        package=capitalised(words.package(offer.package)),
        by=words.seat(offer.by),
        to=words.listed(words.seat(seat) for seat in offer.parties if seat != offer.by),
        kind=words("offer.counter_kind") if offer.counter else "",
        terms=owed_by(sitting, offer.clauses),
    )
    if not offer.outcome and sitting.seat in offer.waiting_for():
        return f"{line} {words('offer.waiting', number=offer.number)}"
    return f"{line} {_stands(sitting, offer)}"


def offer_stands(sitting: Sitting, offer: Offer) -> str:
    """Return who made an offer, and how it stands."""
    words = sitting.words
    kind = words("offer.counter_kind") if offer.counter else words("offer.kind")
    made = words("offer.made", number=offer.number, kind=capitalised(kind.rstrip(", ")), by=words.seat(offer.by))
    return f"{made} {_stands(sitting, offer)}"


def _stands(sitting: Sitting, offer: Offer) -> str:
    words = sitting.words
    if offer.outcome:
        answers = words.listed(f"{seat} {words(f'answer.{answer}')}" for seat, answer in offer.answers.items())
        return words("offer.outcome", outcome=words.labels.label("outcomes", offer.outcome), answers=answers or words("offer.nobody"))
    return words("offer.open", seats=words.listed(offer.waiting_for()))


def own_lines(sitting: Sitting) -> list[str]:
    """Return the person's political capital and sheet."""
    words, view = sitting.words, sitting.view
    lines = []
    if view.capital is not None:
        lines.append(words("capital.line", points=f"{view.capital:.0f}"))
    sheet = sitting.effective()
    lines.append(words("season.sheet", sheet=" ".join(f"{lever}={setting}" for lever, setting in sheet.items())))
    for lever, setting in sheet.items():
        rule = sitting.book.levers[f"{sitting.seat}.{lever}"]
        if rule.act and setting != rule.rest and lever not in sitting.draft:
            lines.append(words("season.again", lever=lever, setting=setting, rest=rule.rest))
    return lines


def agenda(sitting: Sitting) -> Page:
    """Return what is due, agreed and on the table, and what is the person's own."""
    words, view = sitting.words, sitting.view
    page = Page().heading(words("season.calendar")).items(calendar(sitting))
    page.heading(words("season.accords"))
    page.items([accord_line(sitting, accord) for accord in view.accords] or [words("season.no_accords")])
    page.heading(words("season.offers"))
    page.items([offer_line(sitting, offer) for offer in view.offers] or [words("season.no_offers")])
    if sitting.seat and not sitting.game.over:
        page.heading(words("season.own", seat=words.seat(sitting.seat))).items(own_lines(sitting))
    return page


def situation(sitting: Sitting) -> Page:
    """Return where a game begins: the scenario's one-paragraph situation."""
    headline = sitting.headline
    return Page().title(headline.title).text(" ".join(headline.situation.split()))
