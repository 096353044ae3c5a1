"""Who is not seen under its own name where it reacts: an anonymous admin, somebody who speaks as a channel."""

from collections.abc import Awaitable, Callable, Collection, Iterable

from chappe.db.database import Tx
from chappe.features.messages.model import Message
from chappe.features.reactions.model import Reacted
from chappe.ids import PeerId, UserId, channel_of, user_peer

Mask = Callable[[Tx, PeerId, Collection[UserId]], Awaitable[dict[UserId, PeerId]]]
_masks: list[Mask] = []
Seen = dict[tuple[PeerId, UserId], PeerId]
"""As whom somebody is seen in a dialog; whoever is missing, as itself."""


def masks(mask: Mask) -> Mask:
    """The decorated function knows who is seen as somebody else in a group."""
    if mask not in _masks:
        _masks.append(mask)
    return mask


async def voice_of(tx: Tx, peer: PeerId, user_id: UserId) -> PeerId:
    """As whom somebody is seen in a dialog."""
    if channel_of(peer) is not None:
        for mask in _masks:
            seen = await mask(tx, peer, [user_id])
            if user_id in seen:
                return seen[user_id]
    return user_peer(user_id)


async def is_masked(tx: Tx, peer: PeerId, user_id: UserId) -> bool:
    """Whether somebody is seen as somebody else in a group."""
    return await voice_of(tx, peer, user_id) != user_peer(user_id)


async def seen_as(tx: Tx, reacted: Iterable[tuple[Message, Collection[Reacted]]]) -> Seen:
    """As whom those who have reacted to some messages of channels are seen."""
    by_peer: dict[PeerId, set[UserId]] = {}
    for message, some in reacted:
        if channel_of(message.peer) is not None and not message.is_post:
            by_peer.setdefault(message.peer, set()).update(each.user_id for each in some)
    return {
        (peer, user_id): voice
        for peer, user_ids in by_peer.items()
        for mask in _masks
        for user_id, voice in (await mask(tx, peer, user_ids)).items()
    }
