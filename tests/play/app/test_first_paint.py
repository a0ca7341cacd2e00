"""What is loaded when the first picture is on the terminal: nothing that takes long to load."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
SCRIPT = """
import asyncio, sys
from sim.play.app.app import Peninsula

painted = []


def note(app):
    written = "".join(segment.text for strip in app.screen._compositor.render_strips() for segment in strip)
    painted.append(("P E N I N S U L A" in written, {name.partition(".")[0] for name in sys.modules}))


Peninsula._read_documents = note  # called once the start screen is painted; the documents are what comes next


async def main():
    async with Peninsula().run_test(size=(80, 24)) as pilot:
        await pilot.pause()


asyncio.run(main())
shown, loaded = painted[0]
print(shown, *sorted(loaded))
"""


def test_nothing_heavy_is_loaded_before_the_first_picture(tmp_path):
    around = {**os.environ, "PENINSULA_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, cwd=ROOT, env=around)  # noqa: S603
    shown, *loaded = done.stdout.split()
    assert shown == "True"
    assert "textual" in loaded
    assert not set(loaded) & {"numpy", "numba", "pyarrow", "scipy", "jinja2", "starlette"}
