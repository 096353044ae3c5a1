"""Saved Messages on both engines: whose they are is found by leaps, pins keep their order."""

import pytest

from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.messages import saved
from chappe.features.messages import store as messages
from chappe.features.messages.model import Body, CopyMark, Message
from chappe.features.saved import actions, store
from chappe.ids import BoxId, MessageId, PeerId, UserId, user_peer
from chappe.updates.log import Journal

ME = UserId(7)
BOX = BoxId(7)


@pytest.fixture
async def house(database: Database) -> Database:
    packages = ("chappe.updates", "chappe.features.messages", "chappe.features.saved")
    await migrate(database, read_migrations(packages))
    async with database.transaction(write=True) as tx:
        await Journal(tx, 1000.0).open_box(BOX)
        for number, whose in enumerate((11, 12, 11, 13, None, 12), 1):
            body = Body(from_id=user_peer(ME), at=1000 + number, text="kept")
            body_id = await messages.insert_body(tx, body)
            place = None if whose is None else PeerId(whose)
            copy = Message(
                *(BOX, MessageId(number), user_peer(ME), body_id, CopyMark.OUT),
                *(None, place, None, body),
            )
            await messages.insert_copies(tx, [copy])
    return database


async def test_the_newest_of_each_is_found(house: Database) -> None:
    async with house.transaction(write=False) as tx:
        assert list((await saved.find_tops(tx, BOX)).items()) == [(12, 6), (13, 4), (11, 3)]
        assert await saved.find_tops_of(tx, BOX, [PeerId(11), PeerId(99)]) == {11: 3}
        assert await saved.find_tops(tx, BoxId(8)) == {}
        assert await saved.count(tx, BOX, PeerId(11)) == 2
        assert await saved.first_since(tx, BOX, PeerId(11), 1002) == 3
        assert await saved.first_since(tx, BOX, PeerId(11), 1004) is None


async def test_pins_keep_their_order(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        journal = Journal(tx, 1000.0)
        order = [PeerId(13), PeerId(99), PeerId(11)]
        await actions.reorder_pins(journal, ME, order, force=True, premium=False)
        assert await store.find_pins(tx, ME) == [13, 11]
        await actions.toggle_pin(journal, ME, PeerId(12), pinned=True, premium=False)
        await actions.toggle_pin(journal, ME, PeerId(13), pinned=False, premium=False)
        assert await store.find_pins(tx, ME) == [12, 11]
        assert len(journal.entries) == 3
