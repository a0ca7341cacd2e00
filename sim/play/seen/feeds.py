"""What of the model rests on a claim: every term, clause, rule or accord of the rulebook that cites it, in words."""

from __future__ import annotations

from functools import lru_cache

from sim.documents.citations import citations
from sim.documents.library import Library
from sim.documents.reading import Key
from sim.play.sitting import Sitting


@lru_cache(maxsize=4)
def cited_at(library: Library) -> dict[str, tuple[Key, ...]]:
    """Return by claim the places of the rulebook that cite it."""
    found: dict[str, list[Key]] = {}
    for document in library.rulebook()[1].documents:
        for each in citations(document):
            found.setdefault(each.claim, []).append(each.path)
    return {claim: tuple(paths) for claim, paths in found.items()}


def feeds(sitting: Sitting, claim: str) -> list[str]:
    """Return what rests on a claim, each in a phrase; the same phrase once."""
    return list(dict.fromkeys(_phrase(sitting, path) for path in cited_at(sitting.library).get(claim, ())))


def _phrase(sitting: Sitting, path: Key) -> str:
    words, names = sitting.words, [str(part) for part in path]
    match names:
        case ["dials", dial, "change", term, *_]:
            return words("feeds.dial", dial=words.dial(dial), term=words.reason(dial, term, 1.0))
        case ["payoffs", seat, term, *_]:
            return words("feeds.payoff", seat=words.seat(seat), term=words.term(seat, term))
        case ["answers", seat, term, *_]:
            return words("feeds.answer", seat=words.seat(seat), term=words.answer_term(seat, term))
        case ["snap_back", seat, *_]:
            return words("feeds.snap_back", seat=words.seat(seat))
        case ["clauses", clause, "costs", *_]:
            return words("feeds.costs", seat=words.seat(sitting.book.clauses[clause].owner), clause=words.clause(clause))
        case ["clauses", clause, "worth", seat, *_]:
            return words("feeds.worth", seat=words.seat(seat), clause=words.clause(clause))
        case ["packages", package, *_]:
            return words("feeds.package", package=words.package(package))
        case ["rules", rule, *_]:
            return words("feeds.rule", rule=rule, title=words.said(sitting.book.rules[rule].title))
        case [section, *_]:
            return words("feeds.other", what=words.entry(f"feeds.sections.{section}", section.replace("_", " ")))
    return ""
