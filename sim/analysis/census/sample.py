"""Plain games beside the census: accords by package, and how often the news repeats itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sim.analysis.many import Progress, in_processes, library_at
from sim.engine.game import Game
from sim.rollout.session import advance, new_session

Repeats = Callable[[Game], float]
PLAIN_GAMES = 4
FEW = 8


@dataclass(frozen=True)
class Plain:
    """A plain game to be played: which, and how its news is judged."""

    scenario: str
    lens: str
    rng_seed: int
    extra: Path | None
    repeats: Repeats


@dataclass
class PlainGame:
    """What a plain game gave.

    Attributes:
        number: Its random seed.
        repeated: Share of news sentences that had been read before in it.
        signed: By package, how often it was signed.
        ended: By (package, how), how often it ended so: breached, worn out, disputed, snapped back, expired.
    """

    number: int
    repeated: float
    signed: Counter[str] = field(default_factory=Counter)
    ended: Counter[tuple[str, str]] = field(default_factory=Counter)


def play_plain(plain: Plain) -> PlainGame:
    """Play one game as `peninsula run` does and read its accounts."""
    session = new_session(plain.scenario, lens=plain.lens, rng_seed=plain.rng_seed, library=library_at(plain.extra))
    while not session.game.over:
        advance(session)
    found = PlainGame(plain.rng_seed, plain.repeats(session.game))
    for played in session.game.played:
        account = played.account
        found.signed.update(offer.package for offer in account.offers if offer.outcome == "signed")
        found.ended.update([*account.ended, *((package, "snapped back") for package, _ in account.snapped)])
    return found


def play_sample(
    extra: Path | None, scenarios: Sequence[str], lenses: Sequence[str], each: int, rng_seed: int, repeats: Repeats, progress: Progress
) -> list[PlainGame]:
    """Play some plain games of every scenario and lens, each on draws of its own."""
    cells = [(scenario, lens) for _ in range(each) for scenario in scenarios for lens in lenses]
    items = [Plain(scenario, lens, rng_seed + place, extra, repeats) for place, (scenario, lens) in enumerate(cells)]
    found = []
    for game in in_processes(play_plain, items, many=len(items) > FEW):
        found.append(game)
        if len(found) % 20 == 0 or len(found) == len(items):
            progress(f"plain games: {len(found)} of {len(items)}")
    return found
