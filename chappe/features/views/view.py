"""Counts beside posts, and beside what was sent on of them."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.messages.model import Message
from chappe.features.messages.view import enriches
from chappe.features.views import store
from chappe.features.views.store import Post
from chappe.features.views.tally import shown_views
from chappe.ids import BoxId, ChannelId, MessageId, channel_peer
from chappe.tl import api
from chappe.updates.viewer import Viewer


@enriches
async def add_counts(
    tx: Tx, viewer: Viewer, source: Sequence[Message], shown: Sequence["api.TypeMessage"]
) -> None:
    """Say how many have seen posts, and how often they were sent on."""
    posts = [
        (rendered, post)
        for message, rendered in zip(source, shown, strict=True)
        if isinstance(rendered, api.Message)
        and (post := post_of(message, rendered.fwd_from)) is not None
    ]
    found = await store.find_counts(tx, {post for _, post in posts})
    for rendered, post in posts:
        counts = found.get(post)
        if counts is not None:
            rendered.views, rendered.forwards = shown_views(counts), counts.forwards


def post_of(message: Message, forward: "api.TypeMessageFwdHeader | None") -> Post | None:
    """Which post of a channel a message is, or was sent on from."""
    if message.shared and message.is_post and message.body.from_id == message.peer:
        return Post(message.box, message.id)
    if not isinstance(forward, api.MessageFwdHeader) or forward.channel_post is None:
        return None
    if not isinstance(forward.from_id, api.PeerChannel):
        return None
    box = BoxId(channel_peer(ChannelId(forward.from_id.channel_id)))
    return Post(box, MessageId(forward.channel_post))
