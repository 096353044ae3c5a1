from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.photos import store
from chappe.features.photos.store import Kept
from chappe.ids import UserId

ADA, BOB = UserId(7), UserId(8)


async def test_photos_stand_in_the_order_in_which_they_were_put_up(database: Database) -> None:
    await migrate(database, read_migrations(["chappe.features.photos"]))
    async with database.transaction(write=True) as tx:
        for photo in (30, 10, 20):
            await store.put(tx, ADA, photo, fallback=False)
        await store.put(tx, ADA, 99, fallback=True)
        await store.put(tx, BOB, 40, fallback=False)
        assert await store.find_page(tx, ADA, 0, 9) == [20, 10, 30]
        assert await store.find_page(tx, ADA, 1, 1) == [10]
        assert await store.find_page(tx, ADA, 0, 9, before=10) == [30]
        assert await store.find_page(tx, ADA, 0, 9, before=99) == []
        await store.put(tx, ADA, 30, fallback=False)
        assert await store.find_page(tx, ADA, 0, 9) == [30, 20, 10]
        assert await store.count(tx, ADA) == 3
        assert await store.has(tx, ADA, 10)
        assert not await store.has(tx, ADA, 99)
        assert await store.find(tx, ADA, [99, 40]) == [Kept(99, fallback=True)]
        assert await store.find_last(tx, ADA, fallback=True) == 99
        await store.delete(tx, ADA, [30, 99])
        assert await store.find_last(tx, ADA, fallback=False) == 20
        assert await store.find_last(tx, ADA, fallback=True) is None
        await store.delete_all(tx, ADA)
        assert await store.count(tx, ADA) == 0
        assert await store.count(tx, BOB) == 1
