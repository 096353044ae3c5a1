"""The rows of messages on every engine: bodies and copies, spans, dates of reading, what is left behind."""

from typing import Any

import pytest

from chappe.db.database import Database, Tx
from chappe.db.migrate import migrate, read_migrations
from chappe.features.messages import leaving, marking, store
from chappe.features.messages.leaving import Span
from chappe.features.messages.model import Body, CopyMark, MediaKind, Message
from chappe.ids import BoxId, MessageId, PeerId, UserId

ADA, BOB = BoxId(7), BoxId(8)
TO_ADA, TO_BOB = PeerId(7), PeerId(8)
ROOMS = ("chappe.updates", "chappe.features.dialogs", "chappe.features.messages")


@pytest.fixture
async def house(database: Database) -> Database:
    await migrate(database, read_migrations(ROOMS))
    return database


async def put(tx: Tx, number: int, at: int = 100, **more: Any) -> int:
    """A message from Ada to Bob with the same number on both sides; its body."""
    body = Body(from_id=TO_ADA, at=at, text=f"text {number}")
    body_id = await store.insert_body(tx, body)
    id_, random_id = MessageId(number), more.pop("random_id", None)
    saved = more.pop("saved_peer", None)
    copies = [
        Message(ADA, id_, TO_BOB, body_id, CopyMark.OUT, None, saved, random_id, body),
        Message(BOB, id_, TO_ADA, body_id, CopyMark(0), None, None, None, body),
    ]
    await store.insert_copies(tx, copies)
    return body_id


async def test_a_body_is_said_otherwise_for_all_who_have_it(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        body_id = await put(tx, 1)
        (message,) = (await store.find_many(tx, ADA, [MessageId(1)])).values()
        body = Body(
            from_id=message.body.from_id,
            at=message.body.at,
            text="other words",
            edited_at=200,
            entities=b"\1",
            media=b"\2",
            media_kind=MediaKind.PHOTO,
            file_id=1 << 60,
        )
        await store.update_body(tx, body_id, body)
        for box in (ADA, BOB):
            found = await store.find_many(tx, box, [MessageId(1)])
            assert found[MessageId(1)].body == body


async def test_holders_come_in_the_order_of_boxes(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        bodies = [await put(tx, number) for number in (1, 2)]
        found = await store.find_holders(tx, bodies)
        assert [(each.box, each.id) for each in found] == [(7, 1), (7, 2), (8, 1), (8, 2)]
        assert found[0].marks == CopyMark.OUT
        assert await store.find_copies(tx, BOB, bodies) == dict(
            zip(bodies, (1, 2), strict=True)
        )


async def test_messages_are_known_by_the_names_of_their_sender(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        await put(tx, 1, random_id=-5)
        await put(tx, 2, random_id=6)
        me = UserId(ADA)
        assert list(await store.find_randoms(tx, ADA, me, [-5])) == [-5]
        assert sorted(await store.find_randoms(tx, ADA, me, [6, -5, 9])) == [-5, 6]
        assert await store.find_randoms(tx, BOB, me, [6]) == {}
        assert await store.find_randoms(tx, ADA, UserId(BOB), [6]) == {}
        ids = [MessageId(1), MessageId(2), MessageId(3)]
        assert await store.random_ids(tx, ADA, ids) == {1: -5, 2: 6}
        assert await store.random_ids(tx, BOB, ids) == {}


async def test_a_span_is_bounded_by_number_and_dates(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        for number in range(1, 6):
            await put(tx, number, at=100 * number)
        for span, ids in (
            (Span(ADA, TO_BOB), [5, 4, 3, 2, 1]),
            (Span(ADA, TO_BOB, 3), [3, 2, 1]),
            (Span(ADA, TO_BOB, 0, 200, 400), [4, 3, 2]),
            (Span(ADA, TO_BOB, 3, 300), [3]),
            (Span(ADA, TO_ADA), []),
        ):
            found = await leaving.find_span(tx, span, 10)
            assert [each.id for each in found] == ids
            assert await leaving.count_span(tx, span) == len(ids)
        assert len(await leaving.find_span(tx, Span(ADA, TO_BOB), 2)) == 2
        assert await leaving.newest(tx, ADA, TO_BOB) == (5, 500)
        assert await leaving.newest(tx, ADA, TO_ADA) == (0, 0)


async def test_a_body_is_forgotten_with_its_last_copy(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        bodies = [await put(tx, number) for number in (1, 2)]
        own = await leaving.find_own(tx, ADA, [1, 2, 3])
        assert [(each.body_id, each.id) for each in own] == list(
            zip(bodies, (1, 2), strict=True)
        )
        await leaving.delete_copies(tx, ADA, [MessageId(1), MessageId(2)])
        assert await leaving.delete_bodies(tx, bodies) == []
        await leaving.delete_copies(tx, BOB, [MessageId(1)])
        assert await leaving.delete_bodies(tx, bodies) == [bodies[0]]


async def test_dates_of_reading_are_kept_for_a_while(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        await store.note_read(tx, ADA, TO_BOB, MessageId(3), 100, 0)
        await store.note_read(tx, ADA, TO_BOB, MessageId(3), 150, 0)
        await store.note_read(tx, ADA, TO_BOB, MessageId(7), 200, 0)
        times = [await store.read_at(tx, ADA, TO_BOB, MessageId(each)) for each in (1, 3, 4, 8)]
        assert times == [100, 100, 200, None]
        await store.note_read(tx, ADA, TO_BOB, MessageId(9), 300, 200)
        assert await store.read_at(tx, ADA, TO_BOB, MessageId(1)) == 200


async def test_what_was_read_is_found_in_the_authors_numbers(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        for number in (1, 2, 3):
            await put(tx, number)
        await leaving.delete_copies(tx, ADA, [MessageId(2)])
        for reached, read in ((3, 3), (2, 1), (0, None)):
            found = await store.newest_read(tx, BOB, ADA, TO_ADA, MessageId(reached))
            assert found == read
        assert await store.count_of_peer(tx, BOB, TO_ADA) == 3


async def test_the_newest_pinned_message_is_found(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        for number in (1, 2, 3):
            await put(tx, number, saved_peer=TO_BOB if number == 2 else None)
        assert await store.newest_pinned(tx, ADA, TO_BOB) is None
        ids = [MessageId(1), MessageId(2)]
        await marking.mark_copies(tx, ADA, ids, CopyMark.PINNED, on=True)
        assert await store.newest_pinned(tx, ADA, TO_BOB) == 2
        assert await store.find_saved(tx, ADA, TO_BOB, ids) == {2}
