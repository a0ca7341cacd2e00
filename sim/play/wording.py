"""The words of the plain game; they stand in `sim.text.wording`, which the lesson reads too."""

from __future__ import annotations

from sim.text.wording import Words, capitalised, sentences, signed

__all__ = ["Words", "capitalised", "sentences", "signed"]
