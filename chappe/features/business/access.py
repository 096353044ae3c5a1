"""Which connection a bot names, and which chats a connection is about."""

from collections.abc import Collection, Sequence

from chappe.db.database import Tx
from chappe.features.business import store
from chappe.features.business.model import Connection, chooses
from chappe.features.messages import store as messages
from chappe.features.users import relations
from chappe.features.users import store as users
from chappe.features.users.model import SERVICE_USER
from chappe.ids import BoxId, PeerId, UserId, is_bot, user_of
from chappe.rpc.errors import RpcError

ACTIVE_SECONDS = 24 * 3600
"""A bot speaks only where the other one has written within this time. https://core.telegram.org/bots/api#businessbotrights"""


async def access_connection(tx: Tx, bot_id: UserId, connection_id: str) -> Connection:
    """A connection of the bot's, which may have ended.

    Errors: CONNECTION_ID_INVALID
    """
    found = await store.find(tx, connection_id)
    if found is None or found.bot_id != bot_id:
        raise RpcError(400, "CONNECTION_ID_INVALID")
    return found


async def access_acting(tx: Tx, bot_id: UserId, connection_id: str) -> Connection:
    """A connection through which a bot may act now.

    Errors: BUSINESS_CONNECTION_INVALID (none of its own, or one that is no more), BUSINESS_CONNECTION_NOT_ALLOWED (the
            bot is not in business mode any more)
    """
    found = await store.find(tx, connection_id)
    if found is None or found.bot_id != bot_id or found.parted:
        raise RpcError(400, "BUSINESS_CONNECTION_INVALID")
    bot = await users.find(tx, bot_id)
    if bot is None or bot.bot is None or not bot.bot.business:
        raise RpcError(400, "BUSINESS_CONNECTION_NOT_ALLOWED")
    return found


async def access_chat(tx: Tx, it: Connection, peer: PeerId) -> PeerId:
    """A chat in which the bot may act.

    Errors: BUSINESS_PEER_INVALID
    """
    if peer not in await chosen_among(tx, it, [peer]):
        raise RpcError(400, "BUSINESS_PEER_INVALID")
    return peer


async def check_active(tx: Tx, it: Connection, peer: PeerId, now: float) -> None:
    """Refuse to say something where nobody has written for a day.

    Errors: BUSINESS_PEER_USAGE_MISSING
    """
    since = int(now) - ACTIVE_SECONDS
    if not await messages.has_come(tx, BoxId(it.user_id), peer, since):
        raise RpcError(400, "BUSINESS_PEER_USAGE_MISSING")


async def chosen_among(
    tx: Tx, it: Connection, peers: Collection[PeerId], *, paused: bool = False
) -> set[PeerId]:
    """In which of some chats the bot hears and may act: private ones with people. `paused`: also where it is silenced
    for a while."""
    people = [UserId(each) for each in peers if is_other(it.user_id, each)]
    if not people:
        return set()
    ties = await relations.find(tx, it.user_id, people)
    asks_age = it.recipients.new_chats != it.recipients.existing_chats
    old = await _begun_before(tx, it, people) if asks_age else set()
    chosen = {
        PeerId(each)
        for each in people
        if chooses(
            it.recipients,
            PeerId(each),
            contact=ties[each].contact,
            new=asks_age and each not in old,
        )
    }
    if chosen and not paused:
        chosen -= await store.find_paused(tx, it.user_id, chosen)
    return chosen


def is_other(me: UserId, peer: PeerId) -> bool:
    """Whether a chat is a private one with another person."""
    other = user_of(peer)
    return other is not None and other not in {me, SERVICE_USER} and not is_bot(other)


async def _begun_before(tx: Tx, it: Connection, people: Sequence[UserId]) -> set[UserId]:
    """With whom the account has talked before the bot was connected."""
    old = set()
    for each in people:
        first = await messages.find_first_at(tx, BoxId(it.user_id), PeerId(each))
        if first is not None and first < it.at:
            old.add(each)
    return old
