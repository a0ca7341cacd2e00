"""The census as Markdown and as a plain document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sim.analysis.census.run import CensusRun, figure, repeated
from sim.analysis.census.tally import Tally
from sim.analysis.estimate import Estimate
from sim.analysis.tables import table
from sim.documents.rulebook import Rulebook

POOLED = "all"
ENDS = ("breached", "worn out", "disputed", "snapped back", "expired")


def census_text(run: CensusRun, book: Rulebook) -> str:
    """Return the census as Markdown; it is also the report that is kept."""
    scenarios = [name for name in run.scenarios if name not in run.apart]
    parts = [
        "# Census of AI games",
        f"Four payoff seats at standard level; {run.games} games of each scenario under each lens, {run.games * len(run.of())} pooled; "
        f"{run.games * (len(run.tallies) - len(run.of()))} of {', '.join(run.apart) or 'no scenario'} told apart. "
        "Errors are standard errors (jackknife over blocks of game numbers). Explores arguments made in five op-eds; predicts nothing.",
        "## What is asked",
        asked_table(run),
        "## How the worlds differ, lens by lens",
        f"Pooled over {', '.join(scenarios)}.",
        _figures_table(run, {lens: run.of(lens=lens) for lens in run.lenses}, run.document.worlds),
        "## Scenarios",
        "Pooled over lenses.",
        _figures_table(run, {name: run.of(scenario=name) for name in run.scenarios}, list(run.document.figures)),
        "## Accords by package",
        _accords(run, book),
        "## Boards",
        "Spread over games, pooled; the last columns are standard deviations within a lens.",
        boards_table(run),
        "## Settings",
        "Share of seasons in which each setting was ordered, pooled and by lens.",
        settings_table(run),
    ]
    cells = _cells(run)
    if cells:
        parts += ["Within one scenario and lens: " + cells + "."]
    return "\n\n".join(parts)


def asked_table(run: CensusRun) -> str:
    """Return the verdicts as a table, then what breaks them and why each is asked."""
    rows = [[each.title, each.found.text(3), each.asked, each.verdict, each.note or "", each.why] for each in run.verdicts]
    return table(["figure", "value", "asked", "verdict", "which", "why it is asked"], rows)


def _figures_table(run: CensusRun, groups: dict[str, list[Tally]], names: Sequence[str]) -> str:
    rows = []
    for name in names:
        cells = [figure(group, name) for group in groups.values()]
        rows.append([run.document.figures[name].title, *(each.text() for each in cells), *([figure(run.of(), name).text()])])
    return table(["figure", *groups, POOLED], rows)


def _accords(run: CensusRun, book: Rulebook) -> str:
    signed: Counter[str] = Counter()
    ended: Counter[tuple[str, str]] = Counter()
    for game in run.plain:
        signed.update(game.signed)
        ended.update(game.ended)
    count = len(run.plain)
    rows = [[package, str(signed[package]), *(str(ended[package, how]) for how in ENDS)] for package in book.packages]
    rows.append(["all", str(signed.total()), *(str(sum(ended[package, how] for package in book.packages)) for how in ENDS)])
    again = repeated(run.plain).text(3)
    return (
        f"In a sample of {count} plain games, such as `peninsula run` plays. Share of news sentences that had been read before: {again}.\n\n"
        + table(["package", "signed", *ENDS], rows)
    )


def boards_table(run: CensusRun) -> str:
    """Return the spread of the boards."""
    import numpy as np  # noqa: PLC0415  (only analysis needs it)

    rows = []
    for board in run.tallies[0].boards:
        values = np.concatenate([each.boards[board] for each in run.of()])
        low, middle, high = np.percentile(values, [5, 50, 95])
        by_lens = [np.concatenate([each.boards[board] for each in run.of(lens=lens)]).std() for lens in run.lenses]
        rows.append([board, *(f"{value:.2f}" for value in (values.mean(), values.std(), low, middle, high, *by_lens))])
    return table(["board", "mean", "sd", "5 %", "median", "95 %", *run.lenses], rows)


def settings_table(run: CensusRun) -> str:
    """Return the share of every setting."""
    share = {(row.setting, row.lens): row.share for row in run.settings}
    names = dict.fromkeys(row.setting for row in run.settings)
    rows = [[name, *(f"{share[name, lens]:.4f}" for lens in ("", *run.lenses)), run.document.explained.get(name, "")] for name in names]
    return table(["setting", POOLED, *run.lenses, "explained"], rows)


def _cells(run: CensusRun) -> str:
    """Say how often a setting is never used, or over nine seasons in ten, within one scenario and lens; for reading, nothing is asked."""
    never: Counter[str] = Counter()
    nearly: Counter[str] = Counter()
    asked = run.document.measured["most_used_in_a_lens"]
    for each in run.of():
        for lever, counts in each.used.items():
            total = counts.sum()
            never.update([lever] * int((counts == 0).sum()))
            nearly.update([lever] * sum(not asked.holds(float(count) / float(total)) for count in counts))
    cells = len(run.of())
    parts = [f"settings never used on {lever}: {count} over {cells} cells" for lever, count in never.most_common()]
    parts += [f"a setting of {lever} not {asked.text()} in {count} of {cells} cells" for lever, count in nearly.most_common()]
    return "; ".join(parts)


def census_plain(run: CensusRun) -> dict[str, Any]:
    """Return the census as one machine-readable document."""

    def both(found: Estimate) -> dict[str, float]:
        return {"value": found.value, "error": found.error}

    names = list(run.document.figures)
    return {
        "games_each": run.games,
        "apart": run.apart,
        "verdicts": [each.plain() for each in run.verdicts],
        "pooled": {name: both(figure(run.of(), name)) for name in names},
        "by_lens": {lens: {name: both(figure(run.of(lens=lens), name)) for name in names} for lens in run.lenses},
        "by_scenario": {each: {name: both(figure(run.of(scenario=each), name)) for name in names} for each in run.scenarios},
        "settings": [{"setting": row.setting, "lens": row.lens or POOLED, "share": row.share} for row in run.settings],
        "plain_games": [
            {
                "rng_seed": game.number,
                "repeated": game.repeated,
                "signed": dict(game.signed),
                "ended": [[package, how, count] for (package, how), count in game.ended.items()],
            }
            for game in run.plain
        ],
    }
