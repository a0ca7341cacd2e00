"""What `peninsula compare` does: a comparison played now, or read from the folder of a batch."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from sim.analysis.compare.ask import Ask, asked
from sim.analysis.compare.heat import Better, heat_maps
from sim.analysis.compare.run import Comparison, compare, pairs_of
from sim.analysis.compare.text import comparison_plain, comparison_text
from sim.analysis.many import say_if_plain
from sim.analysis.names import known
from sim.analysis.tables import json_text
from sim.batch.errors import BatchError
from sim.batch.progress import progress_bar
from sim.batch.results import open_results
from sim.documents.lens import read_lens
from sim.documents.library import Library

AGAIN = "what flips a ranking is searched with new games; name the policies in place of the folder"


@dataclass(frozen=True)
class Told:
    """What a person asked for on the command line; see `asked` and `compare`."""

    policies: tuple[str, ...]
    scenarios: tuple[str, ...] = ()
    lenses: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    games: int | None = None
    rng_seed: int | None = None
    better: Better = "high"
    pair: tuple[str, str] | None = None
    start: str | None = None


def print_comparison(told: Told, library: Library, *, as_json: bool) -> None:
    """Print a comparison; what happens on the way goes to stderr.

    Raises:
        DocumentError: A name is unknown.
        BatchError: The folder holds no finished batch, or not what is asked of it.
    """
    folder = Path(told.policies[0]) if len(told.policies) == 1 else None
    found = _from_folder(told, library, folder) if folder and folder.is_dir() else _played(told, library)
    print(json_text(comparison_plain(found, library)) if as_json else comparison_text(found, library))


def _from_folder(told: Told, library: Library, folder: Path) -> Comparison:
    results = open_results(folder)
    if told.lenses or told.games is not None or told.rng_seed is not None or told.start is not None or len(told.scenarios) > 1:
        raise BatchError(f"{folder}: a folder takes --measure, --pair, --better and one --scenario; {AGAIN}")
    scenario = told.scenarios[0] if told.scenarios else None
    known(told.scenarios, results.manifest["experiment"]["scenario"], "scenario")
    maps = heat_maps(results, library.rulebook()[0], told.measures, scenario=scenario, otherwise=told.better)
    known(told.pair or (), maps[0].policies, "policy")
    _say(f"{folder}: {AGAIN}")
    return Comparison(results, maps, pairs_of(results, maps, told.pair, scenario=scenario), [])


def _played(told: Told, library: Library) -> Comparison:
    settings = {name: value for name, value in (("games", told.games), ("rng_seed", told.rng_seed)) if value is not None}
    ask: Ask = asked(
        library, told.policies, scenarios=told.scenarios, lenses=told.lenses, measures=told.measures, otherwise=told.better, **settings
    )
    known(told.pair or (), ask.policies, "policy")
    start = read_lens(library, told.start).name if told.start else None
    say_if_plain(_say)
    with progress_bar() as progress:
        return compare(library, ask, pair=told.pair, start=start, progress=progress, say=_say)


def _say(line: str) -> None:
    print(line, file=sys.stderr)
