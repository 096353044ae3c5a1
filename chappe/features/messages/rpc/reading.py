"""`messages.*`: what was read, heard and seen."""

from chappe.features.dialogs import marks
from chappe.features.dialogs import store as dialogs
from chappe.features.dialogs.marks import MemberMark
from chappe.features.messages import store
from chappe.features.messages.access import access_message, box_of
from chappe.features.messages.actions import read_contents, read_history
from chappe.features.messages.actions.noticing import notice
from chappe.features.messages.actions.reading import READ_DATE_SECONDS, see
from chappe.features.messages.audience import boxes_of
from chappe.features.messages.readers import access_few, find_readers
from chappe.features.privacy.access import standing
from chappe.features.users.access import access_peer
from chappe.features.users.model import Mark
from chappe.ids import BoxId, MessageId, PeerId, UserId, channel_of, chat_of, user_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.difference import read_state
from chappe.updates.log import Moment

IDS_MAX = 200
MEMBERS_MAX = 100
"""As clients are told by `chat_read_mark_size_threshold`."""
MENTIONS_MAX = 1000
"""Marked as seen by one call; the client asks again while `offset` is not 0."""


@method("messages.readHistory", who=Who.USER, writes=True)
async def read(call: Call, q: api.messages.ReadHistory) -> api.messages.AffectedMessages:
    """Mark a dialog as read, up to a message.

    Wire:   https://core.telegram.org/method/messages.readHistory
    Errors: PEER_ID_INVALID (access_peer; a channel: channels.readHistory)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer)
    if channel_of(peer) is not None:
        raise RpcError(400, "PEER_ID_INVALID")
    moment = await read_history(call.journal, call.user_id, peer, MessageId(q.max_id))
    return await affected(call, moment, 1)


async def affected(
    call: Call, moment: Moment | None, count: int
) -> api.messages.AffectedMessages:
    """Where the caller's box is: after so many events, or where it was when there was none."""
    if moment is None:
        state = await read_state(call.tx, BoxId(call.user_id))
        return api.messages.AffectedMessages(pts=state.pts, pts_count=0)
    return api.messages.AffectedMessages(pts=moment.pts, pts_count=count)


@method("messages.readMessageContents", who=Who.USER, writes=True)
async def read_message_contents(
    call: Call, q: api.messages.ReadMessageContents
) -> api.messages.AffectedMessages:
    """Say that voice messages were heard, self-destructing media seen, mentions noticed.

    Wire: https://core.telegram.org/method/messages.readMessageContents
    """
    wanted = {MessageId(each) for each in q.id[:IDS_MAX]}
    found = await store.find_many(call.tx, BoxId(call.user_id), wanted)
    done = await read_contents(call.journal, call.user_id, list(found.values()))
    await see(call.journal, call.user_id, list(found.values()))
    return await affected(call, done.moment if done else None, len(done.ids) if done else 0)


@method("messages.readMentions", who=Who.USER, writes=True)
async def read_mentions(
    call: Call, q: api.messages.ReadMentions
) -> api.messages.AffectedHistory:
    """Say that all mentions in a dialog were noticed; `top_msg_id`: in one thread or topic of a supergroup.

    Wire:   https://core.telegram.org/method/messages.readMentions
    Errors: PEER_ID_INVALID (access_peer)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer)
    box = box_of(call.viewer, peer)
    if channel_of(peer) is not None:
        return await _read_channel_mentions(call, peer, q.top_msg_id)
    window = store.Window(0, 0, 0, MENTIONS_MAX)
    found = await store.find_window(call.tx, window, store.OF_MENTIONS, box=box, peer=peer)
    count = await store.count_where(call.tx, store.OF_MENTIONS, box=box, peer=peer)
    done = await read_contents(call.journal, call.user_id, found)
    answer = await affected(call, done.moment if done else None, len(done.ids) if done else 0)
    return api.messages.AffectedHistory(
        pts=answer.pts, pts_count=answer.pts_count, offset=count - len(found)
    )


async def _read_channel_mentions(
    call: Call, peer: PeerId, thread: int | None
) -> api.messages.AffectedHistory:
    box, tx = BoxId(peer), call.tx
    state = await call.journal.take(box, facts=0)
    ids = await marks.unread(tx, call.user_id, peer, MemberMark.MENTION_UNREAD, thread=thread)
    found = await store.find_many(tx, box, ids)
    await notice(call.journal, call.user_id, peer, [*found.values()])
    left = int(len(ids) == marks.FOUND_MAX)  # the client asks again
    return api.messages.AffectedHistory(pts=state.pts, pts_count=0, offset=left)


@method("messages.receivedMessages", who=Who.USER)
async def received(
    call: Call, q: api.messages.ReceivedMessages
) -> "list[api.TypeReceivedNotifyMessage]":
    """Hear that messages have come, so that no notification need be sent; none ever is, so none is
    called off.

    Wire: https://core.telegram.org/method/messages.receivedMessages
    """
    return []


@method("messages.getOutboxReadDate", who=Who.USER)
async def get_outbox_read_date(
    call: Call, q: api.messages.GetOutboxReadDate
) -> api.OutboxReadDate:
    """Say when the other one had read a message of the caller's; known for a week.

    Wire:   https://core.telegram.org/method/messages.getOutboxReadDate
    Errors: PEER_ID_INVALID (access_peer; not a private chat), MESSAGE_ID_INVALID (none, or not the
            caller's), MESSAGE_NOT_READ_YET, MESSAGE_TOO_OLD; YOUR_PRIVACY_RESTRICTED,
            USER_PRIVACY_RESTRICTED (403; one of both does not tell)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer)
    if user_of(peer) in {None, call.user_id}:
        raise RpcError(400, "PEER_ID_INVALID")
    message = await access_message(call.tx, call.viewer, peer, q.msg_id)
    if not message.out:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    if message.body.at < call.now - READ_DATE_SECONDS:
        raise RpcError(400, "MESSAGE_TOO_OLD")
    await _access_reading(call, UserId(peer))
    dialog = await dialogs.find(call.tx, call.user_id, peer)
    if dialog is None or dialog.read_outbox < message.id:
        raise RpcError(400, "MESSAGE_NOT_READ_YET")
    date = await store.read_at(call.tx, message.box, peer, message.id)
    if date is None:
        raise RpcError(400, "MESSAGE_TOO_OLD")
    return api.OutboxReadDate(date=date)


@method("messages.getMessageReadParticipants", who=Who.USER)
async def get_read_participants(
    call: Call, q: api.messages.GetMessageReadParticipants
) -> list[api.ReadParticipantDate]:
    """Say who in a small group has read a message of the caller's, and when; known for a week.

    Wire:   https://core.telegram.org/method/messages.getMessageReadParticipants
    Errors: PEER_ID_INVALID (access_peer; not a group), MSG_ID_INVALID (none, or somebody else's), MSG_TOO_OLD,
            CHAT_TOO_BIG
    """
    peer = await access_peer(call.tx, call.viewer, q.peer)
    if user_of(peer) is not None:
        raise RpcError(400, "PEER_ID_INVALID")
    members = await access_few(call.tx, peer) if chat_of(peer) is None else []
    message = await access_message(call.tx, call.viewer, peer, q.msg_id, error="MSG_ID_INVALID")
    if not message.written_by(call.user_id):
        raise RpcError(400, "MSG_ID_INVALID")
    if message.body.at < call.now - READ_DATE_SECONDS:
        raise RpcError(400, "MSG_TOO_OLD")
    if message.shared:
        others = [each for each in members if each != call.user_id]
        seen = await find_readers(call.tx, others, peer, message.id)
        return [api.ReadParticipantDate(user_id=user_id, date=at) for user_id, at in seen]
    if len(await boxes_of(call.tx, call.user_id, peer)) > MEMBERS_MAX:
        raise RpcError(400, "CHAT_TOO_BIG")
    readers = await store.find_readers(call.tx, message.body_id, message.box)
    return [api.ReadParticipantDate(user_id=user_id, date=at) for user_id, at in readers]


async def _access_reading(call: Call, other: UserId) -> None:
    """Only those who tell when they have read something hear it of others."""
    found = await standing(call.tx, call.user_id, other)
    if found is None or found.may_see_reading:
        return
    if Mark.HIDES_READ_MARKS in found.sight.me.marks:
        raise RpcError(403, "YOUR_PRIVACY_RESTRICTED")
    raise RpcError(403, "USER_PRIVACY_RESTRICTED")
