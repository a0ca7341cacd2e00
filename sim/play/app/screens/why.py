"""Why?: a finished season's orders and dials, each as a sum of terms; and what is not open now, with its rule."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from sim.play.app.background import in_background
from sim.play.app.keys import key
from sim.play.app.screens.reading import Entry, ReadingScreen
from sim.play.commands.reasons import analyst_page, dial_page, why_page
from sim.play.commands.references import lens_page, rule_page
from sim.play.seen.belief import belief
from sim.play.seen.desks import Reasons, can_explain, reasons
from sim.play.seen.recap import Move, moves_of, recap
from sim.play.seen.refusals import Shut, shut_accords, shut_settings
from sim.play.seen.revealed import set_to
from sim.report.page import Page
from sim.text.wording import capitalised

MOVED = "▸"


class WhyScreen(ReadingScreen):
    """Choose a season, and in it a seat, a lever or a dial.

    Attributes:
        index: Which season is looked at, from 0; the last one at first.
        known: Reasons worked out so far, by season, seat and the lens they are read by.
    """

    place = "why"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("why.earlier", "p", "season(-1)"),
        key("why.later", "n", "season(1)"),
        key("why.believe", "l", "believe"),
        key("why.seats", "1", "part('short')", show=False),
        key("why.dials", "2", "part('dial')", show=False),
        key("why.shut", "3", "part('shut')", show=False),
    ]

    def __init__(self) -> None:
        """Begin with nothing worked out."""
        super().__init__()
        self.index = -1
        self.known: dict[tuple[int, str, tuple[float, ...]], Reasons] = {}
        self._played: list[object] = []

    # --- what can be asked

    def entries(self) -> list[Entry]:
        """Return the season in short, seats with their levers, dials, rules that bit, what is shut now, and whose world it may be."""
        sitting = self.sitting
        found: list[Entry] = []
        if sitting.game.played:
            found += [(self.say("short"), "short"), (self.say("seats"), ""), *self._orders()]
            found += [(self.say("dials"), ""), *((self._move(move), f"dial {move.dial}") for move in moves_of(sitting, self.index))]
            bites = dict.fromkeys(sitting.game.played[self.index].account.bites)
            if bites:
                titles = {rule: self.words.said(sitting.book.rules[rule].title) for rule in bites}
                found += [(self.say("rules"), ""), *((f"{rule}: {title}", f"rule {rule}") for rule, title in titles.items())]
        else:
            found.append((self.say("nothing_yet"), "nothing"))
        shut = self._shut()
        if shut:
            found += [(self.say("shut"), ""), *((f"× {each.what}", f"shut {each.what}") for each in shut)]
        return [*found, (self.say("lens"), ""), (self.say("analyst"), "analyst"), (self.say("the_lens"), "lens")]

    def _orders(self) -> list[Entry]:
        found, sitting = [], self.sitting
        account = sitting.game.played[self.index].account
        before = sitting.game.known_orders(sitting.eyes, account.standing) if sitting.eyes else account.standing
        for seat in sitting.layout.seats:
            found.append((self.words.seat(seat), f"seat {seat}"))
            for lever in sitting.levers(seat):
                setting, place = set_to(sitting, self.index, f"{seat}.{lever}"), sitting.layout.lever(f"{seat}.{lever}")
                mark = MOVED if setting != sitting.layout.settings[place][before[place]] else " "
                found.append((f"{mark} {lever} {setting}", f"seat {seat} {lever}"))
        return found

    def _move(self, move: Move) -> str:
        name = self.words.short_dial(move.dial)
        return f"  {name} {move.after:.1f}" if move.still else f"{MOVED} {name} {move.before:.1f} → {move.after:.1f}"

    def _shut(self) -> list[Shut]:
        return [*shut_settings(self.sitting), *shut_accords(self.sitting)] if self.sitting.seat and not self.sitting.game.over else []

    # --- what is answered

    def show(self) -> None:
        """Read the season; reasons of seasons that were taken back are forgotten."""
        played = list(self.sitting.game.played)
        if any(one is not other for one, other in zip(self._played, played, strict=False)) or len(played) < len(self._played):
            self.known, self.index = {}, -1
        self._played = list(played)
        if not 0 <= self.index < len(played):
            self.index = len(played) - 1
        self.listed.border_title = self.say("season", season=self.sitting.season_name(self.index)) if played else None
        super().show()

    def answer(self, entry: str) -> Page:
        """Return what an entry tells."""
        kind, _, name = entry.partition(" ")
        sitting = self.sitting
        match kind:
            case "short":
                return recap(sitting, self.index, self._reasons())
            case "seat":
                return self._why(*name.split())
            case "dial":
                return dial_page(sitting, self.index, name)
            case "rule":
                return rule_page(sitting, name)
            case "shut":
                return self._refusal(name)
            case "analyst":
                return analyst_page(sitting)
            case "lens":
                return (
                    Page()
                    .text(self.words("belief.now", lens=belief(sitting).title, names=", ".join(sitting.library.lens_names())))
                    .more(lens_page(sitting, sitting.belief))
                )
        return Page().text(self.say("nothing_yet_says"))

    def _why(self, seat: str, lever: str = "") -> Page:
        if not can_explain(self.sitting, seat):
            return Page().text(self.words("why.random", seat=self.words.seat(seat)))
        told = self._reasons().get(seat)
        return why_page(self.sitting, told, lever) if told else Page().text(self.say("working"))

    def _refusal(self, what: str) -> Page:
        found = next((each for each in self._shut() if each.what == what), None)
        if found is None:
            return Page()
        page = Page().title(self.say("refused", what=what)).text(capitalised(found.why))
        return page.more(rule_page(self.sitting, found.rule)) if found.rule else page

    def _reasons(self) -> dict[str, Reasons]:
        """Return what is worked out for the season; what is not is begun beside the screen."""
        sitting, k = self.sitting, belief(self.sitting).k
        seats = [seat for seat in sitting.layout.seats if can_explain(sitting, seat)]
        missing = [seat for seat in seats if (self.index, seat, k) not in self.known]
        if missing:
            works = {(self.index, seat, k): reasons(sitting, self.index, seat) for seat in missing}
            in_background(self, "why", lambda: {each: work() for each, work in works.items()}, self._worked_out, self._given_up)
        return {seat: self.known[self.index, seat, k] for seat in seats if seat not in missing}

    def _worked_out(self, found: dict[tuple[int, str, tuple[float, ...]], Reasons]) -> None:
        self.known.update(found)
        self.ask()

    def _given_up(self, fault: Exception) -> None:
        """Begin anew, where the season was taken back meanwhile; any other fault is shown."""
        if isinstance(fault, IndexError):
            self.fill()
        else:
            raise fault

    # --- what is done

    def action_season(self, by: int) -> None:
        """Look at an earlier or a later season."""
        if 0 <= self.index + by < len(self.sitting.game.played):
            self.index += by
            self.fill()

    def action_part(self, kind: str) -> None:
        """Go to the first entry of a kind."""
        first = next((option.id for option in self.listed.options if option.id and option.id.startswith(kind)), "")
        if first:
            self.select(first)
            self.listed.focus()

    def action_believe(self) -> None:
        """Choose the lens by which reasons are read."""
        from sim.documents.lens import read_lens
        from sim.play.app.screens.pick import Pick

        library = self.sitting.library
        lenses = {"evidence": self.say("evidence"), **{name: self.words.said(read_lens(library, name).title) for name in library.lens_names()}}
        self.app.push_screen(Pick(self.say("believe"), lenses, lambda name: self.peninsula.obey(f"believe {name}")))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer seasons only where there are some."""
        if action == "season":
            return self.peninsula.sitting is not None and len(self.sitting.game.played) > 1
        return super().check_action(action, parameters)
