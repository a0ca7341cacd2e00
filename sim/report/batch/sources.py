"""Whose arguments these are: the op-eds behind lenses, coefficients and policies, by author, title, outlet, date and paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.analysis.grounds import grounds
from sim.documents.argument import Argument
from sim.documents.errors import DocumentError, DocumentErrors
from sim.documents.lens import CONTRAST, POOL
from sim.documents.policy import Policy
from sim.report.batch.subject import Subject
from sim.report.citing import cited, op_ed
from sim.report.page import Page
from sim.report.table import Table


def sources(subject: Subject, leading: Mapping[str, Sequence[str]]) -> Page:
    """Return the lenses' op-eds, the claims behind coefficients that matter here, and those behind the policies.

    Args:
        subject: The batch.
        leading: Coefficients whose claims are cited, with the measures that they lead on (empty where they only vary).
    """
    words, page = subject.words, Page()
    page.heading(words("batch.sources.heading")).text(words("batch.sources.text"))
    page.table(Table(words("batch.sources.lenses"), words.heads("batch.sources.lens_heads"), _lens_rows(subject)))
    if any(CONTRAST in name for name in subject.lenses):
        page.note(words("batch.sources.contrast"))
    page.more(_coefficients(subject, leading))
    return page.more(_policies(subject))


def _argument(subject: Subject, name: str) -> Argument | None:
    return subject.library.arguments().get(name)


def _lens_rows(subject: Subject) -> tuple[tuple[str, ...], ...]:
    """Return a row for every lens that the batch used, alone or in a mix."""
    names = list(dict.fromkeys(part.partition("=")[0] for lens in subject.lenses for part in lens.split(",")))
    if POOL in names:
        names += [name for name in subject.library.arguments() if name not in names]
    rows = []
    for name in names:
        argument = _argument(subject, name)
        if argument:
            rows.append((name, op_ed(argument, subject.words), " ".join(argument.thesis.split())))
        elif name == CONTRAST:
            rows.append((name, subject.words("batch.sources.not_a_seed"), " ".join(subject.library.contrast().thesis.split())))
        elif name == POOL:
            rows.append((name, subject.words("batch.sources.pool"), subject.words("batch.sources.pool_says")))
        else:
            rows.append((name, subject.words("batch.sources.unknown"), ""))
    return tuple(rows)


def _coefficients(subject: Subject, leading: Mapping[str, Sequence[str]]) -> Page:
    """Return the claims that set each leading coefficient, by op-ed."""
    page, words, book = Page(), subject.words, subject.book
    known = {name: measures for name, measures in leading.items() if name in book.coefficients}
    if not known:
        return page
    page.subheading(words("batch.sources.coefficients")).text(words("batch.sources.coefficients_text"))
    for name, measures in known.items():
        caption = words("batch.sources.coefficient", title=book.coefficients[name].title, name=name)
        caption += " " + words("batch.sources.leads", measures=words.listed(list(measures))) if measures else ""
        page.table(Table(caption, words.heads("batch.sources.coefficient_heads"), tuple(_rows(subject, name))))
    return page


def _rows(subject: Subject, coefficient: str) -> list[tuple[str, str, str, str]]:
    """Return whose claim speaks which way, what it says, and where it stands."""
    words, library, found = subject.words, subject.library, grounds(subject.library, coefficient)
    rows = []
    for side, sides in (("raises", found.raising), ("lowers", found.lowering)):
        for each in sides:
            if each.argument == CONTRAST:
                says, way = library.contrast().points[each.claim.partition(".")[2]].says, words(f"batch.sources.{side}_typed")
            else:
                says, way = library.claims()[each.claim].claim, words(f"batch.sources.{side}", strength=each.strength)
            rows.append((each.argument, way, " ".join(says.split()), cited(library, each.claim, words)))
    return rows


def _policies(subject: Subject) -> Page:
    """Return what the policies do and the claims that they follow."""
    page, words = Page(), subject.words
    found = [policy for name in subject.made["documents"]["policies"] if (policy := _policy(subject, name))]
    if not found:
        return page
    page.subheading(words("batch.sources.policies"))
    rows = tuple((each.id, _after(subject, each), " ".join(each.says.split())) for each in found)
    page.table(Table(words("batch.sources.policies_caption"), words.heads("batch.sources.policy_heads"), rows))
    resting: dict[str, list[str]] = {}
    for each in found:
        for claim in each.claims:
            resting.setdefault(claim, []).append(each.id)
    claims = subject.library.claims()
    lines = tuple(
        (claim, " ".join(claims[claim].claim.split()), ", ".join(names), cited(subject.library, claim, words))
        for claim, names in resting.items()
        if claim in claims
    )
    return page.table(Table(words("batch.sources.claims_caption"), words.heads("batch.sources.claim_heads"), lines, folded=True))


def _policy(subject: Subject, name: str) -> Policy | None:
    try:
        return subject.library.policy(name)
    except (DocumentError, DocumentErrors):
        return None


def _after(subject: Subject, policy: Policy) -> str:
    argument = _argument(subject, policy.author or "")
    return op_ed(argument, subject.words) if argument else subject.words("batch.sources.ours")
