"""The roads to the two between whom an ephemeral message is, and to one that is there."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.bots import commands, queries
from chappe.features.bots.commands import Looker
from chappe.features.bots.view import lang_of
from chappe.features.channels import store as channels
from chappe.features.chats import store as chats
from chappe.features.chats.model import Standing
from chappe.features.ephemeral import store
from chappe.features.ephemeral.model import Ephemeral
from chappe.features.messages.access import access_present
from chappe.features.users import store as users
from chappe.features.users.access import access_user
from chappe.features.users.model import User
from chappe.ids import PeerId, UserId, channel_of, chat_of, is_bot
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError

if TYPE_CHECKING:
    from chappe.tl import api

PRESSED_SECONDS = 15
"""For so long after somebody has pressed a button a bot may refer to that."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A bot and a person in a group. `leads`: the person is an admin there."""

    peer: PeerId
    user_id: UserId
    bot_id: UserId
    leads: bool = False


async def access_group(tx: Tx, call: Call, named: "api.TypeInputPeer | None") -> PeerId:
    """A basic group or supergroup that the caller is in.

    Errors: PEER_ID_INVALID (none is named, or it is no group), CHAT_WRITE_FORBIDDEN (403), those of access_present
    """
    if named is None:
        raise RpcError(400, "PEER_ID_INVALID")
    peer = await access_present(tx, call.viewer, named)
    channel_id, chat_id = channel_of(peer), chat_of(peer)
    if channel_id is not None:
        channel = (await channels.find_many(tx, [channel_id])).get(channel_id)
        if channel is not None and not channel.broadcast:
            return peer
    elif chat_id is not None:
        chat = (await chats.find_many(tx, [chat_id])).get(chat_id)
        if chat is not None and chat.migrated_to is None and not chat.deactivated:
            return peer
    raise RpcError(400, "PEER_ID_INVALID")


async def access_pair(call: Call, peer: PeerId, named: "api.TypeInputUser") -> Pair:
    """The caller and whoever it names, one of whom is a bot, both of them in the group.

    Errors: USER_ID_INVALID (access_user), USER_BOT_REQUIRED (two people), USER_IS_BOT (two bots), USER_NOT_PARTICIPANT
    """
    other = await access_user(call.tx, call.viewer, named)
    if is_bot(call.user_id) == is_bot(other.id):
        raise RpcError(400, "USER_IS_BOT" if is_bot(call.user_id) else "USER_BOT_REQUIRED")
    there = await _standings(call.tx, peer, call.user_id, other.id)
    if not all(each in there and there[each].inside for each in (call.user_id, other.id)):
        raise RpcError(400, "USER_NOT_PARTICIPANT")
    bot, person = sorted((call.user_id, other.id), key=is_bot, reverse=True)
    return Pair(peer, person, bot, there[person].leads)


async def _standings(tx: Tx, peer: PeerId, *user_ids: UserId) -> dict[UserId, Standing]:
    channel_id, chat_id = channel_of(peer), chat_of(peer)
    if channel_id is not None:
        there = await channels.find_members(tx, channel_id, user_ids)
        return {each: member.standing for each, member in there.items()}
    assert chat_id is not None, "a group is one or the other"
    members = await chats.find_those(tx, chat_id, user_ids)
    return {each: member.standing for each, member in members.items()}


async def access_pressed(call: Call, query_id: int, pair: Pair) -> queries.Pressed:
    """A button that somebody has pressed a moment ago in the group, and that the caller answers.

    Errors: QUERY_ID_INVALID
    """
    query = await queries.find(call.tx, query_id)
    if query is None or (query.bot_id, query.user_id) != (pair.bot_id, pair.user_id):
        raise RpcError(400, "QUERY_ID_INVALID")
    if query.kind is not queries.Kind.CALLBACK or query.at + PRESSED_SECONDS < call.now:
        raise RpcError(400, "QUERY_ID_INVALID")
    if query.pressed.peer != pair.peer:
        raise RpcError(400, "QUERY_ID_INVALID")
    return query.pressed


async def check_command(call: Call, pair: Pair, text: str) -> None:
    """A person begins with a command that the bot wants to be told alone.

    Errors: BOT_COMMAND_INVALID
    """
    found = await users.find_many(call.tx, [pair.user_id, pair.bot_id])
    looker = Looker(pair.user_id, pair.peer, lang_of(found[pair.user_id]), pair.leads)
    shown = (await commands.find_shown(call.tx, [pair.bot_id], looker))[pair.bot_id]
    said = _command(text, found[pair.bot_id])
    if not any(each.ephemeral and each.command == said for each in shown):
        raise RpcError(400, "BOT_COMMAND_INVALID")


def _command(text: str, bot: User) -> str | None:
    """The command that a text begins with, unless it is for another bot."""
    if not text.startswith("/"):
        return None
    name, at, of = (text[1:].split(maxsplit=1) or [""])[0].partition("@")
    known = {each.name.lower() for each in bot.usernames if each.active}
    return None if at and of.lower() not in known else name


async def access_ephemeral(
    tx: Tx, peer: PeerId, user_id: UserId, bot_id: UserId | None, id_: int
) -> Ephemeral:
    """A message of a person in a group; `bot_id`: with this bot, None: with whichever.

    Errors: MESSAGE_ID_INVALID
    """
    it = await store.find(tx, user_id, id_)
    if it is None or it.peer != peer or bot_id not in {None, it.bot_id}:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    return it
