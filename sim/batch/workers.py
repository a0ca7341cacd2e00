"""Chunks played on this machine: threads over compiled code, or processes for plain Python; the result is the same."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from sim.batch.chunk import Job, play_chunk
from sim.batch.errors import KEPT, BatchError
from sim.rollout.program import native_available

Files = dict[str, bytes]
Done = Generator[tuple[Job, Files], None, None]


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def play_here(jobs: Iterator[Job], workers: int, *, native: bool | None = None) -> Done:
    """Play chunks on this machine and yield each as it is finished, in any order.

    Args:
        jobs: The chunks; a few are drawn ahead, so that memory does not grow with their number.
        workers: How many play at a time.
        native: Compiled or plain; by default whichever is there.

    Raises:
        BatchError: A worker process died.
    """
    if workers == 1:
        yield from ((job, play_chunk(job)) for job in jobs)
        return
    compiled = native_available() if native is None else native
    pool = ThreadPoolExecutor(workers) if compiled else _processes(workers)
    try:
        yield from _flow(pool, jobs, 2 * workers)
    except BrokenProcessPool:
        raise BatchError(f"a worker process died; {KEPT}") from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _processes(workers: int) -> Executor:
    import signal  # noqa: PLC0415  (plain batches of several workers need these)
    from multiprocessing import get_context  # noqa: PLC0415

    # an interrupt is for the process that waits; it tells its workers
    return ProcessPoolExecutor(workers, get_context("spawn"), signal.signal, (signal.SIGINT, signal.SIG_IGN))


def _flow(pool: Executor, jobs: Iterator[Job], ahead: int) -> Done:
    """Keep `ahead` chunks with a pool and yield what comes back."""
    waiting: dict[Future[Files], Job] = {pool.submit(play_chunk, job): job for job in islice(jobs, ahead)}
    while waiting:
        done, _ = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            yield waiting.pop(future), future.result()
            waiting.update({pool.submit(play_chunk, job): job for job in islice(jobs, 1)})
