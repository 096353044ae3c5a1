"""Contacts on the wire."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.contacts.book import Imported
from chappe.features.users.model import Relation
from chappe.features.users.sight import look
from chappe.features.users.view import render_user, render_users
from chappe.ids import UserId
from chappe.tl import api
from chappe.updates.viewer import Viewer


async def render_contacts(
    tx: Tx, viewer: Viewer, ids: Sequence[UserId], saved: int
) -> api.contacts.Contacts:
    """The address book."""
    sight = await look(tx, viewer.user_id, ids)
    theirs = sight.between.theirs_of
    return api.contacts.Contacts(
        contacts=[api.Contact(user_id=each, mutual=theirs(each).contact) for each in ids],
        saved_count=saved,
        users=[render_user(viewer, sight, sight.users[each]) for each in ids],
    )


async def render_imported(
    tx: Tx, viewer: Viewer, done: Imported
) -> api.contacts.ImportedContacts:
    """What became of an import."""
    return api.contacts.ImportedContacts(
        imported=[
            api.ImportedContact(user_id=user_id, client_id=client_id)
            for client_id, user_id in done.accounts.items()
        ],
        popular_invites=[
            api.PopularContact(client_id=client_id, importers=importers)
            for client_id, importers in done.popular.items()
        ],
        retry_contacts=done.retry,
        users=await render_users(tx, viewer, set(done.accounts.values())),
    )


async def render_page_of_blocked(
    tx: Tx, viewer: Viewer, page: Sequence[Relation], count: int
) -> "api.contacts.TypeBlocked":
    """A part of the list of those who are blocked; `count`: how long it is."""
    blocked: list[api.TypePeerBlocked] = [
        api.PeerBlocked(peer_id=api.PeerUser(user_id=each.user_id), date=each.blocked_at)
        for each in page
    ]
    users = await render_users(tx, viewer, {each.user_id for each in page})
    if len(page) >= count:
        return api.contacts.Blocked(blocked=blocked, chats=[], users=users)
    return api.contacts.BlockedSlice(count=count, blocked=blocked, chats=[], users=users)
