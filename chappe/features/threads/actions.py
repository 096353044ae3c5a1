"""What is done with threads."""

from collections.abc import Awaitable, Callable

from chappe.features.threads import store
from chappe.features.threads.model import Root, Thread
from chappe.ids import BoxId, ChannelId, MessageId, PeerId, UserId, channel_of
from chappe.updates.difference import read_state
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal


@fact(Kind.READ_THREAD)
class ReadThread(Fact, frozen=True):
    """The owner of the box has read a thread of a group as far as `max_id`. `broadcast_id`, `post`: the post to
    which it is the comments, 0: to none."""

    channel_id: ChannelId
    root: MessageId
    max_id: MessageId
    broadcast_id: int = 0
    post: int = 0


@fact(Kind.READ_THREAD_OUTBOX)
class ReadThreadOutbox(Fact, frozen=True):
    """Others have read what the owner of the box wrote in a thread, as far as `max_id`."""

    channel_id: ChannelId
    root: MessageId
    max_id: MessageId


Then = Callable[[Journal, UserId, Root], Awaitable[None]]
_then: list[Then] = []


def on_thread_read(then: Then) -> Then:
    """The decorated function has something to do when somebody has read in a thread; its box is taken."""
    if then not in _then:
        _then.append(then)
    return then


async def read_thread(
    journal: Journal, reader: UserId, thread: Thread, max_id: MessageId
) -> bool:
    """The reader has seen a thread as far as `max_id` (0: all of it); whether that is news."""
    tx, root, box = journal.tx, thread.root, BoxId(reader)
    top_id = thread.max_id or (await read_state(tx, root.box)).top_id
    goal = min(max_id or top_id, top_id)
    before = (await store.find_reading(tx, reader, root)).inbox
    if goal <= before:
        return False
    authors = await store.find_authors(tx, reader, root, before, goal)
    await journal.lock([box, *map(BoxId, authors)])
    if not await store.read_inbox(tx, reader, root, goal):
        return False
    channel_id = channel_of(PeerId(root.box))
    assert channel_id is not None
    copied = await store.find_post(tx, root.box, root.id)
    post = (0, 0) if copied is None else (channel_of(PeerId(copied.box)) or 0, copied.post)
    await journal.append(box, ReadThread(channel_id, root.id, goal, *post))
    for author, read in authors.items():
        if await store.read_outbox(tx, author, root, read):
            await journal.append(BoxId(author), ReadThreadOutbox(channel_id, root.id, read))
    for then in _then:
        await then(journal, reader, root)
    return True
