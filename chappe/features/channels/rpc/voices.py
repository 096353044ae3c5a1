"""As whom one speaks in a channel."""

from chappe.features.channels.access import Seat, access_channel, take_seat
from chappe.features.channels.actions import tell
from chappe.features.channels.voices import check_voice, choose, voices_of
from chappe.features.users.access import named_peer
from chappe.ids import PeerId, channel_of, chat_of, user_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import render_peers_of


async def _seat(call: Call, named: "api.TypeInputPeer") -> Seat:
    """The channel that an InputPeer names.

    Errors: PEER_ID_INVALID, CHAT_ID_INVALID (a basic group), CHANNEL_INVALID, CHANNEL_PRIVATE (406)
    """
    peer = named_peer(call.viewer, named)
    channel_id = channel_of(peer)
    if channel_id is None:
        raise RpcError(400, "PEER_ID_INVALID" if chat_of(peer) is None else "CHAT_ID_INVALID")
    return await access_channel(call.tx, call.user_id, channel_id)


@method("channels.getSendAs", who=Who.USER)
async def get_send_as(call: Call, q: api.channels.GetSendAs) -> api.channels.SendAsPeers:
    """Return as whom the caller may speak in a channel.

    Wire:   https://core.telegram.org/method/channels.getSendAs
    Errors: PEER_ID_INVALID, CHAT_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE (406); REACTION_INVALID
            (`for_paid_reactions`: there are none), STORY_ID_INVALID (`for_live_stories`: nor these)
    """
    seat = await _seat(call, q.peer)
    if q.for_paid_reactions:
        raise RpcError(400, "REACTION_INVALID")
    if q.for_live_stories:
        raise RpcError(400, "STORY_ID_INVALID")
    voices = await voices_of(call.tx, seat.channel, seat.mine)
    shown = [
        api.SendAsPeer(premium_required=each.premium, peer=peer_on_wire(each.peer))
        for each in voices
    ]
    users, chats = await render_peers_of(call.tx, call.viewer, shown, seat.channel.peer)
    return api.channels.SendAsPeers(peers=shown, chats=chats, users=users)


@method("messages.saveDefaultSendAs", who=Who.USER, writes=True)
async def save_default_send_as(call: Call, q: api.messages.SaveDefaultSendAs) -> bool:
    """Choose as whom the caller speaks in a channel when it does not say it.

    Wire:   https://core.telegram.org/method/messages.saveDefaultSendAs
    Errors: PEER_ID_INVALID, CHAT_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE (406); SEND_AS_PEER_INVALID,
            PREMIUM_ACCOUNT_REQUIRED (403), USER_BANNED_IN_CHANNEL (check_voice)
    """
    seat = await _seat(call, q.peer)
    voice = _named(call, q.send_as)
    seat = await take_seat(call.journal, seat)
    if voice != user_peer(call.user_id):
        await check_voice(call.tx, seat.channel, seat.mine, voice, int(call.now))
    await tell(call.journal, seat.channel.id, [call.user_id], 0)
    await choose(call.tx, seat.channel, call.user_id, voice)
    return True


def _named(call: Call, named: "api.TypeInputPeer") -> PeerId:
    try:
        return named_peer(call.viewer, named)
    except RpcError as error:
        raise RpcError(400, "SEND_AS_PEER_INVALID") from error
