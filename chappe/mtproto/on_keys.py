"""Laws about salts, sessions and the auth key itself.

https://core.telegram.org/mtproto/service_messages
"""

from chappe.mtproto import salts
from chappe.mtproto.container import Message
from chappe.mtproto.events import DestroyKey, Event
from chappe.mtproto.session import Session
from chappe.tl import mtproto

FUTURE_SALTS_MAX = 64


def on_get_future_salts(session: Session, message: Message, now: float) -> list[Event]:
    """get_future_salts: 1..64 salts, the present one first."""
    query = mtproto.read(message.body)[0]
    assert isinstance(query, mtproto.GetFutureSalts)
    count = min(max(query.num, 1), FUTURE_SALTS_MAX)
    answer = mtproto.FutureSalts(
        req_msg_id=message.msg_id,
        now=int(now),
        salts=[
            mtproto.FutureSalt(valid_since=since, valid_until=until, salt=salt)
            for since, until, salt in salts.future(session.key, count, now)
        ],
    )
    session.outbox.say(mtproto.write(answer), now, answer=True)
    return []


def on_destroy_session(session: Session, message: Message, now: float) -> list[Event]:
    """destroy_session: forget another session of this key; never the one that asks."""
    query = mtproto.read(message.body)[0]
    assert isinstance(query, mtproto.DestroySession)
    gone = (
        session.link is not None
        and query.session_id != session.session_id
        and session.link.sessions.forget(session.key.key_id, query.session_id)
    )
    made = mtproto.DestroySessionOk if gone else mtproto.DestroySessionNone
    session.outbox.say(mtproto.write(made(session_id=query.session_id)), now, answer=True)
    return []


def on_destroy_auth_key(session: Session, message: Message, _now: float) -> list[Event]:
    """destroy_auth_key: the store has to be asked, so the world does it."""
    return [DestroyKey(session, message.msg_id)]


def destroyed(session: Session, now: float, *, found: bool) -> None:
    """Answer a `DestroyKey`."""
    made = mtproto.DestroyAuthKeyOk() if found else mtproto.DestroyAuthKeyNone()
    session.outbox.say(mtproto.write(made), now, answer=True)


def not_destroyed(session: Session, now: float) -> None:
    """Answer a `DestroyKey` that the store could not carry out; the key still serves."""
    session.outbox.say(mtproto.write(mtproto.DestroyAuthKeyFail()), now, answer=True)
