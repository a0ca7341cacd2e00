"""Tokens and codes: made from one secret of the lesson, so that the log holds none and a reissued one kills the old one."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

LETTERS = "BCDFGHJKMNPQRTVWXY346789"  # no vowels, and nothing that looks like something else
CODE, RESUME = 6, 8

Kind = Literal["nobody", "member", "teacher", "screen"]


@dataclass(frozen=True)
class Principal:
    """Who asks.

    Attributes:
        kind: ``nobody`` (at the door), ``member`` (of a team), ``teacher`` or ``screen`` (the projector).
        id: The member's id; ``teacher``, ``screen``, or a visitor's id.
    """

    kind: Kind
    id: str


def fresh() -> str:
    """Return 128 random bits as text."""
    return secrets.token_hex(16)


class Keys:
    """Makes and checks the tokens and codes of one lesson."""

    def __init__(self, secret: str) -> None:
        """Take the lesson's secret."""
        self._secret = secret.encode()

    def _mac(self, *words: object) -> bytes:
        return hmac.digest(self._secret, "\0".join(map(str, words)).encode(), sha256)

    def token(self, who: str, turn: int = 0) -> str:
        """Return the 128-bit token of a member, the teacher or the screen; each reissue is another turn."""
        return f"{who}.{self._mac('token', who, turn)[:16].hex()}"

    def holds(self, token: str, who: str, turn: int = 0) -> bool:
        """Say whether a token is the one of somebody now, in constant time."""
        return hmac.compare_digest(token.encode(), self.token(who, turn).encode())

    def class_code(self, turn: int) -> str:
        """Return the code of the class."""
        return self._letters(CODE, "class", turn)

    def resume_code(self, member: str, turn: int) -> str:
        """Return the code with which a member gets back in."""
        return self._letters(RESUME, "resume", member, turn)

    def form_token(self, session: str) -> str:
        """Return what every form of a session carries, so that no other site can post it."""
        return self._mac("form", session)[:16].hex()

    def _letters(self, count: int, *words: object) -> str:
        number = int.from_bytes(self._mac(*words), "big")
        found = ""
        for _ in range(count):
            number, place = divmod(number, len(LETTERS))
            found += LETTERS[place]
        return found


def typed_code(text: str) -> str:
    """Return a code as typed, in the form in which codes are made: capital letters, no blanks or hyphens."""
    return "".join(letter for letter in text.upper() if letter.isalnum())
