"""`contacts.*`: the address book."""

from chappe.features.contacts import store
from chappe.features.contacts.asking import seconds_left, spend
from chappe.features.contacts.book import (
    CONTACTS_MAX,
    Card,
    add_contact,
    delete_by_phones,
    delete_contacts,
    import_contacts,
    read_phone,
)
from chappe.features.contacts.notes import read_note
from chappe.features.contacts.view import render_contacts, render_imported
from chappe.features.privacy.actions import make_exception
from chappe.features.users import relations
from chappe.features.users import store as users
from chappe.features.users.access import access_user, access_users, hold_self
from chappe.features.users.rules import Key
from chappe.features.users.sight import look
from chappe.features.users.view import render_user
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.list_hash import list_hash
from chappe.rpc.method import method
from chappe.tl import api
from chappe.updates.render import render_own

IDS_MAX = 500
"""Accounts or numbers that one call may name."""


@method("contacts.importContacts", writes=True)
async def import_cards(
    call: Call, q: api.contacts.ImportContacts
) -> api.contacts.ImportedContacts:
    """Add numbers to the caller's address book; find those who have an account.

    Wire: https://core.telegram.org/method/contacts.importContacts
    """
    await hold_self(call.tx, call.viewer)
    cards = [
        Card(each.client_id, each.phone, each.first_name, each.last_name, read_note(each.note))
        for each in q.contacts
    ]
    done = await import_contacts(call.journal, call.user_id, cards, call.world.settings.profile)
    return await render_imported(call.tx, call.viewer, done)


@method("contacts.getContacts")
async def get_contacts(call: Call, q: api.contacts.GetContacts) -> "api.contacts.TypeContacts":
    """Return the caller's address book.

    Wire: https://core.telegram.org/method/contacts.getContacts
    """
    saved = await store.count(call.tx, call.user_id)
    ids = await relations.find_contact_ids(call.tx, call.user_id, CONTACTS_MAX)
    if q.hash and q.hash == list_hash([saved, *ids]):
        return api.contacts.ContactsNotModified()
    return await render_contacts(call.tx, call.viewer, ids, saved)


@method("contacts.addContact", writes=True)
async def add(call: Call, q: api.contacts.AddContact) -> "api.TypeUpdates":
    """Put an account into the caller's address book.

    Wire:   https://core.telegram.org/method/contacts.addContact
    Errors: CONTACT_ID_INVALID, MSG_ID_INVALID (access_user); CONTACT_NAME_EMPTY (add_contact)
    """
    await hold_self(call.tx, call.viewer)
    user = await access_user(call.tx, call.viewer, q.id, error="CONTACT_ID_INVALID")
    if user.deleted:
        raise RpcError(400, "CONTACT_ID_INVALID")
    sight = await look(call.tx, call.user_id, {user.id})
    await add_contact(
        call.journal,
        sight,
        user,
        first_name=q.first_name,
        last_name=q.last_name,
        phone=q.phone,
        note=read_note(q.note),
    )
    if q.add_phone_privacy_exception:
        await make_exception(call.journal, sight.me, Key.PHONE_NUMBER, user.id)
    return await render_own(call.tx, call.viewer, call.journal.entries)


@method("contacts.deleteContacts", writes=True)
async def delete(call: Call, q: api.contacts.DeleteContacts) -> "api.TypeUpdates":
    """Take accounts out of the caller's address book.

    Wire:   https://core.telegram.org/method/contacts.deleteContacts
    Errors: MSG_ID_INVALID (access_users)
    """
    await hold_self(call.tx, call.viewer)
    found = await access_users(call.tx, call.viewer, q.id[:IDS_MAX])
    await delete_contacts(call.journal, call.user_id, {user.id for user in found})
    return await render_own(call.tx, call.viewer, call.journal.entries)


@method("contacts.deleteByPhones", writes=True)
async def delete_numbers(call: Call, q: api.contacts.DeleteByPhones) -> bool:
    """Forget numbers of the caller's address book.

    Wire: https://core.telegram.org/method/contacts.deleteByPhones
    """
    await hold_self(call.tx, call.viewer)
    await delete_by_phones(call.journal, call.user_id, q.phones[:IDS_MAX])
    return True


@method("contacts.resolvePhone", writes=True)
async def resolve_phone(call: Call, q: api.contacts.ResolvePhone) -> api.contacts.ResolvedPeer:
    """Return whose number it is, when its owner may be found by it.

    Wire:   https://core.telegram.org/method/contacts.resolvePhone
    Errors: PHONE_NOT_OCCUPIED, FLOOD_WAIT_%d (too many were asked for today)
    """
    phone = read_phone(q.phone)
    if not await spend(call.tx, call.world.settings.profile, call.user_id, call.now, 1):
        raise RpcError(420, "FLOOD_WAIT_%d", seconds_left(call.now))
    user = None if phone is None else await users.find_by_phone(call.tx, phone)
    if user is None:
        raise RpcError(400, "PHONE_NOT_OCCUPIED")
    sight = await look(call.tx, call.user_id, {user.id})
    if not sight.allowed(user, Key.ADDED_BY_PHONE):
        raise RpcError(400, "PHONE_NOT_OCCUPIED")
    return api.contacts.ResolvedPeer(
        peer=api.PeerUser(user_id=user.id),
        users=[render_user(call.viewer, sight, user)],
        chats=[],
    )
