"""Balance: whether every seat matters, nothing wins everywhere, somebody is tempted, and each author's case has its world."""

from __future__ import annotations

from collections.abc import Callable

from sim.analysis.balance.contrast import strict_then_talks
from sim.analysis.balance.dilemma import dilemmas
from sim.analysis.balance.influence import check_influence
from sim.analysis.balance.policies import check_policies
from sim.analysis.balance.runs import Runs
from sim.analysis.balance.sheets import constant_sheets, search_all
from sim.analysis.balance.sizes import GAMES, sizes
from sim.analysis.balance.table import Table
from sim.documents.library import Library

__all__ = ["run_balance"]


def run_balance(library: Library, games: int = GAMES, *, progress: Callable[[str], None] = lambda _: None, native: bool | None = None) -> list[Table]:
    """Check everything that the document on balance asks.

    Args:
        library: Documents.
        games: Games measured from each start; searches and samples grow with them.
        progress: Is told what has been done.
        native: Compiled or plain; by default whichever is there.
    """
    runs, parts = Runs(library, progress, native=native), sizes(games)
    searches = search_all(runs, parts)
    return [
        *constant_sheets(runs, searches, parts),
        *check_influence(runs, searches, parts),
        *dilemmas(runs, parts),
        *check_policies(runs, parts),
        *strict_then_talks(runs, parts),
    ]
