"""Keeping where posts are forwarded to."""

from chappe.features.messages.actions.deletions import forgets
from chappe.features.messages.delivered import on_forwarded
from chappe.features.messages.model import Body
from chappe.features.messages.payload import read_value
from chappe.features.stats import store
from chappe.ids import ChannelId, channel_peer
from chappe.tl import api
from chappe.updates.log import Journal

forgets(store.forget)


@on_forwarded
async def note_forward(journal: Journal, body_id: int, body: Body) -> None:
    """A message was forwarded; it counts when it is a channel's post, and not the channel itself says it again."""
    header: api.MessageFwdHeader = read_value(body.forward)
    if header.channel_post is not None and isinstance(header.from_id, api.PeerChannel):
        channel = ChannelId(header.from_id.channel_id)
        if body.from_id == channel_peer(channel):
            return
        await store.note(journal.tx, body_id, channel, header.channel_post, body.at)
