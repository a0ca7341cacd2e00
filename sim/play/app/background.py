"""Work beside the screens: in a thread, with its result brought back to the screen that asked, if it still wants it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import sleep
from typing import Any, TypeVar

from textual.app import App
from textual.screen import Screen
from textual.worker import Worker, get_current_worker

T = TypeVar("T")


class Forgotten(Exception):
    """Nobody waits for the work any more."""


def wait_while_wanted(seconds: float) -> None:
    """Wait in a thread before work that should not begin at every key.

    Raises:
        Forgotten: The work has been asked for anew, or its screen is gone.
    """
    sleep(seconds)
    if not still_wanted():
        raise Forgotten


def still_wanted() -> bool:
    """Say, in a thread of `in_background`, whether somebody still waits for what it works on."""
    return not get_current_worker().is_cancelled


def in_background(
    node: Screen[Any] | App[int],
    name: str,
    work: Callable[[], T],
    then: Callable[[T], None],
    failed: Callable[[Exception], None] | None = None,
) -> Worker[None]:
    """Do work in a thread and hand its result to `then` on the screen's own thread; typing goes on meanwhile.

    Work that was begun earlier under the same name on the same node is forgotten: only the last result is brought.

    Args:
        node: The screen, or the app, that wants the result; nothing is brought once it is gone.
        name: What the work is, for instance ``forecast``.
        work: Called in the thread. It must touch no widget and nothing that the person may change meanwhile: hand it values,
            such as ``sitting.game.desk(seat)`` or a fork of the game.
        then: Called with the result.
        failed: Called with an error; without it, an error is shown as a notification.

    Returns:
        The worker; ``cancel()`` forgets it.
    """

    def tell(fault: Exception) -> None:
        node.notify(f"{name}: {fault}", severity="error", markup=False)

    def finish(call: Callable[[], None]) -> None:
        if not worker.is_cancelled and (not isinstance(node, Screen) or node in node.app.screen_stack):
            call()

    def run() -> None:
        current = get_current_worker()
        try:
            call = partial(then, work())
        except Exception as fault:  # whatever it is, it must reach the screen and not end the game
            call = partial(failed or tell, fault)
        if not current.is_cancelled:
            node.call_later(finish, call)

    worker = node.run_worker(run, name=name, group=f"background-{name}", exclusive=True, thread=True, exit_on_error=False)
    return worker
