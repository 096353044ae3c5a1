"""How far back accounts see in channels: whoever came later may not see what was said before, and whoever has
cleared a channel for itself sees it no more.

The room of channels knows it (`knows_horizons`). Whoever reads a channel's box for somebody asks here; what is
not in sight is not there, by whatever road it is asked for.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

from chappe.db.database import Tx
from chappe.ids import BoxId, MessageId, PeerId, UserId, channel_of
from chappe.updates.facts import DeleteMessages, Fact, NewMessage
from chappe.updates.log import Logged
from chappe.updates.viewer import Viewer

Horizons = Mapping[tuple[BoxId, UserId], MessageId]
"""The newest message that is not in sight, where there is one."""
Finder = Callable[[Tx, Collection[BoxId], Collection[UserId]], Awaitable[Horizons]]
_finders: list[Finder] = []


def knows_horizons(finder: Finder) -> Finder:
    """The decorated function knows how far back accounts see in channels."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


async def horizons(tx: Tx, viewer_id: UserId, boxes: Collection[int]) -> dict[BoxId, MessageId]:
    """How far back an account sees in those of some boxes (or peers) that are channels' and hide something."""
    channels = [BoxId(each) for each in boxes if channel_of(PeerId(each)) is not None]
    if not channels:
        return {}
    return {
        box: message_id
        for find in _finders
        for (box, _), message_id in (await find(tx, channels, [viewer_id])).items()
    }


async def horizon(tx: Tx, viewer_id: UserId, box: int) -> MessageId:
    """The newest message of a box (or peer) that an account does not see; 0: it sees all of them."""
    return (await horizons(tx, viewer_id, [box])).get(BoxId(box), MessageId(0))


def messages_of(happened: Fact) -> tuple[MessageId, ...]:
    """The messages that a fact of a channel's box is about."""
    ids: tuple[MessageId, ...] | None = getattr(happened, "ids", None)
    if ids is None:
        one: MessageId | None = getattr(happened, "id", None)
        ids = () if one is None else (one,)
    return ids


async def out_of_sight(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> set[int]:
    """Which facts (by their places) a viewer is not shown, because it does not see the messages."""
    if viewer.is_crowd:
        return set()
    asked = {
        place: messages_of(entry.fact)
        for place, entry in enumerate(entries)
        if _may_hide(entry)
    }
    least = await horizons(tx, viewer.user_id, {entries[place].box for place in asked})
    return {
        place
        for place, ids in asked.items()
        if ids and max(ids) <= least.get(entries[place].box, 0)
    }


async def seeing_less(
    tx: Tx, box: BoxId, members: Collection[UserId], entries: Sequence[Logged]
) -> set[UserId]:
    """Those of some members of a channel who do not see all the messages of which some facts tell."""
    old = [
        entry for entry in entries if _may_hide(entry) and type(entry.fact) is not NewMessage
    ]
    ids = [id_ for entry in old for id_ in messages_of(entry.fact)]
    if not ids or not members:
        return set()
    return {
        user_id
        for find in _finders
        for (_, user_id), message_id in (await find(tx, [box], members)).items()
        if message_id >= min(ids)
    }


def _may_hide(entry: Logged) -> bool:
    """Whether a fact tells of messages that somebody may not see: nobody is hidden what is just being said,
    and that something is gone says nothing."""
    if channel_of(PeerId(entry.box)) is None or isinstance(entry.fact, DeleteMessages):
        return False
    return not (isinstance(entry.fact, NewMessage) and entry.ready is not None)
