"""What the command line may settle before a game; light, so that the first picture waits for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

NOBODY = "none"


@dataclass(frozen=True)
class Options:
    """What the command line may settle beforehand; None is asked for, or taken from the scenario.

    Attributes:
        scenario: Name of a scenario.
        seat: A seat, or ``none`` to watch.
        lens: A lens, a mix, or ``hidden``.
        level: novice, standard or expert.
        length: Seasons.
        fog: Whether others' private dials are estimates.
        rng_seed: Seed of all draws; drawn from the system where None.
        file: A saved game, by path or by its name in the list.
        changed: Whether a saved game may be played on with changed documents.
        lang: Language; the one of the person's settings where None.
        saves: Folder of saved games, for tests.
        width: Columns of the plain game, for tests.
    """

    scenario: str | None = None
    seat: str | None = None
    lens: str | None = None
    level: str | None = None
    length: int | None = None
    fog: bool | None = None
    rng_seed: int | None = None
    file: str | Path | None = None
    changed: bool = False
    lang: str | None = None
    saves: Path | None = None
    width: int | None = None
