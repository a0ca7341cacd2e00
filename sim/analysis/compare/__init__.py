"""Policies compared under every lens: means, ranges, worst case, regret, and which coefficient flips the ranking."""

from __future__ import annotations

from sim.analysis.compare.heat import AcrossLenses, HeatMap, UnderLens, heat_maps

__all__ = ["AcrossLenses", "HeatMap", "UnderLens", "heat_maps"]
