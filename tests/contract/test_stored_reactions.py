"""The rows of reactions on both engines."""

import pytest

from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.dialogs import store as dialogs
from chappe.features.messages import marking
from chappe.features.messages import store as messages
from chappe.features.messages.model import Body, BodyMark, CopyMark, Message
from chappe.features.reactions import store
from chappe.features.reactions.model import (
    EVERYTHING,
    Allowed,
    Reacted,
    Reaction,
    custom,
    document_of,
)
from chappe.ids import BoxId, MessageId, PeerId, UserId

ADA, BOB = UserId(7), UserId(8)
FIRE, HEART = Reaction("🔥"), Reaction("❤")
ROOMS = ("chappe.updates", "chappe.features.dialogs", "chappe.features.messages")


@pytest.fixture
async def house(database: Database) -> Database:
    await migrate(database, read_migrations((*ROOMS, "chappe.features.reactions")))
    return database


def reacted(user: UserId, reaction: Reaction, at: int, place: int = 1, **more) -> Reacted:
    return Reacted(1, user, place, reaction, False, True, at, **more)


async def test_reactions_come_back_the_newest_first_and_in_pages(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        mine = [reacted(ADA, HEART, 10), reacted(ADA, FIRE, 10, 2)]
        theirs = [reacted(BOB, FIRE, 11)]
        await store.replace(tx, 1, ADA, mine)
        await store.replace(tx, 1, BOB, theirs)
        assert await store.find(tx, [1, 2]) == {1: [*theirs, *mine]}
        assert await store.find_page(tx, 1, None, (1 << 62, 0, 0), 2) == [theirs[0], mine[0]]
        assert await store.find_page(tx, 1, None, (10, ADA, 1), 2) == [mine[1]]
        assert await store.find_page(tx, 1, FIRE, (11, BOB, 1), 2) == [mine[1]]
        assert await store.count(tx, 1, FIRE) == 2
        assert await store.count(tx, 1, None) == 3
        await store.read(tx, [1])
        assert not any(each.unread for each in (await store.find(tx, [1]))[1])
        await store.replace(tx, 1, ADA, [])
        assert await store.count(tx, 1, None) == 1
        await store.forget(tx, [1])
        assert await store.find(tx, [1]) == {}


async def test_what_is_used_is_remembered(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        await store.use(tx, ADA, [HEART], recent=True)
        await store.use(tx, ADA, [FIRE, HEART], recent=False)
        await store.use(tx, ADA, [FIRE, custom(5)], recent=True)
        assert await store.find_recent(tx, ADA, 10) == [custom(5), FIRE, HEART]
        assert await store.find_top(tx, ADA, 2) == [FIRE, HEART]
        assert await store.clear_recent(tx, ADA)
        assert not await store.clear_recent(tx, ADA)
        assert await store.find_recent(tx, ADA, 10) == []
        assert await store.find_default(tx, ADA) is None
        await store.set_default(tx, ADA, FIRE)
        await store.set_default(tx, ADA, HEART)
        assert await store.find_default(tx, ADA) == HEART
    assert (document_of(custom(5)), document_of(FIRE)) == (5, None)


async def test_tags_are_counted_and_named(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        await store.replace(tx, 1, ADA, [reacted(ADA, FIRE, 1, saved_peer=PeerId(ADA))])
        await store.replace(tx, 2, BOB, [reacted(BOB, FIRE, 1)])
        await store.name_tag(tx, ADA, FIRE, "hot")
        assert await store.find_tags(tx, ADA, None) == [(FIRE, 1, "hot")]
        assert await store.find_tags(tx, ADA, PeerId(BOB)) == []
        assert await store.find_tagged(tx, ADA, FIRE) == [1]
        await store.name_tag(tx, ADA, FIRE, "")
        assert await store.find_tags(tx, ADA, PeerId(ADA)) == [(FIRE, 1, None)]


async def test_copies_and_bodies_are_marked(house: Database) -> None:
    body = Body(from_id=PeerId(ADA), at=1, text="x", marks=BodyMark.SILENT)
    box, peer = BoxId(ADA), PeerId(BOB)
    async with house.transaction(write=True) as tx:
        body_id = await messages.insert_body(tx, body)
        copy = Message(box, MessageId(1), peer, body_id, CopyMark.OUT, None, None, None, body)
        await messages.insert_copies(tx, [copy])
        await dialogs.message_came(tx, ADA, peer, MessageId(1), 1, unread=0)
        await marking.mark_body(tx, body_id, BodyMark.REACTED, on=True)
        await marking.mark_copies(tx, box, [MessageId(1)], CopyMark.REACTIONS_UNREAD, on=True)
        (held,) = await messages.find_holders(tx, [body_id])
        assert held.marks == CopyMark.OUT | CopyMark.REACTIONS_UNREAD
        marked = await marking.find_marked(tx, box, peer, CopyMark.REACTIONS_UNREAD)
        assert marked == [(1, body_id)]
        found = (await messages.find_many(tx, box, [MessageId(1)]))[MessageId(1)]
        assert found.body.marks == BodyMark.SILENT | BodyMark.REACTED
        await marking.mark_copies(tx, box, [MessageId(1)], CopyMark.REACTIONS_UNREAD, on=False)
        await marking.mark_body(tx, body_id, BodyMark.REACTED, on=False)
        assert await marking.find_marked(tx, box, peer, CopyMark.REACTIONS_UNREAD) == []
        for more, left in ((2, 2), (-1, 1), (-5, 0)):
            await dialogs.count_reactions(tx, ADA, peer, more)
            dialog = await dialogs.find(tx, ADA, peer)
            assert dialog is not None
            assert dialog.unread_reactions == left


async def test_what_a_group_allows(house: Database) -> None:
    group = PeerId(-5)
    async with house.transaction(write=True) as tx:
        assert await store.find_allowed(tx, group) == EVERYTHING
        for allowed in (Allowed((FIRE, custom(5)), False, 3), Allowed((), False), Allowed()):
            await store.set_allowed(tx, group, allowed)
            assert await store.find_allowed(tx, group) == allowed
    assert not Allowed(custom=False).allows(custom(5))
