"""The rows of the list of chats on both engines: places, pins, folders, drafts; two devices at once."""

import asyncio

import pytest

from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.dialogs import actions, store
from chappe.features.dialogs.store import TOP, Place
from chappe.ids import BoxId, MessageId, PeerId, UserId
from chappe.updates.log import Journal

ME = UserId(7)
PEERS = [PeerId(number) for number in (11, 12, 13, 14)]
BOTH = (0, 1)


@pytest.fixture
async def house(database: Database) -> Database:
    packages = ("chappe.updates", "chappe.features.dialogs")
    await migrate(database, read_migrations(packages))
    async with database.transaction(write=True) as tx:
        await Journal(tx, 1000.0).open_box(BoxId(ME))
        for number, peer in enumerate(PEERS, 1):
            at = 1000 + number // 2  # some came in the same second
            await store.message_came(tx, ME, peer, MessageId(number), at, unread=True)
    return database


async def page(house: Database, after: Place = TOP, limit: int = 10) -> list[PeerId]:
    async with house.transaction(write=False) as tx:
        return [each.peer for each in await store.find_page(tx, ME, BOTH, after, limit)]


async def test_every_dialog_stands_on_one_page_only(house: Database) -> None:
    found: list[PeerId] = []
    after = TOP
    for _ in PEERS:
        (peer,) = await page(house, after, 1)
        found.append(peer)
        async with house.transaction(write=False) as tx:
            dialog = await store.find(tx, ME, peer)
        assert dialog is not None
        after = Place(dialog.top_at, dialog.top_id, peer)
    assert found == PEERS[::-1]
    assert await page(house, after, 1) == []


async def test_two_devices_pin_and_both_pins_hold(house: Database) -> None:
    async def pin(peer: PeerId) -> None:
        async with house.transaction(write=True) as tx:
            journal = Journal(tx, 1000.0)
            await actions.toggle_pin(journal, ME, peer, pinned=True, premium=False)
            await journal.flush()

    await asyncio.gather(*map(pin, PEERS))
    async with house.transaction(write=False) as tx:
        places = await store.pins(tx, ME, 0)
    assert sorted(places) == PEERS
    assert sorted(places.values()) == [1, 2, 3, 4]
    assert await page(house) == []


async def test_the_state_of_a_folder_is_its_newest_dialog_and_what_is_unread(
    house: Database,
) -> None:
    async with house.transaction(write=True) as tx:
        journal = Journal(tx, 1000.0)
        await actions.move(journal, ME, [(peer, 1) for peer in PEERS[:3]])
        for peer in PEERS[1:3]:
            await store.read_inbox(tx, ME, peer, MessageId(4), 0)
        await journal.flush()
        state = await store.folder_state(tx, ME, 1)
        assert [(each.peer, each.unread) for each in state] == [(PEERS[2], 0), (PEERS[0], 1)]
        assert await store.count(tx, ME, (1,), with_pinned=True) == 3
        assert await store.find_archived(tx, ME) == PEERS[:3]


async def test_drafts_outlive_messages_and_make_no_line(house: Database) -> None:
    stranger = PeerId(99)
    async with house.transaction(write=True) as tx:
        await store.set_draft(tx, ME, stranger, b"one")
        await store.set_draft(tx, ME, stranger, b"two")
        await store.set_draft(tx, ME, PEERS[0], b"three")
        await store.message_came(tx, ME, PEERS[0], MessageId(9), 1010, unread=False)
        assert await store.find_drafts(tx, ME) == {PEERS[0]: b"three", stranger: b"two"}
        assert await store.drop_draft(tx, ME, stranger)
        assert not await store.drop_draft(tx, ME, stranger)
        assert await store.drop_drafts(tx, ME) == [PEERS[0]]
    assert stranger not in await page(house)


async def test_a_mark_changes_once(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        assert await store.set_unread_mark(tx, ME, PEERS[0], unread=True)
        assert not await store.set_unread_mark(tx, ME, PEERS[0], unread=True)
        assert await store.find_marked(tx, ME) == [PEERS[0]]
        assert not await store.set_unread_mark(tx, ME, PeerId(99), unread=True)
