"""Until when those are in a channel who pay for it: what a later room knows."""

from collections.abc import Awaitable, Callable, Collection, Sequence

from chappe.db.database import Tx
from chappe.features.channels.model import Channel
from chappe.ids import PeerId, UserId
from chappe.tl import api

Paying = Callable[[Tx, PeerId, Collection[UserId]], Awaitable[dict[UserId, int]]]
_paying: list[Paying] = []


def knows_paying(finder: Paying) -> Paying:
    """The decorated function knows until when (Unix seconds) some members of a channel have paid."""
    if finder not in _paying:
        _paying.append(finder)
    return finder


async def add_until(
    tx: Tx, channel: Channel, shown: "Sequence[api.TypeChannelParticipant]"
) -> None:
    """Say of members until when they have paid; only channels have such."""
    members = {
        UserId(each.user_id): each
        for each in shown
        if isinstance(each, api.ChannelParticipant | api.ChannelParticipantSelf)
    }
    if not channel.broadcast or not members:
        return
    for finder in _paying:
        for user_id, until in (await finder(tx, channel.peer, members)).items():
            members[user_id].subscription_until_date = until
