"""`contacts.*`: blocked accounts."""

from chappe.features.contacts.blocks import (
    SET_MAX,
    block,
    page_of_blocked,
    set_blocked,
    tie_of,
    unblock,
)
from chappe.features.contacts.view import render_page_of_blocked
from chappe.features.users.access import access_peer, hold_self
from chappe.ids import UserId, user_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import method
from chappe.tl import api

PAGE_MAX = 100


async def _access_other(call: Call, named: "api.TypeInputPeer") -> UserId:
    """Another account; groups cannot write to anybody by themselves, so they cannot be blocked."""
    user_id = user_of(await access_peer(call.tx, call.viewer, named))
    if user_id is None:
        raise RpcError(400, "PEER_ID_INVALID")
    if user_id == call.user_id:
        raise RpcError(400, "CONTACT_ID_INVALID")
    return user_id


@method("contacts.block", writes=True)
async def block_one(call: Call, q: api.contacts.Block) -> bool:
    """Block an account, or keep the caller's stories from it.

    Wire:   https://core.telegram.org/method/contacts.block
    Errors: PEER_ID_INVALID, MSG_ID_INVALID (access_peer); CONTACT_ID_INVALID (oneself)
    """
    await hold_self(call.tx, call.viewer)
    other = await _access_other(call, q.id)
    await block(call.journal, call.user_id, {other}, tie_of(stories_only=q.my_stories_from))
    return True


@method("contacts.unblock", writes=True)
async def unblock_one(call: Call, q: api.contacts.Unblock) -> bool:
    """Take back a block.

    Wire:   https://core.telegram.org/method/contacts.unblock
    Errors: PEER_ID_INVALID, MSG_ID_INVALID (access_peer); CONTACT_ID_INVALID (oneself)
    """
    await hold_self(call.tx, call.viewer)
    other = await _access_other(call, q.id)
    await unblock(call.journal, call.user_id, {other}, tie_of(stories_only=q.my_stories_from))
    return True


@method("contacts.setBlocked", writes=True)
async def set_all(call: Call, q: api.contacts.SetBlocked) -> bool:
    """Let the list of blocked accounts be this one.

    Wire:   https://core.telegram.org/method/contacts.setBlocked
    Errors: PEER_ID_INVALID, MSG_ID_INVALID (access_peer); CONTACT_ID_INVALID (oneself)
    """
    await hold_self(call.tx, call.viewer)
    named = q.id[: max(0, min(q.limit, SET_MAX))]
    ids = {await _access_other(call, each) for each in named}
    tie = tie_of(stories_only=q.my_stories_from)
    await set_blocked(call.journal, call.user_id, ids, tie)
    return True


@method("contacts.getBlocked")
async def get_blocked(call: Call, q: api.contacts.GetBlocked) -> "api.contacts.TypeBlocked":
    """Return a part of the list of blocked accounts, the last blocked first.

    Wire: https://core.telegram.org/method/contacts.getBlocked
    """
    tie = tie_of(stories_only=q.my_stories_from)
    limit = max(0, min(q.limit, PAGE_MAX))
    page, count = await page_of_blocked(call.tx, call.user_id, tie, max(0, q.offset), limit)
    return await render_page_of_blocked(call.tx, call.viewer, page, count)
