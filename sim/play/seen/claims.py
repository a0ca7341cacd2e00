"""Claims, op-eds and the questions on which they clash, as pages: whose, where, what they feed, and who says the opposite."""

from __future__ import annotations

from collections.abc import Iterable

from sim.documents.argument import Argument, Claim
from sim.documents.lens import CONTRAST
from sim.play.seen.feeds import feeds
from sim.play.sitting import Sitting
from sim.report.page import Page

FEW = 3  # things that a claim feeds, in a line


def claim_page(sitting: Sitting, name: str) -> Page:
    """Return a claim: whose, where, in our words, what it feeds, and the claims that say the opposite."""
    words, found = sitting.words, sitting.library.claims()[name]
    argument = sitting.library.arguments()[name.partition(".")[0]]
    page = Page().title(name).text(flat(found.claim))
    page.item(cited(sitting, argument, found))
    page.item(words(f"claim.{found.stance}", voice=words.said(found.voice)) + (" " + words("claim.inferred") if found.inferred else ""))
    page.items(spoken(sitting, found))
    if found.conditions:
        page.item(words("claim.conditions", conditions=flat(found.conditions)))
    if found.context:
        page.item(words("claim.context", context=flat(found.context)))
    used = feeds(sitting, name)
    if used:
        page.item(words("claim.feeds", uses="; ".join(used)))
    return page.more(opposed(sitting, name))


def flat(text: str) -> str:
    """Return a text of a document on one line."""
    return " ".join(text.split())


def spoken(sitting: Sitting, found: Claim) -> list[str]:
    """Return for and against which contested points a claim speaks."""
    words, titles = sitting.words, sitting.book.coefficients
    return [
        words(f"claim.{way}", coefficient=coefficient, title=words.said(titles[coefficient].title), strength=words.said(found.strength))
        for way in ("raises", "lowers")
        for coefficient in getattr(found, way)
    ]


def cited(sitting: Sitting, argument: Argument, found: Claim) -> str:
    """Return author, title, outlet, date and paragraph."""
    return sitting.words("claim.cited", **whose(sitting, argument), number=found.number)


def whose(sitting: Sitting, argument: Argument) -> dict[str, str]:
    """Return author, title, outlet and date of an op-ed, as slots of a sentence."""
    author = argument.author or sitting.words("claim.no_author")
    return {"author": author, "title": argument.title, "outlet": argument.outlet, "date": argument.date}


def opposed(sitting: Sitting, name: str) -> Page:
    """Return, for each question in which a claim takes a side, the other sides with their claims in our words."""
    words, page = sitting.words, Page()
    for number, question in sitting.library.contradictions().contradictions.items():
        mine = [side for side in question.sides if name in side.claims]
        if not mine:
            continue
        page.heading(words("claim.question", number=number, question=words.said(flat(question.question))))
        page.text(words("claim.this_side", view=words.said(mine[0].view)))
        for side in question.sides:
            if side not in mine:
                page.text(words("claim.other_side", view=words.said(side.view))).more(voices(sitting, side.claims))
    return page


def voices(sitting: Sitting, claims: Iterable[str]) -> Page:
    """Return claims as items: whose, in our words, with the id."""
    words, known, arguments, page = sitting.words, sitting.library.claims(), sitting.library.arguments(), Page()
    for name in claims:
        argument = arguments[name.partition(".")[0]]
        slots = {"short": words.said(argument.short), "claim": flat(known[name].claim), "id": name, "number": known[name].number}
        page.item(words("claim.voice", **whose(sitting, argument), **slots), (name,))
    return page


def argument_page(sitting: Sitting, name: str) -> Page:
    """Return an op-ed as a document: who, where, when and how we know; thesis, cautions, and every claim with what it feeds."""
    words, argument = sitting.words, sitting.library.arguments()[name]
    page = Page().title(argument.title).item(words("sources.line", id=name, short=words.said(argument.short), **whose(sitting, argument)))
    page.item(words("sources.author_note", note=words.said(flat(argument.author_note))))
    page.item(words("sources.date_note", note=words.said(flat(argument.date_note))))
    page.heading(words("sources.thesis")).text(words.said(flat(argument.thesis)))
    page.heading(words("sources.cautions")).items(words.said(flat(caution)) for caution in argument.cautions)
    page.heading(words("sources.its_claims", n=len(argument.claims)))
    for claim, found in argument.claims.items():
        full = argument.full_id(claim)
        used = feeds(sitting, full)
        more = words("sources.and_more", n=len(used) - FEW) if len(used) > FEW else ""
        weight = words("sources.feeds", uses="; ".join(used[:FEW]) + more) if used else words("sources.context")
        stands = words(f"sources.stances.{found.stance}")
        slots = {"id": full, "number": found.number, "claim": flat(found.claim), "stance": stands, "strength": words.said(found.strength)}
        page.item(words("sources.claim", **slots, weight=weight), (full,))
    return page


def contrast_page(sitting: Sitting) -> Page:
    """Return the contrast lens: its thesis, its caution, and its points with their own sources."""
    words, contrast = sitting.words, sitting.library.contrast()
    page = Page().title(words.said(contrast.title)).text(words.said(flat(contrast.thesis))).text(words.said(flat(contrast.caution)))
    page.heading(words("sources.points"))
    for name, point in contrast.points.items():
        source = ", ".join(part for part in (point.source.author, f'"{point.source.title}"', point.source.outlet, point.source.date) if part)
        address = "".join((point.source.url or "").split())
        page.item(words("sources.point", id=f"{CONTRAST} {name}", says=flat(point.says), source=source, url=address).rstrip())
    return page


def contradiction_page(sitting: Sitting, number: str) -> Page:
    """Return a contested question: every side with its claims, what of the model carries it, and a question for a class."""
    words, found = sitting.words, sitting.library.contradictions().contradictions[number]
    page = Page().title(f"{number}: {words.said(flat(found.question))}")
    for side in found.sides:
        page.heading(words("sources.side", view=words.said(side.view))).more(voices(sitting, side.claims))
    titles = sitting.book.coefficients
    carried = (f"{words.said(titles[name].title)} ({name})" if name in titles else words.said(name) for name in found.carried_by)
    page.heading(words("sources.carried")).items(carried)
    return page.text(words.said(flat(found.note))).heading(words("sources.ask")).text(words.said(flat(found.ask)))
