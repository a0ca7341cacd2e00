"""Why a seat set its sheet, told in full: every term, the runner-up, what would have tipped it (DESIGN §4, EXAMPLES: Why)."""

from __future__ import annotations

from sim.agents.payoff import PayoffAgent, expectation
from sim.documents.errors import DocumentError, did_you_mean
from sim.documents.season import Season
from sim.engine.account import Row
from sim.engine.explain import Explanation, LeverChoice, explain
from sim.engine.past import own_desk
from sim.rollout.session import Session

SHOWN = 3


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
    explanation = full_explanation(session, index, seat)
    names = [choice.lever.split(".")[1] for choice in explanation.levers]
    if lever is not None and lever.split(".")[-1] not in names:
        raise DocumentError(f'{seat} has no lever "{lever}"', hint=did_you_mean(lever, names))
    chosen = explanation.levers if lever is None else [explanation.lever(lever)]
    title = Season.parse(session.game.seasons[index]).title
    lines = [f"{title} · {seat} · sheet of probability {explanation.chance:.3g} under the lens {session.lens.name} (full)"]
    if not isinstance(session.game.agents[seat], PayoffAgent):
        lines.append(f"{seat} was held by {session.game.agents[seat].name}; this is how its payoffs weigh what it did.")
    for choice in chosen:
        lines += ["", *choice_lines(choice)]
    return "\n".join(lines)


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


def grounds(row: Row) -> str:
    """Return what a term rests on: two claims at most, or our reason."""
    if not row.claims:
        return f"ours: {row.ours}"
    more = f" (+{len(row.claims) - 2})" if len(row.claims) > 2 else ""
    return ", ".join(row.claims[:2]) + more


def difference_lines(rows: list[Row], total: float) -> list[str]:
    """Return the largest terms, the rest in one line, a rounding row where the printed figures need one, and the sum."""
    shown, rest = rows[:SHOWN], rows[SHOWN:]
    lines = [f"{row.value:+.2f}  {row.name.replace('_', ' ')}   {grounds(row)}" for row in shown]
    printed = sum(round(row.value, 2) for row in shown)
    if rest:
        other = sum(row.value for row in rest)
        printed += round(other, 2)
        lines.append(f"{other:+.2f}  other terms ({len(rest)})")
    rounding = round(total, 2) - printed
    if abs(rounding) > 0.004:
        lines.append(f"{rounding:+.2f}  rounding")
    return [*lines, "-----", f"{total:+.2f}"]
