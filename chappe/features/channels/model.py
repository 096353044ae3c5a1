"""What is known of a supergroup or channel."""

import enum
from dataclasses import dataclass

from chappe.features.chats.model import Standing
from chappe.features.users.model import Username
from chappe.ids import BoxId, ChannelId, PeerId, UserId, channel_peer


class ChannelMark(enum.IntFlag):
    """What a channel is besides; the numbers stand in the database."""

    BROADCAST = 1
    MEGAGROUP = 2
    SIGNATURES = 4
    DELETED = 8
    HIDDEN_HISTORY = 16
    NOFORWARDS = 32
    HIDDEN_MEMBERS = 64
    JOIN_TO_SEND = 1 << 16
    JOIN_REQUEST = 1 << 17
    """Whoever comes to the public group has to be let in by an admin."""
    JOIN_REQUEST_BY_LINK = 1 << 18
    """And whoever comes by any link as well."""
    FORUM = 1 << 19
    """Its messages lie in topics."""
    FORUM_TABS = 1 << 20
    """Clients show the topics as tabs."""
    SIGNATURE_PROFILES = 1 << 21
    """Posts are signed, and lead to those who wrote them."""
    GIGAGROUP = 1 << 23
    """A supergroup of any size in which only admins write."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A supergroup or channel; the columns are told in the migration."""

    id: ChannelId
    title: str
    about: str
    creator_id: UserId
    made_at: int
    marks: ChannelMark
    members: int
    photo_id: int | None
    banned_rights: int
    slow_seconds: int
    usernames: tuple[Username, ...] = ()
    photo: bytes | None = None
    linked_id: ChannelId | None = None
    """Of a channel its discussion group, of such a group its channel."""

    @property
    def peer(self) -> PeerId:
        """The channel as a peer."""
        return channel_peer(self.id)

    @property
    def box(self) -> BoxId:
        """Where its messages lie."""
        return BoxId(self.peer)

    @property
    def linked_box(self) -> BoxId | None:
        """Where the messages of the linked group or channel lie."""
        return None if self.linked_id is None else BoxId(channel_peer(self.linked_id))

    @property
    def boxes(self) -> list[BoxId]:
        """Which boxes are taken when something is posted, or goes: a channel's posts have copies in its group."""
        linked = self.linked_box
        return [self.box] if linked is None or not self.broadcast else [self.box, linked]

    @property
    def username(self) -> str | None:
        """The public name by which it goes: the first active one."""
        return next((each.name for each in self.usernames if each.active), None)

    @property
    def public(self) -> bool:
        """Whether everybody may find it and look in."""
        return self.username is not None

    @property
    def broadcast(self) -> bool:
        """Whether only admins speak."""
        return ChannelMark.BROADCAST in self.marks

    @property
    def forum(self) -> bool:
        """Whether its messages lie in topics."""
        return ChannelMark.FORUM in self.marks


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who is or was in a channel, or may not come in."""

    channel_id: ChannelId
    user_id: UserId
    inviter_id: UserId
    joined_at: int
    standing: Standing
    admin_rights: int
    banned_rights: int
    banned_until: int
    decided_by: UserId
    rank: str


def banned_now(mine: Participant, now: float) -> int:
    """What somebody may not do at the moment: a ban ends with its date."""
    return mine.banned_rights if not mine.banned_until or mine.banned_until > now else 0


def standing_now(mine: Participant, now: float) -> Standing:
    """What somebody is at the moment: whoever was put out until a date is not any more, but outside still."""
    out = mine.standing is Standing.KICKED
    return Standing.LEFT if out and not banned_now(mine, now) else mine.standing
