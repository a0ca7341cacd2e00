"""Results explain themselves and are read by pandas, polars and DuckDB."""

import doctest
import io
import json
import math

import numpy as np
import pytest

from sim.batch import run
from sim.batch.errors import BatchError
from sim.batch.results import open_results
from tests.batch.conftest import EVERYBODY, files, small

KEEPS = small(
    trajectories="on",
    vary={"design": "grid", "start": {"hope": [2, 8]}},
    measures=["arsenal", "war", "DPRK.test.srbm", "end.hope", "seasons"],
)


@pytest.fixture(scope="module")
def results(library, tmp_path_factory):
    return run.run_batch(KEEPS, out=tmp_path_factory.mktemp("batch") / "out", library=library, native=False, chunk=8)


def test_the_docstring_tells_the_truth(plain):
    done = doctest.testmod(run)
    assert done.attempted > 5
    assert done.failed == 0


def test_rows_stand_in_order_and_say_their_cell(results):
    rows = results.games.to_pylist()
    assert [(row["cell"], row["game"]) for row in rows] == [(cell, game) for cell in range(4) for game in range(6)]
    assert [row["lens"] for row in rows[::6]] == ["lead", "lead", "harmony", "harmony"]
    assert [row["start.hope"] for row in rows[::6]] == [2, 8, 2, 8]
    assert {row["scenario"] for row in rows} == {"tutorial"} and {row[EVERYBODY] for row in rows} == {"random"}


def test_games_of_one_number_share_their_draws(results):
    """Random seats choose by draws alone, so that the same number orders alike where nothing else forbids it."""
    seasons = results.seasons.to_pylist()
    first = {(row["cell"], row["game"]): row["DPRK.economy"] for row in seasons if row["season"] == 1}
    assert all(first[0, game] == first[cell, game] for cell in range(4) for game in range(6))
    assert len({first[0, game] for game in range(6)}) > 1


def test_every_column_has_a_unit_and_a_description(results):
    for table in (results.games, results.seasons, results.cells):
        for field in table.schema:
            assert field.metadata[b"unit"] and field.metadata[b"description"], field.name
    assert results.games.schema.metadata[b"peninsula.question"] == b"What do random seats do?"
    assert results.manifest["columns"]["games"]["arsenal"]["unit"] == "dial 0-10"
    assert results.manifest["documents"]["scenarios"]["tutorial"]


def test_seasons_agree_with_games(results):
    games = {(row["cell"], row["game"]): row for row in results.games.to_pylist()}
    rows = results.seasons.to_pylist()
    last = {(row["cell"], row["game"]): row for row in rows}
    assert len(rows) == sum(row["seasons"] for row in games.values())
    assert {name: row["hope"] for name, row in last.items()} == {name: row["end.hope"] for name, row in games.items()}
    tests = {name: sum(row["DPRK.test"] == "srbm" for row in rows if (row["cell"], row["game"]) == name) for name in games}
    assert tests == {name: row["DPRK.test.srbm"] for name, row in games.items()}


def test_cells_hold_every_coefficient(results, library):
    cells = results.cells.to_pylist()
    assert [cell["lens"] for cell in cells] == ["lead", "lead", "harmony", "harmony"]
    assert set(library.rulebook()[0].coefficients) < set(cells[0])
    assert cells[0]["length"] == library.scenario("tutorial").length


def test_a_summary_holds_mean_and_standard_error(results):
    games = results.games.to_pylist()
    for cell, row in enumerate(results.summary().to_pylist()):
        values = [game["arsenal"] for game in games if game["cell"] == cell]
        assert row["arsenal"] == pytest.approx(np.mean(values))
        assert row["arsenal.error"] == pytest.approx(np.std(values, ddof=1) / math.sqrt(6))


def test_a_folder_is_opened_again(results):
    again = open_results(results.parts.path)
    assert again.games.equals(results.games)
    assert again.games.equals(results.games.__class__.from_pylist(results.games.to_pylist(), schema=results.games.schema))


def test_a_folder_without_a_batch_is_refused(tmp_path):
    with pytest.raises(BatchError, match="holds no batch"):
        open_results(tmp_path)


def test_no_trajectories_no_seasons(play):
    with pytest.raises(BatchError, match="keeps no trajectories; add trajectories: on"):
        _ = play(small(runs=1)).seasons


def test_in_memory_and_on_disk_are_the_same(play, results):
    memory = play(KEEPS, chunk=8)
    assert memory.games.equals(results.games) and memory.seasons.equals(results.seasons) and memory.cells.equals(results.cells)


def test_csv_holds_the_same_rows(results):
    target = io.BytesIO()
    results.write_csv(target)
    lines = target.getvalue().decode().splitlines()
    assert lines[0].split(",")[:3] == ['"cell"', '"scenario"', f'"{EVERYBODY}"']
    assert len(lines) == 1 + 24
    assert lines[1].split(",")[1] == '"tutorial"'


def test_pandas_reads_it(results):
    pytest.importorskip("pandas")
    frame = results.games.to_pandas()
    assert frame.groupby("cell")["arsenal"].mean().tolist() == pytest.approx([row["arsenal"] for row in results.summary().to_pylist()])


def test_polars_reads_it(results):
    polars = pytest.importorskip("polars")
    assert polars.from_arrow(results.games).filter(polars.col("lens") == "lead").height == 12
    assert polars.read_parquet(results.parts.path / "games" / "*.parquet").height == 24


def test_duckdb_reads_it(results):
    duckdb = pytest.importorskip("duckdb")
    games = results.games  # noqa: F841  (DuckDB finds it by its name)
    assert duckdb.sql("select count(*) from games where lens = 'harmony'").fetchall() == [(12,)]
    assert duckdb.sql(f"select count(*) from '{results.parts.path}/games/*.parquet' where \"start.hope\" = 8").fetchall() == [(12,)]


def test_the_manifest_holds_no_clock_host_or_folder(results, play, tmp_path):
    play(KEEPS, tmp_path / "elsewhere", chunk=8)
    assert files(tmp_path / "elsewhere") == files(results.parts.path)
    assert json.loads(files(tmp_path / "elsewhere")["manifest.json"])["command"] == "peninsula batch EXPERIMENT"
