"""Saying something otherwise."""

from dataclasses import replace

from chappe.db.database import Tx
from chappe.features.messages import bodies, store, words
from chappe.features.messages.echoes import find_followers
from chappe.features.messages.mentions import rename
from chappe.features.messages.model import Body, MediaKind, Message
from chappe.features.messages.payload import read_value
from chappe.features.messages.store import Holder, find_holders
from chappe.features.webpages import actions as webpages
from chappe.ids import BoxId
from chappe.updates.facts import EditMessage
from chappe.updates.log import Journal


async def edit(journal: Journal, message: Message, body: Body) -> None:
    """Put what is said now in the place of what a message said; all who have it hear of it.

    `body`: as `store.update_body` keeps it.
    """
    holders = await holders_with_followers(journal.tx, message)
    for holder in holders:  # in the order of their boxes
        await journal.append(holder.box, EditMessage(holder.id))
    await store.update_body(journal.tx, message.body_id, body)
    own = [holder for holder in holders if holder.body_id == message.body_id]
    if message.author is not None:
        await rename(journal.tx, message, body, message.author, own)
    boxes = [holder.box for holder in own]
    await words.reindex(
        journal.tx, message.body_id, body, BoxId(message.box), message.peer, boxes
    )
    for holder in holders:
        if holder.body_id != message.body_id:
            await _follow(journal.tx, holder, body)
    if body.media_kind is MediaKind.WEB_PAGE and body.media != message.body.media:
        every = [holder.box for holder in holders]
        await webpages.delivered(journal, read_value(body.media), every)


async def holders_with_followers(tx: Tx, message: Message) -> list[Holder]:
    """The copies of a message, and what is edited together with it, in the order in which boxes are taken."""
    holders = await find_holders(tx, [message.body_id])
    followers = await find_followers(tx, holders)
    return sorted([*holders, *followers], key=lambda each: (each.box, each.id))


async def _follow(tx: Tx, holder: Holder, said: Body) -> None:
    """A copy elsewhere says now what the post says; whose it is stays."""
    body = replace(
        (await bodies.find(tx, [holder.body_id]))[holder.body_id],
        text=said.text,
        edited_at=said.edited_at,
        entities=said.entities,
        media=said.media,
        media_kind=said.media_kind,
        file_id=said.file_id,
    )
    await store.update_body(tx, holder.body_id, body)
    await words.reindex(tx, holder.body_id, body, holder.box, holder.peer, [holder.box])
