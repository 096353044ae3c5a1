"""`messages.*`: forwarding."""

from dataclasses import replace

from chappe.features.messages.access import access_addressee, find_seen
from chappe.features.messages.actions.forwards import Wanted, forwards_of, may_be_forwarded
from chappe.features.messages.audience import is_protected
from chappe.features.messages.media import UNREAD_KINDS
from chappe.features.messages.model import BodyMark, Message
from chappe.features.messages.replies import access_answered, thread_of
from chappe.features.messages.rpc.sending import send
from chappe.features.messages.rpc.wishes import (
    check_random_ids,
    check_wishes,
    marks_of,
    spoken_by,
)
from chappe.features.users.access import access_peer
from chappe.ids import MessageId, PeerId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api

FORWARDED_MAX = 100
"""As clients are told by `forwarded_count_max`."""
TIMESTAMP_MAX = 1 << 24


@method("messages.forwardMessages", who=Who.SIGNED_IN, writes=True)
async def forward_messages(call: Call, q: api.messages.ForwardMessages) -> "api.TypeUpdates":
    """Say again elsewhere what was said, in the order of the question, under the names of the authors
    or (`drop_author`) under one's own. Messages that are gone are left out.

    Wire:   https://core.telegram.org/method/messages.forwardMessages
    Errors: MESSAGE_IDS_EMPTY, RANDOM_ID_INVALID (not one for each), RANDOM_ID_EMPTY,
            RANDOM_ID_DUPLICATE (500); those of access_addressee;
            MESSAGE_ID_INVALID (too many; ephemeral messages, which stay where they are; nothing of it is there, or can be forwarded),
            CHAT_FORWARDS_RESTRICTED (protected); those of messages.sendMessage for the rest
    """
    check_wishes(call, q)
    if not q.id:
        raise RpcError(400, "MESSAGE_IDS_EMPTY")
    if len(q.id) > FORWARDED_MAX or q.from_ephemeral:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    if len(q.id) != len(q.random_id):
        raise RpcError(400, "RANDOM_ID_INVALID")
    check_random_ids(q.random_id)
    source = await access_peer(call.tx, call.viewer, q.from_peer, reading=True)
    messages = await _access_forwarded(call, source, q)
    heard = any(message.body.media_kind in UNREAD_KINDS for message, _ in messages)
    peer = await access_addressee(call.tx, call.viewer, q.to_peer, voice=heard)
    answered = await access_answered(call.tx, call.viewer, peer, q.reply_to)
    answered = replace(answered, thread=answered.thread or thread_of(q.top_msg_id))
    timestamp = q.video_timestamp
    wanted = Wanted(
        q.drop_author or q.drop_media_captions,
        q.drop_media_captions,
        marks_of(q),
        q.effect,
        None if timestamp is None else max(0, min(timestamp, TIMESTAMP_MAX)),
        answered,
        *spoken_by(call, q.send_as),
    )
    outgoing = await forwards_of(
        call.tx,
        call.viewer,
        peer,
        [message for message, _ in messages],
        [random_id for _, random_id in messages],
        wanted,
    )
    repeated = [replace(e, repeat_period=q.schedule_repeat_period or 0) for e in outgoing]
    return await send(call, peer, repeated, q.schedule_date)


async def _access_forwarded(
    call: Call, source: PeerId, q: api.messages.ForwardMessages
) -> list[tuple[Message, int]]:
    """The messages that are there, each with the name that the new one gets."""
    ids = [MessageId(each) for each in q.id]
    found = await find_seen(call.tx, call.viewer, source, ids)
    there = [
        (message, random_id)
        for id_, random_id in zip(ids, q.random_id, strict=True)
        if (message := found.get(id_)) is not None
        and may_be_forwarded(message, copied=q.drop_author or q.drop_media_captions)
    ]
    if not there:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    marked = any(BodyMark.NOFORWARDS in message.body.marks for message, _ in there)
    if marked or await is_protected(call.tx, source):
        raise RpcError(400, "CHAT_FORWARDS_RESTRICTED")
    return there
