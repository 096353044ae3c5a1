"""Reports: `account.report…`, `messages.report…`."""

from chappe.features.files.model import FileId
from chappe.features.files.model import Kind as FileKind
from chappe.features.files.seals import opens
from chappe.features.messages.access import access_messages
from chappe.features.reports.actions import REASON_OF, Complaint, report
from chappe.features.reports.asking import ask_for_reason
from chappe.features.reports.model import Kind
from chappe.features.users.access import access_peer, hold_self
from chappe.features.users.bars import hide_bar
from chappe.ids import user_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import method
from chappe.tl import api

MESSAGES_MAX = 100


@method("account.reportPeer", writes=True)
async def report_peer(call: Call, q: api.account.ReportPeer) -> bool:
    """Report an account or a group.

    Wire:   https://core.telegram.org/method/account.reportPeer
    Errors: PEER_ID_INVALID, CHANNEL_INVALID (access_peer)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer, reading=True)
    complaint = Complaint(Kind.PEER, REASON_OF[type(q.reason)], q.message)
    await report(call.journal, call.user_id, peer, complaint)
    return True


@method("account.reportProfilePhoto", writes=True)
async def report_photo(call: Call, q: api.account.ReportProfilePhoto) -> bool:
    """Report the photo of an account or a group.

    Wire:   https://core.telegram.org/method/account.reportProfilePhoto
    Errors: PEER_ID_INVALID, CHANNEL_INVALID (access_peer); PHOTO_ID_INVALID
    """
    peer = await access_peer(call.tx, call.viewer, q.peer, reading=True)
    photo = q.photo_id
    if not isinstance(photo, api.InputPhoto) or not opens(
        call.viewer, FileKind.PHOTO, FileId(photo.id), photo.access_hash
    ):
        raise RpcError(400, "PHOTO_ID_INVALID")
    reason = REASON_OF[type(q.reason)]
    complaint = Complaint(Kind.PROFILE_PHOTO, reason, q.message, [photo.id])
    await report(call.journal, call.user_id, peer, complaint)
    return True


@method("messages.reportSpam", writes=True)
async def report_spam(call: Call, q: api.messages.ReportSpam) -> bool:
    """Report a chat as spam.

    Wire:   https://core.telegram.org/method/messages.reportSpam
    Errors: PEER_ID_INVALID, CHANNEL_INVALID, MSG_ID_INVALID (access_peer)
    """
    await hold_self(call.tx, call.viewer)
    peer = await access_peer(call.tx, call.viewer, q.peer, reading=True)
    user_id = user_of(peer)
    if user_id is not None:
        await hide_bar(call.journal, call.user_id, user_id)
    await report(call.journal, call.user_id, peer, Complaint(Kind.SPAM, "spam"))
    return True


@method("messages.report", writes=True)
async def report_messages(call: Call, q: api.messages.Report) -> "api.TypeReportResult":
    """Report messages: the client is asked for a reason, for some reasons for a comment.

    Wire:   https://core.telegram.org/method/messages.report
    Errors: PEER_ID_INVALID, CHANNEL_INVALID (access_peer); MESSAGE_REQUIRED (none of that chat is named),
            OPTION_INVALID
    """
    peer = await access_peer(call.tx, call.viewer, q.peer, reading=True)
    found = await access_messages(call.tx, call.viewer, peer, q.id[:MESSAGES_MAX])
    if not found:
        raise RpcError(400, "MESSAGE_REQUIRED")
    question = ask_for_reason(call, q.option, q.message)
    if question is not None:
        return question
    reason = q.option.decode()
    ids = [message.id for message in found]
    complaint = Complaint(Kind.MESSAGE, reason, q.message, ids)
    await report(call.journal, call.user_id, peer, complaint)
    return api.ReportResultReported()


@method("messages.reportReaction", writes=True)
async def report_reaction(call: Call, q: api.messages.ReportReaction) -> bool:
    """Report the reaction of somebody to a message.

    Wire:   https://core.telegram.org/method/messages.reportReaction
    Errors: PEER_ID_INVALID, CHANNEL_INVALID (access_peer); MESSAGE_ID_INVALID
    """
    peer = await access_peer(call.tx, call.viewer, q.peer, reading=True)
    whose = await access_peer(call.tx, call.viewer, q.reaction_peer)
    if not await access_messages(call.tx, call.viewer, peer, [q.id]):
        raise RpcError(400, "MESSAGE_ID_INVALID")
    complaint = Complaint(Kind.REACTION, "spam", subjects=[q.id])
    await report(call.journal, call.user_id, whose, complaint)
    return True
