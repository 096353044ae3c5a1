"""What a session has to say: numbered, packed, and kept until the client has acknowledged it.

A message that needs an acknowledgement stays in `sent`. When the client comes back on another
connection, what it has not acknowledged goes out again under its old id, always inside a fresh
container: encrypting the same (msg_id, seq_no, body) alone a second time would show an observer
that the two packets are equal (the re-encryption attack, IEEE S&P 2022).
"""

from chappe.mtproto import msg_id as ids
from chappe.mtproto.container import (
    CONTAINER_BYTES_SENT_MAX,
    CONTAINER_MESSAGES_SENT_MAX,
    ERROR_ID,
    RESULT_ID,
    Message,
    pack,
)

UNACKED_MESSAGES_MAX = 4096
UNACKED_BYTES_MAX = 16 << 20
"""Past either, the oldest unacknowledged messages are forgotten; the client has getDifference."""
KEPT_MESSAGES = UNACKED_MESSAGES_MAX * 3 // 4
KEPT_BYTES = UNACKED_BYTES_MAX * 3 // 4
"""What is left then: many at a time, so that a session nobody reads costs little."""


class Sent:
    """A message that waits for its acknowledgement.

    `road`: the connection it left by, or 0 before it left. `at`: when it left, Unix seconds.
    """

    __slots__ = ("at", "body", "road", "seq_no")

    def __init__(self, seq_no: int, body: bytes, at: float) -> None:
        self.seq_no = seq_no
        self.body = body
        self.road = 0
        self.at = at


class Outbox:
    """The outgoing half of a session."""

    __slots__ = ("_bytes", "_content", "_last", "_old", "_pending", "sent")

    def __init__(self) -> None:
        self._last = 0
        self._content = 0
        self._pending: list[Message] = []
        self._old = False
        self._bytes = 0
        self.sent: dict[int, Sent] = {}

    def __bool__(self) -> bool:
        return bool(self._pending)

    def say(self, body: bytes, now: float, *, answer: bool) -> int:
        """Queue a message that needs no acknowledgement; its msg_id."""
        self._last = ids.following(self._last, now, answer=answer)
        self._pending.append(Message(self._last, self._content * 2, body))
        return self._last

    def apart(self, body: bytes, now: float) -> Message:
        """A numbered message that goes its own way, not through the queue."""
        self._last = ids.following(self._last, now, answer=True)
        return Message(self._last, self._content * 2, body)

    def say_content(self, body: bytes, now: float, *, query: int = 0) -> int:
        """Queue a message that is kept until acknowledged; its msg_id. `query`: what it answers."""
        self._last = ids.following(self._last, now, answer=bool(query))
        seq_no = self._content * 2 + 1
        self._content += 1
        self._pending.append(Message(self._last, seq_no, body))
        self.sent[self._last] = Sent(seq_no, body, now)
        self._bytes += len(body)
        if self._bytes > UNACKED_BYTES_MAX or len(self.sent) > UNACKED_MESSAGES_MAX:
            self._forget_oldest()
        return self._last

    def acknowledge(self, msg_id: int) -> None:
        """Forget a message that has arrived."""
        kept = self.sent.pop(msg_id, None)
        if kept is not None:
            self._bytes -= len(kept.body)

    def drop(self, msg_id: int) -> None:
        """Forget a message that the client does not want, unsaid if it has not left."""
        kept = self.sent.get(msg_id)
        if kept is not None and not kept.road:
            self._pending = [message for message in self._pending if message.msg_id != msg_id]
        self.acknowledge(msg_id)

    def again(self, msg_id: int) -> bool:
        """Queue a kept message once more, unless it waits to leave; False when it is not kept."""
        kept = self.sent.get(msg_id)
        if kept is None:
            return False
        if kept.road:
            kept.road = 0
            self._old = True
            self._pending.append(Message(msg_id, kept.seq_no, kept.body))
        return True

    def again_all(self, road: int, sent_before: float) -> None:
        """Queue whatever left by another road than `road`, before `sent_before`, unacknowledged."""
        for msg_id, kept in self.sent.items():
            if kept.road not in {0, road} and kept.at < sent_before:
                self.again(msg_id)

    def take(self, road: int, now: float, *, whole: bool = False) -> list[Message]:
        """What is to be sealed now, packed into as few messages as the limits allow.

        `whole`: into a single one, for carriers that have room for one packet.
        """
        pending, self._pending = self._pending, []
        old, self._old = self._old, False
        if whole and len(pending) > CONTAINER_MESSAGES_SENT_MAX:
            self._pending, self._old = pending[CONTAINER_MESSAGES_SENT_MAX:], old
            pending = pending[:CONTAINER_MESSAGES_SENT_MAX]
        for message in pending:
            if message.seq_no & 1 and (kept := self.sent.get(message.msg_id)) is not None:
                kept.road, kept.at = road, now
        if len(pending) == 1 and not old:
            return pending
        groups = [pending] if whole else _groups(pending)
        return [self._packed(group, now, alone=old) for group in groups]

    def _packed(self, group: list[Message], now: float, *, alone: bool) -> Message:
        if len(group) == 1 and not alone:
            return group[0]
        self._last = ids.following(self._last, now, answer=False)
        return Message(self._last, self._content * 2, pack(group))

    def _forget_oldest(self) -> None:
        """Make room for a while; the newest message stays, however big it is."""
        unsaid = set()
        for msg_id in list(self.sent)[:-1]:
            if len(self.sent) <= KEPT_MESSAGES and self._bytes <= KEPT_BYTES:
                break
            if not self.sent[msg_id].road:
                unsaid.add(msg_id)
            self.acknowledge(msg_id)
        if unsaid:
            self._pending = [
                message for message in self._pending if message.msg_id not in unsaid
            ]


def _groups(messages: list[Message]) -> list[list[Message]]:
    """Split so that each group fits one container, and none goes on behind an rpc_error.

    GramJS throws when it reads an rpc_error and loses whatever stands behind it in the container.
    """
    groups: list[list[Message]] = []
    room = slots = 0
    for message in messages:
        size = len(message.body) + 16
        if size > room or not slots:
            groups.append([])
            room, slots = CONTAINER_BYTES_SENT_MAX, CONTAINER_MESSAGES_SENT_MAX
        groups[-1].append(message)
        room, slots = room - size, slots - 1
        if message.body[12:16] == ERROR_ID and message.body[:4] == RESULT_ID:
            slots = 0
    return groups
