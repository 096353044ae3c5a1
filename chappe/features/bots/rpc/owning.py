"""`bots.*`: what people do with the bots that they own."""

from chappe.features.bots import actions, store
from chappe.features.bots.access import access_bot, access_own_bot
from chappe.features.bots.view import ManagedBotChanged
from chappe.features.users.usernames import reorder_usernames, toggle_username
from chappe.features.users.view import render_users
from chappe.ids import BoxId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method, refuse
from chappe.tl import api

NO_PREVIEWS = "bots have no main Mini App here, so there is nothing to preview"
NO_WEBHOOK_JSON = (
    "a gateway of Telegram's own asks this; bots hear of updates over HTTP or MTProto here"
)
NO_VERIFIERS = "nobody but the administrator of this server verifies accounts"
NO_STARS = "there is no affiliate program without a shop"


@method("bots.checkUsername")
async def check_username(call: Call, q: api.bots.CheckUsername) -> bool:
    """Say whether a new bot could have a public name.

    Wire:   https://core.telegram.org/method/bots.checkUsername
    Errors: USERNAME_INVALID, USERNAME_OCCUPIED (check_bot_username)
    """
    await actions.check_bot_username(call.tx, q.username)
    return True


@method("bots.createBot", writes=True)
async def create_bot(call: Call, q: api.bots.CreateBot) -> "api.TypeUser":
    """Make a bot that another bot leads; that one is told.

    Wire:   https://core.telegram.org/method/bots.createBot
    Errors: BOT_INVALID (the manager is none, or leads no bots), USERNAME_INVALID, USERNAME_OCCUPIED, FIRSTNAME_INVALID,
            BOTS_TOO_MUCH (make_bot)
    """
    manager = await access_bot(call.tx, call.viewer, q.manager_id)
    if manager.bot is None or not manager.bot.can_manage:
        raise RpcError(400, "BOT_INVALID")
    bot = await actions.make_bot(
        call.journal, call.user_id, q.name, q.username, manager_id=manager.id
    )
    await call.journal.append(BoxId(manager.id), ManagedBotChanged(call.user_id, bot.id))
    (shown,) = await render_users(call.tx, call.viewer, {bot.id})
    return shown


@method("bots.exportBotToken", who=Who.SIGNED_IN, writes=True)
async def export_token(call: Call, q: api.bots.ExportBotToken) -> api.bots.ExportedBotToken:
    """Return the token of a bot that the caller owns or leads; `revoke`: a new one.

    Wire:   https://core.telegram.org/method/bots.exportBotToken
    Errors: BOT_INVALID
    """
    user = await access_bot(call.tx, call.viewer, q.bot)
    bot = await store.hold(call.tx, user.id)
    if bot is None or call.user_id not in {bot.owner_id, bot.manager_id}:
        raise RpcError(400, "BOT_INVALID")
    if q.revoke:
        bot = await actions.revoke_token(call.world, call.journal, bot)
    return api.bots.ExportedBotToken(token=bot.token)


@method("bots.getAdminedBots")
async def get_owned(call: Call, q: api.bots.GetAdminedBots) -> list["api.TypeUser"]:
    """Return the bots that the caller owns.

    Wire: https://core.telegram.org/method/bots.getAdminedBots
    """
    owned = await store.find_owned(call.tx, call.user_id)
    return await render_users(call.tx, call.viewer, {each.id for each in owned})


@method("bots.toggleUsername", writes=True)
async def change_active_username(call: Call, q: api.bots.ToggleUsername) -> bool:
    """Let a public name that a bot was given lead to it, or not.

    Wire:   https://core.telegram.org/method/bots.toggleUsername
    Errors: BOT_INVALID; USERNAME_INVALID, USERNAME_NOT_MODIFIED, USERNAMES_ACTIVE_TOO_MUCH (toggle_username)
    """
    user, _ = await access_own_bot(call.tx, call.viewer, q.bot)
    await toggle_username(call.journal, user, q.username, active=q.active)
    return True


@method("bots.reorderUsernames", writes=True)
async def change_order(call: Call, q: api.bots.ReorderUsernames) -> bool:
    """Put a bot's active public names into another order.

    Wire:   https://core.telegram.org/method/bots.reorderUsernames
    Errors: BOT_INVALID; ORDER_INVALID, USERNAME_NOT_MODIFIED (reorder_usernames)
    """
    user, _ = await access_own_bot(call.tx, call.viewer, q.bot)
    await reorder_usernames(call.journal, user, q.order)
    return True


for _name in (
    *("addPreviewMedia", "editPreviewMedia", "deletePreviewMedia", "reorderPreviewMedias"),
    *("getPreviewInfo", "getPreviewMedias"),
):
    refuse(f"bots.{_name}", 400, "BOT_INVALID", NO_PREVIEWS)
refuse("bots.answerWebhookJSONQuery", 400, "QUERY_ID_INVALID", NO_WEBHOOK_JSON)
refuse("bots.sendCustomRequest", 400, "METHOD_INVALID", NO_WEBHOOK_JSON)
refuse("bots.setCustomVerification", 403, "BOT_VERIFIER_FORBIDDEN", NO_VERIFIERS)
refuse("bots.updateStarRefProgram", 400, "BOT_INVALID", NO_STARS)
