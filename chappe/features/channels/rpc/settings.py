"""The other settings of channels: what they are, and why some are refused."""

from chappe.features.channels.access import (
    access_channel,
    access_seat,
    access_view,
)
from chappe.features.channels.growing import convert
from chappe.features.channels.kinship import find_like
from chappe.features.channels.model import ChannelMark
from chappe.features.channels.public import check_owns
from chappe.features.channels.rpc.answers import updates_of
from chappe.features.channels.ruling import set_mark
from chappe.features.channels.view import render_channels
from chappe.features.users.access import is_premium, named_peer
from chappe.ids import channel_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method, refuse
from chappe.tl import api

LIKE_MAX = 10
LIKE_PREMIUM_MAX = 100
"""As clients are told by `recommended_channels_limit_…`."""

refuse(
    "channels.toggleAutotranslation",
    406,
    "TRANSLATIONS_DISABLED",
    "this server translates nothing",
)
refuse(
    "channels.editLocation",
    400,
    "MEGAGROUP_GEO_REQUIRED",
    "only a group at a place has one, and no such group is made here: there is no service of places",
)
refuse(
    "contacts.getLocated",
    400,
    "GEO_POINT_INVALID",
    "no place on earth is known here: there is no service of places",
)
refuse(
    "channels.toggleAntiSpam",
    400,
    "CHAT_NOT_MODIFIED",
    "there is no filter against spam here that could be switched on, so that it is always off",
)
refuse(
    "channels.reportAntiSpamFalsePositive",
    400,
    "MSG_ID_INVALID",
    "no message was ever deleted by a filter against spam: there is none here",
)
_UNBOOSTED = "it takes boosts, and nobody can give any here: every channel stays at level 0"
refuse("channels.updateColor", 400, "BOOSTS_REQUIRED", _UNBOOSTED)
refuse("channels.updateEmojiStatus", 400, "BOOSTS_REQUIRED", _UNBOOSTED)
refuse("channels.setBoostsToUnblockRestrictions", 400, "BOOSTS_REQUIRED", _UNBOOSTED)
refuse("channels.restrictSponsoredMessages", 400, "BOOSTS_REQUIRED", _UNBOOSTED)
refuse(
    "channels.updatePaidMessagesPrice",
    400,
    "STARS_AMOUNT_INVALID",
    "there are no Stars here to pay for messages with",
)
_NO_ADS = "nothing is advertised here, so that there is no such advertisement"
refuse("messages.viewSponsoredMessage", 400, "RANDOM_ID_INVALID", _NO_ADS)
refuse("messages.clickSponsoredMessage", 400, "RANDOM_ID_INVALID", _NO_ADS)
refuse("messages.reportSponsoredMessage", 400, "RANDOM_ID_INVALID", _NO_ADS)


@method("messages.getSponsoredMessages", who=Who.SIGNED_IN, rows=False)
async def get_sponsored_messages(
    call: Call, q: api.messages.GetSponsoredMessages
) -> api.messages.SponsoredMessagesEmpty:
    """Return the advertisements of a channel: nothing is advertised here.

    Wire:   https://core.telegram.org/method/messages.getSponsoredMessages
    Errors: PEER_ID_INVALID, CHANNEL_INVALID (named_peer)
    """
    named_peer(call.viewer, q.peer)
    return api.messages.SponsoredMessagesEmpty()


@method("channels.convertToGigagroup", who=Who.USER, writes=True)
async def convert_to_gigagroup(
    call: Call, q: api.channels.ConvertToGigagroup
) -> "api.TypeUpdates":
    """Make a gigagroup of a supergroup that is about to be full: only admins write there.

    Wire:   https://core.telegram.org/method/channels.convertToGigagroup (since 124)
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (406; access_seat), CHAT_ADMIN_REQUIRED, CHANNEL_ID_INVALID,
            CHAT_NOT_MODIFIED, FORUM_ENABLED, PARTICIPANTS_TOO_FEW (convert)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    await convert(call.journal, seat)
    return await updates_of(call, seat)


@method("messages.toggleNoForwards", who=Who.USER, writes=True)
async def toggle_no_forwards(call: Call, q: api.messages.ToggleNoForwards) -> "api.TypeUpdates":
    """Protect what is said in a channel: it is not forwarded, nor saved by the clients.

    Wire:   https://core.telegram.org/method/messages.toggleNoForwards
    Errors: PEER_ID_INVALID (not a channel: private chats and basic groups cannot be protected here yet),
            CHANNEL_INVALID, CHANNEL_PRIVATE (406), CHAT_ADMIN_REQUIRED (not the creator), CHAT_NOT_MODIFIED
    """
    channel_id = channel_of(named_peer(call.viewer, q.peer))
    if channel_id is None:
        raise RpcError(400, "PEER_ID_INVALID")
    seat = await access_channel(call.tx, call.user_id, channel_id)
    check_owns(seat)
    await set_mark(
        call.journal, seat, ChannelMark.NOFORWARDS, on=q.enabled, right="change_info"
    )
    return await updates_of(call, seat)


@method("channels.getChannelRecommendations", who=Who.USER)
async def get_channel_recommendations(
    call: Call, q: api.channels.GetChannelRecommendations
) -> "api.messages.TypeChats":
    """Return public channels that members of a channel (none: of the caller's channels) are in as well, and the
    caller is not.

    Wire:   https://core.telegram.org/method/channels.getChannelRecommendations (since 178)
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (406; access_view)
    """
    channel_id = None
    if q.channel is not None:
        seat = await access_view(call.tx, call.viewer, q.channel)
        if not seat.channel.broadcast:
            raise RpcError(400, "CHANNEL_INVALID")
        channel_id = seat.channel.id
    ids = await find_like(call.tx, call.user_id, channel_id, LIKE_PREMIUM_MAX)
    most = LIKE_PREMIUM_MAX if await is_premium(call.tx, call.user_id) else LIKE_MAX
    found = {each.id: each for each in await render_channels(call.tx, call.viewer, ids[:most])}
    shown = [found[each] for each in ids[:most]]
    if len(ids) > most:
        return api.messages.ChatsSlice(count=len(ids), chats=shown)
    return api.messages.Chats(chats=shown)
