"""What is known of an ephemeral message."""

import enum
from dataclasses import dataclass

from chappe.ids import MessageId, PeerId, UserId

KEPT_SECONDS = 48 * 3600
"""For so long one is kept, and may be changed: as long as an ordinary message may be edited."""


class Anchor(enum.IntEnum):
    """At which message one is shown; the numbers stand in the database."""

    NONE = 0
    ANSWERED = 1
    PRESSED = 2
    """At that whose button was pressed, and in its place: it is no answer to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ephemeral:
    """A message between a bot and a person; the columns are told in the migration."""

    user_id: UserId
    id: MessageId
    bot_id: UserId
    peer: PeerId
    body_id: int
    at: int
    random_id: int
    by_bot: bool
    anchor: Anchor = Anchor.NONE
    thread: MessageId | None = None
    answers: MessageId | None = None
    user_reply_to: MessageId | None = None
    bot_reply_to: MessageId | None = None

    @property
    def author(self) -> UserId:
        """Who wrote it."""
        return self.bot_id if self.by_bot else self.user_id

    @property
    def receiver(self) -> UserId:
        """For whom it is."""
        return self.user_id if self.by_bot else self.bot_id

    def reply_to(self, viewer: UserId) -> MessageId | None:
        """The ordinary message that it answers, or is shown at, as one of the two numbers it."""
        return self.bot_reply_to if viewer == self.bot_id else self.user_reply_to
