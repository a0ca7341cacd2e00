"""The command `forecast` and its page: 80 columns, plain words, one clear line for what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sim.cli import cli
from sim.documents.library import Library
from sim.report import ahead
from sim.report.forecast import event_name
from sim.report.page import columns
from sim.rollout.records import save
from sim.rollout.session import Seal, new_session
from sim.text.wording import Words

pytest.importorskip("numpy")

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def folder(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("records")
    for name, seasons, how in (
        ("open", 2, {}),
        ("hidden", 0, {"lens": "hidden", "seal": Seal("lead", "nonce"), "seats": {"ROK": "person"}}),
        ("done", 4, {}),
    ):
        session = new_session("tutorial", rng_seed=3, length=4, library=library, **how)
        for _ in range(seasons):
            session.game.advance()
        save(session, place / f"{name}.yaml")
    return place


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on a record, in plain Python."""
    monkeypatch.setattr(ahead, "native_available", lambda: False)

    def typed(record: str, *options: str) -> Result:
        return CliRunner().invoke(cli, ["forecast", str(folder / f"{record}.yaml"), "--games", "4", *options])

    return typed


def test_a_forecast_fits_80_columns_and_says_what_it_is(run: Run) -> None:
    shown = run("open", "--as", "rok", "--sheet", "aid=aid", "--show", "tension", "--show", "own.ROK")
    assert shown.exit_code == 0, shown.output
    assert max(map(columns, shown.output.splitlines())) <= 80
    told = " ".join(shown.output.split())
    for words in (
        "predicts nothing.",
        "Seen from Seoul",
        "4 games were played on from here by AI seats, in plain Python.",
        "Chances in 100, with their standard errors",
        "They count from now on.",
        "own payoff, South Korea",
        "If this sheet is sent South Korea: aid=aid",
        "tension, season by season",
    ):
        assert words in told


def test_every_name_of_an_event_has_words(library: Library) -> None:
    book, words = library.rulebook()[0], Words()
    events = ["war", "incident", "test", "accord", *(f"test:{setting}" for setting in book.levers["DPRK.test"].settings[1:])]
    events += [f"{kind}:{package}" for kind in ("accord", "ended") for package in book.packages]
    names = [event_name(event, words) for event in events]
    assert len(set(names)) == len(names)
    assert not [name for name in names if "_" in name or ":" in name]
    assert not [dial for dial in book.dials if "_" in words.short_dial(dial) or len(words.short_dial(dial)) > 20]


def test_json_is_one_document(run: Run) -> None:
    found = json.loads(run("open", "--json").stdout)
    assert found["disclaimer"].endswith("predicts nothing.")
    assert (found["futures"], found["seat"], found["whole"]) == (4, "", True)
    assert len(found["outlook"]["boards"]["own.US"]) == len(found["seasons"]) == 2


def test_a_finished_record_is_forked(run: Run) -> None:
    shown = run("done", "--season", "2", "--seasons", "2")
    assert shown.exit_code == 0, shown.output
    assert "On everything there is to know" in shown.output


@pytest.mark.parametrize(
    ("record", "options", "says"),
    [
        ("hidden", [], "the lens is hidden until the game ends"),
        ("hidden", ["--as", "ROK", "--lens", "hidden"], "posterior weighs them all"),
        ("done", [], "--season 3"),
        ("done", ["--season", "7"], 'season "7" has not been reached (1 to 4)'),
        ("open", ["--sheet", "sanc=hold"], "write US.sanc=hold"),
        ("open", ["--sheet", "US.sanc=hodl"], 'did you mean "hold"?'),
        ("open", ["--sheet", "USA.sanc=hold"], 'seat "USA" is unknown'),
        ("open", ["--as", "US", "--sheet", "snac=hold"], 'did you mean "sanc"?'),
        ("open", ["--lens", "harmny"], 'did you mean "harmony"?'),
        ("open", ["--seasons", "3"], "2 seasons lie ahead, not 3"),
        ("open", ["--show", "tensoin"], 'did you mean "tension"?'),
        ("none", [], "no such file"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(run: Run, record: str, options: list[str], says: str) -> None:
    failed = run(record, *options)
    assert failed.exit_code == (1 if record == "none" else 2)
    assert says in failed.stderr
    assert len(failed.stderr.strip().splitlines()) == 1
    assert not failed.stdout


def test_a_damaged_record_names_its_line(run: Run, folder: Path) -> None:
    text = (folder / "open.yaml").read_text(encoding="utf-8")
    (folder / "wrong.yaml").write_text(text.replace("dip=", "dop=", 1), encoding="utf-8")
    failed = run("wrong")
    assert failed.exit_code == 1
    assert "wrong.yaml:" in failed.stderr
