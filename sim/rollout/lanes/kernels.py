"""What is computed in lanes: choices seat by seat, the season itself, views, errors of estimate, and what accords are worth.

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
from sim.rollout.lanes.accords import settle
from sim.rollout.lanes.desk import Desk
from sim.rollout.lanes.graph import Value
from sim.rollout.lanes.rows import Rows, lay_out_rows
from sim.rollout.lanes.vectors import Kernel


@dataclass(frozen=True)
class Way:
    """A way to choose: how many seasons are looked at, and whether noise is drawn; without it demands and capital are left out too."""

    depth: int
    noisy: bool

    def name(self, seat: int) -> str:
        """Return the name of the kernel that sets a seat's levers this way."""
        return f"choice_{self.depth}{'_noisy' if self.noisy else ''}_{seat}"


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
        yield self.opening()
        for make in (self.view, self.known, self.expect, self.worths, self.offers):
            for seat in range(4):
                yield make(seat)
        yield self.season()
        yield self.close()

    def names(self) -> list[str]:
        """Return the names of `kernels`."""
        return ["opening", *(f"{name}_{seat}" for name in BY_SEAT for seat in range(4)), "season", "close"]

    def constants(self) -> str:
        """Return where each kernel stands among `names`, and the rows of a block, as assignments."""
        names = self.names()
        firsts = {"OPENING": "opening", **{name.upper(): f"{name}_0" for name in BY_SEAT}, "SEASON": "season", "CLOSE": "close"}
        places = [f"K_{name} = {names.index(first)}" for name, first in firsts.items()]
        return "\n".join([self.rows.constants(), *places, f"WORTHS_READ_BOUNDS = {self.worths_read_bounds()}"])

    def worths_read_bounds(self) -> bool:
        """Say whether any worth of an accord depends on what accords already bind: then a signature changes the others' worths."""
        weighing = [tree for name, tree in self.trees.items() if name in ("clause_worths", "reliabilities") or name.startswith("answer_")]
        loads = [node for tree in weighing for node in ast.walk(tree) if isinstance(node, ast.Subscript)]
        return any(isinstance(load.value, ast.Name) and load.value.id == "b" for load in loads)

    def choice_names(self, way: Way) -> list[str]:
        """Return the names of `choices`."""
        return [way.name(seat) for seat in range(4)]

    def choices(self, way: Way) -> Iterator[Kernel]:
        """Yield by seat the kernel that sets its levers in a way of choosing."""
        for seat in range(4):
            yield self.choice(seat, way)

    def desk(self, *, loose: bool) -> Desk:
        """Return a fresh graph with the arrays of a block as its leaves."""
        return Desk(self.program, self.rows, self.trees, loose=loose)

    def opening(self) -> Kernel:
        """Errors of estimate move one season on; and whether anybody may snap an accord back."""
        desk, run = self.desk(loose=False), self.run
        err = desk.load("x", "ERRORS", 4 * run.N_DIALS)
        before = list(err)
        desk.call("drift_errors", err, *desk.draw)
        s, party = desk.state(), desk.accords.party
        injured: Value = False
        for slot in range(run.SLOTS):
            for seat in range(4):
                others = [other for other in range(4) if other != seat]
                missed = [desk.graph.both(party[slot][other], desk.missed(s, slot, other)) for other in others]
                for each in missed:
                    injured = desk.graph.either(injured, desk.graph.both(party[slot][seat], each))
        return desk.kernel("opening", self.opening.__doc__, [*self.changed("x", "ERRORS", err, before), ("x", self.rows.first["INJURED"], injured)])

    def changed(self, region: str, name: str, values: list[Any], before: list[Any] | None = None, shift: int = 0) -> list[tuple[str, int, Value]]:
        """Return outputs for an array, or for what has changed in it."""
        first = shift + (self.rows.first[name] if name else 0)
        return [(region, first + place, value) for place, value in enumerate(values) if before is None or value is not before[place]]

    def view(self, seat: int) -> Kernel:
        """The state as a seat sees it."""
        desk = self.desk(loose=False)
        s = desk.state()
        seen = [None] * len(s)
        err = desk.load("x", "ERRORS", 4 * self.run.N_DIALS)
        desk.call("observe", seat, s, err, desk.switch("FOG"), seen)
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
        found: Value = -1.0
        top: Value = 0.0
        worth: Value = 0.0
        for entry, package in enumerate(run.ENTRY_PACKAGE):
            if not self.concerns(seat, package):
                continue
            open_ = desk.graph.both(may[package], desk.graph.negate(desk.call("in_force", None, package)))
            if not run.PACKAGE_PARTIES[package * 4 + seat]:
                open_ = desk.graph.both(open_, desk.graph.compare("gt", gains[entry], 0.0))
            better = desk.graph.both(open_, desk.graph.compare("gt", scores[entry], top))
            found, top = desk.graph.select(better, float(entry), found), desk.graph.select(better, scores[entry], top)
            worth = desk.graph.select(better, gains[entry], worth)
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
        """The season: flags, dials and memories, capital, the vote, payoffs, the chances of an incident and of war, how accords fare."""
        desk, run = self.desk(loose=False), self.run
        s, o, standing = desk.state(), desk.orders(), desk.load("x", "STANDING", run.N_LEVERS)
        n, raised = [0.0] * run.N_STATE, [0.0] * run.N_STATE
        d, f = [0.0] * run.N_DRAWS, [0.0] * run.N_FLAGS
        common = (desk.k, desk.e)
        desk.call("draw_season", d, *desk.draw)
        desk.call("transition", s, o, *common, d, desk.b, desk.accords, f, n)
        desk.call("bank_capital", n, o, standing)
        desk.call("vote_in_seoul", s, n, o, *common, desk.b, desk.switch("MANDATES"), *desk.draw)
        at_war = desk.call("expected_war", s, o, *common, desk.b, f, n, raised)
        payoffs = [desk.call("payoff", seat, s, o, *common, desk.b, f, n, 1.0, 0.0) for seat in range(4)]
        hazard = desk.call("incident_chance", n, o, *common, desk.b)
        incident = desk.call("draws_incident", hazard, *desk.draw)
        left, age = desk.load("x", "LEFT", run.SLOTS), desk.load("x", "AGE", run.SLOTS)
        outcomes = settle(desk.accords, s, o, f, n, left, age, desk.call("draws_dispute", *desk.draw))
        outputs = self.changed("v", "", n)
        for name, values in (("LEFT", left), ("AGE", age), ("OUTCOME", outcomes)):
            outputs += self.changed("x", name, values)
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

    def choice(self, seat: int, way: Way) -> Kernel:
        """Set a seat's levers one after another by logit on the look-ahead payoffs of their settings, as `choose` does."""
        desk, run = self.desk(loose=True), self.run
        sheet = desk.orders()
        outputs: list[tuple[str, int, Value]] = []
        for turn in range(run.ORDER_COUNT[seat]):
            lever = run.ORDER[run.ORDER_FIRST[seat] + turn]
            sheet[lever] = self.picked(desk, seat, lever, sheet, way)
            outputs.append(("o", lever, sheet[lever]))
        return desk.kernel(way.name(seat), f"{self.program.layout.seats[seat]}: {self.choice.__doc__}", outputs)

    def picked(self, desk: Desk, seat: int, lever: int, sheet: list[Value], way: Way) -> Value:
        """Return the setting of a lever that is picked, given the levers already set in a sheet."""
        graph, run, s = desk.graph, self.run, desk.state()
        known, wanted = desk.load("x", "KNOWN", run.N_LEVERS), desk.load("x", "FIXED", run.N_LEVERS)[lever]
        best: Value = run.NEVER
        found = sheet[lever]
        demanded: list[tuple[Value, int]] = []
        for setting in range(run.SETTINGS[lever]):
            o = [setting if place == lever else order for place, order in enumerate(sheet)]
            legal = graph.compare("lt", desk.call("forbidden", seat, s, o, desk.k, desk.e, desk.b), 0.0)
            score = graph.arithmetic("mul", desk.shared("PRECISION"), desk.ahead(seat, s, o, way.depth))
            if way.noisy:
                legal = graph.both(desk.affordable(seat, o, known, s), legal)
                draw = desk.call("uniform", *desk.draw, run.FOR_CHOICE, run.OPTION_FIRST[lever] + setting)
                score = graph.arithmetic("add", score, desk.call("gumbel", draw))
                demanded.append((graph.both(legal, graph.compare("eq", wanted, float(setting))), setting))
            better = graph.both(legal, graph.compare("gt", score, best))
            best, found = graph.select(better, score, best), graph.select(better, setting, found)
        for condition, setting in demanded:
            found = graph.select(condition, setting, found)
        return found
