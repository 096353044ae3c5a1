"""Reading messages."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import NamedTuple

from chappe.db.database import Tx
from chappe.features.dialogs import store as dialogs
from chappe.features.messages import store
from chappe.features.messages.audience import dialog_in
from chappe.features.messages.marking import mark_copies
from chappe.features.messages.model import CopyMark, Message
from chappe.features.messages.store import find_holders
from chappe.ids import BoxId, MessageId, PeerId, UserId, user_of
from chappe.updates.facts import ReadContents, ReadInbox, ReadOutbox
from chappe.updates.log import Journal, Moment

READ_DATE_SECONDS = 7 * 86_400
"""As clients are told by `pm_read_date_expire_period`."""


async def read_history(
    journal: Journal, reader: UserId, peer: PeerId, max_id: MessageId
) -> Moment | None:
    """The reader has seen a dialog as far as `max_id` (0: all of it); None when that was known."""
    tx, box = journal.tx, BoxId(reader)
    dialog = await dialogs.find(tx, reader, peer)
    if dialog is None:
        return None
    goal = min(max_id or dialog.top_id, dialog.top_id)
    if goal <= dialog.read_inbox and not dialog.unread_mark:
        return None
    authors = await _authors_read(tx, reader, peer, dialog.read_inbox, goal)
    moment = await _take(journal, box, authors)
    dialog = await dialogs.find(tx, reader, peer)  # nobody else moves it now
    assert dialog is not None
    goal = max(goal, dialog.read_inbox)
    left = await store.count_unread(tx, box, peer, goal)
    await dialogs.read_inbox(tx, reader, peer, goal, left)
    journal.note(moment, ReadInbox(peer, goal, left, dialog.folder_id))
    if user_of(peer) is None:
        await _note(journal, box, peer, goal)
    for author, read in sorted(authors.items()):
        await _tell_author(journal, author, dialog_in(BoxId(author), reader, peer), read)
    return moment


async def _authors_read(
    tx: Tx, reader: UserId, peer: PeerId, after: MessageId, goal: MessageId
) -> dict[UserId, MessageId]:
    """Who learns that something was read, and how far, in the numbers of the own box."""
    author = user_of(peer)
    if author is None:
        return await store.authors_read(tx, BoxId(reader), peer, after, goal)
    if author == reader:
        return {}
    read = await store.newest_read(tx, BoxId(reader), BoxId(author), peer, goal)
    return {} if read is None else {author: read}


async def _take(journal: Journal, box: BoxId, authors: Iterable[UserId]) -> Moment:
    """Lock the authors' boxes and take the reader's, in the lawful order."""
    moment = None
    for each in sorted({box, *map(BoxId, authors)}):
        if each == box:
            moment = await journal.take(box, facts=1, pts=1)
        else:
            await journal.lock([each])
    assert moment is not None
    return moment


async def _tell_author(journal: Journal, author: UserId, peer: PeerId, read: MessageId) -> None:
    """An author learns how far somebody has read in a dialog of the author's."""
    if await dialogs.read_outbox(journal.tx, author, peer, read):
        await journal.append(BoxId(author), ReadOutbox(peer, read))
        if user_of(peer) is not None:
            await _note(journal, BoxId(author), peer, read)


async def _note(journal: Journal, box: BoxId, peer: PeerId, read: MessageId) -> None:
    forget_before = journal.at - READ_DATE_SECONDS
    await store.note_read(journal.tx, box, peer, read, journal.at, forget_before)


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
    waiting = CopyMark.OUT | CopyMark.MEDIA_UNREAD
    for holder in holders:
        if holder.box != box and holder.marks & waiting == waiting:
            told.setdefault(holder.box, []).append(holder.id)
    moments = {}
    for each in sorted(told):
        moments[each] = await journal.append(each, ReadContents(tuple(sorted(told[each]))))
    for each, ids in told.items():
        await mark_copies(journal.tx, each, ids, CopyMark.MEDIA_UNREAD, on=False)
    named = Counter(each.peer for each in news if CopyMark.MENTIONED in each.marks)
    for peer, count in sorted(named.items()):
        await dialogs.count_mentions(journal.tx, [reader], peer, -count)
    for then in CONTENTS_READ:
        await then(journal, reader, news)
    return ContentsSeen(moments[box], told[box])
