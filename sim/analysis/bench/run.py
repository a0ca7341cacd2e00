"""A run of the benchmark. Sections of Peninsula itself stand here; what stands beside it, screens and lessons add their own."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from sim.analysis.bench import forecasts, limit, memory, native, plain
from sim.analysis.bench.section import FULL, QUICK, Bench, Section, run_sections
from sim.analysis.bench.text import bench_json, bench_text, machine
from sim.documents.errors import DocumentError, did_you_mean
from sim.documents.library import Library

SECTIONS = (plain.SECTION, native.SECTION, limit.SECTION, *forecasts.SECTIONS, *memory.SECTIONS)


def chosen(sections: Sequence[Section], names: Sequence[str]) -> list[Section]:
    """Return the sections of these names, or all.

    Raises:
        DocumentError: There is no section of a name.
    """
    known = list(dict.fromkeys(section.name for section in sections))
    for name in names:
        if name not in known:
            raise DocumentError(f'the benchmark has no section "{name}"', hint=did_you_mean(name, known))
    return [section for section in sections if not names or section.name in names]


def run_bench(sections: Sequence[Section], *, quick: bool, as_json: bool, say: Callable[[str], None]) -> str:
    """Measure sections and return the figures as text or JSON; `say` is told each as it is found."""
    before = machine()
    bench = run_sections(sections, Bench(Library(), QUICK if quick else FULL, say))
    return json.dumps(bench_json(bench, before), indent=1) if as_json else bench_text(bench, sections, before)
