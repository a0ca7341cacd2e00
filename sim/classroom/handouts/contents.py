"""What stands in each handout, as plain data from the documents; templates of the same names (``handout_NAME.html``) show it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sim.classroom.pages import words_of
from sim.classroom.plans import Plan, plan_of, plans
from sim.classroom.sight_brief import brief
from sim.documents.library import Library
from sim.documents.season import Season

if TYPE_CHECKING:
    from sim.classroom.handouts.writing import Wanted
    from sim.documents.rulebook import Rulebook

Plain = dict[str, Any]
BLANK_NAMES, BLANK_PROMISES = 6, 5


def _shared(library: Library, wanted: Wanted, seat: str) -> Plain:
    found = _brief(library, wanted, seat or library.rulebook()[0].seats[0])
    return {"text": found["shared"], "lang": found["lang"]}


def _own_brief(library: Library, wanted: Wanted, seat: str) -> Plain:
    found = _brief(library, wanted, seat)
    return {"seat": seat, "text": found["own"], "aims": found["aims"], "lang": found["lang"]}


def _brief(library: Library, wanted: Wanted, seat: str) -> Plain:
    return brief(library, wanted.scenario, seat, wanted.lang, wanted.level)


def _team(library: Library, wanted: Wanted, seat: str) -> Plain:
    found = _brief(library, wanted, seat)
    return {
        "seat": seat,
        "aims": found["aims"],
        "lang": found["lang"],
        "seasons": [season.id for season in _seasons(library, wanted)],
        "names": BLANK_NAMES,
        "promises": BLANK_PROMISES,
    }


def _seasons(library: Library, wanted: Wanted) -> list[Season]:
    return library.scenario(wanted.scenario).starts.span(plan_of(wanted.plan).seasons)


def _slips(library: Library, wanted: Wanted, seat: str) -> Plain:
    """Return a slip for each season, its levers as the page Paper slips has them; the first says what stands at the start."""
    book, opening = library.rulebook()[0], library.scenario(wanted.scenario).opening_sheets[seat]
    levers = [(full, book.levers[full]) for full in book.seat_levers(seat)]
    seasons = _seasons(library, wanted)
    slips = [
        {
            "season": season.id,
            "number": number,
            "length": len(seasons),
            "levers": [
                {
                    "id": full,
                    "settings": list(lever.settings),
                    "rests": lever.rest if lever.act else "",
                    "stands": "" if lever.act or number > 1 else opening.get(full, opening.get(full.split(".")[1], lever.rest)),
                }
                for full, lever in levers
            ],
        }
        for number, season in enumerate(seasons, 1)
    ]
    return {"seat": seat, "slips": slips, "crisis": seat in book.crisis.seats}


def _rules(library: Library, wanted: Wanted, seat: str) -> Plain:
    book, scenario = library.rulebook()[0], library.scenario(wanted.scenario)
    on = scenario.mechanics
    capital = book.mechanics["capital"]
    accords = book.accords
    return {
        "seats": list(book.seats),
        "seasons": plan_of(wanted.plan).seasons,
        "acts": [name for name, lever in book.levers.items() if lever.act],
        "capital": {"a_season": capital.a_season, "banked": capital.banked} if on["capital"] else None,
        "accords": {
            "offers": accords.offers_a_season,
            "counters": accords.counters,
            "in_force": accords.in_force,
            "clauses": accords.clauses,
            "misses": f"{accords.misses_that_end:g}",
        },
        "mediators": list(accords.mediators),
        "channels": {"pair": accords.channel.pair.until, "other": accords.channel.other.until},
        "rules": [{"name": name, "title": rule.title, "until": rule.until} for name, rule in book.rules.items()],
        "raises": f"{book.incident.raises['tension']:g}",
        "crisis": list(book.crisis.seats) if on["crisis"] else [],
        "peace": book.ends["peace"].title,
        "boards": [{"board": name, "better": board.better} for name, board in book.boards.items()],
    }


def _accords(library: Library, wanted: Wanted, seat: str) -> Plain:
    """Return every accord with its promises by who makes them, lasting as long as in a lesson of this plan."""
    book, scenario = library.rulebook()[0], library.scenario(wanted.scenario)
    share = scenario.scale * plan_of(wanted.plan).seasons / scenario.length
    return {
        "packages": [
            {
                "package": name,
                "parties": list(package.parties),
                "seasons": _lasting(library, package.seasons, share),
                "promises": _by_owner(book, package.clauses),
            }
            for name, package in book.packages.items()
        ]
    }


def _lasting(library: Library, seasons: int, share: float) -> int:
    from sim.rollout.session import program_of  # noqa: PLC0415

    return int(program_of(library).run.scaled(float(seasons), share))


def _by_owner(book: Rulebook, clauses: list[str]) -> Plain:
    found: dict[str, list[str]] = {}
    for clause in clauses:
        found.setdefault(book.clauses[clause].owner, []).append(clause)
    return found


def _glossary(library: Library, wanted: Wanted, seat: str) -> Plain:
    words = words_of(wanted.lang)
    game = words.entry("glossary")
    teaching = library.teaching(wanted.scenario, wanted.lang)
    return {"scenario": dict(teaching.glossary), "lang": teaching.lang, "game": {name: game[name] for name in words.entry("glossary_sheet.words")}}


def _guide(library: Library, wanted: Wanted, seat: str) -> Plain:
    teaching = library.teaching(wanted.scenario, wanted.lang)
    return {
        "lang": teaching.lang,
        "aims": _lines(teaching.aims),
        "idea": " ".join(teaching.idea.split()),
        "questions": _lines(teaching.questions),
        "plans": [_timed(name, plan) for name, plan in plans().items()],
        "minutes": f"{plan_of(wanted.plan).minutes:g}",
    }


def _lines(texts: list[str]) -> list[str]:
    return [" ".join(text.split()) for text in texts]


def _timed(name: str, plan: Plan) -> Plain:
    """Return the parts of a plan with the minutes at which they begin and end."""
    steps = [
        ("opening", plan.opening),
        ("first", plan.first_season + plan.reveal),
        ("middle", (plan.season + plan.reveal) * (plan.seasons - 1)),
        ("reserve", plan.minutes - plan.needed),
        ("debrief", plan.debrief),
    ]
    parts, at = [], 0.0
    for step, minutes in steps:
        if minutes > 0:
            parts.append({"step": step, "start": f"{at:g}", "end": f"{at + minutes:g}"})
        at += minutes
    lasting = {"reveal": f"{plan.reveal:g}", "crisis": f"{plan.crisis:g}", "last": plan.seasons}
    return {
        "name": name,
        "title": plan.title,
        "parts": [{**part, **lasting, "season": f"{plan.first_season if part['step'] == 'first' else plan.season:g}"} for part in parts],
    }


def _rubric(library: Library, wanted: Wanted, seat: str) -> Plain:
    return {}


CONTENTS: dict[str, Callable[[Library, Wanted, str], Plain]] = {
    "guide": _guide,
    "rubric": _rubric,
    "rules": _rules,
    "shared": _shared,
    "brief": _own_brief,
    "accords": _accords,
    "glossary": _glossary,
    "team": _team,
    "slips": _slips,
}
