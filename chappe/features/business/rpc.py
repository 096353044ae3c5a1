"""`account.*`: connected bots."""

from chappe.features.bots.access import access_bot
from chappe.features.business import behalf as _behalf  # noqa: F401 - enters what bots do for accounts
from chappe.features.business import store
from chappe.features.business.access import access_connection
from chappe.features.business.actions import connect, disconnect, leave_out
from chappe.features.business.model import names_nobody
from chappe.features.business.view import render_connected, render_connection
from chappe.features.users import store as users
from chappe.features.users.access import access_peer, access_user, hold_self
from chappe.ids import PeerId, user_of, user_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_peers, render_peers_of

RECIPIENTS_MAX = 100
"""People whom one list names; clients offer no more."""


@method("account.updateConnectedBot", writes=True)
async def update_connected_bot(
    call: Call, q: api.account.UpdateConnectedBot
) -> "api.TypeUpdates":
    """Connect a bot, change how it is connected, or part from it. Everybody may: no Premium is asked for.

    Wire:   https://core.telegram.org/method/account.updateConnectedBot
    Errors: BOT_INVALID, MSG_ID_INVALID (access_bot); BOT_BUSINESS_MISSING; BUSINESS_RECIPIENTS_EMPTY; USER_ID_INVALID
    """
    me = await hold_self(call.tx, call.viewer)
    bot = await access_bot(call.tx, call.viewer, q.bot)
    if q.deleted:
        await disconnect(call.journal, me, bot.id)
    else:
        if bot.bot is None or not bot.bot.business:
            raise RpcError(400, "BOT_BUSINESS_MISSING")
        recipients = await _recipients(call, q.recipients)
        if names_nobody(recipients):
            raise RpcError(400, "BUSINESS_RECIPIENTS_EMPTY")
        rights = q.rights or api.BusinessBotRights()
        await connect(call.journal, me, bot.id, recipients, rights)
    people, chats = await render_peers(call.tx, call.viewer, [user_peer(bot.id)])
    return api.Updates(updates=[], users=people, chats=chats, date=int(call.now), seq=0)


async def _recipients(
    call: Call, said: api.InputBusinessBotRecipients
) -> api.BusinessBotRecipients:
    """The chats that are meant.

    Errors: USER_ID_INVALID
    """
    named, spared = said.users or [], said.exclude_users or []
    if len(named) + len(spared) > RECIPIENTS_MAX:
        raise RpcError(400, "USER_ID_INVALID")
    ids = [(await access_user(call.tx, call.viewer, each)).id for each in named]
    without = [(await access_user(call.tx, call.viewer, each)).id for each in spared]
    if said.exclude_selected:
        ids, without = [*ids, *without], []
    return api.BusinessBotRecipients(
        existing_chats=said.existing_chats,
        new_chats=said.new_chats,
        contacts=said.contacts,
        non_contacts=said.non_contacts,
        exclude_selected=said.exclude_selected,
        users=list(dict.fromkeys(ids)) or None,
        exclude_users=list(dict.fromkeys(without)) or None,
    )


@method("account.getConnectedBots")
async def get_connected_bots(
    call: Call, _q: api.account.GetConnectedBots
) -> api.account.ConnectedBots:
    """Return the bot that the caller has connected.

    Wire:   https://core.telegram.org/method/account.getConnectedBots
    """
    found = (await store.find_live(call.tx, [call.user_id])).values()
    connected = [render_connected(each) for each in found]
    people, _ = await render_peers_of(call.tx, call.viewer, connected)
    return api.account.ConnectedBots(connected_bots=connected, users=people)


@method("account.getBotBusinessConnection", who=Who.BOT)
async def get_connection(
    call: Call, q: api.account.GetBotBusinessConnection
) -> "api.TypeUpdates":
    """Tell a bot of a connection as it is now, also of one that is no more.

    Wire:   https://core.telegram.org/method/account.getBotBusinessConnection
    Errors: CONNECTION_ID_INVALID (access_connection)
    """
    it = await access_connection(call.tx, call.user_id, q.connection_id)
    owner = await users.find(call.tx, it.user_id)
    if owner is None:
        raise RpcError(400, "CONNECTION_ID_INVALID")
    update = api.UpdateBotBusinessConnect(connection=render_connection(it, owner.dc_id), qts=0)
    people, chats = await render_peers_of(call.tx, call.viewer, [update])
    return api.Updates(updates=[update], users=people, chats=chats, date=int(call.now), seq=0)


async def _person(call: Call, named: "api.TypeInputPeer") -> PeerId:
    """A private chat.

    Errors: PEER_ID_INVALID, MSG_ID_INVALID
    """
    peer = await access_peer(call.tx, call.viewer, named)
    if user_of(peer) is None:
        raise RpcError(400, "PEER_ID_INVALID")
    return peer


@method("account.toggleConnectedBotPaused", writes=True)
async def toggle_paused(call: Call, q: api.account.ToggleConnectedBotPaused) -> bool:
    """Silence the connected bot in a chat for a while, or let it go on.

    Wire:   https://core.telegram.org/method/account.toggleConnectedBotPaused
    Errors: PEER_ID_INVALID, MSG_ID_INVALID (access_peer)
    """
    await hold_self(call.tx, call.viewer)
    peer = await _person(call, q.peer)
    await store.set_paused(call.tx, call.user_id, peer, paused=q.paused)
    return True


@method("account.disablePeerConnectedBot", writes=True)
async def disable_peer(call: Call, q: api.account.DisablePeerConnectedBot) -> bool:
    """Keep a chat from the connected bot for good, as if it had been left out from the beginning.

    Wire:   https://core.telegram.org/method/account.disablePeerConnectedBot
    Errors: PEER_ID_INVALID, MSG_ID_INVALID (access_peer); BOT_NOT_CONNECTED_YET, BOT_ALREADY_DISABLED (leave_out)
    """
    me = await hold_self(call.tx, call.viewer)
    await leave_out(call.journal, me, await _person(call, q.peer))
    return True
