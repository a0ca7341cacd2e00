"""What a season has to tell: stories by key of the catalogue, each with its slots and weight, before any is chosen or written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.text.catalogue import Catalogue
from sim.text.scene import EVEN, Scene

if TYPE_CHECKING:
    from sim.engine.accords import Accord, Offer
    from sim.engine.account import Row


@dataclass(frozen=True)
class Story:
    """One thing that may be told.

    Attributes:
        keys: Keys of the catalogue whose variants serve equally; the first names the story.
        topic: What it is about; a topic told last season counts for less.
        slots: Words of its own.
        weight: How much it matters on a page; see ``paper`` in the labels.
        place: ``news`` (headline or cable), ``cable``, ``refused`` or ``close``.
        claims: Claims to name at its end.
    """

    keys: tuple[str, ...]
    topic: str
    slots: Mapping[str, str] = field(default_factory=dict)
    weight: float = 0.0
    place: str = "news"
    claims: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key that names the story."""
        return self.keys[0]


class Teller:
    """Finds the stories of one scene.

    Attributes:
        scene: The season as the reader may know it.
        words: The catalogue.
    """

    def __init__(self, scene: Scene, words: Catalogue) -> None:
        """Look at a scene."""
        self.scene, self.words = scene, words

    def stories(self) -> list[Story]:
        """Return everything that may be told of the season, in no order."""
        found: list[Story] = []
        for part in (self._orders, self._meetings, self._seoul, self._accords, self._dispute, self._offers, self._events, self._votes, self._danger):
            found += part()
        found += [*self._dials(), *self._rules(), *self._ends()]
        return found

    # --- weights and words

    def _number(self, *path: str) -> float:
        return float(self.words.entry("paper", *path))

    def weigh(self, key: str) -> float:
        """Return the weight of a key: that of its longest known beginning, less for a setting that merely stays."""
        weights: Mapping[str, float] = self.words.entry("paper", "weights")
        parts = key.split(".")
        for length in range(len(parts), 0, -1):
            known = weights.get(".".join(parts[:length]))
            if known is not None:
                return known - (self._number("still") if parts[-1] == "still" and length < len(parts) else 0.0)
        return 0.0

    def _tell(self, key: str, topic: str = "", *, place: str = "news", lift: float = 0.0, **slots: str) -> Story:
        return Story((key,), topic or key, slots, self.weigh(key) + lift, place)

    def _capital(self, seat: str) -> str:
        return self.words.label("seats", seat, "capital")

    def _capitals(self, seats: tuple[str, ...]) -> str:
        names = [self._capital(seat) for seat in seats]
        joined: str = self.words.entry("page", "comma").join(names[:-1])
        return joined + self.words.entry("page", "and") + names[-1] if joined else names[-1]

    def ordinal(self, number: int) -> str:
        """Return an ordinal in words, or the figure where the labels end."""
        known: list[str] = self.words.entry("ordinals")
        return known[number - 1] if 0 < number <= len(known) else str(number)

    # --- orders

    def _orders(self) -> Iterator[Story]:
        scene, layout = self.scene, self.scene.program.layout
        for lever, name in enumerate(layout.levers):
            setting = layout.settings[lever][scene.now[lever]]
            steps = abs(scene.now[lever] - scene.before[lever])
            if steps:
                yield self._tell(f"order.{name}.{setting}.new", name, lift=self._number("step") * (steps - 1))
            else:
                nth = self.ordinal(scene.kept_for(lever))
                yield self._tell(f"order.{name}.{setting}.still", name, nth=nth)

    # --- what came of them

    def _meetings(self) -> Iterator[Story]:
        scene = self.scene
        if scene.holds("summit"):
            empty = "summit.thin" if scene.holds("exemption_granted") else "summit.empty"
            yield self._tell(empty if scene.holds("empty_summit") else "summit.relief", "summit")
        elif scene.holds("talk"):
            yield self._tell("talks.held")
        elif scene.holds("walk_out"):
            yield self._tell("walk_out")
        elif scene.holds("us_seated") and scene.holds("dprk_seated"):
            yield self._tell("talks.scandal")
        if scene.holds("resolution"):
            yield self._tell("resolution.joint" if scene.set_to("CHN.unsc", "support") else "resolution.passed", "resolution")
        for flag in ("covert_found", "stage_done"):
            if scene.holds(flag):
                yield self._tell(flag)
        if scene.holds("drills_cancelled") and not (scene.set_to("US.mil", "suspend") or scene.set_to("ROK.ex", "suspend")):
            yield self._tell("drills_cancelled")

    def _seoul(self) -> Iterator[Story]:
        scene = self.scene
        if scene.set_to("ROK.aid", "aid"):
            taken = scene.holds("aid_received")
            if taken or not scene.flag("aid_received"):
                yield self._tell("aid.taken" if taken else "aid.untaken", "aid")
        if scene.set_to("ROK.ik", "cbm", "project", "summit") and not scene.flag("receptivity"):
            yield self._tell("ik.unanswered")
        if scene.holds("project_done"):
            yield self._tell("project.done")

    # --- accords

    def _accords(self) -> Iterator[Story]:
        account = self.scene.account
        ended = dict(account.ended)
        for package, seat in account.snapped:
            yield self._of_accord("snapped_back", package, seat=seat)
        for package, seat in account.forgiven:
            yield self._of_accord("forgiven", package, place="cable", seat=seat)
        for accord in self.scene.accords:
            how = ended.get(accord.package)
            if how is None:
                yield from self._stands(accord)
            elif how == "breached":
                seat = self.scene.breaker(accord) or accord.parties[0]
                yield self._of_accord("breached", accord.package, accord.parties, seat=seat)
            else:
                key = "lapsed" if how == "worn out" else how
                yield self._of_accord(key, accord.package, accord.parties)

    def _dispute(self) -> Iterator[Story]:
        north = [accord for accord in self.scene.accords if "DPRK" in accord.parties]
        if self.scene.holds("dispute") and north:
            youngest = min(north, key=lambda accord: accord.age)
            yield self._of_accord("dispute_open", youngest.package, youngest.parties)

    def _stands(self, accord: Accord) -> Iterator[Story]:
        missed = self.scene.missed(accord)
        for seat in missed:
            yield self._of_accord("missed", accord.package, accord.parties, seat=seat)
        if not missed and accord.age > 0:
            nth = self.ordinal(accord.age + 1)
            yield self._of_accord("kept", accord.package, accord.parties, place="cable", nth=nth)

    def _of_accord(self, key: str, package: str, parties: tuple[str, ...] = (), *, place: str = "news", **who: str) -> Story:
        seats = self.scene.program.layout.seats
        slots = {name: self._capital(one) if one in seats else one for name, one in who.items()}
        slots["package"] = self.words.label("packages", package)
        if parties:
            slots["parties"] = self._capitals(parties)
        topic = f"accord.{key}.{package}" + (f".{who['seat']}" if key == "missed" else "")
        return Story((f"accord.{key}",), topic, slots, self.weigh(f"accord.{key}"), place)

    def _offers(self) -> Iterator[Story]:
        last: dict[str, Offer] = {}
        for offer in self.scene.account.offers:
            if offer.package not in last or last[offer.package].outcome != "signed":
                last[offer.package] = offer
        for package, offer in last.items():
            if offer.outcome == "signed":
                yield self._of_accord("signed", package, offer.parties)
            elif offer.outcome == "refused":
                seat = next(seat for seat in offer.parties if offer.answers.get(seat) == "refuse")
                yield self._of_accord("refused", package, by=offer.by, seat=seat, place="cable")

    # --- the world

    def _events(self) -> Iterator[Story]:
        for place, event in enumerate(self.scene.program.book.events):
            now, nth = self._event_on(place, self.scene.index), self._seasons_of(place)
            if now:
                key = "begins" if nth == 1 else "goes_on"
                yield self._tell(f"event.{event}.{key}", f"event.{event}", place="news" if nth == 1 else "cable", nth=self.ordinal(nth))
            elif self._event_on(place, self.scene.index - 1):
                yield self._tell(f"event.{event}.ends", f"event.{event}")

    def _event_on(self, place: int, index: int) -> bool:
        return index >= 0 and self.scene.game.played[index].account.e[place] > EVEN

    def _seasons_of(self, place: int) -> int:
        index = self.scene.index
        while self._event_on(place, index):
            index -= 1
        return self.scene.index - index

    def _votes(self) -> Iterator[Story]:
        book = self.scene.program.book
        mandate = book.deterrence_mandate
        for clock in book.clocks:
            left = round(self.scene.state(clock))
            if left == 0 and clock == mandate.clock and self.scene.game.terms.on(mandate.mechanic):
                firm = self.scene.account.end[self.scene.program.layout.index[mandate.name]] > EVEN
                yield self._tell(f"vote.{clock}.{'deterrence' if firm else 'reconciliation'}", f"vote.{clock}")
            elif left == 0:
                yield self._tell(f"vote.{clock}.now", f"vote.{clock}")
            elif 0 < left <= self._number("near"):
                yield self._tell(f"vote.{clock}.near", f"vote.{clock}", place="cable", n=str(left))

    def _danger(self) -> Iterator[Story]:
        account = self.scene.account
        if account.incident:
            yield self._tell("incident")
            yield self._tell("war") if account.war else self._tell("crisis.passed")
        for seat, answer in account.crisis.items():
            yield self._tell(f"crisis.{'match' if answer == 'match' else 'deescalate'}.{seat}", place="cable")

    # --- dials

    def _dials(self) -> Iterator[Story]:
        silent = self.words.entry("paper", "silent")
        for dial in self.scene.program.book.dials:
            if dial in silent or self.scene.unknown(dial) or not isinstance(self.words.entry("dials", dial), dict):
                continue
            before, after = self.scene.move(dial)
            matters: Mapping[str, float] = self.words.entry("paper", "moved")
            least = max(matters.get(dial, matters["default"]), self._number("margin") * (self.scene.band(dial) or 0.0))
            if abs(after - before) >= least:
                yield self._moved(dial, before, after)

    def _moved(self, dial: str, before: float, after: float) -> Story:
        way = "up" if after > before else "down"
        name = self.words.label("dials", dial, "name")
        told = self.words.entry("dials", dial, "told") or name
        slots = {"from": f"{before:.1f}", "to": f"{after:.1f}", "dial": told, "dial_start": name[:1].upper() + name[1:]}
        weight = self.weigh("dial") + self._number("a_point") * abs(after - before)
        band = self.scene.band(dial)
        if band is not None:
            return Story((f"dial.estimate.{way}",), f"dial.{dial}", {**slots, "band": f"{band:.1f}"}, weight, "cable")
        row = self._cause(dial, after - before)
        if row is None:
            return Story((f"dial.any.{way}",), f"dial.{dial}", slots, 0.0, "cable")
        if row.name in self.words.entry("paper", "drift"):
            weight -= self._number("drifting")
        # only variants that give the reason: the others would have to invent one
        keys = (f"dial.{dial}.{way}", f"dial.any.{way}")
        return Story(keys, f"dial.{dial}", {**slots, "reason": self.reason(dial, row.name, way)}, weight, "cable")

    def _cause(self, dial: str, change: float) -> Row | None:
        """Return the largest term in the direction of a dial's move."""
        unsaid = self.words.entry("paper", "unsaid")
        rows = [row for row in self.scene.rows(dial) if row.value * change > 0 and row.name not in unsaid]
        return max(rows, key=lambda row: abs(row.value), default=None)

    def reason(self, dial: str, term: str, way: str) -> str:
        """Return a term as a noun phrase: what moved a dial."""
        if term == "incident":
            return self.words.label("incident_reason")
        known = self.words.entry("reasons", dial, term)
        return self.words.label("reasons", dial, term, way) if isinstance(known, dict) else self.words.label("reasons", dial, term)

    # --- rules and the end

    def _rules(self) -> Iterator[Story]:
        for rule in self.scene.account.bites:
            claims = tuple(self.scene.program.book.rules[rule].claims)
            yield Story((f"rule.{rule}",), f"rule.{rule}", {}, 0.0, "refused", claims)

    def _ends(self) -> Iterator[Story]:
        game = self.scene.game
        if game.over and self.scene.index == len(game.played) - 1:
            yield self._tell(f"end.{game.over}", place="close")
