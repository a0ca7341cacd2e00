"""The game on screen: a Textual app whose screens show and ask; every act is a line of the command layer."""

from __future__ import annotations

from pathlib import Path

from sim.play.options import Options


def play_on_screen(options: Options, path: Path | None = None) -> int:
    """Play on screens until the person leaves.

    Args:
        options: What needs no asking; a scenario with a seat, or a saved game, opens at once.
        path: A folder of a person's own documents.

    Returns:
        Exit code: 0 left, 1 a fault in the program; the game is then as it was last saved.
    """
    from sim.play.app.app import Peninsula

    app = Peninsula(options, path)
    app.run()
    return app.return_code or 0
