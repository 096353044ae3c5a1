"""Where pictures are developed: off the event loop, and only so many at a time."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from weakref import WeakKeyDictionary

from chappe.features.files.pictures import BadDimensions, Developed, NoPicture
from chappe.rpc.errors import RpcError

T = TypeVar("T")
WORKERS = 2
"""A picture of 25 million pixels takes 75 MB and a second; more at once would starve everybody else."""

PLACES = 8
"""Pictures in memory, waiting or worked on: 10 MB each at the most; the others wait on the disk."""

_workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="darkroom")
_places: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


def place() -> asyncio.Semaphore:
    """Room for one picture: to be taken before it is read into memory."""
    loop = asyncio.get_running_loop()
    return _places.setdefault(loop, asyncio.Semaphore(PLACES))


async def develop(work: Callable[[bytes], Developed], data: bytes) -> Developed:
    """Do work on a picture.

    Errors: IMAGE_PROCESS_FAILED, PHOTO_INVALID_DIMENSIONS
    """
    loop = asyncio.get_running_loop()
    try:
        return await loop.run_in_executor(_workers, work, data)
    except NoPicture as error:
        raise RpcError(400, "IMAGE_PROCESS_FAILED") from error
    except BadDimensions as error:
        raise RpcError(400, "PHOTO_INVALID_DIMENSIONS") from error


async def work(what: Callable[[], T]) -> T:
    """Do any other work on a picture."""
    return await asyncio.get_running_loop().run_in_executor(_workers, what)
