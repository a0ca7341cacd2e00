"""A real scheduler, real worker processes, one of them killed in mid-run: the bytes are those of a run on this machine."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.batch.errors import BatchError
from sim.batch.folder import part_files
from tests.batch.conftest import files, small

pytestmark = pytest.mark.cluster
ROOT = Path(__file__).parents[2]
LONG = small(runs=60, trajectories="on")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(*arguments: str) -> subprocess.Popen[bytes]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([sys.executable, "-m", *arguments], cwd=ROOT, **quiet)  # noqa: S603


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]], subprocess.Popen[bytes]]]:
    """The address of a scheduler, its two worker processes, and its own."""
    pytest.importorskip("distributed")
    address = f"tcp://127.0.0.1:{free_port()}"
    scheduler = started("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", address.rsplit(":", 1)[1], "--no-dashboard")
    plain = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--death-timeout", "60")
    workers = [started("distributed.cli.dask_worker", address, *plain) for _ in range(2)]
    try:
        deadline = time.monotonic() + 60
        while True:
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", int(address.rsplit(":", 1)[1]))):
                    break
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield address, workers, scheduler
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def wait_for_both(address: str) -> None:
    from distributed import Client

    with Client(address, timeout=20, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)


def test_a_killed_worker_costs_only_its_chunks(cluster, play, tmp_path):
    address, workers, _ = cluster
    wait_for_both(address)
    told: list[int] = []

    def kill_one(done: int, games: int) -> None:
        told.append(done)
        if done and workers[0].poll() is None:
            os.kill(workers[0].pid, signal.SIGKILL)
            workers[0].wait()

    play(LONG, tmp_path / "far", cluster=address, progress=kill_one)
    play(LONG, tmp_path / "near")
    assert workers[0].returncode == -signal.SIGKILL and workers[1].poll() is None
    assert told[1] < 120 and told[-1] == 120
    assert files(tmp_path / "far") == files(tmp_path / "near")


def test_a_local_cluster_gives_the_same_bytes(play, tmp_path):
    pytest.importorskip("distributed")
    play(LONG, tmp_path / "far", cluster="local:2")
    play(LONG, tmp_path / "near")
    assert files(tmp_path / "far") == files(tmp_path / "near")


def test_no_scheduler_at_the_address_is_one_clear_line(play):
    pytest.importorskip("distributed")
    address = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(BatchError) as failure:
        play(LONG, cluster=address)
    assert str(failure.value) == f"{address}: no scheduler answers there; start one with `dask scheduler`, or play here without --cluster"


def test_a_scheduler_without_workers_is_one_clear_line(cluster, play, monkeypatch):
    address, workers, _ = cluster
    monkeypatch.setattr("sim.batch.cluster.WORKERS", 1)
    wait_for_both(address)
    for worker in workers:
        worker.kill()
        worker.wait()
    with pytest.raises(BatchError, match=r"the scheduler has no workers; start some with `dask worker tcp://"):
        play(LONG, cluster=address)


def test_a_worker_of_another_version_refuses(play, cluster, monkeypatch):
    address, *_ = cluster
    wait_for_both(address)
    monkeypatch.setattr("sim.batch.run.made_with", lambda program: {"rules": program.digest, "peninsula": "0.0.1", "pyarrow": "1"})
    with pytest.raises(BatchError, match=r"a worker has peninsula .*, the batch was planned with 0.0.1: install the same everywhere"):
        play(LONG, cluster=address)


@pytest.mark.parametrize(("lost", "line"), [("workers", "no worker is left"), ("scheduler", "the scheduler went away")])
def test_what_goes_away_is_one_clear_line_and_what_is_finished_stays(cluster, play, tmp_path, monkeypatch, lost, line):
    address, workers, scheduler = cluster
    monkeypatch.setattr("sim.batch.cluster.WORKERS", 3)
    wait_for_both(address)

    def leave(done: int, games: int) -> None:
        for process in ({"workers": workers, "scheduler": [scheduler]}[lost]) if done else []:
            process.kill()
            process.wait()

    with pytest.raises(BatchError, match=f"{line}; finished chunks are kept, and the same command goes on from them"):
        play(LONG, tmp_path / "out", cluster=address, progress=leave)
    assert part_files(tmp_path / "out")
    play(LONG, tmp_path / "out")
    play(LONG, tmp_path / "near")
    assert files(tmp_path / "out") == files(tmp_path / "near")
