"""Privacy rules: set by one, met by another; and what the statement counter says of it."""

import asyncio
from typing import Any

import pytest

from chappe.features.users import store
from chappe.features.users.model import Mark
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

DAY = 86_400
HOUR = 3600


async def set_rules(person: Person, key: str, *rules: str, users: Any = ()) -> Any:
    named = [
        person.make(
            f"inputPrivacyValue{rule}", **({"users": list(users)} if "Users" in rule else {})
        )
        for rule in rules
    ]
    return await person.call(
        "account.setPrivacy", key=person.make(f"inputPrivacyKey{key}"), rules=named
    )


async def seen(person: Person, other: Person) -> Any:
    (user,) = await person.call("users.getUsers", id=[person.user(other)])
    return user


async def full(person: Person, other: Person) -> Any:
    return (await person.call("users.getFullUser", id=person.user(other))).full_user


async def add(person: Person, other: Person) -> None:
    names = {"first_name": "Named", "last_name": "", "phone": ""}
    await person.call("contacts.addContact", id=person.user(other), **names)


async def mark(world: World, person: Person, marks: Mark) -> None:
    async with world.node.database.transaction(write=True) as tx:
        await store.set_value(tx, person.user_id, "marks", int(marks))


KEYS = [
    ("StatusTimestamp", ["AllowAll"]),
    ("ChatInvite", ["AllowAll"]),
    ("PhoneCall", ["AllowAll"]),
    ("PhoneP2P", ["AllowContacts", "DisallowAll"]),
    ("Forwards", ["AllowAll"]),
    ("ProfilePhoto", ["AllowAll"]),
    ("PhoneNumber", ["AllowContacts", "DisallowAll"]),
    ("AddedByPhone", ["AllowAll"]),
    ("VoiceMessages", ["AllowAll"]),
    ("About", ["AllowAll"]),
    ("Birthday", ["AllowContacts", "DisallowAll"]),
    ("StarGiftsAutoSave", ["AllowAll"]),
    ("NoPaidMessages", ["AllowContacts", "DisallowAll"]),
    ("SavedMusic", ["AllowAll"]),
]


async def test_every_key_has_rules_from_the_start_and_keeps_others(world: World) -> None:
    ada = await world.person("Ada")
    for key, at_first in KEYS:
        named = ada.make(f"inputPrivacyKey{key}")
        kept = await ada.call("account.getPrivacy", key=named)
        assert [each.NAME for each in kept.rules] == [
            f"privacyValue{each}" for each in at_first
        ]
        rules = ["AllowCloseFriends", "AllowPremium", "AllowBots", "DisallowContacts"]
        done = await set_rules(ada, key, *rules)
        assert [each.NAME for each in done.rules] == [f"privacyValue{each}" for each in rules]
        assert await ada.call("account.getPrivacy", key=named) == done


@pytest.mark.parametrize("layer", [23, 71, 133, 158, 198, 229])
async def test_rules_are_set_and_read_in_every_layer(world: World, layer: int) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    other = await world.another(ada, layer=layer)
    await other.call("updates.getState")
    await set_rules(ada, "StatusTimestamp", "DisallowUsers", "AllowAll", users=[ada.user(bob)])
    await world.settle()
    kept = await other.call(
        "account.getPrivacy", key=other.make("inputPrivacyKeyStatusTimestamp")
    )
    assert [each.NAME for each in kept.rules] == [
        "privacyValueDisallowUsers",
        "privacyValueAllowAll",
    ]
    assert [each.id for each in kept.users] == [bob.user_id]
    assert other.updates[-1].updates[0].rules == kept.rules


async def test_what_a_stranger_may_not_see_is_not_there(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.call("account.updateProfile", about="secret", last_name="Lovelace")
    born = ada.make("birthday", day=10, month=12)
    await ada.call("account.updateBirthday", birthday=born)
    for key in ("About", "VoiceMessages", "Forwards", "PhoneCall"):
        await set_rules(ada, key, "AllowContacts", "DisallowAll")
    shown = await full(bob, ada)
    assert (shown.about, shown.birthday) == (None, None)
    assert shown.private_forward_name == "Ada Lovelace"
    assert shown.voice_messages_forbidden
    assert shown.phone_calls_private
    assert (await seen(bob, ada)).phone is None
    await add(ada, bob)
    shown = await full(bob, ada)
    assert (shown.about, shown.birthday) == ("secret", born)
    assert shown.private_forward_name is None
    assert not shown.voice_messages_forbidden
    assert not shown.phone_calls_private
    assert (await seen(bob, ada)).phone == ada.phone


async def test_who_may_not_find_by_a_number_finds_nobody(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await set_rules(ada, "AddedByPhone", "AllowContacts", "DisallowAll")
    card = bob.make(
        "inputPhoneContact", client_id=1, phone=ada.phone, first_name="Ada", last_name=""
    )
    done = await bob.call("contacts.importContacts", contacts=[card])
    assert done.imported == []
    with pytest.raises(Refused, match="400 PHONE_NOT_OCCUPIED"):
        await bob.call("contacts.resolvePhone", phone=ada.phone)
    names = {"first_name": "A", "last_name": "", "phone": ada.phone}
    await bob.call("contacts.addContact", id=bob.user(ada), **names)
    assert (await seen(bob, ada)).phone is None, "a guess was confirmed"
    await add(ada, bob)
    assert (
        await bob.call("contacts.resolvePhone", phone=ada.phone)
    ).peer.user_id == ada.user_id


AGO = [
    (0, "userStatusRecently"),
    (2 * DAY, "userStatusRecently"),
    (4 * DAY, "userStatusLastWeek"),
    (8 * DAY, "userStatusLastMonth"),
    (40 * DAY, "userStatusEmpty"),
]


@pytest.mark.parametrize(("ago", "name"), AGO)
async def test_who_hides_the_time_is_seen_roughly(world: World, ago: int, name: str) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await set_rules(ada, "StatusTimestamp", "DisallowAll")
    async with world.node.database.transaction(write=True) as tx:
        at = int(world.clock.now()) - ago
        await store.set_value(tx, ada.user_id, "online_until", at)
    status = (await seen(bob, ada)).status
    assert name == status.NAME
    assert not getattr(status, "by_me", False)
    assert (await seen(ada, ada)).status.NAME == "userStatusOffline"


async def test_who_hides_the_own_time_does_not_see_that_of_others(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.call("account.updateStatus", offline=True)
    assert (await seen(ada, bob)).status.NAME == "userStatusOffline"
    await set_rules(ada, "StatusTimestamp", "DisallowUsers", "AllowAll", users=[ada.user(bob)])
    status = (await seen(ada, bob)).status
    assert (status.NAME, status.by_me) == ("userStatusRecently", True)
    await set_rules(bob, "StatusTimestamp", "DisallowAll")
    assert not (await seen(ada, bob)).status.by_me
    await set_rules(bob, "StatusTimestamp", "AllowAll")
    await mark(world, ada, Mark.PREMIUM)
    assert (await seen(ada, bob)).status.NAME == "userStatusOffline"


async def test_one_who_is_blocked_sees_neither_time_nor_text(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.call("account.updateProfile", about="hello")
    await ada.call("contacts.block", id=ada.peer(bob))
    assert (await seen(bob, ada)).status.NAME == "userStatusEmpty"
    assert (await full(bob, ada)).about is None


async def test_premium_may_be_asked_of_strangers_by_premium_alone(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    wanted = ada.make("globalPrivacySettings", new_noncontact_peers_require_premium=True)
    with pytest.raises(Refused, match="403 PREMIUM_ACCOUNT_REQUIRED"):
        await ada.call("account.setGlobalPrivacySettings", settings=wanted)
    await mark(world, ada, Mark.PREMIUM)
    assert await ada.call("account.setGlobalPrivacySettings", settings=wanted) == wanted
    assert (await seen(bob, ada)).contact_require_premium
    assert (await full(bob, ada)).contact_require_premium
    (needed,) = await bob.call("users.getRequirementsToContact", id=[bob.user(ada)])
    assert needed.NAME == "requirementToContactPremium"
    await add(ada, bob)
    assert not (await seen(bob, ada)).contact_require_premium


async def test_global_settings_are_kept_and_what_is_not_there_is_refused(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    wanted = ada.make("globalPrivacySettings", keep_archived_unmuted=True, hide_read_marks=True)
    assert await ada.call("account.setGlobalPrivacySettings", settings=wanted) == wanted
    assert await ada.call("account.getGlobalPrivacySettings") == wanted
    assert (await full(bob, ada)).read_dates_private
    archive = ada.make("globalPrivacySettings", archive_and_mute_new_noncontact_peers=True)
    with pytest.raises(Refused, match="400 AUTOARCHIVE_NOT_AVAILABLE"):
        await ada.call("account.setGlobalPrivacySettings", settings=archive)


async def test_rules_are_refused_by_name(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    many = [ada.user(bob)] * 1001
    for rules, users, error in (
        ([], (), "400 PRIVACY_VALUE_INVALID"),
        (["AllowAll", "AllowAll"], (), "400 PRIVACY_VALUE_INVALID"),
        (["AllowAll"] * 21, (), "400 PRIVACY_TOO_LONG"),
        (["AllowUsers"], many, "400 PRIVACY_TOO_LONG"),
    ):
        with pytest.raises(Refused, match=error):
            await set_rules(ada, "About", *rules, users=users)


async def test_a_bar_is_hidden_for_good(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    phone = await world.another(ada)
    await phone.call("updates.getState")
    before = await ada.call("messages.getPeerSettings", peer=ada.peer(bob))
    assert before.settings.report_spam
    assert before.settings.add_contact
    assert before.settings.block_contact
    assert await ada.call("messages.hidePeerSettingsBar", peer=ada.peer(bob))
    await world.settle()
    assert not phone.updates[-1].updates[0].settings.report_spam
    after = await ada.call("messages.getPeerSettings", peer=ada.peer(bob))
    assert after.settings == ada.make("peerSettings")
    strange = ada.make("inputPeerUser", user_id=bob.user_id, access_hash=1)
    for method in ("messages.getPeerSettings", "messages.hidePeerSettingsBar"):
        with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
            await ada.call(method, peer=strange)


async def test_what_two_devices_set_at_once_is_all_kept(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    phone = await world.another(ada)
    keys = [key for key, _ in KEYS]
    calls = [
        set_rules(device, key, "DisallowAll")
        for device, key in zip([ada, phone] * len(keys), keys, strict=False)
    ]
    names = {"first_name": "Named", "last_name": "", "phone": ""}
    await asyncio.gather(
        *calls,
        ada.call("contacts.block", id=ada.peer(bob)),
        phone.call("contacts.addContact", id=phone.user(bob), **names),
    )
    for key in keys:
        kept = await ada.call("account.getPrivacy", key=ada.make(f"inputPrivacyKey{key}"))
        assert [each.NAME for each in kept.rules] == ["privacyValueDisallowAll"]
    answer = await ada.call("users.getFullUser", id=ada.user(bob))
    assert (answer.full_user.blocked, answer.users[0].contact) == (True, True)
