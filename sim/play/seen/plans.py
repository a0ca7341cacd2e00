"""Why a planner sent a sheet, where a person may know: when watching, or looking back after the end."""

from __future__ import annotations

from sim.agents.planner import PlannerAgent
from sim.play.sitting import Sitting
from sim.report.page import Page
from sim.report.planned import sheet_text
from sim.rollout.planned import Planned, PlanTip

MOST_ROWS = 4
DIGITS = 3


def plans(sitting: Sitting, seat: str) -> bool:
    """Say whether a planner holds a seat."""
    return isinstance(sitting.game.agents[seat], PlannerAgent)


def in_short(sitting: Sitting, seat: str) -> str:
    """Return in a sentence that a seat planned its sheet, and where more is told."""
    return sitting.words("plans.short", seat=sitting.words.seat(seat), id=seat)


def plan_page(sitting: Sitting, index: int, why: Planned) -> Page:
    """Return the two sheets that led, what made the difference between them, adding up, and what would have tipped it."""
    words, plan = sitting.words, why.plan
    seat, layout = plan.desk.name, sitting.layout
    page = Page().title(words("plans.title", season=sitting.season_name(index), seat=words.seat(seat)))
    page.text(words("plans.how", n=len(plan.sheets), seasons=plan.seasons, futures=len(why.numbers)))
    if why.chosen == why.other:
        return page.text(words("plans.only_one"))
    for place, sheet, role in ((0, why.chosen, "plans.chosen"), (1, why.other, "plans.other")):
        page.row(f"{why.values[place]:+.{DIGITS}f}  {words(role, sheet=sheet_text(plan, sheet))}")
    one, other = plan.sheets[why.chosen], plan.sheets[why.other]
    differing = [lever for lever in layout.seat_levers[plan.desk.seat] if one[lever] != other[lever]]
    changes = [
        words(
            "plans.change",
            lever=layout.levers[lever].split(".")[1],
            setting=layout.settings[lever][one[lever]],
            other=layout.settings[lever][other[lever]],
        )
        for lever in differing
    ]
    page.heading(words("plans.difference", changes=words.listed(changes)))
    page.more(summed(sitting, why))
    return page.text(tipped(sitting, why.tip)) if why.tip else page


def summed(sitting: Sitting, why: Planned) -> Page:
    """Return the largest terms, the others together, a rounding row where needed, and their sum with its standard error."""
    words, seat, page = sitting.words, why.plan.desk.name, Page()
    shown, rest = why.difference[:MOST_ROWS], why.difference[MOST_ROWS:]
    printed = 0.0
    for row in shown:
        printed += round(row.value, DIGITS)
        page.row(f"{row.value:+.{DIGITS}f}  {words.term(seat, row.name)} [{row.claims[0] if row.claims else words('why.ours')}]", row.claims)
    if rest:
        other = sum(row.value for row in rest)
        printed += round(other, DIGITS)
        page.row(f"{other:+.{DIGITS}f}  {words('why.other_terms', n=len(rest))}")
    rounding = round(why.gain, DIGITS) - printed
    if abs(rounding) > 0.5 * 10**-DIGITS:
        page.row(f"{rounding:+.{DIGITS}f}  {words('why.rounding')}")
    return page.row(f"{why.gain:+.{DIGITS}f}  {words('plans.sum', error=f'{why.error:.{DIGITS}f}')}")


def tipped(sitting: Sitting, tip: PlanTip) -> str:
    """Return what would have tipped a plan."""
    words = sitting.words
    return words("plans.tip", lever=tip.lever, setting=tip.setting, words=words.setting(tip.lever, tip.setting), instead=tip.instead)
