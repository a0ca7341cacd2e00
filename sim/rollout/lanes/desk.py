"""What a kernel is traced from: a graph, the tracer that fills it, and the arrays of a block as its leaves."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from sim.engine.program import Program
from sim.rollout.lanes.accords import Accords, deliver
from sim.rollout.lanes.graph import WORD, Graph, Node, Value
from sim.rollout.lanes.rows import Rows
from sim.rollout.lanes.tracing import Tracer
from sim.rollout.lanes.vectors import Kernel


class Desk:
    """A graph, the tracer that fills it, and the arrays of a block as its leaves."""

    def __init__(self, program: Program, rows: Rows, trees: Mapping[str, ast.FunctionDef], *, loose: bool) -> None:
        """Take a program, where a block keeps its numbers, and the program's functions; `loose` as for a `Graph`."""
        self.run, self.rows, self.graph = program.run, rows, Graph(loose=loose)
        graph = self.graph
        self.tracer = Tracer(trees, vars(program.run), graph)
        self.tracer.instead["deliver"] = lambda s, o, acc, f, n: deliver(acc, s, o, f, n)
        self.tracer.instead["step_cost"] = self.step_cost
        layout = program.layout
        self.k = [graph.load("u", self.rows.shared["K"] + place) for place in range(len(layout.coefficients))]
        self.e = [graph.load("u", self.rows.shared["E"] + place) for place in range(len(layout.inputs))]
        self.e[self.run.SIGNED_NOW] = graph.load("x", self.rows.first["SIGNED"])
        self.b = self.load("x", "BOUNDS", layout.n_bounds)
        game = graph.load("x", self.rows.first["GAME"], WORD)
        self.draw = (self.shared("SEED", WORD), game, self.shared("SEASON", WORD))
        self.accords = Accords(self.run, graph, rows)

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
        return self.call("look_ahead", seat, s, o, self.k, self.e, self.b, self.accords, depth, calm, f, n, m)  # type: ignore[no-any-return]

    def seen(self, table: tuple[int, ...], order: Value) -> Value:
        """Return what a setting passes for."""
        return order if table == tuple(range(len(table))) else self.graph.pick(table, order)

    def missed(self, s: list[Any], slot: int, seat: int) -> Value:
        """Say whether a seat has missed a promise of an accord."""
        return self.graph.compare("gt", s[self.run.MISSED_SLOT + slot * 4 + seat], self.run.INJURED_ABOVE)

    def affordable(self, seat: int, o: list[Any], known: list[Any], s: list[Any]) -> Value:
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
