"""Reading messages."""

from chappe.features.dialogs import store as dialogs
from chappe.features.messages import store
from chappe.ids import BoxId, MessageId, PeerId, UserId, user_of, user_peer
from chappe.updates.facts import ReadInbox, ReadOutbox
from chappe.updates.log import Journal, Moment


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
