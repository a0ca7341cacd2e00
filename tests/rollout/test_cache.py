"""The cache of compiled code: whole or not at all, never of another version, and a full or closed disk costs time only."""

import errno
import logging
import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from sim.rollout import cache

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def fresh(monkeypatch, tmp_path):
    """A cache folder of the test's own, and temporary folders beside it."""
    folder = tmp_path / "programs"
    monkeypatch.setenv(cache.FOLDER, str(folder))
    monkeypatch.setattr(cache.tempfile, "tempdir", str(tmp_path))
    cached = (cache.cache_folder, cache.temporary_folder)
    for each in cached:
        each.cache_clear()
    yield folder
    for each in cached:
        each.cache_clear()


def full(*folders: Path):
    """Return a disk usage in which these folders have no room."""
    return lambda path: Usage(10, 10, 0 if Path(path) in folders else 10 * cache.ROOM)


def beside(path: Path, suffix: str, data: bytes) -> Path:
    """Write what Numba would keep beside a module."""
    found = path.parent / "__pycache__" / f"{path.stem}.{suffix}"
    found.parent.mkdir(exist_ok=True)
    found.write_bytes(data)
    return found


def test_the_folder_is_the_one_that_was_named(fresh):
    assert cache.cache_folder() == fresh
    assert list(fresh.iterdir()) == []


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.ENOSPC, errno.EDQUOT])
def test_a_folder_that_cannot_be_written_to_is_done_without_in_one_line(fresh, monkeypatch, caplog, code):
    made = cache.tempfile.mkstemp

    def refused(*, dir, **how):
        if Path(dir) == fresh:
            raise OSError(code, os.strerror(code))
        return made(dir=dir, **how)

    monkeypatch.setattr(cache.tempfile, "mkstemp", refused)
    with caplog.at_level(logging.WARNING):
        folder = cache.module_path("program_0").parent
    assert folder.name.startswith("peninsula-") and folder.is_dir()
    line = f"{fresh}: {os.strerror(code)}; the program is compiled anew for every run (PENINSULA_CACHE names another folder)"
    assert [record.getMessage() for record in caplog.records] == [line]


def test_a_folder_that_cannot_be_made_is_replaced(fresh, monkeypatch):
    fresh.write_text("a file")
    folder = cache.cache_folder()
    cache.keep(folder / "made", b"here")
    assert (folder / "made").read_bytes() == b"here" and fresh not in folder.parents


def test_a_full_disk_sends_new_programs_elsewhere_and_keeps_those_it_holds(fresh, monkeypatch, caplog):
    monkeypatch.setattr(shutil, "disk_usage", full(fresh))
    old = cache.cache_folder() / "program_old.py"
    beside(old, "play_blocks-1.py311.nbi", b"index")
    assert cache.module_path("program_old") == old
    assert caplog.records == []
    assert cache.module_path("program_new").parent.name.startswith("peninsula-")
    assert "the disk is full; the program is compiled anew" in caplog.text


def test_no_room_anywhere_is_one_clear_line(fresh, monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10, 10, 0))
    with pytest.raises(OSError, match=r"no room for the compiled program, nor can it be kept in .*programs \(the disk is full\)") as failure:
        cache.module_path("program_new")
    assert (failure.value.errno, failure.value.filename) == (errno.ENOSPC, str(tmp_path))
    assert "name a folder with 32 MiB in PENINSULA_CACHE" in failure.value.strerror


def test_what_cannot_be_written_leaves_nothing_behind_and_stops_nobody(tmp_path, monkeypatch):
    opened = os.fdopen

    def closing(handle, mode):
        stream = opened(handle, mode)
        stream.close()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(cache.os, "fdopen", closing)
    cache.keep_sealed(tmp_path / "lanes_0.o", b"code")
    with pytest.raises(OSError, match="No space left"):
        cache.keep(tmp_path / "lanes_0.o", b"code")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("harm", [lambda data: data[:-1], lambda data: b"", lambda data: data[:40] + b"!" + data[41:], lambda data: b"v0" + data])
def test_sealed_files_that_are_damaged_or_of_another_kind_are_as_none(tmp_path, harm):
    path = tmp_path / "lanes_0.o"
    assert cache.read_sealed(path) is None
    cache.keep_sealed(path, b"machine code " * 10)
    assert cache.read_sealed(path) == b"machine code " * 10
    assert [each.name for each in tmp_path.iterdir()] == ["lanes_0.o"]
    path.write_bytes(harm(path.read_bytes()))
    assert cache.read_sealed(path) is None


@pytest.mark.parametrize("there", ["", "x = 1", "x = 2  # of another version"])
def test_a_module_s_source_is_what_it_should_be(fresh, there):
    path = cache.cache_folder() / "program_0.py"
    path.write_text(there)
    cache.keep_module(path, "x = 2\n")
    assert path.read_text() == "x = 2\n"


def test_what_numba_keeps_is_removed_where_it_is_damaged_and_left_alone_where_it_is_not(fresh):
    path = cache.cache_folder() / "program_0.py"
    cache.keep_module(path, "x = 2\n")
    index, code = beside(path, "play_blocks-1.py311.nbi", b"index"), beside(path, "play_blocks-1.py311.1.nbc", b"code")
    other = beside(path.with_name("program_1.py"), "play_blocks-1.py311.1.nbc", b"code")
    cache.keep_module(path, "x = 2\n")
    assert index.exists() and code.exists()  # nobody has sealed them: they are Numba's to judge
    cache.seal_module(path)
    newer = beside(path, "play_blocks-1.py312.nbi", b"index of another Python")
    cache.keep_module(path, "x = 2\n")
    assert index.exists() and code.exists() and newer.exists()
    code.write_bytes(b"c0de")
    cache.keep_module(path, "x = 2\n")
    assert not index.exists() and not code.exists() and other.exists()
    again = beside(path, "play_blocks-1.py311.nbi", b"compiled again")
    cache.seal_module(path)
    cache.keep_module(path, "x = 2\n")
    assert again.exists()


def test_a_damaged_seal_condemns_nothing(fresh):
    path = cache.cache_folder() / "program_0.py"
    cache.keep_module(path, "x = 2\n")
    index = beside(path, "play_blocks-1.py311.nbi", b"index")
    cache.seal_module(path)
    path.with_suffix(".seal").write_bytes(b"{}")
    cache.keep_module(path, "x = 2\n")
    assert index.exists()
