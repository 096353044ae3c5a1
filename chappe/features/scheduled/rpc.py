"""`messages.*`: messages for later."""

from collections.abc import Sequence
from dataclasses import replace

from chappe.features.files.actions import prepare_media
from chappe.features.messages import bodies
from chappe.features.messages.model import Outgoing
from chappe.features.messages.rpc.editing import edited
from chappe.features.messages.scheduling import edits_scheduled, schedules
from chappe.features.scheduled import store
from chappe.features.scheduled.access import (
    access_scheduled,
    check_date,
    check_periods,
    is_online,
)
from chappe.features.scheduled.actions import came_online, change, forget, keep, send
from chappe.features.scheduled.model import PER_DIALOG_MAX, WHEN_ONLINE
from chappe.features.scheduled.view import render_kept, render_queue
from chappe.features.users.access import access_peer
from chappe.ids import PeerId, UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_own


@schedules
async def put_off(
    call: Call, peer: PeerId, outgoing: Sequence[Outgoing], at: int
) -> "api.TypeUpdates":
    """Keep what a client has sent with a date; what it has sent before is kept once.

    Errors: SCHEDULE_DATE_TOO_LATE, SCHEDULE_DATE_INVALID, SCHEDULE_STATUS_PRIVATE (check_date,
            check_periods); SCHEDULE_TOO_MUCH (keep)
    """
    await check_date(call, peer, at)
    check_periods(call, outgoing, at)
    names = [each.random_id for each in outgoing if each.random_id is not None]
    kept = await store.find_randoms(call.tx, call.user_id, names)
    known = {each.random_id for each in kept}
    new = [each for each in outgoing if each.random_id not in known]
    if new:
        kept += await keep(call.journal, call.user_id, peer, new, at)
    if at == WHEN_ONLINE and await is_online(call, peer):
        await came_online(call.journal, UserId(peer))
    return await render_kept(call.tx, call.viewer, kept)


@edits_scheduled
async def change_kept(call: Call, q: api.messages.EditMessage) -> "api.TypeUpdates":
    """Say a message for later otherwise, or move it (with its album) to another date.

    Errors: MESSAGE_ID_INVALID (access_scheduled), MESSAGE_NOT_MODIFIED; those of `put_off` and of editing
    """
    at = q.schedule_date
    assert at is not None
    prepared = None if q.media is None else await prepare_media(call, q.media)
    peer = await access_peer(call.tx, call.viewer, q.peer)
    (scheduled,) = await access_scheduled(call, peer, [q.id])
    await check_date(call, peer, at)
    before = (await bodies.find(call.tx, [scheduled.body_id]))[scheduled.body_id]
    body = await edited(call, q, replace(scheduled.as_message(before), body=before), prepared)
    if body == before and at == scheduled.at:
        raise RpcError(400, "MESSAGE_NOT_MODIFIED")
    said = None if body == before else replace(body, edited_at=int(call.now))
    await change(call.journal, scheduled, said, at)
    return await render_own(call.tx, call.viewer, call.journal.entries)


@method("messages.getScheduledHistory", who=Who.USER)
async def get_scheduled_history(
    call: Call, q: api.messages.GetScheduledHistory
) -> "api.messages.TypeMessages":
    """Return what the caller has for later in a dialog, the last first.

    Wire:   https://core.telegram.org/method/messages.getScheduledHistory
    Errors: PEER_ID_INVALID (access_peer)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer)
    found = await store.find_queue(call.tx, call.user_id, peer)
    return await render_queue(call.tx, call.viewer, found, q.hash)


@method("messages.getScheduledMessages", who=Who.USER)
async def get_scheduled_messages(
    call: Call, q: api.messages.GetScheduledMessages
) -> "api.messages.TypeMessages":
    """Return some of the messages that the caller has for later.

    Wire:   https://core.telegram.org/method/messages.getScheduledMessages
    Errors: PEER_ID_INVALID (access_peer)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer)
    found = await store.find_many(call.tx, call.user_id, peer, q.id[:PER_DIALOG_MAX])
    return await render_queue(call.tx, call.viewer, found)


@method("messages.sendScheduledMessages", who=Who.USER, writes=True)
async def send_scheduled_messages(
    call: Call, q: api.messages.SendScheduledMessages
) -> "api.TypeUpdates":
    """Send some of the messages that were for later now.

    Wire:   https://core.telegram.org/method/messages.sendScheduledMessages
    Errors: PEER_ID_INVALID (access_peer), MESSAGE_ID_INVALID (access_scheduled); those of sending
    """
    peer = await access_peer(call.tx, call.viewer, q.peer)
    due = await access_scheduled(call, peer, q.id)
    await send(call.journal, due)
    return await render_own(call.tx, call.viewer, call.journal.entries)


@method("messages.deleteScheduledMessages", who=Who.USER, writes=True)
async def delete_scheduled_messages(
    call: Call, q: api.messages.DeleteScheduledMessages
) -> "api.TypeUpdates":
    """Forget some of the messages that were for later; those that are not there are none.

    Wire:   https://core.telegram.org/method/messages.deleteScheduledMessages
    Errors: PEER_ID_INVALID (access_peer)
    """
    if len(q.id) > PER_DIALOG_MAX:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    peer = await access_peer(call.tx, call.viewer, q.peer)
    found = await store.find_many(call.tx, call.user_id, peer, q.id)
    if found:
        await forget(call.journal, found)
    return await render_own(call.tx, call.viewer, call.journal.entries)
