"""What is known of a basic group."""

import enum
from dataclasses import dataclass

from chappe.ids import ChatId, PeerId, UserId, chat_peer


class Standing(enum.IntEnum):
    """What somebody is in a group; the numbers stand in the database."""

    MEMBER = 0
    ADMIN = 1
    CREATOR = 2
    LEFT = 3
    KICKED = 4

    @property
    def inside(self) -> bool:
        """Whether this is one of the members."""
        return self in {Standing.MEMBER, Standing.ADMIN, Standing.CREATOR}

    @property
    def leads(self) -> bool:
        """Whether this is the creator or an admin."""
        return self in {Standing.ADMIN, Standing.CREATOR}


@dataclass(frozen=True, slots=True)
class Chat:
    """A basic group; the columns are told in the migration. `count`: members at the moment."""

    id: ChatId
    title: str
    about: str
    creator_id: UserId
    made_at: int
    version: int
    photo_id: int | None
    banned_rights: int
    deactivated: int
    migrated_to: int | None
    photo: bytes | None
    count: int

    @property
    def peer(self) -> PeerId:
        """The group as a peer."""
        return chat_peer(self.id)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is or was in a group."""

    chat_id: ChatId
    user_id: UserId
    inviter_id: UserId
    joined_at: int
    standing: Standing
    rank: str
