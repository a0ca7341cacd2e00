"""Take the census: every scenario and lens, then a sample of plain games."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.analysis.census.sample import PLAIN_GAMES, PlainGame, Repeats, play_sample
from sim.analysis.census.tally import Tally, joined, tally
from sim.analysis.census.verdicts import Extreme, Judged, extremes, judge_settings, judged
from sim.analysis.estimate import Estimate, estimate
from sim.analysis.many import Progress, in_threads, start_of
from sim.documents.census import Census
from sim.documents.library import Library
from sim.rollout.runner import play_games
from sim.rollout.scores import game_scores, score_names
from sim.rollout.session import program_of

GAMES = 1000
CENSUS_SEED = 20051120


@dataclass
class CensusRun:
    """A census taken.

    Attributes:
        document: What it measures and asks.
        games: Games of each scenario and lens.
        tallies: By cell, tutorials included.
        apart: Scenarios that are told apart from the pooled figures.
        plain: The sample of plain games, tutorials left out.
        settings: Share of every setting, pooled and by lens.
        verdicts: What is asked, and whether it is so.
    """

    document: Census
    games: int
    tallies: list[Tally]
    apart: list[str]
    plain: list[PlainGame]
    settings: list[Extreme]
    verdicts: list[Judged]

    def of(self, *, lens: str = "", scenario: str = "") -> list[Tally]:
        """Return the cells of a lens or a scenario; with neither, all that are pooled."""
        if scenario:
            return [each for each in self.tallies if each.scenario == scenario]
        return [each for each in self.tallies if each.scenario not in self.apart and lens in ("", each.lens)]

    @property
    def lenses(self) -> list[str]:
        """Lenses in their order."""
        return list(dict.fromkeys(each.lens for each in self.tallies))

    @property
    def scenarios(self) -> list[str]:
        """Scenarios in their order, those apart last."""
        return list(dict.fromkeys(each.scenario for each in self.tallies))


def figure(tallies: Sequence[Tally], name: str) -> Estimate:
    """Return a figure over some cells."""
    return joined([each.rows[name] for each in tallies]).estimate()


def take_census(
    library: Library,
    repeats: Repeats,
    *,
    games: int = GAMES,
    plain: int = PLAIN_GAMES,
    scenarios: Sequence[str] = (),
    lenses: Sequence[str] = (),
    native: bool | None = None,
    progress: Progress = lambda _: None,
) -> CensusRun:
    """Take the census.

    Args:
        library: Documents.
        repeats: Returns the share of repeated news sentences of a finished game; a function of a module.
        games: Games of each scenario and lens.
        plain: Plain games of each, for the news and for accords by package.
        scenarios: Which; all by default.
        lenses: Which; all by default.
        native: As for `play_games`.
        progress: Is told what has been done.
    """
    document, program = library.census(), program_of(library)
    cells = [(scenario, lens) for scenario in scenarios or library.scenario_names() for lens in lenses or library.lens_names()]

    def take(cell: tuple[str, str]) -> Tally:
        start = start_of(library, *cell, CENSUS_SEED)
        played = play_games(start, games, native=native)
        boards = dict(zip(score_names(program), game_scores(start, played).T, strict=True))
        found = tally(program, *cell, played, document.figures, boards)
        progress(f"{cell[0]} under {cell[1]}: {games} games")
        return found

    tallies = list(in_threads(take, cells, start_of(library, *cells[0], CENSUS_SEED), native))
    apart = [name for name in dict.fromkeys(cell[0] for cell in cells) if library.scenario(name).tutorial]
    played = [name for name in dict.fromkeys(cell[0] for cell in cells) if name not in apart]
    sample = play_sample(library.extra, played, list(dict.fromkeys(cell[1] for cell in cells)), plain, CENSUS_SEED, repeats, progress)
    run = CensusRun(document, games, tallies, apart, sample, [], [])
    run.settings = extremes(program.layout, {"": run.of(), **{lens: run.of(lens=lens) for lens in run.lenses}})
    run.verdicts = verdicts(run)
    return run


def repeated(plain: Sequence[PlainGame]) -> Estimate:
    """Return the mean share of repeated news sentences in a game."""
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    shares = np.array([game.repeated for game in plain])
    return estimate(np.arange(len(plain)), lambda keep: float(shares[keep].mean()))


def verdicts(run: CensusRun) -> list[Judged]:
    """Judge everything that is asked of the pooled games."""
    found = [judged(name, each.title, figure(run.of(), name), each.asked) for name, each in run.document.figures.items() if each.asked]
    found += judge_settings(run.document, [row for row in run.settings if not row.lens], [row for row in run.settings if row.lens])
    if run.plain and "repeated" in run.document.measured:
        found.append(judged("repeated", "News sentences read before in a game", repeated(run.plain), run.document.measured["repeated"]))
    return found
