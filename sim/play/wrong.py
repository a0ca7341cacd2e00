"""A typed line that cannot be carried out; the lesson's terminal reads typed words, too, so that it stands in `sim.text.typed`."""

from sim.text.typed import Wrong, near, one_of

__all__ = ["Wrong", "near", "one_of"]
