"""What stands beside Peninsula in the benchmark: other libraries' games, ours through them, and what each figure can be compared with."""

from __future__ import annotations

from sim.adapters.beside.sections import SECTIONS

__all__ = ["SECTIONS"]
