"""Reading messages."""

from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from chappe.features.dialogs import store as dialogs
from chappe.features.messages import store
from chappe.features.messages.marking import mark_copies
from chappe.features.messages.model import CopyMark, Message
from chappe.features.messages.store import find_holders
from chappe.ids import BoxId, MessageId, PeerId, UserId, user_of, user_peer
from chappe.updates.facts import ReadContents, ReadInbox, ReadOutbox
from chappe.updates.log import Journal, Moment

READ_DATE_SECONDS = 7 * 86_400
"""As clients are told by `pm_read_date_expire_period`."""


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
    read = await store.newest_read(
        journal.tx, BoxId(reader), BoxId(author), user_peer(author), max_id
    )
    if read is not None and await dialogs.read_outbox(
        journal.tx, author, user_peer(reader), read
    ):
        await journal.append(BoxId(author), ReadOutbox(user_peer(reader), read))
        forget_before = journal.at - READ_DATE_SECONDS
        await store.note_read(
            journal.tx, BoxId(author), user_peer(reader), read, journal.at, forget_before
        )


ContentsRead = Callable[[Journal, UserId, Sequence[Message]], Awaitable[None]]
"""What else happens when somebody has heard or seen messages (media that destroy themselves)."""
CONTENTS_READ: list[ContentsRead] = []


def on_contents_read(then: ContentsRead) -> ContentsRead:
    """The decorated function has something to do when contents were read."""
    CONTENTS_READ.append(then)
    return then


SEEN: list[ContentsRead] = []


def on_seen(then: ContentsRead) -> ContentsRead:
    """The decorated function has something to do when a client says that messages were seen, whether
    their contents were news or not (reactions to them)."""
    SEEN.append(then)
    return then


async def see(journal: Journal, reader: UserId, messages: Sequence[Message]) -> None:
    """The reader has seen these messages of its box; after `read_contents`."""
    for then in SEEN:
        await then(journal, reader, messages)


class ContentsSeen(NamedTuple):
    """Which messages of a box were news, and where the box is since."""

    moment: Moment
    ids: list[MessageId]


async def read_contents(
    journal: Journal, reader: UserId, messages: Sequence[Message]
) -> ContentsSeen | None:
    """The reader has heard or seen these messages of its box; their authors learn of it. None when all of
    that was known."""
    box = BoxId(reader)
    news = [each for each in messages if CopyMark.MEDIA_UNREAD in each.marks]
    if not news:
        return None
    holders = await find_holders(journal.tx, {each.body_id for each in news})
    told: dict[BoxId, list[MessageId]] = {box: [each.id for each in news]}
    for holder in holders:
        if holder.box != box and CopyMark.OUT in holder.marks:
            told.setdefault(holder.box, []).append(holder.id)
    moments = {}
    for each in sorted(told):
        moments[each] = await journal.append(each, ReadContents(tuple(sorted(told[each]))))
    for each, ids in told.items():
        await mark_copies(journal.tx, each, ids, CopyMark.MEDIA_UNREAD, on=False)
    for then in CONTENTS_READ:
        await then(journal, reader, news)
    return ContentsSeen(moments[box], told[box])
