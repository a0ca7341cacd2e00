"""Deeds: everything that can change a lesson. Each has a name, a form, those who may do it, and a function that applies its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from sim.classroom.keys import Kind
from sim.classroom.lesson import Lesson, Refusal, Team
from sim.classroom.log import Line
from sim.documents.schema import Strict

Form = TypeVar("Form", bound=Strict)
Audiences = Iterable[str]
Apply = Callable[[Lesson, Line, Form], Audiences]
WHO = {"m": "member", "t": "teacher", "s": "server", "d": "nobody"}


@dataclass(frozen=True)
class Deed(Generic[Form]):
    """Something that can be done.

    Attributes:
        name: Its name in the log and in addresses (``/do/NAME``).
        form: What must be given.
        by: Who may do it: ``member``, ``teacher``, ``nobody`` (at the door), ``server``.
        apply: Applies a line to the lesson and returns whose pages change; on a refusal nothing has changed.
        back: The page that a browser is sent to afterwards; empty: the one it came from.
    """

    name: str
    form: type[Form]
    by: frozenset[str]
    apply: Apply[Form]
    back: str = ""


DEEDS: dict[str, Deed[Any]] = {}


def deed(form: type[Form], by: str, back: str = "") -> Callable[[Apply[Form]], Apply[Form]]:
    """Register the function below as a deed under its own name.

    Args:
        form: The schema of what must be given.
        by: Who may do it, separated by blanks.
        back: Where a browser goes afterwards.
    """

    def register(apply: Apply[Form]) -> Apply[Form]:
        name = apply.__name__
        DEEDS[name] = Deed(name, form, frozenset(by.split()), apply, back)
        return apply

    return register


def may(kind: Kind | str, name: str) -> bool:
    """Say whether somebody of a kind may do a deed."""
    return name in DEEDS and kind in DEEDS[name].by


def read_form(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was given for a deed, checked and cleaned, as the log keeps it.

    Raises:
        Refusal: Something is missing, unknown, too long or of the wrong kind.
    """
    try:
        return dict(DEEDS[name].form.model_validate(given).model_dump(exclude_defaults=True))
    except ValidationError as failure:
        first = failure.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or name
        why = str(first.get("ctx", {}).get("error", first["msg"]))
        raise Refusal("form", field=place[:40], why=why[:120]) from None


def apply_line(lesson: Lesson, line: Line) -> None:
    """Apply a line to the lesson and count up the revisions of those whose pages change.

    Raises:
        Refusal, sim.engine.errors.Refused: It is not taken; nothing has changed.
    """
    found = DEEDS.get(line.kind)
    if found is None or WHO.get(line.who[:1]) not in found.by:
        raise Refusal("not_yours")
    for audience in set(found.apply(lesson, line, found.form.model_validate(line.data))):
        lesson.revision[audience] += 1


class ForTeam(Strict):
    """A deed for a team. A member's is its own; the teacher names one.

    Attributes:
        world, seat: The team; a member need not say, and may not name another.
        season: The season that is meant, from 1; 0 where the form does not say.
    """

    world: int = 0
    seat: str = ""
    season: int = 0


def team_of(lesson: Lesson, line: Line, form: ForTeam) -> Team:
    """Return the team that a deed is for.

    Raises:
        Refusal: A member named another team, or the form is for another season.
    """
    if line.who.startswith("m"):
        member = lesson.member(line.who)
        if (form.world or member.world) != member.world or (form.seat or member.seat) != member.seat:
            raise Refusal("other_team")
        team = lesson.team(member.world, member.seat)
    else:
        team = lesson.team(form.world, form.seat)
    now = lesson.worlds[team.world].season + 1
    if form.season and form.season != now:
        raise Refusal("other_season", asked=form.season, now=now)
    return team


def still_open(lesson: Lesson, line: Line) -> None:
    """Refuse what comes before the first season, or after orders were closed.

    Raises:
        Refusal: Told with how late it was.
    """
    if lesson.stage == "lobby":
        raise Refusal("not_begun")
    if line.who == "teacher" and lesson.stage == "locked":
        return  # a slip of paper may come late
    late = lesson.clock.late(line.at)
    if lesson.stage != "table" or (late and line.who != "teacher"):
        by = late or max(0.0, line.at - lesson.locked_at)
        raise Refusal("over" if lesson.stage == "over" else "late", seconds=f"{by:.0f}")
