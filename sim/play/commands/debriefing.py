"""The debrief in the plain game, and what is kept of a game as a file."""

from __future__ import annotations

from pathlib import Path

from sim.documents.record import write_record
from sim.engine.errors import OutOfTime, UnknownOrder
from sim.play.sitting import Sitting
from sim.play.wrong import Wrong
from sim.report.page import Page
from sim.rollout.records import to_record


def debrief_page(sitting: Sitting) -> Page:
    """Return the debrief of a finished game as a page, with what has been worked out of other games."""
    from sim.play.seen.afterwards import afterwards, afterwards_page, making  # noqa: PLC0415  (only read at the end)
    from sim.report.telling import tell  # noqa: PLC0415

    claims = {name: claim.claim.strip() for name, claim in sitting.library.claims().items()}
    made = afterwards(sitting).made = making(sitting)()
    return tell(made, sitting.words, claims, beside=afterwards_page(sitting))


def debrief(sitting: Sitting, text: str) -> None:
    """Show the debrief, only when the game is over; ``debrief compare`` sets it beside other games first.

    Raises:
        OutOfTime: The game goes on.
        Wrong: Something else was asked for.
    """
    asked = text.strip().lower()
    if asked not in ("", "compare"):
        raise Wrong(sitting.words("debrief_expected"))
    if not sitting.game.over:
        raise OutOfTime(sitting.words("debrief.not_yet"))
    if not asked:
        sitting.show(debrief_page(sitting))
        return
    from sim.play.seen.afterwards import afterwards_page, work_out  # noqa: PLC0415

    sitting.say("debrief_wait")
    work_out(sitting)
    sitting.show(afterwards_page(sitting))


def export(sitting: Sitting, text: str) -> None:
    """Write the debrief as Markdown or HTML, or the record, to a file: ``export debrief notes.md``, ``export html game.html``."""
    what, _, name = text.partition(" ")
    makers = {"debrief": _markdown, "html": _html, "record": _record}
    make = makers.get(what.lower())
    if make is None or not name.strip():
        raise Wrong(sitting.words("export.expected"))
    path = Path(name.strip()).expanduser()
    if path.exists():
        raise UnknownOrder(sitting.words("export.exists", path=path))
    failure = written(path, make(sitting))
    if failure:
        sitting.say("export.failed", reason=failure)
    else:
        sitting.say("export.done", path=path)


def _record(sitting: Sitting) -> str:
    return write_record(to_record(sitting.session))


def _markdown(sitting: Sitting) -> str:
    if not sitting.game.over:
        raise OutOfTime(sitting.words("debrief.not_yet"))
    return debrief_page(sitting).markdown()


def _html(sitting: Sitting) -> str:
    from sim.play.seen.afterwards import afterwards, afterwards_page, making  # noqa: PLC0415
    from sim.report.html import page_html  # noqa: PLC0415  (templates are read only here)
    from sim.report.record import record_page  # noqa: PLC0415
    from sim.report.words import ReportWords  # noqa: PLC0415

    if not sitting.game.over:
        raise OutOfTime(sitting.words("debrief.not_yet"))
    said, beside = ReportWords(sitting.words.lang), afterwards_page(sitting)
    made = afterwards(sitting).made = making(sitting)()
    page = record_page(sitting.session, sitting.seat, sitting.weighing.lenses, sitting.words, said, beside=beside, made=made)
    return page_html(page, said)


def written(path: Path, text: str) -> str:
    """Write a text to a file; return why that failed, or an empty text."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as failure:
        return f"{failure.strerror or failure} ({path})"
    return ""
