"""`messages.*`: basic groups."""

import secrets

from chappe.features.chats import store
from chappe.features.chats.access import Seat, access_chat, access_seat
from chappe.features.chats.actions import (
    add_members,
    delete_chat,
    make_chat,
    remove_member,
    set_admin,
    set_title,
)
from chappe.features.chats.full import complete
from chappe.features.chats.photos import choose, set_photo
from chappe.features.chats.view import render_chats, render_participants
from chappe.features.files.view import fill
from chappe.features.notify.actions import find_settings
from chappe.features.privacy.access import access_inviting
from chappe.features.users.access import access_user, access_users, named_peer
from chappe.ids import ChatId, UserId, chat_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_own, render_peers_of

COMMON_MAX = 100


async def _updates(call: Call) -> "api.TypeUpdates":
    """What the call brought about in the caller's box."""
    return await render_own(call.tx, call.viewer, call.journal.entries)


async def _seat(call: Call, peer: "api.TypeInputPeer") -> Seat:
    chat_id = chat_of(named_peer(call.viewer, peer))
    if chat_id is None:
        raise RpcError(400, "PEER_ID_INVALID")
    return await access_seat(call.tx, call.user_id, chat_id)


async def _others(call: Call, named: "list[api.TypeInputUser]") -> list[UserId]:
    """The accounts that are named, each once, without the caller and those who are gone."""
    found = await access_users(call.tx, call.viewer, named)
    ids = dict.fromkeys(user.id for user in found if not user.deleted)
    ids.pop(call.user_id, None)
    return list(ids)


@method("messages.createChat", who=Who.USER, writes=True)
async def create_chat(call: Call, q: api.messages.CreateChat) -> api.messages.InvitedUsers:
    """Make a basic group.

    Wire:   https://core.telegram.org/method/messages.createChat
    Errors: USERS_TOO_FEW, CHAT_TITLE_EMPTY, USERS_TOO_MUCH, USER_PRIVACY_RESTRICTED (403,
            access_inviting)
    """
    users = await _others(call, q.users)
    if not users:
        raise RpcError(400, "USERS_TOO_FEW")
    users, missing = await access_inviting(call.tx, call.user_id, users)
    _, said = await make_chat(call.journal, call.user_id, q.title, users)
    updates = await _updates(call)
    assert isinstance(updates, api.Updates)
    # TDLib looks for a message of its own in the answer by this.
    named = api.UpdateMessageID(id=said.message.id, random_id=secrets.randbits(63))
    updates.updates.insert(0, named)
    return api.messages.InvitedUsers(
        updates=updates, missing_invitees=[api.MissingInvitee(user_id=each) for each in missing]
    )


@method("messages.getChats", who=Who.SIGNED_IN)
async def get_chats(call: Call, q: api.messages.GetChats) -> api.messages.Chats:
    """Return basic groups in which the caller is or was.

    Wire:   https://core.telegram.org/method/messages.getChats
    Errors: CHAT_ID_INVALID
    """
    ids = {ChatId(each) for each in q.id[:COMMON_MAX]}
    if set(await store.find_standings(call.tx, call.user_id, ids)) != ids:
        raise RpcError(400, "CHAT_ID_INVALID")
    return api.messages.Chats(chats=await render_chats(call.tx, call.viewer, ids))


@method("messages.getFullChat", who=Who.SIGNED_IN)
async def get_full_chat(call: Call, q: api.messages.GetFullChat) -> api.messages.ChatFull:
    """Return all about a basic group.

    Wire:   https://core.telegram.org/method/messages.getFullChat
    Errors: CHAT_ID_INVALID
    """
    seat = await access_chat(call.tx, call.user_id, q.chat_id)
    members = await store.find_members(call.tx, seat.chat.id)
    notify = await find_settings(call.tx, call.user_id, [seat.chat.peer])
    full = api.ChatFull(
        id=seat.chat.id,
        about=seat.chat.about,
        participants=render_participants(seat.chat, seat.member, members),
        chat_photo=api.PhotoEmpty(id=seat.chat.photo_id) if seat.chat.photo_id else None,
        notify_settings=notify[seat.chat.peer],
        available_reactions=api.ChatReactionsAll(),
    )
    await complete(call, seat.chat.peer, full)
    await fill(call.tx, call.viewer, [full])
    users, chats = await render_peers_of(call.tx, call.viewer, [full], seat.chat.peer)
    return api.messages.ChatFull(full_chat=full, chats=chats, users=users)


@method("messages.addChatUser", who=Who.USER, writes=True)
async def add_chat_user(call: Call, q: api.messages.AddChatUser) -> api.messages.InvitedUsers:
    """Let somebody into a basic group, and hand it the last messages (`fwd_limit`: so many).

    Wire:   https://core.telegram.org/method/messages.addChatUser
    Errors: CHAT_ID_INVALID, PEER_ID_INVALID (access_seat), USER_ID_INVALID, CHAT_ADMIN_REQUIRED,
            USERS_TOO_MUCH, USER_ALREADY_PARTICIPANT (add_members), INPUT_USER_DEACTIVATED, USER_PRIVACY_RESTRICTED (403,
            access_inviting)
    """
    seat = await access_seat(call.tx, call.user_id, q.chat_id)
    user = await access_user(call.tx, call.viewer, q.user_id)
    if user.deleted:
        raise RpcError(400, "INPUT_USER_DEACTIVATED")
    await access_inviting(call.tx, call.user_id, [user.id])
    await add_members(call.journal, seat, [user.id], q.fwd_limit)
    return api.messages.InvitedUsers(updates=await _updates(call), missing_invitees=[])


@method("messages.deleteChatUser", who=Who.SIGNED_IN, writes=True)
async def delete_chat_user(call: Call, q: api.messages.DeleteChatUser) -> "api.TypeUpdates":
    """Put somebody out of a basic group, or leave it; `revoke_history`: with all that this one has of what was said.

    Wire:   https://core.telegram.org/method/messages.deleteChatUser
    Errors: CHAT_ID_INVALID, PEER_ID_INVALID (access_seat), USER_ID_INVALID, USER_NOT_PARTICIPANT,
            CHAT_ADMIN_REQUIRED (remove_member)
    """
    seat = await access_seat(call.tx, call.user_id, q.chat_id)
    user = await access_user(call.tx, call.viewer, q.user_id)
    await remove_member(call.journal, seat, user.id, revoke=q.revoke_history)
    return await _updates(call)


@method("messages.editChatTitle", who=Who.SIGNED_IN, writes=True)
async def edit_chat_title(call: Call, q: api.messages.EditChatTitle) -> "api.TypeUpdates":
    """Give a basic group another title.

    Wire:   https://core.telegram.org/method/messages.editChatTitle
    Errors: CHAT_ID_INVALID, PEER_ID_INVALID (access_seat), CHAT_TITLE_EMPTY, CHAT_NOT_MODIFIED,
            CHAT_ADMIN_REQUIRED (set_title)
    """
    seat = await access_seat(call.tx, call.user_id, q.chat_id)
    await set_title(call.journal, seat, q.title)
    return await _updates(call)


@method("messages.editChatPhoto", who=Who.SIGNED_IN, writes=True)
async def edit_chat_photo(call: Call, q: api.messages.EditChatPhoto) -> "api.TypeUpdates":
    """Give a basic group another photo, or none.

    Wire:   https://core.telegram.org/method/messages.editChatPhoto
    Errors: CHAT_ID_INVALID, PEER_ID_INVALID (access_seat), PHOTO_FILE_MISSING, PHOTO_INVALID,
            VIDEO_FILE_INVALID, IMAGE_PROCESS_FAILED, PHOTO_CROP_SIZE_SMALL, PHOTO_EXT_INVALID (choose),
            CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED (set_photo)
    """
    chosen = await choose(call, q.photo)
    seat = await access_seat(call.tx, call.user_id, q.chat_id)
    await set_photo(call.journal, seat, chosen)
    return await _updates(call)


@method("messages.editChatAdmin", who=Who.USER, writes=True)
async def edit_chat_admin(call: Call, q: api.messages.EditChatAdmin) -> bool:
    """Make a member an admin of a basic group, or a member again.

    Wire:   https://core.telegram.org/method/messages.editChatAdmin
    Errors: CHAT_ID_INVALID, PEER_ID_INVALID (access_seat), USER_ID_INVALID, USER_NOT_PARTICIPANT,
            CHAT_ADMIN_REQUIRED (set_admin)
    """
    seat = await access_seat(call.tx, call.user_id, q.chat_id)
    user = await access_user(call.tx, call.viewer, q.user_id)
    await set_admin(call.journal, seat, user.id, is_admin=q.is_admin)
    return True


@method("messages.deleteChat", who=Who.USER, writes=True)
async def delete_whole_chat(call: Call, q: api.messages.DeleteChat) -> bool:
    """End a basic group for everybody, and delete what was said in it.

    Wire:   https://core.telegram.org/method/messages.deleteChat
    Errors: CHAT_ID_INVALID, PEER_ID_INVALID (access_seat), CHAT_ADMIN_REQUIRED
    """
    await delete_chat(call.journal, await access_seat(call.tx, call.user_id, q.chat_id))
    return True


@method("messages.getCommonChats", who=Who.USER)
async def get_common_chats(call: Call, q: api.messages.GetCommonChats) -> api.messages.Chats:
    """Return groups in which both the caller and another are.

    Wire:   https://core.telegram.org/method/messages.getCommonChats
    Errors: USER_ID_INVALID
    """
    user = await access_user(call.tx, call.viewer, q.user_id)
    limit = max(1, min(q.limit, COMMON_MAX))
    ids = await store.find_common(call.tx, call.user_id, user.id, q.max_id, limit)
    return api.messages.Chats(chats=await render_chats(call.tx, call.viewer, ids))
