"""`messages.*`: sending."""

from chappe.features.messages import store
from chappe.features.messages.access import access_message
from chappe.features.messages.actions import deliver
from chappe.features.messages.model import Body, BodyMark, Message
from chappe.features.messages.payload import read_values, write_value
from chappe.features.text.actions import prepare_text
from chappe.features.users.access import access_peer, named_user
from chappe.ids import BoxId, PeerId, user_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.difference import read_state


@method("messages.sendMessage", who=Who.SIGNED_IN, writes=True)
async def send_message(call: Call, q: api.messages.SendMessage) -> "api.TypeUpdates":
    """Send text.

    Wire:   https://core.telegram.org/method/messages.sendMessage
    Errors: PEER_ID_INVALID (access_peer); MESSAGE_EMPTY, MESSAGE_TOO_LONG, ENTITIES_TOO_LONG,
            ENTITY_BOUNDS_INVALID, ENTITY_MENTION_USER_INVALID (prepare_text); REPLY_MESSAGE_ID_INVALID,
            RANDOM_ID_EMPTY
    """
    if not q.random_id:
        raise RpcError(400, "RANDOM_ID_EMPTY")
    said = prepare_text(
        q.message, q.entities, resolve_user=lambda named: named_user(call.viewer, named)
    )
    peer = await access_peer(call.tx, call.viewer, q.peer)
    before = await store.find_random(call.tx, BoxId(call.user_id), q.random_id)
    if before is not None:
        state = await read_state(call.tx, before.box)
        return _sent(before, state.pts, 0)
    reply_to = await _answered(call, peer, q.reply_to)
    body = Body(
        from_id=user_peer(call.user_id),
        at=int(call.now),
        text=said.text,
        entities=said.entities,
        markup=write_value(q.reply_markup),
        effect=q.effect,
        marks=BodyMark.SILENT if q.silent else BodyMark(0),
    )
    done = await deliver(
        call.journal, call.user_id, peer, body, random_id=q.random_id, reply_to=reply_to
    )
    return _sent(done.message, done.moment.pts, 1)


async def _answered(
    call: Call, peer: PeerId, to: "api.TypeInputReplyTo | None"
) -> Message | None:
    if not isinstance(to, api.InputReplyToMessage):
        return None
    return await access_message(
        call.tx, call.viewer, peer, to.reply_to_msg_id, error="REPLY_MESSAGE_ID_INVALID"
    )


def _sent(message: Message, pts: int, pts_count: int) -> api.UpdateShortSentMessage:
    return api.UpdateShortSentMessage(
        out=True,
        id=message.id,
        pts=pts,
        pts_count=pts_count,
        date=message.body.at,
        entities=read_values(message.body.entities),
    )
