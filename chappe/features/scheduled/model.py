"""What is known of a message for later."""

from dataclasses import dataclass, replace

from chappe.features.messages.model import Body, BodyMark, CopyMark, Message
from chappe.ids import BoxId, MessageId, PeerId, UserId

WHEN_ONLINE = 0x7FFFFFFE
"""As a date: when the other one comes online."""
PER_DIALOG_MAX = 100
LATEST_SECONDS = 367 * 86_400
"""How far ahead a message may be scheduled."""
NUMBER_MAX = (1 << 18) - 1
"""TDLib takes no number above; then they begin anew."""
DAY = 86_400
PERIODS = frozenset({DAY, 7 * DAY, 14 * DAY, 30 * DAY, 91 * DAY, 182 * DAY, 365 * DAY})
"""After how many seconds a message may be sent again."""
TEST_PERIODS = frozenset({60, 300})
"""The same, where no patience is asked for: in profile dev."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A message in a queue; the columns are told in the migration."""

    owner_id: UserId
    peer: PeerId
    id: MessageId
    at: int
    body_id: int
    random_id: int | None
    reply_to: MessageId | None
    saved_peer: PeerId | None
    media_unread: bool
    repeat_period: int
    thread: MessageId | None = None

    def as_message(self, body: Body) -> Message:
        """The message as its author sees it in the queue."""
        return Message(
            BoxId(self.owner_id),
            self.id,
            self.peer,
            self.body_id,
            CopyMark.OUT,
            self.reply_to,
            self.saved_peer,
            self.random_id,
            replace(body, at=self.at, marks=body.marks | BodyMark.FROM_SCHEDULED),
            self.thread,
        )
