"""The whole program: rules, choice and the game loop in one module; as plain Python, and native where Numba is installed."""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from sim.documents.rulebook import Rulebook, Sources
from sim.engine.program import Program, build_program, function_names

KERNELS = (
    ("sim.agents.kernel", "choice"),
    ("sim.agents.kernel", "bargaining"),
    ("sim.engine.kernel", "conditions"),
    ("sim.rollout.kernel", "games"),
)
NATIVE_TAIL = '''

# --- native: the same functions compiled, in the order they are defined

import numba as _numba
import numpy as _numpy


def fresh(size):
    """Return a row of numbers."""
    return _numpy.zeros(size)


def fresh_ints(size):
    """Return a row of whole numbers."""
    return _numpy.zeros(size, _numpy.int64)


for _name in {names!r}:
    globals()[_name] = _numba.njit(globals()[_name], cache=True, nogil=True, error_model="python")
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


def native_source(program: Program) -> str:
    """Return the program's source with the lines that compile it."""
    return _with_tail(program.source)


@lru_cache(maxsize=4)
def _with_tail(source: str) -> str:
    # parsed once: short runs of many policies would otherwise spend their time here, one thread at a time
    return source + NATIVE_TAIL.format(names=tuple(function_names(source)))


@lru_cache(maxsize=4)
def _load(digest: str, source: str) -> ModuleType:
    folder = cache_folder()
    path = folder / f"program_{digest}.py"
    if not path.exists():
        handle, name = tempfile.mkstemp(dir=folder, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(source)
        Path(name).replace(path)
    spec = importlib.util.spec_from_file_location(f"peninsula_program_{digest}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def native_module(program: Program) -> Any:
    """Return the program compiled by Numba; compiled code is kept in the user's cache folder under the hash of the source.

    Raises:
        ModuleNotFoundError: Numba is not installed.
    """
    import hashlib  # noqa: PLC0415  (only native runs need it)

    import numba  # noqa: PLC0415  (heavy; only native runs need it)

    source = native_source(program)
    return _load(hashlib.sha256((source + numba.__version__).encode()).hexdigest()[:24], source)


def cache_folder() -> Path:
    """Return a folder for compiled programs that can be written to: the user's cache, or a temporary one."""
    import platformdirs  # noqa: PLC0415  (kept off the start-up path)

    folder = Path(platformdirs.user_cache_dir("peninsula")) / "programs"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.write_text("")
        probe.unlink()
    except OSError:
        return Path(tempfile.mkdtemp(prefix="peninsula-"))
    return folder
