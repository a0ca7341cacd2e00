"""The negotiating table: offers and accords, packages by partners, clauses to compose, and every party's answer before one asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sim.engine.errors import Refused
from sim.play.app.background import in_background
from sim.play.app.keys import key
from sim.play.app.screens.game import GameScreen
from sim.play.app.widgets.answer_list import AnswerList
from sim.play.app.widgets.clause_list import ClauseList
from sim.play.app.widgets.odds import odds_lines
from sim.play.app.widgets.pick_list import PickList
from sim.play.commands.bargaining import prospect_page
from sim.play.seen.chance import Change
from sim.play.seen.deals import Deal, accords_on, deal_line, duties, offers_on, packages_on, partners, seasons_left
from sim.play.seen.prospects import Prospect, against, clause_rows, prospect
from sim.play.seen.situation import accord_line, offer_stands, owed_by
from sim.report.page import Page
from sim.text.wording import capitalised

WAITS, TABLED, SIGNED, NOT_SIGNED, FREE, SHUT, MISSED = "▸", "…", "●", "×", "○", "×", "!"


class TableScreen(GameScreen):
    """What there is to deal with on the left, or the clauses of one deal; on the right how it stands.

    Attributes:
        deal: What is under the cursor, or is being composed.
        chosen: The clauses of the offer that is composed.
        with_whom: Only packages that these parties sign are listed; empty for all.
        weighed: The last offer weighed, and the one before it on the same package.
    """

    place = "table"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("table.send", "m,ctrl+s", "send"),
        key("table.accept", "a", "accept"),
        key("table.refuse", "x", "refuse"),
        key("table.counter", "k", "compose"),
        key("table.withdraw", "z", "withdraw"),
        key("table.snap", "b", "snap"),
        key("table.forgive", "f", "forgive"),
        key("table.tip", "i", "tip"),
        key("table.bare", "n", "bare"),
        key("table.partners", "p", "partners"),
        key("table.toggle", "space", "in_or_out", show=False),
        key("table.read", "right", "read", show=False),
        key("table.leave", "left", "leave", show=False),
        key("table.end", "e", "end", show=False),
        key("table.claims", "c", "claims"),
    ]
    CSS = """
    TableScreen #deals { width: 34; height: 1fr; padding: 0; }
    TableScreen #clauses { width: 38; height: 1fr; }
    TableScreen #clauses { display: none; }
    TableScreen.-composing #clauses { display: block; }
    TableScreen.-narrow.-composing #deals { display: none; }
    TableScreen.-wide #clauses { width: 40; }
    TableScreen.-huge #deals { width: 44; }
    TableScreen.-huge #clauses { width: 60; }
    TableScreen #stands { width: 1fr; }
    TableScreen #odds { height: auto; padding: 0 2; }
    TableScreen #reasons { max-width: 124; }
    """

    def __init__(self) -> None:
        """Begin with nothing chosen."""
        super().__init__()
        self.deals: dict[str, Deal] = {}
        self.deal: Deal | None = None
        self.chosen: tuple[str, ...] = ()
        self.with_whom: tuple[str, ...] = ()
        self.weighed: Prospect | None = None
        self.before: Prospect | None = None
        self.objection = ""

    def body(self) -> ComposeResult:
        """Lay out deals, clauses, and how the one deal stands."""
        with Horizontal():
            yield PickList(id="deals", classes="panel", markup=False)
            yield ClauseList(id="clauses", classes="panel")
            with Vertical(id="stands"):
                yield Static(id="odds", markup=False)
                yield AnswerList(id="reasons", classes="panel")

    def on_mount(self) -> None:
        """Begin among the deals."""
        super().on_mount()
        self.query_one("#deals").focus()

    @property
    def composing(self) -> bool:
        """Whether clauses are being put together."""
        return self.has_class("-composing")

    # --- what is shown

    def show(self) -> None:
        """Read the table anew; the cursor stays on its deal."""
        if self.sitting.game.over:
            return
        listed = self.query_one("#deals", OptionList)
        kept, options = self.deal.id if self.deal else "", self._options()
        ids = [option.id for option in options]
        with self.prevent(OptionList.OptionHighlighted):
            listed.set_options(options)
            listed.highlighted = ids.index(kept) if kept in ids else next((place for place, name in enumerate(ids) if name), None)
        listed.border_title = self.say("deals")
        self._look_at(listed.highlighted_option.id or "" if listed.highlighted_option else "")

    def _options(self) -> list[Option]:
        """Return everything on the table: what waits, what was made, what is in force, then packages by partners."""
        sitting, self.deals, found = self.sitting, {}, list[Option]()
        offers, packages = offers_on(sitting), packages_on(sitting)
        groups = [(self.say("waiting"), [deal for deal in offers if deal.kind == "waiting"])]
        groups += [(self.say("made"), [deal for deal in offers if deal.kind == "offer"]), (self.say("in_force"), accords_on(sitting))]
        groups += [(partners(sitting, parties), found) for parties, found in packages.items() if self.with_whom in ((), parties)]
        for title, deals in groups:
            if deals:
                found.append(Option(title, disabled=True))
            for deal in deals:
                self.deals[deal.id] = deal
                found.append(Option(self._label(deal), id=deal.id))
        return found

    def _label(self, deal: Deal) -> str:
        name = capitalised(self.words.package(deal.package))
        if deal.kind == "waiting" and deal.offer:
            return f"{WAITS} {deal.number} {name}\n  {self.say('from', seat=self.words.seat(deal.offer.by))}"
        if deal.offer:
            glyph = {"": TABLED, "signed": SIGNED}.get(deal.offer.outcome, NOT_SIGNED)
            outcome = self.words.labels.label("outcomes", deal.offer.outcome) if deal.offer.outcome else self.say("open")
            return f"{glyph} {deal.number} {name}\n  {outcome}"
        if deal.accord:
            return f"{MISSED if deal.injured else SIGNED} {name}\n  {self.say('left', n=deal.accord.seasons_left)}"
        return f"{SHUT if deal.against else FREE} {name}"

    def _look_at(self, name: str) -> None:
        """Show how a deal stands; another one is begun with its own clauses."""
        deal = self.deals.get(name)
        same = deal is not None and self.deal is not None and deal.id == self.deal.id and deal.clauses == self.deal.clauses
        if not same or not self.composing:
            self.chosen, self.before = deal.clauses if deal else (), None
        if not same:
            self.set_class(False, "-composing")
            self.weighed = None
        self.deal = deal
        self._show_clauses()
        self._weigh()

    def _show_clauses(self) -> None:
        if self.deal is None or not self.composing:
            return
        begun = self.deal.clauses if self.deal.kind != "package" else self.sitting.book.packages[self.deal.package].clauses
        rows = clause_rows(self.sitting, self.deal.package, begun, self.chosen)
        self.query_one(ClauseList).fill(self.sitting, rows, capitalised(self.words.package(self.deal.package)))

    def _weigh(self) -> None:
        """Weigh the deal beside the screen, and show how it stands; the last sum stays until the new one comes."""
        deal, sitting = self.deal, self.sitting
        self._show_deal()
        if deal is None or deal.kind == "accord":
            return
        try:
            work = prospect(sitting, deal.package, self.chosen)
        except Refused:
            self.weighed = None
            self._show_deal()
        else:
            in_background(self, "weigh", work, self._have_weighed)

    def _have_weighed(self, found: Prospect) -> None:
        if self.deal is not None and (found.package, found.clauses) == (self.deal.package, self.chosen):
            self.weighed = found
            self._show_deal()

    def _show_deal(self) -> None:
        """Show the odds, then the reasons."""
        reasons, deal = self.query_one("#reasons", AnswerList), self.deal
        fits = self.weighed is not None and deal is not None and self.weighed.package == deal.package
        lines = odds_lines(self.sitting, self.weighed, self.before) if fits and self.weighed else []
        self.query_one("#odds", Static).update("\n".join(lines))
        reasons.border_title = self.say("stands")
        reasons.show(self._page(deal) if deal else Page().text(self.say("nothing")))
        self.refresh_bindings()

    def _page(self, deal: Deal) -> Page:
        """Return how a deal stands: what it holds, what can be done, and the sums behind the odds."""
        sitting, words = self.sitting, self.words
        title = words("table.package_title", name=capitalised(words.package(deal.package)), id=deal.package)
        page = Page().title(title)
        claims = tuple(sitting.book.packages[deal.package].claims)
        if deal.accord:
            stands = "others" if sitting.seat not in deal.parties else "injured" if deal.injured else "kept"
            page.text(accord_line(sitting, deal.accord)).text(self.say(stands)).more(self._duties(deal.clauses))
            return page.text(words("table.claims", claims=", ".join(claims)))
        lasts = seasons_left(sitting, deal)
        page.item(self.say("holds" if lasts > 1 else "holds_one", owed=owed_by(sitting, self.chosen) or self.say("empty"), n=lasts), claims)
        if deal.offer and not self.composing:
            page.item(offer_stands(sitting, deal.offer))
        page.text(self._can_be_done(deal))
        if self.weighed is not None and (self.weighed.package, self.weighed.clauses) == (deal.package, self.chosen):
            page.more(prospect_page(sitting, self.weighed))
        return page.more(self._duties(self.chosen))

    def _duties(self, clauses: Sequence[str]) -> Page:
        """Return what the person would have to order to keep its part."""
        found = duties(self.sitting, clauses)
        return Page().heading(self.say("duties")).items(found) if found else Page()

    def _can_be_done(self, deal: Deal) -> str:
        """Return what keys do with the deal now, or why it cannot be signed and what would make it legal."""
        if not self.sitting.seat:
            return ""
        if deal.kind == "waiting" and not self.composing:
            return self.say("may_answer")
        if deal.kind == "waiting":
            return self.say("same") if set(self.chosen) == set(deal.clauses) else self.say("may_counter", n=deal.number)
        self.objection = against(self.sitting, deal.package, self.chosen)
        if deal.offer and not self.composing:
            return self.say("may_withdraw") if deal.mine and deal.offer.by == self.sitting.seat else ""
        return self.words("table.not_now", why=self.objection) if self.objection else self.say("may_send")

    def fit(self) -> None:
        """Choose the layout; clauses are wrapped to their column."""
        super().fit()
        if self.there:
            self.call_after_refresh(self.fill)

    # --- moving about

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Look at another deal."""
        if event.option_list.id == "deals" and self.there:
            self._look_at(event.option_id or "")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go from a deal to its clauses; put a clause in or out; open the claims of a reason."""
        if event.option_list.id == "deals":
            self.action_compose()
        elif event.option_list.id == "clauses":
            self.action_in_or_out()
        else:
            self._open(self.query_one("#reasons", AnswerList).claims)

    def action_compose(self) -> None:
        """Go to the clauses of the deal: to compose an offer from it, or a counter to one that waits."""
        if self.deal is None or self.deal.kind == "accord":
            self.query_one("#reasons").focus()
            return
        self.set_class(True, "-composing")
        self.query_one("#clauses").focus()
        self._show_clauses()
        self._show_deal()

    def action_read(self) -> None:
        """Go to the reasons."""
        self.query_one("#reasons").focus()

    def action_leave(self) -> None:
        """Go back from the reasons to the clauses, or to the deals."""
        if self.query_one("#reasons").has_focus:
            self.query_one("#clauses" if self.composing else "#deals").focus()
        elif self.composing:
            self._put_away()

    def action_back(self) -> None:
        """Go back to the deals, and from there to the room."""
        if self.composing or self.query_one("#reasons").has_focus:
            self._put_away()
        else:
            super().action_back()

    def _put_away(self) -> None:
        """Leave composing; the deal is again as it was tabled."""
        self.set_class(False, "-composing")
        self.query_one("#deals").focus()
        self._look_at(self.deal.id if self.deal else "")

    # --- composing

    def action_in_or_out(self) -> None:
        """Put the clause under the cursor into the offer, or take it out."""
        clauses = self.query_one(ClauseList)
        clause = clauses.clause
        if self.composing and clauses.has_focus and clause:
            self._take([each for each in self.chosen if each != clause] if clause in self.chosen else [*self.chosen, clause])

    def _take(self, clauses: Sequence[str]) -> None:
        """Take these clauses, and weigh them."""
        if self.weighed is not None and self.weighed.clauses == self.chosen:
            self.before = self.weighed
        self.chosen = tuple(clauses)
        self._show_clauses()
        self._weigh()

    def action_bare(self) -> None:
        """Begin from nothing; with nothing chosen, from the package's own clauses again."""
        if self.deal is not None:
            self._take(() if self.chosen else self.deal.clauses)

    def action_tip(self) -> None:
        """Make the change of one clause that would tip the party that is least willing."""
        tip = self._tip()
        if tip is not None:
            if not self.composing:
                self.action_compose()
            added = [tip.add] if tip.add else []
            self._take([*(each for each in self.chosen if each != tip.drop), *added])

    def _tip(self) -> Change | None:
        """Return the change that would tip the party that is least willing, where one does."""
        answers = [answer for answer in self.weighed.answers.values() if answer and answer.tip] if self.weighed else []
        return min(answers, key=lambda answer: answer.chance).tip if answers else None

    def action_partners(self) -> None:
        """Choose with whom to deal: only packages of those parties are listed."""
        from sim.play.app.screens.pick import Pick

        packages = packages_on(self.sitting)
        choices = {"": self.say("anybody"), **{",".join(parties): partners(self.sitting, parties) for parties in packages}}
        self.app.push_screen(Pick(self.say("whom"), choices, self._deal_with))

    def _deal_with(self, parties: str) -> None:
        self.with_whom = tuple(parties.split(",")) if parties else ()
        self.deal = next((deal for found in packages_on(self.sitting).values() for deal in found if deal.parties == self.with_whom), None)
        self.fill()

    # --- acting

    def action_send(self) -> None:
        """Table what is composed: an offer, or a counter."""
        if self.deal is not None and self.deal.kind != "accord":
            self._act(deal_line(self.sitting, self.deal, self.chosen))

    def action_accept(self) -> None:
        """Accept the offer that waits."""
        self._act(f"accept {self.deal.number}" if self.deal else "")

    def action_refuse(self) -> None:
        """Refuse it."""
        self._act(f"refuse {self.deal.number}" if self.deal else "")

    def action_withdraw(self) -> None:
        """Take back an open offer of one's own."""
        self._act(f"withdraw {self.deal.number}" if self.deal else "")

    def action_snap(self) -> None:
        """End the accord that another party has not kept."""
        self._act(f"snap back {self.deal.package}" if self.deal else "")

    def action_forgive(self) -> None:
        """Forgive the others' misses under the accord."""
        self._act(f"forgive {self.deal.package}" if self.deal else "")

    def _act(self, line: str) -> None:
        """Do what a line says, and look at what came of it: the newest offer that waits, or the newest offer."""
        before = {deal.id: deal.offer.outcome if deal.offer else "" for deal in offers_on(self.sitting)}
        if not self.peninsula.obey(line).done or not self.there or self.sitting.game.over:
            return
        news = [deal for deal in offers_on(self.sitting) if before.get(deal.id) != (deal.offer.outcome if deal.offer else "")]
        self.set_class(False, "-composing")
        self.query_one("#deals").focus()
        if news:
            self.deal = news[0]
            self.peninsula.said = " ".join(offer_stands(self.sitting, deal.offer) for deal in reversed(news) if deal.offer)
        self.fill()

    def action_end(self) -> None:
        """Seal the sheet, after a last look."""
        from sim.play.app.screens.seal import Seal

        self.app.push_screen(Seal())

    def action_claims(self) -> None:
        """Open the claims of the reason under the cursor, or of the whole deal."""
        reasons = self.query_one("#reasons", AnswerList)
        self._open((reasons.claims if reasons.has_focus else []) or reasons.all_claims)

    def _open(self, claims: list[str]) -> None:
        from sim.play.app.screens.claims import open_claims

        open_claims(self.peninsula, claims)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the deal under the cursor."""
        deal, seated = self.deal, self.peninsula.sitting is not None and bool(self.sitting.seat)
        offered = {
            "send": seated and deal is not None and (self.composing or deal.kind == "package"),
            "accept": seated and deal is not None and deal.kind == "waiting" and not self.composing,
            "refuse": seated and deal is not None and deal.kind == "waiting" and not self.composing,
            "compose": seated and deal is not None and deal.kind == "waiting" and not self.composing,
            "withdraw": seated and deal is not None and deal.mine and deal.offer is not None and deal.offer.by == self.sitting.seat,
            "snap": deal is not None and deal.injured,
            "forgive": deal is not None and deal.injured,
            "tip": self._tip() is not None,
            "bare": self.composing,
            "partners": not self.composing,
            "end": seated,
        }
        return offered[action] if action in offered else super().check_action(action, parameters)
