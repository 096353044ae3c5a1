"""How bots name chats and people: by number, or by public name."""

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.reading import number_in
from chappe.features.users import store as users
from chappe.ids import CHANNEL_MARK, PeerId, UserId, user_peer
from chappe.tl import api

CHAT_ID_MIN = -1_999_999_999_999
USER_ID_MAX = 1 << 40


async def named_chat(ask: Ask, said: int | str | None) -> PeerId:
    """The peer that a `chat_id` names; whether the bot may do something there is for the handler to say. A name
    is looked up in a transaction of its own.

    Raises: BotError.
    """
    if said is None or said == "":
        raise bad("chat_id is empty")
    number = said if isinstance(said, int) else None
    if isinstance(said, str):
        text = said.strip()
        if text.removeprefix("-").isdecimal():
            digits = number_in(text.removeprefix("-")) or 0
            number = -digits if text.startswith("-") else digits
        else:
            return await _by_name(ask, text)
    assert number is not None
    if not CHAT_ID_MIN <= number < USER_ID_MAX or number in {0, -CHANNEL_MARK}:
        raise bad("chat not found")
    return PeerId(number)


async def _by_name(ask: Ask, name: str) -> PeerId:
    if not name.startswith("@") or len(name) < 2:
        raise bad("chat not found")
    async with ask.reading() as tx:
        found = await users.find_username(tx, name[1:])
    if found is None or found > 0:  # people are named by number only
        raise bad("chat not found")
    return found


def input_peer(ask: Ask, peer: PeerId) -> "api.TypeInputPeer":
    """A peer as the Telegram API wants it named."""
    if peer > 0:
        return api.InputPeerUser(user_id=peer, access_hash=ask.viewer.access_hash(peer))
    if peer > -CHANNEL_MARK:
        return api.InputPeerChat(chat_id=-peer)
    return api.InputPeerChannel(
        channel_id=-peer - CHANNEL_MARK, access_hash=ask.viewer.access_hash(peer)
    )


async def chat_peer_of(ask: Ask, name: str = "chat_id") -> "api.TypeInputPeer":
    """The chat that a parameter names, as the Telegram API wants it named."""
    return input_peer(ask, await named_chat(ask, ask.get(name)))


def input_user(ask: Ask, user_id: int) -> "api.TypeInputUser":
    """A user as the Telegram API wants it named.

    Raises: BotError.
    """
    if not 0 < user_id < USER_ID_MAX:
        raise bad("invalid user_id specified")
    return api.InputUser(
        user_id=user_id, access_hash=ask.viewer.access_hash(user_peer(UserId(user_id)))
    )
