"""Coverage both ways: every claim that is named exists, and every claim of the seeds feeds something of the model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sim.documents.citations import Citation, citations, mentions, unknown_claims
from sim.documents.errors import DocumentError
from sim.documents.placing import told
from sim.documents.reading import Document, read_document
from sim.documents.rulebook import Rulebook, Sources
from sim.documents.usage import expressions, names_in, unused

if TYPE_CHECKING:
    from sim.documents.argument import Claim
    from sim.documents.library import Library

COMPANIONS = ("briefs.yaml", "teaching.yaml")


@dataclass(frozen=True)
class Coverage:
    """What rests on what.

    Attributes:
        feeds: By claim, what names it: terms, rules, events, beliefs, clauses, policies, briefs.
        moves: By claim, the coefficients it moves that some term uses.
        context: Claims that stand as context only, with the reason.
        idle: Claims that feed nothing; each is also an error.
        unused: Parts of the rulebook that no expression reads, by kind.
    """

    feeds: dict[str, list[str]] = field(default_factory=dict)
    moves: dict[str, list[str]] = field(default_factory=dict)
    context: dict[str, str] = field(default_factory=dict)
    idle: list[str] = field(default_factory=list)
    unused: dict[str, list[str]] = field(default_factory=dict)

    def text(self) -> str:
        """Return a short account for people."""
        modelled = [claim for claim, where in self.feeds.items() if any(not name.startswith(("brief", "policy")) for name in where)]
        told_only = [claim for claim in self.feeds if claim not in modelled]
        through = [claim for claim in self.moves if claim not in self.feeds]
        total = len({*self.feeds, *self.moves, *self.context, *self.idle})
        rows = [f"{total} claims: {len(modelled)} named in the rulebook, {len(told_only)} only in briefs or policies,"]
        rows.append(f"  {len(through)} only through a coefficient, {len(self.context)} as context, {len(self.idle)} feed nothing")
        rows += [f"  only told: {claim} ({', '.join(self.feeds[claim])})" for claim in told_only]
        rows += [f"  only through {', '.join(self.moves[claim])}: {claim}" for claim in through]
        rows += [f"  context: {claim} ({reason})" for claim, reason in self.context.items()]
        rows += [f"  feeds nothing: {claim}" for claim in self.idle]
        rows += [f"unused {kind}: {'; '.join(names)}" for kind, names in self.unused.items()]
        if not self.unused:
            rows.append("every part of the rulebook is read by some expression")
        return "\n".join(rows)


def cover(library: Library, book: Rulebook, sources: Sources) -> tuple[list[DocumentError], Coverage]:
    """Follow every claim of the library into a rulebook, the briefs and the policies, and back.

    Returns:
        Errors (claims that do not exist, contradictions and authors that do not, claims that feed nothing) and the coverage.
    """
    claims = library.claims()
    feeding = [*_all(sources.documents), *_all(_told_documents(library))]
    errors = unknown_claims([*feeding, *_other_mentions(library)], claims)
    errors += _wrong_links(library)
    feeds: dict[str, list[str]] = {claim: [] for claim in claims}
    for citation in feeding:
        if citation.claim in feeds and citation.where not in feeds[citation.claim]:
            feeds[citation.claim].append(citation.where)
    used = {name for _, text in expressions(sources) for name in names_in(text)}
    moves = {claim: [k for k in (*content.raises, *content.lowers) if k in used] for claim, content in claims.items()}
    context = {claim: content.context for claim, content in claims.items() if content.context}
    idle = [claim for claim in claims if not feeds[claim] and not moves[claim] and claim not in context]
    coverage = Coverage(
        feeds={claim: where for claim, where in feeds.items() if where},
        moves={claim: names for claim, names in moves.items() if names},
        context=context,
        idle=idle,
        unused=unused(book, sources),
    )
    return [*errors, *_idle_errors(library, idle)], coverage


def check_citations(document: Document, library: Library) -> list[DocumentError]:
    """Return an error for every claim that one document names and no seed holds."""
    found = [*citations(document), *mentions(document, library.arguments())] if isinstance(document.data, dict) else []
    return unknown_claims(found, library.claims())


def check_links(document: Document, claims: dict[str, Claim], contradictions: Iterable[str]) -> list[DocumentError]:
    """Return an error for every contradiction that an argument's claims name and nobody has written down."""
    known = list(contradictions)
    return [
        told(document, ("claims", name, "contested", place), f'contradiction "{each}" is unknown', f"known: {', '.join(known)}")
        for name, claim in claims.items()
        for place, each in enumerate(claim.contested)
        if each not in known
    ]


def _all(documents: Iterable[Document]) -> list[Citation]:
    return [citation for document in documents for citation in citations(document)]


def _told_documents(library: Library) -> list[Document]:
    """Return the briefs and policies as documents."""
    places = [library.path_in(name, "briefs.yaml") for name in library.scenario_names()]
    places += [library.policy_path(name) for name in library.policy_names()]
    return [read_document(path, shown) for path, shown in places]


def _other_mentions(library: Library) -> list[Citation]:
    """Return citations that must be right but feed nothing: contradictions, teaching notes, notes in other text."""
    arguments = library.arguments()
    places: list[tuple[Path, str]] = [library.path_in(name, file) for name in library.scenario_names() for file in COMPANIONS]
    documents = [read_document(path, shown) for path, shown in (*places, *library.seed_paths())]
    named = [citation for document in documents for citation in mentions(document, arguments)]
    return [*named, *(citation for document in documents if "contradictions" in document.data for citation in citations(document))]


def _wrong_links(library: Library) -> list[DocumentError]:
    known = library.contradictions().contradictions
    errors = []
    for path, shown in library.seed_paths():
        if path.stem in library.arguments():
            errors += check_links(read_document(path, shown), library.arguments()[path.stem].claims, known)
    for name in library.policy_names():
        author = library.policy(name).author
        if author is not None and author not in library.arguments():
            path, shown = library.policy_path(name)
            hint = f"known: {', '.join(library.arguments())}"
            errors.append(told(read_document(path, shown), ("author",), f'no seed is called "{author}"', hint))
    return errors


def _idle_errors(library: Library, idle: Iterable[str]) -> list[DocumentError]:
    documents = {path.stem: (path, shown) for path, shown in library.seed_paths()}
    errors = []
    for claim in idle:
        argument, _, name = claim.partition(".")
        document = read_document(*documents[argument])
        hint = "name it where the model rests on it, or say in context: why it cannot"
        errors.append(told(document, ("claims", name), f"claim {claim} feeds nothing", hint, at_key=True))
    return errors
