"""Kernels compiled for this machine, kept on disk by the hash of everything they are made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from sim.engine.program import Program
from sim.rollout.cache import cache_folder, keep_sealed, read_sealed
from sim.rollout.lanes.kernels import Lanes, Way
from sim.rollout.lanes.vectors import Kernel, module_text

MAKERS = ("graph", "tracing", "vectors", "rows", "accords", "desk", "kernels", "compiled")


class CompiledLanes:
    """The compiled kernels of a program: addresses, by kernel of every game, and by seat and way of choosing."""

    def __init__(self, program: Program) -> None:
        """Keep the program; kernels are compiled, or read from the cache, when they are asked for."""
        self.program = program
        self.lanes = Lanes(program)
        self._engines: list[Any] = []
        self._known: dict[Way | None, list[int]] = {}

    def addresses(self, ways: Iterable[Way]) -> tuple[list[int], dict[Way, list[int]]]:
        """Return the addresses of the kernels of every game, and by way of choosing those of each seat."""
        wanted: list[Way | None] = [None, *dict.fromkeys(ways)]
        missing = [way for way in wanted if way not in self._known]
        with ThreadPoolExecutor() as pool:
            objects = list(pool.map(self._object, missing))
        for way, content in zip(missing, objects, strict=True):
            self._known[way] = self._load(content, self._names(way))
        return self._known[None], {way: self._known[way] for way in wanted if way is not None}

    def ready(self, ways: Iterable[Way]) -> bool:
        """Say whether the kernels of these ways of choosing are loaded or kept on disk."""
        wanted: list[Way | None] = [None, *ways]
        return all(way in self._known or read_sealed(self._path(way)) is not None for way in wanted)

    def _path(self, way: Way | None) -> Path:
        return cache_folder() / f"lanes_{self._digest(way)}.o"

    def _kernels(self, way: Way | None) -> Sequence[Kernel]:
        return list(self.lanes.kernels() if way is None else self.lanes.choices(way))

    def _names(self, way: Way | None) -> list[str]:
        return self.lanes.names() if way is None else self.lanes.choice_names(way)

    def _object(self, way: Way | None) -> bytes:
        path = self._path(way)
        content = read_sealed(path)
        if content is None:
            content = compile_text(module_text(self._kernels(way)))
            keep_sealed(path, content)
        return content

    def _digest(self, way: Way | None) -> str:
        made_from = [self.program.source, repr(way), *machine(), *(maker_text(name) for name in MAKERS)]
        return hashlib.sha256("\0".join(made_from).encode()).hexdigest()[:24]

    def _load(self, content: bytes, names: Sequence[str]) -> list[int]:
        engine = load_object(content)
        self._engines.append(engine)
        return [engine.get_function_address(name) for name in names]


def compile_text(text: str) -> bytes:
    """Return a module in LLVM's language as machine code for this machine; other threads may do so at the same time."""
    llvm = _llvm()
    module = llvm.parse_assembly(text, llvm.create_context())
    module.verify()
    return _machine_of(llvm).emit_object(module)  # type: ignore[no-any-return]


def load_object(content: bytes) -> Any:
    """Return an engine that holds machine code, ready to give the addresses of its functions; it must outlive their use."""
    llvm = _llvm()
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _machine_of(llvm))
    engine.add_object_file(llvm.ObjectFileRef.from_data(content))
    engine.finalize_object()
    return engine


def machine() -> tuple[str, str, str]:
    """Return what compiled code depends on beside its source: LLVM, the processor, and what it can do."""
    llvm = _llvm()
    return str(llvm.llvm_version_info), llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()


def maker_text(name: str) -> str:
    """Return the source of one of the modules that make kernels."""
    return resources.files("sim.rollout.lanes").joinpath(f"{name}.py").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _llvm() -> Any:
    import llvmlite.binding as llvm  # type: ignore[import-untyped]  # noqa: PLC0415  (heavy; only native runs need it)

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm


def _machine_of(llvm: Any) -> Any:
    target = llvm.Target.from_default_triple()
    return target.create_target_machine(cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), opt=2, jit=True)
