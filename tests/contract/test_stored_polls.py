"""The rows of polls and votes on both engines."""

from dataclasses import replace

import pytest

from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.polls import store
from chappe.features.polls.model import Poll, Vote, Votes
from chappe.ids import UserId

ADA, BOB, CYD = UserId(7), UserId(8), UserId(9)
POLL = Poll(5, ADA, b"tl", (), (1,), "because", None, None, False, 0, 1)


@pytest.fixture
async def house(database: Database) -> Database:
    await migrate(database, read_migrations(("chappe.features.polls",)))
    return database


async def test_a_poll_is_kept_closed_and_forgotten_with_the_last_message(
    house: Database,
) -> None:
    async with house.transaction(write=True) as tx:
        await store.insert(tx, POLL)
        assert await store.find(tx, 5) == POLL
        await store.set_close(tx, 5, 99)
        assert await store.close(tx, 5)
        assert not await store.close(tx, 5)
        assert await store.find(tx, 5) == replace(POLL, closed=True, close_at=99, version=2)
        for body in (11, 12):
            await store.add_body(tx, 5, body)
        await store.vote(tx, 5, BOB, [0], 1, hidden=False)
        assert sorted(await store.find_bodies(tx, 5)) == [11, 12]
        await store.forget_bodies(tx, [11, 99])
        assert await store.find(tx, 5) is not None
        await store.forget_bodies(tx, [12])
        assert await store.find(tx, 5) is None
        assert await store.find_answers(tx, 5, BOB) == set()


async def test_votes_are_counted_and_listed(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        await store.insert(tx, POLL)
        await store.vote(tx, 5, ADA, [0], 10, hidden=False)
        await store.vote(tx, 5, BOB, [0, 2], 20, hidden=False)
        await store.vote(tx, 5, CYD, [1], 20, hidden=False)
        await store.vote(tx, 5, CYD, [2], 30, hidden=False)
        found = await store.find_votes(tx, [5, 6], BOB, faces=True)
        assert found == {
            5: Votes({0: 2, 2: 2}, {0: [BOB, ADA], 2: [CYD, BOB]}, {0, 2}, 3, [CYD, BOB, ADA]),
            6: Votes(),
        }
        top = (1 << 62, 0)
        assert await store.find_page(tx, 5, None, top, 2) == [
            Vote(CYD, (2,), 30),
            Vote(BOB, (0, 2), 20),
        ]
        assert await store.find_page(tx, 5, None, (20, BOB), 2) == [Vote(ADA, (0,), 10)]
        assert await store.find_page(tx, 5, 2, (30, CYD), 2) == [Vote(BOB, (0, 2), 20)]
        assert (await store.count(tx, 5, None), await store.count(tx, 5, 0)) == (3, 2)
        await store.vote(tx, 5, ADA, [0], 40, hidden=True)
        found = await store.find_votes(tx, [5], BOB, faces=True)
        assert (found[5].counts[0], found[5].recent[0], found[5].voters) == (2, [BOB], 3)
        assert [each.user_id for each in await store.find_page(tx, 5, None, top, 9)] == [
            CYD,
            BOB,
        ]
        assert (await store.count(tx, 5, None), await store.count(tx, 5, 0)) == (2, 1)
        poll = await store.find(tx, 5)
        assert poll is not None
        assert poll.version == 6
        await store.change(tx, replace(poll, poll=b"more", dropped=(2,)))
        assert await store.find(tx, 5) == replace(poll, poll=b"more", dropped=(2,), version=7)
        assert await store.find_answers(tx, 5, BOB) == {0}
