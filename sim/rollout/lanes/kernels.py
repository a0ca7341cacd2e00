"""What is computed in lanes: choices lever by lever, the season itself, views, errors of estimate, and what accords are worth.

Each kernel is traced from the program's own functions (`tracing`). Its arguments stand for arrays of those functions: the state it
reads (region ``s``: the true one or somebody's view), the orders (``o``), everything else of the block (``x``), what all games share
(``u``); what it makes goes to region ``v``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sim.engine.program import Program
from sim.rollout.lanes.graph import WORD, Graph, Node, Value
from sim.rollout.lanes.rows import Rows, lay_out_rows
from sim.rollout.lanes.tracing import Tracer
from sim.rollout.lanes.vectors import Kernel


@dataclass(frozen=True)
class Way:
    """A way to choose: how many seasons are looked at, and whether noise is drawn; without it demands and capital are left out too."""

    depth: int
    noisy: bool

    def name(self, lever: int) -> str:
        """Return the name of the kernel that sets a lever this way."""
        return f"choice_{self.depth}{'_noisy' if self.noisy else ''}_{lever}"


BY_SEAT = ("view", "known", "expect", "worths", "offers")


class Lanes:
    """Makes the kernels of one program."""

    def __init__(self, program: Program) -> None:
        """Read the program's functions once."""
        self.program = program
        self.run = program.run
        self.rows: Rows = lay_out_rows(program.layout, vars(program.run))
        self.trees = {node.name: node for node in ast.parse(program.source).body if isinstance(node, ast.FunctionDef)}

    def kernels(self) -> Iterator[Kernel]:
        """Yield the kernels that every game needs, whatever its agents look at, in the order of `names`."""
        yield self.errors()
        for make in (self.view, self.known, self.expect, self.worths, self.offers):
            for seat in range(4):
                yield make(seat)
        yield self.season()
        yield self.close()

    def names(self) -> list[str]:
        """Return the names of `kernels`."""
        return ["errors", *(f"{name}_{seat}" for name in BY_SEAT for seat in range(4)), "season", "close"]

    def constants(self) -> str:
        """Return where each kernel stands among `names`, and the rows of a block, as assignments."""
        names = self.names()
        firsts = {"ERRORS": "errors", **{name.upper(): f"{name}_0" for name in BY_SEAT}, "SEASON": "season", "CLOSE": "close"}
        places = [f"K_{name} = {names.index(first)}" for name, first in firsts.items()]
        return "\n".join([self.rows.constants(), *places, f"WORTHS_READ_BOUNDS = {self.worths_read_bounds()}"])

    def worths_read_bounds(self) -> bool:
        """Say whether any worth of an accord depends on what accords already bind: then a signature changes the others' worths."""
        weighing = [tree for name, tree in self.trees.items() if name in ("clause_worths", "reliabilities") or name.startswith("answer_")]
        loads = [node for tree in weighing for node in ast.walk(tree) if isinstance(node, ast.Subscript)]
        return any(isinstance(load.value, ast.Name) and load.value.id == "b" for load in loads)

    def choice_names(self, way: Way) -> list[str]:
        """Return the names of `choices`."""
        return [way.name(lever) for lever in range(self.run.N_LEVERS)]

    def choices(self, way: Way) -> Iterator[Kernel]:
        """Yield the kernels that set each lever in a way of choosing."""
        for lever in range(self.run.N_LEVERS):
            yield self.choice(lever, way)

    def desk(self, *, loose: bool) -> _Desk:
        """Return a fresh graph with the arrays of a block as its leaves."""
        return _Desk(self, Graph(loose=loose))

    def errors(self) -> Kernel:
        """Errors of estimate move one season on."""
        desk = self.desk(loose=False)
        err = desk.load("x", "ERRORS", 4 * self.run.N_DIALS)
        before = list(err)
        desk.call("drift_errors", err, *desk.draw)
        return desk.kernel("errors", self.errors.__doc__, self.changed("x", "ERRORS", err, before))

    def changed(
        self, region: str, name: str, values: list[Any], before: list[Any] | None = None, shift: int = 0
    ) -> list[tuple[str, int, Value]]:
        """Return outputs for an array, or for what has changed in it."""
        first = shift + (self.rows.first[name] if name else 0)
        return [(region, first + place, value) for place, value in enumerate(values) if before is None or value is not before[place]]

    def view(self, seat: int) -> Kernel:
        """The state as a seat sees it."""
        desk = self.desk(loose=False)
        s = desk.state()
        seen, h = [None] * len(s), [0.0] * self.run.HIDDEN_COUNT
        err = desk.load("x", "ERRORS", 4 * self.run.N_DIALS)
        o = desk.load("x", "STANDING", self.run.N_LEVERS)
        desk.call("observe", seat, s, o, desk.k, desk.e, desk.b, err, desk.switch("FOG"), seen, h)
        return desk.kernel(f"view_{seat}", self.view.__doc__, self.changed("v", "", seen))

    def known(self, seat: int) -> Kernel:
        """The standing orders as a seat knows them."""
        desk = self.desk(loose=False)
        standing = desk.load("x", "STANDING", self.run.N_LEVERS)
        known: list[Value] = []
        for lever, order in enumerate(standing):
            first = self.run.OPTION_FIRST[lever]
            table = self.run.SEEN_AS[first : first + self.run.SETTINGS[lever]]
            known.append(order if self.run.OWNER[lever] == seat else desk.seen(table, order))
        return desk.kernel(f"known_{seat}", self.known.__doc__, self.changed("x", "KNOWN", known))

    def expect(self, seat: int) -> Kernel:
        """What is expected: a seat's own restrictive levers and acts at rest, the others within what they have signed."""
        desk, run = self.desk(loose=False), self.run
        known, sheet = desk.load("x", "KNOWN", run.N_LEVERS), [0.0] * run.N_LEVERS
        least, most = desk.load("x", "LEAST", run.N_LEVERS), desk.load("x", "MOST", run.N_LEVERS)
        desk.call("reset_levers", seat, known, sheet)
        for lever, order in enumerate(sheet):
            if run.OWNER[lever] != seat:
                sheet[lever] = desk.call("higher", desk.call("lower", order, most[lever]), least[lever])
        return desk.kernel(f"expect_{seat}", self.expect.__doc__, self.changed("v", "", sheet))

    def offers(self, seat: int) -> Kernel:
        """Which packages a seat may table, in force or not; and the best entry of those not in force, if the seat tables it."""
        desk, run = self.desk(loose=False), self.run
        args = (desk.state(), desk.orders(), desk.k, desk.e, desk.b)
        desk.tracer.instead["in_force"] = lambda acc, package: False
        may = [desk.call("may_offer", seat, package, *args, None) for package in range(run.N_PACKAGES)]
        outputs = self.changed("x", "MAY", may, shift=seat * run.N_PACKAGES)
        # a package in force may not be tabled: what binds says which these are
        first = len(self.program.layout.levers) + 4
        desk.tracer.instead["in_force"] = lambda acc, package: desk.graph.compare("gt", desk.b[first + package], 0.5)
        gains = desk.load("x", "GAINS", 4 * run.N_ENTRIES)[seat * run.N_ENTRIES : (seat + 1) * run.N_ENTRIES]
        scores = desk.load("x", "SCORES", 4 * run.N_ENTRIES)[seat * run.N_ENTRIES : (seat + 1) * run.N_ENTRIES]
        found, top, worth = -1.0, 0.0, 0.0
        for entry, package in enumerate(run.ENTRY_PACKAGE):
            if not self.concerns(seat, package):
                continue
            open_ = desk.graph.both(may[package], desk.graph.negate(desk.call("in_force", None, package)))
            if not run.PACKAGE_PARTIES[package * 4 + seat]:
                open_ = desk.graph.both(open_, desk.graph.compare("gt", gains[entry], 0.0))
            better = desk.graph.both(open_, desk.graph.compare("gt", scores[entry], top))
            found, top, worth = (desk.graph.select(better, *pair) for pair in ((float(entry), found), (scores[entry], top), (gains[entry], worth)))
        offered = desk.graph.select(desk.call("tables", seat, worth, *desk.draw), found, -1.0)
        return desk.kernel(f"offers_{seat}", self.offers.__doc__, [*outputs, ("x", self.rows.first["OFFERED"] + seat, offered)])

    def concerns(self, seat: int, package: int) -> bool:
        """Say whether a seat has to do with a package: it is a party or could mediate."""
        return bool(self.run.PACKAGE_PARTIES[package * 4 + seat] or self.run.MEDIATES[seat])

    def worths(self, seat: int) -> Kernel:
        """What every entry of the catalogue is worth to a seat, and how it scores, as the seat sees it."""
        desk, run = self.desk(loose=False), self.run
        args = (desk.state(), desk.orders(), desk.k, desk.e, desk.b)
        w, r = [0.0] * (run.N_CLAUSES * 5), [0.0] * 4
        desk.call("appraise", *args, w, r)
        outputs: list[tuple[str, int, Value]] = []
        for entry, package in enumerate(run.ENTRY_PACKAGE):
            if self.concerns(seat, package):
                clauses = list(run.ENTRY_CLAUSES[entry * run.CLAUSES_EACH : (entry + 1) * run.CLAUSES_EACH])
                place = seat * run.N_ENTRIES + entry
                outputs.append(("x", self.rows.first["GAINS"] + place, desk.call("gain", seat, clauses, *args, w, r)))
                outputs.append(("x", self.rows.first["SCORES"] + place, desk.call("offer_score", package, clauses, *args, w, r)))
        return desk.kernel(f"worths_{seat}", self.worths.__doc__, outputs)

    def season(self) -> Kernel:
        """The season: flags, dials and memories, capital, the vote, payoffs, and the chances of an incident and of war."""
        desk, run = self.desk(loose=False), self.run
        s, o, standing = desk.state(), desk.orders(), desk.load("x", "STANDING", run.N_LEVERS)
        n, raised = [0.0] * run.N_STATE, [0.0] * run.N_STATE
        d, f = [0.0] * run.N_DRAWS, [0.0] * run.N_FLAGS
        common = (desk.k, desk.e)
        desk.call("draw_season", d, *desk.draw)
        desk.call("transition", s, o, *common, d, desk.b, None, f, n)
        desk.call("bank_capital", n, o, standing)
        desk.call("vote_in_seoul", s, n, o, *common, desk.b, desk.switch("MANDATES"), *desk.draw)
        at_war = desk.call("expected_war", s, o, *common, desk.b, f, n, raised)
        payoffs = [desk.call("payoff", seat, s, o, *common, desk.b, f, n, 1.0, 0.0) for seat in range(4)]
        hazard = desk.call("incident_chance", n, o, *common, desk.b)
        incident = desk.call("draws_incident", hazard, *desk.draw)
        outputs = self.changed("v", "", n)
        for name, values in (("FLAGS", f), ("PAYOFFS", payoffs), ("HAZARD", [hazard]), ("AT_WAR", [at_war]), ("INCIDENT", [incident])):
            outputs += self.changed("x", name, values)
        return desk.kernel("season", self.season.__doc__, outputs)

    def close(self) -> Kernel:
        """The boards after a season, of games that go on, and whether the game has come to an end."""
        desk, run = self.desk(loose=False), self.run
        n, o, f = desk.state(), desk.orders(), desk.load("x", "FLAGS", run.N_FLAGS)
        boards = desk.load("x", "BOARDS", 3 + run.N_BOARDS)
        before = list(boards)
        at_war, war = desk.load("x", "AT_WAR", 1)[0], desk.load("x", "WAR", 1)[0]
        alive = desk.graph.compare("gt", desk.load("x", "ALIVE", 1)[0], 0.5)
        for seat, payoff in enumerate(desk.load("x", "PAYOFFS", 4)):
            boards[seat] = desk.graph.arithmetic("add", boards[seat], payoff)
        desk.call("add_to_boards", n, o, desk.k, desk.e, desk.b, f, at_war, [0.0] * run.N_BOARDS, boards)
        boards = [desk.graph.select(alive, after, old) for after, old in zip(boards, before, strict=True)]
        ended = desk.graph.compare("ge", desk.call("ending", n, o, desk.k, desk.e, desk.b), 0.0)
        over = desk.graph.either(desk.graph.compare("gt", war, 0.5), ended)
        return desk.kernel("close", self.close.__doc__, [*self.changed("x", "BOARDS", boards), ("x", self.rows.first["ENDED"], over)])

    def choice(self, lever: int, way: Way) -> Kernel:
        """Set one lever by logit on the look-ahead payoffs of its settings, as `choose` does."""
        desk, run = self.desk(loose=True), self.run
        seat, first = run.OWNER[lever], run.OPTION_FIRST[lever]
        s, sheet = desk.state(), desk.orders()
        known, fixed = desk.load("x", "KNOWN", run.N_LEVERS), desk.load("x", "FIXED", run.N_LEVERS)
        best: Value = run.NEVER
        picked, wanted = sheet[lever], fixed[lever]
        demanded: list[tuple[Value, int]] = []
        for setting in range(run.SETTINGS[lever]):
            o = [setting if place == lever else order for place, order in enumerate(sheet)]
            legal = desk.graph.compare("lt", desk.call("forbidden", seat, s, o, desk.k, desk.e, desk.b), 0.0)
            if way.noisy:
                legal = desk.graph.both(desk.affordable(seat, lever, o, known, s), legal)
            score = desk.graph.arithmetic("mul", desk.shared("PRECISION"), desk.ahead(seat, s, o, way.depth))
            if way.noisy:
                draw = desk.call("uniform", *desk.draw, run.FOR_CHOICE, first + setting)
                score = desk.graph.arithmetic("add", score, desk.call("gumbel", draw))
            better = desk.graph.both(legal, desk.graph.compare("gt", score, best))
            best = desk.graph.select(better, score, best)
            picked = desk.graph.select(better, setting, picked)
            demanded.append((desk.graph.both(legal, desk.graph.compare("eq", wanted, float(setting))), setting))
        for condition, setting in demanded if way.noisy else ():
            picked = desk.graph.select(condition, setting, picked)
        return desk.kernel(way.name(lever), f"{self.program.layout.levers[lever]}: {self.choice.__doc__}", [("o", lever, picked)])


class _Desk:
    """A graph, the tracer that fills it, and the arrays of a block as its leaves."""

    def __init__(self, lanes: Lanes, graph: Graph) -> None:
        self.run, self.rows, self.graph = lanes.run, lanes.rows, graph
        self.tracer = Tracer(lanes.trees, vars(lanes.run), graph)
        self.tracer.instead["deliver"] = self.deliver
        self.tracer.instead["step_cost"] = self.step_cost
        layout = lanes.program.layout
        self.k = [graph.load("u", self.rows.shared["K"] + place) for place in range(len(layout.coefficients))]
        self.e = [graph.load("u", self.rows.shared["E"] + place) for place in range(len(layout.inputs))]
        self.e[self.run.SIGNED_NOW] = graph.load("x", self.rows.first["SIGNED"])
        self.b = self.load("x", "BOUNDS", layout.n_bounds)
        game = graph.load("x", self.rows.first["GAME"], WORD)
        self.draw = (self.shared("SEED", WORD), game, self.shared("SEASON", WORD))
        slots = range(self.run.SLOTS)
        self.need = [graph.load("x", self.rows.first["NEED"] + slot, WORD) for slot in slots]
        party = self.load("x", "PARTY", self.run.SLOTS * 4)
        self.party = [[graph.compare("gt", party[slot * 4 + seat], 0.5) for seat in range(4)] for slot in slots]
        self.north = [graph.compare("gt", each, 0.5) for each in self.load("x", "NORTH", self.run.SLOTS)]

    def load(self, region: str, name: str, count: int) -> list[Any]:
        """Return the leaves of an array."""
        return [self.graph.load(region, self.rows.first[name] + place) for place in range(count)]

    def shared(self, name: str, kind: str = "number") -> Node:
        """Return a value that all games of a block share."""
        return self.graph.load("u", self.rows.shared[name], kind)

    def switch(self, name: str) -> Value:
        """Return whether something is on."""
        return self.graph.compare("gt", self.shared(name), 0.5)

    def state(self) -> list[Any]:
        """Return the leaves of the state that a kernel is given."""
        return [self.graph.load("s", place) for place in range(self.run.N_STATE)]

    def orders(self) -> list[Any]:
        """Return the leaves of the orders that a kernel is given."""
        return [self.graph.load("o", place) for place in range(self.run.N_LEVERS)]

    def call(self, name: str, *arguments: Any) -> Any:
        """Trace a function of the program."""
        return self.tracer.call(name, *arguments)

    def kernel(self, name: str, about: str | None, outputs: list[tuple[str, int, Value]]) -> Kernel:
        """Return what has been traced as a kernel."""
        return Kernel(name, (about or "").splitlines()[0], self.graph, outputs)

    def ahead(self, seat: int, s: list[Any], o: list[Any], depth: int) -> Value:
        """Trace the look-ahead of a seat: only what its payoff reads is kept."""
        run = self.run
        calm: list[Any] = [0.0] * run.N_DRAWS
        run.quiet(calm)
        f, n, m = [0.0] * run.N_FLAGS, [0.0] * run.N_STATE, [0.0] * run.N_STATE
        return self.call("look_ahead", seat, s, o, self.k, self.e, self.b, None, depth, calm, f, n, m)  # type: ignore[no-any-return]

    def seen(self, table: tuple[int, ...], order: Value) -> Value:
        """Return what a setting passes for."""
        return order if table == tuple(range(len(table))) else self.graph.pick(table, order)

    def affordable(self, seat: int, lever: int, o: list[Any], known: list[Any], s: list[Any]) -> Value:
        """Return whether a seat's political capital pays for a sheet; whole numbers, so the order of the sum does not matter."""
        cost: Value = 0.0
        for other in range(self.run.N_LEVERS):
            if self.run.OWNER[other] == seat:
                cost = self.graph.arithmetic("add", cost, self.step_cost(other, o[other], known[other]))
        budget = s[self.run.CAPITAL + seat]
        return self.graph.either(self.graph.negate(self.switch("CAPITAL_ON")), self.graph.compare("le", cost, budget))

    def step_cost(self, lever: int, setting: Value, standing: Value) -> Value:
        """Return `step_cost` of the kernels, its table cut to one lever."""
        run, graph = self.run, self.graph
        at_rest = graph.compare("eq", setting, run.REST[lever])
        if run.ACT[lever]:
            return graph.select(at_rest, 0.0, 1.0)
        first = run.OPTION_FIRST[lever]
        table = run.SEEN_AS[first : first + run.SETTINGS[lever]]
        to, start = self.seen(table, setting), self.seen(table, standing)
        up, down = graph.arithmetic("sub", to, start), graph.arithmetic("sub", start, to)
        return graph.select(at_rest, 0.0, graph.select(graph.compare("gt", to, start), up, down))

    def deliver(self, s: list[Any], o: list[Any], acc: object, f: list[Any], n: list[Any]) -> None:
        """Write what `deliver` of the kernels writes, from clauses as bits."""
        graph, run = self.graph, self.run
        every: Value = 0
        north: Value = 0
        for slot in range(run.SLOTS):
            every = graph.arithmetic("or", every, self.need[slot]) if slot else self.need[slot]
            share = graph.select(self.north[slot], self.need[slot], 0)
            north = graph.arithmetic("or", north, share) if slot else share
        for seat in range(4):
            broken = self.broken(seat, s, o, n)
            f[run.BREAKS + seat] = graph.select(self.any_of(broken, every), 1.0, 0.0)
            signed: Value = False
            worst: Value = 0.0
            for slot in range(run.SLOTS):
                with_north = graph.both(self.party[slot][seat], self.north[slot])
                signed = graph.either(signed, with_north)
                place = run.MISSED_SLOT + slot * 4 + seat
                missed = self.missed(s[place], self.any_of(broken, self.need[slot]))
                n[place] = graph.select(self.party[slot][seat], missed, n[place])
                worst = graph.select(graph.both(with_north, graph.compare("gt", missed, worst)), missed, worst)
            kept = graph.both(signed, graph.negate(self.any_of(broken, north)))
            f[run.DELIVERS + seat] = graph.select(kept, 1.0, 0.0)
            n[run.MISSED + seat] = worst

    def missed(self, before: Value, fails: Value) -> Value:
        """Return a party's misses after a season."""
        graph, run = self.graph, self.run
        fewer = graph.select(graph.compare("gt", before, run.DELIVERY), graph.arithmetic("sub", before, run.DELIVERY), 0.0)
        return graph.select(fails, graph.arithmetic("add", before, run.MISS), fewer)

    def any_of(self, broken: Value, clauses: Value) -> Value:
        """Say whether any of the broken clauses is among these."""
        graph = self.graph
        if not isinstance(broken, Node) and broken == 0:
            return False
        return graph.negate(graph.node("is_zero", (graph.arithmetic("and", broken, clauses),), "truth"))

    def broken(self, seat: int, s: list[Any], o: list[Any], n: list[Any]) -> Value:
        """Return as bits which clauses of the catalogue that a seat owes would be broken."""
        graph, run = self.graph, self.run
        found: Value = 0
        for clause, owner in enumerate(run.CLAUSE_OWNER):
            if owner == seat:
                share = graph.bit(graph.negate(self.holds(clause, s, o, n)), clause)
                found = graph.arithmetic("or", found, share) if isinstance(found, Node) or found else share
        return found

    def holds(self, clause: int, s: list[Any], o: list[Any], n: list[Any]) -> Value:
        """Say whether any bound of a clause holds."""
        row = self.run.CLAUSES[clause * self.run.CLAUSE_SIZE : (clause + 1) * self.run.CLAUSE_SIZE]
        found: Value = False
        for bound in range(int(row[3])):
            kind, at, direction, limit = row[4 + bound * 4 : 8 + bound * 4]
            value = (o, n, s)[int(kind)][int(at)]
            found = self.graph.either(found, self.graph.compare("le" if direction < 0.5 else "ge", value, limit))  # noqa: PLR2004
        return found
