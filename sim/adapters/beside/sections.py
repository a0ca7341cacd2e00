"""The sections of the benchmark that need the extra `research`."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from sim.adapters.beside import mesa, openspiel, pettingzoo
from sim.analysis.bench.section import Section


def without(module: str) -> Callable[[], str]:
    """Return what says why a section is left out where a module is not installed."""
    return lambda: "" if find_spec(module) else "the extra research is not installed: pip install 'peninsula[research]'"


SECTIONS = (
    Section("beside", "beside OpenSpiel", openspiel.KINDS, openspiel.measure, without("pyspiel")),
    Section("beside", "beside PettingZoo", pettingzoo.KINDS, pettingzoo.measure, without("pettingzoo")),
    Section("beside", "beside Mesa", mesa.KINDS, mesa.measure, without("mesa")),
)
