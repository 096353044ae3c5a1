"""What is known of a message."""

import enum
from dataclasses import dataclass

from chappe.ids import BoxId, MessageId, PeerId, UserId, channel_of, user_of


class BodyMark(enum.IntFlag):
    """What a body is besides; the numbers stand in the database."""

    SILENT = 1
    NOFORWARDS = 2
    INVERT_MEDIA = 4
    EDIT_HIDE = 8
    FROM_SCHEDULED = 16
    OF_GROUP = 1 << 21
    """A supergroup says it, for an admin who is not to be known: no post of a channel."""
    OF_PROFILE = 1 << 22
    """A post of a channel that shows who wrote it."""
    REACTED = 1024
    """Somebody has reacted to it: there is something to add when it is shown."""


class CopyMark(enum.IntFlag):
    """What a copy is besides; the numbers stand in the database."""

    OUT = 1
    MENTIONED = 2
    MEDIA_UNREAD = 4
    PINNED = 8
    REACTIONS_UNREAD = 16
    HEADS = 1 << 20
    """It heads a thread, or has comments elsewhere: there is something to add when it is shown."""


class MediaKind(enum.IntEnum):
    """What a message carries, for filters; the numbers stand in the database."""

    NONE = 0
    PHOTO = 1
    VIDEO = 2
    DOCUMENT = 3
    MUSIC = 4
    VOICE = 5
    ROUND_VIDEO = 6
    GIF = 7
    STICKER = 8
    GEO = 9
    CONTACT = 10
    POLL = 11
    WEB_PAGE = 12
    OTHER = 13
    GAME = 20
    CHECKLIST = 21
    RICH = 22
    """No medium: what is kept in its place is the rich message, and the text is its plain words."""


UNCAPTIONED = {MediaKind.NONE, MediaKind.WEB_PAGE, MediaKind.RICH}
"""What is a text, whatever stands in the place of its media."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What was said. TL values are kept as bytes; the columns are told in the migration."""

    from_id: PeerId
    at: int
    text: str
    edited_at: int | None = None
    entities: bytes | None = None
    media: bytes | None = None
    media_kind: MediaKind = MediaKind.NONE
    file_id: int | None = None
    action: bytes | None = None
    markup: bytes | None = None
    forward: bytes | None = None
    reply: bytes | None = None
    via_bot: int | None = None
    grouped_id: int | None = None
    effect: int | None = None
    ttl_period: int = 0
    marks: BodyMark = BodyMark(0)
    author_id: int | None = None
    """Who wrote it, where it is a channel that speaks. Before it is delivered: that `from_id` was chosen."""
    post_author: str | None = None
    """The name that stands below it, where it is a channel that speaks."""
    business_bot: int | None = None
    """The connected bot that said it on behalf of its author."""


@dataclass(frozen=True, slots=True)
class Message:
    """A box's copy of a body. `body_id`: by which the copies of one body are found."""

    box: BoxId
    id: MessageId
    peer: PeerId
    body_id: int
    marks: CopyMark
    reply_to: MessageId | None
    saved_peer: PeerId | None
    random_id: int | None
    body: Body
    thread: MessageId | None = None
    """In a channel's box: which message heads the thread that it is in."""

    @property
    def out(self) -> bool:
        """Whether the owner of the box wrote it."""
        return int.__and__(self.marks, CopyMark.OUT) != 0  # asked for every copy that is shown

    @property
    def shared(self) -> bool:
        """Whether it lies in a channel's box, where all have this one copy."""
        return PeerId(self.box) == self.peer and channel_of(self.peer) is not None

    @property
    def is_post(self) -> bool:
        """Whether a channel says it, not one of its members."""
        if BodyMark.OF_PROFILE in self.body.marks:
            return True
        own = channel_of(self.peer) is not None and self.body.from_id == self.peer
        return own and BodyMark.OF_GROUP not in self.body.marks

    @property
    def author(self) -> UserId | None:
        """Which account wrote it, seen from a channel's box."""
        if self.body.author_id is not None:
            return UserId(self.body.author_id)
        return user_of(self.body.from_id)

    def written_by(self, user_id: UserId) -> bool:
        """Whether this account wrote it, seen from the box that it lies in."""
        if PeerId(self.box) != self.peer:
            return self.out
        return user_id in {self.body.author_id, user_of(self.body.from_id)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message that is not in any box yet. `reply_to`: the answered one, from the author's box. `thread`: in
    which one the author wishes to say it, None: where it answers. `repeat_period`: of one for later, after
    how many seconds it is sent again, 0: it is not."""

    body: Body
    random_id: int | None = None
    reply_to: Message | None = None
    saved_peer: PeerId | None = None
    media_unread: bool = False
    repeat_period: int = 0
    thread: MessageId | None = None
