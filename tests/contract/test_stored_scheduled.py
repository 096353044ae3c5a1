"""The rows of messages for later on both engines."""

from dataclasses import replace

import pytest

from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.messages import bodies, leaving
from chappe.features.messages import store as messages
from chappe.features.messages.model import Body
from chappe.features.scheduled import store
from chappe.features.scheduled.model import NUMBER_MAX, WHEN_ONLINE, Scheduled
from chappe.ids import MessageId, PeerId, UserId

ADA, BOB = UserId(7), PeerId(8)


@pytest.fixture
async def house(database: Database) -> Database:
    rooms = ("chappe.updates", "chappe.features.messages", "chappe.features.scheduled")
    await migrate(database, read_migrations(rooms))
    return database


def waiting(number: int, at: int, **more) -> Scheduled:
    first = Scheduled(ADA, BOB, MessageId(number), at, 1, None, None, None, False, 0)
    return replace(first, **more)


async def test_a_queue_has_numbers_of_its_own_which_begin_anew_at_the_end(
    house: Database,
) -> None:
    async with house.transaction(write=True) as tx:
        assert [await store.take_id(tx, ADA, BOB) for _ in range(2)] == [1, 2]
        assert await store.take_id(tx, ADA, PeerId(9)) == 1
        await tx.run("UPDATE scheduled_number SET last = :last WHERE peer = 8", last=NUMBER_MAX)
        assert await store.take_id(tx, ADA, BOB) == 1


async def test_messages_of_a_queue_are_found_moved_and_dropped(house: Database) -> None:
    first = waiting(1, 100, random_id=5, media_unread=True)
    second = waiting(2, 200, reply_to=MessageId(3), repeat_period=60)
    online = waiting(3, WHEN_ONLINE)
    async with house.transaction(write=True) as tx:
        for each in (first, second, online):
            await store.insert(tx, each)
        assert await store.find_queue(tx, ADA, BOB) == [online, second, first]
        assert await store.find_many(tx, ADA, BOB, [1, 9]) == [first]
        assert await store.find_randoms(tx, ADA, [5, 6]) == [first]
        assert await store.count(tx, ADA, BOB) == 3
        assert await store.find_waiting(tx, BOB) == [ADA]
        assert await store.find_peers(tx, ADA, [BOB, PeerId(9)]) == {BOB}
        await store.move(tx, ADA, BOB, [MessageId(1)], 200)
        assert await store.find_due(tx, ADA, BOB, 200) == [replace(first, at=200), second]
        await store.drop(tx, ADA, BOB, [MessageId(1), MessageId(3)])
        assert await store.find_queue(tx, ADA, BOB) == [second]
        assert await store.find_waiting(tx, BOB) == []


async def test_a_body_without_copies_is_kept_until_it_is_deleted(house: Database) -> None:
    body = Body(from_id=PeerId(ADA), at=1, text="x")
    async with house.transaction(write=True) as tx:
        body_id = await messages.insert_body(tx, body)
        assert await bodies.find(tx, [body_id, body_id + 1]) == {body_id: body}
        assert await leaving.delete_bodies(tx, [body_id]) == [body_id]
        assert await bodies.find(tx, [body_id]) == {}
