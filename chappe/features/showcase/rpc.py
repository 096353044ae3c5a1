"""`account.updatePersonalChannel`, `*.setMainProfileTab`, `messages.togglePeerTranslations`."""

from chappe.features.channels import store as channels
from chappe.features.channels.access import access_seat, check_may, take_seat
from chappe.features.channels.actions import tell
from chappe.features.messages import store as messages
from chappe.features.messages.store import OF_PEER, Window
from chappe.features.messages.view import render_page
from chappe.features.showcase import store
from chappe.features.showcase.view import find_shown
from chappe.features.users.access import access_peer, access_user, named_channel
from chappe.features.users.facts import UserChanged
from chappe.features.users.news import tell_of
from chappe.ids import ChannelId, channel_of, user_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.horizon import horizon

PAGE_MAX = 100


@method("account.updatePersonalChannel", who=Who.USER, writes=True)
async def update_personal_channel(call: Call, q: api.account.UpdatePersonalChannel) -> bool:
    """Show a public channel of one's own on one's profile; inputChannelEmpty: none.

    Wire:   https://core.telegram.org/method/account.updatePersonalChannel (since 177)
    Errors: CHANNEL_INVALID (no public channel of the caller)
    """
    channel_id = None
    if not isinstance(q.channel, api.InputChannelEmpty):
        channel_id = _named(call, q.channel)
        owned = await channels.find_owned(call.tx, call.user_id)
        if channel_id not in {each.id for each in owned if each.public and each.broadcast}:
            raise RpcError(400, "CHANNEL_INVALID")
    await tell_of(call.journal, call.user_id, UserChanged(call.user_id))
    await store.set_personal(call.tx, call.user_id, channel_id)
    return True


def _named(call: Call, named: "api.TypeInputChannel") -> ChannelId:
    if isinstance(named, api.InputChannel):
        peer = named_channel(call.viewer, named.channel_id, named.access_hash)
        channel_id = channel_of(peer)
        if channel_id is not None:
            return channel_id
    raise RpcError(400, "CHANNEL_INVALID")


@method("messages.getPersonalChannelHistory", who=Who.USER)
async def get_personal_channel_history(
    call: Call, q: api.messages.GetPersonalChannelHistory
) -> "api.messages.TypeMessages":
    """Return the posts of the channel on somebody's profile, the newest first; none, when there is no channel.

    Wire:   https://core.telegram.org/method/messages.getPersonalChannelHistory (since 225)
    Errors: USER_ID_INVALID (access_user)
    """
    user = await access_user(call.tx, call.viewer, q.user_id)
    shown = await find_shown(call.tx, user.id)
    if shown is None:
        return await render_page(call.tx, call.viewer, [], 0)
    limit = max(0, min(q.limit, PAGE_MAX))
    least = await horizon(call.tx, call.user_id, shown.box)
    window = Window(0, 0, 0, limit, q.max_id, max(q.min_id, least))
    found = await messages.find_window(call.tx, window, OF_PEER, box=shown.box, peer=shown.peer)
    count = await messages.count_of_peer(call.tx, shown.box, shown.peer, least)
    return await render_page(call.tx, call.viewer, found, count, known=q.hash)


@method("account.setMainProfileTab", who=Who.USER, writes=True)
async def set_own_tab(call: Call, q: api.account.SetMainProfileTab) -> bool:
    """Choose which tab of the caller's profile is opened first.

    Wire:   https://core.telegram.org/method/account.setMainProfileTab (since 214)
    """
    await tell_of(call.journal, call.user_id, UserChanged(call.user_id))
    await store.set_tab(call.tx, user_peer(call.user_id), q.tab)
    return True


@method("channels.setMainProfileTab", who=Who.USER, writes=True)
async def set_channel_tab(call: Call, q: api.channels.SetMainProfileTab) -> bool:
    """Choose which tab of a channel's profile is opened first.

    Wire:   https://core.telegram.org/method/channels.setMainProfileTab (since 214)
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (406; access_seat), BROADCAST_REQUIRED (a supergroup),
            CHAT_ADMIN_REQUIRED
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    if not seat.channel.broadcast:
        raise RpcError(400, "BROADCAST_REQUIRED")
    check_may(await take_seat(call.journal, seat), "change_info")
    await tell(call.journal, seat.channel.id, [call.user_id], 0)
    await store.set_tab(call.tx, seat.channel.peer, q.tab)
    return True


@method("messages.togglePeerTranslations", who=Who.USER, writes=True)
async def toggle_peer_translations(call: Call, q: api.messages.TogglePeerTranslations) -> bool:
    """Ask the caller whether to translate a dialog, or not (`disabled`).

    Wire:   https://core.telegram.org/method/messages.togglePeerTranslations (since 152)
    Errors: PEER_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE (406; access_peer)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer)
    await store.set_untranslated(call.tx, call.user_id, peer, off=q.disabled)
    return True
