"""The address book: numbers and accounts come into it, change, leave it; other devices hear of it."""

from typing import Any

import pytest

from chappe.features.contacts.view import hash_of
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
async def test_a_number_is_imported_and_stands_in_the_list(layer: int) -> None:
    async with World() as world:
        ada, bob = await world.person("Ada"), await world.person("Bob")
        ada = await world.another(ada, layer=layer)
        done = await import_cards(
            ada, card(ada, f"+{bob.phone[:5]} {bob.phone[5:]}", "Bobby", 7)
        )
        assert [(each.user_id, each.client_id) for each in done.imported] == [(bob.user_id, 7)]
        assert done.retry_contacts == []
        listed = await get_contacts(ada)
        assert [each.user_id for each in listed.contacts] == [bob.user_id]
        assert [each.first_name for each in listed.users] == ["Bobby"]


async def test_a_list_that_the_client_has_is_not_sent_again() -> None:
    async with World() as world:
        ada, bob = await world.person("Ada"), await world.person("Bob")
        await import_cards(
            ada, card(ada, bob.phone, "Bob"), card(ada, "12025550111", "Nobody", 2)
        )
        listed = await get_contacts(ada)
        assert listed.saved_count == 2
        again = await get_contacts(ada, hash_of([2, bob.user_id]))
        assert again.NAME == "contacts.contactsNotModified"


async def test_whoever_signs_up_later_stands_in_the_list_of_those_who_had_the_number() -> None:
    async with World() as world:
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


async def test_a_number_that_many_know_and_nobody_has_is_worth_an_invitation() -> None:
    async with World() as world:
        done = None
        for name in ("Ada", "Bob", "Cyd", "Dan", "Eve"):
            person = await world.person(name)
            done = await import_cards(person, card(person, "12025550111", "Popular", 3))
        assert done is not None
        assert [(each.client_id, each.importers) for each in done.popular_invites] == [(3, 5)]


async def test_two_who_have_each_other_are_mutual_and_see_each_others_numbers() -> None:
    async with World() as world:
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


async def test_the_other_device_hears_of_a_contact_and_of_its_end() -> None:
    async with World() as world:
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


async def test_numbers_are_forgotten_with_the_contacts_that_came_by_them() -> None:
    async with World() as world:
        ada, bob = await world.person("Ada"), await world.person("Bob")
        await import_cards(ada, card(ada, bob.phone, "Bob"), card(ada, "12025550111", "No", 2))
        assert await ada.call(
            "contacts.deleteByPhones", phones=[f"+{bob.phone}", "+12025550111"]
        )
        listed = await get_contacts(ada)
        assert (listed.contacts, listed.saved_count) == ([], 0)


async def test_a_number_leads_to_its_owner() -> None:
    async with World() as world:
        ada, bob = await world.person("Ada"), await world.person("Bob")
        found = await ada.call("contacts.resolvePhone", phone=f"+{bob.phone}")
        assert found.peer.user_id == bob.user_id
        with pytest.raises(Refused, match="400 PHONE_NOT_OCCUPIED"):
            await ada.call("contacts.resolvePhone", phone="+12025550111")


async def test_more_numbers_than_one_call_takes_are_to_be_sent_again() -> None:
    async with World() as world:
        ada = await world.person("Ada")
        cards = [card(ada, f"1202555{n:04d}", "N", n) for n in range(502)]
        done = await import_cards(ada, *cards)
        assert done.retry_contacts == [500, 501]
        assert (await get_contacts(ada)).saved_count == 500


REFUSED = [
    ("contacts.addContact", {"first_name": " "}, "400 CONTACT_NAME_EMPTY"),
    ("contacts.addContact", {"id": "stranger"}, "400 CONTACT_ID_INVALID"),
]


@pytest.mark.parametrize(("method", "changed", "error"), REFUSED)
async def test_contacts_are_refused_by_name(
    method: str, changed: dict[str, Any], error: str
) -> None:
    async with World() as world:
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
