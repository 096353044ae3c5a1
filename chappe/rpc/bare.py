"""A bot names whom it has met by a number alone: with 0 for an access hash.

Libraries of bots rely on it, which begin with an empty store and know numbers only. Before a call of a bot is
carried out, what it names so is given the hash that is the bot's own, when the bot has met it; then the rooms look at
it as at everything else. What the bot has not met keeps its 0 and is refused as any wrong hash is. People have to
know hashes. https://core.telegram.org/api/peers#access-hash
"""

from collections.abc import Awaitable, Callable, Collection, Iterator

from chappe.db.database import Database, Tx
from chappe.ids import CHANNEL_MARK, ChannelId, PeerId, UserId, channel_peer, is_bot, user_peer
from chappe.rpc.call import Call
from chappe.tl import api
from chappe.tl.build import TLObject

Bare = api.InputUser | api.InputPeerUser | api.InputChannel | api.InputPeerChannel
USERS_END = 1 << 40
LOOKED_FOR_MAX = 1000
"""So many different ones are looked up for one call; no method takes more names."""

Acquaintance = Callable[[Tx, UserId, Collection[PeerId]], Awaitable[set[PeerId]]]
"""Which of some users and channels a bot has met; one statement for all."""
_acquaintances: list[Acquaintance] = []


def knows_met(acquaintance: Acquaintance) -> Acquaintance:
    """The decorated function knows whom a bot has met; a room's."""
    if acquaintance not in _acquaintances:
        _acquaintances.append(acquaintance)
    return acquaintance


def find_bare(value: object) -> Iterator[Bare]:
    """What is named without a hash, anywhere in a request."""
    if isinstance(value, Bare):
        if value.access_hash == 0:
            yield value
    elif isinstance(value, TLObject):
        for name in value.FIELDS:
            yield from find_bare(getattr(value, name))
    elif isinstance(value, list) and value and isinstance(value[0], TLObject):
        for each in value:
            yield from find_bare(each)


def _peer_of(bare: Bare) -> PeerId | None:
    if isinstance(bare, api.InputUser | api.InputPeerUser):
        return user_peer(UserId(bare.user_id)) if 0 < bare.user_id < USERS_END else None
    if 0 < bare.channel_id < CHANNEL_MARK:
        return channel_peer(ChannelId(bare.channel_id))
    return None


async def find_met(tx: Tx, bot: UserId, peers: Collection[PeerId]) -> set[PeerId]:
    """Which of some users and channels a bot has met."""
    met: set[PeerId] = set()
    for acquaintance in _acquaintances:
        left = [peer for peer in peers if peer not in met]
        if left:
            met |= await acquaintance(tx, bot, left)
    return met


async def give_hashes(database: Database, call: Call, request: object) -> None:
    """Write the hashes of those whom a bot has met into its request; in a short transaction of its own, as
    nothing may be read in the call's before its handler has begun."""
    if call.caller.user_id is None or not is_bot(call.caller.user_id):
        return
    bare = [(each, peer) for each in find_bare(request) if (peer := _peer_of(each)) is not None]
    if not bare:
        return
    asked = sorted({peer for _, peer in bare})[:LOOKED_FOR_MAX]
    async with database.transaction(write=False) as tx:
        met = await find_met(tx, call.user_id, asked)
    for each, peer in bare:
        if peer in met:
            each.access_hash = call.viewer.access_hash(peer)
