"""How a bot names a message that somebody has sent through it, wherever that is.

It is the box in which the author has it, and its number there; the hash is derived as access hashes are, so that
a bot edits nothing that was not sent through it. https://core.telegram.org/constructor/inputBotInlineMessageID64
"""

import hmac
from hashlib import blake2b

from chappe.db.database import Tx
from chappe.features.messages import store as messages
from chappe.features.messages.audience import own_box
from chappe.features.messages.model import Message
from chappe.ids import BoxId, DcId, MessageId, PeerId, UserId, user_of
from chappe.rpc.errors import RpcError
from chappe.tl import api

DC = DcId(2)
"""All messages are in every data center of an installation."""


def inline_id(secret: bytes, bot: UserId, message: Message) -> api.InputBotInlineMessageID64:
    """The name of a message in its author's box."""
    return api.InputBotInlineMessageID64(
        dc_id=DC,
        owner_id=message.box,
        id=message.id,
        access_hash=_hash(secret, bot, message.box, message.id),
    )


def chat_instance(secret: bytes, bot: UserId, peer: PeerId, user_id: UserId) -> int:
    """What a bot hears in the place of the chat in which its button was pressed: the same for the same chat,
    seen from whichever side."""
    ends = (user_id, peer) if user_of(peer) is not None else (peer,)
    return _hash(secret, bot, *sorted(ends))


def _hash(secret: bytes, *numbers: int) -> int:
    keyed = blake2b(b"inline", digest_size=8, key=secret)
    for number in numbers:
        keyed.update(number.to_bytes(8, "little", signed=True))
    return int.from_bytes(keyed.digest(), "little", signed=True)


async def access_inline(
    tx: Tx, secret: bytes, bot: UserId, named: "api.TypeInputBotInlineMessageID"
) -> Message:
    """The message that a bot names so, in its author's box.

    Errors: MESSAGE_ID_INVALID
    """
    if isinstance(named, api.InputBotInlineMessageID64):
        right = _hash(secret, bot, named.owner_id, named.id)
        if hmac.compare_digest(_bytes(right), _bytes(named.access_hash)):
            box, id_ = BoxId(named.owner_id), MessageId(named.id)
            message = (await messages.find_many(tx, box, [id_])).get(id_)
            if message is not None and message.body.via_bot == bot:
                return message
    raise RpcError(400, "MESSAGE_ID_INVALID")


def _bytes(number: int) -> bytes:
    return number.to_bytes(8, "little", signed=True)


async def author_copy(tx: Tx, message: Message) -> Message:
    """The copy of a message that its author has."""
    author = message.author
    assert author is not None, "bots hear of messages of accounts only"
    box = own_box(author, message.peer)
    if box == message.box:
        return message
    ids = await messages.find_copies(tx, box, {message.body_id})
    found = await messages.find_many(tx, box, list(ids.values()))
    if not found:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    return next(iter(found.values()))
