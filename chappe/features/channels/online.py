"""How many of a group are there at the moment.

In a small group the number would give away who hides that from whom: there only those count whom the one who asks
sees. In a big one it says nothing of anybody, and all count.
"""

from chappe.db.database import Tx
from chappe.features.channels import roster, store
from chappe.features.channels.roster import Listed
from chappe.features.chats import store as chats
from chappe.features.users.sight import look
from chappe.features.users.status import render_status
from chappe.ids import PeerId, UserId, channel_of, chat_of
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.viewer import Viewer

NAMELESS_MIN = 200
"""Members of a group of which a number tells nothing of one of them."""


async def count_online(tx: Tx, viewer: Viewer, peer: PeerId) -> int:
    """How many of a group are there; the caller may look at it.

    Errors: PEER_ID_INVALID, CHAT_ID_INVALID
    """
    chat_id, channel_id = chat_of(peer), channel_of(peer)
    if chat_id is not None:
        members = await chats.find_members(tx, chat_id)
        if viewer.user_id not in {each.user_id for each in members}:
            raise RpcError(400, "CHAT_ID_INVALID")
        return await _seen(tx, viewer, [each.user_id for each in members])
    if channel_id is None:
        raise RpcError(400, "PEER_ID_INVALID")
    channel = (await store.find_many(tx, [channel_id]))[channel_id]
    if channel.members >= NAMELESS_MIN:
        return await roster.count_online(tx, channel, int(viewer.now))
    inside = Listed(roster.INSIDE, roster.BY_DATE)
    some = await roster.find_page(tx, channel, inside, 0, NAMELESS_MIN)
    return await _seen(tx, viewer, [each.user_id for each in some])


async def _seen(tx: Tx, viewer: Viewer, users: list[UserId]) -> int:
    sight = await look(tx, viewer.user_id, users)
    known = (sight.users[each] for each in users if each in sight.users)
    shown = (render_status(sight, each, viewer.now) for each in known)
    return sum(isinstance(each, api.UserStatusOnline) for each in shown)
