"""A folder holds one batch and nothing else: killed, damaged, mixed up or full, it ends byte for byte as if nothing had happened."""

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.batch import folder as folders
from sim.batch.errors import BatchError
from sim.batch.folder import MANIFEST, part_files
from sim.batch.results import open_results
from tests.batch.conftest import files, small

KEEPS = small(trajectories="on")


@pytest.fixture(scope="module")
def whole(tmp_path_factory, library) -> dict[str, bytes]:
    """The files of a run that nothing disturbed."""
    from sim.batch.run import run_batch

    out = tmp_path_factory.mktemp("whole") / "out"
    run_batch(KEEPS, out=out, library=library, native=False, chunk=4)
    return files(out)


def test_there_is_a_file_a_chunk_and_kind(whole):
    assert len([name for name in whole if name.startswith("games/")]) == 4
    assert len([name for name in whole if name.startswith("seasons/")]) == 4
    assert {MANIFEST, "experiment.yaml", "cells.parquet"} <= set(whole)


def test_the_bytes_do_not_depend_on_who_plays(play, whole, tmp_path):
    play(KEEPS, tmp_path / "out", workers=2)
    assert files(tmp_path / "out") == whole


def test_finished_chunks_stay_and_the_rest_is_played(play, whole, tmp_path):
    out = tmp_path / "out"
    play(KEEPS, out)
    gone = [*part_files(out)[1:3], part_files(out, "seasons")[0]]
    for path in gone:
        path.unlink()
    kept = part_files(out)[0].stat().st_mtime_ns, part_files(out)[-1].stat().st_mtime_ns
    (out / "games" / ".part-000002.0123456789ab.parquet.tmp").write_bytes(b"half")
    said: list[str] = []
    play(KEEPS, out, say=said.append)
    assert files(out) == whole
    assert said == [f"{out}: 1 of 4 chunks are there already"]
    assert part_files(out)[-1].stat().st_mtime_ns == kept[1]


SLOW = """
import sys, time
from pathlib import Path
from sim.batch.folder import Folder
from sim.batch.run import run_batch
from tests.batch.conftest import small
write = Folder.write
def slowly(self, number, files):
    write(self, number, files)
    time.sleep(0.3)
Folder.write = slowly
run_batch(small(trajectories="on"), out=sys.argv[1], native=False, chunk=4)
"""


def test_killed_in_mid_run_and_started_again_it_is_the_same(play, whole, tmp_path):
    out = tmp_path / "out"
    process = subprocess.Popen([sys.executable, "-c", SLOW, str(out)], cwd=Path(__file__).parents[2])  # noqa: S603
    try:
        deadline = time.monotonic() + 60
        while not (out / "games").is_dir() or not part_files(out):
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.01)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    there = len(part_files(out))
    assert 0 < there < 4
    with pytest.raises(BatchError, match=f"{4 - there} of 4 chunks are missing; run again: peninsula batch EXPERIMENT --out"):
        open_results(out)
    play(KEEPS, out)
    assert files(out) == whole


@pytest.mark.parametrize("harm", ["cut short", "a bit flipped", "emptied"])
def test_a_damaged_chunk_is_named_and_played_again(play, whole, tmp_path, harm):
    out = tmp_path / "out"
    play(KEEPS, out)
    victim = part_files(out)[2]
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.write_bytes({"cut short": bytes(data[:200]), "a bit flipped": bytes(data), "emptied": b""}[harm])
    said: list[str] = []
    play(KEEPS, out, say=said.append)
    assert said[0] == f"{victim}: is damaged; played again"
    assert files(out) == whole


@pytest.mark.parametrize("name", [MANIFEST, "experiment.yaml", "cells.parquet"])
def test_what_stands_beside_the_chunks_is_put_right_by_name(play, whole, tmp_path, name):
    out = tmp_path / "out"
    play(KEEPS, out)
    (out / name).write_bytes(b"{")
    said: list[str] = []
    play(KEEPS, out, say=said.append)
    assert said[0] == f"{out / name}: is damaged; written again"
    assert files(out) == whole


def test_another_experiment_is_refused_with_the_difference(play, whole, tmp_path):
    out = tmp_path / "out"
    play(KEEPS, out)
    with pytest.raises(BatchError, match=r"holds another experiment: experiment.runs is 6 there and 7 here; choose another folder"):
        play(KEEPS, out, runs=7)
    with pytest.raises(BatchError, match=r"experiment.rng_seed is 0 there and 5 here"):
        play(KEEPS, out, rng_seed=5)
    with pytest.raises(BatchError, match=r"games_in_a_chunk is 4 there and 5 here"):
        play(KEEPS, out, chunk=5)
    assert files(out) == whole


def test_a_folder_with_other_things_is_refused(play, tmp_path):
    (tmp_path / "thesis.txt").write_text("do not lose me")
    with pytest.raises(BatchError, match=r"holds thesis.txt and no manifest.json; choose an empty folder"):
        play(KEEPS, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_chunk_of_another_batch_is_refused_by_name(play, tmp_path):
    play(KEEPS, tmp_path / "one")
    play(KEEPS, tmp_path / "two", rng_seed=1)
    ours, theirs = part_files(tmp_path / "one")[1], part_files(tmp_path / "two")[1]
    ours.unlink()
    stray = ours.with_name(theirs.name)
    stray.write_bytes(theirs.read_bytes())
    with pytest.raises(BatchError, match=f"{stray.name}: is a chunk of another batch; move it away"):
        play(KEEPS, tmp_path / "one")


def test_a_chunk_in_the_place_of_another_is_refused_by_name(play, tmp_path):
    play(KEEPS, tmp_path)
    first, second = part_files(tmp_path)[:2]
    second.unlink()
    moved = first.with_name(first.name.replace("000000", "000001"))
    first.rename(moved)
    with pytest.raises(BatchError, match=f"{moved.name}: is a chunk of another batch"):
        play(KEEPS, tmp_path)


def test_a_file_that_is_no_chunk_is_refused_by_name(play, tmp_path):
    play(KEEPS, tmp_path)
    (tmp_path / "games" / "mine.parquet").write_bytes(b"")
    with pytest.raises(BatchError, match=r"mine.parquet: is no chunk of this batch"):
        play(KEEPS, tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no flock")
def test_two_batches_do_not_write_to_one_folder(play, tmp_path):
    import fcntl

    play(KEEPS, tmp_path)
    with (tmp_path / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BatchError, match="another batch is writing here now"):
            play(KEEPS, tmp_path)


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.ENOSPC])
def test_a_folder_that_cannot_be_made_is_one_clear_line(play, tmp_path, monkeypatch, code):
    def refused(path: Path, **how: object) -> None:
        raise OSError(code, os.strerror(code), str(path))

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(BatchError) as failure:
        play(KEEPS, tmp_path / "out")
    reason = "the disk is full" if code == errno.ENOSPC else os.strerror(code)
    assert str(failure.value) == f"{tmp_path / 'out'}: {reason}; nothing is played; choose another folder"


def test_a_folder_that_was_closed_since_is_one_clear_line_and_what_is_finished_stays(play, whole, tmp_path, monkeypatch):
    out = tmp_path / "out"
    play(KEEPS, out)
    part_files(out)[0].unlink()
    opened = Path.open

    def closed(path: Path, mode: str = "r", **how: object):
        if "r" not in mode:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return opened(path, mode, **how)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", closed)
        with pytest.raises(BatchError, match=r"Read-only file system; finished chunks are kept, and the same command goes on from them"):
            play(KEEPS, out)
    play(KEEPS, out)
    assert files(out) == whole


def test_a_full_disk_is_one_clear_line_and_what_is_finished_stays(play, whole, tmp_path, monkeypatch):
    out = tmp_path / "out"
    synced = os.fsync

    def full(handle: int) -> None:
        if len(part_files(out) if (out / "games").is_dir() else []) == 2 and not os.path.isdir(f"/proc/self/fd/{handle}"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        synced(handle)

    monkeypatch.setattr(folders.os, "fsync", full)
    with pytest.raises(BatchError) as failure:
        play(KEEPS, out)
    assert str(failure.value) == f"{out}: the disk is full; finished chunks are kept, and the same command goes on from them"
    assert not list(out.rglob("*.tmp"))
    monkeypatch.setattr(folders.os, "fsync", synced)
    play(KEEPS, out)
    assert files(out) == whole
