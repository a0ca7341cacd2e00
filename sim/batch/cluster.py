"""Chunks played on a Dask cluster; a worker needs the installed package and nothing else."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from typing import TYPE_CHECKING, Any

from sim.batch.chunk import Job, play_chunk
from sim.batch.errors import KEPT, BatchError
from sim.batch.workers import Done, cores

if TYPE_CHECKING:
    from distributed import Client

ANSWER = 10  # seconds a scheduler has to answer
WORKERS = 120  # seconds without any worker: a queue may start the first late, or replace the last


def play_on_cluster(jobs: Iterator[Job], address: str) -> Done:
    """Play chunks as tasks of a Dask cluster and yield each as it is finished, in any order.

    A chunk whose worker dies is played by another one. The bytes come back here, so that workers need no common disk.

    Args:
        jobs: The chunks; some are drawn ahead, so that neither scheduler nor memory holds them all.
        address: ``local``, ``local:4`` (worker processes) or ``tcp://HOST:PORT`` of a scheduler.

    Raises:
        BatchError: No scheduler answers, no worker comes, the workers have another version, or a chunk kills every worker that plays it.
    """
    with ExitStack() as stack:
        client = connected(address, stack)
        from distributed import as_completed  # noqa: PLC0415  (the extra cluster; `connected` says so where it is missing)

        watch = _Watch(client, address)
        waiting = {_submitted(client, job): job for job in islice(jobs, watch.ahead())}
        done = as_completed(list(waiting), loop=client.loop)
        while waiting:
            ready = done.next_batch(block=False)
            if not ready:
                watch.pause()
            for future in ready:
                job = waiting.pop(future)
                yield job, _result(future, watch)
                future.release()
            for job in islice(jobs, max(0, watch.ahead() - len(waiting))):
                new = _submitted(client, job)
                waiting[new] = job
                done.add(new)


class _Watch:
    """Looks now and then how many workers there are: how much they should have in hand, and whether any is left."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address
        self.threads, self.looked, self.seen = 0, 0.0, time.monotonic()

    def ahead(self) -> int:
        """Return how many chunks the cluster should have in hand: enough for every thread, and for one that grows with its queue."""
        self.look()
        return max(16, 4 * self.threads)

    def pause(self) -> None:
        """Wait a moment for a chunk.

        Raises:
            BatchError: No worker has been left for a while, or the scheduler is gone.
        """
        time.sleep(0.02)
        self.look()
        if time.monotonic() - self.seen > WORKERS:
            raise BatchError(f"{self.address}: no worker is left; {KEPT}")

    def look(self) -> None:
        if time.monotonic() - self.looked < 1:
            return
        try:
            self.threads = sum(self.client.nthreads().values())
        except (OSError, TimeoutError):
            raise BatchError(f"{self.address}: the scheduler went away; {KEPT}") from None
        self.looked = time.monotonic()
        if self.threads:
            self.seen = self.looked


def connected(address: str, stack: ExitStack) -> Client:
    """Return a client of a cluster that has at least one worker; everything opened is closed with the stack.

    Raises:
        BatchError: The address is none, nobody answers there, or the extra is missing.
    """
    try:
        from distributed import Client, LocalCluster  # noqa: PLC0415
    except ModuleNotFoundError:
        raise BatchError("--cluster needs the extra cluster: pip install 'peninsula[cluster]'") from None
    local = re.fullmatch(r"local(?::([1-9]\d{0,3}))?", address)
    if not local and not re.fullmatch(r"(tcp|tls|ucx|wss?)://\S+:\d+", address):
        raise BatchError(f'"{address}" is no cluster; write local, local:4 or tcp://HOST:PORT')
    try:
        if local:
            target: Any = stack.enter_context(
                LocalCluster(n_workers=int(local[1] or cores()), threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50)
            )
        else:
            target = address
        client = stack.enter_context(Client(target, timeout=ANSWER, set_as_default=False))
    except (OSError, TimeoutError):
        raise BatchError(f"{address}: no scheduler answers there; start one with `dask scheduler`, or play here without --cluster") from None
    try:
        client.wait_for_workers(1, timeout=WORKERS)
    except TimeoutError:
        raise BatchError(f"{address}: the scheduler has no workers; start some with `dask worker {address}`") from None
    return client


def _submitted(client: Client, job: Job) -> Any:
    return client.submit(play_chunk, job, key=f"peninsula-{job.notes['batch']}-{job.number}", pure=False)


def _result(future: Any, watch: _Watch) -> dict[str, bytes]:
    """Return a chunk's files; where its worker dies before they are here, the chunk is being played again, and this waits.

    Raises:
        BatchError: It cannot be played, with the reason.
    """
    from concurrent.futures import CancelledError  # noqa: PLC0415

    from distributed import KilledWorker  # noqa: PLC0415

    while True:
        try:
            found: dict[str, bytes] = future.result(timeout=WORKERS / 4)
        except TimeoutError:
            watch.pause()
        except KilledWorker:
            raise BatchError(f"a chunk lost its worker again and again ({future.key}); {KEPT}") from None
        except CancelledError:
            raise BatchError(f"the scheduler went away; {KEPT}") from None
        except ModuleNotFoundError as failure:
            raise BatchError(f"a worker cannot import {failure.name}; install the same peninsula[native] on every worker") from None
        else:
            return found
