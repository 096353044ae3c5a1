"""`account.*`, `contacts.*`: public names."""

from chappe.features.users import store
from chappe.features.users.access import access_self, hold_self
from chappe.features.users.usernames import (
    LAWFUL,
    check_username,
    choose_username,
    reorder_usernames,
    toggle_username,
)
from chappe.features.users.view import render_self
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import render_peers


@method("account.checkUsername")
async def is_username_free(call: Call, q: api.account.CheckUsername) -> bool:
    """Say whether the caller could take a public name.

    Wire:   https://core.telegram.org/method/account.checkUsername
    Errors: USERNAME_INVALID, USERNAME_OCCUPIED (check_username)
    """
    await check_username(call.tx, await access_self(call.tx, call.viewer), q.username)
    return True


@method("account.updateUsername", writes=True)
async def change_username(call: Call, q: api.account.UpdateUsername) -> "api.TypeUser":
    """Choose the caller's public name.

    Wire:   https://core.telegram.org/method/account.updateUsername
    Errors: USERNAME_INVALID, USERNAME_OCCUPIED, USERNAME_NOT_MODIFIED (choose_username)
    """
    await choose_username(call.journal, await hold_self(call.tx, call.viewer), q.username)
    return await render_self(call.tx, call.viewer)


@method("account.toggleUsername", writes=True)
async def change_active_username(call: Call, q: api.account.ToggleUsername) -> bool:
    """Let a public name that the caller was given lead to it, or not.

    Wire:   https://core.telegram.org/method/account.toggleUsername
    Errors: USERNAME_INVALID, USERNAME_NOT_MODIFIED, USERNAMES_ACTIVE_TOO_MUCH (toggle_username)
    """
    await toggle_username(
        call.journal, await hold_self(call.tx, call.viewer), q.username, active=q.active
    )
    return True


@method("account.reorderUsernames", writes=True)
async def change_order(call: Call, q: api.account.ReorderUsernames) -> bool:
    """Put the caller's active public names into another order.

    Wire:   https://core.telegram.org/method/account.reorderUsernames
    Errors: ORDER_INVALID, USERNAME_NOT_MODIFIED (reorder_usernames)
    """
    await reorder_usernames(call.journal, await hold_self(call.tx, call.viewer), q.order)
    return True


@method("contacts.resolveUsername", who=Who.SIGNED_IN)
async def resolve_username(
    call: Call, q: api.contacts.ResolveUsername
) -> api.contacts.ResolvedPeer:
    """Return whom a public name leads to.

    Wire:   https://core.telegram.org/method/contacts.resolveUsername
    Errors: USERNAME_INVALID, USERNAME_NOT_OCCUPIED; STARREF_EXPIRED (no affiliate programs here)
    """
    name = q.username.removeprefix("@")
    if not LAWFUL.fullmatch(name):
        raise RpcError(400, "USERNAME_INVALID")
    if q.referer:
        raise RpcError(400, "STARREF_EXPIRED")
    peer = await store.find_username(call.tx, name)
    if peer is None:
        raise RpcError(400, "USERNAME_NOT_OCCUPIED")
    users, chats = await render_peers(call.tx, call.viewer, [peer])
    return api.contacts.ResolvedPeer(peer=peer_on_wire(peer), users=users, chats=chats)
