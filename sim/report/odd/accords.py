"""Accords: clauses, packages, the catalogue, answers, channels."""

from __future__ import annotations

from sim.engine.generate.constants import catalogue
from sim.report.odd.markdown import code, codes, number
from sim.report.odd.rules import by_seat
from sim.report.odd.words import Subject


def accords(subject: Subject) -> dict[str, str]:
    """Return the tables of what may be signed and how it is valued."""
    book, words = subject.book, subject.words
    clauses = (
        [code(name), clause.title, clause.owner, codes(clause.bounds), words.yes(clause.core), code(clause.ambiguous)]
        for name, clause in book.clauses.items()
    )
    packages = (
        [
            code(name),
            each.title,
            ", ".join(each.parties),
            number(each.seasons),
            codes(each.clauses),
            codes(each.optional),
            code(each.needs),
            each.until or "",
            words.grounds(each),
        ]
        for name, each in book.packages.items()
    )
    reliability = ([code(seat), code(each.value), words.grounds(each)] for seat, each in book.reliability.items())
    return {
        "clauses": words.table("clauses", clauses),
        "clause_worths": words.table("clause_worths", _worths(subject)),
        "packages": words.table("packages", packages),
        "catalogue": words.table("catalogue", _entries(subject)),
        "answers": by_seat(subject, {seat: book.answers.of(seat) for seat in book.seats}),
        "snap_back": by_seat(subject, {seat: book.snap_back.of(seat) for seat in book.seats}),
        "reliability": words.table("reliability", reliability),
        "channels": _channels(subject),
        "channel_claims": ", ".join(book.accords.channel.claims),
        "accord_claims": ", ".join(book.accords.claims),
    }


def _worths(subject: Subject) -> list[list[str]]:
    words = subject.words
    rows = []
    for name, clause in subject.book.clauses.items():
        rows.append([code(name), words.phrase("cost", seat=clause.owner), code(clause.costs.add), words.grounds(clause.costs)])
        rows += [[code(name), words.phrase("worth", seat=seat), code(term.add), words.grounds(term)] for seat, term in clause.worth.items()]
    return rows


def _entries(subject: Subject) -> list[list[str]]:
    """Return what AI seats may offer, each entry as a change of its package."""
    book, words = subject.book, subject.words
    rows = []
    for place, (package, clauses) in enumerate(catalogue(book)):
        own = book.packages[package].clauses
        added = [words.phrase("entry_with", clause=clause) for clause in clauses if clause not in own]
        left_out = [words.phrase("entry_without", clause=clause) for clause in own if clause not in clauses]
        rows.append([number(place), code(package), ", ".join([*added, *left_out]) or words.phrase("entry_plain")])
    return rows


def _channels(subject: Subject) -> str:
    words, channel = subject.words, subject.book.accords.channel
    rows = [[words.phrase(name), code(gate.open), gate.until] for name, gate in (("north", channel.pair), ("other", channel.other))]
    return words.table("channels", rows)
