"""Claims and op-eds cited: author, title, outlet, date, paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sim.documents.argument import Argument
from sim.documents.contrast import Source
from sim.documents.lens import CONTRAST
from sim.documents.library import Library
from sim.report.page import Block, Page
from sim.report.table import Table
from sim.report.words import ReportWords


def op_ed(argument: Argument, words: ReportWords) -> str:
    """Return author, title, outlet and date of an op-ed."""
    author = argument.author or words("sources.no_author")
    return words("sources.cited", author=author, title=argument.title, outlet=argument.outlet, date=argument.date)


def cited(library: Library, claim: str, words: ReportWords) -> str:
    """Return where a claim, or a point of the contrast lens, stands; its id where it is no longer known."""
    claims, points = library.claims(), library.contrast().points
    argument, _, name = claim.partition(".")
    if argument == CONTRAST and name in points:
        return _source(points[name].source)
    if claim not in claims:
        return claim
    return f"{op_ed(library.arguments()[argument], words)}, {words('sources.paragraph', n=claims[claim].number)}"


def _source(found: Source) -> str:
    """Return author, title, outlet and date of a source that is no op-ed."""
    return ", ".join(part for part in (found.author, f'"{found.title}"', found.outlet, found.date) if part)


def claims_table(library: Library, claims: Iterable[str], words: ReportWords) -> Table:
    """Return a table of claims: what each says in our words, and where it stands."""
    known = library.claims()
    rows = tuple((name, " ".join(known[name].claim.split()), cited(library, name, words)) for name in claims if name in known)
    return Table(words("sources.claims"), words.heads("sources.claim_heads"), rows)


def named_in(page: Page, library: Library) -> list[str]:
    """Return the claims that a page's texts name, in order."""
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, library.arguments()))})\.[a-z][a-z0-9_]*")
    texts = [block.text for block in page.blocks if isinstance(block, Block)]
    return list(dict.fromkeys(claim for text in texts for claim in pattern.findall(text)))
