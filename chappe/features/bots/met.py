"""Whom a bot has met, so that it may name them by a number alone: those it has a chat with, those it is in a
group with, and the channels and supergroups that it is in or was in.

https://core.telegram.org/api/peers#access-hash
"""

from collections.abc import Collection

from chappe.db.database import Tx
from chappe.features.channels import kinship
from chappe.features.chats import store as chats
from chappe.features.dialogs import store as dialogs
from chappe.ids import PeerId, UserId, channel_of, channel_peer, user_of, user_peer
from chappe.rpc.bare import knows_met


@knows_met
async def find_met(tx: Tx, bot: UserId, peers: Collection[PeerId]) -> set[PeerId]:
    """Which of some users and channels a bot has met; four statements at most."""
    users = {user_id for peer in peers if (user_id := user_of(peer)) is not None}
    channels = {id_ for peer in peers if (id_ := channel_of(peer)) is not None}
    met: set[PeerId] = set()
    if channels:
        been = await kinship.find_been(tx, bot, channels)
        met |= {channel_peer(each) for each in been}
    if users:
        known = set(await dialogs.find_many(tx, bot, [user_peer(each) for each in users]))
        for together in (chats.find_together, kinship.find_together):
            left = [each for each in users if user_peer(each) not in known]
            if left:
                known |= {user_peer(each) for each in await together(tx, bot, left)}
        met |= known
    return met
