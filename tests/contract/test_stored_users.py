"""Accounts, public names and relations on both engines."""

import pytest

from chappe.config import Profile
from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.contacts import store as contacts
from chappe.features.contacts.asking import ASKED_PER_DAY_MAX, seconds_left, spend
from chappe.features.contacts.model import SavedContact
from chappe.features.users import relations, store
from chappe.features.users.model import Mark, Relation, Tie, User, Username
from chappe.ids import PeerId, UserId

ADA, BOB, CYD = (
    User(id=UserId(n), phone=f"0{n}", first_name=name, made_at=1, online_until=2)
    for n, name in ((7, "Ada"), (8, "Bob"), (9, "Cyd"))
)


@pytest.fixture
async def people(database: Database) -> Database:
    rooms = ("chappe.features.users", "chappe.features.contacts")
    await migrate(database, read_migrations(rooms))
    async with database.transaction(write=True) as tx:
        for user in (ADA, BOB, CYD):
            assert await store.insert(tx, user)
    return database


async def test_accounts_are_found_by_number_and_by_phone(people: Database) -> None:
    async with people.transaction(write=True) as tx:
        assert not await store.insert(tx, User(id=UserId(10), phone="07"))
        assert await store.find(tx, UserId(7)) == ADA
        assert await store.find_many(tx, [UserId(8), UserId(99)]) == {UserId(8): BOB}
        assert await store.find_by_phones(tx, ["07", "09", "7"]) == {"07": ADA, "09": CYD}
        assert await store.find_by_phone(tx, "1") is None
        first, second = await store.take_id(tx), await store.take_id(tx)
        assert second == first + 1


async def test_every_column_of_an_account_can_be_set(people: Database) -> None:
    values = {
        "about": "x",
        "phone": "5",
        "birthday": "01-02",
        "online_until": 9,
        **dict.fromkeys(("photo", "fallback", "emoji_status", "color", "privacy"), b"\0tl"),
        "profile_color": None,
    }
    async with people.transaction(write=True) as tx:
        for column, value in values.items():
            await store.set_value(tx, ADA.id, column, value)
        await store.set_value(tx, ADA.id, "marks", int(Mark.PREMIUM))
        await store.set_names(tx, ADA.id, "A", "B")
        names = (Username("ada_one"), Username("Ada_Two", active=False, editable=False))
        await store.set_usernames(tx, ADA.id, names)
        user = await store.find(tx, ADA.id)
        assert user is not None
        assert {name: getattr(user, name) for name in values} == values
        assert (user.marks, user.first_name, user.last_name) == (Mark.PREMIUM, "A", "B")
        assert (user.usernames, user.username) == (names, "ada_one")
        await store.empty(tx, ADA.id)
        assert await store.find(tx, ADA.id) == User(
            id=ADA.id, marks=Mark.DELETED, made_at=1, online_until=9
        )


async def test_a_public_name_belongs_to_one(people: Database) -> None:
    async with people.transaction(write=True) as tx:
        assert await store.put_username(tx, "The_Name", PeerId(7))
        assert not await store.put_username(tx, "the_name", PeerId(8))
        assert await store.find_username(tx, "THE_NAME") == 7
        assert await store.put_username(tx, "the_name", PeerId(7), active=False)
        assert await store.find_username(tx, "the_name") is None
        assert await store.find_holder(tx, "the_name") == 7
        assert await store.put_username(tx, "the_other", PeerId(8))
        assert await store.find_usernames_like(tx, "THE_", 10) == [BOB]
        await store.delete_username(tx, "the_name", PeerId(7))
        assert await store.find_holder(tx, "the_name") is None


async def test_relations_are_read_in_both_directions_at_once(people: Database) -> None:
    held = Relation(
        user_id=BOB.id,
        ties=Tie.CONTACT | Tie.CLOSE_FRIEND,
        first_name="B",
        last_name="O",
        phone="08",
        note=b"n",
        photo=b"p",
        added_at=3,
        blocked_at=0,
    )
    back = Relation(user_id=ADA.id, ties=Tie.BLOCKED, blocked_at=5)
    async with people.transaction(write=True) as tx:
        await relations.put(tx, ADA.id, [held, Relation(user_id=CYD.id, ties=Tie.BLOCKED)])
        await relations.put(tx, BOB.id, [back])
        between = await relations.find_between(tx, ADA.id, [BOB.id])
        assert (between.mine, between.theirs) == ({BOB.id: held}, {BOB.id: back})
        assert between.mine_of(CYD.id) == Relation(user_id=CYD.id)
        assert await relations.find(tx, ADA.id, [UserId(99)]) == {
            UserId(99): Relation(user_id=UserId(99))
        }
        assert await relations.find_contacts(tx, ADA.id, 9) == [held]
        assert await relations.find_contact_ids(tx, ADA.id, 9) == [BOB.id]
        assert await relations.find_owners(tx, BOB.id, 9) == [ADA.id]
        assert await relations.count_with(tx, ADA.id, Tie.BLOCKED) == 1
        (blocked,) = await relations.find_with(tx, ADA.id, Tie.BLOCKED, 9)
        assert blocked.user_id == CYD.id
        await relations.put(tx, ADA.id, [Relation(user_id=CYD.id)])
        assert await relations.count_with(tx, ADA.id, Tie(255)) == 1
        await relations.drop_of(tx, ADA.id)
        assert await relations.count_with(tx, ADA.id, Tie(255)) == 0


async def test_numbers_are_kept_counted_and_forgotten(people: Database) -> None:
    saved = [SavedContact("1", "One", "", 4), SavedContact("2", "Two", "", 4)]
    async with people.transaction(write=True) as tx:
        await contacts.put(tx, ADA.id, saved)
        await contacts.put(tx, ADA.id, [SavedContact("1", "First", "", 9)])
        await contacts.put(tx, BOB.id, saved[:1])
        assert await contacts.count(tx, ADA.id) == 2
        assert await contacts.find_owners(tx, "1", 5) == [
            (ADA.id, SavedContact("1", "First", "", 4)),
            (BOB.id, saved[0]),
        ]
        assert await contacts.count_importers(tx, ["1", "2", "3"]) == {"1": 2, "2": 1}
        assert await contacts.find_known(tx, ADA.id, ["2", "3"]) == {"2"}
        await contacts.delete(tx, ADA.id, ["2"])
        assert await contacts.count(tx, ADA.id) == 1
        await contacts.delete_all(tx, ADA.id)
        assert await contacts.count(tx, ADA.id) == 0


async def test_silent_people_are_found_in_order(people: Database) -> None:
    async with people.transaction(write=True) as tx:
        for user, seen in ((ADA, 20), (CYD, 10)):
            await store.set_value(tx, user.id, "online_until", seen)

        async def silent(before: int, after: int, limit: int = 9) -> list[int]:
            return [user.id for user in await store.find_silent(tx, before, after, limit)]

        assert await silent(21, 0) == [ADA.id, BOB.id, CYD.id]
        assert await silent(21, 0, 1) == [ADA.id]
        assert await silent(21, ADA.id) == [BOB.id, CYD.id]
        assert await silent(20, 0) == [BOB.id, CYD.id]
        assert await silent(2, 0) == []


async def test_an_account_that_is_held_is_the_one_that_was_found(people: Database) -> None:
    async with people.transaction(write=True) as tx:
        assert await store.hold(tx, ADA.id) == ADA
        assert await store.hold(tx, UserId(99)) is None


async def test_so_many_numbers_may_be_asked_for_in_a_day(people: Database) -> None:
    noon = 1_800_014_400.0

    async def ask(wanted: int, now: float = noon, profile: Profile = Profile.PRODUCTION) -> int:
        return await spend(tx, profile, ADA.id, now, wanted)

    async with people.transaction(write=True) as tx:
        assert await ask(ASKED_PER_DAY_MAX - 1) == ASKED_PER_DAY_MAX - 1
        assert await ask(5) == 1
        assert await ask(5) == 0
        assert await ask(5, profile=Profile.DEV) == 5
        assert await spend(tx, Profile.PRODUCTION, BOB.id, noon, 5) == 5
        assert await ask(5, noon + seconds_left(noon) - 1) == 0
        assert await ask(5, noon + seconds_left(noon)) == 5
