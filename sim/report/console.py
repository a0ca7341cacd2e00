"""Where plain text is read and written: lines in, pages out, at the width of the terminal."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Callable

from sim.report.page import Page, wrap

NARROW, WIDE = 40, 100
LONGEST_LINE = 2000

Read = Callable[[str], str]
Write = Callable[[str], None]
Complete = Callable[[str, str], list[str]]


class Keyboard:
    """Reads lines from standard input; completes words with the tabulator where the terminal can.

    Attributes:
        interactive: Whether somebody sits at a terminal.
    """

    def __init__(self) -> None:
        """Look at standard input; wrong bytes are replaced, never an error."""
        self.interactive = sys.stdin is not None and sys.stdin.isatty()
        reconfigure = getattr(sys.stdin, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")

    def __call__(self, prompt: str) -> str:
        """Ask for a line.

        Raises:
            EOFError: There are no more lines.
        """
        if self.interactive:
            return input(prompt)
        sys.stdout.write(prompt)
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        sys.stdout.write("\n")
        return line

    def complete_with(self, complete: Complete) -> None:
        """Complete words through readline, where it is there and the terminal is not a dumb one."""
        if not self.interactive or os.environ.get("TERM", "") in ("", "dumb"):
            return
        try:
            import readline  # noqa: PLC0415  (not on every platform)
        except ImportError:
            return

        def at(text: str, state: int) -> str | None:
            before = readline.get_line_buffer()[: readline.get_begidx()]
            found = complete(before, text)
            if len(found) == 1:
                found = [f"{found[0]} "]
            return found[state] if state < len(found) else None

        readline.set_completer_delims(" \t=,")
        readline.set_completer(at)
        readline.parse_and_bind("bind ^I rl_complete" if "libedit" in (readline.__doc__ or "") else "tab: complete")


class Paper:
    """Writes lines to standard output; letters that the terminal lacks are replaced."""

    def __init__(self) -> None:
        """Look at standard output."""
        reconfigure = getattr(sys.stdout, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")

    def __call__(self, text: str) -> None:
        """Write a line."""
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


class Console:
    """Asks and shows.

    Attributes:
        interactive: Whether somebody sits at a terminal.
    """

    def __init__(self, read: Read, write: Write, width: int | None = None) -> None:
        """Take a reader and a writer; the width is the terminal's unless given."""
        self._read, self._write, self._width = read, write, width
        self.interactive = bool(getattr(read, "interactive", False))

    @property
    def width(self) -> int:
        """Columns of the terminal, 40 to 100; 80 where there is none."""
        columns = self._width or shutil.get_terminal_size((80, 24)).columns
        return max(NARROW, min(columns, WIDE))

    def ask(self, prompt: str) -> str:
        """Ask for a line; control characters are taken out of it.

        Raises:
            EOFError: There are no more lines.
            KeyboardInterrupt: The person interrupts.
        """
        return cleaned(self._read(prompt))

    def pause(self, prompt: str) -> None:
        """Wait for Enter, where somebody sits at a terminal."""
        if self.interactive:
            self.ask(prompt)

    def page(self, page: Page) -> None:
        """Show a page, after a blank line."""
        if page:
            self._write("\n".join(["", *page.lines(self.width)]))

    def hint(self, text: str) -> None:
        """Show what may be typed next."""
        self.line(text)

    def line(self, text: str) -> None:
        """Show one paragraph."""
        self._write("\n".join(wrap(text, self.width)))


def cleaned(line: str) -> str:
    """Return a typed line as text that can be kept: composed letters, no control characters, no half letters, not too long.

    Example:
        >>> cleaned("dip" + chr(9) + "talk" + chr(27))
        'dip talk'
    """
    whole = line.replace("\t", " ").encode("utf-8", "replace").decode("utf-8")
    kept = "".join(letter for letter in whole if unicodedata.category(letter)[0] != "C")
    return unicodedata.normalize("NFC", kept).strip()[:LONGEST_LINE]
