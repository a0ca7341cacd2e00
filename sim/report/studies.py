"""The longer studies behind ``peninsula facts``: balance, census, hidden lens, mechanics, planner; as Markdown or JSON, with a verdict."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sim.analysis import hidden
from sim.analysis.balance import run_balance
from sim.analysis.balance.sizes import GAMES as BALANCE_GAMES
from sim.analysis.balance.table import tables_text
from sim.analysis.census import run as census
from sim.analysis.census.text import census_plain, census_text
from sim.analysis.many import Progress
from sim.analysis.mechanics import arms
from sim.analysis.mechanics.prediction import guess_games
from sim.analysis.mechanics.text import mechanics_plain, mechanics_text
from sim.analysis.planner import verdicts as planner
from sim.analysis.planner.text import planner_plain, planner_text
from sim.documents.library import Library
from sim.report.repeats import repeats
from sim.rollout.session import program_of

Study = Callable[[Library, int | None, Progress], tuple[Callable[[], str], Callable[[], Any], bool]]


def _balance(library: Library, games: int | None, progress: Progress) -> tuple[Callable[[], str], Callable[[], Any], bool]:
    tables = run_balance(library, games or BALANCE_GAMES, progress=progress)
    return lambda: tables_text(tables), lambda: [table.plain() for table in tables], all(table.passed for table in tables)


def _full(library: Library, games: int | None, progress: Progress) -> tuple[Callable[[], str], Callable[[], dict[str, Any]], bool]:
    found = census.take_census(library, repeats, games=games or census.GAMES, progress=progress)
    return lambda: census_text(found, library.rulebook()[0]), lambda: census_plain(found), all(each.passed for each in found.verdicts)


def _hidden(library: Library, games: int | None, progress: Progress) -> tuple[Callable[[], str], Callable[[], dict[str, Any]], bool]:
    found = hidden.run_hidden(library, games=games or hidden.GAMES, progress=progress)
    return lambda: hidden.hidden_text(found), lambda: hidden.hidden_plain(found), all(each.passed for each in found.verdicts)


def _mechanics(library: Library, games: int | None, progress: Progress) -> tuple[Callable[[], str], Callable[[], dict[str, Any]], bool]:
    found = arms.compare(library, games=games or arms.GAMES, progress=progress)
    guessed, layout = guess_games(library, progress=progress), program_of(library).layout
    return lambda: mechanics_text(found, guessed, layout), lambda: mechanics_plain(found, guessed, layout), True


def _planner(library: Library, games: int | None, progress: Progress) -> tuple[Callable[[], str], Callable[[], dict[str, Any]], bool]:
    found = planner.run_planner(library, games=games or planner.GAMES, progress=progress)
    return lambda: planner_text(found), lambda: planner_plain(found), all(each.passed for each in found.verdicts)


STUDIES: dict[str, Study] = {"balance": _balance, "full": _full, "hidden": _hidden, "mechanics": _mechanics, "planner": _planner}


def run_study(name: str, library: Library, games: int | None, progress: Progress, *, as_json: bool) -> tuple[str, bool]:
    """Run a study.

    Args:
        name: ``balance``, ``full``, ``hidden``, ``mechanics`` or ``planner``.
        library: Documents.
        games: Games of each scenario and lens, in all for ``hidden``, in every seat for ``planner``; the study's own number where None.
        progress: Is told what has been done.
        as_json: Whether to return JSON in place of Markdown.

    Returns:
        The report, and whether everything that is asked holds.
    """
    text, plain, fine = STUDIES[name](library, games, progress)
    return (json.dumps(plain(), indent=1) if as_json else text()), fine
