import asyncio
import threading

import pytest

from chappe.fetch import names
from chappe.fetch.names import OwnThreadsResolver


async def test_a_name_has_addresses() -> None:
    resolver = OwnThreadsResolver()
    found = await resolver.resolve("localhost", 80)
    assert {each["host"] for each in found} <= {"127.0.0.1", "::1"}
    assert all(each["port"] == 80 and each["hostname"] == "localhost" for each in found)
    with pytest.raises(OSError, match=r"\w"):
        await resolver.resolve("no-such-name.invalid", 80)
    await resolver.close()


async def test_names_that_take_for_ever_hold_up_nobody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    let_go = threading.Event()

    def never(*_: object) -> list[object]:
        let_go.wait(10)
        return []

    monkeypatch.setattr(names, "_look_up", never)
    resolver = OwnThreadsResolver()
    waiting = [asyncio.ensure_future(resolver.resolve("slow", 80)) for _ in range(40)]
    await asyncio.sleep(0.01)
    assert await asyncio.wait_for(asyncio.to_thread(lambda: 5), 1) == 5
    await resolver.close()
    let_go.set()
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
