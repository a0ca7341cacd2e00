"""The line to a lesson's server: JSON with a bearer token; a lost connection is tried again, and no deed is done twice by that."""

from __future__ import annotations

import http.client
import json
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

SHORTEST, LONGEST = 0.5, 8.0  # seconds between two tries
ANSWERED_WITHIN = 15.0
PORT = 8400
BUSY = (502, 503, 504)

Plain = dict[str, Any]


class Refused(Exception):
    """The server does not take something; its own sentence says why.

    Attributes:
        key: The refusal's name, such as ``no_pen``; empty where what answered is no lesson.
    """

    def __init__(self, key: str, says: str) -> None:
        """Keep name and sentence."""
        self.key = key
        super().__init__(says)


class Unreachable(Exception):
    """Nothing answers at an address, or what does is no lesson."""


def read_address(text: str) -> tuple[str, int, str]:
    """Return host, port and the class code of an address as teachers give it; the code is empty where it has none.

    Raises:
        ValueError: It is no address of a lesson.

    Example:
        >>> read_address("192.168.1.5:8400/?c=KFM3PT")
        ('192.168.1.5', 8400, 'KFM3PT')
    """
    parts = urlsplit(text if "//" in text else f"http://{text}")
    if parts.scheme != "http" or not parts.hostname:
        raise ValueError(text)
    port = parts.port or (80 if "//" in text else PORT)
    return parts.hostname, port, parse_qs(parts.query).get("c", [""])[0]


class Connection:
    """One line to one server; not shared between threads.

    Attributes:
        token: What says whose seat this is; empty at the door.
        tell: Hears ``lost`` when the connection is, and ``back`` when it has come back.
    """

    def __init__(self, host: str, port: int, *, token: str = "", lang: str = "", tell: Callable[[str], None] = lambda key: None) -> None:
        """Connect to nothing yet."""
        self.host, self.port, self.token, self.lang, self.tell = host, port, token, lang, tell
        self._line: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Plain:
        """Return what stands at an address, however long the connection is lost.

        Raises:
            Refused: It is not for this seat.
        """
        return self._until_answered("GET", path, b"", "")

    def post(self, path: str, given: Mapping[str, Any]) -> Plain:
        """Send something once, however often the connection is lost on the way, and return the answer.

        Raises:
            Refused: It is not taken.
        """
        return self._until_answered("POST", path, json.dumps(given).encode(), secrets.token_hex(8))

    def first(self, path: str) -> Plain:
        """Return what stands at an address, without patience.

        Raises:
            Unreachable: Nothing answers, or something that is no lesson does.
        """
        try:
            return self._once("GET", path, b"", "")
        except (OSError, http.client.HTTPException) as failure:
            raise Unreachable(str(failure)) from None
        except Refused as failure:
            if failure.key:
                raise
            raise Unreachable(str(failure)) from None

    def _until_answered(self, method: str, path: str, body: bytes, once: str) -> Plain:
        wait, lost = SHORTEST, False
        while True:
            try:
                found = self._once(method, path, body, once)
            except (OSError, http.client.HTTPException):
                self.close()
                if not lost:
                    self.tell("lost")
                lost = True
                time.sleep(wait)
                wait = min(2 * wait, LONGEST)
                continue
            except Refused:
                if lost:
                    self.tell("back")
                raise
            if lost:
                self.tell("back")
            return found

    def _once(self, method: str, path: str, body: bytes, once: str) -> Plain:
        if self._line is None:
            self._line = http.client.HTTPConnection(self.host, self.port, timeout=ANSWERED_WITHIN)
        headers = {"accept": "application/json"}
        headers |= {"authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= {"peninsula-lang": self.lang} if self.lang else {}
        headers |= {"content-type": "application/json", "idempotency-key": once} if body else {}
        try:
            self._line.request(method, path, body or None, headers)
            answer = self._line.getresponse()
            text = answer.read()
        except http.client.RemoteDisconnected:  # the server lets an idle line go; the next try has a fresh one
            self.close()
            raise
        return _read(answer.status, text)

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()
            self._line = None


def _read(status: int, text: bytes) -> Plain:
    try:
        found = json.loads(text)
    except ValueError:
        if status in BUSY:
            raise http.client.HTTPException("the server is busy") from None
        found = None
    if not isinstance(found, dict):
        raise Refused("", f"HTTP {status}, {text[:80].decode('utf-8', 'replace')!r}")
    if status != http.client.OK:
        raise Refused(str(found.get("refused", "")), str(found.get("says", status)))
    return found
