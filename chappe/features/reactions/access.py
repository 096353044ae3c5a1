"""What a caller may react with."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.files.emoji import is_custom_emoji
from chappe.features.files.store import files
from chappe.features.reactions import store
from chappe.features.reactions.model import (
    EMOJI_STYLE,
    EMOJIS,
    EVERYTHING,
    IN_GROUP_MAX,
    PER_MESSAGE_MAX,
    PER_PREMIUM_USER_MAX,
    PER_USER_MAX,
    Allowed,
    Reaction,
    custom,
)
from chappe.features.users import store as users
from chappe.features.users.model import Mark
from chappe.ids import PeerId, UserId, user_of
from chappe.rpc.errors import RpcError
from chappe.tl import api

KNOWN = frozenset(EMOJIS)


async def access_reaction(tx: Tx, said: "api.TypeReaction") -> Reaction:
    """One reaction that a client names.

    Errors: REACTION_EMPTY, REACTION_INVALID, DOCUMENT_INVALID (no such custom emoji)
    """
    match said:
        case api.ReactionEmoji():
            emoji = Reaction(said.emoticon.replace(EMOJI_STYLE, ""))
            if not emoji:
                raise RpcError(400, "REACTION_EMPTY")
            if emoji in KNOWN:
                return emoji
            raise RpcError(400, "REACTION_INVALID")
        case api.ReactionCustomEmoji():
            await check_custom_emoji(tx, said.document_id)
            return custom(said.document_id)
        case api.ReactionEmpty():
            raise RpcError(400, "REACTION_EMPTY")
        case api.ReactionPaid():
            raise RpcError(400, "REACTION_INVALID")


async def check_custom_emoji(tx: Tx, document_id: int) -> None:
    """Whether a document is a custom emoji.

    Errors: DOCUMENT_INVALID
    """
    document = (await files.find_documents(tx, [document_id])).get(document_id)
    if document is None or not is_custom_emoji(document):
        raise RpcError(400, "DOCUMENT_INVALID")


async def access_allowed(tx: Tx, said: "api.TypeChatReactions", most: int | None) -> Allowed:
    """What a client wants a group to allow.

    Errors: REACTION_INVALID (too many, or those of access_reaction), REACTION_EMPTY, DOCUMENT_INVALID
    """
    limit = PER_MESSAGE_MAX if most is None else most
    if not 1 <= limit <= PER_MESSAGE_MAX:
        raise RpcError(400, "REACTION_INVALID")
    match said:
        case api.ChatReactionsAll():
            return Allowed(None, bool(said.allow_custom), limit)
        case api.ChatReactionsNone():
            return Allowed((), custom=False, most=limit)
        case api.ChatReactionsSome():
            if len(said.reactions) > IN_GROUP_MAX:
                raise RpcError(400, "REACTION_INVALID")
            named = [await access_reaction(tx, each) for each in said.reactions]
            return Allowed(tuple(dict.fromkeys(named)), custom=False, most=limit)


async def check_allowed(tx: Tx, peer: PeerId, reactions: Sequence[Reaction]) -> Allowed:
    """Refuse what a group does not allow; what it allows. Private chats allow everything.

    Errors: REACTION_INVALID
    """
    if user_of(peer) is not None:
        return EVERYTHING
    allowed = await store.find_allowed(tx, peer)
    if not all(allowed.allows(each) for each in reactions):
        raise RpcError(400, "REACTION_INVALID")
    return allowed


async def access_reactions(
    tx: Tx, user_id: UserId, said: Sequence["api.TypeReaction"] | None, *, tags: bool
) -> list[Reaction]:
    """The reactions that a client wants to have on a message, each once; none: it takes them back.

    `tags`: the message is in Saved Messages.

    Errors: as `access_reaction`; REACTIONS_TOO_MANY (for this account)
    """
    if not said or (len(said) == 1 and isinstance(said[0], api.ReactionEmpty)):
        return []
    if len(said) > PER_MESSAGE_MAX:
        raise RpcError(400, "REACTIONS_TOO_MANY")
    found = list(dict.fromkeys([await access_reaction(tx, each) for each in said]))
    if len(found) > PER_USER_MAX and not tags:
        most = PER_PREMIUM_USER_MAX if await is_premium(tx, user_id) else PER_USER_MAX
        if len(found) > most:
            raise RpcError(400, "REACTIONS_TOO_MANY")
    return found


async def is_premium(tx: Tx, user_id: UserId) -> bool:
    """Whether an account has the limits of Telegram Premium."""
    user = await users.find(tx, user_id)
    return user is not None and Mark.PREMIUM in user.marks
