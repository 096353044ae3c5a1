"""The keys in memory: none stays that nobody uses, none comes back that was destroyed."""

import asyncio

import pytest

from chappe.features.keys import store
from chappe.gateway import keyring
from chappe.testing.handshake import Wishes
from chappe.testing.world import World


async def test_a_key_that_nobody_uses_leaves_memory_and_still_serves() -> None:
    async with World() as world:
        client = await world.client()
        world.advance(70)
        assert len(world.node.keyring) == 0
        assert await client.call("help.getNearestDc")
        world.advance(70)
        assert len(world.node.keyring) == 1


async def test_a_look_up_under_way_does_not_bring_back_a_destroyed_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with World() as world:
        client = await world.client()
        assert client.key is not None
        ring, key_id = world.node.keyring, client.key.key_id
        entry = ring.get(key_id)
        assert entry is not None
        ring.forget(key_id)
        async with world.node.database.transaction(write=False) as tx:
            row = await store.find(tx, key_id)
        go_on = asyncio.Event()

        async def slowly(_tx: object, _key_id: object) -> object:
            await go_on.wait()
            return row

        monkeypatch.setattr(store, "find", slowly)
        looking = asyncio.ensure_future(ring.load(key_id))
        await asyncio.sleep(0)
        assert await ring.destroy(entry)
        go_on.set()
        assert await looking is None
        assert ring.get(key_id) is None


async def test_temporary_keys_that_nobody_binds_do_not_pile_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keyring, "UNBOUND_MAX", 3)
    async with World() as world:
        clients = [await world.client(wishes=Wishes(expires_in=3600)) for _ in range(5)]
        assert len(world.node.keyring) == 3
        kept = [c.key is not None and world.node.keyring.get(c.key.key_id) for c in clients]
        assert [bool(entry) for entry in kept] == [False, False, True, True, True]
