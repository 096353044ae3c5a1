"""What is posted in a channel may be said once more elsewhere (in its discussion group), and what becomes of the
post becomes of the copy: the room that does so says it here.

The boxes of both are taken together, before anything is written: `lock_beside`.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence

from chappe.db.database import Tx
from chappe.features.messages.model import Message
from chappe.features.messages.store import Holder
from chappe.ids import BoxId, PeerId, channel_of
from chappe.updates.log import Journal

Beside = Callable[[Tx, PeerId], Awaitable[Sequence[BoxId]]]
"""The boxes that are taken together with a channel's when something is posted there, or when that goes."""
Echo = Callable[[Journal, PeerId, Sequence[Message]], Awaitable[None]]
Follow = Callable[[Tx, Collection[Holder]], Awaitable[list[Holder]]]
"""The copies elsewhere of what is said in some copies of a channel's box."""
_beside: list[Beside] = []
_echoes: list[Echo] = []
_follows: list[Follow] = []


def lies_beside(find: Beside) -> Beside:
    """The decorated function knows which boxes are taken together with a channel's."""
    if find not in _beside:
        _beside.append(find)
    return find


def echoes(echo: Echo) -> Echo:
    """The decorated function has something to do when something was posted in a channel."""
    if echo not in _echoes:
        _echoes.append(echo)
    return echo


def follows(follow: Follow) -> Follow:
    """The decorated function knows what is edited and deleted together with a post."""
    if follow not in _follows:
        _follows.append(follow)
    return follow


async def lock_beside(journal: Journal, peer: PeerId, boxes: Iterable[BoxId]) -> bool:
    """Take some boxes in which something is said to `peer`, with those beside them; whether there are any.
    Nothing is taken when there are none: whoever speaks takes its boxes itself."""
    beside = await find_beside(journal.tx, peer)
    if beside:
        await journal.lock([*boxes, *beside])
    return bool(beside)


async def find_beside(tx: Tx, peer: PeerId) -> list[BoxId]:
    """Which boxes are taken together with a channel's; none for other peers."""
    if channel_of(peer) is None:
        return []
    return [box for find in _beside for box in await find(tx, peer)]


async def echo(journal: Journal, peer: PeerId, posts: Sequence[Message]) -> None:
    """Something was posted in a channel."""
    for each in _echoes:
        await each(journal, peer, posts)


async def find_followers(tx: Tx, copies: Collection[Holder]) -> list[Holder]:
    """What is edited or deleted together with some copies."""
    if not any(channel_of(PeerId(each.box)) is not None for each in copies):
        return []
    return [found for follow in _follows for found in await follow(tx, copies)]
