"""Peninsula as other libraries' games: PettingZoo, Gymnasium, OpenSpiel and Mesa; each a thin layer over the engine (extra `research`)."""
