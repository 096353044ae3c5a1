"""`messages.startBot` and `bots.*`: how a bot comes to talk with somebody."""

from chappe.features.bots import starts
from chappe.features.bots.access import access_bot
from chappe.features.bots.hearing import bots_in
from chappe.features.channels.access import access_channel
from chappe.features.channels.actions import invite
from chappe.features.channels.limits import limits_of
from chappe.features.chats.access import access_seat
from chappe.features.chats.actions import add_members
from chappe.features.contacts.blocks import unblock
from chappe.features.dialogs import store as dialogs
from chappe.features.messages.actions import deliver, deliver_all
from chappe.features.messages.model import Body, Outgoing
from chappe.features.messages.payload import write_value
from chappe.features.messages.rpc.sending import find_sent, sent_again
from chappe.features.messages.rpc.wishes import check_random_ids
from chappe.features.messages.view.sent import render_sent
from chappe.features.privacy.access import access_inviting
from chappe.features.text.actions import prepare_text
from chappe.features.users.access import access_peer
from chappe.features.users.model import Tie, User
from chappe.ids import PeerId, channel_of, chat_of, user_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import method
from chappe.tl import api
from chappe.updates.render import render_own


@method("messages.startBot", writes=True)
async def start_bot(call: Call, q: api.messages.StartBot) -> "api.TypeUpdates":
    """Begin to talk with a bot, or put it into a group, with the parameter of a link.

    Wire:   https://core.telegram.org/method/messages.startBot
    Errors: BOT_INVALID (access_bot), START_PARAM_EMPTY, START_PARAM_TOO_LONG, START_PARAM_INVALID,
            RANDOM_ID_EMPTY, RANDOM_ID_DUPLICATE, PEER_ID_INVALID, CHANNEL_PRIVATE (access_peer), and what keeps it out
            of a group: CHAT_ADMIN_REQUIRED, BOT_GROUPS_BLOCKED, BOTS_TOO_MUCH, USERS_TOO_MUCH
    """
    starts.check_param(q.start_param)
    check_random_ids([q.random_id])
    bot = await access_bot(call.tx, call.viewer, q.bot)
    peer, text = await _where(call, q.peer, bot)
    before = await find_sent(call.tx, call, peer, [q.random_id])
    if before:
        again = await sent_again(call, peer, before.values())
        return await render_sent(call.tx, call.viewer, again)
    if peer == bot.peer:
        await unblock(call.journal, call.user_id, [bot.id], Tie.BLOCKED)
    else:
        await _bring_in(call, peer, bot)
        text = f"{text} {q.start_param}"
    said = prepare_text(text)
    body = Body(
        from_id=user_peer(call.user_id),
        at=int(call.now),
        text=said.text,
        entities=said.entities,
    )
    outgoing = Outgoing(body=body, random_id=q.random_id)
    (delivered,) = await deliver_all(call.journal, call.user_id, peer, [outgoing])
    if peer == bot.peer:
        await starts.keep(call.tx, delivered.message.body_id, q.start_param)
    shown = await render_own(call.tx, call.viewer, call.journal.entries)
    assert isinstance(shown, api.Updates), "render_own makes no short forms"
    number = api.UpdateMessageID(id=delivered.message.id, random_id=q.random_id)
    shown.updates.insert(0, number)
    return shown


async def _where(call: Call, named: "api.TypeInputPeer", bot: User) -> tuple[PeerId, str]:
    """Where somebody starts a bot, and what is said there."""
    if isinstance(named, api.InputPeerEmpty | api.InputPeerSelf):
        return bot.peer, starts.START
    peer = await access_peer(call.tx, call.viewer, named)
    if peer == bot.peer:
        return peer, starts.START
    if chat_of(peer) is None and channel_of(peer) is None:
        raise RpcError(400, "PEER_ID_INVALID")
    return peer, f"{starts.START}@{bot.username or bot.id}"


async def _bring_in(call: Call, peer: PeerId, bot: User) -> None:
    """Put a bot into a group, unless it is there.

    Errors: PEER_ID_INVALID (a channel has bots among its admins only)
    """
    if bot.id in await bots_in(call.tx, peer):
        return
    await access_inviting(call.tx, call.user_id, [bot.id])
    chat_id, channel_id = chat_of(peer), channel_of(peer)
    if chat_id is not None:
        seat = await access_seat(call.tx, call.user_id, chat_id)
        await add_members(call.journal, seat, [bot.id])
        return
    assert channel_id is not None, "see _where"
    there = await access_channel(call.tx, call.user_id, channel_id)
    if there.channel.broadcast:
        raise RpcError(400, "PEER_ID_INVALID")
    await invite(call.journal, there, [bot.id], limits_of(call))


@method("bots.canSendMessage")
async def can_send_message(call: Call, q: api.bots.CanSendMessage) -> bool:
    """Say whether a bot may write to the caller.

    Wire:   https://core.telegram.org/method/bots.canSendMessage
    Errors: BOT_INVALID (access_bot)
    """
    bot = await access_bot(call.tx, call.viewer, q.bot)
    return await dialogs.find(call.tx, bot.id, user_peer(call.user_id)) is not None


@method("bots.allowSendMessage", writes=True)
async def allow_send_message(call: Call, q: api.bots.AllowSendMessage) -> "api.TypeUpdates":
    """Let a bot write to the caller, who has not written to it.

    Wire:   https://core.telegram.org/method/bots.allowSendMessage
    Errors: BOT_INVALID (access_bot)
    """
    bot = await access_bot(call.tx, call.viewer, q.bot)
    if await dialogs.find(call.tx, bot.id, user_peer(call.user_id)) is None:
        action = write_value(api.MessageActionBotAllowed(from_request=True))
        body = Body(from_id=user_peer(call.user_id), at=int(call.now), text="", action=action)
        await deliver(call.journal, call.user_id, bot.peer, body)
    return await render_own(call.tx, call.viewer, call.journal.entries)
