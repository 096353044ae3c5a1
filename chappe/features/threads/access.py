"""The only road to a thread on a caller's behalf."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.channels import store as channels
from chappe.features.channels.access import access_visible
from chappe.features.dialogs import store as dialogs
from chappe.features.messages import store as messages
from chappe.features.messages.threads import GENERAL, head_of, was_head
from chappe.features.threads import store
from chappe.features.threads.model import Reading, Root, Thread
from chappe.features.users.access import access_peer
from chappe.ids import BoxId, MessageId, PeerId, UserId, channel_of
from chappe.rpc.errors import RpcError
from chappe.updates.horizon import horizon
from chappe.updates.viewer import Viewer

if TYPE_CHECKING:
    from chappe.tl import api


async def access_root(
    tx: Tx, viewer: Viewer, named: "api.TypeInputPeer", message_id: int
) -> Root:
    """The thread in which a message of a supergroup is, or which it heads; the comments on a channel's post.

    Errors: PEER_ID_INVALID (a private chat, a basic group), MSG_ID_INVALID (there is no such message, or nobody
            may comment on it); those of access_peer
    """
    peer = await access_peer(tx, viewer, named, reading=True)
    channel_id = channel_of(peer)
    if channel_id is None:
        raise RpcError(400, "PEER_ID_INVALID")
    box, id_ = BoxId(peer), MessageId(message_id)
    channel = (await channels.find_many(tx, [channel_id]))[channel_id]
    if channel.broadcast:
        return await _of_post(tx, viewer, box, id_)
    message = (await messages.find_many(tx, box, [id_])).get(id_)
    if id_ == GENERAL and await was_head(tx, peer, id_):
        return Root(box, GENERAL)
    if message is None:
        raise RpcError(400, "MSG_ID_INVALID")
    hidden = id_ <= await horizon(tx, viewer.user_id, box)
    if hidden and not await was_head(tx, peer, id_):  # a topic is there, whatever of it is seen
        raise RpcError(400, "MSG_ID_INVALID")
    return Root(box, head_of(message))


async def _of_post(tx: Tx, viewer: Viewer, box: BoxId, post: MessageId) -> Root:
    copied = await store.find_copy(tx, box, post)
    if copied is None:
        raise RpcError(400, "MSG_ID_INVALID")
    group = channel_of(PeerId(copied.place))
    assert group is not None
    await access_visible(tx, viewer.user_id, group, viewer.now)
    return Root(copied.place, copied.head)


Reaches = Callable[[Tx, Root], Awaitable[MessageId | None]]
_reach: list[Reaches] = []


def reaches(finder: Reaches) -> Reaches:
    """The decorated function knows how far threads of another kind go (topics), with what heads them."""
    if finder not in _reach:
        _reach.append(finder)
    return finder


async def find_thread(tx: Tx, root: Root) -> Thread:
    """A thread, with what it holds."""
    thread = (await store.find(tx, root.box, [root.id])).get(root.id, Thread(root))
    for finder in _reach:
        top_id = await finder(tx, root)
        if top_id is not None:
            return replace(thread, max_id=max(top_id, thread.max_id))
    return thread


async def find_reading(tx: Tx, me: UserId, root: Root) -> Reading:
    """How far somebody has read in a thread; who has read the whole group, has read what is in the thread."""
    reading = await store.find_reading(tx, me, root)
    reading = replace(reading, inbox=max(reading.inbox, await horizon(tx, me, root.box)))
    dialog = await dialogs.find(tx, me, PeerId(root.box))
    if dialog is None:
        return reading
    return Reading(max(reading.inbox, dialog.read_inbox), reading.outbox)
