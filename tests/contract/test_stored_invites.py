"""The rows of links and of those who came by them, on both engines."""

from dataclasses import replace

import pytest

from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.invites import store
from chappe.features.invites.access import hash_of
from chappe.features.invites.model import Importer, Invite, InviteMark, Tally
from chappe.ids import PeerId, UserId

ADA, BOB, CYD = UserId(7), UserId(8), UserId(9)
HERE, THERE = PeerId(-5), PeerId(-6)


@pytest.fixture
async def house(database: Database) -> Database:
    await migrate(database, read_migrations(("chappe.features.invites",)))
    return database


def invite(hash_: str, at: int = 1, admin: UserId = ADA, marks: int = 0) -> Invite:
    return Invite(hash_, HERE, admin, "", at, 0, 0, 0, 0, 0, InviteMark(marks))


async def test_links_come_back_in_pages_and_are_counted(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        some = [invite("a", 1), invite("b", 2), invite("c", 2), invite("d", 3, marks=2)]
        for each in [*some, invite("e", 1, BOB, 1)]:
            await store.insert(tx, each)
        page = await store.find_page(tx, HERE, ADA, (0, ""), 2, revoked=False)
        assert [each.hash for each in page] == ["c", "b"]
        page = await store.find_page(tx, HERE, ADA, (2, "b"), 2, revoked=False)
        assert page == [some[0]]
        assert await store.count(tx, HERE, ADA, revoked=True) == 1
        assert await store.tally(tx, HERE) == [Tally(ADA, 3, 1), Tally(BOB, 1, 0)]
        assert await store.find_permanent(tx, HERE, ADA) is None
        permanent = await store.find_permanent(tx, HERE, BOB)
        assert permanent is not None
        assert permanent.hash == "e"
        changed = replace(some[0], title="x", expires_at=9, marks=InviteMark.REQUEST)
        await store.change(tx, changed)
        await store.bump(tx, "a", used=2, requested=1)
        assert await store.find(tx, "a") == replace(changed, usage=2, requested=1)
        await store.delete(tx, "a")
        await store.delete_revoked(tx, HERE, ADA)
        assert await store.find(tx, "a") is await store.find(tx, "d") is None


async def test_who_came_and_who_waits(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        came = [Importer(HERE, ADA, "a", 1), Importer(HERE, BOB, "b", 2)]
        waits = [Importer(HERE, CYD, "a", 3, requested=True), Importer(THERE, BOB, "", 3, True)]
        await store.put_importers(tx, [*came, *waits])
        first = (0, UserId(0))
        assert await store.find_importer_page(tx, HERE, None, first, 9, requested=False) == [
            came[1],
            came[0],
        ]
        assert await store.find_importer_page(tx, HERE, "a", first, 9, requested=False) == [
            came[0]
        ]
        assert await store.find_importer_page(tx, HERE, None, (2, BOB), 9, requested=False) == [
            came[0]
        ]
        assert await store.count_importers(tx, HERE, "a", requested=True) == 1
        assert await store.find_importers(tx, HERE, [CYD, UserId(1)]) == {CYD: waits[0]}
        assert await store.find_pending(tx, [HERE, THERE], 3) == {
            HERE: (1, [CYD]),
            THERE: (1, [BOB]),
        }
        await store.forget_importers(tx, HERE, [CYD])
        assert await store.find_pending(tx, [HERE], 3) == {}


@pytest.mark.parametrize(
    "link",
    [
        "https://t.me/+abc-_",
        "t.me/joinchat/abc-_",
        "tg://join?invite=abc-_",
        "abc-_",
        "https://t.me/%2Babc-_",
    ],
)
def test_a_link_is_known_in_all_its_forms(link: str) -> None:
    assert hash_of(link) == "abc-_"
