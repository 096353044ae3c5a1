"""A session: one running client under one auth key, outliving the connections it speaks through.

`receive` takes a decrypted message and gives back events; it keeps three laws.
*Once*: an id that was taken is never acted on again; its answer is sent again instead.
*In order*: messages are acted on in the order the client numbered them. One that arrives ahead of
its turn (the seq_no tells) is held back for HOLD_BACK_SECONDS at the most, so that nobody on the way
can reorder them (the reordering attack, IEEE S&P 2022).
*Whole or not at all*: a faulty container or a stale salt stops everything inside.
https://core.telegram.org/mtproto/service_messages_about_messages
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from typing_extensions import override

from chappe.ids import AuthKeyId, SessionId, UserId
from chappe.mtproto import container, msg_id, salts
from chappe.mtproto.container import CONTAINER_ID, COPY_ID, GZIP_ID, Message
from chappe.mtproto.envelope import Plain, seal, seal_v1
from chappe.mtproto.errors import FLOOD, RemoteError
from chappe.mtproto.events import Call, Event, Unreadable
from chappe.mtproto.history import History, Status
from chappe.mtproto.outbox import Outbox
from chappe.tl import mtproto
from chappe.tl.wire import WireError

if TYPE_CHECKING:
    from chappe.mtproto.keys import KeyState
    from chappe.mtproto.link import Link

HOLD_BACK_SECONDS = 0.05
HELD_MESSAGES_MAX = 256
VAIN_HOLDS_MAX = 8
"""After so many holds that nothing came for, the client counts in a way of its own; it is not held up."""

BAD_SALT, BAD_CONTAINER, CONTAINER_REPEATED, FORGOTTEN = 48, 64, 19, 20
SEQ_LOW, SEQ_HIGH, SEQ_EVEN_EXPECTED, SEQ_ODD_EXPECTED = 32, 33, 34, 35

Law = Callable[["Session", Message, float], list[Event]]


class Session:
    """The state of one (auth key, session_id).

    `link`: the connection that last brought a message; what the session has to say goes there.
    `idle_since`: when that connection went away, or None while there is one. `listens_as`: the account
    whose updates it takes, `waits_for`: the permanent key, before anybody has signed in; the world's to set.
    """

    __slots__ = (
        "_held",
        "_release_at",
        "_room",
        "_turn",
        "_vain_holds",
        "acks",
        "announced",
        "first_msg_id",
        "history",
        "idle_since",
        "key",
        "link",
        "listens_as",
        "outbox",
        "session_id",
        "unique_id",
        "waits_for",
        "wants_updates",
    )

    def __init__(self, key: "KeyState", session_id: SessionId, unique_id: int) -> None:
        self.key = key
        self.session_id = session_id
        self.unique_id = unique_id
        self.link: Link | None = None
        self.idle_since: float | None = None
        self.outbox = Outbox()
        self.history = History()
        self.acks: list[int] = []
        self.announced = False
        self.first_msg_id = 0
        self.wants_updates = True
        self.listens_as: UserId | None = None
        self.waits_for: AuthKeyId | None = None
        self._turn = 0
        self._vain_holds = 0
        self._room = 0  # bytes that this packet may still unpack to
        self._held: list[Message] | None = None
        self._release_at: float | None = None

    @override
    def __repr__(self) -> str:
        return f"<Session …{self.session_id & 0xFFFF:04x} of {self.key!r}>"

    # -- what comes in ----------------------------------------------------------------

    def fault(self, plain: Plain, now: float) -> int:
        """Why an outermost message cannot stand, as a bad_msg_notification code, or 0."""
        fault = msg_id.fault(plain.msg_id, now)
        if fault:
            return fault
        if not salts.good(self.key, plain.salt, now):
            return BAD_SALT
        if plain.body[:4] == CONTAINER_ID:
            if plain.seq_no & 1:
                return SEQ_EVEN_EXPECTED
            if plain.msg_id in self.history:
                return CONTAINER_REPEATED
        return 0

    def receive(self, plain: Plain, now: float) -> list[Event]:
        """Take one decrypted message that has no `fault`; what the world has to do about it."""
        outer = Message(plain.msg_id, plain.seq_no, plain.body)
        self._room = container.INFLATED_BYTES_MAX
        if plain.body[:4] != CONTAINER_ID:
            return self._take_all([outer], now)
        try:
            inner = container.unpack(plain.body)
        except container.TooManyMessages as error:
            raise RemoteError("container of too many messages", FLOOD) from error
        except container.ContainerFault:
            return self._refuse_container(outer, now)
        if any(message.msg_id >= plain.msg_id or message.msg_id & 3 for message in inner):
            return self._refuse_container(outer, now)
        self.history.note(plain.msg_id, Status.NEEDS_NO_ACK)
        return self._take_all(sorted(inner), now)

    def _refuse_container(self, outer: Message, now: float) -> list[Event]:
        """Nothing in it is done, and it earns no quick ack."""
        self.complain(outer, BAD_CONTAINER, now)
        if self.link is not None:
            self.link.token = 0
        return []

    def _take_all(self, messages: list[Message], now: float) -> list[Event]:
        events: list[Event] = []
        for message in messages:
            if (
                message.seq_no & 1
                and message.seq_no >> 1 > self._turn
                and self._hold(message, now)
            ):
                continue
            self._take(message, now, events)
        if self._held is not None:
            self._release_due(events, now)
        return events

    def _announce(self, first: int, now: float) -> None:
        """Tell a client that we know nothing older of this session than `first`."""
        if self.announced and first >= self.first_msg_id:
            return
        if not self.announced:
            self.announced = True
        self.first_msg_id = first
        created = mtproto.NewSessionCreated(
            first_msg_id=first,
            unique_id=self.unique_id,
            server_salt=salts.current(self.key, now),
        )
        self.outbox.say_content(mtproto.write(created), now)

    def _take(self, message: Message, now: float, events: list[Event]) -> None:
        """Act on one message in its turn."""
        if message.seq_no & 1:
            self._turn = max(self._turn, (message.seq_no >> 1) + 1)
        known = self.history.status(message.msg_id)
        if known is not Status.UNKNOWN:
            self._repeat(message, known, now)
            return
        self._announce(message.msg_id, now)
        if self._unwrap_and_act(message, now, events) and message.seq_no & 1:
            self.acks.append(message.msg_id)

    def _unwrap_and_act(self, message: Message, now: float, events: list[Event]) -> bool:
        """Undo msg_copy and gzip_packed, then do what the body says.

        True when it was done and there will be no answer to tell that it came.
        """
        head = message.body[:4]
        if head == COPY_ID:
            return self._take_copy(message, now, events)
        body = message.body
        if head == GZIP_ID:
            try:
                body = self._inflate(body)
            except container.InflateError as error:
                self.history.note(message.msg_id, Status.RUNNING)
                events.append(Unreadable(self, message.msg_id, error.too_long))
                return False
        law = LAWS.get(body[:4])
        fault = self.history.seq_fault(message.msg_id, message.seq_no, is_call=law is None)
        if fault:
            self.complain(message, fault, now)
            return False
        if law is None:
            self.history.note(message.msg_id, Status.RUNNING, message.seq_no)
            events.append(Call(self, message.msg_id, body))
            return False
        self.history.note(message.msg_id, Status.NEEDS_NO_ACK, message.seq_no)
        try:
            events += law(self, Message(message.msg_id, message.seq_no, body), now)
        except WireError as error:
            raise RemoteError("a service message that is none") from error
        return True

    def _inflate(self, body: bytes) -> bytes:
        """Undo gzip_packed; all of one packet together has to stay within INFLATED_BYTES_MAX."""
        try:
            data = container.inflate(body, self._room)
        except container.InflateError as error:
            if error.too_long:
                self._room = 0
            raise
        self._room -= len(data)
        return data

    def _take_copy(self, message: Message, now: float, events: list[Event]) -> bool:
        if message.seq_no & 1:
            self.complain(message, SEQ_EVEN_EXPECTED, now)
            return False
        try:
            original = container.unpack_copy(message.body)
        except container.ContainerFault:
            self.complain(message, BAD_CONTAINER, now)
            return False
        if original.msg_id >= message.msg_id or original.msg_id & 3:
            self.complain(message, BAD_CONTAINER, now)
            return False
        self.history.note(message.msg_id, Status.NEEDS_NO_ACK)
        self._take(original, now, events)
        return True

    def _repeat(self, message: Message, known: "Status", now: float) -> None:
        """A message that was taken before: never act, send again what the client may have missed."""
        if known is Status.TOO_OLD:
            self.complain(message, FORGOTTEN, now)
            return
        answer = self.history.answer_of(message.msg_id)
        if answer and self.offer(message.msg_id, answer, now):
            return
        if message.seq_no & 1:
            self.acks.append(message.msg_id)

    # -- the order of things ------------------------------------------------------------

    def _hold(self, message: Message, now: float) -> bool:
        """Keep a message that came ahead of its turn; False when there is no room for it."""
        if self._held is None:
            self._held = []
        if len(self._held) >= HELD_MESSAGES_MAX or self._vain_holds >= VAIN_HOLDS_MAX:
            return False
        self._held.append(message)
        if self._release_at is None:
            self._release_at = now + HOLD_BACK_SECONDS
        return True

    def _release_due(self, events: list[Event], now: float) -> None:
        held = sorted(self._held or ())
        overdue = self._release_at is not None and now >= self._release_at
        if overdue:
            self._vain_holds += 1
        while held and (overdue or held[0].seq_no >> 1 <= self._turn):
            self._take(held.pop(0), now, events)
        self._held = held or None
        self._release_at = self._release_at if held else None

    def wake_at(self) -> float | None:
        """When `wake` wants to be called, Unix seconds, or None."""
        return self._release_at

    def wake(self, now: float) -> list[Event]:
        """Act on what was held back long enough."""
        self._room = container.INFLATED_BYTES_MAX
        events: list[Event] = []
        self._release_due(events, now)
        return events

    # -- what goes out ------------------------------------------------------------------

    def complain(self, message: Message, code: int, now: float) -> None:
        """Tell the client that a message was not acted on, and why."""
        self.outbox.say(self._complaint(message, code, now), now, answer=True)

    def complain_aside(self, message: Message, code: int, version: int, now: float) -> bytes:
        """The same as a sealed packet, for a connection that the session does not speak through."""
        said = self.outbox.apart(self._complaint(message, code, now), now)
        wrap = seal_v1 if version == 1 else seal
        return wrap(self.key, salts.current(self.key, now), self.session_id, *said)

    def _complaint(self, message: Message, code: int, now: float) -> bytes:
        # What is numbered behind it is not ahead of its turn any more.
        self._turn = max(self._turn, (message.seq_no + 1) >> 1)
        body: mtproto.BadServerSalt | mtproto.BadMsgNotification
        if code == BAD_SALT:
            body = mtproto.BadServerSalt(
                bad_msg_id=message.msg_id,
                bad_msg_seqno=message.seq_no,
                error_code=code,
                new_server_salt=salts.current(self.key, now),
            )
        else:
            body = mtproto.BadMsgNotification(
                bad_msg_id=message.msg_id, bad_msg_seqno=message.seq_no, error_code=code
            )
        return mtproto.write(body)

    def offer(self, query: int, answer: int, now: float) -> bool:
        """Send a kept answer again, or only say that there is one when it is big."""
        kept = self.outbox.sent.get(answer)
        if kept is None:
            return False
        if len(kept.body) <= REPEATED_BYTES_MAX:
            return self.outbox.again(answer)
        info = mtproto.MsgDetailedInfo(
            msg_id=query, answer_msg_id=answer, bytes=len(kept.body), status=0
        )
        self.outbox.say(mtproto.write(info), now, answer=True)
        return True

    def answer(self, query: int, result: bytes, now: float, *, failed: bool = False) -> None:
        """Answer a `Call`; `result`: TL of the object or of an rpc_error."""
        if self.history.status(query) is Status.DROPPED:
            self.history.note_answer(query, 0, failed=failed)
            return
        body = container.result(query, container.deflate(result))
        answer = self.outbox.say_content(body, now, query=query)
        self.history.note_answer(query, answer, failed=failed)

    def push(self, body: bytes, now: float) -> None:
        """Queue an update, already written in the client's layer."""
        self.outbox.say_content(container.deflate(body), now)

    def flush(self, now: float) -> list[bytes]:
        """Everything there is to say, as sealed packets for the present connection."""
        if self.acks:
            acks, self.acks = self.acks, []
            for start in range(0, len(acks), ACKS_MAX):
                body = mtproto.write(mtproto.MsgsAck(msg_ids=acks[start : start + ACKS_MAX]))
                self.outbox.say(body, now, answer=False)
        if not self.outbox or self.link is None:
            return []
        salt = salts.current(self.key, now)
        wrap = seal_v1 if self.link.version == 1 else seal
        return [
            wrap(self.key, salt, self.session_id, m.msg_id, m.seq_no, m.body)
            for m in self.outbox.take(self.link.road, now, whole=self.link.is_poll)
        ]


REPEATED_BYTES_MAX = 1024
"""A kept answer up to this size is simply sent again when its query is; a bigger one is announced."""
ACKS_MAX = 8192

LAWS: dict[bytes, Law] = {}
"""Constructor id, little-endian, to what is done about it; filled by `service.py`. All else is a call."""
