"""Why a planner sent a sheet, told in full: the sheets it compared, and every term of their difference as a mean over its futures."""

from __future__ import annotations

from sim.agents.planner import Plan
from sim.report.sums import difference_lines
from sim.rollout.planned import Planned, explain_plan


def plan_lines(plan: Plan, lever: int | None = None) -> list[str]:
    """Return a plan's explanation: the chosen sheet against the runner-up, or against the best one that sets a lever otherwise."""
    if len(plan.sheets) == 1 or (lever is not None and plan.best_without(lever) is None):
        return ["no other sheet was compared" if lever is None else "no sheet that sets it otherwise was compared"]
    why = explain_plan(plan, lever)
    lines = [
        f"{len(plan.sheets)} sheets compared by playing on for {plan.seasons} season{'s' if plan.seasons > 1 else ''}; "
        f"these two in {len(why.numbers)} common futures. Numbers are mean payoffs a season.",
        f"  {why.values[0]:+8.3f}  chosen     {sheet_text(plan, why.chosen)}",
        f"  {why.values[1]:+8.3f}  {'runner-up' if lever is None else 'otherwise'}  {sheet_text(plan, why.other)}",
        f"  it led by {why.gain:.3f} ± {why.error:.3f} (standard error, future by future)",
        f"  what made the difference, {changes_text(plan, why)}",
        *(f"    {line}" for line in difference_lines(why.difference, why.gain, digits=3)),
        f"  of which by season: {', '.join(f'{value:+.3f}' for value in by_season(why))}",
    ]
    if why.tip:
        lines.append(f"  the other would have led had {why.tip.lever} been {why.tip.setting} instead of {why.tip.instead} this season.")
    if not why.looked:
        lines.append("  what would have tipped it is looked for with the extra native only.")
    return lines


def sheet_text(plan: Plan, sheet: int) -> str:
    """Return a sheet of the planner's seat as it is written."""
    layout = plan.desk.program.layout
    orders = plan.sheets[sheet]
    return " ".join(f"{layout.levers[lever].split('.')[1]}={layout.settings[lever][orders[lever]]}" for lever in layout.seat_levers[plan.desk.seat])


def changes_text(plan: Plan, why: Planned) -> str:
    """Return the levers in which two sheets differ, such as ``sanc=hold against waiver``."""
    layout, one, other = plan.desk.program.layout, plan.sheets[why.chosen], plan.sheets[why.other]
    differing = [lever for lever in layout.seat_levers[plan.desk.seat] if one[lever] != other[lever]]
    return ", ".join(
        f"{layout.levers[lever].split('.')[1]}={layout.settings[lever][one[lever]]} against {layout.settings[lever][other[lever]]}"
        for lever in differing
    )


def by_season(why: Planned) -> list[float]:
    """Return the difference of two sheets season by season, from this one on; what a war costs stands with the last."""
    found = [0.0] * why.plan.seasons
    for parts, sign in zip(why.terms, (1.0, -1.0), strict=True):
        for part in parts:
            found[part.ahead] += sign * part.row.value
    return found
