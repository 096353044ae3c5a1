"""Putting messages into boxes, and reading them."""

from dataclasses import dataclass, replace

from chappe.features.dialogs import store as dialogs
from chappe.features.messages import store, words
from chappe.features.messages.model import Body, CopyMark, Message
from chappe.ids import BoxId, MessageId, PeerId, UserId, user_of, user_peer
from chappe.updates.facts import NewMessage, ReadInbox, ReadOutbox
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


async def read_history(
    journal: Journal, reader: UserId, peer: PeerId, max_id: MessageId
) -> Moment | None:
    """The reader has seen a dialog as far as `max_id` (0: all of it); None when that was known."""
    author = user_of(peer)
    await journal.lock(BoxId(each) for each in {reader, author or reader})
    dialog = await dialogs.find(journal.tx, reader, peer)
    if dialog is None:
        return None
    max_id = min(max_id or dialog.top_id, dialog.top_id)
    if max_id <= dialog.read_inbox and not dialog.unread_mark:
        return None
    max_id = max(max_id, dialog.read_inbox)
    left = await store.count_unread(journal.tx, BoxId(reader), peer, max_id)
    await dialogs.read_inbox(journal.tx, reader, peer, max_id, left)
    moment = await journal.append(
        BoxId(reader), ReadInbox(peer, max_id, left, dialog.folder_id)
    )
    if author is not None and author != reader:
        await _tell_author(journal, reader, author, max_id)
    return moment


async def _tell_author(
    journal: Journal, reader: UserId, author: UserId, max_id: MessageId
) -> None:
    """The other one learns how far it was read, in the numbers of its own box."""
    newest = await store.newest_incoming(journal.tx, BoxId(reader), user_peer(author), max_id)
    if newest is None:
        return
    copies = await store.find_copies(journal.tx, BoxId(author), [newest[1]])
    read = copies.get(newest[1])
    if read is not None and await dialogs.read_outbox(
        journal.tx, author, user_peer(reader), read
    ):
        await journal.append(BoxId(author), ReadOutbox(user_peer(reader), read))
