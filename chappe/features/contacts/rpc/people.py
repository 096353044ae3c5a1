"""`contacts.*`: finding people, and what the caller notes about them."""

from chappe.features.contacts.book import CONTACTS_MAX
from chappe.features.contacts.notes import read_note
from chappe.features.contacts.people import (
    CLOSE_FRIENDS_MAX,
    birthdays_around,
    change_note,
    edit_close_friends,
    search_channels,
    search_contacts,
    search_public,
)
from chappe.features.users import relations
from chappe.features.users.access import access_user, hold_self
from chappe.features.users.sight import look
from chappe.features.users.status import render_status
from chappe.features.users.view import render_user
from chappe.ids import UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.list_hash import list_hash
from chappe.rpc.method import Who, method, refuse
from chappe.tl import api
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import render_peers_of

SEARCH_MAX = 50
QUERY_CHARACTERS_MAX = 256

refuse(
    "contacts.getSaved",
    403,
    "TAKEOUT_REQUIRED",
    "only a takeout session may ask, and this server has none yet",
)


@method("contacts.getContactIDs")
async def get_ids(call: Call, q: api.contacts.GetContactIDs) -> list[int]:
    """Return who is in the caller's address book, or nothing when the client has that list.

    Wire: https://core.telegram.org/method/contacts.getContactIDs
    """
    ids = await relations.find_contact_ids(call.tx, call.user_id, CONTACTS_MAX)
    return [] if q.hash and q.hash == list_hash(ids) else [int(each) for each in ids]


@method("contacts.getStatuses")
async def get_statuses(
    call: Call, q: api.contacts.GetStatuses
) -> list["api.TypeContactStatus"]:
    """Return when those in the caller's address book were there last.

    Wire: https://core.telegram.org/method/contacts.getStatuses
    """
    ids = await relations.find_contact_ids(call.tx, call.user_id, CONTACTS_MAX)
    sight = await look(call.tx, call.user_id, ids)
    return [
        api.ContactStatus(
            user_id=each,
            status=render_status(sight, sight.users[each], call.now) or api.UserStatusEmpty(),
        )
        for each in ids
    ]


@method("contacts.search")
async def search(call: Call, q: api.contacts.Search) -> api.contacts.Found:
    """Find people: in the caller's address book by any of their names, others and channels by a public name.

    Wire:   https://core.telegram.org/method/contacts.search
    Errors: SEARCH_QUERY_EMPTY, QUERY_TOO_SHORT
    """
    asked = q.q.replace("\0", "").strip()[:QUERY_CHARACTERS_MAX]
    if not asked:
        raise RpcError(400, "SEARCH_QUERY_EMPTY")
    if not asked.removeprefix("@"):
        raise RpcError(400, "QUERY_TOO_SHORT")
    limit = max(1, min(q.limit or SEARCH_MAX, SEARCH_MAX))
    mine, others = await _find(call, q, asked, limit)
    mine_shown: list[api.TypePeer] = [api.PeerUser(user_id=each) for each in mine]
    others_shown: list[api.TypePeer] = [
        api.PeerUser(user_id=each) for each in others if each not in mine
    ]
    if not q.bots:
        channels = await search_channels(call.tx, asked, limit)
        others_shown += [peer_on_wire(each) for each in channels]
    users, chats = await render_peers_of(call.tx, call.viewer, [*mine_shown, *others_shown])
    return api.contacts.Found(
        my_results=mine_shown, results=others_shown, chats=chats, users=users
    )


async def _find(
    call: Call, q: api.contacts.Search, asked: str, limit: int
) -> tuple[list[UserId], list[UserId]]:
    """Those in the address book, and strangers; when bots or channels alone are asked for, only those."""
    if q.bots:
        return [], await search_public(call.tx, asked, limit, bots_only=True)
    if q.broadcasts:
        return [], []
    mine = await search_contacts(call.tx, call.user_id, asked, limit)
    return mine, await search_public(call.tx, asked, limit)


@method("contacts.getBirthdays")
async def get_birthdays(
    call: Call, q: api.contacts.GetBirthdays
) -> api.contacts.ContactBirthdays:
    """Return who of the caller's address book has a birthday these days.

    Wire: https://core.telegram.org/method/contacts.getBirthdays
    """
    sight, found = await birthdays_around(call.tx, call.user_id, call.now, CONTACTS_MAX)
    return api.contacts.ContactBirthdays(
        contacts=[
            api.ContactBirthday(contact_id=user.id, birthday=born) for user, born in found
        ],
        users=[render_user(call.viewer, sight, user) for user, _ in found],
    )


@method("contacts.editCloseFriends", writes=True)
async def edit_friends(call: Call, q: api.contacts.EditCloseFriends) -> bool:
    """Say who of the caller's address book are close friends.

    Wire: https://core.telegram.org/method/contacts.editCloseFriends
    """
    await hold_self(call.tx, call.viewer)
    ids = {UserId(each) for each in q.id[:CLOSE_FRIENDS_MAX]}
    await edit_close_friends(call.journal, call.user_id, ids)
    return True


@method("contacts.updateContactNote", writes=True)
async def update_note(call: Call, q: api.contacts.UpdateContactNote) -> bool:
    """Note something about a contact of the caller.

    Wire:   https://core.telegram.org/method/contacts.updateContactNote
    Errors: CONTACT_ID_INVALID (none, or no contact), MSG_ID_INVALID (access_user)
    """
    await hold_self(call.tx, call.viewer)
    user = await access_user(call.tx, call.viewer, q.id, error="CONTACT_ID_INVALID")
    held = (await relations.find(call.tx, call.user_id, [user.id]))[user.id]
    if not held.contact:
        raise RpcError(400, "CONTACT_ID_INVALID")
    await change_note(call.journal, call.user_id, held, read_note(q.note))
    return True


@method("contacts.getSponsoredPeers", who=Who.SIGNED_IN, rows=False)
async def get_sponsored(
    call: Call, q: api.contacts.GetSponsoredPeers
) -> api.contacts.SponsoredPeersEmpty:
    """Return the peers that somebody pays to be found: nobody can on this server.

    Wire:   https://core.telegram.org/method/contacts.getSponsoredPeers
    Errors: SEARCH_QUERY_EMPTY
    """
    if not q.q.strip():
        raise RpcError(400, "SEARCH_QUERY_EMPTY")
    return api.contacts.SponsoredPeersEmpty()
