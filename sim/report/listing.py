"""Lists of what there is: scenarios, lenses, claims, rules, policies, packages, experiments."""

from __future__ import annotations

from typing import Any

from sim.documents.experiment import usual_lenses
from sim.documents.lens import read_lens
from sim.documents.library import Library

Rows = list[dict[str, Any]]


def listing(library: Library, what: str) -> Rows:
    """Return rows of plain values; the first key of each names it."""
    return {
        "scenarios": _scenarios,
        "lenses": _lenses,
        "claims": _claims,
        "rules": _rules,
        "policies": _policies,
        "packages": _packages,
        "experiments": _experiments,
    }[what](library)


def _scenarios(library: Library) -> Rows:
    found = [library.scenario(name) for name in library.scenario_names()]
    return [{"scenario": each.name, "title": each.title, "starts": each.starts.id, "seasons": each.length} for each in found]


def _lenses(library: Library) -> Rows:
    found = [read_lens(library, name) for name in library.lens_names()]
    return [{"lens": each.name, "title": each.title, **each.values} for each in found]


def _claims(library: Library) -> Rows:
    return [
        {
            "claim": name,
            "stance": claim.stance,
            "strength": claim.strength,
            "raises": list(claim.raises),
            "lowers": list(claim.lowers),
            "says": claim.claim,
        }
        for name, claim in library.claims().items()
    ]


def _rules(library: Library) -> Rows:
    book, _ = library.rulebook()
    return [
        {"rule": name, "title": rule.title, "until": rule.until, "claims": ", ".join(rule.claims) or f"ours: {rule.ours}"}
        for name, rule in book.rules.items()
    ]


def _policies(library: Library) -> Rows:
    found = [library.policy(name) for name in library.policy_names()]
    return [{"policy": each.id, "title": each.title, "author": each.author or "", "seats": "+".join(each.seats)} for each in found]


def _packages(library: Library) -> Rows:
    book, _ = library.rulebook()
    return [
        {
            "package": name,
            "title": package.title,
            "parties": "+".join(package.parties),
            "seasons": package.seasons,
            "clauses": ", ".join(package.clauses),
        }
        for name, package in book.packages.items()
    ]


def _experiments(library: Library) -> Rows:
    found = {name: library.experiment(name) for name in library.experiment_names()}
    return [
        {
            "experiment": name,
            "question": each.question,
            "scenario": ", ".join(each.scenario),
            "policies": "; ".join(f"{row}: {', '.join(names)}" for row, names in each.policies.items()) or "none: payoff seats",
            "lenses": ", ".join(each.lenses or usual_lenses(library)),
            "varies": f"{each.vary.design}: {', '.join(each.vary.factors)}" if each.vary else "nothing",
            "runs": each.runs,
        }
        for name, each in found.items()
    ]


def listing_text(rows: Rows) -> str:
    """Return rows as text: aligned columns where they fit, else a block for each row."""
    if not rows:
        return "none"
    columns = list(rows[0])
    cells = [[str(row[column]) for column in columns] for row in rows]
    widths = [max(len(column), *(len(line[place]) for line in cells)) for place, column in enumerate(columns)]
    if sum(widths) + 2 * len(widths) <= 150:
        lines = ["  ".join(column.ljust(width) for column, width in zip(columns, widths, strict=True)).rstrip()]
        return "\n".join([*lines, *("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells)])
    if len(columns) > 12:
        return _turned(columns, cells)
    blocks = [[line[0], *(f"  {column}: {cell}" for column, cell in zip(columns[1:], line[1:], strict=True))] for line in cells]
    return "\n".join(text for block in blocks for text in block)


def _turned(columns: list[str], cells: list[list[str]]) -> str:
    """Return a wide table turned on its side."""
    width = max(len(column) for column in columns)
    across = [max(len(cell) for cell in line) for line in cells]
    lines = [
        "  ".join([column.ljust(width), *(line[place].ljust(size) for line, size in zip(cells, across, strict=True))]).rstrip()
        for place, column in enumerate(columns)
    ]
    return "\n".join(lines)
