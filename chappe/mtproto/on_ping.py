"""Laws about the connection: is it alive, until when, and how long a long poll may wait.

https://core.telegram.org/mtproto/service_messages#ping-messages-pingpong
"""

from chappe.mtproto.container import Message
from chappe.mtproto.events import Event
from chappe.mtproto.session import Session
from chappe.tl import mtproto

DISCONNECT_SECONDS_MAX = 3600


def on_ping(session: Session, message: Message, now: float) -> list[Event]:
    """Ping: answered on the same connection, never acknowledged."""
    ping = mtproto.read(message.body)[0]
    assert isinstance(ping, mtproto.Ping)
    _pong(session, message.msg_id, ping.ping_id, now)
    return []


def on_ping_delay_disconnect(session: Session, message: Message, now: float) -> list[Event]:
    """ping_delay_disconnect: as ping, and close the connection when the next one does not come."""
    ping = mtproto.read(message.body)[0]
    assert isinstance(ping, mtproto.PingDelayDisconnect)
    _pong(session, message.msg_id, ping.ping_id, now)
    if session.link is not None:
        seconds = min(max(ping.disconnect_delay, 0), DISCONNECT_SECONDS_MAX)
        session.link.close_at = now + seconds
    return []


def on_http_wait(session: Session, message: Message, _now: float) -> list[Event]:
    """http_wait: how long the HTTP request that brought this may stay open; nothing on TCP."""
    wait = mtproto.read(message.body)[0]
    assert isinstance(wait, mtproto.HttpWait)
    if session.link is not None:
        session.link.poll = (
            max(wait.max_delay, 0) / 1000,
            max(wait.wait_after, 0) / 1000,
            max(wait.max_wait, 0) / 1000,
        )
    return []


def _pong(session: Session, msg_id: int, ping_id: int, now: float) -> None:
    body = mtproto.write(mtproto.Pong(msg_id=msg_id, ping_id=ping_id))
    session.outbox.say(body, now, answer=True)
