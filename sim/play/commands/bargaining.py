"""The table: packages and clauses, an offer weighed before it is sent, answers, counters, snap-back and forgiveness."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sim.engine.accords import Offer
from sim.engine.errors import OutOfTime, UnknownOrder
from sim.play.commands.orders import own_turn
from sim.play.seen.chance import Chance
from sim.play.seen.prospects import Prospect, against, liked_and_feared, prospect, seasons_of, verdict
from sim.play.seen.situation import offer_line, owed_by
from sim.play.sitting import Sitting
from sim.play.wrong import Wrong, one_of
from sim.report.page import Page
from sim.rollout.session import do_act
from sim.text.wording import capitalised, signed

MOST_REASONS = 6
NARROW = 0.01  # a range of chances no wider is told as one
_WITH = re.compile(r"\s+(with|without)\s+", re.IGNORECASE)


def read_clauses(sitting: Sitting, text: str, base: Sequence[str]) -> tuple[str, ...]:
    """Return the clauses of a line ``… with CLAUSE, CLAUSE without CLAUSE``, starting from some.

    Raises:
        Wrong: A clause is unknown, or one to be left out is not there.
    """
    chosen = list(base)
    parts = _WITH.split(f" {text.strip()} ")
    for way, names in zip(parts[1::2], parts[2::2], strict=False):
        for name in re.split(r"[,\s]+|\band\b", names.strip()):
            if not name:
                continue
            clause = one_of(name, sitting.book.clauses, sitting.words("table.no_clause", clause=name))
            if way.lower() == "with" and clause not in chosen:
                chosen.append(clause)
            elif way.lower() == "without":
                if clause not in chosen:
                    raise Wrong(sitting.words("table.not_in_it", clause=clause, clauses=", ".join(chosen)))
                chosen.remove(clause)
    return tuple(chosen)


def read_package(sitting: Sitting, text: str, expected: str) -> tuple[str, str]:
    """Return the package that a line begins with, in one word or two, and the rest of the line.

    Raises:
        Wrong: It begins with none.
    """
    words = text.split()
    if not words:
        raise Wrong(sitting.words(expected, packages=", ".join(sitting.book.packages)))
    known = sitting.book.packages
    for count in (3, 2):
        name = "-".join(words[:count]).lower()
        if name in known:
            return name, " ".join(words[count:])
    package = one_of(words[0], known, sitting.words("table.no_package", package=words[0]))
    return package, " ".join(words[1:])


def read_offer(sitting: Sitting, text: str, expected: str) -> tuple[str, tuple[str, ...]]:
    """Return package and clauses of ``standstill to DPRK with …``; ``to`` may name any of the other parties.

    Raises:
        Wrong: It is no such line.
    """
    package, rest = read_package(sitting, text, expected)
    parties = sitting.book.packages[package].parties
    head = _WITH.split(f" {rest} ")[0].replace(",", " ").split()
    for word in head:
        if word.lower() in ("to", "and", "on"):
            continue
        if word.upper() not in sitting.layout.seats:
            raise Wrong(sitting.words("table.stray", word=word))
        if word.upper() not in parties:
            raise Wrong(sitting.words("table.no_party", seat=word.upper(), package=package, parties=", ".join(parties)))
    return package, read_clauses(sitting, rest, sitting.book.packages[package].clauses)


def offer(sitting: Sitting, text: str) -> None:
    """Table an offer; AI parties answer at once, and may counter."""
    own_turn(sitting)
    package, clauses = read_offer(sitting, text, "table.offer_expected")
    given = () if clauses == tuple(sitting.book.packages[package].clauses) else clauses
    before = len(sitting.game.table.offers)
    do_act(sitting.session, " ".join(["offer", sitting.seat, package, *given]))
    told(sitting, before)


def told(sitting: Sitting, before: int) -> None:
    """Show what came on the table since there were so many offers, and keep it."""
    page = Page()
    for made in sitting.game.table.offers[before:]:
        if sitting.seat in (made.by, *made.parties):
            page.item(offer_line(sitting, made))
    sitting.show(page)
    sitting.autosave()


def waiting(sitting: Sitting, text: str, expected: str) -> Offer:
    """Return the open offer that a number names; the only one where there is no number.

    Raises:
        Wrong: No number was typed and not just one offer waits.
        UnknownOrder: No such offer waits.
    """
    own_turn(sitting)
    open_now = sitting.game.table.open_offers(sitting.seat)
    number = text.partition(" ")[0]
    if not number and len(open_now) == 1:
        return open_now[0]
    if not number.isdigit():
        raise Wrong(sitting.words(expected, waiting=_numbers(sitting, open_now)))
    found = [each for each in open_now if each.number == int(number)]
    if not found:
        raise UnknownOrder(sitting.words("table.no_offer", number=number), mend=_numbers(sitting, open_now))
    return found[0]


def _numbers(sitting: Sitting, offers: Sequence[Offer]) -> str:
    if not offers:
        return sitting.words("table.none_wait")
    return sitting.words("table.these_wait", numbers=", ".join(str(each.number) for each in offers))


def accept(sitting: Sitting, text: str) -> None:
    """Accept an offer."""
    _answer(sitting, text, "accept")


def refuse(sitting: Sitting, text: str) -> None:
    """Refuse an offer."""
    _answer(sitting, text, "refuse")


def _answer(sitting: Sitting, text: str, answer: str) -> None:
    offered = waiting(sitting, text, f"table.{answer}_expected")
    before = len(sitting.game.table.offers)
    do_act(sitting.session, f"answer {sitting.seat} {offered.number} {answer}")
    sitting.tell(offer_line(sitting, offered))
    told(sitting, before)


def counter(sitting: Sitting, text: str) -> None:
    """Refuse an offer and table another version of it: ``counter 2 with exemption without no_tests``."""
    offered = waiting(sitting, text if text[:1].isdigit() else "", "table.counter_expected")
    clauses = read_clauses(sitting, text, offered.clauses)
    if clauses == offered.clauses:
        raise Wrong(sitting.words("table.counter_same", clauses=", ".join(clauses)))
    before = len(sitting.game.table.offers)
    do_act(sitting.session, " ".join(["counter", sitting.seat, str(offered.number), *clauses]))
    told(sitting, before)


def withdraw(sitting: Sitting, text: str) -> None:
    """Take back an open offer of one's own."""
    own_turn(sitting)
    number = text.partition(" ")[0]
    if not number.isdigit():
        raise Wrong(sitting.words("table.withdraw_expected"))
    do_act(sitting.session, f"withdraw {sitting.seat} {number}")
    sitting.say("table.withdrawn", number=number)
    sitting.autosave()


def snap(sitting: Sitting, text: str) -> None:
    """End an accord that another party has not kept: ``snap back standstill``."""
    own_turn(sitting)
    rest = re.sub(r"^back\b\s*", "", text, flags=re.IGNORECASE)
    package, _ = read_package(sitting, rest, "table.snap_expected")
    do_act(sitting.session, f"snap_back {sitting.seat} {package}")
    sitting.say("table.snapped", package=capitalised(sitting.words.package(package)))
    sitting.autosave()


def forgive(sitting: Sitting, text: str) -> None:
    """Forgive the others' misses under an accord."""
    own_turn(sitting)
    package, _ = read_package(sitting, text, "table.forgive_expected")
    do_act(sitting.session, f"forgive {sitting.seat} {package}")
    sitting.say("table.forgiven", package=sitting.words.package(package))
    sitting.autosave()


def offers(sitting: Sitting, text: str) -> None:
    """Show what is on the table this season."""
    page = Page().heading(sitting.words("season.offers"))
    sitting.show(page.items([offer_line(sitting, each) for each in sitting.offers()] or [sitting.words("season.no_offers")]))


def packages(sitting: Sitting, text: str) -> None:
    """Show the accords that may be offered: parties, length, and whether this seat may table them now."""
    if text:
        package(sitting, text)
        return
    words, page = sitting.words, Page()
    against: dict[str, list[str]] = {}
    for name, each in sitting.book.packages.items():
        lasts = seasons_of(sitting, name)
        line = words(_lasting("table.package_line", lasts), id=name, parties=", ".join(each.parties), n=lasts)
        against.setdefault(_why_not(sitting, name), []).append(line)
    for why in sorted(against):
        page.heading(words("table.packages_not_now", why=capitalised(why)) if why else words("table.packages")).items(against[why])
    sitting.show(page.text(words("table.packages_next")))


def _why_not(sitting: Sitting, package: str) -> str:
    """Return why the person's seat cannot table a package now; empty where it can, or holds no seat."""
    return against(sitting, package, sitting.book.packages[package].clauses)


def _now(sitting: Sitting, package: str) -> str:
    if not sitting.seat or sitting.game.over:
        return ""
    against = _why_not(sitting, package)
    return sitting.words("table.not_now", why=against) if against else sitting.words("table.now")


def package(sitting: Sitting, text: str) -> None:
    """Show one package: who promises what, and which clauses may be added."""
    words = sitting.words
    name, _ = read_package(sitting, text, "table.package_expected")
    each = sitting.book.packages[name]
    page = Page().heading(words("table.package_title", name=capitalised(words.package(name)), id=name))
    lasts = seasons_of(sitting, name)
    page.text(words(_lasting("table.package_says", lasts), parties=words.listed(words.seat(seat) for seat in each.parties), n=lasts))
    for clause in each.clauses:
        page.item(_clause_line(sitting, clause))
    if each.optional:
        page.heading(words("table.optional")).items(_clause_line(sitting, clause) for clause in each.optional)
    page.text(_now(sitting, name))
    sitting.show(page.text(words("table.claims", claims=", ".join(each.claims))))


def _clause_line(sitting: Sitting, clause: str) -> str:
    rule, words = sitting.book.clauses[clause], sitting.words
    line = words("table.clause_line", id=clause, owner=rule.owner, says=words.clause(clause), bounds=words("table.or").join(rule.bounds))
    return f"{line} {words('table.core')}" if rule.core else line


def clauses(sitting: Sitting, text: str) -> None:
    """Show all clauses, or those that the parties of a package can promise."""
    words, owners = sitting.words, list(sitting.layout.seats)
    page = Page().heading(words("table.clauses"))
    if text:
        name, _ = read_package(sitting, text, "table.package_expected")
        owners = sitting.book.packages[name].parties
    for owner in owners:
        page.items(_clause_line(sitting, clause) for clause, rule in sitting.book.clauses.items() if rule.owner == owner)
    sitting.show(page)


def chance(sitting: Sitting, text: str) -> None:
    """Weigh an offer before it is sent: each AI party's chance as a sum of reasons, what would tip it, what advisers like and fear."""
    if sitting.game.over:
        raise OutOfTime(sitting.words("orders.over"))
    package, terms = _weighed(sitting, text)
    words = sitting.words
    lasts = seasons_of(sitting, package)
    page = Page().title(words(_lasting("chance.title", lasts), package=capitalised(words.package(package)), n=lasts))
    page.item(owed_by(sitting, terms)).more(prospect_page(sitting, prospect(sitting, package, terms)()))
    if sitting.seat:
        page.text(_now(sitting, package))
    sitting.show(page)


def _lasting(key: str, seasons: int) -> str:
    """Return the key of a sentence that says for how many seasons."""
    return f"{key}_one" if seasons == 1 else key


def prospect_page(sitting: Sitting, found: Prospect) -> Page:
    """Return an offer weighed: every party's sum and tip, one's own sum, and what the advisers say."""
    words = sitting.words
    page = Page().text(words("chance.reading" if sitting.seat else "chance.reading_all", lens=found.lens))
    for seat, answer in found.answers.items():
        page.more(party_sum(sitting, answer) if answer else Page().text(words("chance.random", seat=words.seat(seat))))
    if found.own:
        page.more(own_sum(sitting, found.own))
    if found.advisers:
        page.heading(words("chance.advisers")).items(advisers_say(sitting, found))
    return page


def _weighed(sitting: Sitting, text: str) -> tuple[str, tuple[str, ...]]:
    """Return what is to be weighed: an offer on the table by its number, or a package with changes."""
    number = text.partition(" ")[0]
    if number.isdigit():
        for each in sitting.offers():
            if each.number == int(number):
                return each.package, read_clauses(sitting, text, each.clauses)
        raise UnknownOrder(sitting.words("table.no_offer", number=number))
    return read_offer(sitting, text, "table.chance_expected")


def party_sum(sitting: Sitting, found: Chance) -> Page:
    """Return a party's chance, its summands and its tip."""
    words = sitting.words
    slots = {"seat": words.seat(found.seat), "chance": f"{found.chance:.2f}", "low": f"{found.low:.2f}", "high": f"{found.high:.2f}"}
    page = Page().heading(words("chance.party_range" if ranges(found) else "chance.party", **slots))
    return page.more(_summands(sitting, found)).text(tip_line(sitting, found))


def own_sum(sitting: Sitting, found: Chance) -> Page:
    """Return what an offer is worth to the person's own seat, as an AI seat in its place would weigh it."""
    return Page().heading(sitting.words("chance.own", seat=sitting.words.seat(found.seat))).more(_summands(sitting, found))


def ranges(found: Chance) -> bool:
    """Return whether a chance is a range worth telling."""
    return found.high - found.low >= NARROW


def _summands(sitting: Sitting, found: Chance) -> Page:
    """Return the largest summands, the others together, and the sum."""
    words, page, shown = sitting.words, Page(), found.parts[:MOST_REASONS]
    for part in shown:
        name = words.clause(part.name) if part.clause else words.answer_term(found.seat, part.name)
        page.row(f"{signed(part.value)}  {name} [{part.claims[0] if part.claims else words('why.ours')}]", part.claims)
    total = round(sum(part.value for part in found.parts), 2)
    rest = total - sum(round(part.value, 2) for part in shown)
    others = len(found.parts) - len(shown)
    if others or abs(rest) > 0.005:
        page.row(f"{signed(rest)}  {words('why.other_terms', n=others) if others else words('why.rounding')}")
    return page.row(f"{signed(total)}  {words('why.sum')}")


def tip_line(sitting: Sitting, found: Chance) -> str:
    """Return the one clause that would bring a party past one half."""
    words = sitting.words
    if found.chance > 0.5:
        return words("chance.likely")
    if found.tip is None:
        return words("chance.no_tip")
    tip = found.tip
    key = "chance.tip_swap" if tip.add and tip.drop else "chance.tip_add" if tip.add else "chance.tip_drop"
    return words(key, chance=f"{tip.chance:.2f}", add=_named(sitting, tip.add), drop=_named(sitting, tip.drop), add_id=tip.add, drop_id=tip.drop)


def _named(sitting: Sitting, clause: str) -> str:
    if not clause:
        return ""
    return sitting.words("chance.clause", owner=sitting.book.clauses[clause].owner, says=sitting.words.clause(clause))


def advisers_say(sitting: Sitting, found: Prospect) -> list[str]:
    """Return what the advisers like and fear in an accord, for the person's own seat; those of one mind in one line."""
    words = sitting.words
    minds: dict[tuple[str, str, str], list[str]] = {}
    for adviser, (likes, fears) in liked_and_feared(found.advisers).items():
        minds.setdefault((verdict(found.advisers[adviser]), likes, fears), []).append(adviser)
    return [
        words(
            "chance.adviser" if fears or says != "against" else "chance.adviser_sees_no_need",
            name=", ".join(names),
            verdict=words(f"chance.{says}"),
            likes=words.clause(likes) if likes else words("chance.nothing"),
            fears=words.clause(fears) if fears else words("chance.nothing"),
        )
        for (says, likes, fears), names in minds.items()
    ]
