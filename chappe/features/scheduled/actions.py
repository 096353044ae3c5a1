"""Keeping messages for later, sending them, and forgetting them."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace

from chappe.db.database import Tx
from chappe.features.messages import bodies
from chappe.features.messages import store as messages
from chappe.features.messages.actions import deliver_all
from chappe.features.messages.actions.deletions import forget_bodies
from chappe.features.messages.audience import boxes_of, own_box
from chappe.features.messages.delivered import kept as waits
from chappe.features.messages.echoes import find_beside
from chappe.features.messages.model import Body, BodyMark, MediaKind, Message, Outgoing
from chappe.features.messages.threads import in_place, placed
from chappe.features.presence.actions import on_arrival
from chappe.features.privacy.access import access_writing
from chappe.features.scheduled import store
from chappe.features.scheduled.model import PER_DIALOG_MAX, WHEN_ONLINE, Scheduled
from chappe.ids import BoxId, MessageId, PeerId, UserId, user_of, user_peer
from chappe.jobs.kinds import Job, job
from chappe.jobs.schedule import schedule
from chappe.rpc.errors import RpcError
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal

VOICES = {MediaKind.VOICE, MediaKind.ROUND_VIDEO}


@fact(Kind.NEW_SCHEDULED)
class NewScheduled(Fact, frozen=True):
    """A message came into a queue, or reads otherwise now."""

    peer: PeerId
    id: MessageId


@fact(Kind.DELETE_SCHEDULED)
class DeleteScheduled(Fact, frozen=True):
    """Messages are in a queue no more. `sent`: as which messages they were sent, in the same order; none:
    they were not."""

    peer: PeerId
    ids: tuple[MessageId, ...]
    sent: tuple[MessageId, ...] = ()


@job("scheduled.send")
class SendScheduled(Job, frozen=True):
    """Send what a queue has for a moment."""

    owner_id: UserId
    peer: PeerId
    at: int


async def keep(
    journal: Journal, owner: UserId, peer: PeerId, outgoing: Sequence[Outgoing], at: int
) -> list[Scheduled]:
    """Put messages into a queue.

    Errors: SCHEDULE_TOO_MUCH; those of placed
    """
    tx = journal.tx
    await journal.lock([BoxId(owner)])
    if await store.count(tx, owner, peer) + len(outgoing) > PER_DIALOG_MAX:
        raise RpcError(400, "SCHEDULE_TOO_MUCH")
    kept = []
    for each in outgoing:
        place = await placed(tx, owner, peer, each)
        body = in_place(each.body, place)
        body_id = await messages.insert_body(tx, body)
        await waits(journal, body_id, body)
        scheduled = Scheduled(
            owner,
            peer,
            await store.take_id(tx, owner, peer),
            at,
            body_id,
            each.random_id,
            each.reply_to.id if each.reply_to is not None else None,
            each.saved_peer,
            each.media_unread,
            each.repeat_period,
            place.thread,
        )
        await store.insert(tx, scheduled)
        kept.append(scheduled)
    await _note(journal, kept)
    return kept


async def _note(journal: Journal, kept: Sequence[Scheduled]) -> None:
    """Log what is in a queue now, and see that it is sent; all of one dialog and one moment."""
    first = kept[0]
    facts = [NewScheduled(each.peer, each.id) for each in kept]
    await journal.append(BoxId(first.owner_id), *facts)
    if first.at != WHEN_ONLINE:
        await _send_at(journal, first.owner_id, first.peer, first.at, first.at)


async def _send_at(
    journal: Journal, owner: UserId, peer: PeerId, at: int, due_at: int, *, keep: bool = False
) -> None:
    """`keep`: the job's row is not locked when it is there already."""
    what = SendScheduled(owner, peer, at)
    await schedule(journal, what, due_at, key=f"{owner} {peer} {at}", keep=keep)


async def change(
    journal: Journal, scheduled: Scheduled, body: Body | None, at: int
) -> list[Scheduled]:
    """A message of a queue reads otherwise, or is to be sent at another time: then its whole album is."""
    tx = journal.tx
    await journal.lock([BoxId(scheduled.owner_id)])
    if body is not None:
        await messages.update_body(tx, scheduled.body_id, body)
    moved = [scheduled]
    if at != scheduled.at:
        moved = await _album_of(tx, scheduled)
        ids = [each.id for each in moved]
        await store.move(tx, scheduled.owner_id, scheduled.peer, ids, at)
    changed = [replace(each, at=at) for each in moved]
    await _note(journal, changed)
    return changed


async def _album_of(tx: Tx, scheduled: Scheduled) -> list[Scheduled]:
    there = await store.find_due(tx, scheduled.owner_id, scheduled.peer, scheduled.at)
    said = await bodies.find(tx, [each.body_id for each in there])
    group = said[scheduled.body_id].grouped_id
    if group is None:
        return [scheduled]
    return [each for each in there if said[each.body_id].grouped_id == group]


async def send(journal: Journal, due: Sequence[Scheduled]) -> list[Message]:
    """Send messages of one queue, in their order; the author is told as which.

    Errors: those of `access_writing`, `placed` and `deliver_all`, before anything is written
    """
    tx, first = journal.tx, due[0]
    box, other = own_box(first.owner_id, first.peer), user_of(first.peer)
    boxes = await boxes_of(tx, first.owner_id, first.peer)
    beside = await find_beside(tx, first.peer)
    await journal.lock([BoxId(first.owner_id), *boxes, *beside])
    # Whoever changes a queue holds its owner's box: nobody else sends the same meanwhile.
    due = await store.find_many(tx, first.owner_id, first.peer, [each.id for each in due])
    if not due:
        return []
    said = await bodies.find(tx, [each.body_id for each in due])
    if other not in {None, first.owner_id}:
        voice = any(each.media_kind in VOICES for each in said.values())
        await access_writing(tx, first.owner_id, UserId(first.peer), voice=voice)
    answered = await messages.find_many(
        tx, box, {each.reply_to for each in due if each.reply_to}
    )
    names = [each.random_id for each in due if each.random_id is not None]
    taken = await messages.find_randoms(tx, box, first.owner_id, names) if names else {}
    outgoing = []
    for each in due:
        body, marks = said[each.body_id], said[each.body_id].marks | BodyMark.FROM_SCHEDULED
        outgoing.append(
            Outgoing(
                body=replace(body, at=journal.at, edited_at=None, marks=marks),
                random_id=None if each.random_id in taken else each.random_id,
                reply_to=None if each.reply_to is None else answered.get(each.reply_to),
                saved_peer=each.saved_peer,
                media_unread=each.media_unread,
                thread=each.thread,
            )
        )
    for ready in outgoing:  # a refusal comes before a box is moved
        await placed(tx, first.owner_id, first.peer, ready)
    delivered = await deliver_all(journal, first.owner_id, first.peer, outgoing)
    sent = [each.message for each in delivered]
    await _take_out(journal, due, tuple(each.id for each in sent))
    await forget_bodies(tx, said)
    for each in due:
        if each.repeat_period:
            await _repeat(journal, each, said[each.body_id])
    return sent


async def _repeat(journal: Journal, each: Scheduled, body: Body) -> None:
    """The same again, a period after it was to be sent; what was missed meanwhile is not made up for."""
    missed = max(0, journal.at - each.at) // each.repeat_period
    outgoing = Outgoing(
        body=body,
        saved_peer=each.saved_peer,
        repeat_period=each.repeat_period,
        thread=each.thread,
    )
    at = each.at + (missed + 1) * each.repeat_period
    with suppress(RpcError):  # where nothing can be said any more, nothing is said again
        await keep(journal, each.owner_id, each.peer, [outgoing], at)


async def forget(journal: Journal, gone: Sequence[Scheduled]) -> None:
    """Messages are not sent after all."""
    await _take_out(journal, gone, ())
    await forget_bodies(journal.tx, {each.body_id for each in gone})


async def _take_out(
    journal: Journal, gone: Sequence[Scheduled], sent: tuple[MessageId, ...]
) -> None:
    """Messages are in their queue no more. `sent`: as which they were sent."""
    first = gone[0]
    box, ids = BoxId(first.owner_id), tuple(each.id for each in gone)
    await journal.lock([box])
    await store.drop(journal.tx, first.owner_id, first.peer, ids)
    await journal.append(box, DeleteScheduled(first.peer, ids, sent))


@on_arrival
async def came_online(journal: Journal, user_id: UserId) -> None:
    """Somebody is there: what was waiting for that is sent by jobs. Boxes may be taken afterwards, so the
    row of a job that is being done is left alone; what came too late for it is sent at the next sign of life."""
    peer = user_peer(user_id)
    for owner in await store.find_waiting(journal.tx, peer):
        await _send_at(journal, owner, peer, WHEN_ONLINE, journal.at, keep=True)


async def has_scheduled(tx: Tx, owner: UserId, peers: Collection[PeerId]) -> set[PeerId]:
    """Those of some dialogs in which something is scheduled (`has_scheduled` of a full user or chat)."""
    return await store.find_peers(tx, owner, peers)
