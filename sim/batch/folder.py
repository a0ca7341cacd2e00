"""The folder of a batch: finished chunks and nothing else, whatever happened before.

A chunk's file carries the start of its own SHA-256 in its name, so that damage shows without a ledger, and the name of its batch and its
number inside, so that a file from elsewhere shows too. Files appear whole or not at all: written beside, synced, renamed.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from sim.batch.chunk import GAMES, cell_values, encoded
from sim.batch.columns import cell_columns
from sim.batch.errors import KEPT, BatchError, disk_trouble
from sim.batch.manifest import HEADER, difference, manifest_text
from sim.batch.measures import Column
from sim.batch.plan import Plan
from sim.documents.experiment import experiment_text

MANIFEST, EXPERIMENT, CELLS, LOCK = "manifest.json", "experiment.yaml", "cells.parquet", ".lock"
_PART = re.compile(r"part-(\d{6,})\.([0-9a-f]{12})\.parquet\Z")
Say = Callable[[str], None]


class Folder:
    """A folder that one batch owns.

    Args:
        path: The folder; made if it is not there.
        plan: What is to be played.
        made: Its manifest.
        kinds: Kinds of files that a chunk has.
        say: Is told what was repaired.
    """

    def __init__(self, path: Path, plan: Plan, made: dict[str, Any], kinds: list[str], say: Say) -> None:
        """Touch nothing yet."""
        self.path, self.plan, self.made, self.kinds, self.say = path, plan, made, kinds, say
        self._lock: IO[str] | None = None

    def __enter__(self) -> Folder:
        """Take the folder for this process and write what it is.

        Raises:
            BatchError: Another process writes here, or the folder holds something else.
        """
        with disk_trouble(self.path, KEPT if (self.path / MANIFEST).exists() else "nothing is played; choose another folder"):
            self.path.mkdir(parents=True, exist_ok=True)
            self._refuse_others()
            self._take()
            try:
                self._claim()
            except BaseException:
                self.__exit__()
                raise
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the folder."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def finished(self) -> set[int]:
        """Return the chunks that are there, every file whole; damaged files are named, removed and so played again.

        Raises:
            BatchError: A file is not of this batch.
        """
        found = [{number for number, path in self._parts(kind) if self._whole(number, path)} for kind in self.kinds]
        return set.intersection(*found)

    def write(self, number: int, files: dict[str, bytes]) -> None:
        """Keep a chunk."""
        with disk_trouble(self.path, KEPT):
            for kind in reversed(self.kinds):
                digest = hashlib.sha256(files[kind]).hexdigest()[:12]
                self._put(self.path / kind / f"part-{number:06d}.{digest}.parquet", files[kind])

    def _refuse_others(self) -> None:
        """Leave a folder alone that is somebody else's."""
        others = sorted(each.name for each in self.path.iterdir() if not each.name.startswith("."))
        if others and not (self.path / MANIFEST).exists():
            raise BatchError(f"{self.path}: holds {others[0]} and no {MANIFEST}; choose an empty folder")

    def _take(self) -> None:
        """Lock the folder where the system can; the lock goes with the process, even one that is killed."""
        self._lock = (self.path / LOCK).open("a", encoding="utf-8")
        try:
            import fcntl  # noqa: PLC0415  (not on every system)

            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ModuleNotFoundError:
            pass
        except OSError as failure:
            if failure.errno in (errno.EAGAIN, errno.EACCES):
                self.__exit__()
                raise BatchError(f"{self.path}: another batch is writing here now; wait for it, or choose another folder") from None

    def _claim(self) -> None:
        """Write or check the manifest, and put right what stands beside the chunks."""
        written = self.path / MANIFEST
        theirs = self._read_manifest(written) if written.exists() else None
        if theirs is not None and theirs.get("batch") != self.made["batch"]:
            raise BatchError(f"{self.path}: holds another experiment: {difference(theirs, self.made)}; choose another folder")
        if theirs is None:
            self._put(written, manifest_text(self.made).encode())
        for kind in self.kinds:
            (self.path / kind).mkdir(exist_ok=True)
        for folder in (self.path, *(self.path / kind for kind in self.kinds)):
            for left in folder.glob(".*.tmp"):
                left.unlink()
        self._restore(EXPERIMENT, experiment_text(self.plan.experiment).encode())
        self._restore(CELLS, cells_file(self.plan, str(self.made["batch"])))

    def _read_manifest(self, path: Path) -> dict[str, Any] | None:
        with contextlib.suppress(ValueError):
            found = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(found, dict) and found.get("peninsula") == HEADER:
                return found
        self.say(f"{path}: is damaged; written again")
        return None

    def _restore(self, name: str, data: bytes) -> None:
        path = self.path / name
        if path.exists() and path.read_bytes() == data:
            return
        if path.exists():
            self.say(f"{path}: is damaged; written again")
        self._put(path, data)

    def _parts(self, kind: str) -> Iterator[tuple[int, Path]]:
        seen: dict[int, Path] = {}
        for path in sorted((self.path / kind).iterdir()):
            if path.name.startswith("."):
                continue
            match = _PART.match(path.name)
            if not match or int(match[1]) >= self.plan.chunks:
                raise BatchError(f"{path}: is no chunk of this batch; move it away")
            number = int(match[1])
            if number in seen:
                raise BatchError(f"{path}: chunk {number} is there twice, also as {seen[number].name}; remove one of them")
            seen[number] = path
            yield number, path

    def _whole(self, number: int, path: Path) -> bool:
        """Say whether a file is whole; remove it, by name, where it is not.

        Raises:
            BatchError: It is whole, but of another batch or another chunk.
        """
        data = path.read_bytes()
        if not is_whole(path, data):
            self.say(f"{path}: is damaged; played again")
            path.unlink()
            return False
        notes = _notes(data)
        if notes.get("batch") != self.made["batch"] or notes.get("chunk") != str(number):
            raise BatchError(f"{path}: is a chunk of another batch; move it away")
        return True

    def _put(self, path: Path, data: bytes) -> None:
        """Write a file so that it is there whole or not at all."""
        temporary = path.with_name(f".{path.name}.tmp")
        try:
            with temporary.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)


def cells_file(plan: Plan, batch: str) -> bytes:
    """Return the table of cells as Parquet: what says which cell it is, seasons, and every coefficient as used."""
    book, layout = plan.program.book, plan.program.layout
    columns = cell_columns(plan)
    known = {column.name for column in columns}
    rest = [name for name in layout.coefficients if name not in known]
    columns.append(Column("length", "count", "seasons", "Seasons in a game that is played out"))
    columns += [Column(name, "number", "coefficient 0-1", book.coefficients[name].title) for name in rest]
    words = {column.name: {word: place for place, word in enumerate(column.words)} for column in columns}
    rows: dict[str, list[Any]] = {column.name: [] for column in columns}
    for number in range(plan.cells):
        cell = plan.cell(number)
        values = {**dict(zip(layout.coefficients, cell.coefficients, strict=True)), **cell_values(cell), "length": cell.length}
        for name, column in rows.items():
            column.append(words[name].get(values[name], values[name]) if words[name] else values[name])
    return encoded([rows], columns, {"batch": batch})


def is_whole(path: Path, data: bytes) -> bool:
    """Return whether a chunk's bytes are those that its name tells of."""
    return hashlib.sha256(data).hexdigest()[:12] == path.name.split(".")[1]


def part_files(path: Path, kind: str = GAMES) -> list[Path]:
    """Return the chunks of a folder in their order."""
    return sorted(each for each in (path / kind).iterdir() if _PART.match(each.name))


def _notes(data: bytes) -> dict[str, str]:
    import pyarrow as pa  # noqa: PLC0415  (only batches need it)
    import pyarrow.parquet as pq  # noqa: PLC0415

    metadata = pq.read_schema(pa.BufferReader(data)).metadata or {}
    return {name.decode().removeprefix("peninsula."): text.decode() for name, text in metadata.items()}


def _sync_folder(path: Path) -> None:
    """Make a rename last through a power cut, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
