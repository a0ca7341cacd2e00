"""Who was there when a season was revealed, for the list of participation."""

from __future__ import annotations

from pydantic import Field

from sim.classroom.deeds import Audiences, deed
from sim.classroom.joining import MOST_MEMBERS
from sim.classroom.lesson import Lesson
from sim.classroom.log import Line
from sim.documents.schema import Strict


class Present(Strict):
    """Members that were heard of lately when a season was revealed.

    Attributes:
        season: Which, from 0.
        members: Their ids.
    """

    season: int = Field(ge=0, le=20)
    members: list[str] = Field(max_length=MOST_MEMBERS)


@deed(Present, by="server")
def present(lesson: Lesson, line: Line, form: Present) -> Audiences:
    """Note who was there; nothing that anybody sees in the lesson changes."""
    return ()
