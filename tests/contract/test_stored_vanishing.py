"""The rows of things that go, on both engines."""

from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.vanish import store
from chappe.ids import PeerId, UserId


async def test_what_is_due_is_found_the_oldest_first_until_it_is_gone(
    database: Database,
) -> None:
    await migrate(database, read_migrations(("chappe.features.vanish",)))
    async with database.transaction(write=True) as tx:
        await store.insert(tx, {1: 20, 2: 10, 3: 30})
        assert await store.find_due(tx, 20, 10) == [2, 1]
        assert await store.find_due(tx, 20, 1) == [2]
        await store.forget(tx, [2, 9])
        assert await store.find_due(tx, 30, 10) == [1, 3]


async def test_an_account_has_a_period_for_new_dialogs(database: Database) -> None:
    await migrate(database, read_migrations(("chappe.features.vanish",)))
    ada = UserId(7)
    async with database.transaction(write=True) as tx:
        assert await store.find_default(tx, ada) == 0
        await store.set_default(tx, ada, 60)
        await store.set_default(tx, ada, 120)
        assert await store.find_default(tx, ada) == 120


async def test_a_channel_has_a_period(database: Database) -> None:
    await migrate(database, read_migrations(("chappe.features.vanish",)))
    one, other = PeerId(-5), PeerId(-6)
    async with database.transaction(write=True) as tx:
        await store.set_channel(tx, one, 60)
        await store.set_channel(tx, one, 0)
        assert await store.find_channels(tx, [one, other]) == {one: 0}
