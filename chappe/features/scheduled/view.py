"""Queues on the wire; only their owner sees them."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.chats.full import Full, completes_group
from chappe.features.messages import bodies
from chappe.features.messages.view import render_messages
from chappe.features.scheduled import store
from chappe.features.scheduled.actions import DeleteScheduled, NewScheduled, has_scheduled
from chappe.features.scheduled.model import Scheduled
from chappe.features.users.full import completes
from chappe.features.users.model import User
from chappe.features.users.sight import Sight
from chappe.ids import MessageId, PeerId
from chappe.rpc.list_hash import list_hash
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import Updates, render_container, render_peers_of, renders
from chappe.updates.viewer import Viewer


async def render_scheduled(
    tx: Tx, viewer: Viewer, some: Sequence[Scheduled]
) -> list["api.TypeMessage"]:
    """Messages of a queue, in the order given."""
    said = await bodies.find(tx, [each.body_id for each in some]) if some else {}
    there = [each for each in some if each.body_id in said]
    shown = await render_messages(
        tx, viewer, [each.as_message(said[each.body_id]) for each in there]
    )
    for each, message in zip(there, shown, strict=True):
        if each.repeat_period and isinstance(message, api.Message):
            message.schedule_repeat_period = each.repeat_period
    return shown


async def render_queue(
    tx: Tx, viewer: Viewer, some: Sequence[Scheduled], known: int = 0
) -> "api.messages.TypeMessages":
    """Messages of a queue, with all that they speak of; `known`: the hash of what the client has."""
    shown = await render_scheduled(tx, viewer, some)
    if known and known == queue_hash(shown):
        return api.messages.MessagesNotModified(count=len(shown))
    users, chats = await render_peers_of(tx, viewer, shown)
    return api.messages.Messages(messages=shown, topics=[], chats=chats, users=users)


def queue_hash(messages: Sequence["api.TypeMessage"]) -> int:
    """What a client sends back to hear only of news: of number, date of the edit and date of each.
    https://core.telegram.org/api/offsets#hash-generation"""
    return list_hash(
        number
        for message in messages
        if isinstance(message, api.Message)
        for number in (message.id, message.edit_date or 0, message.date)
    )


async def render_kept(tx: Tx, viewer: Viewer, kept: Sequence[Scheduled]) -> "api.TypeUpdates":
    """The answer to one who has put messages into a queue: which numbers they have, and the messages."""
    numbers: Updates = [
        api.UpdateMessageID(id=each.id, random_id=each.random_id)
        for each in kept
        if each.random_id is not None
    ]
    shown = await render_scheduled(tx, viewer, kept)
    news: Updates = [api.UpdateNewScheduledMessage(message=message) for message in shown]
    return await render_container(tx, viewer, numbers + news, int(viewer.now))


@renders(NewScheduled)
async def render_new(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateNewScheduledMessage; nothing when it is gone."""
    named = [_named(entry) for entry in entries]
    shown: dict[tuple[PeerId, MessageId], api.TypeMessage] = {}
    for peer in {peer for peer, _ in named}:
        ids = [id_ for each, id_ in named if each == peer]
        found = await store.find_many(tx, viewer.user_id, peer, ids)
        messages = await render_scheduled(tx, viewer, found)
        shown |= {(peer, MessageId(message.id)): message for message in messages}
    return [
        [api.UpdateNewScheduledMessage(message=shown[each])] if each in shown else []
        for each in named
    ]


def _named(entry: Logged) -> tuple[PeerId, MessageId]:
    fact = entry.fact
    assert isinstance(fact, NewScheduled)
    return fact.peer, fact.id


@renders(DeleteScheduled)
async def render_gone(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateDeleteScheduledMessages."""
    shown: list[Updates] = []
    for entry in entries:
        fact = entry.fact
        assert isinstance(fact, DeleteScheduled)
        update = api.UpdateDeleteScheduledMessages(
            peer=peer_on_wire(fact.peer),
            messages=[*fact.ids],
            sent_messages=[*fact.sent] or None,
        )
        shown.append([update])
    return shown


@completes
async def add_scheduled(
    tx: Tx, viewer: Viewer, sight: Sight, user: User, full: api.UserFull
) -> None:
    """Whether something is scheduled in the dialog with an account."""
    full.has_scheduled = bool(await has_scheduled(tx, viewer.user_id, [user.peer]))


@completes_group
async def add_group_scheduled(tx: Tx, viewer: Viewer, peer: PeerId, full: Full) -> None:
    """The same for a group or channel."""
    full.has_scheduled = bool(await has_scheduled(tx, viewer.user_id, [peer]))
