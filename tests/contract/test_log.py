"""The log on both engines: pts without holes, whoever writes at the same time; what is read back."""

import asyncio

import pytest

from chappe.db.database import Database, lost_race
from chappe.db.migrate import migrate, read_migrations
from chappe.features.dialogs import store as dialogs
from chappe.features.dialogs.actions import UnreadMark
from chappe.ids import AuthKeyId, BoxId, MessageId, PeerId, Pts, SessionId, UserId
from chappe.updates.difference import read_between, read_missed, read_state
from chappe.updates.facts import DeleteMessages, NewMessage, ReadInbox
from chappe.updates.log import Journal, OutOfOrder, SessionRef

BOX = BoxId(7)


@pytest.fixture
async def house(database: Database) -> Database:
    packages = ("chappe.updates", "chappe.features.dialogs")
    await migrate(database, read_migrations(packages))
    async with database.transaction(write=True) as tx:
        for box in (BOX, BoxId(8)):
            await Journal(tx, 1000.0).open_box(box)
    return database


async def append(house: Database, *boxes: int, at: float = 1000.0) -> None:
    async with house.transaction(write=True) as tx:
        journal = Journal(tx, at)
        for box in boxes:
            moment = await journal.take(BoxId(box), facts=1, pts=1, ids=1)
            journal.note(moment, NewMessage(moment.top_id))
        await journal.flush()


async def test_many_writers_leave_no_hole(house: Database) -> None:
    await asyncio.gather(*(append(house, 7, 8) for _ in range(40)))
    async with house.transaction(write=False) as tx:
        state = await read_state(tx, BOX)
        missed = await read_missed(tx, state, Pts(1), 0, 100)
    assert (state.pts, state.n, state.top_id) == (41, 40, 40)
    assert [entry.pts for entry in missed.entries] == list(range(2, 42))
    assert [entry.n for entry in missed.entries] == list(range(1, 41))


async def test_whoever_looks_while_others_write_never_sees_a_hole(house: Database) -> None:
    """A box's row is its lock: facts become visible in their order, together with the pts that counts them."""
    done = False
    looks = 0

    async def look() -> None:
        nonlocal looks
        seen = 0
        while not done:
            async with house.transaction(write=False) as tx:
                state = await read_state(tx, BOX)
                entries = await read_between(tx, BOX, 0, 1000)
            assert [entry.n for entry in entries] == list(range(1, state.n + 1))
            assert (entries[-1].pts if entries else 1) == state.pts
            assert state.n >= seen, "what was seen is not gone again"
            seen = state.n
            looks += 1
            await asyncio.sleep(0)

    async def write(boxes: tuple[int, ...]) -> None:
        for _ in range(10):
            await append(house, *boxes)
            await asyncio.sleep(0)

    readers = [asyncio.create_task(look()) for _ in range(2)]
    await asyncio.gather(*map(write, [(7, 8), (7,), (7, 8), (8,), (7,)]))
    done = True
    await asyncio.gather(*readers)
    assert looks > 2


async def test_what_is_rolled_back_leaves_no_hole(house: Database) -> None:
    async def fail() -> None:
        async with house.transaction(write=True) as tx:
            journal = Journal(tx, 1000.0)
            await journal.append(BOX, NewMessage(MessageId(1)))
            await journal.flush()
            raise KeyError

    results = await asyncio.gather(
        *(fail() if number % 3 else append(house, 7) for number in range(12)),
        return_exceptions=True,
    )
    assert sum(isinstance(each, KeyError) for each in results) == 8
    async with house.transaction(write=False) as tx:
        entries = await read_between(tx, BOX, 0, 100)
    assert [(entry.n, entry.pts) for entry in entries] == [(n, n + 1) for n in range(1, 5)]


async def test_a_fact_remembers_the_session_that_brought_it_about(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        journal = Journal(tx, 1000.0, SessionRef(AuthKeyId(1), SessionId(-5)))
        await journal.append(BOX, NewMessage(MessageId(1)))
        await journal.flush()
    async with house.transaction(write=False) as tx:
        (entry,) = await read_between(tx, BOX, 0, 100)
    assert entry.origin == -5


async def test_a_slice_ends_where_the_next_begins(house: Database) -> None:
    for _ in range(3):
        await append(house, 7)
    async with house.transaction(write=True) as tx:
        journal = Journal(tx, 1000.0)
        await journal.append(BOX, DeleteMessages((MessageId(1), MessageId(2))))
        await journal.flush()
    async with house.transaction(write=False) as tx:
        state = await read_state(tx, BOX)
        first = await read_missed(tx, state, Pts(1), 2000, 2)
        assert first.more
        assert first.pts == 3
        rest = await read_missed(tx, state, first.pts, 2000, 2)
        assert not rest.more
        assert rest.pts == 6
        assert rest.entries[-1].fact == DeleteMessages((MessageId(1), MessageId(2)))


async def test_boxes_are_taken_in_ascending_order(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        journal = Journal(tx, 1000.0)
        await journal.append(BoxId(8), ReadInbox(PeerId(1), MessageId(1), 0))
        with pytest.raises(OutOfOrder) as caught:
            await journal.append(BoxId(7), ReadInbox(PeerId(1), MessageId(1), 0))
        assert lost_race(caught.value), "the call is run again"


async def test_a_date_never_falls_within_a_box(house: Database) -> None:
    await append(house, 7, at=2000.0)
    await append(house, 7, at=1500.0)
    async with house.transaction(write=False) as tx:
        state = await read_state(tx, BOX)
        missed = await read_missed(tx, state, Pts(1), 0, 10)
    assert [entry.at for entry in missed.entries] == [2000, 2000]


async def test_a_dialog_counts_what_was_not_read(house: Database) -> None:
    owner, peer = UserId(7), PeerId(8)
    async with house.transaction(write=True) as tx:
        came = await dialogs.message_came(tx, owner, peer, MessageId(1), 5, unread=1)
        assert not came.known
        came = await dialogs.message_came(tx, owner, peer, MessageId(2), 6, unread=1)
        assert came.known
        dialog = await dialogs.find(tx, owner, peer)
        assert dialog is not None
        assert (dialog.unread, dialog.top_id, dialog.top_at) == (2, 2, 6)
        await dialogs.read_inbox(tx, owner, peer, MessageId(2), 0)
        assert (await dialogs.find_many(tx, owner, [peer]))[peer].unread == 0
        assert await dialogs.count_unread(tx, owner) == 0


async def test_what_does_not_count_is_found_by_date_once_with_some_slack(
    house: Database,
) -> None:
    for at in (1000.0, 1010.0, 1020.0):
        async with house.transaction(write=True) as tx:
            journal = Journal(tx, at)
            await journal.append(BOX, UnreadMark(PeerId(int(at))), UnreadMark(PeerId(1)))
            await journal.flush()
    async with house.transaction(write=False) as tx:
        state = await read_state(tx, BOX)
        missed = await read_missed(tx, state, Pts(1), 1014, 10)
    assert [entry.fact for entry in missed.entries] == [
        UnreadMark(PeerId(1010)),
        UnreadMark(PeerId(1020)),
        UnreadMark(PeerId(1)),
    ]


async def test_many_facts_that_do_not_count_come_in_slices(
    house: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chappe.updates.difference.FACTS_MAX", 3)
    for number in range(10):
        async with house.transaction(write=True) as tx:
            journal = Journal(tx, 1000.0 + number // 2)
            await journal.append(BOX, UnreadMark(PeerId(number)))
            if number % 3 == 0:
                await journal.append(BOX, NewMessage(MessageId(number)))
            await journal.flush()
    marks: list[int] = []
    messages: list[int] = []
    pts, at, slices = Pts(1), 1000, 0
    async with house.transaction(write=False) as tx:
        state = await read_state(tx, BOX)
        while True:
            missed = await read_missed(tx, state, pts, at, 100)
            for entry in missed.entries:
                if isinstance(entry.fact, UnreadMark):
                    marks.append(entry.fact.peer)
                else:
                    messages.append(entry.fact.id)  # type: ignore[attr-defined]  # NewMessage
            pts, at, slices = missed.pts, missed.at, slices + 1
            if not missed.more:
                break
    assert marks == list(range(10))
    assert messages == [0, 3, 6, 9]
    assert (pts, slices > 2) == (state.pts, True)
