"""The answer to one who has sent something, and what tells a sender who lost that answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from chappe.db.database import Tx
from chappe.features.messages import store
from chappe.features.messages.model import BodyMark, Message
from chappe.features.messages.payload import read_values
from chappe.features.messages.view.message import render_messages
from chappe.ids import BoxId, MessageId, channel_of
from chappe.tl import api
from chappe.updates.render import Updates, in_box, render_container
from chappe.updates.viewer import Viewer

AS_ASKED = int(BodyMark.SILENT | BodyMark.NOFORWARDS | BodyMark.INVERT_MEDIA)
"""Marks of which the sender knows."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message in its sender's box. `pts`: of the box; `pts_count`: 0 when it was there before."""

    message: Message
    pts: int
    pts_count: int


async def render_sent(
    tx: Tx, viewer: Viewer, sent: Sequence[Sent], more: Updates | None = None
) -> "api.TypeUpdates":
    """Which numbers the sender's messages have, and the messages. `more`: further updates."""
    shown = await render_messages(tx, viewer, [each.message for each in sent])
    numbers: Updates = [
        api.UpdateMessageID(id=each.message.id, random_id=each.message.random_id)
        for each in sent
        if each.message.random_id is not None
    ]
    news: Updates = [
        in_box(
            each.message.box,
            api.UpdateNewMessage(message=message, pts=each.pts, pts_count=each.pts_count),
        )
        for each, message in zip(sent, shown, strict=True)
    ]
    at = max(each.message.body.at for each in sent)
    return await render_container(tx, viewer, numbers + news + (more or []), at)


def shorten_sent(sent: Sent) -> api.UpdateShortSentMessage | None:
    """The same without rows, when the sender knows all the rest: text, as it was asked for."""
    message, body = sent.message, sent.message.body
    if channel_of(message.peer) is not None:
        return None
    rich = (body.media, body.action, body.markup, body.forward, body.reply)
    if message.saved_peer is not None or any(part is not None for part in rich):
        return None
    if int(body.marks) & ~AS_ASKED:
        return None
    return api.UpdateShortSentMessage(
        out=True,
        id=message.id,
        pts=sent.pts,
        pts_count=sent.pts_count,
        date=body.at,
        entities=read_values(body.entities),
        ttl_period=body.ttl_period or None,
    )


async def render_numbers(
    tx: Tx, viewer: Viewer, ids: Collection[MessageId]
) -> list[api.UpdateMessageID]:
    """Which numbers have those of some messages of the viewer's box that it has sent."""
    named = await store.random_ids(tx, BoxId(viewer.user_id), ids)
    return [
        api.UpdateMessageID(id=id_, random_id=random_id)
        for id_, random_id in sorted(named.items())
    ]
