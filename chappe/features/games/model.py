"""What is known of a game."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from chappe.ids import PeerId, UserId, user_of

SHORT_NAME = re.compile(r"[A-Za-z0-9_]{3,30}")
TITLE_CHARACTERS_MAX, DESCRIPTION_CHARACTERS_MAX = 128, 512
GAMES_MAX = 100
"""Of one bot."""
SCORE_MAX = (1 << 31) - 1


@dataclass(frozen=True, slots=True)
class Game:
    """A game. `photo_id`: 0: it has none."""

    id: int
    bot_id: UserId
    short_name: str
    title: str
    description: str
    photo_id: int
    made_at: int


class Place(NamedTuple):
    """Where a game is played: the two ends of a private chat, or 0 and the group."""

    low: int
    high: int


def place_of(user_id: UserId, peer: PeerId) -> Place:
    """The chat with `peer` that an account is in, the same seen from either side."""
    if user_of(peer) is None:
        return Place(0, peer)
    return Place(min(user_id, peer), max(user_id, peer))


class Line(NamedTuple):
    """A line of the list of the best: place, player, score."""

    pos: int
    user_id: UserId
    score: int
