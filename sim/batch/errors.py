"""What stops a batch, in one line for the person who started it."""

from __future__ import annotations


class BatchError(Exception):
    """A batch that cannot go on: another experiment in the folder, a full disk, no cluster, a missing extra."""
