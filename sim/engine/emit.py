"""From a rulebook to Python source: every expression of the documents becomes a readable line, and nothing else does.

The source runs as plain Python and, unchanged, through Numba. Arrays: ``s`` state, ``o`` orders, ``k`` coefficients, ``e`` events,
``d`` draws, ``b`` what accords bind, ``acc`` accords, ``f`` flags and derived dials, ``n`` next state (DESIGN §3).
"""

from __future__ import annotations

import keyword
from collections.abc import Callable, Iterable
from typing import TypeVar

from sim.documents.errors import DocumentError, DocumentErrors
from sim.documents.reading import Key
from sim.documents.rulebook import Rulebook, Sources
from sim.documents.schema import Term
from sim.engine.expression import ExpressionError, Name, Node, Operation, parse
from sim.engine.layout import CLAUSE_SIZE, SLOT_HEAD, Layout
from sim.engine.scope import Scope, state_only

Made = TypeVar("Made")
STATE = "s, o, k, e, b"
AFTER = "s, o, k, e, b, f, n"


class Emitter:
    """Emits the functions of one rulebook."""

    def __init__(self, book: Rulebook, layout: Layout, sources: Sources | None = None) -> None:
        """Keep the rulebook, its layout and, for errors with file and line, its sources."""
        self.book, self.layout, self.sources = book, layout, sources
        self._refuse_odd_names()
        self.only_state = list(state_only(book))
        self.flag_names = [*book.flags, *book.derived, *(f"next.{name}" for name in self.only_state)]
        self.flag_names += [f"{word}.{seat}" for word in ("breaks", "delivers") for seat in book.seats]
        self.flag_index = {name: place for place, name in enumerate(self.flag_names)}

    def source(self) -> str:
        """Return the source of all functions made from expressions.

        Raises:
            DocumentErrors: An expression is wrong; the error points at it.
        """
        parts = [
            self._constants(),
            self._transition(),
            self._dial_terms(),
            *self._sums("payoff", self.book.payoffs, AFTER, after=True, weighted=True, path=("payoffs",)),
            *self._answers(),
            *self._sums("stepping_back", self._crisis(), AFTER, after=True, path=("crisis", "steps_back")),
            self._forbidden(),
            self._bites(),
            *self._chances(),
            self._derive(),
            self._boards(),
            self._gates(),
        ]
        return "\n\n\n".join(part.strip("\n") for part in parts) + "\n"

    def _refuse_odd_names(self) -> None:
        """Refuse names that would not be plain names in the source: what documents say never becomes code by itself."""
        book = self.book
        named = [*book.coefficients, *book.dials, *book.memories, *book.clocks, *book.derived, *book.flags, *book.events, *book.tables, *book.cards]
        for name in [*named, *book.seats, *(lever.replace(".", "_") for lever in book.levers)]:
            if not name.isidentifier() or keyword.iskeyword(name):
                raise ValueError(f'"{name}" cannot name anything in a rulebook')

    # --- expressions, with errors that point into the documents

    def tree(self, text: str | float, path: Key) -> Node:
        """Parse one expression of the rulebook."""
        return self._guard(path, lambda: parse(str(text)))

    def number(self, scope: Scope, text: str | float, path: Key) -> str:
        """Emit one expression as a number."""
        return self._guard(path, lambda: scope.number(parse(str(text))))

    def condition(self, scope: Scope, text: str, path: Key) -> str:
        """Emit one expression as a condition."""
        return self._guard(path, lambda: scope.condition(parse(text)))

    def _guard(self, path: Key, work: Callable[[], Made]) -> Made:
        try:
            return work()
        except ExpressionError as failure:
            if self.sources is None:
                raise
            document = self.sources.document(path)
            line, column = document.marks.get(path, (1, 1))
            quoted = 1 if document.text.splitlines()[line - 1][column - 1 : column] in ("'", '"') else 0
            raise DocumentErrors([document.error(path, failure.message, failure.hint, offset=failure.column + quoted)]) from None

    def scope(self, *, after: bool, extra: dict[str, str] | None = None, shifted: bool = False) -> Scope:
        """Return a fresh scope."""
        return Scope(self.book, self.layout, after_orders=after, extra=extra or {}, shifted=shifted)

    def loads(self, scope: Scope) -> list[str]:
        """Return the lines that load what a scope's code uses: arrays first, then start values of derived dials."""
        lines: dict[str, str] = {}
        inline: list[str] = []
        for name in sorted(scope.needs, key=self._flag_order):
            if name.startswith("next."):
                base = name[5:]
                place = f"n[{self.layout.index[base]}]" if base in self.book.dials else f"f[{self.flag_index[name]}]"
                lines[f"next_{base}"] = place
            elif scope.after_orders:
                lines[name.replace(".", "_")] = f"f[{self.flag_index[name]}]"
            else:
                inner = self.scope(after=False)
                code = self.number(inner, self.book.derived[name].value, ("derived", name, "value"))
                low, high = self.book.derived[name].range
                inline += [*(f"{local} = {load}" for local, load in inner.loads.items()), f"{name} = clip({code}, {low!r}, {high!r})"]
        rows = {**scope.loads, **lines}
        return [*(f"{local} = {load}" for local, load in sorted(rows.items(), key=_by_place)), *dict.fromkeys(inline)]

    def _flag_order(self, name: str) -> int:
        return self.flag_index.get(name, len(self.flag_index) + self.layout.index.get(name[5:], 0))

    # --- constants

    def _constants(self) -> str:
        book, layout = self.book, self.layout
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
            "N_FLAGS": len(self.flag_names),
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
            "DISPUTE": self.flag_index["dispute"],
            "COVERT_FOUND": self.flag_index["covert_found"],
            "BREAKS": self.flag_index[f"breaks.{book.seats[0]}"],
            "DELIVERS": self.flag_index[f"delivers.{book.seats[0]}"],
            "DPRK": book.seats.index("DPRK"),
            "MANDATE": layout.index[book.deterrence_mandate.name],
            "MANDATE_CLOCK": layout.index[book.deterrence_mandate.clock],
            "FOG_CARRIED": book.fog.carried,
            "FOG_BAND": tuple(book.fog.bands.get(name, 0.0) for name in book.dials),
            "FOG_OWNER": tuple(book.seats.index(dial.of) if dial.of else -1 for dial in book.dials.values()),
            "HIDDEN_FIRST": layout.index[next(iter(next(iter(book.hidden.values())).drawn))],
            "HIDDEN_COUNT": sum(len(fact.drawn) for fact in book.hidden.values()),
            "HIDDEN_CHANCE": tuple(next(iter(book.hidden.values())).drawn.values()),
            "HIDDEN_OWNER": book.seats.index(next(iter(book.hidden.values())).of),
            "CARD_FIRST": layout.index[f"card_{next(iter(book.cards))}"],
            "CARD_OWNER": tuple(book.seats.index(card.seat) for card in book.cards.values()),
            "ANSWER_PRECISION": book.answers.precision,
            "SNAP_PRECISION": book.snap_back.precision,
            "COUNTERS": accords.counters,
            "CRISIS_SEATS": tuple(book.seats.index(seat) for seat in book.crisis.seats),
            "TENSION": layout.index["tension"],
            "TALKED": layout.index["talked"],
            "INCIDENT_RAISES": book.incident.raises["tension"],
            **self._clause_constants(),
            **{f"T_{name}": tuple(float(value) for value in table.values) for name, table in book.tables.items()},
        }
        return "\n".join(f"{name} = {value!r}" for name, value in rows.items())

    def _clause_constants(self) -> dict[str, object]:
        """Return the catalogue of clauses and packages as flat tuples."""
        book, layout = self.book, self.layout
        flat: list[float] = []
        for name, clause in book.clauses.items():
            row = [float(book.seats.index(clause.owner)), float(clause.core), -1.0, float(len(clause.bounds))]
            for number, text in enumerate(clause.bounds):
                row += self._bound(text, ("clauses", name, "bounds", number))
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

    def _bound(self, text: str, path: Key) -> list[float]:
        """Encode ``US.mil <= scaled`` or ``waiver >= 0.4`` as kind, index, direction, value."""
        node = self.tree(text, path)
        right: float
        if isinstance(node, Operation) and node.operator in ("<=", ">=") and isinstance(node.operands[0], Name):
            left = node.operands[0].text
            direction = 0.0 if node.operator == "<=" else 1.0
            self.condition(self.scope(after=True), text, path)
            if left in self.book.levers:
                assert isinstance(node.operands[1], Name)
                return [0.0, float(self.layout.lever(left)), direction, float(self.layout.setting(left, node.operands[1].text))]
            right = float(getattr(node.operands[1], "value", 0.0))
            if left in self.book.dials and self.book.dials[left].promised:
                return [1.0, float(self.layout.index[left]), direction, right]
            if left in self.book.memories:
                return [2.0, float(self.layout.index[left]), direction, right]
        promised = [name for name, dial in self.book.dials.items() if dial.promised]
        return self._guard(path, lambda: _refuse_bound(node, promised))

    # --- the season

    def _transition(self) -> str:
        book, layout = self.book, self.layout
        blocks: dict[str, tuple[set[str], list[str], Scope]] = {}
        for name, flag in book.flags.items():
            blocks[name] = self._flag_block(name, flag.value, flag.chance, flag.range)
        for name, derived in book.derived.items():
            scope = self.scope(after=True)
            code = self.number(scope, derived.value, ("derived", name, "value"))
            low, high = derived.range
            rows = [f"{name} = clip({code}, {low!r}, {high!r})", f"f[{self.flag_index[name]}] = {name}"]
            blocks[name] = (scope.needs, rows, scope)
            if name in self.only_state:
                shifted = self.scope(after=True, shifted=True)
                code = self.number(shifted, derived.value, ("derived", name, "value"))
                rows = [f"next_{name} = clip({code}, {low!r}, {high!r})", f"f[{self.flag_index['next.' + name]}] = next_{name}"]
                blocks[f"next.{name}"] = (shifted.needs, rows, shifted)
        for name in book.dials:
            blocks[f"next.{name}"] = self._dial_block(name)
        promised = {f"next.{name}" for name, dial in book.dials.items() if dial.promised}
        words = [f"{word}.{seat}" for word in ("breaks", "delivers") for seat in book.seats]
        delivery = ["deliver(s, o, acc, f, n)", *(f"{word.replace('.', '_')} = f[{self.flag_index[word]}]" for word in words)]
        blocks["delivery"] = (promised, delivery, self.scope(after=True))
        for word in words:
            blocks[word] = ({"delivery"}, [], self.scope(after=True))
        memory_scope = self.scope(after=True)
        memory_rows = self._memories(memory_scope)
        body: list[str] = []
        loads: dict[str, str] = dict(memory_scope.loads)
        for key in self._sorted({key: block[0] for key, block in blocks.items()}):
            body += blocks[key][1]
            loads.update(blocks[key][2].loads)
        first = [f"{local} = {load}" for local, load in sorted(loads.items(), key=_by_place)]
        doc = '"""Write flags and derived dials of the season to f and the next state to n, from state s and orders o."""'
        return _function(
            "transition(s, o, k, e, d, b, acc, f, n)", [doc, f"n[{layout.n_dials}:] = s[{layout.n_dials}:]", *first, *body, *memory_rows]
        )

    def _flag_block(self, name: str, value: str | None, chance: str | None, limits: tuple[float, float]) -> tuple[set[str], list[str], Scope]:
        scope = self.scope(after=True)
        stored = f"f[{self.flag_index[name]}] = {name}"
        if chance is not None:
            draw = f"u_{name}"
            scope.loads[draw] = f"d[{self.layout.index[draw]}]"
            code = self.number(scope, chance, ("flags", name, "chance"))
            rows = [f"{name} = clip({code}, 0.0, 1.0)", f"if {draw} >= 0.0:", f"    {name} = 1.0 if {draw} < {name} else 0.0", stored]
            return scope.needs, rows, scope
        node = self.tree(value or "0", ("flags", name, "value"))
        if isinstance(node, Operation) and node.operator in ("and", "or", "not", "<=", ">=", "==", "!=", "<", ">"):
            code = self.condition(scope, value or "0", ("flags", name, "value"))
            return scope.needs, [f"{name} = 1.0 if {code} else 0.0", stored], scope
        code = self.number(scope, value or "0", ("flags", name, "value"))
        low, high = limits
        return scope.needs, [f"{name} = clip({code}, {low!r}, {high!r})", stored], scope

    def _dial_block(self, name: str) -> tuple[set[str], list[str], Scope]:
        scope = self.scope(after=True)
        scope.loads[name] = f"s[{self.layout.index[name]}]"
        rows = [f"# {name}: {one_line(self.book.dials[name].title)}", f"x = {name}"]
        for term, content in self.book.dials[name].change.items():
            code = self.number(scope, content.add, ("dials", name, "change", term, "add"))
            rows.append(f"x = x + {code}  # {one_line(term)}: {_grounds(content)}")
        rows += [f"next_{name} = 0.0 if x < 0.0 else (10.0 if x > 10.0 else x)", f"n[{self.layout.index[name]}] = next_{name}"]
        return scope.needs, rows, scope

    def _memories(self, scope: Scope) -> list[str]:
        rows = []
        for name, memory in self.book.memories.items():
            place = self.layout.index[name]
            scope.loads[name] = f"s[{place}]"
            if memory.since is not None:
                code = self.condition(scope, memory.since, ("memories", name, "since"))
                rows.append(f"n[{place}] = 0.0 if {code} else ({name} + 1.0 if {name} < 99.0 else 99.0)")
            else:
                code = self.number(scope, memory.next or name, ("memories", name, "next"))
                rows.append(f"n[{place}] = {code}")
        for name, clock in self.book.clocks.items():
            place = self.layout.index[name]
            scope.loads[name] = f"s[{place}]"
            rows.append(f"n[{place}] = {name} - 1.0 if {name} > 0.0 else {float(clock.every - 1)!r}")
        return rows

    def _sorted(self, needs: dict[str, set[str]]) -> list[str]:
        """Order blocks so that each comes after what it needs; a cycle is an error with its path."""
        done: list[str] = []
        state: dict[str, int] = {}

        def visit(key: str, trail: list[str]) -> None:
            if state.get(key) == 2:  # noqa: PLR2004  (2: finished)
                return
            if state.get(key) == 1:
                path = " → ".join([*trail[trail.index(key) :], key])
                raise DocumentErrors([self._cycle(key, path)])
            state[key] = 1
            for other in sorted(needs[key], key=self._flag_order):
                visit(other, [*trail, key])
            state[key] = 2
            done.append(key)

        for key in needs:
            visit(key, [])
        return done

    def _cycle(self, key: str, path: str) -> DocumentError:
        where: Key = ("dials", key[5:]) if key.startswith("next.") else ("flags" if key in self.book.flags else "derived", key)
        assert self.sources is not None
        return self.sources.document(where).error(where, f"depends on itself within one season: {path}", "use a start value somewhere", at_key=True)

    def _dial_terms(self) -> str:
        """Emit the terms of every dial's change one by one: the same expressions, for the account."""
        scope = self.scope(after=True)
        rows: list[str] = []
        place = 0
        for name, dial in self.book.dials.items():
            for term, content in dial.change.items():
                rows.append(f"t[{place}] = {self.number(scope, content.add, ('dials', name, 'change', term, 'add'))}")
                place += 1
        doc = '"""Write every term of every dial\'s change to t, in rulebook order, after transition()."""'
        return _function("dial_terms(s, o, k, e, d, b, f, n, t)", [doc, *self.loads(scope), *rows])

    # --- sums of named terms

    def _sums(
        self, name: str, groups: dict[str, dict[str, Term]], arrays: str, *, after: bool, weighted: bool = False, path: Key = ()
    ) -> Iterable[str]:
        """Emit ``name(seat, …)``, the fold of a seat's terms, and ``name_terms``, the terms of that very fold."""
        weight, start = (", g, q", "q") if weighted else ("", "0.0")
        for seat, terms in groups.items():
            scope = self.scope(after=after)
            codes = [(term, content, self.number(scope, content.add, (*path, seat, term, "add"))) for term, content in terms.items()]
            factor = "g * " if weighted else ""
            fold = [f"q = q + {factor}({code})  # {one_line(term)}: {_grounds(content)}" for term, content, code in codes]
            listed = [f"t[{place}] = {factor}({code})" for place, (_, _, code) in enumerate(codes)]
            opening = [] if weighted else ["q = 0.0"]
            yield _function(f"{name}_{seat}({arrays}{weight})", [f'"""Fold the terms of {seat}."""', *self.loads(scope), *opening, *fold, "return q"])
            terms_weight = ", g" if weighted else ""
            doc = f'"""Write the terms of {seat} to t."""'
            yield _function(f"{name}_terms_{seat}({arrays}{terms_weight}, t)", [doc, *self.loads(scope), *listed, f"return {len(codes)}"])
        seats = self.book.seats
        pick = [f"if seat == {seats.index(seat)}:\n        return {name}_{seat}({arrays}{weight})" for seat in groups]
        yield _function(f"{name}(seat, {arrays}{weight})", [*pick, f"return {start}"])

    def _crisis(self) -> dict[str, dict[str, Term]]:
        return {seat: self.book.crisis.steps_back[seat] for seat in self.book.crisis.seats}

    def _answers(self) -> Iterable[str]:
        book = self.book
        for name, terms in (("answer", book.answers), ("snap", book.snap_back)):
            path = ("answers",) if name == "answer" else ("snap_back",)
            yield from self._sums(name, {seat: terms.of(seat) for seat in book.seats}, STATE, after=False, path=path)
        scope = self.scope(after=False)
        rows = []
        for place, (name, clause) in enumerate(book.clauses.items()):
            base = place * (1 + len(book.seats))
            cost = self.number(scope, clause.costs.add, ("clauses", name, "costs", "add"))
            rows.append(f"w[{base}] = {cost}  # what {one_line(name)} costs its owner")
            for number, seat in enumerate(book.seats, 1):
                worth = clause.worth.get(seat)
                code = self.number(scope, worth.add, ("clauses", name, "worth", seat, "add")) if worth else "0.0"
                rows.append(f"w[{base + number}] = {code}")
        doc = '"""Write what each clause costs its owner and is worth to each seat to w."""'
        yield _function(f"clause_worths({STATE}, w)", [doc, *self.loads(scope), *rows])
        scope = self.scope(after=False)
        rows = [
            f"r[{place}] = {self.number(scope, book.reliability[seat].value, ('reliability', seat, 'value'))}"
            for place, seat in enumerate(book.seats)
        ]
        doc = '"""Write the chance that each seat is believed to deliver to r."""'
        yield _function(f"reliabilities({STATE}, r)", [doc, *self.loads(scope), *rows])

    # --- rules, chances, boards, gates

    def _forbidden(self) -> str:
        book = self.book
        scope = self.scope(after=False)
        rows = []
        for place, (name, rule) in enumerate(book.rules.items()):
            if rule.forbids is None:
                continue
            seat = book.seats.index(rule.seat or rule.lever.split(".")[0])
            code = self.condition(scope, rule.forbids, ("rules", name, "forbids"))
            rows.append(f"if seat == {seat} and {code}:  # {one_line(name)}\n        return {place}")
        doc = '"""Return the place of the first rule that forbids this sheet of a seat, or -1."""'
        return _function(f"forbidden(seat, {STATE})", [doc, *self.loads(scope), *rows, "return -1"])

    def _bites(self) -> str:
        scope = self.scope(after=True)
        rows = []
        for place, (name, rule) in enumerate(self.book.rules.items()):
            if rule.bites is not None:
                rows.append(f"t[{place}] = {self.number(scope, rule.bites, ('rules', name, 'bites'))}  # {one_line(name)}")
        doc = '"""Write to t, by rule, whether it changed an effect this season."""'
        return _function(f"bites({AFTER}, t)", [doc, *self.loads(scope), *rows])

    def _chances(self) -> Iterable[str]:
        book = self.book
        scope = self.scope(after=False)
        code = self.number(scope, book.incident.chance, ("incident", "chance"))
        yield _function(f"incident_chance({STATE})", ['"""Return the chance of an incident in state s."""', *self.loads(scope), f"return {code}"])
        scope = self.scope(after=True, extra={"matched": "matched"})
        code = self.number(scope, book.war.chance, ("war", "chance"))
        doc = '"""Return the chance that an incident becomes war; s is the state after it, matched the seats that answered in kind."""'
        yield _function(f"war_chance({AFTER}, matched)", [doc, *self.loads(scope), f"return {code}"])
        mandate = book.deterrence_mandate
        scope = self.scope(after=False)
        code = self.number(scope, mandate.chance, ("deterrence_mandate", "chance"))
        doc = '"""Return the chance that the next government in Seoul is elected on deterrence."""'
        yield _function(f"mandate_chance({STATE})", [doc, *self.loads(scope), f"return {code}"])
        scope = self.scope(after=False)
        rows, place = [], 0
        for name, fact in book.hidden.items():
            for each, text in fact.believed.items():
                rows.append(f"h[{place}] = {self.number(scope, text, ('hidden', name, 'believed', each))}")
                place += 1
        doc = '"""Write what is publicly believed of hidden facts to h."""'
        yield _function(f"believed({STATE}, h)", [doc, *self.loads(scope), *rows])

    def _derive(self) -> str:
        rows: list[str] = []
        first: dict[str, None] = {}
        for place, (name, derived) in enumerate(self.book.derived.items()):
            if name not in self.only_state:
                continue
            scope = self.scope(after=False)
            code = self.number(scope, derived.value, ("derived", name, "value"))
            first.update(dict.fromkeys(self.loads(scope)))
            low, high = derived.range
            rows.append(f"if number == {place}:  # {one_line(name)}\n        return clip({code}, {low!r}, {high!r})")
        doc = '"""Return a derived dial of state s, by its place; only those of the state alone."""'
        return _function("derive(number, s, k)", [doc, *first, *rows, "return 0.0"])

    def _boards(self) -> str:
        scope = self.scope(after=True, extra={"payoff": "payoff", "hazard_of_war": "hazard_of_war"})
        rows = [
            f"t[{place}] = {self.number(scope, board.value, ('boards', name, 'value'))}  # {one_line(name)}"
            for place, (name, board) in enumerate(self.book.boards.items())
        ]
        doc = '"""Write the season\'s value of each board to t; s is the state at its end."""'
        return _function(f"board_values({AFTER}, payoff, hazard_of_war, t)", [doc, *self.loads(scope), *rows])

    def _gates(self) -> str:
        book = self.book
        scope = self.scope(after=False)
        pair = self.condition(scope, book.accords.channel.pair.open, ("accords", "channel", "US-DPRK", "open"))
        other = self.condition(scope, book.accords.channel.other.open, ("accords", "channel", "other", "open"))
        us, north = book.seats.index("US"), book.seats.index("DPRK")
        channel = [
            f"if a == {us} and c == {north} or a == {north} and c == {us}:\n        return {pair}",
            f"if a == {north} or c == {north}:\n        return {other}",
            "return True",
        ]
        first = _function(f"channel_open(a, c, {STATE})", ['"""Say whether two seats may sign without a mediator."""', *self.loads(scope), *channel])
        scope = self.scope(after=False)
        needs = [
            f"if package == {place}:\n        return {self.condition(scope, package.needs, ('packages', name, 'needs'))}"
            for place, (name, package) in enumerate(book.packages.items())
            if package.needs
        ]
        doc = '"""Say whether a package may be offered now."""'
        second = _function(f"package_ready(package, {STATE})", [doc, *self.loads(scope), *needs, "return True"])
        scope = self.scope(after=False)
        ends = [
            f"if {self.condition(scope, ending.when, ('ends', name, 'when'))}:\n        return {place}"
            for place, (name, ending) in enumerate(book.ends.items())
        ]
        third = _function(
            f"ending({STATE})", ['"""Return the place of the ending that state s has reached, or -1."""', *self.loads(scope), *ends, "return -1"]
        )
        return "\n\n\n".join((first, second, third))


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


def _refuse_bound(node: Node, promised: list[str]) -> list[float]:
    raise ExpressionError(
        "a clause's bound is a lever and a setting, or a promised dial or memory and a number, joined by <= or >=",
        node.column,
        "dials that may be promised: " + ", ".join(promised),
    )


def _by_place(load: tuple[str, str]) -> tuple[str, int]:
    """Order loads by array and place."""
    array, _, place = load[1].rstrip("]").partition("[")
    return array, int(place)


def _grounds(content: Term) -> str:
    return one_line(", ".join(content.claims)) if content.claims else "ours"


def one_line(text: str) -> str:
    """Return text that cannot leave the comment it is put into."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def _function(signature: str, rows: list[str]) -> str:
    return "\n".join([f"def {signature}:", *(f"    {row}" for row in rows)])
