"""What is rated, and how."""

import enum
import math
from collections.abc import Iterable
from dataclasses import dataclass

from chappe.ids import PeerId

DECAY_SECONDS = 2_419_200
"""In such a time a message counts for a third (config: rating_e_decay)."""


class Category(enum.IntEnum):
    """A list of top peers; the numbers stand in the database."""

    ALL = 0
    CORRESPONDENTS = 1
    BOTS_PM = 2
    BOTS_INLINE = 3
    PHONE_CALLS = 4
    FORWARD_USERS = 5
    FORWARD_CHATS = 6
    GROUPS = 7
    CHANNELS = 8
    BOTS_APP = 9
    BOTS_GUEST_CHAT = 10


@dataclass(frozen=True, slots=True)
class Use:
    """An account has had to do with a peer. `at`: Unix seconds."""

    category: Category
    peer: PeerId
    at: int


@dataclass(frozen=True, slots=True)
class Rated:
    """A peer with its rating."""

    peer: PeerId
    rating: float


Resets = dict[tuple[Category, PeerId], int]
"""From when on uses count, by category and peer."""
NO_PEER = PeerId(0)


def rate(uses: Iterable[Use], resets: Resets, now: float) -> dict[Category, list[Rated]]:
    """The peers of each category, the most used first; a use counts the less the longer it is ago."""
    ratings: dict[Category, dict[PeerId, float]] = {}
    for use in uses:
        if use.at <= _counted_from(use, resets):
            continue
        of_category = ratings.setdefault(use.category, {})
        weight = math.exp((use.at - now) / DECAY_SECONDS)
        of_category[use.peer] = of_category.get(use.peer, 0.0) + weight
    return {
        category: sorted(
            (Rated(peer, rating) for peer, rating in rated.items()),
            key=lambda each: (-each.rating, each.peer),
        )
        for category, rated in ratings.items()
    }


def _counted_from(use: Use, resets: Resets) -> int:
    everything = resets.get((Category.ALL, NO_PEER), -1)
    return max(everything, resets.get((use.category, use.peer), -1))
