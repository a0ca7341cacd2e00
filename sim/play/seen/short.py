"""Why an AI seat acted, in one sentence with the two largest terms and their claims."""

from __future__ import annotations

from sim.engine.account import Row
from sim.engine.explain import LeverChoice
from sim.engine.seen import Range
from sim.play.seen.desks import can_explain, explained, sight, telling
from sim.play.seen.plans import in_short, plans
from sim.play.sitting import Sitting
from sim.text.wording import capitalised


def why_lines(sitting: Sitting, index: int) -> list[str]:
    """Return a sentence for each AI seat that changed something in a season: why, as the person sees it."""
    found = []
    for seat, agent in sitting.game.agents.items():
        if agent.person or not can_explain(sitting, seat):
            continue
        seen = sight(sitting, index, seat)
        if plans(sitting, seat) and seen.exact and not sitting.hidden:
            found.append(in_short(sitting, seat))
            continue
        choice = telling(seen, explained(seen, tips=False))
        if choice is not None:
            found.append(sentence(sitting, seat, choice, choice.leading))
    return found


def sentence(sitting: Sitting, seat: str, choice: LeverChoice, leading: list[Row]) -> str:
    """Return a choice as a sentence: what was set rather than what, and what spoke for and against it most."""
    words = sitting.words
    unlikely = choice.values.get(choice.chosen, 0.0) < choice.values.get(choice.runner_up, 0.0)
    return words(
        "why.sentence_unlikely" if unlikely else "why.sentence",
        seat=words.seat(seat),
        lever=choice.lever.split(".")[1],
        setting=choice.chosen,
        instead=choice.runner_up,
        reasons=capitalised("; ".join(reason(sitting, seat, row) for row in leading)),
    )


def reason(sitting: Sitting, seat: str, row: Row | Range) -> str:
    """Return a term as a reason for or against, with its first claim."""
    words = sitting.words
    value = row.value if isinstance(row, Row) else row.low + row.high
    ground = row.claims[0] if row.claims else words("why.ours")
    return words("why.for" if value > 0 else "why.against", term=words.term(seat, row.name), ground=ground)
