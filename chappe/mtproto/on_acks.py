"""Laws about messages: acknowledgements, their states, and sending them again.

https://core.telegram.org/mtproto/service_messages_about_messages
"""

from chappe.mtproto.container import Message
from chappe.mtproto.errors import FLOOD, RemoteError
from chappe.mtproto.events import Event
from chappe.mtproto.history import Status
from chappe.mtproto.session import Session
from chappe.tl import mtproto

IDS_MAX = 8192
"""Ids that one message may speak about."""

UNKNOWN, NOT_RECEIVED, TOO_HIGH, RECEIVED = 1, 2, 3, 4
ACKNOWLEDGED, NEEDS_NO_ACK, RUNNING, ANSWERED = 8, 16, 32, 64


def on_acks(session: Session, message: Message, _now: float) -> list[Event]:
    """msgs_ack: these of our messages have arrived."""
    for msg_id in _ids(mtproto.MsgsAck, message):
        session.outbox.acknowledge(msg_id)
    return []


def on_state_request(session: Session, message: Message, now: float) -> list[Event]:
    """msgs_state_req: which of these did you get?"""
    _tell_states(session, message.msg_id, _ids(mtproto.MsgsStateReq, message), now)
    return []


def on_resend_request(session: Session, message: Message, now: float) -> list[Event]:
    """msg_resend_req: send these of yours again; or their states, when one is not there any more."""
    wanted = _ids(mtproto.MsgResendReq, message)
    if not all(msg_id in session.outbox.sent for msg_id in wanted):
        _tell_states(session, message.msg_id, wanted, now)
    for msg_id in wanted:
        session.outbox.again(msg_id)
    return []


def on_resend_answers(session: Session, message: Message, now: float) -> list[Event]:
    """msg_resend_ans_req: send the answers to these of mine again."""
    wanted = _ids(mtproto.MsgResendAnsReq, message)
    answers = [session.history.answer_of(msg_id) for msg_id in wanted]
    if not all(answer in session.outbox.sent for answer in answers):
        _tell_states(session, message.msg_id, wanted, now)
    for answer in answers:
        session.outbox.again(answer)
    return []


def on_told(_session: Session, _message: Message, _now: float) -> list[Event]:
    """msgs_state_info and msgs_all_info: what the client got of ours; its acks say the same."""
    return []


def _ids(
    kind: type[mtproto.MsgsAck]
    | type[mtproto.MsgsStateReq]
    | type[mtproto.MsgResendReq]
    | type[mtproto.MsgResendAnsReq],
    message: Message,
) -> list[int]:
    count = int.from_bytes(message.body[8:12], "little")
    if count > IDS_MAX:
        raise RemoteError("too many ids in a service message", FLOOD)
    parsed = mtproto.read(message.body)[0]
    assert isinstance(parsed, kind)
    return parsed.msg_ids


def _tell_states(session: Session, req_msg_id: int, wanted: list[int], now: float) -> None:
    known = session.history.range()
    info = bytes(_state(session, msg_id, known) for msg_id in wanted)
    body = mtproto.write(mtproto.MsgsStateInfo(req_msg_id=req_msg_id, info=info))
    session.outbox.say(body, now, answer=True)


def _state(session: Session, msg_id: int, known: tuple[int, int]) -> int:
    """One byte of msgs_state_info; `known`: the lowest and the highest id that is remembered."""
    match session.history.status(msg_id):
        case Status.NEEDS_NO_ACK:
            return RECEIVED | NEEDS_NO_ACK
        case Status.RUNNING:
            return RECEIVED | ACKNOWLEDGED | RUNNING
        case Status.DROPPED | Status.ANSWERED | Status.FAILED:
            return RECEIVED | ACKNOWLEDGED | RUNNING | ANSWERED
        case Status.TOO_OLD:
            return UNKNOWN
        case Status.UNKNOWN:
            lowest, highest = known
            if msg_id > highest:
                return TOO_HIGH
            return NOT_RECEIVED if msg_id > lowest else UNKNOWN
