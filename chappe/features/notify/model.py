"""What settings of notifications are about."""

import enum
from dataclasses import dataclass

from chappe.ids import PeerId

NO_PEER = PeerId(0)


class Scope(enum.IntEnum):
    """Whose notifications; the numbers stand in the database and in the log."""

    PEER = 0
    USERS = 1
    CHATS = 2
    BROADCASTS = 3


@dataclass(frozen=True, slots=True)
class Subject:
    """One chat, or all of a kind that have no settings of their own."""

    scope: Scope
    peer: PeerId = NO_PEER
