"""A comparison run: the batch, its heat maps, and for the two best policies of each measure what flips them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.analysis.compare.ask import Ask
from sim.analysis.compare.duel import Duel
from sim.analysis.compare.flips import FEWEST, FRESH, SHARE, Search, beyond, search
from sim.analysis.compare.heat import NOISE, HeatMap, heat_maps, leads_by_lens
from sim.analysis.estimate import Estimate
from sim.batch.results import Results
from sim.batch.run import Progress, run_batch
from sim.documents.lens import POOL
from sim.documents.library import Library


@dataclass(frozen=True)
class Pair:
    """Two policies on one measure, by lens.

    Attributes:
        measure: On what.
        leader, other: The first and the second by their mean over the lenses, or those that were named.
        leads: By lens, how much better the leader is, on the same draws.
    """

    measure: str
    leader: str
    other: str
    leads: dict[str, Estimate]

    def where(self, sign: int) -> list[str]:
        """Return the lenses under which the leader (1) or the other policy (-1) is ahead beyond noise, or neither (0)."""
        return [lens for lens, lead in self.leads.items() if (beyond(lead, NOISE) * (1 if lead.value > 0 else -1)) == sign]

    @property
    def differing(self) -> list[tuple[str, str]]:
        """The pairs of lenses between which the ranking differs, the leader's lens first."""
        return [(one, another) for one in self.where(1) for another in self.where(-1)]


@dataclass(frozen=True)
class Comparison:
    """What was found.

    Attributes:
        results: The batch behind the heat maps.
        maps: A heat map for each measure.
        pairs: For each measure, the two policies that were looked at more closely.
        searches: For each measure, what flips them; empty where nothing was searched.
    """

    results: Results
    maps: list[HeatMap]
    pairs: list[Pair]
    searches: list[Search]


def pairs_of(results: Results, maps: list[HeatMap], named: tuple[str, str] | None = None, *, scenario: str | None = None) -> list[Pair]:
    """Return for each heat map the two best policies, or two that were named, lens by lens."""
    found = []
    for each in maps:
        if len(each.policies) < 2:
            continue
        one, other = named or each.ranked()[:2]
        found.append(Pair(each.measure, one, other, leads_by_lens(results, each, one, other, scenario=scenario)))
    return found


def compare(
    library: Library,
    ask: Ask,
    *,
    pair: tuple[str, str] | None = None,
    start: str | None = None,
    native: bool | None = None,
    workers: int | None = None,
    progress: Progress = lambda done, games: None,
    say: Callable[[str], None] = lambda line: None,
) -> Comparison:
    """Compare policies under every lens and look for what flips the ranking.

    Args:
        library: Documents.
        ask: What is asked.
        pair: The two policies to look at more closely; the two best of each measure by default.
        start: The lens from which coefficients are moved; by default the pool, or where nobody leads there, the lens with the clearest lead.
        native: Compiled or plain; by default whichever is there.
        workers: As for `run_batch`.
        progress: Is told how many games of a batch are done, and of how many.
        say: Is told what comes next, a line at a time.
    """
    results = run_batch(ask.experiment(), library=library, native=native, workers=workers, progress=progress)
    maps = heat_maps(results, library.rulebook()[0], otherwise=ask.otherwise)
    pairs = pairs_of(results, maps, pair)
    fresh, games = (max(FEWEST, share * ask.games) for share in (FRESH, SHARE))
    duels: dict[tuple[tuple[str, ...], str], tuple[Duel, Duel]] = {}

    def duel(two: tuple[str, str], lens: str) -> tuple[Duel, Duel]:
        """Return the duels of a search and of its fresh games; measures share them, and so their games."""
        order = tuple(sorted(two))
        if (order, lens) not in duels:
            sizes = ((games, ask.rng_seed), (fresh, ask.rng_seed ^ 1))
            one, again = (
                Duel(library, ask, (order[0], order[1]), lens, games=count, rng_seed=seed, native=native, progress=progress) for count, seed in sizes
            )
            duels[order, lens] = one, again
        return duels[order, lens]

    searches = []
    for each in pairs:
        say(f"{each.measure}: what flips {each.leader} and {each.other}")
        searches.append(_search(each, duel, start))
    return Comparison(results, maps, pairs, searches)


def _search(pair: Pair, duel: Callable[[tuple[str, str], str], tuple[Duel, Duel]], start: str | None) -> Search:
    """Search from a lens in which one of the two leads."""
    lens = start or POOL
    coefficients = list(duel((pair.leader, pair.other), lens)[0].lens.values)
    found = search(*duel((pair.leader, pair.other), lens), pair.measure, coefficients)
    clear = [name for name in pair.leads if beyond(pair.leads[name], NOISE)]
    if found.begun or start or not clear:
        return found
    clearest = max(clear, key=lambda name: abs(pair.leads[name].value) / (pair.leads[name].error or 1.0))
    return search(*duel((pair.leader, pair.other), clearest), pair.measure, coefficients)
