"""The sections of the benchmark that need the extra `research`."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from sim.adapters.beside import mesa, openspiel, pettingzoo
from sim.analysis.bench.native import no_numba
from sim.analysis.bench.section import Section


def without(module: str) -> Callable[[], str]:
    """Return what says why a section is left out where a module is not installed."""
    return lambda: "" if find_spec(module) else "the extra research is not installed: pip install 'peninsula[research]'"


def both(*missing: Callable[[], str]) -> Callable[[], str]:
    """Return what says the first of several reasons."""
    return lambda: next((why for each in missing if (why := each())), "")


SECTIONS = (
    Section("beside", "beside OpenSpiel", openspiel.KINDS, openspiel.measure, without("pyspiel")),
    Section("beside", "native, beside OpenSpiel", openspiel.NATIVE, openspiel.measure_native, both(without("pyspiel"), no_numba)),
    Section("beside", "beside PettingZoo", pettingzoo.KINDS, pettingzoo.measure, without("pettingzoo")),
    Section("beside", "beside Mesa", mesa.KINDS, mesa.measure, without("mesa")),
    Section("beside", "native, beside Mesa", mesa.NATIVE, mesa.measure_native, both(without("mesa"), no_numba)),
)
