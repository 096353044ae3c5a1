from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.messages import store as messages
from chappe.features.messages.model import Body, CopyMark, Message
from chappe.features.messages.outgoing import Outgone, find_outgone
from chappe.features.toppeers import store
from chappe.features.toppeers.model import NO_PEER, Category
from chappe.ids import BoxId, MessageId, PeerId, UserId

ADA, BOB = UserId(7), PeerId(8)


async def test_what_was_set_back_is_kept(database: Database) -> None:
    await migrate(database, read_migrations(["chappe.features.toppeers"]))
    async with database.transaction(write=True) as tx:
        for at in (3, 5):
            await store.put(tx, ADA, Category.GROUPS, BOB, at)
        await store.put(tx, ADA, Category.ALL, NO_PEER, 4)
        assert await store.find(tx, ADA) == {
            (Category.GROUPS, BOB): 5,
            (Category.ALL, NO_PEER): 4,
        }
        await store.delete_all(tx, ADA)
        assert await store.find(tx, ADA) == {}


async def test_what_an_account_wrote_last_is_found(database: Database) -> None:
    await migrate(database, read_migrations(["chappe.features.messages"]))
    async with database.transaction(write=True) as tx:
        for number, (marks, forward) in enumerate(
            [(CopyMark.OUT, None), (CopyMark(0), None), (CopyMark.OUT, b"header")], 1
        ):
            body = Body(from_id=PeerId(ADA), at=number, text="x", forward=forward)
            body_id = await messages.insert_body(tx, body)
            copy = Message(
                BoxId(ADA), MessageId(number), BOB, body_id, marks, None, None, None, body
            )
            await messages.insert_copies(tx, [copy])
        assert await find_outgone(tx, BoxId(ADA), 9) == [
            Outgone(BOB, 3, forwarded=True, via_bot=None),
            Outgone(BOB, 1, forwarded=False, via_bot=None),
        ]
        assert len(await find_outgone(tx, BoxId(ADA), 1)) == 1
