"""The program of a rulebook: generated source and hand-written kernels joined into one self-contained module.

The same text runs as plain Python over lists and, where Numba is installed, compiled over arrays, with equal bits (DESIGN §3).
"""

from __future__ import annotations

import ast
import hashlib
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import resources
from types import ModuleType
from typing import Any

from sim.documents.rulebook import Rulebook, Sources
from sim.engine.expression import names, parse
from sim.engine.generate import generate
from sim.engine.layout import Layout, lay_out
from sim.engine.scope import state_only

MARK = "# --- kernel ---"
HEADER = '''"""Generated from the rulebook by peninsula; do not edit. `peninsula rules --source` prints it."""

from math import floor, frexp, ldexp, sqrt


def fresh(size):
    """Return a row of numbers."""
    return [0.0] * size


def fresh_ints(size):
    """Return a row of whole numbers."""
    return [0] * size
'''


@dataclass
class Program:
    """A compiled rulebook.

    Attributes:
        book: The rulebook it was made from.
        layout: Where every name stands in its arrays.
        source: The whole module as text.
        flags: Names of flags and derived dials in the order of array ``f``.
        run: The module: ``run.transition(...)``, ``run.choose(...)`` and the rest.
    """

    book: Rulebook
    layout: Layout
    source: str = field(repr=False)
    flags: dict[str, int] = field(repr=False)
    run: Any = field(repr=False)

    @cached_property
    def open_derived(self) -> list[str]:
        """Derived dials of the state that no coefficient enters: the others would tell the lens."""
        book = self.book
        return [name for name in state_only(book) if not names(parse(book.derived[name].value)) & set(book.coefficients)]

    @property
    def digest(self) -> str:
        """SHA-256 of the source, first 16 hexadecimal digits."""
        return hashlib.sha256(self.source.encode()).hexdigest()[:16]


def kernel_text(package: str, name: str) -> str:
    """Return a kernel file's text below its mark."""
    text = resources.files(package).joinpath(f"{name}.py").read_text(encoding="utf-8")
    return text.split(MARK, 1)[1].strip("\n") + "\n"


def build_program(book: Rulebook, sources: Sources | None, kernels: tuple[tuple[str, str], ...]) -> Program:
    """Compile a rulebook.

    Args:
        book: The rulebook.
        sources: Its files, for errors with lines.
        kernels: (package, file) of the kernels to join after the engine's own: agents' choice, the rollout's loop.

    Raises:
        DocumentErrors: An expression is wrong.
    """
    layout = lay_out(book)
    generated = generate(book, layout, sources)
    parts = [HEADER, kernel_text("sim.engine.kernel", "numerics"), generated.source, kernel_text("sim.engine.kernel", "seasons")]
    parts += [kernel_text(package, name) for package, name in kernels]
    source = "\n\n".join(part.strip("\n") + "\n" for part in parts)
    module = ModuleType("peninsula_program")
    exec(compile(source, "<peninsula program>", "exec"), module.__dict__)  # noqa: S102  (our own source, made from checked expressions)
    return Program(book, layout, source, dict(generated.flags), module)


@lru_cache(maxsize=4)  # asked for at every run of many games, and parsing in two threads at once fails on Python 3.11
def function_names(source: str) -> list[str]:
    """Return the names of a program's functions in the order they are defined."""
    return [node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
