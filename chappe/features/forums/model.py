"""What is known of a topic."""

import enum
from dataclasses import dataclass

from chappe.features.messages.threads import GENERAL
from chappe.ids import ChannelId, MessageId, PeerId, UserId

GENERAL_TITLE = "General"
"""Of the topic in which everything is that is in no other."""
COLORS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)
"""Of icons that are no emoji; clients know no others."""
TITLE_LENGTH_MAX = 128
PINS_MAX = 5
"""As clients are told by `topics_pinned_limit`."""


class TopicMark(enum.IntFlag):
    """What a topic is besides; the numbers stand in the database."""

    CLOSED = 1
    HIDDEN = 2
    """Of General only."""
    DELETED = 4
    """Its messages are gone, or go in slices."""
    ASLEEP = 8
    """Of General only: the channel is no forum at the moment."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic; the columns are told in the migration."""

    channel_id: ChannelId
    id: MessageId
    from_id: PeerId
    author_id: UserId
    made_at: int
    title: str
    icon_color: int = COLORS[0]
    icon_emoji: int | None = None
    marks: TopicMark = TopicMark(0)
    pinned: int = 0
    since: MessageId = MessageId(0)

    @property
    def general(self) -> bool:
        """Whether it is the one that every forum has."""
        return self.id == GENERAL

    @property
    def closed(self) -> bool:
        """Whether only those who lead the topics speak there."""
        return TopicMark.CLOSED in self.marks

    @property
    def hidden(self) -> bool:
        """Whether clients do not show it in the list."""
        return TopicMark.HIDDEN in self.marks

    def made_by(self, user_id: UserId) -> bool:
        """Whether this account made it."""
        return not self.general and self.author_id == user_id


@dataclass(frozen=True, slots=True)
class Line:
    """A topic in the list of a forum. `top_id`, `top_at`: of its newest message."""

    topic: Topic
    top_id: MessageId
    top_at: int


@dataclass(frozen=True, slots=True)
class Offset:
    """A place in the list, behind which a page begins: that of a topic with this newest message."""

    at: int
    top_id: int
    topic_id: int


TOP = Offset(1 << 40, 0, 0)
"""In front of every topic."""
