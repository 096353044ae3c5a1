"""Waiting for updates by a clock whose timers ring a moment early, as those of an event loop may."""

import asyncio
from typing import Any

import pytest

from chappe.botapi.queue.polling import Polling, Wish
from chappe.clock import ManualClock
from chappe.db.sqlite import SqliteDatabase
from chappe.ids import UserId

NOW = 1_800_000_000.0


class Hasty(ManualClock):
    """Its timers ring a millisecond before their time."""

    def call_later(self, delay_seconds: float, action: Any) -> Any:
        return super().call_later(delay_seconds - 0.001, action)


async def nothing(_polling: Polling, _bot: UserId, _wish: Wish) -> list[Any]:
    return []


async def test_a_poll_ends_when_its_timer_rings(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Hasty(NOW)
    monkeypatch.setattr(Polling, "_read", nothing)
    polling = Polling(SqliteDatabase(None), clock, lambda _bot: None)
    asked = asyncio.ensure_future(polling.poll(UserId(1_500_000_001), Wish(seconds=5)))
    for _ in range(3):
        await asyncio.sleep(0)
    assert polling.waiting == 1
    clock.advance(4.9995)
    async with asyncio.timeout(5):
        assert await asked == []
