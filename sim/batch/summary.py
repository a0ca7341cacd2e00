"""A batch in a few lines: cells and the means of what was measured."""

from __future__ import annotations

from sim.batch.results import Results

MOST_ROWS = 60
MOST_MEASURES = 8


def summary_text(results: Results) -> str:
    """Return means and standard errors by cell; what is the same in all cells is said once."""
    made = results.manifest
    rows = results.summary().to_pylist()
    names = [name for name in ("scenario", *made["experiment"]["policies"], "lens", *_factors(made)) if name in rows[0]]
    shared = [name for name in names if len({row[name] for row in rows}) == 1]
    differ = [name for name in names if name not in shared]
    measures = results.measures[:MOST_MEASURES]
    table = [[*differ, *measures]]
    for row in rows[:MOST_ROWS]:
        table.append([*(_label(row[name]) for name in differ), *(f"{row[name]:.3g} ±{row[f'{name}.error']:.1g}" for name in measures)])
    widths = [max(len(line[place]) for line in table) for place in range(len(table[0]))]
    lines = [made["question"], made["note"], " · ".join(f"{name} {_label(rows[0][name])}" for name in shared)]
    lines += ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in table]
    if len(rows) > MOST_ROWS:
        lines.append(f"and {len(rows) - MOST_ROWS:,} more cells")
    runs = made["experiment"]["runs"]
    more = len(results.measures) - len(measures)
    lines.append(f"means of {runs:,} games a cell ± standard error" + (f"; {more} more measures are in the rows" if more else ""))
    return "\n".join(line for line in lines if line)


def _factors(made: dict[str, object]) -> list[str]:
    vary = made["experiment"]["vary"]  # type: ignore[index]
    return [*vary["coefficients"], *(f"start.{name}" for name in vary["start"])] if vary else []


def _label(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
