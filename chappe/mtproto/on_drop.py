"""The law about answers that the client does not want any more.

https://core.telegram.org/mtproto/service_messages#cancellation-of-an-rpc-query
"""

from chappe.mtproto.container import Message, result
from chappe.mtproto.events import Event
from chappe.mtproto.history import Status
from chappe.mtproto.session import Session
from chappe.tl import mtproto


def on_drop_answer(session: Session, message: Message, now: float) -> list[Event]:
    """rpc_drop_answer: the call runs to its end, but its answer is not sent."""
    query = mtproto.read(message.body)[0]
    assert isinstance(query, mtproto.RpcDropAnswer)
    verdict = mtproto.write(_verdict(session, query.req_msg_id, now))
    session.outbox.say_content(result(message.msg_id, verdict), now, query=message.msg_id)
    return []


def _verdict(
    session: Session, dropped: int, now: float
) -> mtproto.RpcAnswerUnknown | mtproto.RpcAnswerDroppedRunning | mtproto.RpcAnswerDropped:
    if session.history.status(dropped) is Status.RUNNING:
        running = mtproto.RpcAnswerDroppedRunning()
        session.outbox.say_content(result(dropped, mtproto.write(running)), now, query=dropped)
        session.history.note(dropped, Status.DROPPED)
        return running
    answer = session.history.answer_of(dropped)
    kept = session.outbox.sent.get(answer)
    if kept is None:
        return mtproto.RpcAnswerUnknown()
    session.outbox.drop(answer)
    return mtproto.RpcAnswerDropped(msg_id=answer, seq_no=kept.seq_no, bytes=len(kept.body))
