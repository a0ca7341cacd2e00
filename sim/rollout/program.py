"""The whole program: rules, choice and the game loop in one module; as plain Python, and native where Numba is installed."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from sim.documents.rulebook import Rulebook, Sources
from sim.engine.program import Program, build_program, function_names, kernel_text
from sim.rollout.cache import keep_module, module_path
from sim.rollout.lanes.compiled import CompiledLanes
from sim.rollout.lanes.kernels import Lanes

KERNELS = (
    ("sim.agents.kernel", "choice"),
    ("sim.agents.kernel", "bargaining"),
    ("sim.engine.kernel", "conditions"),
    ("sim.rollout.kernel", "games"),
)
BLOCKS = ("sim.rollout.kernel", "blocks")
NATIVE_TAIL = '''

# --- native: the same functions compiled, in the order they are defined

import numba as _numba
import numba.extending as _extending
import numpy
from llvmlite import ir as _ir


@_extending.intrinsic
def call_kernel(_, kernel, s, o, x, v, u):
    """Call a kernel at an address with the addresses of its regions."""
    signature = _numba.types.void(*(_numba.types.int64,) * 6)

    def code(context, builder, signature, arguments):
        pointer = _ir.IntType(8).as_pointer()
        kind = _ir.FunctionType(_ir.VoidType(), [pointer] * 5)
        function, *regions = arguments
        called = builder.inttoptr(function, kind.as_pointer())
        builder.call(called, [builder.inttoptr(region, pointer) for region in regions])
        return context.get_dummy_value()

    return signature, code


def fresh(size):
    """Return a row of numbers."""
    return numpy.zeros(size)


def fresh_ints(size):
    """Return a row of whole numbers."""
    return numpy.zeros(size, numpy.int64)


# rows of numbers as arrays: a long tuple would be compiled element by element
for _name, _value in list(globals().items()):
    if isinstance(_value, tuple) and len(_value) > 4 and not _name.startswith("_"):
        globals()[_name] = numpy.array(_value)

# only the entry is kept on disk: it holds the code of everything it calls
for _name in {names!r}:
    globals()[_name] = _numba.njit(globals()[_name], cache=_name == "play_blocks", nogil=True, error_model="python")
'''


def compile_rulebook(book: Rulebook, sources: Sources | None = None) -> Program:
    """Compile a rulebook with everything that plays it.

    Raises:
        DocumentErrors: An expression is wrong.
    """
    return build_program(book, sources, KERNELS)


def native_available() -> bool:
    """Say whether Numba is installed (the extra ``native``)."""
    return importlib.util.find_spec("numba") is not None


def native_source(program: Program, lanes: Lanes) -> str:
    """Return the program's source with what plays games abreast, and the lines that compile it."""
    source = "\n\n".join([program.source, lanes.constants(), kernel_text(*BLOCKS)])
    return source + NATIVE_TAIL.format(names=tuple(function_names(source)))


@lru_cache(maxsize=4)
def _load(digest: str, source: str) -> ModuleType:
    path = module_path(f"program_{digest}")
    keep_module(path, source)
    spec = importlib.util.spec_from_file_location(f"peninsula_program_{digest}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Native:
    """A program compiled: its module, where accords and bookkeeping are, and its kernels, where expressions are."""

    run: Any
    lanes: CompiledLanes


@dataclass(frozen=True)
class _Same:
    """A program among those of the same source."""

    digest: str
    program: Program = field(compare=False)


@lru_cache(maxsize=4)
def _native(program: _Same) -> Native:
    import numba  # noqa: PLC0415  (heavy; only native runs need it)

    lanes = CompiledLanes(program.program)
    source = native_source(program.program, lanes.lanes)
    return Native(_load(hashlib.sha256((source + numba.__version__).encode()).hexdigest()[:24], source), lanes)


def native_program(program: Program) -> Native:
    """Return the program compiled; compiled code is kept in the user's cache folder under the hash of what it was made from.

    Raises:
        ModuleNotFoundError: Numba is not installed.
    """
    return _native(_Same(program.digest, program))


def compiled_before(native: Native) -> bool:
    """Say whether the loops have been compiled, in this process or into the cache; if not, the first games cost about a minute."""
    module = Path(native.run.__file__)
    return bool(native.run.play_blocks.signatures) or any(module.parent.glob(f"__pycache__/{module.stem}.play_blocks-*.nbi"))


def native_module(program: Program) -> Any:
    """Return the compiled module of a program."""
    return native_program(program).run
