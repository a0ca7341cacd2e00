"""The debrief in plain text: beside other games where that was asked for, and written with what they said."""

import pytest

from tests.play.conftest import few_other_games

START = {"scenario": "tutorial", "seat": "ROK"}


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    few_other_games(monkeypatch)


def test_boards_are_compared_when_asked_and_then_belong_to_the_debrief(sit, tmp_path):
    typed = ["end", "end", "end", "end", "debrief compare", f"export debrief {tmp_path}/x.md", f"export html {tmp_path}/x.html", "chart own", "quit"]
    found = sit(typed, **START)
    assert not found.left
    first = " ".join(found.answers[3].split())
    assert "Debrief:" in first
    assert "Beside AI play" not in first
    compared = " ".join(found.after("debrief compare", typed).split())
    assert "2 other games of this start" in compared
    assert "own payoff, South Korea (higher is better)" in compared
    assert "Seasons in which another sheet would have changed most" in compared
    for name in ("x.md", "x.html"):
        kept = " ".join((tmp_path / name).read_text(encoding="utf-8").split())
        assert "Beside AI play of the same start" in kept
        assert "other games of this start" in kept
    assert "Season by season" in (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "own payoff" in found.after("chart own", typed)
