"""The columns of a result, described in the schema itself: units, sentences, where the rows come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.batch.measures import YES, Column, measures, state_value
from sim.batch.plan import Plan
from sim.engine.layout import plain
from sim.rollout.runner import fact_names

if TYPE_CHECKING:
    import pyarrow as pa


def cell_columns(plan: Plan) -> list[Column]:
    """Return the columns that say which cell a row belongs to."""
    experiment = plan.experiment
    rows = [
        Column(row, "word", "policy", f"Policy of {row}; payoff, standing and random are agents without one", tuple(name for name, _ in names))
        for row, names in plan.choices.items()
    ]
    return [
        Column("cell", "count", "number", "Cell: one scenario, choice of policies, lens and point"),
        Column("scenario", "word", "scenario", "Where the games start", tuple(experiment.scenario)),
        *rows,
        Column("lens", "word", "lens", "Whose argument describes the world", tuple(experiment.lenses)),
        *(_factor(plan, name) for name in (experiment.vary.factors if experiment.vary else ())),
    ]


def _factor(plan: Plan, name: str) -> Column:
    book = plan.program.book
    if name in book.coefficients:
        return Column(name, "number", "coefficient 0-1", f"{book.coefficients[name].title}; in place of the lens's value")
    title, unit = state_value(book, name.removeprefix("start."))
    return Column(name, "number", unit, f"{title}, at the start; in place of the scenario's value")


def game_columns(plan: Plan) -> list[Column]:
    """Return the columns of games: the cell, the game's number, the measures."""
    game = Column("game", "count", "number", "Game: the same number is played on the same draws in every cell")
    return [*cell_columns(plan), game, *(measure.column for measure in measures(plan.program, plan.experiment))]


def season_columns(plan: Plan) -> list[Column]:
    """Return the columns of trajectories: a row a season played, with dials at its end, orders, and what happened in it."""
    book, layout = plan.program.book, plan.program.layout
    return [
        Column("cell", "count", "number", "Cell, as in the rows of games"),
        Column("game", "count", "number", "Game, as in the rows of games"),
        Column("season", "count", "number", "Season, from 1"),
        *(Column(name, "number", "dial 0-10", f"{dial.title}, at the end of the season") for name, dial in book.dials.items()),
        *(Column(lever, "word", "setting", f"What {lever.split('.')[0]} set", layout.settings[layout.lever(lever)]) for lever in layout.levers),
        *(_fact(plan, name) for name in fact_names(plan.program)),
    ]


def _fact(plan: Plan, name: str) -> Column:
    if name in _FACTS:
        kind, unit, says = _FACTS[name]
        return Column(name, kind, unit, says)  # type: ignore[arg-type]
    packages = {f"in_{plain(package)}": each.title for package, each in plan.program.book.packages.items()}
    return Column(name, "yes", YES, f'Whether "{packages[name]}" is in force at the end of the season')


_FACTS = {
    "talked": ("yes", YES, "Whether Washington and Pyongyang held talks"),
    "accords": ("count", "accords", "Accords in force at the end of the season"),
    "signed": ("count", "accords", "Accords signed in the season"),
    "broken": ("count", "accords", "Accords broken off in the season"),
    "incident": ("yes", YES, "Whether there was an incident"),
    "war": ("yes", YES, "Whether war came"),
    "chance_of_war": ("number", "probability 0-1", "Chance of war in the season, before its draws"),
    "hazard": ("number", "probability 0-1", "Chance of an incident in the season"),
}


def schema(columns: list[Column], notes: Mapping[str, str]) -> pa.Schema:
    """Return an Arrow schema whose columns carry ``unit`` and ``description``, and whose metadata carry `notes`."""
    import pyarrow as pa  # noqa: PLC0415  (only batches need it)

    kinds = {"number": pa.float64(), "count": pa.int64(), "yes": pa.int8(), "word": pa.dictionary(pa.int32(), pa.string())}
    fields = [pa.field(each.name, kinds[each.kind], nullable=False, metadata={"unit": each.unit, "description": each.says}) for each in columns]
    return pa.schema(fields, metadata={f"peninsula.{name}": text for name, text in notes.items()})


def arrow_column(column: Column, values: Any) -> pa.Array:
    """Return an Arrow array; for words, `values` are their places among the column's words."""
    import numpy as np  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    if column.kind == "word":
        return pa.DictionaryArray.from_arrays(pa.array(np.asarray(values, dtype=np.int32)), pa.array(column.words, pa.string()))
    types = {"number": np.float64, "count": np.int64, "yes": np.int8}
    return pa.array(np.asarray(values).astype(types[column.kind]))
