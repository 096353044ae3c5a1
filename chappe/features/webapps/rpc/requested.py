"""`messages.sendBotRequestedPeer`, `bots.*`: users and chats that somebody picks for a bot.

https://core.telegram.org/api/bots/buttons#peer-requests
"""

import secrets

from chappe.features.bots.callbacks import bot_of
from chappe.features.messages.access import access_addressee, access_message
from chappe.features.messages.actions import deliver
from chappe.features.messages.markup import keep_key
from chappe.features.messages.model import Body
from chappe.features.messages.payload import read_value, write_value
from chappe.features.users import store as users
from chappe.features.users.access import access_peer, access_user
from chappe.features.users.model import User
from chappe.features.webapps import store
from chappe.features.webapps.model import DAY_SECONDS, WebButton
from chappe.features.webapps.opening import access_web_bot
from chappe.features.webapps.picking import pick
from chappe.features.webapps.rpc.answering import bot_peer
from chappe.features.webapps.view import shown_key
from chappe.ids import user_of, user_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_own

Wanted = api.InputButtonTypeRequestPeer


@method("messages.sendBotRequestedPeer", writes=True)
async def send_requested(call: Call, q: api.messages.SendBotRequestedPeer) -> "api.TypeUpdates":
    """Tell a bot whom, or which chat, somebody has picked after a key of its keyboard, or a page of it, asked for that.

    Wire:   https://core.telegram.org/method/messages.sendBotRequestedPeer
    Errors: PEER_ID_INVALID (not the chat with a bot; a peer that was not asked for), MESSAGE_ID_INVALID, BUTTON_ID_INVALID, PEERS_LIST_EMPTY,
            USERS_TOO_MUCH (more than may be picked), those of access_addressee
    """
    peer = await access_peer(call.tx, call.viewer, q.peer)
    user_id = user_of(peer)
    bot = None if user_id is None else await users.find(call.tx, user_id)
    if bot is None or bot.bot is None:
        raise RpcError(400, "PEER_ID_INVALID")
    await access_addressee(call.tx, call.viewer, bot_peer(call.viewer, bot.id))
    wanted = await _wanted(call, q, bot)
    picked = await pick(call, bot.id, wanted, q.requested_peers)
    action = api.MessageActionRequestedPeerSentMe(button_id=wanted.button_id, peers=picked)
    body = Body(
        from_id=user_peer(call.user_id), at=int(call.now), text="", action=write_value(action)
    )
    await deliver(call.journal, call.user_id, bot.peer, body)
    return await render_own(call.tx, call.viewer, call.journal.entries)


async def _wanted(call: Call, q: api.messages.SendBotRequestedPeer, bot: User) -> Wanted:
    """What the bot has asked for."""
    if q.webapp_req_id is not None:
        found = await _access_button(call, bot, q.webapp_req_id)
        kinds = [found.type]
    else:
        message = await access_message(call.tx, call.viewer, bot.peer, q.msg_id or 0)
        markup = read_value(message.body.markup)
        if bot_of(message) != bot.id or not isinstance(markup, api.ReplyKeyboardMarkup):
            raise RpcError(400, "MESSAGE_ID_INVALID")
        kinds = [button.type for row in markup.rows for button in row.buttons]
    for kind in kinds:
        if isinstance(kind, Wanted) and kind.button_id == q.button_id:
            return kind
    raise RpcError(400, "BUTTON_ID_INVALID")


async def _access_button(call: Call, bot: User, name: str) -> api.KeyboardButton:
    number = int(name) if name.isdecimal() and len(name) < 20 else 0
    kept = await store.find_button(call.tx, number) if number < 1 << 63 else None
    if kept is None or (kept.bot_id, kept.user_id) != (bot.id, call.user_id):
        raise RpcError(400, "BUTTON_ID_INVALID")
    if kept.at < call.now - DAY_SECONDS:
        raise RpcError(400, "BUTTON_ID_INVALID")
    button: api.KeyboardButton = read_value(kept.button)
    return button


@method("bots.requestWebViewButton", who=Who.BOT, writes=True)
async def keep_button(call: Call, q: api.bots.RequestWebViewButton) -> api.bots.RequestedButton:
    """Keep a button that asks for users or a chat, which a page of the caller's shows to somebody.

    Wire:   https://core.telegram.org/method/bots.requestWebViewButton
    Errors: USER_ID_INVALID, BUTTON_TEXT_INVALID, BUTTON_TYPE_INVALID
    """
    button = keep_key(call, q.button)
    if not isinstance(button.type, Wanted):
        raise RpcError(400, "BUTTON_TYPE_INVALID")
    user = await access_user(call.tx, call.viewer, q.user_id)
    if user.bot is not None:
        raise RpcError(400, "USER_ID_INVALID")
    data, number = write_value(button), secrets.randbits(62) + 1
    assert data is not None, "something was written"
    kept = WebButton(number, call.user_id, user.id, data, int(call.now))
    await store.put_button(call.tx, kept)
    return api.bots.RequestedButton(webapp_req_id=str(number))


@method("bots.getRequestedWebViewButton")
async def get_button(
    call: Call, q: api.bots.GetRequestedWebViewButton
) -> "api.TypeKeyboardButton":
    """Return the button that a page shows to the caller.

    Wire:   https://core.telegram.org/method/bots.getRequestedWebViewButton
    Errors: BOT_INVALID, BUTTON_ID_INVALID
    """
    bot = await access_web_bot(call, q.bot)
    return shown_key(await _access_button(call, bot, q.webapp_req_id))
