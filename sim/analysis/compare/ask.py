"""What a comparison asks, checked name by name, and as the experiment that answers it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.analysis.compare.heat import Better
from sim.analysis.names import known, shared_boards
from sim.documents.errors import DocumentError
from sim.documents.experiment import AGENTS, Experiment, Vary, measure_names, usual_lenses
from sim.documents.lens import read_lens
from sim.documents.library import Library

SCENARIO = "2020-pandemic"
GAMES = 400  # of each policy under each lens
QUESTION = "Which policy does best, and under whose argument?"


@dataclass(frozen=True)
class Ask:
    """A comparison with every name checked.

    Attributes:
        policies: Policies and agents (``payoff`` is the control: seats that nothing binds).
        row: The seats that any of the policies gives orders to, such as ``US+ROK``.
        scenarios, lenses, measures: Where, under whose arguments, and on what.
        games: Games of each policy under each lens and from each start.
        rng_seed: Seed of all draws.
        otherwise: The better end of measures that are no boards.
    """

    policies: tuple[str, ...]
    row: str
    scenarios: tuple[str, ...]
    lenses: tuple[str, ...]
    measures: tuple[str, ...]
    games: int = GAMES
    rng_seed: int = 0
    otherwise: Better = "high"

    def experiment(
        self, *, policies: Sequence[str] = (), lenses: Sequence[str] = (), vary: Vary | None = None, games: int = 0, rng_seed: int | None = None
    ) -> Experiment:
        """Return the experiment, or one like it with other policies, lenses, points or games."""
        return Experiment(
            question=QUESTION,
            scenario=list(self.scenarios),
            policies={self.row: list(policies or self.policies)},
            lenses=list(lenses or self.lenses),
            vary=vary,
            runs=games or self.games,
            measures=list(self.measures),
            rng_seed=self.rng_seed if rng_seed is None else rng_seed,
        )


def asked(
    library: Library,
    policies: Sequence[str],
    *,
    scenarios: Sequence[str] = (),
    lenses: Sequence[str] = (),
    measures: Sequence[str] = (),
    games: int = GAMES,
    rng_seed: int = 0,
    otherwise: Better = "high",
) -> Ask:
    """Check what a person asks.

    Args:
        library: Documents.
        policies: At least two of different names.
        scenarios: `SCENARIO` by default.
        lenses: Every op-ed's and the contrast lens by default.
        measures: The boards that are nobody's own by default.
        games: Games of each policy under each lens and from each start.
        rng_seed: Seed of all draws.
        otherwise: The better end of measures that are no boards.

    Raises:
        DocumentError: A name is unknown, with the nearest known one; or there is nothing to compare.
    """
    book, _ = library.rulebook()
    policies, measures, scenarios = _once(policies), _once(measures), _once(scenarios) or (SCENARIO,)
    known(policies, [*library.policy_names(), *AGENTS], "policy")
    known(scenarios, library.scenario_names(), "scenario")
    known(measures, measure_names(book), "measure")
    if len(policies) < 2:
        raise DocumentError("compare takes two policies or more", hint=f"the control is payoff: compare {' '.join([*policies, 'payoff'])}")
    bound = {seat for name in policies if name not in AGENTS for seat in library.policy(name).seats}
    return Ask(
        policies,
        "+".join(seat for seat in book.seats if seat in bound or not bound),
        scenarios,
        _once(read_lens(library, spec).name for spec in lenses or usual_lenses(library)),
        measures or tuple(shared_boards(book)),
        games,
        rng_seed,
        otherwise,
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
