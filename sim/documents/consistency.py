"""Whether the parts of a rulebook fit together: names, levers and settings, tables, clauses, packages.

Expressions are the engine's to check; here is what must hold before it can read them. Names end up as names in generated
source, so nothing but a plain lower-case word is let through.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Iterable, Iterator

from sim.documents.errors import DocumentError, did_you_mean
from sim.documents.placing import told
from sim.documents.reading import Key
from sim.documents.rulebook import Rulebook, Sources

SEATS = {"US", "ROK", "DPRK", "CHN"}
SHORTEST = 3  # single letters are the program's own
_WORD = re.compile(r"[a-z][a-z0-9_]*\Z")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
_LEVER = re.compile(r"(US|ROK|DPRK|CHN)\.[a-z][a-z0-9_]*\Z")
_PACKAGE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
_CLAIM = re.compile(r"[a-z0-9_-]+\.[A-Za-z0-9_]+\Z")
_NAMED = ("coefficients", "tables", "dials", "memories", "derived", "flags", "events", "clocks")

Complain = Callable[..., None]


def inconsistencies(book: Rulebook, sources: Sources) -> list[DocumentError]:
    """Return every place where two parts of a rulebook do not fit, or a name could not stand in an expression."""
    errors: list[DocumentError] = []

    def complain(path: Key, message: str, hint: str = "", *, at_key: bool = False) -> None:
        errors.append(told(sources.document(path), path, message, hint, at_key=at_key))

    _names(book, complain)
    _lines(sources, complain)
    _levers(book, complain)
    _choice(book, complain)
    _private(book, complain)
    _accords(book, complain)
    _terms_by_seat(book, complain)
    _play(book, complain)
    return errors


def _among(known: Iterable[str], found: Iterable[tuple[Key, str]], what: str, complain: Complain, *, at_key: bool = False) -> None:
    """Complain of every found name that is not known."""
    names = list(known)
    for path, name in found:
        if name not in names:
            complain(path, f'{what} "{name}" is unknown', did_you_mean(name, names), at_key=at_key)


def _names(book: Rulebook, complain: Complain) -> None:
    """Names of the expression language share one space and are plain words; other names at least fit a line."""
    named: list[tuple[Key, str]] = [((section, name), name) for section in _NAMED for name in getattr(book, section)]
    named.append((("deterrence_mandate", "name"), book.deterrence_mandate.name))
    home = {"next": "the language", "season": "the language"}
    for path, name in named:
        at_key = path[-1] == name
        if not _WORD.match(name) or len(name) < SHORTEST or keyword.iskeyword(name):
            hint = f"small letters, digits and _, {SHORTEST} or more, no word of Python"
            complain(path, f'"{name[:40]}" is no name', hint, at_key=at_key)
        elif name in home:
            complain(path, f'"{name}" is already a name of {home[name]}', at_key=at_key)
        home[name] = str(path[0])
    _plain_names(book, complain)


def _plain_names(book: Rulebook, complain: Complain) -> None:
    for section in ("rules", "clauses", "cards", "boards", "ends", "reliability"):
        for name in getattr(book, section):
            if not _NAME.match(name):
                complain((section, name), f'"{name[:40]}" is no name', "letters, digits and _", at_key=True)
    for name in book.packages:
        if not _PACKAGE.match(name):
            complain(("packages", name), f'"{name[:40]}" is no name', "small letters and digits, joined by hyphens", at_key=True)


def _lines(sources: Sources, complain: Complain) -> None:
    """Titles, names of terms and claim ids fit one line: they stand in comments of the generated source."""
    for document in sources.documents:
        for path, value in _leaves(document.data, ()):
            keys = [part for part in path if isinstance(part, str)]
            if any(not part.isprintable() for part in keys):
                complain(path[: path.index(next(part for part in keys if not part.isprintable()))], "a name does not fit one line")
            if keys and keys[-1] == "title" and not str(value).isprintable():
                complain(path, "a title fits one line")
            if keys and keys[-1] == "claims" and not _CLAIM.match(str(value)):
                complain(path, f'"{str(value)[:40]}" is no claim', "an id such as harmony.respectful_tone was expected")


def _leaves(value: object, path: Key) -> Iterator[tuple[Key, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _leaves(inner, (*path, place))
    else:
        yield path, value


def _levers(book: Rulebook, complain: Complain) -> None:
    if set(book.seats) != SEATS:
        complain(("seats",), f"the seats are {', '.join(sorted(SEATS))}")
    for name, lever in book.levers.items():
        if not _LEVER.match(name):
            complain(("levers", name), f'"{name[:40]}" is no lever', "a seat, a dot and a small word: US.sanc", at_key=True)
        _among(lever.settings, [(("levers", name, "rest"), lever.rest)], "setting", complain)
        _among(lever.settings, ((("levers", name, "reads_as", secret), seen) for secret, seen in lever.reads_as.items()), "setting", complain)
        _among(lever.settings, ((("levers", name, "reads_as", secret), secret) for secret in lever.reads_as), "setting", complain, at_key=True)
        for place, setting in enumerate(lever.settings):
            if not _WORD.match(setting) or setting in lever.settings[:place]:
                complain(("levers", name, "settings", place), f'"{setting[:40]}" is no free name for a setting')
    for name, table in book.tables.items():
        _among(book.levers, [(("tables", name, "of"), table.of)], "lever", complain)
        if table.of in book.levers and len(table.values) != len(book.levers[table.of].settings):
            settings = len(book.levers[table.of].settings)
            complain(("tables", name, "values"), f"{table.of} has {settings} settings, the table {len(table.values)} values")


def _choice(book: Rulebook, complain: Complain) -> None:
    for seat in book.seats:
        levers = [name.split(".")[1] for name in book.seat_levers(seat) if "." in name]
        order = book.choice.order.get(seat, [])
        _among(levers, ((("choice", "order", seat, place), lever) for place, lever in enumerate(order)), "lever", complain)
        if sorted(order) != sorted(levers) and set(order) <= set(levers):
            complain(("choice", "order", seat) if seat in book.choice.order else ("choice", "order"), f"the order of {seat} names every lever once")
    _among(book.seats, ((("choice", "order", seat), seat) for seat in book.choice.order), "seat", complain, at_key=True)


def _private(book: Rulebook, complain: Complain) -> None:
    """Who knows what: owners are seats, bands of fog belong to private dials, memories are told one way."""
    owners = [(("dials", name, "of"), dial.of) for name, dial in book.dials.items() if dial.of is not None]
    _among(book.seats, owners, "seat", complain)
    private = [name for name, dial in book.dials.items() if dial.of is not None]
    _among(private, ((("fog", "bands", name), name) for name in book.fog.bands), "private dial", complain, at_key=True)
    for name, memory in book.memories.items():
        if (memory.since is None) == (memory.next is None):
            complain(("memories", name), "a memory says either since or next", at_key=True)
    for name, flag in book.flags.items():
        if (flag.value is None) == (flag.chance is None):
            complain(("flags", name), "a flag says either value or chance", at_key=True)
    for name, derived in book.derived.items():
        if not derived.range[0] < derived.range[1]:
            complain(("derived", name, "range"), "a range runs from low to high")


def _accords(book: Rulebook, complain: Complain) -> None:
    for name, clause in book.clauses.items():
        _among(book.seats, [(("clauses", name, "owner"), clause.owner)], "seat", complain)
        _among(book.seats, ((("clauses", name, "worth", seat), seat) for seat in clause.worth), "seat", complain, at_key=True)
        if clause.ambiguous is not None:
            lever = clause.bounds[0].split()[0] if clause.bounds[0].split() else ""
            settings = book.levers[lever].settings if lever in book.levers else []
            _among(settings, [(("clauses", name, "ambiguous"), clause.ambiguous)], "setting", complain)
    for name, package in book.packages.items():
        path: Key = ("packages", name)
        _among(book.seats, (((*path, "parties", place), seat) for place, seat in enumerate(package.parties)), "seat", complain)
        for part, clauses in (("clauses", package.clauses), ("optional", package.optional)):
            _among(book.clauses, (((*path, part, place), clause) for place, clause in enumerate(clauses)), "clause", complain)
            for place, each in enumerate(clauses):
                if each in book.clauses and book.clauses[each].owner not in package.parties:
                    complain((*path, part, place), f"{each} binds {book.clauses[each].owner}, which is no party to {name}")
        if len(package.clauses) > book.accords.clauses:
            complain((*path, "clauses"), f"an accord holds at most {book.accords.clauses} clauses")


def _terms_by_seat(book: Rulebook, complain: Complain) -> None:
    for section in ("payoffs", "reliability"):
        found = getattr(book, section)
        _among(book.seats, (((section, seat), seat) for seat in found), "seat", complain, at_key=True)
        missing = [seat for seat in book.seats if seat not in found]
        if missing:
            complain((section,), f"nothing for {', '.join(missing)}", at_key=True)
    answering: list[tuple[Key, str]] = [(("crisis", "seats", place), seat) for place, seat in enumerate(book.crisis.seats)]
    _among(book.seats, answering, "seat", complain)
    _among(book.crisis.steps_back, answering, "steps_back of seat", complain)
    _among(book.dials, ((("incident", "raises", name), name) for name in book.incident.raises), "dial", complain, at_key=True)


def _play(book: Rulebook, complain: Complain) -> None:
    for name, rule in book.rules.items():
        path: Key = ("rules", name)
        _among(book.levers, [((*path, "lever"), rule.lever)], "lever", complain)
        _among(book.seats, (((*path, part), seat) for part, seat in (("of", rule.of), ("seat", rule.seat)) if seat), "seat", complain)
        if rule.bites is None and rule.forbids is None:
            complain(path, "a rule says bites or forbids", at_key=True)
    for name, card in book.cards.items():
        _among(book.seats, [(("cards", name, "seat"), card.seat)], "seat", complain)
        _among(book.clocks, [(("cards", name, "clock"), card.clock)], "clock", complain)
    _among(book.clocks, [(("deterrence_mandate", "clock"), book.deterrence_mandate.clock)], "clock", complain)
    silent: list[tuple[Key, str]] = [(("lens_rule", "silent_is_zero", place), name) for place, name in enumerate(book.lens_rule.silent_is_zero)]
    _among(book.coefficients, silent, "coefficient", complain)
    for side in ("raises", "lowers"):
        if set(getattr(book.lens_rule, side)) != {"weak", "medium", "strong"}:
            complain(("lens_rule", side), "a value for weak, medium and strong was expected")
    for switch in ("capital", "crisis", "cards", "mandates", "prediction"):
        if switch not in book.mechanics:
            complain(("mechanics",), f'"{switch}" is missing', at_key=True)
