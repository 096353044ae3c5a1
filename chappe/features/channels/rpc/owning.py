"""Whose a group or channel is, and what its members are called."""

from chappe.features.channels import access, owning, ranks, succession
from chappe.features.channels.limits import limits_of
from chappe.features.channels.rpc.answers import updates_of
from chappe.features.chats import access as chats
from chappe.features.chats import actions as chat_actions
from chappe.features.chats import ranks as chat_ranks
from chappe.features.chats.model import Standing
from chappe.features.users.access import access_user, named_peer
from chappe.features.users.view import render_users
from chappe.ids import channel_of, chat_of, user_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_own


@method("messages.editChatCreator", who=Who.USER, writes=True)
async def edit_creator(call: Call, q: api.messages.EditChatCreator) -> "api.TypeUpdates":
    """Give a group or channel to another; the password comes first, so that an app may ask whether it can.

    Wire:   https://core.telegram.org/method/messages.editChatCreator (before layer 224: channels.editCreator)
    Errors: PASSWORD_MISSING, PASSWORD_TOO_FRESH_%d, SESSION_TOO_FRESH_%d, PASSWORD_HASH_INVALID,
            SRP_ID_INVALID (access_owner), PEER_ID_INVALID, CHAT_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE,
            USER_ID_INVALID, INPUT_USER_DEACTIVATED, CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED,
            CHANNELS_ADMIN_PUBLIC_TOO_MUCH (give_away)
    """
    await owning.access_owner(call, q.password)
    peer = named_peer(call.viewer, q.peer)
    chat_id, channel_id = chat_of(peer), channel_of(peer)
    if chat_id is None and channel_id is None:
        raise RpcError(400, "PEER_ID_INVALID")
    user = await access_user(call.tx, call.viewer, q.user_id)
    if user.deleted:
        raise RpcError(400, "INPUT_USER_DEACTIVATED")
    if chat_id is not None:
        place = await chats.access_seat(call.tx, call.user_id, chat_id)
        await chat_actions.give_away(call.journal, place, user.id)
        return await render_own(call.tx, call.viewer, call.journal.entries)
    assert channel_id is not None, "see above"
    seat = await access.access_channel(call.tx, call.user_id, channel_id)
    await owning.give_away(call.journal, call.viewer, seat, user.id, limits_of(call))
    return await updates_of(call, seat)


@method("messages.getFutureChatCreatorAfterLeave", who=Who.USER)
async def get_heir(
    call: Call, q: api.messages.GetFutureChatCreatorAfterLeave
) -> "api.TypeUser":
    """Say whose a group or channel of the caller will be when it leaves: the admin's who came first.

    Wire:   https://core.telegram.org/method/messages.getFutureChatCreatorAfterLeave
    Errors: PEER_ID_INVALID, CHAT_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE (406), CHAT_ADMIN_REQUIRED (the
            caller does not own it), CHANNEL_ID_INVALID (nobody's: there is no other admin)
    """
    peer = named_peer(call.viewer, q.peer)
    chat_id, channel_id = chat_of(peer), channel_of(peer)
    if chat_id is not None:
        place = await chats.access_seat(call.tx, call.user_id, chat_id)
        chats.check_leads(place, Standing.CREATOR)
        heir = await chat_actions.find_heir(call.tx, place.chat.id)
    elif channel_id is not None:
        seat = await access.access_channel(call.tx, call.user_id, channel_id)
        if seat.mine.standing is not Standing.CREATOR:
            raise RpcError(400, "CHAT_ADMIN_REQUIRED")
        heir = await succession.find_heir(call.tx, channel_id)
    else:
        raise RpcError(400, "PEER_ID_INVALID")
    if heir is None:
        raise RpcError(400, "CHANNEL_ID_INVALID")
    (user,) = await render_users(call.tx, call.viewer, {heir})
    return user


@method("messages.editChatParticipantRank", who=Who.SIGNED_IN, writes=True)
async def edit_rank(call: Call, q: api.messages.EditChatParticipantRank) -> "api.TypeUpdates":
    """Give a member of a group another tag, or none.

    Wire:   https://core.telegram.org/method/messages.editChatParticipantRank
    Errors: PEER_ID_INVALID, CHAT_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE (406), PARTICIPANT_ID_INVALID,
            USER_NOT_PARTICIPANT, CHAT_ADMIN_REQUIRED, ADMIN_RANK_INVALID, ADMIN_RANK_EMOJI_NOT_ALLOWED,
            CHAT_NOT_MODIFIED (set_rank)
    """
    peer = named_peer(call.viewer, q.peer)
    user_id = user_of(named_peer(call.viewer, q.participant))
    if user_id is None:
        raise RpcError(400, "PARTICIPANT_ID_INVALID")
    chat_id, channel_id = chat_of(peer), channel_of(peer)
    if chat_id is not None:
        place = await chats.access_seat(call.tx, call.user_id, chat_id)
        await chat_ranks.set_rank(call.journal, place, user_id, q.rank)
        return await render_own(call.tx, call.viewer, call.journal.entries)
    if channel_id is None:
        raise RpcError(400, "PEER_ID_INVALID")
    seat = await access.access_channel(call.tx, call.user_id, channel_id)
    await ranks.set_rank(call.journal, seat, user_id, q.rank)
    return await updates_of(call, seat)
