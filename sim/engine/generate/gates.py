"""Yes-or-no and chance: what rules forbid and where they bite, incidents and war, beliefs, boards, channels, endings."""

from __future__ import annotations

from collections.abc import Iterable

from sim.engine.generate.writer import AFTER, STATE, Writer, function, one_line


def forbidden(w: Writer) -> str:
    """Return the function that names the first rule a sheet breaks."""
    book = w.book
    scope = w.scope(after=False)
    rows = []
    for place, (name, rule) in enumerate(book.rules.items()):
        if rule.forbids is None:
            continue
        seat = book.seats.index(rule.seat or rule.lever.split(".")[0])
        code = w.condition(scope, rule.forbids, ("rules", name, "forbids"))
        rows.append(f"if seat == {seat} and {code}:  # {one_line(name)}\n        return {place}")
    doc = '"""Return the place of the first rule that forbids this sheet of a seat, or -1."""'
    return function(f"forbidden(seat, {STATE})", [doc, *w.loads(scope), *rows, "return -1"])


def bites(w: Writer) -> str:
    """Return the function that says where rules changed an effect."""
    scope = w.scope(after=True)
    rows = []
    for place, (name, rule) in enumerate(w.book.rules.items()):
        if rule.bites is not None:
            rows.append(f"t[{place}] = {w.number(scope, rule.bites, ('rules', name, 'bites'))}  # {one_line(name)}")
    doc = '"""Write to t, by rule, whether it changed an effect this season."""'
    return function(f"bites({AFTER}, t)", [doc, *w.loads(scope), *rows])


def chances(w: Writer) -> Iterable[str]:
    """Yield the functions for incidents, war, mandates and beliefs."""
    book = w.book
    scope = w.scope(after=False)
    code = w.number(scope, book.incident.chance, ("incident", "chance"))
    yield function(f"incident_chance({STATE})", ['"""Return the chance of an incident in state s."""', *w.loads(scope), f"return {code}"])
    scope = w.scope(after=True, extra={"matched": "matched"})
    code = w.number(scope, book.war.chance, ("war", "chance"))
    doc = '"""Return the chance that an incident becomes war; s is the state after it, matched the seats that answered in kind."""'
    yield function(f"war_chance({AFTER}, matched)", [doc, *w.loads(scope), f"return {code}"])
    mandate = book.deterrence_mandate
    scope = w.scope(after=False)
    code = w.number(scope, mandate.chance, ("deterrence_mandate", "chance"))
    doc = '"""Return the chance that the next government in Seoul is elected on deterrence."""'
    yield function(f"mandate_chance({STATE})", [doc, *w.loads(scope), f"return {code}"])


def derive(w: Writer) -> str:
    """Return the function for derived dials of the state alone."""
    rows: list[str] = []
    first: dict[str, None] = {}
    for place, (name, derived) in enumerate(w.book.derived.items()):
        if name not in w.only_state:
            continue
        scope = w.scope(after=False)
        code = w.number(scope, derived.value, ("derived", name, "value"))
        first.update(dict.fromkeys(w.loads(scope)))
        low, high = derived.range
        rows.append(f"if number == {place}:  # {one_line(name)}\n        return clip({code}, {low!r}, {high!r})")
    doc = '"""Return a derived dial of state s, by its place; only those of the state alone."""'
    return function("derive(number, s, k)", [doc, *first, *rows, "return 0.0"])


def boards(w: Writer) -> str:
    """Return the function for a season's values of the boards."""
    scope = w.scope(after=True, extra={"payoff": "payoff", "hazard_of_war": "hazard_of_war"})
    rows = [
        f"t[{place}] = {w.number(scope, board.value, ('boards', name, 'value'))}  # {one_line(name)}"
        for place, (name, board) in enumerate(w.book.boards.items())
    ]
    doc = '"""Write the season\'s value of each board to t; s is the state at its end."""'
    return function(f"board_values({AFTER}, payoff, hazard_of_war, t)", [doc, *w.loads(scope), *rows])


def gates(w: Writer) -> str:
    """Return the functions that open channels, ready packages and end games."""
    book = w.book
    scope = w.scope(after=False)
    pair = w.condition(scope, book.accords.channel.pair.open, ("accords", "channel", "US-DPRK", "open"))
    other = w.condition(scope, book.accords.channel.other.open, ("accords", "channel", "other", "open"))
    us, north = book.seats.index("US"), book.seats.index("DPRK")
    channel = [
        f"if a == {us} and c == {north} or a == {north} and c == {us}:\n        return {pair}",
        f"if a == {north} or c == {north}:\n        return {other}",
        "return True",
    ]
    first = function(f"channel_open(a, c, {STATE})", ['"""Say whether two seats may sign without a mediator."""', *w.loads(scope), *channel])
    scope = w.scope(after=False)
    needs = [
        f"if package == {place}:\n        return {w.condition(scope, package.needs, ('packages', name, 'needs'))}"
        for place, (name, package) in enumerate(book.packages.items())
        if package.needs
    ]
    doc = '"""Say whether a package may be offered now."""'
    second = function(f"package_ready(package, {STATE})", [doc, *w.loads(scope), *needs, "return True"])
    scope = w.scope(after=False)
    ends = [
        f"if {w.condition(scope, ending.when, ('ends', name, 'when'))}:\n        return {place}"
        for place, (name, ending) in enumerate(book.ends.items())
    ]
    third = function(
        f"ending({STATE})", ['"""Return the place of the ending that state s has reached, or -1."""', *w.loads(scope), *ends, "return -1"]
    )
    return "\n\n\n".join((first, second, third))
