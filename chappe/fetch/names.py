"""From names to addresses, in threads of our own.

The system's resolver blocks, for as long as a stranger's name server likes, and cannot be called off. In
the threads that everybody shares a few such names would hold up what everybody does there (hashing
files); and a thread that the process waits for at its end would keep it from ending. So each name gets a
daemon thread, some at a time; a name that nobody waits for any more keeps its place until it is known.
"""

import asyncio
import socket
import threading
from contextlib import suppress

from aiohttp.abc import AbstractResolver, ResolveResult
from typing_extensions import override

AT_ONCE_MAX = 8
Found = list[tuple[socket.AddressFamily, int, str]]
"""Family, protocol and address of each."""


class OwnThreadsResolver(AbstractResolver):
    """The resolver of the system."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(AT_ONCE_MAX)

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        await self._places.acquire()
        loop = asyncio.get_running_loop()
        known: asyncio.Future[Found] = loop.create_future()

        def tell(found: Found | OSError) -> None:
            self._places.release()
            if known.done():
                return
            if isinstance(found, OSError):
                known.set_exception(found)
            else:
                known.set_result(found)

        def look() -> None:
            found = _look_up(host, port, family)
            with suppress(RuntimeError):  # the loop is closed: nobody waits
                loop.call_soon_threadsafe(tell, found)

        threading.Thread(target=look, name="name", daemon=True).start()
        return [_result(host, port, *each) for each in await known]

    @override
    async def close(self) -> None:
        """Names that are still looked up are not waited for."""


def _look_up(host: str, port: int, family: socket.AddressFamily) -> Found | OSError:
    try:
        answers = socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
    except OSError as error:
        return error
    except ValueError as error:  # a label that is too long, or no name at all
        return OSError(str(error))
    return [(kind, proto, str(where[0])) for kind, _, proto, _, where in answers]


def _result(
    host: str, port: int, family: socket.AddressFamily, proto: int, address: str
) -> ResolveResult:
    flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return ResolveResult(
        hostname=host, host=address, port=port, family=family, proto=proto, flags=flags
    )
