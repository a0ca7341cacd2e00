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


def test_the_debrief_is_short_and_tells_all_when_asked(sit):
    """At the end a page that fits two screens: how it ended, people, boards in rows, what counted; every part by its name."""
    typed = ["end", "end", "end", "end", "debrief boards", "debrief all", "debrief compare", "debrief", "quit"]
    found = sit(typed, **START)
    short = found.answers[3].partition("Debrief:")[2]
    assert len(short.splitlines()) < 54
    assert len(found.after("debrief all", typed).splitlines()) > 2 * len(short.splitlines())
    told = " ".join(short.split())
    for text in ("Stress stood at", "▲ you did better than that", "The season that counted most", "`turns`", "To talk about"):
        assert text in told
    row = next(line for line in short.splitlines() if "arsenal" in line).split()
    full = " ".join(found.after("debrief boards", typed).split())
    assert f"arsenal: {row[1]} (lower is better); at the start {row[2]}, so" in full
    assert f"with your seat standing still {row[3]}, so {dict(zip('▲▼·', ('better', 'worse', 'about the same'), strict=True))[row[4]]}" in full
    assert row[5] == "…"
    after = next(line for line in found.after("debrief", typed).splitlines() if "arsenal" in line).split()
    compared = " ".join(found.after("debrief compare", typed).split())
    assert f"arsenal (lower is better): {row[1]}" in compared
    assert f"better than about {after[5].removesuffix('%')} % of them" in compared
