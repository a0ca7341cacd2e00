"""The addresses of this machine, as other devices of its network know it."""

from __future__ import annotations

import contextlib
import ipaddress
import socket

ELSEWHERE = ("192.0.2.1", "10.255.255.255", "172.31.255.255", "192.168.255.255")  # nothing is sent: the system only says by which way it would


def own_addresses() -> list[str]:
    """Return the IPv4 addresses of this machine other than its own loopback, the likeliest first."""
    found: dict[str, None] = {}
    for target in ELSEWHERE:
        with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.connect((target, 9))
            found[line.getsockname()[0]] = None
    with contextlib.suppress(OSError):
        for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET):
            found[str(entry[4][0])] = None
    return [each for each in found if _others_reach(each)]


def _others_reach(address: str) -> bool:
    given = ipaddress.ip_address(address)
    return not (given.is_loopback or given.is_unspecified or given.is_link_local)
