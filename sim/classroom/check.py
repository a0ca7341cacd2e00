"""Whether other devices can reach this computer: the only proof is one that does, so a page waits for one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sim.classroom.addresses import own_addresses
from sim.classroom.guard import is_loopback
from sim.classroom.pages import words_of

PAGE = "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {size}\r\nconnection: close\r\n\r\n"


def check_network(port: int, seconds: float, tell: Callable[[str], object], lang: str = "en") -> bool:
    """Listen on all addresses for a while, and say what was reached from where, and what to do if nothing was.

    Args:
        port: Where the lesson will listen.
        seconds: How long to wait for another device; 0 waits for none.
        tell: Takes a line for the teacher.
        lang: Language.

    Returns:
        Whether another device came through, or, where none was waited for, whether this computer has an address.
    """
    words, addresses = words_of(lang), own_addresses()
    if not addresses:
        tell(words("check.no_address"))
        return False
    try:
        came = asyncio.run(_wait(port, seconds, addresses, tell, lang))
    except OSError as failure:
        tell(words("check.port_taken", port=port, why=failure.strerror or failure))
        return False
    if came:
        tell(words("check.came", device=came))
        return True
    if not seconds:
        return True
    tell(words("check.nobody"))
    for line in words.entry("check.advice"):
        tell(f"- {line}")
    return False


async def _wait(port: int, seconds: float, addresses: list[str], tell: Callable[[str], object], lang: str) -> str:
    words = words_of(lang)
    came: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        device = str(writer.get_extra_info("peername")[0])
        text = f"<!doctype html><html lang={lang}><title>Peninsula</title><p>{words('check.page')}</p>".encode()
        writer.write(PAGE.format(size=len(text)).encode() + text)
        await writer.drain()
        writer.close()
        if not came.done() and not is_loopback(device) and device not in addresses:
            came.set_result(device)

    server = await asyncio.start_server(answer, "0.0.0.0", port)  # noqa: S104  (this is what is checked)
    async with server:
        bound = server.sockets[0].getsockname()[1]
        for address in addresses:
            own = await _reaches(address, bound)
            tell(words("check.address" if own else "check.not_even_here", address=f"http://{address}:{bound}"))
        if not seconds:
            return ""
        tell(words("check.wait", seconds=f"{seconds:g}"))
        try:
            return await asyncio.wait_for(came, seconds)
        except TimeoutError:
            return ""


async def _reaches(address: str, port: int) -> bool:
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(address, port), 3)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True
