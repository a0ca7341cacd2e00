"""A lesson as files to keep, and back: its lines as text, and each world's record that the engine replays."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from sim.classroom.hall import Hall
from sim.classroom.log import Line, Log, LogError
from sim.documents.record import write_record
from sim.rollout.records import LENS_FILE, to_record

LINES = "lesson.jsonl"
HEAD = "peninsula-lesson"


def export_files(hall: Hall) -> dict[str, str]:
    """Return a lesson as texts by file name; a hidden lens stands in a file of its own, as beside any saved game."""
    head = {HEAD: 1, "lesson": hall.lesson.set_up.id}
    rows = [json.dumps(head), *(json.dumps(line.plain(), ensure_ascii=False) for line in hall.log.lines())]
    files = {LINES: "\n".join(rows) + "\n"}
    seal = hall.lesson.seal
    if seal is not None:
        files[LINES + LENS_FILE] = f"{seal.nonce}:{seal.lens}\n"
    for world in hall.lesson.worlds.values():
        assert world.session is not None
        files[f"world-{world.number}.yaml"] = write_record(to_record(world.session))
        if seal is not None:
            files[f"world-{world.number}.yaml{LENS_FILE}"] = f"{seal.nonce}:{seal.lens}\n"
    return files


def export_zip(hall: Hall, more: Mapping[str, bytes] | None = None) -> bytes:
    """Return the files as one zip, with more files where they are given."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in export_files(hall).items():
            archive.writestr(name, text)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def export_folder(hall: Hall, folder: Path) -> list[Path]:
    """Write the files into a folder and return their paths.

    Raises:
        OSError: It cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in export_files(hall).items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        if name.endswith(LENS_FILE):
            path.chmod(0o600)
        written.append(path)
    return written


def import_lines(file: Path, target: Path) -> None:
    """Make a lesson file from exported lines; tokens are new, so members come back by codes that the teacher gives them.

    Raises:
        LogError: The file is no export, or its lines do not follow one another.
    """
    rows = file.read_text(encoding="utf-8").splitlines()
    try:
        head, *lines = (json.loads(row) for row in rows if row.strip())
        if head.get(HEAD) != 1:
            raise ValueError
        found = [Line(**line) for line in lines]
        if not found:
            raise ValueError
    except (ValueError, TypeError, AttributeError):
        raise LogError("this is no exported lesson", file=str(file)) from None
    for number, line in enumerate(found, 1):
        if line.number != number:
            raise LogError(f"line {number} of the lesson is missing", file=str(file))
    beside = Path(f"{file}{LENS_FILE}")
    log = Log(target)
    try:
        if beside.exists():
            log.keep_secret("seal", beside.read_text(encoding="utf-8").strip())
        log.write(found)
    finally:
        log.close()
