"""Where the plain game reads and writes; the lesson's terminal does, too, so that it stands in `sim.report.console`."""

from sim.report.console import LONGEST_LINE, NARROW, WIDE, Complete, Console, Keyboard, Paper, Read, Write, cleaned

__all__ = ["LONGEST_LINE", "NARROW", "WIDE", "Complete", "Console", "Keyboard", "Paper", "Read", "Write", "cleaned"]
