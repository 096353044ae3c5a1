"""What is known of a subscription."""

from dataclasses import dataclass

from chappe.ids import PeerId, UserId


@dataclass(frozen=True, slots=True)
class Subscription:
    """Somebody pays for being in a channel; the columns are told in the migration."""

    user_id: UserId
    peer: PeerId
    id: str
    hash: str
    period: int
    stars: int
    until: int
    canceled: bool = False
    missing: bool = False
