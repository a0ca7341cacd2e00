"""A finished game beside many others: how its boards compare with AI play of the same start, and which seasons could have changed it."""

from sim.analysis.afterwards.percentile import Field, Placed, percentiles
from sim.analysis.afterwards.turning import Moved, Otherwise, Turns, turning_points

__all__ = ["Field", "Moved", "Otherwise", "Placed", "Turns", "percentiles", "turning_points"]
