"""A chunk: some games of some cells, played and written as Parquet, wherever a worker is."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sim.batch.columns import arrow_column, game_columns, schema, season_columns
from sim.batch.errors import BatchError
from sim.batch.measures import Column, measures
from sim.batch.plan import Cell, Piece, Plan
from sim.batch.played import Played
from sim.documents.experiment import Experiment
from sim.documents.library import Library
from sim.engine.program import Program
from sim.rollout.program import native_available, native_module
from sim.rollout.runner import fact_names
from sim.rollout.session import program_of

if TYPE_CHECKING:
    import pyarrow as pa

GAMES, SEASONS = "games", "seasons"
CODEC = "zstd"
_LOADING = threading.Lock()


@dataclass(frozen=True)
class Job:
    """What a worker needs to play a chunk; the rules come with the installed package.

    Attributes:
        number: The chunk's, from 0.
        experiment: What is measured, and how games are set up.
        pieces: Games to play.
        columns: Columns by kind of file: ``games`` and, with trajectories, ``seasons``.
        notes: Metadata of its files.
        made_with: Versions that the bytes depend on; a worker with others refuses.
        native: Compiled or plain; by default whichever the worker has.
    """

    number: int
    experiment: Experiment
    pieces: tuple[Piece, ...]
    columns: dict[str, list[Column]]
    notes: dict[str, str]
    made_with: dict[str, str]
    native: bool | None = None

    @property
    def games(self) -> int:
        """How many games it holds."""
        return sum(piece.count for piece in self.pieces)


def file_columns(plan: Plan) -> dict[str, list[Column]]:
    """Return the columns by kind of file."""
    kept = {SEASONS: season_columns(plan)} if plan.experiment.trajectories == "on" else {}
    return {GAMES: game_columns(plan), **kept}


def made_with(program: Program) -> dict[str, str]:
    """Return the versions that a chunk's bytes depend on."""
    return {"rules": program.digest, "peninsula": version_of("peninsula") or "not installed", "pyarrow": version_of("pyarrow") or ""}


def version_of(package: str) -> str | None:
    """Return the version of an installed package, or None."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version(package)
    except PackageNotFoundError:
        return None


def play_chunk(job: Job) -> dict[str, bytes]:
    """Play a chunk and return its files by kind; the same job gives the same bytes everywhere.

    Raises:
        BatchError: This worker has other rules or versions than the batch was planned with.
    """
    program = _program(job.native)
    here = made_with(program)
    for name, wanted in job.made_with.items():
        if here[name] != wanted:
            raise BatchError(f"a worker has {name} {here[name]}, the batch was planned with {wanted}: install the same everywhere")
    games, seasons = [], []
    for piece in job.pieces:
        played = Played(piece.cell.start(program, job.experiment), piece.first, piece.count, job.native)
        games.append(_game_rows(job, program, piece, played))
        if SEASONS in job.columns:
            seasons.append(_season_rows(job, program, piece, played))
    tables = {GAMES: games, SEASONS: seasons}
    return {kind: encoded(tables[kind], columns, {**job.notes, "chunk": str(job.number)}) for kind, columns in job.columns.items()}


@lru_cache(maxsize=2)
def _shipped(compiled: bool) -> Program:
    program = program_of(Library())
    if compiled:
        native_module(program)
    return program


def _program(native: bool | None) -> Program:
    """Return the installed rules, loaded once in a process, whatever threads it has."""
    with _LOADING:
        return _shipped(native_available() if native is None else native)


def cell_values(cell: Cell) -> dict[str, Any]:
    """Return what says which cell a row belongs to, by column."""
    return {"cell": cell.number, "scenario": cell.scenario.name, **cell.policies, "lens": cell.lens, **cell.point}


def _game_rows(job: Job, program: Program, piece: Piece, played: Played) -> dict[str, Any]:
    rows = _repeated(job.columns[GAMES], cell_values(piece.cell), piece.count)
    rows["game"] = range(piece.first, piece.first + piece.count)
    rows |= {measure.column.name: measure.of(played) for measure in measures(program, job.experiment)}
    return rows


def _repeated(columns: list[Column], values: Mapping[str, Any], count: int) -> dict[str, Any]:
    """Return columns that hold one value throughout; words as their places."""
    import numpy as np  # noqa: PLC0415  (only batches need it)

    known = {column.name: column for column in columns}
    return {name: np.full(count, known[name].words.index(value) if known[name].words else value) for name, value in values.items()}


def _season_rows(job: Job, program: Program, piece: Piece, played: Played) -> dict[str, Any]:
    import numpy as np  # noqa: PLC0415

    seasons, layout = played.seasons, program.layout
    game, season = np.nonzero(seasons.on)
    rows: dict[str, Any] = {"cell": np.full(len(game), piece.cell.number), "game": game + piece.first, "season": season + 1}
    rows |= {name: seasons.states[game, season, layout.index[name]] for name in program.book.dials}
    rows |= {lever: seasons.orders[game, season, place] for place, lever in enumerate(layout.levers)}
    rows |= {name: seasons.facts[game, season, place] for place, name in enumerate(fact_names(program))}
    return rows


def encoded(pieces: list[dict[str, Any]], columns: list[Column], notes: Mapping[str, str]) -> bytes:
    """Return rows as a Parquet file: one row group, checksums on pages, no clock and no host in its bytes."""
    import numpy as np  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    arrays = [arrow_column(each, np.concatenate([piece[each.name] for piece in pieces]) if pieces else []) for each in columns]
    table = pa.Table.from_arrays(arrays, schema=schema(columns, notes))
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression=CODEC, row_group_size=max(1, table.num_rows), write_page_checksum=True)
    return bytes(sink.getvalue())


def decoded(data: bytes) -> pa.Table:
    """Return a file's rows."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    return pq.read_table(pa.BufferReader(data), page_checksum_verification=True, use_threads=False)
