"""Which coefficients move a measure most: Morris screening and Sobol' indices, with intervals and with what chance alone would give."""

from __future__ import annotations

from sim.analysis.sensitivity.indices import Influence, Screening, sensitivities

__all__ = ["Influence", "Screening", "sensitivities"]
