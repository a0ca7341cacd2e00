"""From a graph to LLVM's language: one function that works through a block of games, eight abreast.

Only IEEE operations without any licence to reorder or fuse (no fast-math flags), so that lanes, scalars and platforms agree in every
bit; LLVM splits the eight lanes into whatever vectors a machine has. What all lanes share is computed once, before the loop.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sim.rollout.lanes.graph import NUMBER, TRUTH, WORD, Graph, Node, Value, kind_of

WIDTH = 8
LANES = 64  # games in a block
STRIDE = LANES + 8  # rows stand apart by a length that does not bring a game's column into the same few cache sets
ROW_BYTES = STRIDE * 8
SCALAR = {NUMBER: "double", TRUTH: "i1", WORD: "i64"}
VECTOR = {kind: f"<{WIDTH} x {scalar}>" for kind, scalar in SCALAR.items()}
OPERATIONS = {"add": "fadd", "sub": "fsub", "mul": "fmul", "div": "fdiv"}
WORD_OPERATIONS = {"add": "add", "mul": "mul", "and": "and", "or": "or", "xor": "xor", "shift": "lshr"}
COMPARISONS = {"lt": "olt", "le": "ole", "gt": "ogt", "ge": "oge", "eq": "oeq", "ne": "une"}
REGIONS = ("s", "o", "x", "v")  # of which every game has a lane; region u is shared
MAGIC = 6755399441055744.0  # 1.5 * 2**52: adding it leaves a small whole number in the low bits
HEADER = f"""declare {VECTOR[NUMBER]} @llvm.floor.v{WIDTH}f64({VECTOR[NUMBER]})
declare {VECTOR[NUMBER]} @llvm.sqrt.v{WIDTH}f64({VECTOR[NUMBER]})
declare double @llvm.floor.f64(double)
declare double @llvm.sqrt.f64(double)
"""


@dataclass(frozen=True)
class Kernel:
    """A function to be made.

    Attributes:
        name: Its name.
        about: What it does, for the comment above it.
        graph: What it computes.
        outputs: Regions (``o``, ``x`` or ``v``), rows, and what is stored there.
    """

    name: str
    about: str
    graph: Graph
    outputs: Sequence[tuple[str, int, Value]]


def module_text(kernels: Iterable[Kernel]) -> str:
    """Return kernels as a module in LLVM's language."""
    return "\n".join([HEADER, *(function_text(kernel) for kernel in kernels)])


def needed(kernel: Kernel) -> list[Node]:
    """Return the nodes that a kernel's outputs need, each after its parts."""
    order: list[Node] = []
    seen: set[int] = set()
    for _, _, output in kernel.outputs:
        stack: list[tuple[Node, bool]] = [(output, False)] if isinstance(output, Node) else []
        while stack:
            node, ready = stack.pop()
            if ready:
                order.append(node)
            elif node.place not in seen:
                seen.add(node.place)
                stack.append((node, True))
                stack += [(part, False) for part in reversed(node.parts) if isinstance(part, Node) and part.place not in seen]
    return order


def function_text(kernel: Kernel) -> str:
    """Return one kernel: ``void name(s, o, x, v, u)``, the first rows of its regions and the first of the shared values."""
    nodes = needed(kernel)
    writer = _Writer()
    for node in nodes:
        if node.uniform:
            writer.emit(node)
    for node in nodes:
        if not node.uniform:
            writer.emit(node)
    for region, row, output in kernel.outputs:
        writer.store(region, row, output)
    return "\n".join(
        [
            f"; {kernel.about}",
            f"define void @{kernel.name}(ptr %s, ptr %o, ptr %x, ptr %v, ptr %u) {{",
            "entry:",
            *writer.once,
            "  br label %loop",
            "loop:",
            "  %group = phi i64 [0, %entry], [%following, %loop]",
            "  %offset = shl i64 %group, 6",
            *(f"  %{region}.at = getelementptr i8, ptr %{region}, i64 %offset" for region in REGIONS),
            *writer.each,
            "  %following = add i64 %group, 1",
            f"  %more = icmp ult i64 %following, {LANES // WIDTH}",
            "  br i1 %more, label %loop, label %done",
            "done:",
            "  ret void",
            "}",
        ]
    )


class _Writer:
    """Writes the lines of one function."""

    def __init__(self) -> None:
        self.once: list[str] = []
        self.each: list[str] = []
        self.spread: set[int] = set()
        self.fresh = 0

    def literal(self, value: Any, kind: str, *, vector: bool) -> str:
        """Return a constant."""
        if kind == NUMBER:
            text = "double 0x" + struct.pack(">d", float(value)).hex().upper()
        elif kind == TRUTH:
            text = "i1 true" if value else "i1 false"
        else:
            text = f"i64 {int(value) - (1 << 64) if int(value) >= 1 << 63 else int(value)}"
        return f"splat ({text})" if vector else text.split(" ")[1]

    def operand(self, value: Any, kind: str, *, vector: bool) -> str:
        """Return a part as it is written in an instruction."""
        if not isinstance(value, Node):
            return self.literal(value, kind, vector=vector)
        if not (vector and value.uniform):
            return f"%n{value.place}"
        if value.place not in self.spread:
            self.spread.add(value.place)
            whole, single = VECTOR[value.kind], SCALAR[value.kind]
            self.once.append(f"  %one{value.place} = insertelement {whole} poison, {single} %n{value.place}, i64 0")
            mask = f"<{WIDTH} x i32> zeroinitializer"
            self.once.append(f"  %all{value.place} = shufflevector {whole} %one{value.place}, {whole} poison, {mask}")
        return f"%all{value.place}"

    def emit(self, node: Node) -> None:
        """Write a node's instructions."""
        lines = self.once if node.uniform else self.each
        types = SCALAR if node.uniform else VECTOR
        target = f"  %n{node.place} = "
        if node.op == "load":
            region, row, kind = node.parts
            at = f"%at{node.place}"
            base, place = ("%u", row * 8) if region == "u" else (f"%{region}.at", row * ROW_BYTES)
            lines.append(f"  {at} = getelementptr i8, ptr {base}, i64 {place}")
            lines.append(f"{target}load {types[kind]}, ptr {at}, align 8")
            return
        kinds = [_part_kind(node, place) for place in range(len(node.parts))]
        parts = [self.operand(part, kind, vector=not node.uniform) for part, kind in zip(node.parts, kinds, strict=True)]
        lines += [f"{target}{text}" if last else f"  {text}" for text, last in self.instructions(node, types, parts)]

    def instructions(self, node: Node, types: dict[str, str], parts: list[str]) -> Iterable[tuple[str, bool]]:
        """Yield instructions and whether each is the one whose result is the node."""
        number, word = types[NUMBER], types[WORD]
        op = node.op
        if op in COMPARISONS:
            yield f"fcmp {COMPARISONS[op]} {number} {parts[0]}, {parts[1]}", True
        elif op in ("both", "either"):
            yield f"{'and' if op == 'both' else 'or'} {types[TRUTH]} {parts[0]}, {parts[1]}", True
        elif op == "negate":
            yield f"xor {types[TRUTH]} {parts[0]}, {self.literal(True, TRUTH, vector=not node.uniform)}", True
        elif op == "select":
            yield f"select {types[TRUTH]} {parts[0]}, {types[node.kind]} {parts[1]}, {types[node.kind]} {parts[2]}", True
        elif op == "minus":
            yield f"fneg {number} {parts[0]}", True
        elif op == "is_zero":
            yield f"icmp eq {word} {parts[0]}, {self.literal(0, WORD, vector=not node.uniform)}", True
        elif op == "number":
            yield f"uitofp {word} {parts[0]} to {number}", True
        elif op in ("floor", "sqrt"):
            suffix = "f64" if node.uniform else f"v{WIDTH}f64"
            yield f"call {number} @llvm.{op}.{suffix}({number} {parts[0]})", True
        elif op in ("ldexp", "mantissa", "exponent"):
            yield from self.bits(node, types, parts)
        elif node.kind == WORD:
            yield f"{WORD_OPERATIONS[op]} {word} {parts[0]}, {parts[1]}", True
        else:
            yield f"{OPERATIONS[op]} {number} {parts[0]}, {parts[1]}", True

    def bits(self, node: Node, types: dict[str, str], parts: list[str]) -> Iterable[tuple[str, bool]]:
        """Yield instructions that work on the bits of a number: the same values as frexp and ldexp for normal numbers."""
        number, word = types[NUMBER], types[WORD]
        vector = not node.uniform

        def whole(value: int) -> str:
            return self.literal(value, WORD, vector=vector)

        def real(value: float) -> str:
            return self.literal(value, NUMBER, vector=vector)

        a, b, c, d = (f"%t{node.place}.{letter}" for letter in "abcd")
        if node.op == "ldexp":
            yield f"{a} = fadd {number} {parts[1]}, {real(MAGIC)}", False
            yield f"{b} = bitcast {number} {a} to {word}", False
            yield f"{c} = add {word} {b}, {whole(1023)}", False
            yield f"{d} = shl {word} {c}, {whole(52)}", False
            yield f"%t{node.place}.e = bitcast {word} {d} to {number}", False
            yield f"fmul {number} {parts[0]}, %t{node.place}.e", True
            return
        yield f"{a} = bitcast {number} {parts[0]} to {word}", False
        if node.op == "mantissa":
            yield f"{b} = and {word} {a}, {whole(0x000FFFFFFFFFFFFF)}", False
            yield f"{c} = or {word} {b}, {whole(0x3FE0000000000000)}", False
            yield f"bitcast {word} {c} to {number}", True
        else:
            yield f"{b} = lshr {word} {a}, {whole(52)}", False
            yield f"{c} = or {word} {b}, {whole(0x4330000000000000)}", False
            yield f"{d} = bitcast {word} {c} to {number}", False
            yield f"fsub {number} {d}, {real(2.0**52 + 1022.0)}", True

    def store(self, region: str, row: int, value: Value) -> None:
        """Write the line that stores an output: truth values as 1 and 0."""
        kind = NUMBER if kind_of(value) == WORD and not isinstance(value, Node) else kind_of(value)
        text = self.operand(value, kind, vector=True)
        if kind == TRUTH:
            self.fresh += 1
            high, low = self.literal(1.0, NUMBER, vector=True), self.literal(0.0, NUMBER, vector=True)
            self.each.append(f"  %out{self.fresh} = select {VECTOR[TRUTH]} {text}, {VECTOR[NUMBER]} {high}, {VECTOR[NUMBER]} {low}")
            text, kind = f"%out{self.fresh}", NUMBER
        self.fresh += 1
        self.each.append(f"  %out{self.fresh} = getelementptr i8, ptr %{region}.at, i64 {row * ROW_BYTES}")
        self.each.append(f"  store {VECTOR[kind]} {text}, ptr %out{self.fresh}, align 8")


def _part_kind(node: Node, place: int) -> str:
    """Return the kind that a node's part has."""
    part = node.parts[place]
    if isinstance(part, Node):
        return part.kind
    if node.op in ("both", "either", "negate") or (node.op == "select" and place == 0):
        return TRUTH
    return node.kind if node.op in ("select", *WORD_OPERATIONS) else NUMBER
