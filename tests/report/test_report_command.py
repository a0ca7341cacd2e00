"""`peninsula report`: what it writes, and the one line in which it refuses."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.batch.folder import part_files
from sim.batch.run import run_batch
from sim.rollout.records import save
from sim.rollout.session import advance, new_session
from tests.report.conftest import HOSTILE, kept
from tests.report.html import check


def refused(done: tuple[int, str, str], code: int = 1) -> str:
    """Return the one line of a refusal."""
    assert done[0] == code
    assert done[1] == ""
    (line,) = done[2].strip().split("\n")
    assert line.startswith("peninsula: ")
    return line


def test_a_folder_becomes_one_file_in_it(peninsula, folder):
    assert peninsula("report", str(folder)) == (0, f"{folder / 'report.html'}\n", "")
    root = check((folder / "report.html").read_text(encoding="utf-8"))
    assert root.all("h1")[0].text == HOSTILE


def test_the_batch_goes_on_beside_its_report(peninsula, folder, library):
    peninsula("report", str(folder))
    said: list[str] = []
    run_batch(kept(), out=folder, library=library, native=False, chunk=4, say=said.append)
    assert said == [f"{folder}: 8 of 8 chunks are there already"]


def test_a_record_becomes_a_file_beside_it_or_where_asked(peninsula, record, tmp_path):
    assert peninsula("report", str(record))[:2] == (0, f"{record.with_suffix('.html')}\n")
    out = tmp_path / "made" / "debrief.html"
    assert peninsula("report", str(record), "--out", str(out), "--as", "ROK")[0] == 0
    assert "You played South Korea" in out.read_text(encoding="utf-8")
    code, text, _ = peninsula("report", str(record), "--out", "-", "--as", "ROK")
    assert code == 0
    assert text == out.read_text(encoding="utf-8")


def test_a_batch_has_no_seat(peninsula, folder):
    assert "go with a record" in refused(peninsula("report", str(folder), "--as", "US"), code=2)


def test_what_is_not_there(peninsula, tmp_path):
    assert "nowhere.yaml" in refused(peninsula("report", str(tmp_path / "nowhere.yaml")))


def test_a_folder_without_a_batch(peninsula, tmp_path):
    assert "holds no batch" in refused(peninsula("report", str(tmp_path)))
    (tmp_path / "manifest.json").write_text("[]")
    assert 'does not begin with "peninsula": "batch 1"' in refused(peninsula("report", str(tmp_path)))


def test_an_unfinished_batch_says_how_many_chunks_are_missing(peninsula, folder):
    for path in part_files(folder)[1:3]:
        path.unlink()
    line = refused(peninsula("report", str(folder)))
    assert f"2 of 8 chunks are missing; run again: peninsula batch EXPERIMENT --out {folder}" in line
    for path in part_files(folder, "seasons"):
        path.unlink()
    assert "8 of 8 chunks are missing" in refused(peninsula("report", str(folder)))


@pytest.mark.parametrize("kind", ["games", "seasons"])
def test_a_damaged_chunk_is_named(peninsula, folder, kind):
    path = part_files(folder, kind)[2]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert f"{path}: is damaged" in refused(peninsula("report", str(folder)))
    assert not (folder / "report.html").exists()


def test_damaged_cells_are_named(peninsula, folder):
    (folder / "cells.parquet").write_bytes(b"PAR1 and no more")
    assert "cells.parquet is damaged" in refused(peninsula("report", str(folder)))


def test_a_record_that_does_not_load(peninsula, tmp_path, record):
    (tmp_path / "bad.yaml").write_text("peninsula: record 1\nscenario: tutorail\n")
    code, out, err = peninsula("report", str(tmp_path / "bad.yaml"))
    assert (code, out) == (1, "")
    assert "bad.yaml" in err
    assert "Traceback" not in err
    other = record.read_text(encoding="utf-8").replace("rulebook: ", "rulebook: ffff", 1)
    (tmp_path / "old.yaml").write_text(other, encoding="utf-8")
    assert "old.yaml" in peninsula("report", str(tmp_path / "old.yaml"))[2]


def test_a_game_that_goes_on_has_no_debrief(peninsula, tmp_path, library):
    session = new_session("tutorial", seats=dict.fromkeys(("US", "ROK", "DPRK", "CHN"), "random"), lens="hidden", library=library)
    advance(session)
    save(session, tmp_path / "game.yaml")
    line = refused(peninsula("report", str(tmp_path / "game.yaml")))
    assert "the game is not over" in line
    assert "1 of 4 seasons are played" in line
    assert not (tmp_path / "game.html").exists()


def test_a_place_that_cannot_be_written_to(peninsula, record, tmp_path):
    (tmp_path / "file").write_text("")
    assert str(tmp_path / "file") in refused(peninsula("report", str(record), "--out", str(tmp_path / "file" / "report.html")))
    taken = peninsula("report", str(record), "--out", str(tmp_path))
    assert taken[0] == 2
    assert "is a directory" in taken[2]


def test_the_bytes_are_the_same_everywhere_and_need_no_compiler(folder, record, tmp_path):
    """Two processes with other seeds of hashes, and no Numba, give the same files."""
    code = "import sys; sys.modules['numba'] = None; from sim.cli import main; main()"
    made = []
    for seed in ("1", "2"):
        digests = []
        for about in (folder, record):
            out = tmp_path / f"{seed}-{about.name}.html"
            environment = {**os.environ, "PYTHONHASHSEED": seed}
            where = Path(__file__).parent.parent.parent
            subprocess.run([sys.executable, "-c", code, "report", str(about), "--out", str(out)], check=True, env=environment, cwd=where)  # noqa: S603
            digests.append(hashlib.sha256(out.read_bytes()).hexdigest())
        made.append(digests)
    assert made[0] == made[1]
