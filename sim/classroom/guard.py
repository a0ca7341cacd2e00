"""Guards of every request: who may connect, where a post may come from, how long a body may take, what every answer carries."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_SECONDS = 10.0
MOST_BODY = 32 * 1024
SAFE = ("GET", "HEAD")
# Referrer-Policy is same-origin, not no-referrer: under no-referrer browsers write "Origin: null" on our own forms, and over plain HTTP,
# where no Sec-Fetch-Site is sent, a post from another site could then not be told from ours. Nothing leaves for other sites either way.
HEADERS = {
    b"content-security-policy": b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    b"referrer-policy": b"same-origin",
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
    b"cache-control": b"no-store",
}


def is_loopback(host: str | None) -> bool:
    """Say whether an address is this machine's own."""
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool(address.is_loopback or (mapped and mapped.is_loopback))


def from_elsewhere(request: Request) -> bool:
    """Say whether a browser tells that another site made this request."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return True
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host", "")


def is_browser(request: Request) -> bool:
    """Say whether a request could carry somebody's cookies without that person's knowledge: browsers say where a post comes from."""
    return any(name in request.headers for name in ("cookie", "origin", "sec-fetch-site"))


class Guard:
    """Wraps the application: the network, slow bodies, headers."""

    def __init__(self, app: ASGIApp, open_to_network: Callable[[], bool]) -> None:
        """Guard an application; `open_to_network` says whether other devices may connect now."""
        self.app, self.open_to_network = app, open_to_network

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        late = asyncio.get_running_loop().time() + BODY_SECONDS

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [(name.lower(), value) for name, value in message.get("headers", [])]
                ours = [(name, value) for name, value in HEADERS.items() if name not in {each for each, _ in given}]
                message = {**message, "headers": [*given, *ours]}
            await send(message)

        whole = False

        async def receive_in_time() -> Message:
            nonlocal whole
            try:
                async with asyncio.timeout_at(None if whole else late):  # for all of the body, however it drips
                    message = await receive()
            except TimeoutError:
                return {"type": "http.disconnect"}  # the application answers as if the client had gone
            whole = not message.get("more_body", False)
            return message

        client = scope.get("client")
        if not self.open_to_network() and not is_loopback(client[0] if client else None):
            await PlainTextResponse("This class is not open to other devices yet.", 403)(scope, receive, send_with_headers)
            return
        body = receive if scope["method"] in SAFE else receive_in_time
        await self.app(scope, body, send_with_headers)
