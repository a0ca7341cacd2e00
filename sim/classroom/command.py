"""The commands `peninsula classroom …`: host, resume, check, export."""

from __future__ import annotations

import contextlib
import secrets
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sim.classroom.addresses import own_addresses
from sim.classroom.export import LINES, export_folder, import_lines
from sim.classroom.hall import Hall, Wish
from sim.classroom.log import Log, LogError
from sim.classroom.pages import languages, words_of
from sim.classroom.plans import plan_of
from sim.documents.errors import DocumentError, did_you_mean
from sim.documents.library import Library

if TYPE_CHECKING:
    from sim.classroom.server import Server

SUFFIX = ".lesson"
FILES = 2048


def lessons_folder() -> Path:
    """Return where lessons are kept unless a folder is named."""
    import platformdirs  # noqa: PLC0415

    return Path(platformdirs.user_data_dir("peninsula")) / "lessons"


def wish_for(
    scenario: str, plan: str, worlds: int, lens: str | None, level: str | None, bots: str, advisers: bool, lang: str, rng_seed: int | None
) -> Wish:
    """Return what a lesson is to be begun with, as the command line gives it; without a seed it is drawn.

    Raises:
        DocumentError: A plan, seat or language is unknown.
    """
    seats = tuple(seat.strip().upper() for seat in bots.split(",") if seat.strip())
    known = Library().rulebook()[0].seats
    for seat in seats:
        if seat not in known:
            raise DocumentError(f'seat "{seat}" is unknown', hint=did_you_mean(seat, known))
    if lang not in languages():
        raise DocumentError(f'language "{lang}" is unknown', hint=did_you_mean(lang, languages()))
    plan_of(plan)
    seed = secrets.randbelow(2**31) if rng_seed is None else rng_seed
    return Wish(scenario, plan, lens or "pool", level, lang, worlds, seed, seats, advisers)


def host(wish: Wish, library: Library, *, port: int, folder: Path | None = None, teacher_anywhere: bool = False, rehearse: bool = False) -> int:
    """Begin a lesson and hold it until it is stopped; in a rehearsal bots sit in the teams.

    Raises:
        LogError: The file cannot be written.
        DocumentError: A name is unknown.
    """
    where = (folder or lessons_folder()) / f"{time.strftime('%Y-%m-%d-%H%M%S')}-{wish.scenario}{SUFFIX}"
    return serve(Hall.begin(where, wish, library), port, teacher_anywhere=teacher_anywhere, rehearse=rehearse)


def resume(file: Path, library: Library, *, port: int, teacher_anywhere: bool = False) -> int:
    """Go on with a lesson: its own file, or an export.

    Raises:
        LogError: It is no lesson, or another server holds it.
    """
    return serve(resume_hall(file, library), port, teacher_anywhere=teacher_anywhere)


def resume_hall(file: Path, library: Library, *, clock: Callable[[], float] = time.time) -> Hall:
    """Return a lesson as its file, or an export, has it; its clock stands.

    Raises:
        LogError: It is no lesson, or another server holds it.
    """
    if not file.is_file():
        raise LogError("there is no such file", file=str(file))
    if file.suffix == Path(LINES).suffix:
        target = file.with_name(f"{file.stem}-{secrets.token_hex(3)}{SUFFIX}")
        import_lines(file, target)
        file = target
    log = Log(file)
    try:
        hall = Hall(log, library, clock=clock)
    except BaseException:
        log.close()
        raise
    hall.restarted()
    return hall


def serve(hall: Hall, port: int, *, teacher_anywhere: bool = False, rehearse: bool = False) -> int:
    """Hold a lesson until it is stopped."""
    from sim.classroom.rehearse import Rehearsal  # noqa: PLC0415
    from sim.classroom.server import Server  # noqa: PLC0415

    _allow_many_connections()
    free = _free_port(port)
    server = Server(hall, free, teacher_anywhere=teacher_anywhere, rehearsal=Rehearsal(hall) if rehearse else None)
    print(welcome(hall, server, asked=port), flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    if not server.room.deleted:
        hall.log.close()
        print(words_of(hall.lesson.set_up.lang)("host.kept", file=hall.log.path), flush=True)
    return 0


def _allow_many_connections() -> None:
    """Ask the system for more open files where it gives few (256 on a Mac)."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:  # Windows gives enough
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def welcome(hall: Hall, server: Server, *, asked: int) -> str:
    """Return what the teacher reads in the terminal: addresses, code, a QR code."""
    words = words_of(hall.lesson.set_up.lang)
    here = f"http://127.0.0.1:{server.port}"
    title = hall.library.headline(hall.lesson.set_up.scenario, hall.lesson.set_up.lang).title
    lines = [words("host.title", title=title, plan=words.said(hall.lesson.plan.title)), words("disclaimer"), ""]
    if asked not in (0, server.port):
        lines += [words("host.other_port", asked=asked, port=server.port), ""]
    lines += [words("host.teacher"), f"  {here}/teacher?key={hall.keys.token('teacher')}", ""]
    lines += [words("host.screen"), f"  {here}/screen?key={hall.keys.token('screen')}", ""]
    code = hall.keys.class_code(hall.lesson.code_turn)
    addresses = [f"http://{address}:{server.port}" for address in own_addresses()]
    if addresses:
        lines += [words("host.students", code=code), *(f"  {address}" for address in addresses), ""]
        lines += [_qr(f"{addresses[0]}/?c={code}")] if sys.stdout.isatty() else []
    else:
        lines += [words("host.no_network", code=code), ""]
    lines += [words("host.closed"), words("host.file", file=hall.log.path), words("host.stop")]
    return "\n".join(lines)


def _qr(address: str) -> str:
    import io  # noqa: PLC0415

    import segno  # noqa: PLC0415

    buffer = io.StringIO()
    segno.make(address, micro=False).terminal(buffer, compact=True)
    return buffer.getvalue()


def _free_port(port: int) -> int:
    """Return a port that can be listened on: the one asked for, else any."""
    for each in (port, 0):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", each))
            except OSError:
                continue
            return int(tried.getsockname()[1])
    return 0


def export(file: Path, out: Path, library: Library) -> list[Path]:
    """Write a lesson's lines and records into a folder.

    Raises:
        LogError: It is no lesson, or a server holds it: then its console saves it.
    """
    if not file.is_file():
        raise LogError("there is no such file", file=str(file))
    hall = Hall(Log(file), library)
    try:
        return export_folder(hall, out)
    finally:
        hall.log.close()
