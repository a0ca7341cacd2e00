"""How many games the analysis plays: numbers of each purpose are apart, so that what was searched is measured on fresh draws."""

from __future__ import annotations

from dataclasses import dataclass

GAMES = 100  # from each start, for what is measured
FEWEST = 8
SEARCH, PLAYOFF, INFLUENCE, BREACH = 0.12, 0.48, 0.24, 0.24
MOST_SEARCHED, MOST_INFLUENCE = 24, 48  # what a search finds is measured afterwards, so more games there buy nothing
APART = 100_000  # game numbers between purposes


@dataclass(frozen=True)
class Sizes:
    """Game numbers by purpose, from each start.

    Attributes:
        search: For every sheet that a search looks at.
        playoff: For the sheets that searches have found, against each other.
        measured: For what is reported of sheets.
        influence: For every sheet of the samples of influence.
        breach: For every way to under-deliver.
        breach_measured: For the best of them.
        policies: For policies.
    """

    search: range
    playoff: range
    measured: range
    influence: range
    breach: range
    breach_measured: range
    policies: range


def sizes(games: int = GAMES) -> Sizes:
    """Return the game numbers where `games` from each start are measured."""
    shares = (SEARCH, PLAYOFF, 1.0, INFLUENCE, BREACH, 1.0, 1.0)
    most = (MOST_SEARCHED, games, games, MOST_INFLUENCE, games, games, games)
    counts = [max(FEWEST, min(limit, round(games * share))) for share, limit in zip(shares, most, strict=True)]
    return Sizes(*(range(place * APART, place * APART + count) for place, count in enumerate(counts)))
