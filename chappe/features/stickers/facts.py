"""What happens to what an account has; each in its own box."""

from chappe.updates.facts import Fact, Kind, fact


@fact(Kind.NEW_STICKER_SET)
class NewSet(Fact, frozen=True):
    """The account has one more set."""

    set_id: int


@fact(Kind.STICKER_SETS)
class SetsChanged(Fact, frozen=True):
    """The sets of a kind are others, or one of them has changed."""

    kind: int


@fact(Kind.STICKER_SETS_ORDER)
class SetsOrdered(Fact, frozen=True):
    """The sets of a kind are in another order."""

    kind: int


@fact(Kind.STICKER_SET_MOVED)
class SetMoved(Fact, frozen=True):
    """A set came to the top of its kind, because a sticker of it was sent."""

    set_id: int
    kind: int


@fact(Kind.FAVED_STICKERS)
class FavedChanged(Fact, frozen=True):
    """The account likes other stickers."""


@fact(Kind.RECENT_STICKERS)
class RecentChanged(Fact, frozen=True):
    """Other stickers were used lately."""


@fact(Kind.SAVED_GIFS)
class GifsChanged(Fact, frozen=True):
    """The account keeps other GIFs."""
