"""A person at the screens: an app with its own folder of saves and settings, and an open game where a test wants one."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.documents.library import Library
from sim.play.app.app import Peninsula
from sim.play.options import Options
from tests.play.conftest import few_other_games

NewApp = Callable[..., Peninsula]


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PENINSULA_HOME", str(tmp_path))
    monkeypatch.setenv("PENINSULA_DEBUG", "1")  # faults are raised
    monkeypatch.chdir(tmp_path)  # pictures and exports are written where one stands


@pytest.fixture(autouse=True)
def _no_sleeping(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pilot waits by the clock until the machine is idle: slow, and wrong on a busy one. `settled` waits for what is under way."""

    async def go_on(*_: object) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr("sim.play.app.screens.sheet.MOMENT", 0)
    monkeypatch.setattr("sim.play.app.screens.sheet.PLAIN_SECONDS", 0)
    monkeypatch.setattr("sim.analysis.forecast.played.native_ready", lambda start: False)
    for module in ("textual.app", "textual.pilot"):
        monkeypatch.setattr(f"{module}.wait_for_idle", go_on)


@pytest.fixture(autouse=True)
def _few_other_games(monkeypatch: pytest.MonkeyPatch) -> None:
    """A debrief plays the fewest other games, in plain Python whatever is installed."""
    few_other_games(monkeypatch)


@pytest.fixture
def new_app(library: Library) -> NewApp:
    """Return an app; options are those of the command line. With a scenario and a seat it opens the game at once."""

    def make(**options: object) -> Peninsula:
        app = Peninsula(Options(**{"lens": "harmony", "rng_seed": 7, **options} if options else {}), library=library)
        app.animation_level = "none"
        return app

    return make
