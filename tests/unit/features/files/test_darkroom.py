import asyncio
import time

from chappe.features.files import darkroom
from chappe.features.files.pictures import Developed


async def test_only_so_many_pictures_are_in_memory_at_a_time() -> None:
    inside = most = 0

    async def one() -> None:
        nonlocal inside, most
        async with darkroom.place():
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(one() for _ in range(40)))
    assert most == darkroom.PLACES


async def test_the_loop_goes_on_while_a_picture_is_developed() -> None:
    turns = 0
    done = asyncio.Event()

    async def count() -> None:
        nonlocal turns
        while not done.is_set():
            turns += 1
            await asyncio.sleep(0.001)

    def slow(_: bytes) -> Developed:
        time.sleep(0.1)
        return Developed(1, 1, b"", (), moves=False)

    counting = asyncio.create_task(count())
    await darkroom.develop(slow, b"")
    done.set()
    await counting
    assert turns > 10
