"""What threads hold: counted by whoever speaks, and by whoever deletes."""

from collections.abc import Sequence
from dataclasses import replace

from chappe.features.messages.marking import mark_copies
from chappe.features.messages.model import CopyMark, Message
from chappe.features.messages.threads import counts_threads, sees_leaving
from chappe.features.threads import store
from chappe.features.threads.model import REPLIERS_MAX, Root, Thread
from chappe.ids import BoxId, MessageId, PeerId
from chappe.updates.log import Journal, Moment


@counts_threads
async def count(journal: Journal, moment: Moment, messages: Sequence[Message]) -> None:
    """Messages have come into threads."""
    box, by_root = moment.box, _by_root(messages)
    known = await store.find(journal.tx, box, by_root)
    now = []
    for root, said in by_root.items():
        thread = known.get(root, Thread(Root(box, root)))
        for each in said:
            thread = _with(thread, each.body.from_id, each.id)
        now.append(replace(thread, pts=moment.pts))
    await store.put(journal.tx, now)
    begun = [root for root in by_root if root not in known]
    if begun:
        await mark_copies(journal.tx, box, begun, CopyMark.HEADS, on=True)


def _by_root(messages: Sequence[Message]) -> dict[MessageId, list[Message]]:
    found: dict[MessageId, list[Message]] = {}
    for each in messages:
        assert each.thread is not None
        found.setdefault(each.thread, []).append(each)
    return found


def _with(thread: Thread, author: PeerId, id_: MessageId) -> Thread:
    others = [each for each in thread.repliers if each != author]
    return replace(
        thread,
        replies=thread.replies + 1,
        max_id=id_,
        repliers=(author, *others)[:REPLIERS_MAX],
    )


@sees_leaving
async def forget(journal: Journal, moment: Moment, ids: Sequence[MessageId]) -> None:
    """Messages of a channel are about to go: threads hold less, and those that they head are forgotten."""
    tx, box = journal.tx, moment.box
    going = await store.find_leaving(tx, box, ids)
    known = await store.find(tx, box, going) if going else {}
    if known:
        recent = await store.find_recent(tx, box, list(known), ids)
        await store.put(
            tx,
            [
                replace(
                    thread,
                    replies=max(0, thread.replies - len(going[root])),
                    max_id=recent[root][0][1] if root in recent else MessageId(0),
                    pts=moment.pts,
                    repliers=_faces(recent.get(root, [])),
                )
                for root, thread in known.items()
            ],
        )
    await store.drop(tx, BoxId(box), ids)


def _faces(recent: Sequence[tuple[PeerId, MessageId]]) -> tuple[PeerId, ...]:
    """Who spoke last, each once."""
    return tuple(dict.fromkeys(author for author, _ in recent))[:REPLIERS_MAX]
