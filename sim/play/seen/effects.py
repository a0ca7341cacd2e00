"""What one order sheet is expected to move against another, on a person's view and the lens it reads by, with the claims it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.play.seen.belief import belief
from sim.play.sitting import Sitting

LITTLE, CLEAR, STRONG = 0.05, 0.3, 0.8
MOST_NAMED = 4


@dataclass(frozen=True)
class Effect:
    """One dial that a change of the sheet is expected to move.

    Attributes:
        dial: Its id.
        by: How far, in dial points, by itself and this season.
        claims: What the term that moves it most rests on; empty where that is our assumption.
    """

    dial: str
    by: float
    claims: tuple[str, ...]


@dataclass(frozen=True)
class _Season:
    """A season worked out in calm: the state that follows, and every term of every dial's change."""

    state: list[float]
    terms: list[float]


def effects_of(sitting: Sitting, before: Mapping[str, str], after: Mapping[str, str]) -> list[Effect]:
    """Return what one sheet is expected to move against another this season, the largest first; the others keep their sheets."""
    one, other = _season(sitting, before), _season(sitting, after)
    layout, book, view = sitting.layout, sitting.book, sitting.view.dials
    found, first = [], 0
    for name, dial in book.dials.items():
        place = layout.index[name]
        by = other.state[place] - one.state[place]
        if abs(by) >= LITTLE and name in view and not name.startswith("seems_"):
            changes = [(other.terms[first + n] - one.terms[first + n], tuple(term.claims)) for n, term in enumerate(dial.change.values())]
            helping = [change for change in changes if change[0] * by > 0]
            found.append(Effect(name, by, max(helping, key=lambda change: abs(change[0]), default=(0.0, ()))[1]))
        first += len(dial.change)
    return sorted(found, key=lambda effect: -abs(effect.by))[:MOST_NAMED]


def effect_text(sitting: Sitting, effect: Effect) -> str:
    """Return an effect in words, its size as one of three."""
    words, size = sitting.words, abs(effect.by)
    key = "little" if size < CLEAR else "clear" if size < STRONG else "strong"
    return words(f"effect.{key}", dial=words.dial(effect.dial), way=words("effect.up" if effect.by > 0 else "effect.down"))


def effects(sitting: Sitting, before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Return in words what one sheet is expected to move against another, each effect with its first claim."""
    found = []
    for effect in effects_of(sitting, before, after):
        found.append(f"{effect_text(sitting, effect)} [{effect.claims[0] if effect.claims else sitting.words('why.ours')}]")
    return "; ".join(found) or sitting.words("effect.none")


def _season(sitting: Sitting, mine: Mapping[str, str]) -> _Season:
    """Return a season in which the person's seat sets a sheet and the others keep theirs, chances at their odds."""
    desk, run, layout = sitting.game.desk(sitting.seat), sitting.program.run, sitting.layout
    orders, k = list(desk.standing), list(belief(sitting).k)
    for lever, setting in mine.items():
        full = f"{sitting.seat}.{lever}"
        orders[layout.lever(full)] = layout.setting(full, setting)
    calm, f, n = [0.0] * run.N_DRAWS, [0.0] * run.N_FLAGS, [0.0] * run.N_STATE
    run.quiet(calm)
    run.transition(desk.view, orders, k, desk.e, calm, desk.b, desk.accords, f, n)
    terms = [0.0] * sum(len(dial.change) for dial in sitting.book.dials.values())
    run.dial_terms(desk.view, orders, k, desk.e, calm, desk.b, f, n, terms)
    return _Season(n, terms)
