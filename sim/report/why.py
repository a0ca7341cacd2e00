"""Why a seat set its sheet, told in full: every term, the runner-up, what would have tipped it (DESIGN §4, EXAMPLES: Why)."""

from __future__ import annotations

from sim.agents.payoff import PayoffAgent, expectation
from sim.agents.planner import PlannerAgent
from sim.documents.errors import DocumentError, did_you_mean
from sim.documents.season import Season
from sim.engine.explain import Explanation, LeverChoice, explain
from sim.engine.past import own_desk
from sim.report.planned import plan_lines
from sim.report.sums import difference_lines
from sim.rollout.planned import past_plan
from sim.rollout.session import Session


def season_index(session: Session, season: str) -> int:
    """Return the place of a finished season named by number or id.

    Raises:
        DocumentError: It has not been played.
    """
    game = session.game
    ids = [game.seasons[played.before.season] for played in game.played]
    if season in ids:
        return ids.index(season)
    if season.isdigit() and 1 <= int(season) <= len(ids):
        return int(season) - 1
    raise DocumentError(f'season "{season}" is not in this game', hint=did_you_mean(season, ids) if ids else "no season has been played")


def full_explanation(session: Session, index: int, seat: str) -> Explanation:
    """Explain a seat's sheet from its own desk."""
    desk = own_desk(session.game, index, seat)
    return explain(desk, session.game.played[index].account.orders, expectation(desk))


def why_text(session: Session, season: str, seat: str, lever: str | None = None) -> str:
    """Return a full explanation as text.

    Raises:
        DocumentError: No such season or lever, or the lens is hidden and the game goes on.
    """
    if session.open_lens is None:
        raise DocumentError("the lens is hidden until the game ends", hint="inside the game, why shows what your seat can tell")
    index = season_index(session, season)
    title = Season.parse(session.game.seasons[index]).title
    plan = past_plan(session.game, index, seat)
    if plan is not None:
        which = None if lever is None else lever_number(session, seat, lever)
        return "\n".join([f"{title} · {seat} · planned, under the lens {session.lens.name} (full)", *plan_lines(plan, which)])
    explanation = full_explanation(session, index, seat)
    if lever is not None:
        lever_number(session, seat, lever)
    chosen = explanation.levers if lever is None else [explanation.lever(lever)]
    lines = [f"{title} · {seat} · sheet of probability {explanation.chance:.3g} under the lens {session.lens.name} (full)"]
    agent = session.game.agents[seat]
    if isinstance(agent, PlannerAgent):
        lines.append(
            f"{agent.name} would have sent another sheet: somebody else held {seat} then, or documents have changed; "
            "this is how its payoffs weigh what was sent."
        )
    elif not isinstance(agent, PayoffAgent):
        lines.append(f"{seat} was held by {agent.name}; this is how its payoffs weigh what it did.")
    for choice in chosen:
        lines += ["", *choice_lines(choice)]
    return "\n".join(lines)


def lever_number(session: Session, seat: str, name: str) -> int:
    """Return the number of a seat's lever, by its name with or without the seat.

    Raises:
        DocumentError: The seat has no such lever.
    """
    layout = session.game.program.layout
    numbers = {layout.levers[lever].split(".")[1]: lever for lever in layout.seat_levers[session.game.seat_number(seat)]}
    if name.rsplit(".", maxsplit=1)[-1] not in numbers:
        raise DocumentError(f'{seat} has no lever "{name}"', hint=did_you_mean(name, numbers))
    return numbers[name.rsplit(".", maxsplit=1)[-1]]


def choice_lines(choice: LeverChoice) -> list[str]:
    """Return one lever's choice: values, the terms that made the difference, a rounding row, and what would have tipped it."""
    lines = [choice.lever]
    for setting in sorted(choice.values, key=lambda each: -choice.values[each]):
        mark = "chosen" if setting == choice.chosen else ("runner-up" if setting == choice.runner_up else "")
        lines.append(f"  {setting:<18} {choice.values[setting]:+8.3f}   probability {choice.chances[setting]:.2f}  {mark}".rstrip())
    if choice.runner_up and choice.values[choice.chosen] < choice.values[choice.runner_up]:
        lines.append("  the draw went to a setting that was not the likeliest")
    if choice.runner_up:
        lines.append(f"  what made the difference, {choice.chosen} against {choice.runner_up}")
        lines += [f"    {line}" for line in difference_lines(choice.difference, choice.values[choice.chosen] - choice.values[choice.runner_up])]
    if choice.tip:
        tip = choice.tip
        instead = f"if {tip.lever} had been expected at {tip.setting} instead of {tip.instead}"
        lines.append(f"  {tip.to} would have led {instead} (probability {tip.chance:.2f}).")
    return lines
