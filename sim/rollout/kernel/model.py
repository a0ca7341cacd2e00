"""Names that the native program supplies to `blocks`, declared for readers and linters; never run."""

from __future__ import annotations

from typing import Any

LANES = STRIDE = BLOCK_SIZE = 0
WORTHS_READ_BOUNDS = False
AT_K = AT_E = AT_FOG = AT_CAPITAL_ON = AT_MANDATES = AT_PRECISION = AT_SEED = AT_SEASON = 0
ROW_STATE = ROW_NEXT = ROW_VIEWS = ROW_ORDERS = ROW_STANDING = ROW_KNOWN = ROW_SHEET = ROW_THEIRS = ROW_FIXED = ROW_BOUNDS = 0
ROW_NEED = ROW_PARTY = ROW_NORTH = ROW_ERRORS = ROW_FLAGS = ROW_PAYOFFS = ROW_HAZARD = ROW_AT_WAR = ROW_SIGNED = ROW_SIGNED_COUNT = ROW_GAME = 0
ROW_MAY = ROW_SCORES = ROW_GAINS = 0
ROW_LEAST = ROW_MOST = ROW_BOARDS = ROW_ALIVE = ROW_WAR = ROW_ENDED = ROW_INCIDENT = ROW_OFFERED = 0
ROW_ON = ROW_LEFT = ROW_AGE = ROW_OUTCOME = ROW_INJURED = 0
K_OPENING = K_VIEW = K_KNOWN = K_EXPECT = K_OFFERS = K_WORTHS = K_SEASON = K_CLOSE = 0
numpy: Any = None


def call_kernel(address: int, s: int, o: int, x: int, v: int, u: int) -> None:
    """Call a kernel at an address with the addresses of its regions."""
    raise AssertionError("supplied by the native program")
