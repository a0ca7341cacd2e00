"""Sums of named terms: payoffs, answers, stepping back; each as its fold and as the terms of that very fold."""

from __future__ import annotations

from collections.abc import Iterable

from sim.documents.reading import Key
from sim.documents.schema import Term
from sim.engine.generate.writer import STATE, Writer, function, grounds, one_line


def sums(
    w: Writer, name: str, groups: dict[str, dict[str, Term]], arrays: str, *, after: bool, weighted: bool = False, path: Key = ()
) -> Iterable[str]:
    """Emit ``name(seat, …)``, the fold of a seat's terms, and ``name_terms``, the terms of that very fold."""
    weight, start = (", g, q", "q") if weighted else ("", "0.0")
    for seat, terms in groups.items():
        scope = w.scope(after=after)
        codes = [(term, content, w.number(scope, content.add, (*path, seat, term, "add"))) for term, content in terms.items()]
        factor = "g * " if weighted else ""
        fold = [f"q = q + {factor}({code})  # {one_line(term)}: {grounds(content)}" for term, content, code in codes]
        listed = [f"t[{place}] = {factor}({code})" for place, (_, _, code) in enumerate(codes)]
        opening = [] if weighted else ["q = 0.0"]
        yield function(f"{name}_{seat}({arrays}{weight})", [f'"""Fold the terms of {seat}."""', *w.loads(scope), *opening, *fold, "return q"])
        terms_weight = ", g" if weighted else ""
        doc = f'"""Write the terms of {seat} to t."""'
        yield function(f"{name}_terms_{seat}({arrays}{terms_weight}, t)", [doc, *w.loads(scope), *listed, f"return {len(codes)}"])
    seats = w.book.seats
    pick = [f"if seat == {seats.index(seat)}:\n        return {name}_{seat}({arrays}{weight})" for seat in groups]
    yield function(f"{name}(seat, {arrays}{weight})", [*pick, f"return {start}"])


def crisis_terms(w: Writer) -> dict[str, dict[str, Term]]:
    """Return the terms of stepping back, for the seats that are asked."""
    return {seat: w.book.crisis.steps_back[seat] for seat in w.book.crisis.seats}


def answers(w: Writer) -> Iterable[str]:
    """Yield the functions for answers, snap-backs, worths of clauses and reliability."""
    book = w.book
    for name, terms in (("answer", book.answers), ("snap", book.snap_back)):
        path = ("answers",) if name == "answer" else ("snap_back",)
        yield from sums(w, name, {seat: terms.of(seat) for seat in book.seats}, STATE, after=False, path=path)
    scope = w.scope(after=False)
    rows = []
    for place, (name, clause) in enumerate(book.clauses.items()):
        base = place * (1 + len(book.seats))
        cost = w.number(scope, clause.costs.add, ("clauses", name, "costs", "add"))
        rows.append(f"w[{base}] = {cost}  # what {one_line(name)} costs its owner")
        for number, seat in enumerate(book.seats, 1):
            worth = clause.worth.get(seat)
            code = w.number(scope, worth.add, ("clauses", name, "worth", seat, "add")) if worth else "0.0"
            rows.append(f"w[{base + number}] = {code}")
    doc = '"""Write what each clause costs its owner and is worth to each seat to w."""'
    yield function(f"clause_worths({STATE}, w)", [doc, *w.loads(scope), *rows])
    scope = w.scope(after=False)
    rows = [f"r[{place}] = {w.number(scope, book.reliability[seat].value, ('reliability', seat, 'value'))}" for place, seat in enumerate(book.seats)]
    doc = '"""Write the chance that each seat is believed to deliver to r."""'
    yield function(f"reliabilities({STATE}, r)", [doc, *w.loads(scope), *rows])
