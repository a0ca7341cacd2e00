"""Each party's chance to accept, as a bar with its number, beside what it was before the last change."""

from __future__ import annotations

from sim.play.seen.chance import Chance
from sim.play.seen.prospects import Prospect, verdict
from sim.play.sitting import Sitting
from sim.text.wording import signed

BAR = 10
FULL, EMPTY = "█", "░"
SEEN = 0.005  # a chance is told to two decimals


def odds_lines(sitting: Sitting, found: Prospect, before: Prospect | None) -> list[str]:
    """Return a line for each AI party, one for the person's own seat, and one for the advisers."""
    words, lines = sitting.words, []
    for seat, answer in found.answers.items():
        lines.append(_answer(sitting, answer, before.answers.get(seat) if before else None) if answer else words("odds.none", seat=seat))
    if found.own:
        total = sum(part.value for part in found.own.parts)
        lines.append(words("odds.own", seat=found.own.seat, sum=signed(total)))
    if found.advisers:
        minds = [verdict(parts) for parts in found.advisers.values()]
        lines.append(words("odds.advisers", yes=minds.count("for"), torn=minds.count("torn"), no=minds.count("against")))
    return lines


def _answer(sitting: Sitting, now: Chance, was: Chance | None) -> str:
    words = sitting.words
    filled = round(now.chance * BAR)
    moved = f"{was.chance:.2f}→" if was and abs(was.chance - now.chance) >= SEEN else ""
    band = words("odds.band", low=f"{now.low:.2f}", high=f"{now.high:.2f}") if now.high - now.low >= 2 * SEEN else ""
    return f"{now.seat:<4} {FULL * filled}{EMPTY * (BAR - filled)} {moved}{now.chance:.2f}{band}"
