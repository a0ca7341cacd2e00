"""The model described by the ODD protocol (Grimm et al. 2020, JASSS 23(2) 7), as Markdown, generated from the documents.

Tables, expressions and numbers come from the rulebook, scenarios, seeds and facts; the sentences between them from one document of
words (``sim/text/en/odd.yaml``) whose slots are filled here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim import DISCLAIMER
from sim.documents.library import Library
from sim.report.odd.accords import accords
from sim.report.odd.arguments import arguments
from sim.report.odd.entities import entities
from sim.report.odd.markdown import one_line, wrapped
from sim.report.odd.numbers import numbers
from sim.report.odd.patterns import patterns
from sim.report.odd.rules import aftermath, orders, play, season
from sim.report.odd.starts import starts
from sim.report.odd.words import Subject

PARTS = (arguments, patterns, entities, orders, season, play, accords, aftermath, starts, numbers)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def odd_text(library: Library) -> str:
    """Return the description.

    Raises:
        DocumentErrors: A document of the library is wrong.
        KeyError: The words name a slot that nothing fills, or say nothing of something that the engine knows.
    """
    subject = Subject(library)
    data = subject.words.data
    parts = [f"# {data['title']}", data["opening"].strip()]
    parts += [text for place, element in enumerate(data["elements"], 1) for text in _section(element, str(place), "##")]
    parts += [text for letter, appendix in zip(LETTERS, data["appendices"], strict=False) for text in _section(appendix, letter, "##")]
    return wrapped("\n\n".join(parts).format_map(slots(subject))) + "\n"


def slots(subject: Subject) -> dict[str, str]:
    """Return what fills the slots of the words.

    Raises:
        ValueError: Two parts fill the same slot.
    """
    found = {"disclaimer": DISCLAIMER, "references": "\n".join(f"- {each}" for each in subject.words.data["references"])}
    found.update(references_to_sections(subject))
    for part in PARTS:
        filled = part(subject)
        twice = found.keys() & filled.keys()
        if twice:
            raise ValueError(f"filled twice: {', '.join(sorted(twice))}")
        found.update(filled)
    return found


def references_to_sections(subject: Subject) -> dict[str, str]:
    """Return the slots that stand for a section's number: ``ref_choice`` is §7.8."""
    data = subject.words.data
    found: dict[str, str] = {}

    def number(section: dict[str, Any], place: str) -> None:
        found[f"ref_{section['id']}"] = subject.words.phrase("section", number=place)
        for inner, part in enumerate(section.get("parts", []), 1):
            number(part, f"{place}.{inner}")

    for place, element in enumerate(data["elements"], 1):
        number(element, str(place))
    for letter, appendix in zip(LETTERS, data["appendices"], strict=False):
        number(appendix, letter)
    return found


def _section(section: dict[str, Any], place: str, marks: str) -> Iterator[str]:
    """Yield a section's heading, text and numbered steps, then its parts."""
    yield f"{marks} {place} {section['title']}"
    yield section["text"].strip()
    if "steps" in section:
        yield "\n".join(f"{count}. {one_line(step)}" for count, step in enumerate(section["steps"], 1))
    for inner, part in enumerate(section.get("parts", []), 1):
        yield from _section(part, f"{place}.{inner}", marks + "#")
