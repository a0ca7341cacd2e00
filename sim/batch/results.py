"""Results of a batch: tables that pandas, polars and DuckDB read, from its folder or from memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from sim.batch.chunk import GAMES, SEASONS, decoded
from sim.batch.errors import BatchError
from sim.batch.folder import CELLS, MANIFEST, is_whole, part_files
from sim.batch.manifest import HEADER

if TYPE_CHECKING:
    import pyarrow as pa

AGAIN = "the command that made the batch, given again, puts it right"


class Parts(Protocol):
    """Where the files of a batch are."""

    def cells(self) -> bytes:
        """Return the file of cells."""

    def chunks(self, kind: str) -> Iterator[bytes]:
        """Return the chunks' files of a kind, in the order of the chunks."""


@dataclass(frozen=True)
class InFolder:
    """Files of a batch on disk."""

    path: Path

    def cells(self) -> bytes:
        """Return the file of cells."""
        return (self.path / CELLS).read_bytes()

    def chunks(self, kind: str) -> Iterator[bytes]:
        """Return the chunks' files, one in memory at a time."""
        return (_whole(path) for path in part_files(self.path, kind))


@dataclass(frozen=True)
class InMemory:
    """Files of a batch that is written nowhere: the cells, and by chunk its files by kind."""

    table: bytes
    files: dict[int, dict[str, bytes]]

    def cells(self) -> bytes:
        """Return the file of cells."""
        return self.table

    def chunks(self, kind: str) -> Iterator[bytes]:
        """Return the chunks' files."""
        return (self.files[number][kind] for number in sorted(self.files))


@dataclass(frozen=True)
class Results:
    """What a batch found.

    Attributes:
        manifest: What it was made of, with the unit and description of every column.
        parts: Where its files are.
    """

    manifest: dict[str, Any]
    parts: Parts

    @cached_property
    def games(self) -> pa.Table:
        """A row a game: its cell, its number, its measures. The schema says what each column is."""
        return self._table(GAMES)

    @cached_property
    def seasons(self) -> pa.Table:
        """A row a season played, with dials, orders and outcomes.

        Raises:
            BatchError: The experiment keeps no trajectories.
        """
        return self._table(SEASONS)

    @cached_property
    def cells(self) -> pa.Table:
        """A row a cell: scenario, policies, lens, point, and every coefficient as used.

        Raises:
            BatchError: The file is damaged.
        """
        import pyarrow as pa  # noqa: PLC0415  (only batches need it)

        try:
            return decoded(self.parts.cells()).unify_dictionaries()
        except (pa.ArrowException, OSError):
            raise BatchError(f"{CELLS} is damaged; {AGAIN}") from None

    @property
    def measures(self) -> list[str]:
        """The columns that measure games."""
        columns = list(self.manifest["columns"][GAMES])
        return columns[columns.index("game") + 1 :]

    def tables(self, kind: str = GAMES) -> Iterator[pa.Table]:
        """Yield the rows chunk by chunk, in order; memory does not grow with their number."""
        if kind not in self.manifest["columns"]:
            raise BatchError("the experiment keeps no trajectories; add trajectories: on")
        return (decoded(data) for data in self.parts.chunks(kind))

    def write_csv(self, target: IO[bytes], kind: str = GAMES) -> None:
        """Write the rows as CSV with a line of names."""
        from pyarrow import csv  # noqa: PLC0415  (only batches need it)

        writer: Any = None
        for table in self.tables(kind):
            plain = _without_dictionaries(table)
            writer = writer or csv.CSVWriter(target, plain.schema)
            writer.write_table(plain)
        if writer is not None:
            writer.close()

    def summary(self) -> pa.Table:
        """Return a row a cell: what it is, its games, and mean and standard error of every measure (``war``, ``war.error``).

        Games for which a measure is not a number, such as a mean over seasons that were not played, are left out of it.
        """
        import numpy as np  # noqa: PLC0415
        import pyarrow as pa  # noqa: PLC0415

        count, sums, squares = (np.zeros((self.manifest["cells"], len(self.measures))) for _ in range(3))
        for table in self.tables():
            cell = table.column("cell").to_numpy()
            for place, name in enumerate(self.measures):
                values = table.column(name).to_numpy().astype(float)
                fine = ~np.isnan(values)
                np.add.at(count[:, place], cell[fine], 1.0)
                np.add.at(sums[:, place], cell[fine], values[fine])
                np.add.at(squares[:, place], cell[fine], values[fine] ** 2)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = sums / count
            error = np.sqrt(np.maximum(squares / count - mean**2, 0.0) / (count - 1))
        table = self.cells
        for place, name in enumerate(self.measures):
            table = table.append_column(name, pa.array(mean[:, place])).append_column(f"{name}.error", pa.array(error[:, place]))
        return table

    def _table(self, kind: str) -> pa.Table:
        import pyarrow as pa  # noqa: PLC0415

        tables = list(self.tables(kind))
        notes = {name: text for name, text in tables[0].schema.metadata.items() if name != b"peninsula.chunk"}
        return pa.concat_tables(tables).unify_dictionaries().replace_schema_metadata(notes).combine_chunks()


def open_results(path: Path) -> Results:
    """Return the results that a folder holds; damage inside a chunk shows when it is read.

    Raises:
        BatchError: It holds no batch, or one that is not finished.
    """
    try:
        made = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise BatchError(f"{path}: holds no batch ({MANIFEST} cannot be read)") from None
    if not isinstance(made, dict) or made.get("peninsula") != HEADER:
        raise BatchError(f'{path}: holds no batch ({MANIFEST} does not begin with "peninsula": "{HEADER}")')
    there = min(len(part_files(path, kind)) if (path / kind).is_dir() else 0 for kind in made["columns"])
    if there < made["chunks"]:
        missing = made["chunks"] - there
        raise BatchError(f"{path}: {missing} of {made['chunks']} chunks are missing; run again: {made['command']} --out {path}")
    return Results(made, InFolder(path))


def _whole(path: Path) -> bytes:
    """Return a chunk's bytes.

    Raises:
        BatchError: They are not those that its name tells of.
    """
    data = path.read_bytes()
    if not is_whole(path, data):
        raise BatchError(f"{path}: is damaged; {AGAIN}")
    return data


def _without_dictionaries(table: pa.Table) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415

    fields = [field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field for field in table.schema]
    return table.cast(pa.schema(fields))
