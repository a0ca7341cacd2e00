"""Imports point one way (DESIGN §2), the engine is pure, and the command line starts without what it does not need."""

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "sim"
HEAVY = ("textual", "numpy", "numba", "pyarrow", "pydantic")

CORE = ["documents", "engine", "agents", "rollout", "batch", "analysis"]
MAY_IMPORT = {name: set(CORE[: place + 1]) for place, name in enumerate(CORE)}
MAY_IMPORT["text"] = {"documents", "engine", "text"}
SHOWN = ["report", "play", "classroom", "adapters"]
for name in SHOWN:
    MAY_IMPORT[name] = {*CORE, "text", name}
for name in ("play", "classroom"):  # they show debriefs that report makes
    MAY_IMPORT[name].add("report")
MAY_IMPORT["cli"] = {*CORE, *SHOWN, "text", "cli"}

NO_PURE_THING = {"os", "io", "time", "datetime", "random", "secrets", "uuid", "socket", "subprocess", "shutil", "tempfile", "threading", "logging"}
NO_PURE_THING |= {"sys", "numpy", "numba", "textual", "rich", "yaml", "pathlib"}
NO_PURE_CALL = {"open", "print", "input", "breakpoint", "__import__"}


def modules(part: str = "") -> list[Path]:
    return sorted((PACKAGE / part).rglob("*.py"))


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Yield every module that a file imports, wherever in the file, with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            assert node.module
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_part_of_the_package_has_its_place():
    parts = {part_of(path) for path in modules()} - {"__init__", "__main__"}
    assert parts <= set(MAY_IMPORT)
    assert {"documents", "engine", "agents", "rollout"} <= parts


@pytest.mark.parametrize("part", list(MAY_IMPORT))
def test_arrows(part):
    wrong = [
        f"{path}:{line}: {name}"
        for path in modules()
        if part_of(path) == part
        for name, line in imported(path)
        if name.split(".")[0] == "sim" and len(name.split(".")) > 1 and (PACKAGE / name.split(".")[1]).with_suffix("").exists()
        if name.split(".")[1] not in MAY_IMPORT[part]
    ]
    assert wrong == []


def test_the_guard_sees_imports_inside_functions(tmp_path):
    path = tmp_path / "module.py"
    path.write_text("def work():\n    from sim.rollout import session\n    import time\n")
    assert {name for name, _ in imported(path)} == {"sim.rollout", "sim.rollout.session", "time"}


def test_the_engine_touches_no_clock_no_chance_and_no_screen():
    found = [f"{path}:{line}: {name}" for path in modules("engine") for name, line in imported(path) if name.split(".")[0] in NO_PURE_THING]
    assert found == []


def test_the_engine_opens_and_prints_nothing():
    calls = [
        f"{path}:{node.lineno}: {node.func.id}"
        for path in modules("engine")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NO_PURE_CALL
    ]
    assert calls == []


def test_the_engine_reads_no_file_but_its_own_kernels():
    words = ("read_text", "read_bytes", "write_text", "importlib")
    reading = [path for path in modules("engine") if any(word in path.read_text(encoding="utf-8") for word in words)]
    assert reading == [PACKAGE / "engine" / "program.py"]


def loaded_by(code: str) -> set[str]:
    """Return the top modules that a fresh Python has after running some code."""
    script = f"{code}\nimport sys; print(' '.join(sorted({{name.split('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)  # noqa: S603
    return set(done.stdout.split())


def names_of(part: str) -> list[str]:
    return [".".join(("sim", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__") for path in modules(part)]


def test_the_engine_loads_nothing_heavy():
    loaded = loaded_by("\n".join(f"import {name}" for name in names_of("engine") if ".kernel" not in name))
    assert not loaded & {"numpy", "numba", "textual", "rich", "pyarrow"}


def test_agents_and_rollout_load_nothing_heavy():
    loaded = loaded_by("\n".join(f"import {name}" for part in ("agents", "rollout") for name in names_of(part) if ".kernel" not in name))
    assert not loaded & {"numpy", "numba", "textual", "rich", "pyarrow"}


@pytest.mark.skipif(importlib.util.find_spec("sim.cli") is None, reason="there is no command line yet")
def test_the_command_line_starts_light():
    assert not loaded_by("import sim.cli") & set(HEAVY)
