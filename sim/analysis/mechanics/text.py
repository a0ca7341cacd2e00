"""What the mechanics do, as Markdown and as a plain document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.analysis.mechanics.arms import Compared
from sim.analysis.mechanics.effects import Effect, effects, favourites, spreads
from sim.analysis.mechanics.prediction import Guessed, by_lever, disputed, scores
from sim.analysis.tables import table
from sim.engine.layout import Layout


def mechanics_text(found: Compared, guessed: Sequence[Guessed], layout: Layout) -> str:
    """Return the comparison as Markdown."""
    rows = effects(found, layout)
    parts = [
        "# Mechanics for play, on and off",
        f"Paired games on common draws: {found.games} AI games of each scenario and lens in each arm, {found.sheet_games} of each constant sheet. "
        "Each mechanic is compared in the scenarios that have it. On minus off, with standard errors (jackknife over blocks of game numbers); "
        "* marks a change of more than twice its error. Explores arguments made in five op-eds; predicts nothing.",
        _effects_table(found, rows),
        "The best constant sheet is the best of a short list (scenarios/facts/census.yaml), chosen by lens on one half of the games and judged "
        "on the other. Spread of a seat's own board over AI games (95 %): "
        + ", ".join(f"{seat} {value:.2f}" for seat, value in spreads(found).items())
        + ".",
        "## Which constant sheet is best, in how many lenses",
        _favourites_table(found),
        "## Prediction",
        prediction_text(guessed, layout),
    ]
    return "\n\n".join(parts)


def _effects_table(found: Compared, rows: Sequence[Effect]) -> str:
    cells = {(row.figure, row.mechanic): f"{row.change.value:+.3f} ± {row.change.error:.3f}{' *' if row.clear else ''}" for row in rows}
    on = {row.figure: row.on.text(3) for row in reversed(rows)}
    figures = dict.fromkeys(row.figure for row in rows)
    heads = ["figure", f"on ({found.mechanics[0]}'s scenarios)", *found.mechanics]
    return table(heads, [[figure, on[figure], *(cells[figure, mechanic] for mechanic in found.mechanics)] for figure in figures])


def _favourites_table(found: Compared) -> str:
    rows = []
    for off, by_seat in favourites(found).items():
        cells = [", ".join(f"{name} {count}" for name, count in by_seat[seat].most_common()) for seat in found.names]
        rows.append([f"no {off}" if off else "as shipped", *cells])
    return table(["arm", *found.names], rows)


def prediction_text(guessed: Sequence[Guessed], layout: Layout) -> str:
    """Return how well levers can be foretold."""
    rows = [[score.guess, score.all.text(3), score.changed.text(3)] for score in scores(guessed)]
    levers = [[layout.levers[lever], *(f"{value:.2f}" for value in values)] for lever, values in by_lever(guessed).items()]
    return "\n\n".join(
        [
            f"{len(guessed)} games under lenses drawn uniformly, watched from a seat in turn: every lever of its three rivals in every season. "
            f"The advisers do not all agree on {disputed(guessed).text(3)} of the levers.",
            table(["guess", "right, all levers", "right, levers that changed"], rows),
            table(["lever", "changes", "stays as it stood", "commonest", "an adviser"], levers),
        ]
    )


def mechanics_plain(found: Compared, guessed: Sequence[Guessed], layout: Layout) -> dict[str, Any]:
    """Return the comparison as one machine-readable document."""
    return {
        "games": found.games,
        "sheet_games": found.sheet_games,
        "effects": [row.plain() for row in effects(found, layout)],
        "spreads": spreads(found),
        "best_sheets": {off or "as shipped": {seat: dict(count) for seat, count in by_seat.items()} for off, by_seat in favourites(found).items()},
        "prediction": [
            {
                "guess": score.guess,
                "all": {"value": score.all.value, "error": score.all.error},
                "changed": {"value": score.changed.value, "error": score.changed.error},
            }
            for score in scores(guessed)
        ],
        "disputed": disputed(guessed).value,
    }
