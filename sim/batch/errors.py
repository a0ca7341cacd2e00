"""What stops a batch, in one line for the person who started it."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

KEPT = "finished chunks are kept, and the same command goes on from them"


class BatchError(Exception):
    """A batch that cannot go on: another experiment in the folder, a full disk, no cluster, a missing extra."""


@contextlib.contextmanager
def disk_trouble(path: Path, then: str) -> Iterator[None]:
    """Tell a full disk, or a place that cannot be written to, in one line.

    Args:
        path: What was to be written.
        then: What follows from it for the person.

    Raises:
        BatchError: The system refused.
    """
    try:
        yield
    except OSError as failure:
        reason = "the disk is full" if failure.errno in (errno.ENOSPC, errno.EDQUOT) else failure.strerror or str(failure)
        raise BatchError(f"{path}: {reason}; {then}") from None
