from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.dialogs import store as dialogs
from chappe.features.reports import store
from chappe.features.reports.model import Kind, Report
from chappe.ids import MessageId, PeerId, UserId

ADA = UserId(7)


async def test_reports_are_kept_and_counted(database: Database) -> None:
    await migrate(database, read_migrations(["chappe.features.reports"]))
    made = [
        Report(ADA, PeerId(8), Kind.MESSAGE, id_, "other", "words", at)
        for id_, at in ((1, 10), (2, 20))
    ]
    async with database.transaction(write=True) as tx:
        await store.insert(tx, made)
        assert await store.find_last(tx, 9) == made[::-1]
        assert await store.count_since(tx, ADA, 20) == 1
        assert await store.count_since(tx, UserId(8), 0) == 0


async def test_whom_one_has_talked_with_lately_is_found(database: Database) -> None:
    await migrate(database, read_migrations(["chappe.features.dialogs"]))
    async with database.transaction(write=True) as tx:
        for peer, at in ((8, 10), (9, 20), (-5, 30)):
            await dialogs.message_came(tx, ADA, PeerId(peer), MessageId(at), at, unread=False)
        assert await dialogs.find_recent_peers(tx, ADA, 5) == [9, 8]
        assert await dialogs.find_recent_peers(tx, ADA, 1) == [9]
