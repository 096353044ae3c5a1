"""The rows of folders on both engines: their order, and the place of the list of all chats."""

import pytest

from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.folders import actions, store
from chappe.ids import BoxId, UserId
from chappe.updates.log import Journal

ME = UserId(7)


@pytest.fixture
async def house(database: Database) -> Database:
    await migrate(database, read_migrations(("chappe.updates", "chappe.features.folders")))
    async with database.transaction(write=True) as tx:
        await Journal(tx, 1000.0).open_box(BoxId(ME))
    return database


async def test_a_new_folder_is_the_last_and_a_changed_one_stays_where_it_is(
    house: Database,
) -> None:
    async with house.transaction(write=True) as tx:
        for number in (5, 3, 4, 5):
            await store.put(tx, ME, number, b"kept")
        assert list(await store.find(tx, ME)) == [0, 5, 3, 4]
        assert await store.drop(tx, ME, 3)
        assert not await store.drop(tx, ME, 3)
        assert await store.find(tx, ME) == {0: None, 5: b"kept", 4: b"kept"}
        assert await store.find(tx, UserId(8)) == {0: None}


async def test_all_chats_go_down_the_list_of_a_premium_account(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        journal = Journal(tx, 1000.0)
        for number in (2, 3):
            await actions.put_folder(journal, ME, number, b"kept", premium=True)
        await actions.order_folders(journal, ME, [3, 0], premium=True)
        assert list(await store.find(tx, ME)) == [3, 0, 2]
        await actions.order_folders(journal, ME, [3], premium=False)
        assert list(await store.find(tx, ME)) == [0, 3, 2]
        await store.put(tx, ME, 9, b"new")
        assert list(await store.find(tx, ME)) == [0, 3, 2, 9]


async def test_tags_are_shown_or_not(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        journal = Journal(tx, 1000.0)
        for shown in (True, True, False):
            await actions.show_tags(journal, ME, shown=shown)
            assert await store.has_tags(tx, ME) == shown
        assert [entry.fact for entry in journal.entries] == [actions.FolderChanged(0)] * 2
