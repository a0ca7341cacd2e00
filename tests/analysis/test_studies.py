"""The longer studies as commands: what is printed, and the exit code."""

import json

import pytest
from click.testing import CliRunner

pytest.importorskip("numpy")

from sim.cli import cli  # noqa: E402
from sim.report import studies  # noqa: E402


def facts(*arguments: str):
    return CliRunner().invoke(cli, ["facts", *arguments])


@pytest.mark.parametrize(("fine", "code"), [(True, 0), (False, 1)])
def test_the_exit_code_says_whether_all_that_is_asked_holds(monkeypatch, fine, code):
    monkeypatch.setitem(studies.STUDIES, "full", lambda library, games, progress: (lambda: f"{games} games", lambda: {"games": games}, fine))
    text, plain = facts("--full", "--games", "7"), facts("--full", "--games", "7", "--json")
    assert (text.exit_code, text.output) == (code, "7 games\n")
    assert json.loads(plain.output) == {"games": 7}


def test_a_hidden_study_runs():
    done = facts("--hidden", "--games", "2", "--json")
    found = json.loads(done.stdout)
    assert len(found["games"]) == 2
    assert done.exit_code == (0 if all(row["verdict"] == "pass" for row in found["verdicts"]) else 1)


def test_what_does_not_go_together_is_refused():
    assert facts("SF-01", "--full").exit_code == 2
    assert facts("--games", "5").exit_code == 2
    assert "--pairs" in facts("--games", "5").output
