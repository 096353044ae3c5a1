"""Which connection a session speaks through, and what the server makes of one packet."""

import zlib

from chappe.ids import AuthKeyId, DcId, SessionId
from chappe.mtproto import container, salts
from chappe.mtproto.container import GZIP_ID, Message
from chappe.mtproto.envelope import seal, unseal
from chappe.mtproto.events import Call, Unreadable
from chappe.mtproto.keys import KeyState
from chappe.mtproto.link import Link
from chappe.mtproto.sessions import PER_KEY_MAX, Sessions
from chappe.tl import mtproto

NOW = 1_800_000_000.0
KEY = KeyState(AuthKeyId(77), bytes(range(256)), DcId(2), 0, 0.0)
CALL = b"\1\2\3\4"


def link(sessions: Sessions, *, is_poll: bool = False) -> Link:
    made = Link(sessions, allow_v1=False, is_poll=is_poll)
    made.on_news = lambda: None
    return made


def packet(body: bytes, number: int, *, session: int = 5, salt: int | None = None) -> bytes:
    salt = salts.current(KEY, NOW) if salt is None else salt
    msg_id = (int(NOW) << 32) + 4 * number
    return seal(KEY, salt, session, msg_id, 2 * number - 1, body, outgoing=False)


def ping(number: int, **more: int) -> bytes:
    return packet(mtproto.write(mtproto.Ping(ping_id=number)), number, **more)


def heads(packets: list[bytes]) -> list[bytes]:
    return [unseal(KEY, each, outgoing=True).body[:4] for each in packets]


def test_many_bombs_in_one_packet_have_the_room_of_one() -> None:
    bomb = zlib.compress(CALL + bytes(3 << 20))
    body = GZIP_ID + b"\xfe" + len(bomb).to_bytes(3, "little") + bomb
    body += bytes(-len(body) & 3)
    inner = [Message((int(NOW) << 32) + 4 * n, 2 * n - 1, body) for n in range(1, 11)]
    outer = seal(
        KEY,
        salts.current(KEY, NOW),
        5,
        (int(NOW) << 32) + 400,
        20,
        container.pack(inner),
        outgoing=False,
    )
    events = link(Sessions()).receive(KEY, outer, NOW)
    assert [type(event) for event in events] == [Call] * 3 + [Unreadable] * 7
    assert all(event.too_long for event in events[3:])


def test_a_session_goes_where_it_speaks_and_leaves_where_it_was() -> None:
    sessions = Sessions()
    one, two = link(sessions), link(sessions)
    one.receive(KEY, ping(1), NOW)
    (session,) = one.sessions_here
    two.receive(KEY, ping(2), NOW)
    assert one.sessions_here == ()
    assert two.sessions_here == (session,)
    one.closed(NOW)
    assert session.link is two
    two.closed(NOW)
    assert session.link is None
    assert session.idle_since == NOW


def test_what_is_refused_or_known_does_not_move_a_session() -> None:
    sessions = Sessions()
    one, two = link(sessions), link(sessions)
    first = ping(1)
    one.receive(KEY, first, NOW)
    one.flush(NOW)
    for stale in (first, ping(2, salt=9), ping(3, salt=9)):
        assert two.receive(KEY, stale, NOW) == []
    assert two.sessions_here == ()
    (session,) = one.sessions_here
    assert heads(two.flush(NOW)) == [mtproto.BadServerSalt.ID.to_bytes(4, "little")] * 2
    two.receive(KEY, ping(4), NOW)
    assert two.sessions_here == (session,)


def test_a_session_that_began_with_a_fault_is_idle_from_the_start() -> None:
    sessions = Sessions()
    here = link(sessions)
    here.receive(KEY, ping(1, salt=9), NOW)
    assert heads(here.flush(NOW)) == [mtproto.BadServerSalt.ID.to_bytes(4, "little")]
    assert len(sessions) == 1
    assert sessions.sweep(NOW + 601) == [KEY.key_id]
    assert len(sessions) == 0


def test_a_token_for_a_quick_ack_is_there_only_for_what_was_taken() -> None:
    here = link(Sessions())
    here.receive(KEY, ping(1), NOW)
    assert here.token >> 31 == 1
    here.receive(KEY, ping(2, salt=9), NOW)
    assert here.token == 0
    here.receive(KEY, packet(container.pack([]) + bytes(4), 3), NOW)
    assert here.token == 0


def test_a_session_goes_back_to_the_long_poll_it_came_from() -> None:
    sessions = Sessions()
    waiting, query = link(sessions, is_poll=True), link(sessions, is_poll=True)
    news: list[bool] = []
    waiting.on_news = lambda: news.append(True)
    waiting.receive(KEY, ping(1), NOW)
    (session,) = waiting.sessions_here
    query.receive(KEY, ping(2), NOW)
    query.closed(NOW)
    assert session.link is waiting
    assert news
    another, last = link(sessions, is_poll=True), link(sessions, is_poll=True)
    another.receive(KEY, ping(3), NOW)
    last.receive(KEY, ping(4), NOW)
    another.closed(NOW)
    assert session.link is last
    last.closed(NOW)
    assert session.link is waiting
    waiting.closed(NOW)
    assert session.link is None


def test_a_forgotten_session_says_nothing_more() -> None:
    sessions = Sessions()
    here = link(sessions)
    here.receive(KEY, ping(1), NOW)
    here.receive(KEY, ping(1, session=6), NOW)
    assert sessions.forget(KEY.key_id, 5)
    assert not sessions.forget(KEY.key_id, 5)
    plain = [unseal(KEY, each, outgoing=True) for each in here.flush(NOW)]
    assert {each.session_id for each in plain} == {6}
    sessions.forget_key(KEY.key_id)
    assert here.sessions_here == ()
    assert len(sessions) == 0


def test_the_longest_idle_session_makes_room_for_a_new_one() -> None:
    sessions = Sessions()
    here = link(sessions)
    here.receive(KEY, ping(1, session=1000), NOW)
    for number in range(PER_KEY_MAX + 5):
        there = link(sessions)
        there.receive(KEY, ping(1, session=number), NOW)
        there.closed(NOW + number)
    kept = {session.session_id for session in sessions.of_key(KEY.key_id)}
    assert len(kept) == PER_KEY_MAX
    assert SessionId(1000) in kept
    assert SessionId(0) not in kept
    assert SessionId(PER_KEY_MAX + 4) in kept
