"""Pages of a team's view as plain text; nothing is shown here that the view does not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.documents.season import Season
from sim.report.page import Page
from sim.text.wording import Words, capitalised

Plain = dict[str, Any]
HERE = "join.terminal."


def said(t: Words, key: str, **slots: object) -> str:
    """Return a sentence of the terminal."""
    return t(HERE + key, **slots)


def left(view: Plain) -> str:
    """Return the time left as minutes and seconds, or an empty text where no clock counts."""
    seconds = int(view["clock"]["left"])
    return f"{seconds // 60}:{seconds % 60:02}" if view["stage"] in ("table", "crisis") else ""


def stage(t: Words, view: Plain) -> str:
    """Return the stage of the lesson and its clock, as the pages have it."""
    found = t(f"stage.{'opened' if view['opened'] else view['stage']}")
    if not left(view) or view["opened"]:
        return found
    seconds = int(view["clock"]["left"])
    return f"{found} {t('clock.runs' if view['clock']['runs'] else 'clock.stands', minutes=seconds // 60, seconds=seconds % 60)}"


def now(t: Words, view: Plain) -> Page:
    """Return what the team has to do now."""
    team, s = view["team"], view["situation"]
    page = Page().heading(f"{t.seat(view['seat'])}: {t('season_line', season=t.season(s['season']), n=s['number'], length=s['length'])}")
    page.text(stage(t, view))
    if view["opened"] or view["stage"] in ("lobby", "over"):
        return page
    if team["agent"] != "person":
        return page.text(t("team.bot"))
    if s["over"]:
        return page.text(t("stage.world_over"))
    if view["crisis"]["going_on"]:
        return page.more(crisis(t, view))
    if team["opened"]:
        page.note(t("team.opened_table"))
    if team["sealed"]:
        page.text(t("team.sealed", nick=team["sealed"]["by"] or t("teacher.name")))
    else:
        page.text(t("team.not_sealed"))
    page.text(t("team.pen_yours") if team["writes"] else t("team.pen_other", nick=team["pen"]))
    waiting = [str(each["number"]) for each in view["offers"] if each["waits"]]
    return page.text(said(t, "waiting", numbers=", ".join(waiting)) if waiting else "")


def crisis(t: Words, view: Plain) -> Page:
    """Return what an incident asks of this seat."""
    if not view["crisis"]["asked"]:
        return Page().note(t("crisis.others"))
    page = Page().heading(t("crisis.title")).note(t("crisis.says", seat=t.seat(view["seat"])))
    return page.text(said(t, "crisis") if view["team"]["writes"] else t("orders.no_pen", nick=view["team"]["pen"]))


def news(t: Words, view: Plain) -> Page:
    """Return the front page of the last season, letters and the press."""
    found, page = view["news"], Page()
    if found is None:
        page.text(t("news.none"))
    else:
        page.heading(t("news.title", season=found["heading"].title())).items(found["headlines"])
        page.subheading(t("news.more") if found["cables"] else "").items(found["cables"])
        page.subheading(t("news.refused") if found["refused"] else "").items(found["refused"])
        page.note(found["human"])
    for key, title in (("letters", "letters"), ("press", "press.title")):
        if view[key]:
            page.heading(t(title)).items(message(t, each) for each in view[key])
    return page


def message(t: Words, each: Plain) -> str:
    """Return something that was said, with who said it."""
    if not each["from"]:
        return f"{t('press.teacher')}: {each['text']}"
    by = f"{t.seat(each['from'])} ({each['by']})" if each["by"] else t.seat(each["from"])
    return f"{by}: {each['text']}"


def dial(t: Words, each: Plain) -> str:
    """Return a dial with its value, its error where it is an estimate, and how it has moved."""
    value = f"{each['value']:.1f}"
    if each["band"]:
        value = t("situation.estimate", value=value, band=f"{each['band']:.1f}")
    moved = 0.0 if each["before"] is None else each["value"] - each["before"]
    way = t("situation.up", by=f"{moved:.1f}") if moved > 0.05 else t("situation.down", by=f"{-moved:.1f}") if moved < -0.05 else ""
    own = f" [{t('situation.own')}]" if each["own"] else ""
    return f"{capitalised(t.dial(each['id']))}{own}: {value}{'  ' + way if way else ''}"


def situation(t: Words, view: Plain) -> Page:
    """Return where things stand: dials, calendar, accords, what this seat alone knows."""
    s = view["situation"]
    by, silent = {each["id"]: each for each in s["dials"]}, t.entry("dials_shown_when_above_zero")
    page = Page().heading(t("situation.title")).text(t("situation.note"))
    for group in t.entry("dial_groups"):
        rows = [by[name] for name in group["dials"] if name in by and (name not in silent or by[name]["value"] > 0.05)]
        page.subheading(group["title"] if rows else "").items(dial(t, each) for each in rows)
    return page.more(calendar(t, s)).more(accords(t, s)).more(private(t, view))


def calendar(t: Words, s: Plain) -> Page:
    """Return what goes on and what comes."""
    page = Page()
    if s["events"]:
        page.item(t("situation.events", events=t.listed(t.event(each) for each in s["events"])))
    for name, count in s["clocks"].items():
        if count <= 20:
            when = t("calendar.now") if count <= 0 else t("calendar.one") if count == 1 else t("calendar.in", n=count)
            at = t.season(Season.parse(s["season"]).after(max(0, count)))
            page.item(capitalised(t("calendar.clock", event=t.event(name), when=when, season=at)))
    return Page().heading(t("situation.calendar")).more(page) if page else page


def accords(t: Words, s: Plain) -> Page:
    """Return the accords in force."""
    page = Page().heading(t("situation.accords"))
    if not s["accords"]:
        return page.text(t("situation.no_accords"))
    for each in s["accords"]:
        kept = t("situation.missed", missed=", ".join(t.seat(seat) for seat in each["missed"])) if each["missed"] else t("situation.none_missed")
        parties = t("table.parties", parties=t.listed(t.seat(seat) for seat in each["parties"]))
        page.item(f"{t.package(each['package'])} ({each['package']}), {parties}, {t('situation.accord_left', n=each['left'])}, {kept}")
        page.items(owed(t, each["clauses"]))
        if each["injured"]:
            page.note(f"{t('table.injured')} {said(t, 'injured', package=each['package'])}")
    return page


def owed(t: Words, clauses: Sequence[Plain]) -> list[str]:
    """Return what each party promises."""
    owners = dict.fromkeys(each["owner"] for each in clauses)
    return [
        t("table.owes", seat=t.seat(owner), clauses=t.listed(t.clause(each["id"]) for each in clauses if each["owner"] == owner)) for owner in owners
    ]


def private(t: Words, view: Plain) -> Page:
    """Return what this seat alone knows."""
    capital, card = view["private"]["capital"], view["private"]["card"]
    page = Page().heading(t("situation.private") if capital is not None or card else "")
    page.item(t("situation.capital", points=f"{capital:.0f}") if capital is not None else "")
    return page.item(t("situation.card", title=card["title"], says=card["says"]) if card else "")


def sheet(t: Words, seat: str, given: Mapping[str, str], stands: Mapping[str, str]) -> str:
    """Return what a sheet changes, in one line."""
    changed = [(lever, setting) for lever, setting in given.items() if stands.get(lever) != setting]
    words = (f"{t.lever(f'{seat}.{lever}')}: {t.setting(f'{seat}.{lever}', setting)} ({lever}={setting})" for lever, setting in changed)
    return "; ".join(words) or t("orders.nothing_changes")


def stands(view: Plain) -> dict[str, str]:
    """Return the settings that stand unless a sheet changes them."""
    return {each["id"]: each["stands"] for each in view.get("levers", [])}


def levers(t: Words, view: Plain, draft: Mapping[str, str]) -> Page:
    """Return the levers of this seat with every setting, what stands, what the draft says and what speaks against it."""
    seat = view["seat"]
    page = Page().heading(t("orders.title", seat=t.seat(seat), season=t.season(view["situation"]["season"]))).text(said(t, "levers"))
    for lever in view["levers"]:
        full = f"{seat}.{lever['id']}"
        page.subheading(f"{lever['id']}: {t.lever(full)}")
        for setting in lever["settings"]:
            notes = [said(t, "draft_mark")] if draft.get(lever["id"]) == setting["id"] else []
            notes += [t("orders.rests" if lever["act"] else "orders.stands")] if setting["id"] == lever["stands"] else []
            notes += [t("orders.illegal", why=setting["against"])] if setting["against"] else []
            page.item(f"{setting['id']}: {t.setting(full, setting['id'])}{' (' + '; '.join(notes) + ')' if notes else ''}")
    return page


def proposals(t: Words, view: Plain) -> Page:
    """Return what was proposed in the team, and what is handed in."""
    team, page = view["team"], Page()
    if team["sealed"]:
        page.heading(t("orders.submitted")).text(sheet(t, view["seat"], team["sealed"]["sheet"], stands(view)))
        page.text(t("team.sealed_reason", reason=team["sealed"]["reason"]) if team["sealed"]["reason"] else "")
    page.heading(t("orders.proposals"))
    for each in team["proposals"]:
        page.item(proposal(t, view, each))
    return page if team["proposals"] else page.text(t("orders.no_proposals"))


def proposal(t: Words, view: Plain, each: Plain) -> str:
    """Return one proposal in a line."""
    what = sheet(t, view["seat"], each["sheet"], stands(view)) if each["sheet"] is not None else f"{t.package(each['package'])} ({each['package']})"
    parts = [f"{each['id']}. {t('orders.by', nick=each['by'] or t('teacher.name'))}: {what}", each["note"]]
    parts += [t("orders.backed_by", nicks=", ".join(each["backers"]))] if each["backers"] else []
    return " · ".join(part for part in parts if part)


def table(t: Words, view: Plain) -> Page:
    """Return the offers of this season and the accords in force."""
    page = Page().heading(t("table.offers"))
    for each in view["offers"]:
        page.subheading(offer(t, each)).items(owed(t, each["clauses"])).text(standing_of(t, each))
    if not view["offers"]:
        page.text(t("table.none"))
    return page.more(accords(t, view["situation"]))


def offer(t: Words, each: Plain) -> str:
    """Return the first line of an offer."""
    kind = f" ({t('table.counter_kind')})" if each["counter"] else ""
    return t("table.offer", number=each["number"], package=t.package(each["package"]), by=t.seat(each["by"])) + kind


def standing_of(t: Words, each: Plain) -> str:
    """Return how an offer stands: its outcome, or whose answer it waits for."""
    if each["outcome"]:
        return t("table.outcome", outcome=t.labels.label("outcomes", each["outcome"]))
    if each["waits"]:
        return f"{t('table.waits_you')} {said(t, 'answer', number=each['number'])}"
    return t("table.waits_for", seats=t.listed(t.seat(seat) for seat in each["waiting"]))


def packages(t: Words, view: Plain) -> Page:
    """Return the accords that could be tabled, with the names of their promises."""
    page = Page().heading(t("table.new")).text(said(t, "packages"))
    for each in view.get("packages", []):
        parties = t("table.parties", parties=t.listed(t.seat(seat) for seat in each["parties"]))
        page.subheading(f"{each['id']}: {t.package(each['id'])}, {parties}, {t('table.seasons', n=each['seasons'])}")
        page.note(t("table.not_now", why=each["against"]) if each["against"] else "")
        page.items(f"{clause['id']} ({t.seat(clause['owner'])}): {t.clause(clause['id'])}" for clause in each["clauses"])
        page.text(said(t, "more", clauses=", ".join(clause["id"] for clause in each["more"])) if each["more"] else "")
    return page


def talk(t: Words, view: Plain) -> Page:
    """Return what was said, by who reads along."""
    page = Page()
    for thread in view["threads"]:
        page.heading(t("talk.with", seats=t.listed(t.seat(seat) for seat in thread["with"])) if thread["with"] else t("talk.own"))
        page.items(message(t, each) for each in thread["messages"])
    return page or Page().text(t("talk.none"))


def team(t: Words, view: Plain) -> Page:
    """Return who is in the team and who has the pen."""
    page = Page().heading(t("team.mates"))
    for each in view["team"]["members"]:
        marks = [t("team.you")] if each["you"] else []
        marks += [t("team.has_pen")] if each["pen"] else []
        page.item(f"{each['nick']}{' (' + ', '.join(marks) + ')' if marks else ''}")
    return page.text(t("your_code", code=view["me"]["resume"]))


def brief(t: Words, view: Plain) -> Page:
    """Return the seat's brief."""
    found, page = view["brief"], Page().heading(t("brief.shared"))
    for each in found["shared"]:
        page.text(each)
    page.heading(t("brief.own", seat=t.seat(view["seat"])))
    for each in found["own"]:
        page.text(each)
    return page.heading(t("brief.aims")).items(found["aims"])


def advice(t: Words, view: Plain, found: Sequence[Plain]) -> Page:
    """Return what the five advisers would order, and why."""
    if not found:
        return Page().text(t("advice.forbidden"))
    page = Page().heading(t("advice.title")).text(t("advice.says"))
    for each in found:
        page.subheading(t("advice.line", adviser=capitalised(each["adviser"]))).item(sheet(t, view["seat"], each["sheet"], stands(view)))
        page.items(t("advice.because", term=t.term(view["seat"], row["term"])) for row in each["reasons"])
    return page.text(said(t, "follow"))


def told(t: Words, view: Plain) -> Page:
    """Return what was ordered in the seasons played, the last one first; with reasons once everything is shown."""
    page = Page().text(t("told.lens", lens=view["lens"]) if view["opened"] else "")
    for each in reversed(view["told"]):
        page.heading(t("told.season", season=t.season(each["season"])))
        page.text(t("told.signed", packages=t.listed(t.package(name) for name in each["signed"])) if each["signed"] else "")
        page.note(t("told.war") if each["war"] else t("told.incident") if each["incident"] else "")
        for seat, rows in each["sheets"].items():
            changed = [f"{t.lever(row['lever'])}: {t.setting(row['lever'], row['setting'])}" for row in rows if row["changed"]]
            reason = each.get("reasons", {}).get(seat, "")
            page.item(f"{t.seat(seat)}: {'; '.join(changed) or t('told.nothing')}{'. ' + t('told.reason', reason=reason) if reason else ''}")
    return page or Page().text(t("news.none"))
