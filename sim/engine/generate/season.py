"""The season: flags, derived dials, dials and memories in the order of their dependence, and every term of every dial's change."""

from __future__ import annotations

from sim.documents.errors import DocumentError, DocumentErrors
from sim.documents.reading import Key
from sim.engine.expression import Operation
from sim.engine.generate.writer import Writer, by_place, function, grounds, one_line
from sim.engine.scope import Scope


def transition(w: Writer) -> str:
    """Return the function that carries out a season."""
    book, layout = w.book, w.layout
    blocks: dict[str, tuple[set[str], list[str], Scope]] = {}
    for name, flag in book.flags.items():
        blocks[name] = flag_block(w, name, flag.value, flag.chance, flag.range)
    for name, derived in book.derived.items():
        scope = w.scope(after=True)
        code = w.number(scope, derived.value, ("derived", name, "value"))
        low, high = derived.range
        rows = [f"{name} = clip({code}, {low!r}, {high!r})", f"f[{w.flag_index[name]}] = {name}"]
        blocks[name] = (scope.needs, rows, scope)
        if name in w.only_state:
            shifted = w.scope(after=True, shifted=True)
            code = w.number(shifted, derived.value, ("derived", name, "value"))
            rows = [f"next_{name} = clip({code}, {low!r}, {high!r})", f"f[{w.flag_index['next.' + name]}] = next_{name}"]
            blocks[f"next.{name}"] = (shifted.needs, rows, shifted)
    for name in book.dials:
        blocks[f"next.{name}"] = dial_block(w, name)
    promised = {f"next.{name}" for name, dial in book.dials.items() if dial.promised}
    words = [f"{word}.{seat}" for word in ("breaks", "delivers") for seat in book.seats]
    delivery = ["deliver(s, o, acc, f, n)", *(f"{word.replace('.', '_')} = f[{w.flag_index[word]}]" for word in words)]
    blocks["delivery"] = (promised, delivery, w.scope(after=True))
    for word in words:
        blocks[word] = ({"delivery"}, [], w.scope(after=True))
    memory_scope = w.scope(after=True)
    remembered = memory_rows(w, memory_scope)
    body: list[str] = []
    loads: dict[str, str] = dict(memory_scope.loads)
    for key in in_order(w, {key: block[0] for key, block in blocks.items()}):
        body += blocks[key][1]
        loads.update(blocks[key][2].loads)
    first = [f"{local} = {load}" for local, load in sorted(loads.items(), key=by_place)]
    doc = '"""Write flags and derived dials of the season to f and the next state to n, from state s and orders o."""'
    return function("transition(s, o, k, e, d, b, acc, f, n)", [doc, f"n[{layout.n_dials}:] = s[{layout.n_dials}:]", *first, *body, *remembered])


def flag_block(w: Writer, name: str, value: str | None, chance: str | None, limits: tuple[float, float]) -> tuple[set[str], list[str], Scope]:
    """Return a flag's needs, lines and scope."""
    scope = w.scope(after=True)
    stored = f"f[{w.flag_index[name]}] = {name}"
    if chance is not None:
        draw = f"u_{name}"
        scope.loads[draw] = f"d[{w.layout.index[draw]}]"
        code = w.number(scope, chance, ("flags", name, "chance"))
        rows = [f"{name} = clip({code}, 0.0, 1.0)", f"if {draw} >= 0.0:", f"    {name} = 1.0 if {draw} < {name} else 0.0", stored]
        return scope.needs, rows, scope
    node = w.tree(value or "0", ("flags", name, "value"))
    if isinstance(node, Operation) and node.operator in ("and", "or", "not", "<=", ">=", "==", "!=", "<", ">"):
        code = w.condition(scope, value or "0", ("flags", name, "value"))
        return scope.needs, [f"{name} = 1.0 if {code} else 0.0", stored], scope
    code = w.number(scope, value or "0", ("flags", name, "value"))
    low, high = limits
    return scope.needs, [f"{name} = clip({code}, {low!r}, {high!r})", stored], scope


def dial_block(w: Writer, name: str) -> tuple[set[str], list[str], Scope]:
    """Return a dial's needs, lines and scope: its terms folded in rulebook order, then one clip."""
    scope = w.scope(after=True)
    scope.loads[name] = f"s[{w.layout.index[name]}]"
    rows = [f"# {name}: {one_line(w.book.dials[name].title)}", f"x = {name}"]
    for term, content in w.book.dials[name].change.items():
        code = w.number(scope, content.add, ("dials", name, "change", term, "add"))
        rows.append(f"x = x + {code}  # {one_line(term)}: {grounds(content)}")
    rows += [f"next_{name} = 0.0 if x < 0.0 else (10.0 if x > 10.0 else x)", f"n[{w.layout.index[name]}] = next_{name}"]
    return scope.needs, rows, scope


def memory_rows(w: Writer, scope: Scope) -> list[str]:
    """Return the lines that move memories and clocks on."""
    rows = []
    for name, memory in w.book.memories.items():
        place = w.layout.index[name]
        scope.loads[name] = f"s[{place}]"
        if memory.since is not None:
            code = w.condition(scope, memory.since, ("memories", name, "since"))
            rows.append(f"n[{place}] = 0.0 if {code} else ({name} + 1.0 if {name} < 99.0 else 99.0)")
        else:
            code = w.number(scope, memory.next or name, ("memories", name, "next"))
            rows.append(f"n[{place}] = {code}")
    for name, clock in w.book.clocks.items():
        place = w.layout.index[name]
        scope.loads[name] = f"s[{place}]"
        rows.append(f"n[{place}] = {name} - 1.0 if {name} > 0.0 else {float(clock.every - 1)!r}")
    return rows


def in_order(w: Writer, needs: dict[str, set[str]]) -> list[str]:
    """Order blocks so that each comes after what it needs; a cycle is an error with its path."""
    done: list[str] = []
    state: dict[str, int] = {}

    def visit(key: str, trail: list[str]) -> None:
        if state.get(key) == 2:  # noqa: PLR2004  (2: finished)
            return
        if state.get(key) == 1:
            path = " → ".join([*trail[trail.index(key) :], key])
            raise DocumentErrors([cycle(w, key, path)])
        state[key] = 1
        for other in sorted(needs[key], key=w.flag_order):
            visit(other, [*trail, key])
        state[key] = 2
        done.append(key)

    for key in needs:
        visit(key, [])
    return done


def cycle(w: Writer, key: str, path: str) -> DocumentError:
    """Return the error for something that depends on itself within a season."""
    where: Key = ("dials", key[5:]) if key.startswith("next.") else ("flags" if key in w.book.flags else "derived", key)
    assert w.sources is not None
    return w.sources.document(where).error(where, f"depends on itself within one season: {path}", "use a start value somewhere", at_key=True)


def dial_terms(w: Writer) -> str:
    """Emit the terms of every dial's change one by one: the same expressions, for the account."""
    scope = w.scope(after=True)
    rows: list[str] = []
    place = 0
    for name, dial in w.book.dials.items():
        for term, content in dial.change.items():
            rows.append(f"t[{place}] = {w.number(scope, content.add, ('dials', name, 'change', term, 'add'))}")
            place += 1
    doc = '"""Write every term of every dial\'s change to t, in rulebook order, after transition()."""'
    return function("dial_terms(s, o, k, e, d, b, f, n, t)", [doc, *w.loads(scope), *rows])
