"""Threads on the wire."""

from collections.abc import Collection, Sequence

from chappe.db.database import Tx
from chappe.features.messages.model import CopyMark, Message
from chappe.features.messages.view import enriches
from chappe.features.threads import store
from chappe.features.threads.actions import ReadThread, ReadThreadOutbox
from chappe.features.threads.model import Shown
from chappe.ids import BoxId, ChannelId, MessageId, PeerId, channel_of
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer

HEADS = int(CopyMark.HEADS)


@enriches
async def add_replies(
    tx: Tx, viewer: Viewer, messages: Sequence[Message], shown: Sequence["api.TypeMessage"]
) -> None:
    """How many answers each message has; one query for all of them."""
    wanted = [
        (message, onto)
        for message, onto in zip(messages, shown, strict=True)
        if isinstance(onto, api.Message) and channel_of(PeerId(message.box)) is not None
    ]
    found = await replies_of(tx, viewer, [message for message, _ in wanted])
    for message, onto in wanted:
        onto.replies = found.get((message.box, message.id))


async def replies_of(
    tx: Tx, viewer: Viewer, messages: Collection[Message]
) -> dict[tuple[BoxId, MessageId], api.MessageReplies]:
    """What is told of answers to messages of channels, by box and number. Whatever heads no thread of a
    supergroup yet may come to do so, and says that nobody has answered; clients count on from there."""
    heads: dict[BoxId, list[MessageId]] = {}
    for each in messages:
        if int(each.marks) & HEADS:
            heads.setdefault(each.box, []).append(each.id)
    known = await store.find_shown(tx, viewer.user_id, heads) if heads else {}
    found = {place: _render(viewer, each) for place, each in known.items()}
    for each in messages:
        place = each.box, each.id
        if place not in found and each.thread is None and not each.is_post:
            found[place] = api.MessageReplies(replies=0, replies_pts=0)
    return found


def _render(viewer: Viewer, shown: Shown) -> api.MessageReplies:
    thread = shown.thread
    replies = api.MessageReplies(
        replies=thread.replies,
        replies_pts=thread.pts,
        max_id=thread.max_id or None,
        read_max_id=None if viewer.is_crowd else shown.read or None,
    )
    if shown.place:
        replies.comments = True
        replies.channel_id = channel_id_of(shown.place)
        replies.recent_repliers = [peer_on_wire(each) for each in thread.repliers] or None
    return replies


def channel_id_of(box: BoxId) -> ChannelId:
    """The channel whose box it is."""
    channel_id = channel_of(PeerId(box))
    assert channel_id is not None, "threads are kept of channels only"
    return channel_id


@renders(ReadThread)
async def render_read(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateReadChannelDiscussionInbox."""
    shown: list[Updates] = []
    for entry in entries:
        fact = entry.fact
        assert isinstance(fact, ReadThread)
        update = api.UpdateReadChannelDiscussionInbox(
            channel_id=fact.channel_id,
            top_msg_id=fact.root,
            read_max_id=fact.max_id,
            broadcast_id=fact.broadcast_id or None,
            broadcast_post=fact.post or None,
        )
        shown.append([update])
    return shown


@renders(ReadThreadOutbox)
async def render_read_outbox(
    tx: Tx, viewer: Viewer, entries: Sequence[Logged]
) -> list[Updates]:
    """updateReadChannelDiscussionOutbox."""
    shown: list[Updates] = []
    for entry in entries:
        fact = entry.fact
        assert isinstance(fact, ReadThreadOutbox)
        update = api.UpdateReadChannelDiscussionOutbox(
            channel_id=fact.channel_id, top_msg_id=fact.root, read_max_id=fact.max_id
        )
        shown.append([update])
    return shown
