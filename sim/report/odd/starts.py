"""Where games start and what comes in from outside: scenarios, start values, opening sheets, calendars, policies."""

from __future__ import annotations

from sim.documents.policy import Policy
from sim.documents.scenario import Scenario
from sim.report.odd.markdown import code, codes, number, one_line
from sim.report.odd.words import Subject


def starts(subject: Subject) -> dict[str, str]:
    """Return the tables of scenarios, their start values, sheets and calendars, and of policies."""
    library, book, words = subject.library, subject.book, subject.words
    found = [library.scenario(name) for name in library.scenario_names()]
    calendars = ([code(each.name), code(entry.event), entry.season.id, number(entry.lasts)] for each in found for entry in each.calendar)
    return {
        "scenarios": words.table("scenarios", (_scenario(subject, each) for each in found)),
        "starts": _start_values(subject, found),
        "opening_sheets": _sheets(subject, found),
        "events": words.table("events", ([code(name), event.title, words.grounds(event)] for name, event in book.events.items())),
        "calendars": words.table("calendars", calendars),
        "policies": "\n\n".join(_policy(subject, library.policy(name)) for name in library.policy_names()),
    }


def _scenario(subject: Subject, each: Scenario) -> list[str]:
    words = subject.words
    switched_off = codes(name for name, on in each.mechanics.items() if not on)
    fog = words.phrase("on" if each.fog else "off")
    scale = f"× {number(each.scale)}"
    return [code(each.name), each.title, each.starts.id, number(each.length), fog, scale, switched_off, words.yes(each.tutorial), each.digest]


def _start_values(subject: Subject, found: list[Scenario]) -> str:
    book = subject.book
    own = {name: item.start for names in (book.dials, book.memories, book.clocks) for name, item in names.items()}
    rows = ([code(name), number(start), *(number(each.start.get(name, start)) for each in found)] for name, start in own.items())
    return subject.words.table("starts", rows, [each.name for each in found])


def _sheets(subject: Subject, found: list[Scenario]) -> str:
    rows = []
    for lever in subject.book.levers:
        seat = lever.split(".")[0]
        rows.append([code(lever), *(each.opening_sheets[seat][lever] for each in found)])
    return subject.words.table("opening_sheets", rows, [each.name for each in found])


def _policy(subject: Subject, policy: Policy) -> str:
    words = subject.words
    ours = [words.phrase("ours", reason=policy.ours)] if policy.ours else []
    says = words.phrase(
        "policy",
        says=one_line(policy.says),
        author=policy.author or words.phrase("nobody"),
        grounds=", ".join([*policy.claims, *ours]),
    )
    rows = (
        [row.seat, code(row.when) or words.phrase("always"), codes(f"{lever}={setting}" for lever, setting in row.orders.items())]
        for row in policy.rows
    )
    return f"#### {code(policy.id)}: {policy.title}\n\n{says}\n\n{words.table('policy', rows)}"
