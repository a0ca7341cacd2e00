"""Where compiled code is kept: files named by the hash of what they were made from, safe against other processes and read-only folders."""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path

DIGEST_BYTES = 32
FOLDER = "PENINSULA_CACHE"


@lru_cache(maxsize=1)
def cache_folder() -> Path:
    """Return a folder for compiled programs that can be written to: ``PENINSULA_CACHE``, the user's cache, or a temporary one."""
    import platformdirs  # noqa: PLC0415  (kept off the start-up path)

    folder = Path(os.environ.get(FOLDER) or Path(platformdirs.user_cache_dir("peninsula")) / "programs")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".probe-")
        os.close(handle)
        Path(name).unlink()
    except OSError:
        return Path(tempfile.mkdtemp(prefix="peninsula-"))
    return folder


def keep(path: Path, content: bytes) -> None:
    """Write a file at once or not at all, so that another process never reads half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    Path(name).replace(path)


def keep_sealed(path: Path, content: bytes) -> None:
    """Write a file that `read_sealed` can tell from a damaged one."""
    keep(path, hashlib.sha256(content).digest() + content)


def read_sealed(path: Path) -> bytes | None:
    """Return what was kept, or None where nothing was or it is damaged."""
    try:
        whole = path.read_bytes()
    except OSError:
        return None
    seal, content = whole[:DIGEST_BYTES], whole[DIGEST_BYTES:]
    return content if hashlib.sha256(content).digest() == seal else None
