"""Sources: the op-eds as documents, their claims, what they contradict one another on, words, rules, briefs."""

from __future__ import annotations

from sim.play.app.screens.reading import Entry, ReadingScreen
from sim.play.commands.references import card_page, glossary_page, lens_page, own_brief, rule_page, shared_brief, sources_page
from sim.play.seen.claims import argument_page, contradiction_page, contrast_page, flat
from sim.report.page import Page


class SourcesScreen(ReadingScreen):
    """What there is to read."""

    place = "sources"

    def __init__(self, claim: str = "") -> None:
        """Begin at the first op-ed, or at a claim in its own."""
        super().__init__()
        self.claim = claim

    def entries(self) -> list[Entry]:
        """Return the op-eds, the questions they clash on, and what else there is to read."""
        library, sitting, words = self.sitting.library, self.sitting, self.words
        found = [(self.say("arguments"), ""), (self.say("all"), "all")]
        found += [(words.said(argument.short), f"argument {name}") for name, argument in library.arguments().items()]
        found += [(self.say("contrast"), "contrast"), (self.say("clashes"), "")]
        clashes = library.contradictions().contradictions
        found += [(f"{number} {words.said(flat(each.question))}", f"clash {number}") for number, each in clashes.items()]
        found += [(self.say("more"), ""), (self.say("glossary"), "glossary"), (self.say("lens"), "lens"), (self.say("brief"), "brief")]
        if card_page(sitting):
            found.append((self.say("card"), "card"))
        found.append((self.say("rules"), ""))
        return [*found, *((f"{name}: {words.said(rule.title)}", f"rule {name}") for name, rule in sitting.book.rules.items())]

    def show(self) -> None:
        """Begin where one was led to."""
        begun = bool(self.entry)
        super().show()
        if not begun:
            first = next(iter(self.sitting.library.arguments()))
            self.select(f"argument {self.claim.partition('.')[0] or first}")

    def answer(self, entry: str) -> Page:
        """Return what an entry holds."""
        kind, _, name = entry.partition(" ")
        sitting = self.sitting
        match kind:
            case "argument":
                return argument_page(sitting, name)
            case "clash":
                return contradiction_page(sitting, name)
            case "rule":
                return rule_page(sitting, name)
            case "contrast":
                return contrast_page(sitting)
            case "glossary":
                return glossary_page(sitting)
            case "lens":
                return lens_page(sitting)
            case "card":
                return card_page(sitting)
            case "brief":
                page = Page().more(shared_brief(sitting))
                return page.more(own_brief(sitting)) if sitting.seat else page
        return sources_page(self.words, sitting.library)

    def ask(self) -> None:
        """Answer; where one was led to a claim, go to it."""
        super().ask()
        if self.claim and self.entry == f"argument {self.claim.partition('.')[0]}":
            claim, self.claim = self.claim, ""
            self.call_after_refresh(self._find, claim)

    def _find(self, claim: str) -> None:
        if self.there:
            self.told.find(claim)
            self.told.focus()
