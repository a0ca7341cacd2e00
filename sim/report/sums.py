"""Sums of terms as lines of text."""

from __future__ import annotations

from collections.abc import Sequence

from sim.engine.account import Row

SHOWN = 3


def grounds(row: Row) -> str:
    """Return what a term rests on: two claims at most, or our reason."""
    if not row.claims:
        return f"ours: {row.ours}"
    more = f" (+{len(row.claims) - 2})" if len(row.claims) > 2 else ""
    return ", ".join(row.claims[:2]) + more


def difference_lines(rows: Sequence[Row], total: float, digits: int = 2) -> list[str]:
    """Return the largest terms, the rest in one line, a rounding row where the printed figures need one, and the sum."""
    shown, rest = rows[:SHOWN], rows[SHOWN:]
    lines = [f"{row.value:+.{digits}f}  {row.name.replace('_', ' ')}   {grounds(row)}" for row in shown]
    printed = sum(round(row.value, digits) for row in shown)
    if rest:
        other = sum(row.value for row in rest)
        printed += round(other, digits)
        lines.append(f"{other:+.{digits}f}  other terms ({len(rest)})")
    rounding = round(total, digits) - printed
    if abs(rounding) > 0.4 * 10**-digits:
        lines.append(f"{rounding:+.{digits}f}  rounding")
    return [*lines, "-----", f"{total:+.{digits}f}"]
