"""Saved games: one folder, one file a game, written atomically; what cannot be written is told and never ends a game."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sim.documents.errors import DocumentError, DocumentErrors, did_you_mean

if TYPE_CHECKING:
    from sim.documents.library import Library
    from sim.documents.record import Record
    from sim.rollout.session import Session

HOME = "PENINSULA_HOME"
SUFFIX = ".yaml"
LONGEST = 80
_WRONG = re.compile(r"[^\w.-]+", re.UNICODE)


@dataclass(frozen=True)
class Saved:
    """A saved game in a list.

    Attributes:
        name: Its name.
        record: The record, or None where the file cannot be read.
    """

    name: str
    record: Record | None


def save_folder() -> Path:
    """Return the folder of saved games: ``PENINSULA_HOME/saves``, or in the user's data folder."""
    home = os.environ.get(HOME, "")
    if home:
        return Path(home) / "saves"
    import platformdirs  # noqa: PLC0415  (kept off the start-up path)

    return Path(platformdirs.user_data_dir("peninsula")) / "saves"


class Saves:
    """The folder of saved games."""

    def __init__(self, folder: Path | None = None) -> None:
        """Look at no file yet."""
        self.folder = folder or save_folder()

    def path(self, name: str) -> Path:
        """Return where a game of some name lies; a path with a folder or a suffix is taken as it is.

        Names are in composed letters; a file that came from a system that takes letters apart (Hangul above all) is found all the same.
        """
        if name.endswith(SUFFIX) or "/" in name or os.sep in name:
            return Path(name).expanduser()
        path = self.folder / f"{proper(name)}{SUFFIX}"
        if path.name.isascii() or path.exists():
            return path
        return next((file for file in self.folder.glob(f"*{SUFFIX}") if unicodedata.normalize("NFC", file.name) == path.name), path)

    def keep(self, session: Session, name: str) -> str:
        """Save a session; return why that failed, or an empty text."""
        from sim.rollout.records import save  # listing names needs no records

        path = self.path(name)
        try:
            save(session, path)
        except OSError as failure:
            return f"{failure.strerror or failure} ({path})"
        return ""

    def names(self) -> list[str]:
        """Return the names of all saved games, the latest first."""
        try:
            files = [file for file in self.folder.glob(f"*{SUFFIX}") if not file.name.startswith(".")]
            found = [(file.stat().st_mtime, unicodedata.normalize("NFC", file.stem)) for file in files]
        except OSError:
            return []
        return [name for _, name in sorted(found, reverse=True)]

    def listed(self) -> list[Saved]:
        """Return all saved games, the latest first."""
        return [Saved(name, self._read(name)) for name in self.names()]

    def _read(self, name: str) -> Record | None:
        from sim.documents.record import read_record_text

        try:
            return read_record_text(self.path(name).read_text(encoding="utf-8"), name)[0]
        except (OSError, ValueError, DocumentError, DocumentErrors):
            return None

    def free(self, stem: str) -> str:
        """Return a name that no saved game has yet."""
        taken = set(self.names())
        if stem not in taken:
            return stem
        number = 2
        while f"{stem}-{number}" in taken:
            number += 1
        return f"{stem}-{number}"

    def load(self, name: str, library: Library, *, changed: bool = False) -> Session:
        """Return a saved game by name or path.

        Raises:
            DocumentError, DocumentErrors: It is not there, or wrong; the error names its line.
        """
        from sim.rollout.records import load

        path = self.path(name)
        if not path.is_file():
            raise DocumentError(f'there is no saved game "{name}"', hint=did_you_mean(name, self.names()))
        return load(path, library=library, changed="accept" if changed else "refuse")

    def name_of(self, name: str) -> str:
        """Return the name under which a loaded game goes on: its own in the folder, its path elsewhere."""
        path = self.path(name)
        return path.stem if path.parent == self.folder else str(path)


def proper(name: str) -> str:
    """Return a name as a file may have it, in composed letters; letters of any script stay.

    Example:
        >>> proper("my game/2")
        'my-game-2'
    """
    return _WRONG.sub("-", unicodedata.normalize("NFC", name)).strip("-.")[:LONGEST] or "game"
