"""The address book: numbers and accounts come into it, change, leave it; other devices hear of it."""

from dataclasses import replace
from typing import Any

import pytest

from chappe.config import Profile
from chappe.features.users import store
from chappe.features.users.model import Mark
from chappe.rpc.list_hash import list_hash
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

LAYERS = [23, 71, 133, 158, 198, 214, 227, 229]


def card(person: Person, phone: str, first_name: str, client_id: int = 1) -> Any:
    return person.make(
        "inputPhoneContact",
        client_id=client_id,
        phone=phone,
        first_name=first_name,
        last_name="",
    )


async def import_cards(person: Person, *cards: Any) -> Any:
    fields = {
        param.name for param in person.client.schema.shape("contacts.importContacts").params
    }
    more = {"replace": False} if "replace" in fields else {}
    return await person.call("contacts.importContacts", contacts=list(cards), **more)


async def get_contacts(person: Person, hash_: int = 0) -> Any:
    (param,) = person.client.schema.shape("contacts.getContacts").params
    empty = "" if param.type == "string" else hash_
    return await person.call("contacts.getContacts", hash=empty)


@pytest.mark.parametrize("layer", LAYERS)
async def test_a_number_is_imported_and_stands_in_the_list(world: World, layer: int) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    ada = await world.another(ada, layer=layer)
    done = await import_cards(ada, card(ada, f"+{bob.phone[:5]} {bob.phone[5:]}", "Bobby", 7))
    assert [(each.user_id, each.client_id) for each in done.imported] == [(bob.user_id, 7)]
    assert done.retry_contacts == []
    listed = await get_contacts(ada)
    assert [each.user_id for each in listed.contacts] == [bob.user_id]
    assert [each.first_name for each in listed.users] == ["Bobby"]


async def test_a_list_that_the_client_has_is_not_sent_again(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await import_cards(ada, card(ada, bob.phone, "Bob"), card(ada, "12025550111", "Nobody", 2))
    listed = await get_contacts(ada)
    assert listed.saved_count == 2
    again = await get_contacts(ada, list_hash([2, bob.user_id]))
    assert again.NAME == "contacts.contactsNotModified"


async def test_whoever_signs_up_later_stands_in_the_list_of_those_who_had_the_number(
    world: World,
) -> None:
    ada = await world.person("Ada")
    await ada.call("updates.getState")
    await import_cards(ada, card(ada, "9996621234", "Zoe"))
    assert (await get_contacts(ada)).contacts == []
    zoe = await world.person("Zoe the first", phone="9996621234")
    await world.settle()
    assert ada.updates[-1].updates[0].NAME == "updatePeerSettings"
    (shown,) = (await get_contacts(ada)).users
    assert (shown.id, shown.first_name, shown.phone) == (zoe.user_id, "Zoe", zoe.phone)
    assert not shown.mutual_contact


async def test_a_number_that_many_know_and_nobody_has_is_worth_an_invitation(
    world: World,
) -> None:
    done = None
    for name in ("Ada", "Bob", "Cyd", "Dan", "Eve"):
        person = await world.person(name)
        done = await import_cards(person, card(person, "12025550111", "Popular", 3))
    assert done is not None
    assert [(each.client_id, each.importers) for each in done.popular_invites] == [(3, 5)]


async def test_two_who_have_each_other_are_mutual_and_see_each_others_numbers(
    world: World,
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    added = await ada.call(
        "contacts.addContact", id=ada.user(bob), first_name="B", last_name="", phone=""
    )
    (shown,) = [each for each in added.users if each.id == bob.user_id]
    assert (shown.contact, shown.mutual_contact, shown.phone) == (True, False, None)
    await bob.call(
        "contacts.addContact", id=bob.user(ada), first_name="A", last_name="", phone=""
    )
    (shown,) = (await get_contacts(ada)).users
    assert (shown.mutual_contact, shown.phone) == (True, bob.phone)


async def test_the_other_device_hears_of_a_contact_and_of_its_end(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    phone = await world.another(ada)
    await phone.call("updates.getState")
    await ada.call(
        "contacts.addContact", id=ada.user(bob), first_name="Bobby", last_name="", phone=""
    )
    await world.settle()
    pushed = phone.updates[-1]
    assert not pushed.updates[0].settings.add_contact
    assert [(each.first_name, each.contact) for each in pushed.users] == [("Bobby", True)]
    done = await ada.call("contacts.deleteContacts", id=[ada.user(bob)])
    assert done.updates[0].settings.add_contact
    await world.settle()
    assert [(each.first_name, each.contact) for each in phone.updates[-1].users] == [
        ("Bob", False)
    ]
    assert (await get_contacts(ada)).contacts == []


async def test_numbers_are_forgotten_with_the_contacts_that_came_by_them(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await import_cards(ada, card(ada, bob.phone, "Bob"), card(ada, "12025550111", "No", 2))
    assert await ada.call("contacts.deleteByPhones", phones=[f"+{bob.phone}", "+12025550111"])
    listed = await get_contacts(ada)
    assert (listed.contacts, listed.saved_count) == ([], 0)


async def test_a_number_leads_to_its_owner(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    found = await ada.call("contacts.resolvePhone", phone=f"+{bob.phone}")
    assert found.peer.user_id == bob.user_id
    with pytest.raises(Refused, match="400 PHONE_NOT_OCCUPIED"):
        await ada.call("contacts.resolvePhone", phone="+12025550111")


async def test_more_numbers_than_one_call_takes_are_to_be_sent_again(world: World) -> None:
    ada = await world.person("Ada")
    cards = [card(ada, f"1202555{n:04d}", "N", n) for n in range(502)]
    done = await import_cards(ada, *cards)
    assert done.retry_contacts == [500, 501]
    assert (await get_contacts(ada)).saved_count == 500


REFUSED = [
    ("contacts.addContact", {"first_name": " "}, "400 CONTACT_NAME_EMPTY"),
    ("contacts.addContact", {"id": "stranger"}, "400 CONTACT_ID_INVALID"),
]
OTHERS_REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("contacts.acceptContact", {"id": "bob"}, "400 CONTACT_ADD_MISSING"),
    ("contacts.acceptContact", {"id": "stranger"}, "400 CONTACT_ID_INVALID"),
    ("contacts.updateContactNote", {"id": "bob", "note": "note"}, "400 CONTACT_ID_INVALID"),
    ("contacts.updateContactNote", {"id": "stranger", "note": "note"}, "400 CONTACT_ID_INV"),
    ("contacts.search", {"q": " ", "limit": 5}, "400 SEARCH_QUERY_EMPTY"),
    ("contacts.search", {"q": "@", "limit": 5}, "400 QUERY_TOO_SHORT"),
    ("contacts.getSponsoredPeers", {"q": ""}, "400 SEARCH_QUERY_EMPTY"),
    ("contacts.importContactToken", {"token": "AAAA"}, "400 IMPORT_TOKEN_INVALID"),
    ("contacts.importContactToken", {"token": "é"}, "400 IMPORT_TOKEN_INVALID"),
    ("contacts.getSaved", {}, "403 TAKEOUT_REQUIRED"),
    ("contacts.block", {"id": "self"}, "400 CONTACT_ID_INVALID"),
    ("contacts.block", {"id": "strange peer"}, "400 PEER_ID_INVALID"),
    ("contacts.unblock", {"id": "self"}, "400 CONTACT_ID_INVALID"),
    ("contacts.unblock", {"id": "strange peer"}, "400 PEER_ID_INVALID"),
    ("contacts.setBlocked", {"id": ["strange peer"], "limit": 9}, "400 PEER_ID_INVALID"),
]


async def test_the_rest_of_contacts_is_refused_by_name(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    named = {
        "bob": ada.user(bob),
        "self": ada.peer(ada),
        "stranger": ada.make("inputUser", user_id=bob.user_id, access_hash=1),
        "strange peer": ada.make("inputPeerUser", user_id=bob.user_id, access_hash=1),
        "note": ada.make("textWithEntities", text="x", entities=[]),
    }

    def said(value: Any) -> Any:
        if isinstance(value, list):
            return [said(each) for each in value]
        return named.get(value, value)

    for method, fields, error in OTHERS_REFUSED:
        with pytest.raises(Refused, match=error):
            await ada.call(method, **{name: said(value) for name, value in fields.items()})


async def test_a_number_that_is_hidden_can_be_shown_to_one_contact(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    rules = [ada.make("inputPrivacyValueDisallowAll")]
    key = ada.make("inputPrivacyKeyPhoneNumber")
    await ada.call("account.setPrivacy", key=key, rules=rules)
    names = {"first_name": "B", "last_name": "", "phone": ""}
    added = await ada.call("contacts.addContact", id=ada.user(bob), **names)
    assert added.updates[0].settings.share_contact
    (seen,) = await bob.call("users.getUsers", id=[bob.user(ada)])
    assert seen.phone is None
    done = await ada.call("contacts.acceptContact", id=ada.user(bob))
    assert {each.NAME for each in done.updates} == {"updatePrivacy", "updatePeerSettings"}
    (seen,) = await bob.call("users.getUsers", id=[bob.user(ada)])
    assert seen.phone == ada.phone
    with pytest.raises(Refused, match="400 CONTACT_REQ_MISSING"):
        await ada.call("contacts.acceptContact", id=ada.user(bob))
    kept = await ada.call("account.getPrivacy", key=key)
    assert [each.NAME for each in kept.rules] == [
        "privacyValueAllowUsers",
        "privacyValueDisallowAll",
    ]
    assert [each.id for each in kept.users] == [bob.user_id]


async def test_a_contact_is_added_and_shown_the_number_at_once(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.call(
        "account.setPrivacy",
        key=ada.make("inputPrivacyKeyPhoneNumber"),
        rules=[ada.make("inputPrivacyValueDisallowAll")],
    )
    bar = await ada.call("messages.getPeerSettings", peer=ada.peer(bob))
    assert bar.settings.need_contacts_exception
    await ada.call(
        "contacts.addContact",
        id=ada.user(bob),
        first_name="B",
        last_name="",
        phone="",
        add_phone_privacy_exception=True,
    )
    (seen,) = await bob.call("users.getUsers", id=[bob.user(ada)])
    assert seen.phone == ada.phone


@pytest.mark.parametrize("layer", [57, 133, 158, 229])
async def test_contacts_are_searched_by_any_of_their_names(world: World, layer: int) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    cyd = await world.person("Cyd")
    await bob.call("account.updateUsername", username="tables_bobby")
    await cyd.call("account.updateUsername", username="tables_cyd")
    names = {"first_name": "Robért", "last_name": "der Große", "phone": ""}
    await ada.call("contacts.addContact", id=ada.user(bob), **names)
    ada = await world.another(ada, layer=layer)
    for asked in ("gros rob", "TABL"):
        found = await ada.call("contacts.search", q=asked, limit=10)
        mine = found.my_results if hasattr(found, "my_results") else found.results
        assert bob.user_id in [each.user_id for each in mine]
    assert cyd.user_id in [each.user_id for each in found.results]
    assert {each.id for each in found.users} == {bob.user_id, cyd.user_id}
    found = await ada.call("contacts.search", q="nobody", limit=10)
    assert found.results == []


async def test_bots_alone_are_found_when_they_are_asked_for(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    await bob.call("account.updateUsername", username="helper_bot")
    await cyd.call("account.updateUsername", username="helper_cyd")
    async with world.node.database.transaction(write=True) as tx:
        await store.set_value(tx, bob.user_id, "marks", int(Mark.BOT))
    found = await ada.call("contacts.search", q="helper", limit=9, bots=True)
    assert [each.user_id for each in found.results] == [bob.user_id]
    found = await ada.call("contacts.search", q="helper", limit=9)
    assert len(found.results) == 2
    found = await ada.call("contacts.search", q="helper", limit=9, broadcasts=True)
    assert found.results == []


async def test_a_blocked_account_is_in_the_list_until_it_is_let_out(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    phone = await world.another(ada)
    await phone.call("updates.getState")
    assert await ada.call("contacts.block", id=ada.peer(bob))
    world.advance(1)
    assert await ada.call("contacts.block", id=ada.peer(cyd))
    await world.settle()
    told = [each for push in phone.updates for each in push.updates]
    assert [each.peer_id.user_id for each in told if each.NAME == "updatePeerBlocked"] == [
        bob.user_id,
        cyd.user_id,
    ]
    listed = await ada.call("contacts.getBlocked", offset=0, limit=10)
    assert [each.peer_id.user_id for each in listed.blocked] == [cyd.user_id, bob.user_id]
    part = await ada.call("contacts.getBlocked", offset=1, limit=1)
    assert (part.NAME, part.count) == ("contacts.blockedSlice", 2)
    assert [each.peer_id.user_id for each in part.blocked] == [bob.user_id]
    assert (await ada.call("users.getFullUser", id=ada.user(bob))).full_user.blocked
    assert await ada.call("contacts.unblock", id=ada.peer(bob))
    assert await ada.call("contacts.setBlocked", id=[ada.peer(bob)], limit=10)
    listed = await ada.call("contacts.getBlocked", offset=0, limit=10)
    assert [each.peer_id.user_id for each in listed.blocked] == [bob.user_id]


async def test_stories_can_be_kept_from_somebody_without_a_block(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    assert await ada.call("contacts.block", id=ada.peer(bob), my_stories_from=True)
    full = (await ada.call("users.getFullUser", id=ada.user(bob))).full_user
    assert (full.blocked, full.blocked_my_stories_from) == (False, True)
    assert (await ada.call("contacts.getBlocked", offset=0, limit=9)).blocked == []
    only = await ada.call("contacts.getBlocked", my_stories_from=True, offset=0, limit=9)
    assert len(only.blocked) == 1


@pytest.mark.parametrize("layer", [71, 133, 229])
async def test_blocks_are_set_and_listed_in_every_layer(world: World, layer: int) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    ada = await world.another(ada, layer=layer)
    named = ada.user(bob) if layer < 119 else ada.peer(bob)
    assert await ada.call("contacts.block", id=named)
    listed = await ada.call("contacts.getBlocked", offset=0, limit=9)
    (one,) = listed.blocked
    assert (one.user_id if layer < 119 else one.peer_id.user_id) == bob.user_id
    assert await ada.call("contacts.unblock", id=named)


async def test_close_friends_and_notes_are_seen_by_their_owner_alone(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await import_cards(ada, card(ada, bob.phone, "Bob"))
    assert await ada.call("contacts.editCloseFriends", id=[bob.user_id, 5])
    note = ada.make(
        "textWithEntities",
        text="met in *Rome*",
        entities=[ada.make("messageEntityBold", offset=7, length=6)],
    )
    assert await ada.call("contacts.updateContactNote", id=ada.user(bob), note=note)
    answer = await ada.call("users.getFullUser", id=ada.user(bob))
    assert answer.users[0].close_friend
    assert answer.full_user.note == note
    back = await bob.call("users.getFullUser", id=bob.user(ada))
    assert (back.users[0].close_friend, back.full_user.note) == (False, None)
    assert await ada.call("contacts.editCloseFriends", id=[])
    assert not (await ada.call("users.getFullUser", id=ada.user(bob))).users[0].close_friend


async def test_birthdays_of_these_days_are_told(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    for person, day in ((bob, 15), (cyd, 25)):  # the clock stands at 15 January 2027
        born = person.make("birthday", day=day, month=1, year=1990)
        await person.call("account.updateBirthday", birthday=born)
        await import_cards(person, card(person, ada.phone, "Ada"))
        await import_cards(ada, card(ada, person.phone, "Friend"))
    told = await ada.call("contacts.getBirthdays")
    assert [each.contact_id for each in told.contacts] == [bob.user_id]
    assert [each.id for each in told.users] == [bob.user_id]


async def test_a_link_leads_to_an_account_for_some_hours(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    made = await ada.call("contacts.exportContactToken")
    token = made.url.rpartition("=")[2]
    found = await bob.call("contacts.importContactToken", token=token)
    assert found.id == ada.user_id


async def test_ids_and_statuses_of_the_list_are_told(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await import_cards(ada, card(ada, bob.phone, "Bob"))
    assert await ada.call("contacts.getContactIDs", hash=0) == [bob.user_id]
    assert await ada.call("contacts.getContactIDs", hash=list_hash([bob.user_id])) == []
    (status,) = await ada.call("contacts.getStatuses")
    assert (status.user_id, status.status.NAME) == (bob.user_id, "userStatusOnline")
    sponsored = await ada.call("contacts.getSponsoredPeers", q="x")
    assert sponsored.NAME == "contacts.sponsoredPeersEmpty"
    assert await ada.call("contacts.resetSaved")
    listed = await get_contacts(ada)
    assert (len(listed.contacts), listed.saved_count) == (1, 0)


@pytest.mark.parametrize(("method", "changed", "error"), REFUSED)
async def test_contacts_are_refused_by_name(
    world: World, method: str, changed: dict[str, Any], error: str
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    fields = {
        "id": ada.user(bob),
        "first_name": "B",
        "last_name": "",
        "phone": "",
        **changed,
    }
    if fields["id"] == "stranger":
        fields["id"] = ada.make("inputUser", user_id=bob.user_id, access_hash=1)
    with pytest.raises(Refused, match=error):
        await ada.call(method, **fields)


async def test_in_production_strangers_numbers_are_asked_for_within_limits(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    for node in world.nodes:
        strict = replace(node.settings, profile=Profile.PRODUCTION)
        monkeypatch.setattr(node, "settings", strict)
    monkeypatch.setattr("chappe.features.contacts.asking.ASKED_PER_DAY_MAX", 2)
    cards = [card(ada, f"1202555000{n}", "N", n) for n in range(3)]
    done = await import_cards(ada, *cards)
    assert done.retry_contacts == [2]
    done = await import_cards(ada, *cards[:2])
    assert done.retry_contacts == [], "what is known is not asked for anew"
    with pytest.raises(Refused, match="420 FLOOD_WAIT_"):
        await ada.call("contacts.resolvePhone", phone=bob.phone)
