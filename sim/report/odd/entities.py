"""Entities and state: seats, dials, memories, clocks, and what lenses say."""

from __future__ import annotations

from sim.documents.lens import read_lens
from sim.engine.scope import state_only
from sim.report.odd.markdown import code, codes, number
from sim.report.odd.words import Subject
from sim.text.catalogue import catalogue


def entities(subject: Subject) -> dict[str, str]:
    """Return the tables of what there is and what of it changes."""
    book, words = subject.book, subject.words
    labels = catalogue()
    return {
        "seats": words.table("seats", ([code(seat), labels.label("seats", seat, "name"), codes(book.seat_levers(seat))] for seat in book.seats)),
        "dials": words.table(
            "dials",
            (
                [code(name), dial.title, number(dial.start), dial.of or words.phrase("all"), words.yes(dial.promised)]
                for name, dial in book.dials.items()
            ),
        ),
        "memories": _memories(subject),
        "clocks": words.table(
            "clocks",
            ([code(name), clock.title, number(clock.start), number(clock.every), words.grounds(clock)] for name, clock in book.clocks.items()),
        ),
        "lens_values": _lens_values(subject),
        "state_only": words.listed(code(name) for name in state_only(book)),
    }


def _memories(subject: Subject) -> str:
    words = subject.words
    rows = []
    for name, memory in subject.book.memories.items():
        kind = "since" if memory.since is not None else "next"
        rows.append(
            [code(name), memory.title, number(memory.start), words.phrase(kind), code(memory.since if memory.since is not None else memory.next)]
        )
    return words.table("memories", rows)


def _lens_values(subject: Subject) -> str:
    lenses = [read_lens(subject.library, name) for name in subject.library.lens_names()]
    rows = (
        [code(name), coefficient.title, *(number(lens.values[name]) for lens in lenses)] for name, coefficient in subject.book.coefficients.items()
    )
    return subject.words.table("lens_values", rows, [lens.name for lens in lenses])
