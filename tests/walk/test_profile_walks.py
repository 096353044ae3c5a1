"""What an account says of itself, and how others see and find it."""

from typing import Any

import pytest

from chappe.features.users import store
from chappe.features.users.usernames import give_username
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World
from chappe.updates.log import Journal

LAYERS = [23, 71, 133, 158, 198, 214, 227, 229]


async def full(person: Person, other: Person) -> Any:
    answer = await person.call("users.getFullUser", id=person.user(other))
    return getattr(answer, "full_user", answer)


async def add(person: Person, other: Person, name: str = "Named") -> None:
    await person.call(
        "contacts.addContact", id=person.user(other), first_name=name, last_name="", phone=""
    )


def inputs_of_23(person: Person, other: Person) -> Any:
    return person.make(
        "inputUserForeign",
        user_id=other.user_id,
        access_hash=person.access_hash(other.user_id),
    )


@pytest.mark.parametrize("layer", LAYERS)
async def test_everything_about_another_is_told_in_every_layer(
    world: World, layer: int
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.call("account.updateProfile", about="plays chess")
    await bob.call("account.updateUsername", username="bobby_tables")
    ada = await world.another(ada, layer=layer)
    named = ada.user(bob) if layer > 23 else inputs_of_23(ada, bob)
    answer = await ada.call("users.getFullUser", id=named)
    (shown,) = answer.users if hasattr(answer, "users") else [answer.user]
    assert (shown.first_name, shown.username) == ("Bob", "bobby_tables")
    if layer > 71:
        assert (await full(ada, bob)).about == "plays chess"


@pytest.mark.parametrize("layer", LAYERS)
async def test_a_public_name_leads_to_its_owner(world: World, layer: int) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    changed = await bob.call("account.updateUsername", username="Bobby_Tables")
    assert changed.username == "Bobby_Tables"
    ada = await world.another(ada, layer=layer)
    found = await ada.call("contacts.resolveUsername", username="bobby_tables")
    (shown,) = found.users if hasattr(found, "users") else [found]
    assert (shown.id, shown.username) == (bob.user_id, "Bobby_Tables")


@pytest.mark.parametrize("layer", [133, 158, 229])
async def test_those_who_have_an_account_as_a_contact_hear_of_its_new_names(
    world: World, layer: int
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    other, cyd = await world.another(bob), await world.person("Cyd", layer=layer)
    await add(ada, bob)
    for person in (ada, other, cyd):
        await person.call("updates.getState")
    cyd = await world.another(ada, layer=layer)
    await cyd.call("updates.getState")
    await bob.call("account.updateProfile", first_name="Robert", last_name="Tables")
    await world.settle()
    assert other.updates[-1].updates[0].first_name == "Robert"
    assert other.updates[-1].users[0].last_name == "Tables"
    assert cyd.updates[-1].updates[0].NAME == "updateUserName"
    assert ada.updates[-1].updates[0].first_name == "Named"


async def test_an_account_that_was_away_finds_the_new_name_in_the_difference(
    world: World,
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await add(ada, bob)
    state = await ada.call("updates.getState")
    world.advance(60)
    await bob.call("account.updateUsername", username="bobby_tables")
    missed = await ada.call(
        "updates.getDifference", pts=state.pts, date=state.date, qts=state.qts
    )
    named = [each for each in missed.other_updates if each.NAME == "updateUserName"]
    assert [each.usernames[0].username for each in named] == ["bobby_tables"]


async def test_names_are_cleaned_and_the_last_one_may_go(world: World) -> None:
    ada = await world.person("Ada")
    shown = await ada.call("account.updateProfile", first_name="  A\0d a ", last_name="L")
    assert (shown.first_name, shown.last_name) == ("Ad a", "L")
    shown = await ada.call("account.updateProfile", last_name="")
    assert (shown.first_name, shown.last_name) == ("Ad a", None)


async def test_a_public_name_that_was_given_up_is_free_again(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.call("account.updateUsername", username="the_name")
    assert await ada.call("account.checkUsername", username="The_Name")
    with pytest.raises(Refused, match="400 USERNAME_OCCUPIED"):
        await bob.call("account.checkUsername", username="THE_NAME")
    await ada.call("account.updateUsername", username="")
    assert await bob.call("account.checkUsername", username="the_name")


async def test_names_that_were_given_are_switched_on_and_ordered(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.call("account.updateUsername", username="ada_one")
    async with world.node.database.transaction(write=True) as tx:
        user = await store.find(tx, ada.user_id)
        assert user is not None
        await give_username(Journal(tx, world.clock.now()), user, "ada_two")
    with pytest.raises(Refused, match="400 USERNAME_NOT_OCCUPIED"):
        await bob.call("contacts.resolveUsername", username="ada_two")
    assert await ada.call("account.toggleUsername", username="ada_two", active=True)
    assert await ada.call("account.reorderUsernames", order=["ada_two", "ada_one"])
    found = await bob.call("contacts.resolveUsername", username="ada_two")
    names = [(each.username, each.active, each.editable) for each in found.users[0].usernames]
    assert names == [("ada_two", True, False), ("ada_one", True, True)]
    old = await world.another(bob, layer=133)
    (shown,) = await old.call("users.getUsers", id=[old.user(ada)])
    assert shown.username == "ada_two"


async def test_colours_and_an_emoji_stand_beside_the_name(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await add(bob, ada)
    await bob.call("updates.getState")
    assert await ada.call("account.updateColor", color=ada.make("peerColor", color=3))
    assert await ada.call(
        "account.updateColor", for_profile=True, color=ada.make("peerColor", color=4)
    )
    until = int(world.clock.now()) + 60
    status = ada.make("emojiStatus", document_id=7, until=until)
    assert await ada.call("account.updateEmojiStatus", emoji_status=status)
    await world.settle()
    told = [each for push in bob.updates for each in push.updates]
    (news,) = [each for each in told if each.NAME == "updateUserEmojiStatus"]
    assert news.emoji_status.document_id == 7
    (shown,) = await bob.call("users.getUsers", id=[bob.user(ada)])
    assert (shown.color.color, shown.profile_color.color) == (3, 4)
    assert shown.emoji_status.until == until
    world.advance(61)
    (shown,) = await bob.call("users.getUsers", id=[bob.user(ada)])
    assert shown.emoji_status is None
    empty = ada.make("emojiStatusEmpty")
    assert await ada.call("account.updateEmojiStatus", emoji_status=empty)
    assert await ada.call("account.updateColor")


async def test_emoji_that_stood_beside_the_name_are_remembered(world: World) -> None:
    ada = await world.person("Ada")
    for number in (7, 8, 7):
        status = ada.make("emojiStatus", document_id=number)
        await ada.call("account.updateEmojiStatus", emoji_status=status)
    await ada.call("account.updateEmojiStatus", emoji_status=ada.make("emojiStatusEmpty"))
    kept = await ada.call("account.getRecentEmojiStatuses", hash=0)
    assert [each.document_id for each in kept.statuses] == [7, 8]
    again = await ada.call("account.getRecentEmojiStatuses", hash=kept.hash)
    assert again.NAME == "account.emojiStatusesNotModified"
    assert await ada.call("account.clearRecentEmojiStatuses")
    assert (await ada.call("account.getRecentEmojiStatuses", hash=0)).statuses == []


async def test_a_birthday_is_for_contacts_until_its_owner_says_otherwise(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    assert await ada.call(
        "account.updateBirthday", birthday=ada.make("birthday", day=29, month=2)
    )
    assert (await full(bob, ada)).birthday is None
    await add(ada, bob)
    shown = (await full(bob, ada)).birthday
    assert (shown.day, shown.month, shown.year) == (29, 2, None)
    year = ada.make("birthday", day=10, month=12, year=1985)
    assert await ada.call("account.updateBirthday", birthday=year)
    assert (await full(ada, ada)).birthday == year
    assert await ada.call("account.updateBirthday")
    assert (await full(ada, ada)).birthday is None


async def test_a_birthday_is_suggested_by_a_message(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.call("updates.getState")
    born = ada.make("birthday", day=10, month=12)
    suggest = "users.suggestBirthday"
    done = await ada.call(suggest, id=ada.user(bob), birthday=born)
    assert done.updates[0].message.action.birthday == born
    await world.settle()
    assert bob.updates[-1].updates[0].message.action.NAME == "messageActionSuggestBirthday"
    wrong = ada.make("birthday", day=31, month=2)
    stranger = ada.make("inputUser", user_id=bob.user_id, access_hash=1)
    for fields, error in (
        ({"id": ada.user(bob), "birthday": wrong}, "400 BIRTHDAY_INVALID"),
        ({"id": stranger, "birthday": born}, "400 USER_ID_INVALID"),
        ({"id": ada.user(ada), "birthday": born}, "400 USER_ID_INVALID"),
    ):
        with pytest.raises(Refused, match=error):
            await ada.call(suggest, **fields)
    await bob.call("contacts.block", id=bob.peer(ada))
    with pytest.raises(Refused, match="400 USER_IS_BLOCKED"):
        await ada.call(suggest, id=ada.user(bob), birthday=born)


async def test_nothing_is_needed_to_write_to_somebody(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    (needed,) = await ada.call("users.getRequirementsToContact", id=[ada.user(bob)])
    assert needed.NAME == "requirementToContactEmpty"


def birthday(**said: int) -> dict[str, Any]:
    return {"birthday": ("birthday", said)}


REFUSED = [
    ("account.updateProfile", {"first_name": " "}, "400 FIRSTNAME_INVALID"),
    ("account.updateProfile", {"about": "x" * 71}, "400 ABOUT_TOO_LONG"),
    ("account.updateBirthday", birthday(day=30, month=2), "400 BIRTHDAY_INVALID"),
    ("account.updateBirthday", birthday(day=29, month=2, year=2023), "400 BIRTHDAY_INVALID"),
    ("account.updateBirthday", birthday(day=1, month=1, year=2999), "400 BIRTHDAY_INVALID"),
    ("account.updateBirthday", birthday(day=1, month=1, year=1700), "400 BIRTHDAY_INVALID"),
    ("account.updateColor", {"color": ("peerColor", {"color": 900})}, "400 COLOR_INVALID"),
    (
        "account.updateColor",
        {"color": ("peerColor", {"background_emoji_id": -1})},
        "400 DOCUMENT_INVALID",
    ),
    (
        "account.updateColor",
        {"color": ("inputPeerColorCollectible", {"collectible_id": 1})},
        "400 COLOR_INVALID",
    ),
    (
        "account.updateEmojiStatus",
        {"emoji_status": ("emojiStatus", {"document_id": 0})},
        "400 DOCUMENT_INVALID",
    ),
    (
        "account.updateEmojiStatus",
        {"emoji_status": ("inputEmojiStatusCollectible", {"collectible_id": 1})},
        "400 COLLECTIBLE_INVALID",
    ),
    ("account.checkUsername", {"username": "abcd"}, "400 USERNAME_INVALID"),
    ("account.checkUsername", {"username": "1abcde"}, "400 USERNAME_INVALID"),
    ("account.checkUsername", {"username": "taken_name"}, "400 USERNAME_OCCUPIED"),
    ("account.updateUsername", {"username": "a__bcd"}, "400 USERNAME_INVALID"),
    ("account.updateUsername", {"username": "Taken_Name"}, "400 USERNAME_OCCUPIED"),
    ("account.updateUsername", {"username": "own_name"}, "400 USERNAME_NOT_MODIFIED"),
    (
        "account.toggleUsername",
        {"username": "own_name", "active": False},
        "400 USERNAME_INVALID",
    ),
    (
        "account.toggleUsername",
        {"username": "given", "active": False},
        "400 USERNAME_NOT_MODIF",
    ),
    ("account.reorderUsernames", {"order": ["own_name"] * 2}, "400 ORDER_INVALID"),
    ("account.reorderUsernames", {"order": ["own_name"]}, "400 USERNAME_NOT_MODIFIED"),
    ("contacts.resolveUsername", {"username": "nobody_there"}, "400 USERNAME_NOT_OCCUPIED"),
    ("contacts.resolveUsername", {"username": "no"}, "400 USERNAME_INVALID"),
    (
        "contacts.resolveUsername",
        {"username": "taken_name", "referer": "x"},
        "400 STARREF_EXPIRED",
    ),
]


async def test_profiles_are_refused_by_name(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.call("account.updateUsername", username="taken_name")
    await ada.call("account.updateUsername", username="own_name")
    async with world.node.database.transaction(write=True) as tx:
        user = await store.find(tx, ada.user_id)
        assert user is not None
        await give_username(Journal(tx, world.clock.now()), user, "given")
    for method, fields, error in REFUSED:
        said = {
            name: ada.make(value[0], **value[1]) if isinstance(value, tuple) else value
            for name, value in fields.items()
        }
        with pytest.raises(Refused, match=error):
            await ada.call(method, **said)


async def test_a_hash_that_is_not_the_callers_names_nobody(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    wrong = ada.make("inputUser", user_id=bob.user_id, access_hash=1)
    with pytest.raises(Refused, match="400 USER_ID_INVALID"):
        await ada.call("users.getFullUser", id=wrong)
    assert await ada.call("users.getUsers", id=[wrong]) == []
