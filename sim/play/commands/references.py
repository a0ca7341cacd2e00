"""Looking things up: claims, rules, sources, words, briefs, cards, what really happened, the boards so far."""

from __future__ import annotations

from sim.documents.lens import CONTRAST, read_lens
from sim.documents.library import Library
from sim.engine.errors import OutOfTime
from sim.play.commands.season import played_season
from sim.play.seen.choices import paragraphs
from sim.play.seen.claims import argument_page, claim_page, contradiction_page, contrast_page
from sim.play.seen.standing import boards_so_far
from sim.play.seen.then import real_facts
from sim.play.sitting import Sitting
from sim.play.wrong import Wrong, one_of
from sim.report.page import Page
from sim.text.wording import Words, capitalised


def claim(sitting: Sitting, text: str) -> None:
    """Show a claim: whose, where, in our words, what it feeds, and the claims that say the opposite."""
    words, claims = sitting.words, sitting.library.claims()
    if not text:
        raise Wrong(words("claim.expected"))
    name = text.strip(" []").lower()
    if name not in claims:
        ends = [known for known in claims if known.endswith(f".{name}")]
        name = ends[0] if len(ends) == 1 else one_of(name, claims, words("claim.unknown", claim=name))
    sitting.show(claim_page(sitting, name))


def rule(sitting: Sitting, text: str) -> None:
    """Show a rule, or all of them."""
    words, rules = sitting.words, sitting.book.rules
    if not text:
        page = Page().heading(words("rule.heading"))
        sitting.show(page.items(f"{name}: {words.said(each.title)}" for name, each in rules.items()).text(words("rule.next")))
        return
    by_name = {name.lower(): name for name in rules}
    asked = text.partition(" ")[0]
    name = by_name[one_of(asked, by_name, words("rule.unknown", rule=asked))]
    sitting.show(rule_page(sitting, name))


def rule_page(sitting: Sitting, name: str) -> Page:
    """Return a rule: what it forbids or changes, how to make it legal or avoid it, and what it rests on."""
    words, found = sitting.words, sitting.book.rules[name]
    page = Page().title(f"{name}: {words.said(found.title)}")
    page.item(words("rule.kind_forbids" if found.forbids else "rule.kind_bites", lever=found.lever))
    page.item(words("rule.until", until=words.said(found.until)))
    grounds = words("rule.claims", claims=", ".join(found.claims)) if found.claims else words("rule.ours", ours=words.said(found.ours or ""))
    return page.item(grounds, tuple(found.claims))


def sources(sitting: Sitting, text: str) -> None:
    """Show the five op-eds and the contrast lens; by name, one of them with its claims, or a question on which they clash (``X1``)."""
    if not text:
        sitting.show(sources_page(sitting.words, sitting.library))
        return
    clashes, arguments = sitting.library.contradictions().contradictions, sitting.library.arguments()
    known = {name.lower(): name for name in [*arguments, CONTRAST, *clashes]}
    name = known[one_of(text, known, sitting.words("sources.unknown", name=text))]
    if name == CONTRAST:
        sitting.show(contrast_page(sitting))
    else:
        sitting.show(argument_page(sitting, name) if name in arguments else contradiction_page(sitting, name))


def sources_page(words: Words, library: Library) -> Page:
    """Return the five op-eds and the contrast lens: author, title, outlet, date, thesis."""
    page = Page().heading(words("sources.heading"))
    for name, argument in library.arguments().items():
        slots = {"author": argument.author or words("claim.no_author"), "title": argument.title, "outlet": argument.outlet, "date": argument.date}
        page.text(words("sources.line", id=name, short=words.said(argument.short), **slots)).item(words.said(argument.thesis.strip()))
    contrast = library.contrast()
    page.text(words("sources.contrast", title=words.said(contrast.title)))
    page.item(words.said(contrast.thesis.strip())).item(words.said(contrast.caution.strip()))
    return page.text(words("sources.selection")).text(words("disclaimer"))


def glossary(sitting: Sitting, text: str) -> None:
    """Explain a word, or list those that can be explained."""
    found = glossary_words(sitting)
    if not text:
        sitting.show(glossary_page(sitting))
        return
    name = one_of(text, found, sitting.words("glossary_unknown", word=text))
    sitting.show(Page().item(f"{capitalised(name)}: {found[name].strip()}"))


def glossary_words(sitting: Sitting) -> dict[str, str]:
    """Return the words that can be explained: ours, and those of the scenario."""
    return {**sitting.words.entry("glossary"), **sitting.library.teaching(sitting.session.scenario.name, sitting.words.lang).glossary}


def glossary_page(sitting: Sitting) -> Page:
    """Return all words explained."""
    found = glossary_words(sitting)
    return Page().heading(sitting.words("glossary_heading")).items(f"{name}: {found[name].strip()}" for name in sorted(found))


def shared_brief(sitting: Sitting) -> Page:
    """Return what everybody knows at the start."""
    shared = sitting.library.briefs(sitting.session.scenario.name, sitting.words.lang).shared
    return Page().title(sitting.headline.title).more(paragraphs(shared.text))


def own_brief(sitting: Sitting) -> Page:
    """Return the seat's confidential brief with its aims."""
    words = sitting.words
    mine = sitting.library.briefs(sitting.session.scenario.name, words.lang).of(sitting.seat)
    page = Page().title(words("brief.confidential", seat=words.seat(sitting.seat))).more(paragraphs(mine.text))
    return page.heading(words("brief.aims")).items(aim.strip() for aim in mine.aims)


def brief(sitting: Sitting, text: str) -> None:
    """Show the shared brief, and the seat's own."""
    sitting.show(shared_brief(sitting))
    if sitting.seat:
        sitting.show(own_brief(sitting))


def card_page(sitting: Sitting) -> Page:
    """Return the seat's objective card; an empty page where cards are off."""
    name = sitting.view.card if sitting.seat else ""
    if sitting.game.over and sitting.seat:
        state, layout = sitting.game.position.state, sitting.layout
        dealt = [each for each, found in sitting.book.cards.items() if found.seat == sitting.seat and state[layout.index[f"card_{each}"]] > 0]
        name = dealt[0] if dealt else ""
    if not name:
        return Page()
    found = sitting.book.cards[name]
    words = sitting.words
    return Page().heading(words("card.heading", title=words.said(found.title))).item(words.said(found.says)).item(words("card.worth"))


def card(sitting: Sitting, text: str) -> None:
    """Show the seat's objective card."""
    page = card_page(sitting)
    if page:
        sitting.show(page)
    else:
        sitting.say("card.none")


def history(sitting: Sitting, text: str) -> None:
    """Show what really happened in the seasons played so far, or in one of them."""
    words, page = sitting.words, Page().heading(sitting.words("history.heading"))
    if not sitting.game.played:
        raise OutOfTime(words("history.none_yet"))
    seasons = [played_season(sitting, text)] if text else range(len(sitting.game.played))
    for index in seasons:
        page.text(sitting.season_name(index)).items(real_facts(sitting, index))
    sitting.show(page)


def boards(sitting: Sitting, text: str) -> None:
    """Show the boards so far; there is no single best."""
    sitting.show(boards_so_far(sitting))


def lens(sitting: Sitting, text: str) -> None:
    """Show the lens of this game, or what a lens says on each contested point."""
    if not text and sitting.session.open_lens is None:
        sitting.say("lens.hidden")
        return
    sitting.show(lens_page(sitting, text.replace(" ", "")))


def lens_page(sitting: Sitting, name: str = "") -> Page:
    """Return what a lens says on each contested point; without a name, the lens of this game, or that it is hidden."""
    words, shown = sitting.words, sitting.session.open_lens
    if not name and shown is None:
        return Page().text(words("lens.hidden"))
    found = read_lens(sitting.library, name or (shown.name if shown else ""))
    page = Page().title(words("lens.title", title=words.said(found.title), name=found.name))
    page.items(f"{value:.2f}  {words.said(sitting.book.coefficients[name].title)} ({name})" for name, value in found.values.items())
    return page.text(words("sources.selection"))
