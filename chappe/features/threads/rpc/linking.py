"""`channels.*`: which group discusses a channel."""

from chappe.features.channels import store as channels
from chappe.features.channels.access import Seat, access_seat
from chappe.features.channels.view import render_channel
from chappe.features.chats import store as chats
from chappe.features.chats.model import Standing
from chappe.features.chats.view import render_chats
from chappe.features.threads.linking import link, may_discuss
from chappe.ids import PeerId, channel_of
from chappe.rpc.call import Call
from chappe.rpc.method import Who, method
from chappe.tl import api

BASIC_GROUPS_MAX = 500


@method("channels.setDiscussionGroup", who=Who.USER, writes=True)
async def set_discussion_group(call: Call, q: api.channels.SetDiscussionGroup) -> bool:
    """Make a supergroup the one in which a channel's posts are discussed, or no group any more.

    Wire:   https://core.telegram.org/method/channels.setDiscussionGroup
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat); BROADCAST_ID_INVALID, MEGAGROUP_ID_INVALID,
            CHAT_ADMIN_REQUIRED, MEGAGROUP_PREHISTORY_HIDDEN, LINK_NOT_MODIFIED (link)
    """
    await link(call.journal, await _seat(call, q.broadcast), await _seat(call, q.group))
    return True


async def _seat(call: Call, named: "api.TypeInputChannel") -> Seat | None:
    if isinstance(named, api.InputChannelEmpty):
        return None
    return await access_seat(call.tx, call.viewer, named)


@method("channels.getGroupsForDiscussion", who=Who.USER)
async def get_groups_for_discussion(
    call: Call, q: api.channels.GetGroupsForDiscussion
) -> api.messages.Chats:
    """Return the groups that the caller may make the one of a channel: supergroups in which it may pin as an admin,
    and basic groups that it has made, which have to become supergroups before.

    Wire: https://core.telegram.org/method/channels.getGroupsForDiscussion
    """
    ids = [channel_of(PeerId(box)) for box in await channels.find_joined(call.tx, call.user_id)]
    joined = [each for each in ids if each is not None]
    mine = await channels.find_of_user(call.tx, call.user_id, joined)
    found = await channels.find_many(call.tx, joined)
    groups = [
        render_channel(call.viewer, found[each], mine[each])
        for each in sorted(found)
        if each in mine and may_discuss(Seat(found[each], mine[each]))
    ]
    me = call.user_id
    basic = await chats.find_common(call.tx, me, me, 0, BASIC_GROUPS_MAX)
    standings = await chats.find_standings(call.tx, me, basic)
    made = [each for each in basic if standings[each].standing is Standing.CREATOR]
    return api.messages.Chats(chats=[*groups, *await render_chats(call.tx, call.viewer, made)])
