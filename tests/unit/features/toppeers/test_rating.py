import math

from chappe.features.toppeers.model import DECAY_SECONDS, NO_PEER, Category, Use, rate
from chappe.ids import PeerId

NOW = 1_800_000_000
ADA, BOB = PeerId(7), PeerId(8)
TALK = Category.CORRESPONDENTS


def test_what_is_long_ago_counts_less() -> None:
    uses = [
        Use(TALK, ADA, NOW - DECAY_SECONDS),
        Use(TALK, ADA, NOW - DECAY_SECONDS),
        Use(TALK, BOB, NOW),
    ]
    first, second = rate(uses, {}, NOW)[TALK]
    assert (first.peer, first.rating) == (BOB, 1.0)
    assert second.peer == ADA
    assert math.isclose(second.rating, 2 / math.e)


def test_what_was_set_back_does_not_count() -> None:
    uses = [
        Use(TALK, ADA, NOW - 5),
        Use(TALK, BOB, NOW - 5),
        Use(Category.FORWARD_USERS, ADA, NOW - 5),
        Use(TALK, ADA, NOW),
    ]
    rated = rate(uses, {(TALK, ADA): NOW - 5}, NOW)
    assert {category: len(peers) for category, peers in rated.items()} == {
        TALK: 2,
        Category.FORWARD_USERS: 1,
    }
    assert max(each.rating for each in rated[TALK]) == 1.0
    assert rate(uses, {(Category.ALL, NO_PEER): NOW}, NOW) == {}
