"""`peninsula batch`: results to stdout or a folder, everything else to stderr, one clear line for what is wrong."""

import errno
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from sim.batch.estimate import duration
from sim.batch.progress import progress_bar
from sim.documents.experiment import experiment_text
from tests.batch.conftest import small

ROOT = Path(__file__).parents[2]


@pytest.fixture
def experiment(tmp_path) -> str:
    """A file that holds a small experiment."""
    path = tmp_path / "my.yaml"
    path.write_text(experiment_text(small(trajectories="on")), encoding="utf-8")
    return str(path)


def test_a_batch_prints_its_means_and_keeps_its_rows(peninsula, experiment, tmp_path):
    code, out, err = peninsula("batch", experiment, "--out", str(tmp_path / "out"), "--workers", "1", "--csv")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[:3] == ["What do random seats do?", cli_disclaimer(), "scenario tutorial · US+ROK+DPRK+CHN random"]
    assert lines[3].split() == ["lens", "arsenal", "war", "DPRK.test.srbm"]
    assert [line.split()[0] for line in lines[4:6]] == ["lead", "harmony"]
    assert lines[6] == "means of 6 games a cell ± standard error"
    assert len((tmp_path / "out" / "games.csv").read_text().splitlines()) == 13
    assert (tmp_path / "out" / "seasons.csv").exists()


def cli_disclaimer() -> str:
    from sim import DISCLAIMER

    return DISCLAIMER


def test_csv_without_a_folder_goes_to_stdout_alone(peninsula, experiment):
    code, out, err = peninsula("batch", experiment, "--csv", "--workers", "1", "--runs", "2", "--rng-seed", "9")
    assert (code, err) == (0, "")
    assert out.splitlines()[0].startswith('"cell","scenario",')
    assert len(out.splitlines()) == 1 + 2 * 2


def test_csv_on_a_full_disk_is_one_clear_line_and_leaves_no_half(peninsula, experiment, tmp_path, monkeypatch):
    out = tmp_path / "out"

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("sim.batch.results.Results.write_csv", refuse)
        code, printed, err = peninsula("batch", experiment, "--out", str(out), "--workers", "1", "--csv")
    assert (code, printed) == (1, "")
    assert err == f"peninsula: {out / 'games.csv'}: the disk is full; finished chunks are kept, and the same command goes on from them\n"
    assert not list(out.glob("*.csv")) and not list(out.glob(".*.tmp"))
    assert peninsula("batch", experiment, "--out", str(out), "--workers", "1", "--csv")[0] == 0
    assert len((out / "games.csv").read_text().splitlines()) == 13


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize(
    "arguments", [("list", "lenses"), ("run", "tutorial", "--json"), ("batch", "--csv", "--workers", "1"), ("batch", "--dry-run")]
)
def test_stdout_on_a_full_disk_is_one_clear_line(experiment, arguments):
    """A real process, since the last of it is written when it ends; plain, so that it does not wait for a compiler."""
    command, *more = arguments
    code = f"""
import sys
for name in ("batch.run", "batch.chunk", "batch.estimate", "batch.workers", "rollout.runner"):
    __import__(f"sim.{{name}}")
    sys.modules[f"sim.{{name}}"].native_available = lambda: False
sys.argv = ["peninsula", *{[command, *([experiment] * (command == "batch")), *more]!r}]
from sim.cli import main
main()
"""
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run([sys.executable, "-c", code], stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (1, "peninsula: output: No space left on device\n")


def test_a_dry_run_counts_and_measures_and_keeps_nothing(peninsula, experiment, tmp_path):
    code, out, err = peninsula("batch", experiment, "--dry-run", "--workers", "2", "--out", str(tmp_path / "out"))
    assert (code, err) == (0, "")
    assert "cells     2 = 1 scenario x 1 choice of US+ROK+DPRK+CHN x 2 lenses" in out
    assert "games     12 (6 a cell on common random numbers), rng seed 0" in out
    assert re.search(r"time      about .+ with 2 workers here \([\d,]+ games/s over [\d,]+ games\)", out)
    assert re.search(r"size      about 0\.\d MB with trajectories", out)
    assert not (tmp_path / "out").exists()


def test_an_estimate_of_size_is_near_the_truth(library, tmp_path, play):
    from sim.batch.estimate import estimate
    from sim.batch.run import prepare

    asked = small(runs=40, trajectories="on")
    reckoned = estimate(prepare(asked, library, native=False), 1)
    play(asked, tmp_path / "out", chunk=None)
    truth = sum(path.stat().st_size for path in (tmp_path / "out").glob("*/*.parquet"))
    assert reckoned.size == pytest.approx(truth, rel=0.3)


def test_a_scenario_is_played_under_every_argument(peninsula):
    code, out, _ = peninsula("batch", "tutorial", "--runs", "1", "--workers", "1")
    assert code == 0
    assert "What happens in" in out
    assert [line.split()[0] for line in out.splitlines()[4:10]] == ["lead", "opening", "alliance", "harmony", "koreanization", "contrast"]


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["tutoriel"], 2, 'peninsula: "tutoriel" is no experiment and no scenario (did you mean "tutorial"?)'),
        (["missing.yaml"], 1, "peninsula: missing.yaml: no such file"),
        (["tutorial", "--cluster", "here"], 1, 'peninsula: "here" is no cluster; write local, local:4 or tcp://HOST:PORT'),
        (["tutorial", "--runs", "0"], 2, "peninsula: Invalid value for '--runs': 0 is not in the range 1<=x<=10000000."),
    ],
)
def test_what_is_wrong_is_one_clear_line(peninsula, arguments, code, line):
    if "--cluster" in arguments and find_spec("distributed") is None:
        pytest.skip("needs the extra cluster")
    found = peninsula("batch", *arguments)
    assert (found[0], found[1], found[2].strip()) == (code, "", line)


def test_a_wrong_experiment_is_told_with_its_line(peninsula, experiment):
    Path(experiment).write_text(Path(experiment).read_text().replace("arsenal", "arsenl"), encoding="utf-8")
    code, out, err = peninsula("batch", experiment)
    assert (code, out) == (1, "")
    assert re.search(r'my.yaml:\d+: measures: measure "arsenl" is unknown', err) and 'did you mean "arsenal"?' in err


def test_check_reads_experiments(peninsula, experiment):
    assert peninsula("check", experiment)[0] == 0
    Path(experiment).write_text(Path(experiment).read_text() + 'define: {odd: {any: "hop > 1"}}\n', encoding="utf-8")
    code, out, _ = peninsula("check", experiment)
    assert code == 1 and '"hop" cannot be measured' in out


def test_without_the_extra_a_cluster_says_what_it_needs(peninsula, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, _, err = peninsula("batch", "tutorial", "--cluster", "local")
    assert (code, err.strip()) == (1, "peninsula: --cluster needs the extra cluster: pip install 'peninsula[cluster]'")


def test_the_bar_is_drawn_on_a_terminal_only(monkeypatch, capfd):
    with progress_bar() as progress:
        progress(1, 2)
    assert capfd.readouterr() == ("", "")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with progress_bar() as progress:
        progress(40, 100)
        progress(70, 100)
    out, err = capfd.readouterr()
    assert out == "" and "70/100" in err and "left" in err


@pytest.mark.parametrize(("seconds", "text"), [(0.2, "a second"), (9, "9 s"), (130, "2 min 10 s"), (7200, "2 h"), (90000, "1 days 1 h")])
def test_durations_read_well(seconds, text):
    assert duration(seconds) == text


def test_batches_load_nothing_heavy_before_they_play():
    names = [".".join(("sim", "batch", path.stem)) for path in sorted((ROOT / "sim" / "batch").glob("*.py")) if path.stem != "__init__"]
    code = ";".join(f"import {name}" for name in names) + ";import sys;print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=dict(os.environ))  # noqa: S603
    assert not set(done.stdout.split()) & {"numpy", "pyarrow", "numba", "rich", "distributed", "SALib"}
