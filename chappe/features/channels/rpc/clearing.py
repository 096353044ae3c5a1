"""What was said in a channel goes, or is complained of; and who said it."""

from chappe.features.channels.access import Seat, access_seat, check_leads, check_may
from chappe.features.channels.clearing import clear_all, clear_own, delete_of_member
from chappe.features.channels.rpc.answers import updates_of
from chappe.features.messages.access import access_message, access_messages
from chappe.features.reports.actions import Complaint, report
from chappe.features.reports.model import Kind
from chappe.features.users import store as users
from chappe.features.users.access import named_peer
from chappe.features.users.view import render_users
from chappe.ids import PeerId, user_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.difference import read_state

REPORTED_MAX = 100


@method("channels.deleteHistory", who=Who.USER, writes=True)
async def delete_history(call: Call, q: api.channels.DeleteHistory) -> "api.TypeUpdates":
    """Delete what was said in a channel up to a message, for the caller or for everybody.

    Wire:   https://core.telegram.org/method/channels.deleteHistory
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat); for everybody CHAT_ADMIN_REQUIRED,
            CHANNEL_TOO_BIG (clear_all)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    if q.for_everyone:
        await clear_all(call.journal, seat, q.max_id)
    else:
        await clear_own(call.journal, seat, q.max_id)
    return await updates_of(call, seat)


@method("channels.deleteParticipantHistory", who=Who.USER, writes=True)
async def delete_participant_history(
    call: Call, q: api.channels.DeleteParticipantHistory
) -> api.messages.AffectedHistory:
    """Delete what one has said in a supergroup, the newest first; the client asks again while `offset` is
    not 0.

    Wire:   https://core.telegram.org/method/channels.deleteParticipantHistory
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat; not a supergroup), PARTICIPANT_ID_INVALID,
            CHAT_ADMIN_REQUIRED (delete_of_member)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    author = _access_author(call, seat, q.participant)
    moment, count, left = await delete_of_member(call.journal, call.viewer, seat, author)
    pts = (moment or await read_state(call.tx, seat.channel.box)).pts
    return api.messages.AffectedHistory(pts=pts, pts_count=count, offset=left)


def _access_author(call: Call, seat: Seat, named: "api.TypeInputPeer") -> PeerId:
    """Who speaks in a supergroup: an account, or a channel.

    Errors: CHANNEL_INVALID (not a supergroup), PARTICIPANT_ID_INVALID
    """
    if seat.channel.broadcast:
        raise RpcError(400, "CHANNEL_INVALID")
    try:
        return named_peer(call.viewer, named)
    except RpcError as error:
        raise RpcError(400, "PARTICIPANT_ID_INVALID") from error


@method("channels.reportSpam", who=Who.USER, writes=True)
async def report_spam(call: Call, q: api.channels.ReportSpam) -> bool:
    """Report messages of one who has spoken in a supergroup as spam.

    Wire:   https://core.telegram.org/method/channels.reportSpam
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat; not a supergroup), USER_ID_INVALID,
            INPUT_USER_DEACTIVATED, CHAT_ADMIN_REQUIRED, MSG_ID_INVALID (none of the messages is there, or is
            that one's)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    if seat.channel.broadcast:
        raise RpcError(400, "CHANNEL_INVALID")
    check_may(seat, "delete_messages")
    author = await _access_spammer(call, q.participant)
    named = q.id[:REPORTED_MAX]
    found = await access_messages(call.tx, call.viewer, seat.channel.peer, named)
    ids = [each.id for each in found if each.body.from_id == author]
    if not ids:
        raise RpcError(400, "MSG_ID_INVALID")
    complaint = Complaint(Kind.MESSAGE, "spam", subjects=ids)
    await report(call.journal, call.user_id, seat.channel.peer, complaint)
    return True


async def _access_spammer(call: Call, named: "api.TypeInputPeer") -> PeerId:
    """Who is complained of.

    Errors: USER_ID_INVALID, INPUT_USER_DEACTIVATED
    """
    try:
        peer = named_peer(call.viewer, named)
    except RpcError as error:
        raise RpcError(400, "USER_ID_INVALID") from error
    user_id = user_of(peer)
    if user_id is not None:
        user = await users.find(call.tx, user_id)
        if user is None:
            raise RpcError(400, "USER_ID_INVALID")
        if user.deleted:
            raise RpcError(400, "INPUT_USER_DEACTIVATED")
    return peer


@method("channels.getMessageAuthor", who=Who.USER)
async def get_message_author(call: Call, q: api.channels.GetMessageAuthor) -> "api.TypeUser":
    """Say to an admin who wrote what a channel or group has said in its own name.

    Wire:   https://core.telegram.org/method/channels.getMessageAuthor
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), CHAT_ADMIN_REQUIRED, MESSAGE_ID_INVALID (none, or
            nobody knows who wrote it)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    check_leads(seat)
    message = await access_message(call.tx, call.viewer, seat.channel.peer, q.id)
    if message.author is None:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    (author,) = await render_users(call.tx, call.viewer, [message.author])
    return author
