"""What a session has to say: numbered, packed, and kept until the client has acknowledged it.

A message that needs an acknowledgement stays in `sent`. When the client comes back on another
connection, what it has not acknowledged goes out again under its old id, always inside a fresh
container: encrypting the same (msg_id, seq_no, body) alone a second time would show an observer
that the two packets are equal (the re-encryption attack, IEEE S&P 2022).
"""

from typing import NamedTuple

from chappe.mtproto import msg_id as ids
from chappe.mtproto.container import (
    CONTAINER_BYTES_SENT_MAX,
    CONTAINER_MESSAGES_SENT_MAX,
    Message,
    pack,
)

UNACKED_MESSAGES_MAX = 4096
UNACKED_BYTES_MAX = 16 << 20
"""Past either, the oldest unacknowledged messages are forgotten; the client has getDifference."""


class Sent(NamedTuple):
    """A message that waits for its acknowledgement.

    `query`: the msg_id that it answers, or 0. `road`: the connection it left by, or 0 before it left.
    `at`: when it left, Unix seconds.
    """

    seq_no: int
    body: bytes
    query: int
    road: int
    at: float


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

    def say_content(self, body: bytes, now: float, *, query: int = 0) -> int:
        """Queue a message that is kept until acknowledged; its msg_id. `query`: what it answers."""
        self._last = ids.following(self._last, now, answer=bool(query))
        seq_no = self._content * 2 + 1
        self._content += 1
        self._pending.append(Message(self._last, seq_no, body))
        self._keep(self._last, Sent(seq_no, body, query, 0, now))
        return self._last

    def acknowledge(self, msg_id: int) -> None:
        """Forget a message that has arrived."""
        kept = self.sent.pop(msg_id, None)
        if kept is not None:
            self._bytes -= len(kept.body)

    def again(self, msg_id: int) -> bool:
        """Queue a kept message once more; False when it is not kept."""
        kept = self.sent.get(msg_id)
        if kept is None:
            return False
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
        for message in pending:
            kept = self.sent.get(message.msg_id)
            if kept is not None:
                self.sent[message.msg_id] = kept._replace(road=road, at=now)
        if len(pending) == 1 and not old:
            return pending
        if whole:
            self._pending = pending[CONTAINER_MESSAGES_SENT_MAX:]
            groups = [pending[:CONTAINER_MESSAGES_SENT_MAX]]
        else:
            groups = _groups(pending)
        return [self._packed(group, now, alone=old) for group in groups]

    def _packed(self, group: list[Message], now: float, *, alone: bool) -> Message:
        if len(group) == 1 and not alone:
            return group[0]
        self._last = ids.following(self._last, now, answer=False)
        return Message(self._last, self._content * 2, pack(group))

    def _keep(self, msg_id: int, message: Sent) -> None:
        self.sent[msg_id] = message
        self._bytes += len(message.body)
        while len(self.sent) > UNACKED_MESSAGES_MAX or self._bytes > UNACKED_BYTES_MAX:
            oldest = next(iter(self.sent))
            if oldest == msg_id:
                break
            self.acknowledge(oldest)


def _groups(messages: list[Message]) -> list[list[Message]]:
    """Split so that each group fits one container."""
    groups: list[list[Message]] = []
    room = slots = 0
    for message in messages:
        size = len(message.body) + 16
        if size > room or not slots:
            groups.append([])
            room, slots = CONTAINER_BYTES_SENT_MAX, CONTAINER_MESSAGES_SENT_MAX
        groups[-1].append(message)
        room, slots = room - size, slots - 1
    return groups
