"""What tests of play share: fixtures of the plain game, which tests of screens compare with, and debriefs that do not take long."""

import pytest

from tests.play.plain.conftest import folder, sit

__all__ = ["few_other_games", "folder", "sit"]


def few_other_games(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let debriefs play the fewest other games, in plain Python whatever is installed."""
    for module in ("percentile", "turning"):
        monkeypatch.setattr(f"sim.analysis.afterwards.{module}.native_ready", lambda start: False)
        monkeypatch.setattr(f"sim.analysis.afterwards.{module}.SECONDS", 0.0)
    monkeypatch.setattr("sim.analysis.afterwards.turning.PLAIN_ROUND", 2)
