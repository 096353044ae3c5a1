"""`channels.*`: forums."""

from chappe.features.channels.access import access_seat
from chappe.features.channels.rpc.answers import updates_of
from chappe.features.forums.access import check_forum
from chappe.features.forums.making import set_view, toggle_forum
from chappe.rpc.call import Call
from chappe.rpc.method import Who, method
from chappe.tl import api


@method("channels.toggleForum", who=Who.USER, writes=True)
async def toggle(call: Call, q: api.channels.ToggleForum) -> "api.TypeUpdates":
    """Let the messages of a supergroup lie in topics, or not.

    Wire:   https://core.telegram.org/method/channels.toggleForum
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), CHAT_ADMIN_REQUIRED, CHAT_ID_INVALID,
            CHAT_DISCUSSION_UNALLOWED, CHAT_NOT_MODIFIED (toggle_forum)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    await toggle_forum(call.journal, seat, on=q.enabled, tabs=q.tabs)
    return await updates_of(call, seat)


@method("channels.toggleViewForumAsMessages", who=Who.USER, writes=True)
async def toggle_view(
    call: Call, q: api.channels.ToggleViewForumAsMessages
) -> "api.TypeUpdates":
    """Look at a forum as at a group without topics, or as at a forum.

    Wire:   https://core.telegram.org/method/channels.toggleViewForumAsMessages
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat), CHANNEL_FORUM_MISSING (check_forum)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    check_forum(seat)
    await set_view(call.journal, seat, as_messages=q.enabled)
    return await updates_of(call, seat)
