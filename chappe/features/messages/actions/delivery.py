"""Putting messages into boxes."""

from dataclasses import dataclass, replace

from chappe.features.dialogs import store as dialogs
from chappe.features.messages import store, words
from chappe.features.messages.audience import boxes_of, dialog_in, own_box
from chappe.features.messages.model import Body, CopyMark, Message
from chappe.ids import BoxId, MessageId, PeerId, UserId, user_of
from chappe.updates.facts import NewMessage
from chappe.updates.log import Journal, Moment


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message that was put into its author's box, and where that box is since."""

    message: Message
    moment: Moment


@dataclass(frozen=True, slots=True)
class Arrived:
    """What the log's reader need not read again. `known`: the owner of the box has met the peer before,
    so that the short form says enough."""

    message: Message
    known: bool


async def deliver(
    journal: Journal,
    author: UserId,
    peer: PeerId,
    body: Body,
    *,
    random_id: int | None = None,
    reply_to: Message | None = None,
    saved_peer: PeerId | None = None,
    media_unread: bool = False,
) -> Delivered:
    """Put a body into every box where it belongs (`audience`)."""
    boxes = await boxes_of(journal.tx, author, peer)
    own = own_box(author, peer)
    moments = {box: await journal.take(box, facts=1, pts=1, ids=1) for box in boxes}
    body = replace(body, at=max(body.at, *(moment.at for moment in moments.values())))
    body_id = await store.insert_body(journal.tx, body)
    await words.index(journal.tx, body_id, body, own, peer, boxes)
    replies = await _replies(journal, reply_to, boxes)
    copies = {}
    for box in boxes:
        marks = CopyMark.OUT if box == BoxId(author) else CopyMark(0)
        if media_unread and (box != own or len(boxes) == 1):
            marks |= CopyMark.MEDIA_UNREAD
        copies[box] = Message(
            box,
            moments[box].top_id,
            dialog_in(box, author, peer),
            body_id,
            marks,
            replies.get(box),
            saved_peer if box == own else None,
            random_id if box == own else None,
            body,
        )
    await store.insert_copies(journal.tx, list(copies.values()))
    for box, copy in copies.items():
        owner = user_of(PeerId(box))
        known = owner is not None and await dialogs.message_came(
            journal.tx, owner, copy.peer, copy.id, body.at, unread=not copy.out
        )
        journal.note(moments[box], NewMessage(copy.id), ready=Arrived(copy, known))
    return Delivered(copies[own], moments[own])


async def _replies(
    journal: Journal, reply_to: Message | None, boxes: list[BoxId]
) -> dict[BoxId, MessageId]:
    """The answered message as each box numbers it."""
    if reply_to is None:
        return {}
    replies = {}
    for box in boxes:
        if box == reply_to.box:
            replies[box] = reply_to.id
            continue
        found = await store.find_copies(journal.tx, box, [reply_to.body_id])
        if reply_to.body_id in found:
            replies[box] = found[reply_to.body_id]
    return replies
