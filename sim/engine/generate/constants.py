"""The constants of a program: sizes, places, tables, and the catalogue of clauses and packages."""

from __future__ import annotations

from sim.documents.reading import Key
from sim.documents.rulebook import Rulebook
from sim.engine.expression import ExpressionError, Name, Node, Operation
from sim.engine.generate.writer import Writer
from sim.engine.layout import CLAUSE_SIZE, SLOT_HEAD


def constants(w: Writer) -> str:
    """Return sizes, places, tables and the catalogue as assignments."""
    book, layout = w.book, w.layout
    order = [layout.lever(f"{seat}.{lever}") for seat in book.seats for lever in book.choice.order[seat]]
    firsts, total = [], 0
    for seat in book.seats:
        firsts.append(total)
        total += len(book.choice.order[seat])
    levers = list(book.levers.values())
    accords = book.accords
    rows = {
        "N_STATE": len(layout.state),
        "N_DIALS": layout.n_dials,
        "N_FLAGS": len(w.flag_names),
        "N_LEVERS": len(layout.levers),
        "N_OPTIONS": layout.n_options,
        "N_DRAWS": len(layout.chances) + len(layout.noises),
        "N_CHANCES": len(layout.chances),
        "N_INPUTS": len(layout.inputs),
        "N_BOUNDS": layout.n_bounds,
        "N_BOARDS": len(book.boards),
        "BOARD_OVER": tuple(("mean", "last", "product").index(board.over) for board in book.boards.values()),
        "N_PACKAGES": len(layout.packages),
        "N_CLAUSES": len(layout.clauses),
        "SLOTS": layout.slots,
        "SLOT_SIZE": layout.slot_size,
        "SLOT_HEAD": SLOT_HEAD,
        "CLAUSES_EACH": layout.clauses_each,
        "CLAUSE_SIZE": CLAUSE_SIZE,
        "ORDER": tuple(order),
        "ORDER_FIRST": tuple(firsts),
        "ORDER_COUNT": tuple(len(book.choice.order[seat]) for seat in book.seats),
        "SETTINGS": tuple(len(each) for each in layout.settings),
        "OPTION_FIRST": layout.options,
        "REST": layout.rest,
        "RESTRICTIVE": tuple(int(lever.restrictive) for lever in levers),
        "ACT": tuple(int(lever.act) for lever in levers),
        "SEEN_AS": tuple(lever.settings.index(lever.reads_as.get(setting, setting)) for lever in levers for setting in lever.settings),
        "OWNER": tuple(layout.seat_of(place) for place in range(len(levers))),
        "DISCOUNT": book.choice.discount,
        "CAPITAL": layout.index[f"capital_{book.seats[0]}"],
        "CAPITAL_SEASON": float(book.mechanics["capital"].a_season or 0),
        "CAPITAL_BANKED": float(book.mechanics["capital"].banked or 0),
        "MISSED": layout.index[f"missed_{book.seats[0]}"],
        "MISSED_SLOT": layout.index[f"missed_0_{book.seats[0]}"],
        "SIGNED_NOW": layout.index["signed_now"],
        "MISSES_END": accords.misses_that_end,
        "MISS": accords.miss,
        "DELIVERY": accords.delivery,
        "DISPUTE_ENDS": accords.dispute_ends,
        "FOUND_OUT": accords.found_out,
        "INJURED_ABOVE": accords.injured_above,
        "DISPUTE": w.flag_index["dispute"],
        "COVERT_FOUND": w.flag_index["covert_found"],
        "BREAKS": w.flag_index[f"breaks.{book.seats[0]}"],
        "DELIVERS": w.flag_index[f"delivers.{book.seats[0]}"],
        "DPRK": book.seats.index("DPRK"),
        "MANDATE": layout.index[book.deterrence_mandate.name],
        "MANDATE_CLOCK": layout.index[book.deterrence_mandate.clock],
        "FOG_CARRIED": book.fog.carried,
        "EARLIER": book.fog.run_in,
        "FOG_BAND": tuple(book.fog.bands.get(name, 0.0) for name in book.dials),
        "FOG_OWNER": tuple(book.seats.index(dial.of) if dial.of else -1 for dial in book.dials.values()),
        "CARD_FIRST": layout.index[f"card_{next(iter(book.cards))}"],
        "CARD_OWNER": tuple(book.seats.index(card.seat) for card in book.cards.values()),
        "CARD_CLOCK": tuple(layout.index[card.clock] for card in book.cards.values()),
        "ANSWER_PRECISION": book.answers.precision,
        "SNAP_PRECISION": book.snap_back.precision,
        "COUNTERS": accords.counters,
        "MEDIATES": tuple(int(seat in accords.mediators) for seat in book.seats),
        "UNDECIDED": book.crisis.undecided,
        "CRISIS_SEATS": tuple(book.seats.index(seat) for seat in book.crisis.seats),
        "TENSION": layout.index["tension"],
        "TALKED": layout.index["talked"],
        "INCIDENT_RAISES": book.incident.raises["tension"],
        **clause_constants(w),
        **{f"T_{name}": tuple(float(value) for value in table.values) for name, table in book.tables.items()},
    }
    return "\n".join(f"{name} = {value!r}" for name, value in rows.items())


def clause_constants(w: Writer) -> dict[str, object]:
    """Return the catalogue of clauses and packages as flat tuples."""
    book, layout = w.book, w.layout
    flat: list[float] = []
    for name, clause in book.clauses.items():
        row = [float(book.seats.index(clause.owner)), float(clause.core), -1.0, float(len(clause.bounds))]
        for number, text in enumerate(clause.bounds):
            row += encode_bound(w, text, ("clauses", name, "bounds", number))
        if clause.ambiguous:
            lever = layout.levers[int(row[5])]
            row[2] = float(layout.setting(lever, clause.ambiguous))
        flat += row + [0.0] * (CLAUSE_SIZE - len(row))
    entries = catalogue(book)
    clause_at = {name: place for place, name in enumerate(book.clauses)}
    return {
        "CLAUSES": tuple(flat),
        "CLAUSE_OWNER": tuple(book.seats.index(clause.owner) for clause in book.clauses.values()),
        "N_ENTRIES": len(entries),
        "ENTRY_PACKAGE": tuple(layout.packages.index(package) for package, _ in entries),
        "ENTRY_CLAUSES": tuple(
            clause_at[clauses[place]] if place < len(clauses) else -1 for _, clauses in entries for place in range(layout.clauses_each)
        ),
        "PACKAGE_PARTIES": tuple(int(seat in package.parties) for package in book.packages.values() for seat in book.seats),
        "PACKAGE_SEASONS": tuple(float(package.seasons) for package in book.packages.values()),
    }


def encode_bound(w: Writer, text: str, path: Key) -> list[float]:
    """Encode ``US.mil <= scaled`` or ``waiver >= 0.4`` as kind, index, direction, value."""
    node = w.tree(text, path)
    right: float
    if isinstance(node, Operation) and node.operator in ("<=", ">=") and isinstance(node.operands[0], Name):
        left = node.operands[0].text
        direction = 0.0 if node.operator == "<=" else 1.0
        w.condition(w.scope(after=True), text, path)
        if left in w.book.levers:
            assert isinstance(node.operands[1], Name)
            return [0.0, float(w.layout.lever(left)), direction, float(w.layout.setting(left, node.operands[1].text))]
        right = float(getattr(node.operands[1], "value", 0.0))
        if left in w.book.dials and w.book.dials[left].promised:
            return [1.0, float(w.layout.index[left]), direction, right]
        if left in w.book.memories:
            return [2.0, float(w.layout.index[left]), direction, right]
    promised = [name for name, dial in w.book.dials.items() if dial.promised]
    return w.guard(path, lambda: refuse_bound(node, promised))


def catalogue(book: Rulebook) -> list[tuple[str, tuple[str, ...]]]:
    """Return what AI seats may offer: packages and their one-clause variants, at most as many as the rulebook allows."""
    whole = [(name, tuple(package.clauses)) for name, package in book.packages.items()]
    variants = [
        (name, tuple(each for each in package.clauses if each != clause) if clause in package.clauses else (*package.clauses, clause))
        for name, package in book.packages.items()
        for clause in package.optional
        if clause in package.clauses or len(package.clauses) < book.accords.clauses
    ]
    # one variant of each package in turn, so that a short catalogue leaves no package without a counter-offer
    by_package = {name: [entry for entry in variants if entry[0] == name] for name in book.packages}
    turn = [by_package[name][round_] for round_ in range(8) for name in book.packages if round_ < len(by_package[name])]
    return (whole + turn)[: book.accords.catalogue]


def refuse_bound(node: Node, promised: list[str]) -> list[float]:
    """Refuse a bound that cannot be checked."""
    raise ExpressionError(
        "a clause's bound is a lever and a setting, or a promised dial or memory and a number, joined by <= or >=",
        node.column,
        "dials that may be promised: " + ", ".join(promised),
    )
