"""Where compiled code is kept: files named by the hash of what they were made from, safe against other processes, damage and full disks."""

from __future__ import annotations

import atexit
import contextlib
import errno
import hashlib
import json
import logging
import os
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

DIGEST_BYTES = 32
FOLDER = "PENINSULA_CACHE"
ROOM = 32 * 2**20  # bytes that a compiled program and its kernels may take, amply


@lru_cache(maxsize=1)
def cache_folder() -> Path:
    """Return a folder for compiled programs that can be written to: ``PENINSULA_CACHE``, the user's cache, or a temporary one.

    Raises:
        OSError: None of them has room.
    """
    import platformdirs  # noqa: PLC0415  (kept off the start-up path)

    folder = Path(os.environ.get(FOLDER) or Path(platformdirs.user_cache_dir("peninsula")) / "programs")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".probe-")
        os.close(handle)
        Path(name).unlink()
    except OSError as failure:
        return temporary_folder(folder, failure.strerror or str(failure))
    return folder


@lru_cache(maxsize=1)
def temporary_folder(instead_of: Path, why: str) -> Path:
    """Return a folder that goes with this process, and say so in a line of the log, since every run must compile then.

    Raises:
        OSError: There is no room in it either.
    """
    folder = Path(tempfile.mkdtemp(prefix="peninsula-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if not _has_room(folder):
        lacks = f"no room for the compiled program, nor can it be kept in {instead_of} ({why}); name a folder with {ROOM >> 20} MiB in {FOLDER}"
        raise OSError(errno.ENOSPC, lacks, str(folder.parent))
    logging.getLogger("peninsula").warning("%s: %s; the program is compiled anew for every run (%s names another folder)", instead_of, why, FOLDER)
    return folder


def _has_room(folder: Path) -> bool:
    return shutil.disk_usage(folder).free >= ROOM


def module_path(name: str) -> Path:
    """Return where a compiled module stands: in the cache, or, where that is full and does not hold it yet, in a temporary folder.

    Raises:
        OSError: Neither has room.
    """
    folder = cache_folder()
    if _has_room(folder) or any((folder / "__pycache__").glob(f"{name}.*.nbi")):
        return folder / f"{name}.py"
    return temporary_folder(folder, "the disk is full") / f"{name}.py"


def keep(path: Path, content: bytes) -> None:
    """Write a file at once or not at all, so that another process never reads half of it.

    Raises:
        OSError: It cannot be written; nothing is left behind.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink(missing_ok=True)
        raise


def keep_sealed(path: Path, content: bytes) -> None:
    """Write a file that `read_sealed` can tell from a damaged one; where it cannot be written, whoever needs it makes it again."""
    with contextlib.suppress(OSError):
        keep(path, hashlib.sha256(content).digest() + content)


def read_sealed(path: Path) -> bytes | None:
    """Return what was kept, or None where nothing was or it is damaged."""
    try:
        whole = path.read_bytes()
    except OSError:
        return None
    seal, content = whole[:DIGEST_BYTES], whole[DIGEST_BYTES:]
    return content if hashlib.sha256(content).digest() == seal else None


def keep_module(path: Path, source: str) -> None:
    """Put a module's source where it can be imported from, and remove what Python and Numba keep beside it where that is damaged.

    They know their files by version, time and size only, and would run what a bad disk made of them. What they keep is sealed when the
    process ends; files that nobody has sealed yet are left to them.

    Raises:
        OSError: It cannot be written.
    """
    try:
        same = path.read_bytes() == source.encode()
    except OSError:
        same = False
    if not same:
        keep(path, source.encode())
    sealed = json.loads(read_sealed(_seal_of(path)) or b"{}")
    kept = _kept_beside(path)
    if any(sealed.get(name, digest) != digest for name, digest in kept.items()):
        for name in kept:
            with contextlib.suppress(OSError):  # another process holds it
                (path.parent / "__pycache__" / name).unlink()
    atexit.register(seal_module, path)


def seal_module(path: Path) -> None:
    """Note what Python and Numba keep beside a module, where that has changed."""
    content = json.dumps(_kept_beside(path)).encode()
    if path.exists() and read_sealed(_seal_of(path)) != content:
        keep_sealed(_seal_of(path), content)


def _seal_of(path: Path) -> Path:
    return path.with_suffix(".seal")


def _kept_beside(path: Path) -> dict[str, str]:
    """Return the digests of a module's files in ``__pycache__``, by name."""
    found = {}
    for each in sorted((path.parent / "__pycache__").glob(f"{path.stem}.*")):
        with contextlib.suppress(OSError):  # another process replaces it now
            found[each.name] = hashlib.sha256(each.read_bytes()).hexdigest()
    return found
