"""Saying something otherwise."""

from chappe.features.messages import store, words
from chappe.features.messages.mentions import rename
from chappe.features.messages.model import Body, MediaKind, Message
from chappe.features.messages.payload import read_value
from chappe.features.messages.store import find_holders
from chappe.features.webpages import actions as webpages
from chappe.ids import BoxId
from chappe.updates.facts import EditMessage
from chappe.updates.log import Journal


async def edit(journal: Journal, message: Message, body: Body) -> None:
    """Put what is said now in the place of what a message said; all who have it hear of it.

    `body`: as `store.update_body` keeps it.
    """
    holders = await find_holders(journal.tx, [message.body_id])
    for holder in holders:  # in the order of their boxes
        await journal.append(holder.box, EditMessage(holder.id))
    await store.update_body(journal.tx, message.body_id, body)
    if message.author is not None:
        await rename(journal.tx, message, body, message.author, holders)
    boxes = [holder.box for holder in holders]
    await words.reindex(
        journal.tx, message.body_id, body, BoxId(message.box), message.peer, boxes
    )
    if body.media_kind is MediaKind.WEB_PAGE and body.media != message.body.media:
        await webpages.delivered(journal, read_value(body.media), boxes)
