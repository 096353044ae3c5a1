"""What is known of a link, and of those who came by it."""

import enum
from dataclasses import dataclass

from chappe.ids import PeerId, UserId


class InviteMark(enum.IntFlag):
    """What a link is besides; the numbers stand in the database."""

    PERMANENT = 1
    REVOKED = 2
    REQUEST = 4
    """Whoever comes by it has to be let in by an admin."""


@dataclass(frozen=True, slots=True)
class Invite:
    """A link; the columns are told in the migration."""

    hash: str
    peer: PeerId
    admin_id: UserId
    title: str
    made_at: int
    changed_at: int
    expires_at: int
    usage_limit: int
    usage: int
    requested: int
    marks: InviteMark
    period: int = 0
    stars: int = 0
    """What whoever comes in by it pays for each `period` (seconds); 0: nothing."""

    def leads(self, now: float) -> bool:
        """Whether somebody may still come in by it."""
        return not (
            InviteMark.REVOKED in self.marks
            or 0 < self.expires_at <= now
            or 0 < self.usage_limit <= self.usage
        )


@dataclass(frozen=True, slots=True)
class Importer:
    """Somebody who came in by a link, or waits to be let in. `hash`: empty for a public group."""

    peer: PeerId
    user_id: UserId
    hash: str
    at: int
    requested: bool = False
    approved_by: UserId = UserId(0)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many links an admin has."""

    admin_id: UserId
    living: int
    revoked: int
