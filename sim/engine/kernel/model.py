"""Names that the generated source supplies to the kernels, declared for readers and linters; never run."""

from __future__ import annotations

from typing import Any

N_STATE = N_DIALS = N_FLAGS = N_LEVERS = N_OPTIONS = N_DRAWS = N_CHANCES = N_INPUTS = N_BOUNDS = N_BOARDS = N_PACKAGES = N_CLAUSES = 0
SLOTS = SLOT_SIZE = SLOT_HEAD = CLAUSES_EACH = CLAUSE_SIZE = 0
ORDER: tuple[int, ...] = ()
ORDER_FIRST: tuple[int, ...] = ()
ORDER_COUNT: tuple[int, ...] = ()
SETTINGS: tuple[int, ...] = ()
OPTION_FIRST: tuple[int, ...] = ()
REST: tuple[int, ...] = ()
RESTRICTIVE: tuple[int, ...] = ()
ACT: tuple[int, ...] = ()
OWNER: tuple[int, ...] = ()
SEEN_AS: tuple[int, ...] = ()
DISCOUNT = CAPITAL_SEASON = CAPITAL_BANKED = MISSES_END = MISS = DELIVERY = DISPUTE_ENDS = FOUND_OUT = FOG_CARRIED = INJURED_ABOVE = 0.0
ANSWER_PRECISION = SNAP_PRECISION = INCIDENT_RAISES = 0.0
CAPITAL = MISSED = MISSED_SLOT = SIGNED_NOW = DISPUTE = COVERT_FOUND = BREAKS = DELIVERS = DPRK = MANDATE = MANDATE_CLOCK = TENSION = TALKED = 0
CARD_FIRST = COUNTERS = N_ENTRIES = EARLIER = 0
FOG_BAND: tuple[float, ...] = ()
FOG_OWNER: tuple[int, ...] = ()
SEEN_AS: tuple[int, ...] = ()
CARD_OWNER: tuple[int, ...] = ()
SEEN_AS: tuple[int, ...] = ()
CRISIS_SEATS: tuple[int, ...] = ()
MEDIATES: tuple[int, ...] = ()
UNDECIDED = 0.0
BOARD_OVER: tuple[int, ...] = ()
CLAUSES: tuple[float, ...] = ()
CLAUSE_OWNER: tuple[int, ...] = ()
SEEN_AS: tuple[int, ...] = ()
ENTRY_PACKAGE: tuple[int, ...] = ()
ENTRY_CLAUSES: tuple[int, ...] = ()
PACKAGE_PARTIES: tuple[int, ...] = ()
PACKAGE_SEASONS: tuple[float, ...] = ()


def _supplied(*_: Any) -> Any:
    raise AssertionError("supplied by the generated source")


fresh = fresh_ints = transition = payoff = forbidden = incident_chance = war_chance = mandate_chance = _supplied
answer = snap = stepping_back = clause_worths = reliabilities = board_values = channel_open = package_ready = ending = _supplied
