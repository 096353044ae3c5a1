"""Pushing what happens in channels: one log, many who look at it.

A channel's box is followed on a node as long as one of its members is there. Who that is, is learnt when
an account comes (`knows_channels`), and anew when a fact in its own box says so (`Fact.MOVES`); then what
happened since the place that the fact names is pushed to it apart.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field

from chappe.db.database import Tx
from chappe.ids import BoxId, UserId
from chappe.updates.log import Logged

ChannelsOf = Callable[[Tx, UserId], Awaitable[list[BoxId]]]
_channels_of: list[ChannelsOf] = []


def knows_channels(finder: ChannelsOf) -> ChannelsOf:
    """The decorated function knows in which channels an account is."""
    if finder not in _channels_of:
        _channels_of.append(finder)
    return finder


async def channels_of(tx: Tx, user_id: UserId) -> set[BoxId]:
    """The boxes of the channels in which an account is."""
    return {box for find in _channels_of for box in await find(tx, user_id)}


@dataclass(eq=False, slots=True)
class Crowd:
    """The members of a channel who have sessions here. `place`, `reach`, `waiting`, `lost`: as for an
    account (`fanout`)."""

    box: BoxId
    place: int
    members: set[UserId] = field(default_factory=set)
    reach: int = 0
    waiting: list[Logged] = field(default_factory=list)
    busy: bool = False
    lost: bool = False

    @property
    def due(self) -> bool:
        """Whether there is something to push."""
        return bool(self.members) and (self.reach > self.place or self.lost)


class Crowds:
    """The channels that are followed on a node."""

    def __init__(self) -> None:
        self._crowds: dict[BoxId, Crowd] = {}
        self._of_user: dict[UserId, set[BoxId]] = {}

    @property
    def busy(self) -> bool:
        """Whether something is being pushed."""
        return any(crowd.busy for crowd in self._crowds.values())

    @property
    def boxes(self) -> list[BoxId]:
        """What is followed."""
        return list(self._crowds)

    def get(self, box: BoxId) -> Crowd | None:
        """The crowd of a channel, when there is one."""
        return self._crowds.get(box)

    def place(
        self, user_id: UserId, boxes: Collection[BoxId], places: dict[BoxId, int]
    ) -> set[BoxId]:
        """An account is in these channels and no others; those that are new to it. `places`: how far the
        channels have come."""
        before = self._of_user.get(user_id, set())
        for box in before - set(boxes):
            self._part(user_id, box)
        new = set(boxes) - before
        for box in new:
            crowd = self._crowds.get(box)
            if crowd is None:
                crowd = self._crowds[box] = Crowd(box, places.get(box, 0))
                crowd.reach = crowd.place
            crowd.members.add(user_id)
        self._of_user[user_id] = set(boxes)
        return new

    def leave(self, user_id: UserId) -> None:
        """An account has no session here any more."""
        for box in self._of_user.pop(user_id, set()):
            self._part(user_id, box)

    def _part(self, user_id: UserId, box: BoxId) -> None:
        crowd = self._crowds.get(box)
        if crowd is not None:
            crowd.members.discard(user_id)
            if not crowd.members:
                del self._crowds[box]
