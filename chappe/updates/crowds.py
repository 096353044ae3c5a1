"""Pushing what happens in channels: one log, many who look at it.

A channel's box is followed on a node as long as one of its members is there. Who that is, is learnt when
an account comes (`knows_channels`), and anew when a fact in its own box says so (`Fact.MOVES`).

Each crowd has one worker, so that everybody is told in the channel's order. Whoever joins while here is a
newcomer first: the worker tells it what happened since the place that the fact of its joining names, and
from then on tells it with the others.

Whoever polls a public channel without being in it is a guest: it is told with the others for a while, as long as
it may look (`admits_guests`). https://core.telegram.org/api/updates#subscribing-to-updates-of-channels-supergroups
"""

from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
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


Admits = Callable[[Tx, BoxId, Collection[UserId], float], Awaitable[set[UserId]]]
_admits: list[Admits] = []
GUEST_SECONDS = 60.0
"""Clients are told to poll again after half of that."""
VISITS_MAX = 10
"""Channels in which one account is a guest at a time."""


def admits_guests(finder: Admits) -> Admits:
    """The decorated function knows which of some accounts may look at a channel in which they are not, at a
    time (Unix seconds)."""
    if finder not in _admits:
        _admits.append(finder)
    return finder


async def admitted(tx: Tx, box: BoxId, users: Collection[UserId], now: float) -> set[UserId]:
    """Those of some accounts who may look at a channel in which they are not."""
    return (
        {each for finder in _admits for each in await finder(tx, box, users, now)}
        if users
        else set()
    )


@dataclass(eq=False, slots=True)
class Crowd:
    """The members of a channel who have sessions here. `place`, `reach`, `waiting`, `lost`: as for an
    account (`fanout`). `newcomers`: who has joined, and the place since which it is to be told. `guests`: who
    is told without being in the channel, and until when."""

    box: BoxId
    place: int
    members: set[UserId] = field(default_factory=set)
    newcomers: dict[UserId, int] = field(default_factory=dict)
    guests: dict[UserId, float] = field(default_factory=dict)
    reach: int = 0
    waiting: list[Logged] = field(default_factory=list)
    busy: bool = False
    lost: bool = False

    @property
    def due(self) -> bool:
        """Whether there is something to push."""
        return bool(self.newcomers or (self.members and (self.reach > self.place or self.lost)))


class Crowds:
    """The channels that are followed on a node."""

    def __init__(self) -> None:
        self._crowds: dict[BoxId, Crowd] = {}
        self._of_user: dict[UserId, set[BoxId]] = {}
        self._visits: dict[UserId, set[BoxId]] = {}
        self._placing = 0
        self._meanwhile: dict[BoxId, int] = {}

    @property
    def busy(self) -> bool:
        """Whether something is being pushed."""
        return any(crowd.busy for crowd in self._crowds.values())

    @property
    def boxes(self) -> list[BoxId]:
        """What is followed."""
        return list(self._crowds)

    def following(self, box: BoxId) -> set[UserId]:
        """Who is told what happens in a channel."""
        crowd = self._crowds.get(box)
        return set() if crowd is None else {*crowd.members, *crowd.newcomers}

    def hear(self, box: BoxId, n: int) -> Crowd | None:
        """The crowd of a channel that has come so far, when there is one, or may be one soon."""
        crowd = self._crowds.get(box)
        if crowd is None and self._placing:
            self._meanwhile[box] = max(n, self._meanwhile.get(box, 0))
        return crowd

    @contextmanager
    def placing(self) -> Iterator[None]:
        """Places are being read: what is heard meanwhile may not be in them."""
        self._placing += 1
        try:
            yield
        finally:
            self._placing -= 1
            if not self._placing:
                self._meanwhile.clear()

    def place(
        self, user_id: UserId, places: Mapping[BoxId, int], since: Mapping[BoxId, int]
    ) -> list[Crowd]:
        """An account is in these channels and no others; the crowds that it is new to. `places`: how far
        the channels have come. `since`: where it has to be told from, if not from now on."""
        before = self._of_user.get(user_id, set())
        for box in before - places.keys():
            self._part(user_id, box)
        self._of_user[user_id] = set(places)
        return [
            self._join(user_id, box, places[box], since.get(box))
            for box in places.keys() - before
        ]

    def visit(self, user_id: UserId, box: BoxId, place: int, until: float) -> Crowd | None:
        """An account that is not in a channel is told what happens there for a while, from a place on; None: it
        is told already, or is a guest in too many."""
        visits = self._visits.setdefault(user_id, set())
        if box in self._of_user.get(user_id, ()):
            return None
        if box in visits:
            self._crowds[box].guests[user_id] = until
            return None
        if len(visits) >= VISITS_MAX:
            return None
        visits.add(box)
        crowd = self._join(user_id, box, place, place)
        crowd.guests[user_id] = until
        return crowd

    def dismiss(self, crowd: Crowd, now: float, uninvited: Collection[UserId] = ()) -> None:
        """Guests go whose time is over, or who may not look any more."""
        for user_id, until in list(crowd.guests.items()):
            if until < now or user_id in uninvited:
                self._visits.get(user_id, set()).discard(crowd.box)
                self._part(user_id, crowd.box)

    def dismiss_all(self, now: float) -> None:
        """Guests go whose time is over."""
        for crowd in list(self._crowds.values()):
            self.dismiss(crowd, now)

    def _join(self, user_id: UserId, box: BoxId, place: int, since: int | None) -> Crowd:
        crowd = self._crowds.get(box)
        if crowd is None:
            crowd = self._crowds[box] = Crowd(box, place)
            crowd.reach = max(place, self._meanwhile.get(box, 0))
        if crowd.guests.pop(user_id, None) is not None:
            self._visits[user_id].discard(box)
            if user_id in crowd.members or user_id in crowd.newcomers:
                return crowd  # it is told already: what it has joined since, it has heard as a guest
        if since is None:
            crowd.members.add(user_id)
        else:
            crowd.newcomers[user_id] = since
        return crowd

    def leave(self, user_id: UserId) -> None:
        """An account has no session here any more."""
        for box in self._of_user.pop(user_id, set()) | self._visits.pop(user_id, set()):
            self._part(user_id, box)

    def _part(self, user_id: UserId, box: BoxId) -> None:
        crowd = self._crowds.get(box)
        if crowd is not None:
            crowd.members.discard(user_id)
            crowd.newcomers.pop(user_id, None)
            crowd.guests.pop(user_id, None)
            if not crowd.members and not crowd.newcomers:
                del self._crowds[box]
