"""Putting messages into boxes."""

from dataclasses import dataclass, replace

from chappe.features.dialogs import store as dialogs
from chappe.features.messages import store, words
from chappe.features.messages.model import Body, CopyMark, Message
from chappe.ids import BoxId, MessageId, PeerId, UserId, user_of, user_peer
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
    """Put a body into the boxes of a private chat: the author's, and the other's."""
    owners = sorted({author, user_of(peer) or author})
    moments = {
        owner: await journal.take(BoxId(owner), facts=1, pts=1, ids=1) for owner in owners
    }
    body = replace(body, at=max(body.at, *(moment.at for moment in moments.values())))
    body_id = await store.insert_body(journal.tx, body)
    await words.index(journal.tx, body_id, body, BoxId(author), peer)
    replies = await _replies(journal, reply_to, owners)
    copies = {}
    for owner in owners:
        marks = CopyMark.OUT if owner == author else CopyMark(0)
        if media_unread and (owner != author or len(owners) == 1):
            marks |= CopyMark.MEDIA_UNREAD
        copies[owner] = Message(
            BoxId(owner),
            moments[owner].top_id,
            peer if owner == author else user_peer(author),
            body_id,
            marks,
            replies.get(owner),
            saved_peer if owner == author else None,
            random_id if owner == author else None,
            body,
        )
    await store.insert_copies(journal.tx, list(copies.values()))
    for owner, copy in copies.items():
        known = await dialogs.message_came(
            journal.tx, owner, copy.peer, copy.id, body.at, unread=not copy.out
        )
        journal.note(moments[owner], NewMessage(copy.id), ready=Arrived(copy, known))
    return Delivered(copies[author], moments[author])


async def _replies(
    journal: Journal, reply_to: Message | None, owners: list[UserId]
) -> dict[UserId, MessageId]:
    """The answered message as each box numbers it."""
    if reply_to is None:
        return {}
    replies = {}
    for owner in owners:
        if BoxId(owner) == reply_to.box:
            replies[owner] = reply_to.id
            continue
        found = await store.find_copies(journal.tx, BoxId(owner), [reply_to.body_id])
        if reply_to.body_id in found:
            replies[owner] = found[reply_to.body_id]
    return replies
