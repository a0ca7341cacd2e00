"""The progress bar of a batch: on a terminal only, on stderr."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sim.batch.run import Progress


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show games done, their rate and the time left while a batch runs; nothing where stderr is no terminal."""
    from rich.console import Console  # noqa: PLC0415  (only batches draw bars)
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    if not console.is_terminal or console.is_dumb_terminal:
        yield lambda done, games: None
        return
    columns = (TextColumn("games"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn(), TextColumn("left"))
    with Bar(*columns, console=console) as bar:
        task = bar.add_task("games", rate="", total=None)

        def show(done: int, games: int) -> None:
            if not bar.tasks[task].total:
                bar.update(task, total=games, completed=done)  # found finished: not part of the rate
                bar.reset(task, total=games, completed=done)
            speed = bar.tasks[task].speed
            bar.update(task, completed=done, rate=f"{speed:,.0f} games/s" if speed else "")

        yield show
