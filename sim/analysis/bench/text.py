"""The benchmark as text and as one machine-readable document."""

from __future__ import annotations

import os
import platform
import textwrap
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from sim.analysis.bench.section import Bench, Section

WIDTH = 118
NAMED = ("peninsula", "numba", "llvmlite", "numpy", "pyarrow", "open_spiel", "pettingzoo", "mesa")


def machine() -> dict[str, Any]:
    """Return what the figures depend on: system, processors, how busy they were, versions."""
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "processors": os.cpu_count(),
        "load": busy,
        "python": platform.python_version(),
        "packages": {name: found for name in NAMED if (found := _version(name))},
    }


def bench_json(bench: Bench, before: dict[str, Any]) -> dict[str, Any]:
    """Return every figure with its name, unit, median, spread and what it is a ratio of; what was left out; and the machine."""
    return {
        "machine": {**before, "load_after": machine()["load"]},
        "figures": [{"key": key, **figure.plain()} for key, figure in bench.figures.items()],
        "left_out": bench.left_out,
    }


def bench_text(bench: Bench, sections: Sequence[Section], before: dict[str, Any]) -> str:
    """Return the figures as tables by section, each with what it is below it."""
    load = "" if before["load"] is None else f", load {before['load']:.1f} before and {machine()['load']:.1f} after (other jobs slow every figure)"
    lines = [f"{before['processor']}, {before['processors']} processors, Python {before['python']}{load}", ""]
    wide = max((len(figure.kind.name) for figure in bench.figures.values()), default=0) + 1
    for section in sections:
        found = [bench.figures[key] for key in section.kinds if key in bench.figures]
        if not found:
            continue
        lines += [section.title.upper(), f"{'':<{wide}} {'median':>9} {'lowest':>9} {'highest':>9}  unit, runs"]
        for figure in found:
            name, unit = figure.kind.name, f"{figure.kind.unit}, {figure.runs}"
            lines.append(f"{name:<{wide}} {_short(figure.median):>9} {_short(figure.low):>9} {_short(figure.high):>9}  {unit}")
            told = [figure.kind.about] if figure.kind.about else []
            told += [f"of: {figure.kind.of}"] if figure.kind.of else []
            lines += textwrap.wrap("; ".join(told), WIDTH, initial_indent="    ", subsequent_indent="    ")
        lines.append("")
    return "\n".join([*lines, *bench.left_out]).rstrip()


def _short(value: float) -> str:
    """Return a number with three digits that count, and no more than it has."""
    if abs(value) >= 1e6:
        return f"{value:.2e}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    except OSError:
        return platform.processor() or platform.machine()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
