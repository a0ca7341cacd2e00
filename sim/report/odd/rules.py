"""The rules of a season: levers, tables, rules, flags, derived dials, the change of the dials, payoffs, hazards, boards."""

from __future__ import annotations

from collections.abc import Mapping

from sim.documents.rulebook import Flag, Mechanic
from sim.documents.schema import Term
from sim.engine.expression import COMPARISONS, Operation, parse
from sim.report.odd.markdown import code, codes, number, span
from sim.report.odd.words import Subject
from sim.text.catalogue import catalogue

CONDITIONS = (*COMPARISONS, "and", "or", "not")


def terms_table(subject: Subject, terms: Mapping[str, Term]) -> str:
    """Return a table of named terms: expression and grounds."""
    words = subject.words
    return words.table("terms", ([code(name), code(term.add), words.grounds(term)] for name, term in terms.items()))


def by_seat(subject: Subject, groups: Mapping[str, Mapping[str, Term]]) -> str:
    """Return a table of terms for each seat, under the seat's name."""
    return "\n\n".join(f"#### {code(seat)}\n\n{terms_table(subject, terms)}" for seat, terms in groups.items())


def orders(subject: Subject) -> dict[str, str]:
    """Return the tables of what seats may set and what forbids it."""
    book, words = subject.book, subject.words
    labels = catalogue()
    levers = (
        [code(name), labels.label("levers", name), codes(lever.settings), code(lever.rest), words.yes(lever.restrictive), words.yes(lever.act)]
        for name, lever in book.levers.items()
    )
    settings = (
        [code(f"{name}={setting}"), number(place), labels.label("settings", name, setting), code(lever.reads_as.get(setting))]
        for name, lever in book.levers.items()
        for place, setting in enumerate(lever.settings)
    )
    tables = (
        [
            code(name),
            code(each.of),
            ", ".join(words.phrase("drawn", name=setting, value=number(value)) for setting, value in _by_setting(subject, each.of, each.values)),
        ]
        for name, each in book.tables.items()
    )
    return {
        "levers": words.table("levers", levers),
        "settings": words.table("settings", settings),
        "tables": words.table("tables", tables),
        "order": words.table("order", ([code(seat), codes(book.choice.order[seat])] for seat in book.seats)),
        "levels": words.table(
            "levels",
            ([code(name), number(level.precision), number(level.depth), number(level.belief)] for name, level in book.choice.levels.items()),
        ),
        "default_level": code(book.choice.level),
        "hidden_level": code(book.choice.hidden_level),
        "planner_sheets": number(book.choice.planner.sheets),
        "planner_futures": number(book.choice.planner.futures),
        "planner_seasons": number(book.choice.planner.seasons),
        **_rules(subject),
    }


def _by_setting(subject: Subject, lever: str, values: list[float]) -> list[tuple[str, float]]:
    return list(zip(subject.book.levers[lever].settings, values, strict=True))


def _rules(subject: Subject) -> dict[str, str]:
    words, every = subject.words, subject.book.rules.items()
    forbidding = (
        [code(name), rule.title, rule.seat or rule.lever.split(".")[0], code(rule.forbids), code(rule.lever), rule.until, words.grounds(rule)]
        for name, rule in every
        if rule.forbids is not None
    )
    biting = (
        [code(name), rule.title, rule.of or "", code(rule.bites), code(rule.lever), rule.until, words.grounds(rule)]
        for name, rule in every
        if rule.bites is not None
    )
    return {"rules_forbidding": words.table("rules_forbidding", forbidding), "rules_biting": words.table("rules_biting", biting)}


def season(subject: Subject) -> dict[str, str]:
    """Return the tables of flags, derived dials, terms of the dials and payoffs."""
    book, words = subject.book, subject.words
    derived = ([code(name), each.title, span(*each.range), code(each.value), words.grounds(each)] for name, each in book.derived.items())
    dials = [f"#### {code(name)}: {dial.title}\n\n{terms_table(subject, dial.change)}" for name, dial in book.dials.items()]
    return {
        "flags": words.table("flags", (_flag(subject, name, flag) for name, flag in book.flags.items())),
        "derived": words.table("derived", derived),
        "dial_terms": "\n\n".join(dials),
        "payoffs": by_seat(subject, book.payoffs),
    }


def _flag(subject: Subject, name: str, flag: Flag) -> list[str]:
    words = subject.words
    if flag.chance is not None:
        kind, text = "chance", flag.chance
    else:
        text = flag.value or ""
        node = parse(text)
        kind = "condition" if isinstance(node, Operation) and node.operator in CONDITIONS else "value"
    return [code(name), flag.title, words.phrase(kind), code(text), span(*flag.range), words.grounds(flag)]


def aftermath(subject: Subject) -> dict[str, str]:
    """Return the tables of incidents, war, endings and boards."""
    book, words = subject.book, subject.words
    hazards = [
        [words.phrase("incident"), code(book.incident.chance), words.grounds(book.incident)],
        [words.phrase("war"), code(book.war.chance), words.grounds(book.war)],
    ]
    boards = (
        [code(name), board.title, code(board.value), board.over, board.better, number(board.floor), span(*board.range) if board.range else ""]
        for name, board in book.boards.items()
    )
    return {
        "hazards": words.table("hazards", hazards),
        "steps_back": by_seat(subject, book.crisis.steps_back),
        "ends": words.table("ends", ([code(name), end.title, code(end.when), words.grounds(end)] for name, end in book.ends.items())),
        "boards": words.table("boards", boards),
    }


def play(subject: Subject) -> dict[str, str]:
    """Return the tables of estimates and of mechanics for play."""
    book, words = subject.book, subject.words
    mandate = book.deterrence_mandate
    mechanics = ([code(name), each.title, _what_it_does(subject, name, each), words.grounds(each)] for name, each in book.mechanics.items())
    return {
        "fog": words.table("fog", ([code(name), book.dials[name].of or "", number(band)] for name, band in book.fog.bands.items())),
        "mechanics": words.table("mechanics", mechanics),
        "mandate": words.table(
            "mandate", [[code(mandate.name), code(mandate.clock), code(mandate.chance), code(mandate.mechanic), words.grounds(mandate)]]
        ),
        "cards": words.table("cards", ([code(name), card.seat, card.title, card.says] for name, card in book.cards.items())),
    }


def _what_it_does(subject: Subject, name: str, mechanic: Mechanic) -> str:
    says = str(subject.words.about("mechanics", name))
    return says.format(a_season=number(mechanic.a_season or 0), banked=number(mechanic.banked or 0))
