"""The only road to a basic group on a caller's behalf: one has to be in it, or to have been."""

from dataclasses import dataclass

from chappe.db.database import Tx
from chappe.features.chats import store
from chappe.features.chats.model import Chat, Member, Standing
from chappe.features.chats.rights import bit, refusal_of, without_preview
from chappe.features.messages.audience import Right, holds, knows_rulers, voices
from chappe.features.messages.model import Body
from chappe.features.users.access import guards
from chappe.features.users.sight import knows_members
from chappe.ids import ChatId, PeerId, UserId, chat_of
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Seat:
    """A group and what the caller is in it."""

    chat: Chat
    member: Member


knows_members(store.find_within)


@guards
async def may_look(tx: Tx, viewer: Viewer, peer: PeerId, reading: bool) -> bool:
    """Whether an account is or was in a group: what it said there is in its own box."""
    chat_id = chat_of(peer)
    if chat_id is None:
        return False
    return await store.find_member(tx, chat_id, viewer.user_id) is not None


@voices
async def may_speak(tx: Tx, author: UserId, peer: PeerId, body: Body) -> Body:
    """Who is in a living group may say there what its members may say.

    Errors: PEER_ID_INVALID (it is a supergroup now), CHAT_WRITE_FORBIDDEN (403), CHAT_SEND_…_FORBIDDEN (403; rights.refusal_of)
    """
    chat_id = chat_of(peer)
    if chat_id is None or body.action is not None:
        return body
    chat = (await store.find_many(tx, [chat_id])).get(chat_id)
    member = await store.find_member(tx, chat_id, author)
    if chat is not None and chat.migrated_to is not None:
        raise RpcError(400, "PEER_ID_INVALID")
    if chat is None or chat.deactivated or member is None or not member.standing.inside:
        raise RpcError(403, "CHAT_WRITE_FORBIDDEN")
    return _held(chat, member, body)


@holds
async def hold(tx: Tx, author: UserId, peer: PeerId, body: Body, now: float) -> Body:
    """What a member of a group may say, as all its members.

    Errors: CHAT_WRITE_FORBIDDEN (403), CHAT_SEND_…_FORBIDDEN (403), CHAT_ID_INVALID
    """
    chat_id = chat_of(peer)
    if chat_id is None:
        return body
    seat = await access_chat(tx, author, chat_id)
    return _held(seat.chat, seat.member, body)


def _held(chat: Chat, member: Member, body: Body) -> Body:
    if member.standing.leads:
        return body
    refusal = refusal_of(chat.banned_rights, body)
    if refusal is not None:
        raise RpcError(403, refusal)
    return without_preview(chat.banned_rights, body)


@knows_rulers
async def rules(tx: Tx, user_id: UserId, peer: PeerId, right: Right, now: float) -> bool:
    """Who leads a group may delete, pin and change everything; its members what they are not banned from."""
    chat_id = chat_of(peer)
    if chat_id is None:
        return False
    seat = await access_chat(tx, user_id, chat_id)
    if seat.chat.deactivated or not seat.member.standing.inside:
        return False
    if seat.member.standing.leads:
        return True
    if right in {"delete_messages", "edit_messages"}:
        return False
    banned = "send_messages" if right == "post_messages" else right
    return not seat.chat.banned_rights & bit(api.ChatBannedRights, banned)


async def access_chat(tx: Tx, me: UserId, chat_id: int) -> Seat:
    """A group that the caller is or was in.

    Errors: CHAT_ID_INVALID
    """
    chat = (await store.find_many(tx, [ChatId(chat_id)])).get(ChatId(chat_id))
    member = await store.find_member(tx, ChatId(chat_id), me)
    if chat is None or member is None:
        raise RpcError(400, "CHAT_ID_INVALID")
    return Seat(chat, member)


async def access_seat(tx: Tx, me: UserId, chat_id: int) -> Seat:
    """A living group that the caller is in.

    Errors: CHAT_ID_INVALID; PEER_ID_INVALID (it was deleted, or the caller is not in it any more)
    """
    seat = await access_chat(tx, me, chat_id)
    if seat.chat.deactivated or not seat.member.standing.inside:
        raise RpcError(400, "PEER_ID_INVALID")
    return seat


def check_may(seat: Seat, right: str) -> None:
    """Whether the caller may do what members may be banned from (`change_info`, `invite_users` …).

    Errors: CHAT_ADMIN_REQUIRED
    """
    banned = seat.chat.banned_rights & bit(api.ChatBannedRights, right)
    if banned and not seat.member.standing.leads:
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")


def check_leads(seat: Seat, standing: Standing = Standing.ADMIN) -> None:
    """Whether the caller is an admin, or the creator.

    Errors: CHAT_ADMIN_REQUIRED
    """
    if not seat.member.standing.leads or (
        standing is Standing.CREATOR and seat.member.standing is not Standing.CREATOR
    ):
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")
