"""How the posterior over lenses built up: season by season, on one reader's view, each sheet weighed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sim.agents.posterior import Evidence, evidence_of, log_likelihood, normalise
from sim.engine.game import Game

Lenses = Mapping[str, Sequence[float]]


@dataclass
class Weighing:
    """Sheets weighed so far; a sheet that comes again costs nothing.

    Attributes:
        lenses: Coefficients by lens.
    """

    lenses: Lenses
    _scores: dict[tuple[object, ...], dict[str, float]] = field(default_factory=dict)

    def score(self, evidence: Evidence) -> dict[str, float]:
        """Return a sheet's log likelihood by lens."""
        desk = evidence.desk
        key = (desk.season, desk.seat, tuple(evidence.orders), tuple(desk.view))
        if key not in self._scores:
            self._scores[key] = {name: log_likelihood(evidence, coefficients) for name, coefficients in self.lenses.items()}
        return self._scores[key]

    def by_season(self, game: Game, viewer: str = "") -> list[dict[str, float]]:
        """Return by finished season the sum of log likelihoods of its sheets, as a viewer sees them (no viewer: as they were)."""
        found = [dict.fromkeys(self.lenses, 0.0) for _ in game.played]
        for evidence in evidence_of(game, viewer):
            season = found[evidence.desk.number - 1]
            for name, score in self.score(evidence).items():
                season[name] += score
        return found

    def posteriors(self, game: Game, viewer: str = "") -> list[dict[str, float]]:
        """Return the posterior before the first season and after each finished one, from a uniform prior."""
        evidence = evidence_of(game, viewer)
        total = dict.fromkeys(self.lenses, 0.0)
        found = [normalise([], total)]
        for season in self.by_season(game, viewer):
            total = {name: total[name] + score for name, score in season.items()}
            found.append(normalise(evidence, total))
        return found
