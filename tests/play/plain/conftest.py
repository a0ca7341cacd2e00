"""A driver for the plain game: typed lines in, the transcript out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from sim.documents.library import Library
from sim.play.options import Options
from sim.play.plain.game import play
from sim.rollout.session import Session


@dataclass
class Transcript:
    """What a sitting showed.

    Attributes:
        code: The exit code.
        text: Everything shown, without what was typed.
        answers: What followed each typed line, by its place.
        left: Lines that were not asked for.
    """

    code: int
    text: str
    answers: list[str]
    left: list[str]

    def after(self, line: str, typed: list[str]) -> str:
        """Return what followed a typed line."""
        return self.answers[typed.index(line)]


class Typist:
    """Types lines; then ends the input, or interrupts."""

    def __init__(self, lines: Iterable[str], ending: type[BaseException] = EOFError) -> None:
        self.lines, self.ending, self.shown = list(lines), ending, [""]

    def ask(self, prompt: str) -> str:
        self.shown[-1] += prompt
        if not self.lines:
            raise self.ending
        self.shown.append("")
        return self.lines.pop(0)

    def show(self, text: str) -> None:
        self.shown[-1] += text + "\n"


Sit = Callable[..., Transcript]


@pytest.fixture(autouse=True)
def _faults_are_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENINSULA_DEBUG", "1")


@pytest.fixture(autouse=True)
def _forecasts_are_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Play the fewest futures, in plain Python whatever is installed."""
    monkeypatch.setattr("sim.analysis.forecast.played.native_ready", lambda start: False)
    monkeypatch.setattr("sim.analysis.forecast.played.SECONDS", 0.0)
    monkeypatch.setattr("sim.play.commands.ahead.ADVISER_SECONDS", 0.0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "saves"


@pytest.fixture
def sit(library: Library, folder: Path) -> Sit:
    """Play a game by typing lines; options are those of the command line."""

    def sit_down(lines: Iterable[str], session: Session | None = None, ending: type[BaseException] = EOFError, **options: object) -> Transcript:
        typist = Typist(lines, ending)
        given = {"saves": folder, "width": 80, "lens": "harmony", "level": "standard", "rng_seed": 7, **options}
        code = play(session, Options(**given), typist.ask, typist.show, library)
        return Transcript(code, "\n".join(typist.shown), typist.shown[1:], typist.lines)

    return sit_down
