"""Which of a client's messages a session has seen, and what became of them.

Kept per session: the newest REMEMBERED_MAX ids. What is older than all of them cannot be verified
and is refused (code 20), so forgetting never lets a message through twice.
"""

import enum

REMEMBERED_MAX = 1000
FORGET_AT_ONCE = 200

SEQ_LOW, SEQ_HIGH, SEQ_ODD_EXPECTED = 32, 33, 35


class Status(enum.Enum):
    """What became of a message."""

    UNKNOWN = enum.auto()
    TOO_OLD = enum.auto()
    NEEDS_NO_ACK = enum.auto()
    RUNNING = enum.auto()
    DROPPED = enum.auto()
    ANSWERED = enum.auto()
    FAILED = enum.auto()


class History:
    """The ids that a session has received."""

    __slots__ = ("_floor", "_highest", "_highest_seq", "_room", "_seen")

    def __init__(self) -> None:
        # msg_id -> Status, or the msg_id of the answer (negative: the answer is an error).
        self._seen: dict[int, Status | int] = {}
        self._floor = 0
        self._room = REMEMBERED_MAX
        self._highest = 0
        self._highest_seq = -1

    def __contains__(self, msg_id: int) -> bool:
        return msg_id in self._seen

    def __len__(self) -> int:
        return len(self._seen)

    def status(self, msg_id: int) -> Status:
        """What became of this message."""
        entry = self._seen.get(msg_id)
        if entry is None:
            return Status.TOO_OLD if msg_id <= self._floor else Status.UNKNOWN
        if isinstance(entry, Status):
            return entry
        return Status.ANSWERED if entry > 0 else Status.FAILED

    def answer_of(self, msg_id: int) -> int:
        """The msg_id of the answer to this message, or 0."""
        entry = self._seen.get(msg_id)
        return abs(entry) if isinstance(entry, int) else 0

    def seq_fault(self, msg_id: int, seq_no: int, *, is_call: bool) -> int:
        """The bad_msg_notification code for a seq_no out of order, or 0.

        Calls have to be odd. Between two odd ones, the greater msg_id has the greater seq_no. What
        else a client marks odd is its own affair: mtcute does so with msgs_ack, and stops at code 34.
        """
        if not seq_no & 1:
            return SEQ_ODD_EXPECTED if is_call else 0
        if msg_id > self._highest:
            return SEQ_LOW if seq_no <= self._highest_seq else 0
        return SEQ_HIGH if seq_no >= self._highest_seq else 0

    def note(self, msg_id: int, status: Status, seq_no: int = 0) -> None:
        """Remember that a message was taken."""
        self._seen[msg_id] = status
        if seq_no & 1 and msg_id > self._highest:
            self._highest, self._highest_seq = msg_id, seq_no
        if len(self._seen) > self._room:
            self._forget()

    def note_answer(self, msg_id: int, answer: int, *, failed: bool) -> None:
        """Remember the answer to a call; `answer` 0: it was given otherwise."""
        if msg_id in self._seen:
            entry: Status | int = -answer if failed else answer
            self._seen[msg_id] = entry or (Status.FAILED if failed else Status.ANSWERED)

    def range(self) -> tuple[int, int]:
        """The lowest and the highest id that is remembered; (0, 0) when there is none."""
        return min(self._seen, default=self._floor), max(self._seen, default=self._floor)

    def _forget(self) -> None:
        """Drop the oldest ids; a call that still runs is kept, so that its answer is remembered."""
        # Only among the oldest: the floor must not rise above what a full container still holds.
        for msg_id in sorted(self._seen)[:FORGET_AT_ONCE]:
            if self._seen[msg_id] is not Status.RUNNING:
                del self._seen[msg_id]
                self._floor = max(self._floor, msg_id)
        self._room = max(REMEMBERED_MAX, len(self._seen) + FORGET_AT_ONCE)
