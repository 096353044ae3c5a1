"""`auth.*`: how a bot signs in."""

from chappe.features.apps.access import access_app
from chappe.features.auth.entering import enter
from chappe.features.auth.view import render_entered
from chappe.features.bots.actions import find_by_token
from chappe.features.users import store as users
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api


@method("auth.importBotAuthorization", who=Who.ANYONE, writes=True)
async def import_bot_authorization(
    call: Call, q: api.auth.ImportBotAuthorization
) -> api.auth.Authorization:
    """Sign in as a bot, with its token.

    Wire:   https://core.telegram.org/method/auth.importBotAuthorization
    Errors: API_ID_INVALID, API_ID_PUBLISHED_FLOOD (access_app); ACCESS_TOKEN_INVALID; USER_MIGRATE_%d (303: the bot is at
            home elsewhere)
    """
    await access_app(call.tx, call.world.settings.profile, q.api_id, q.api_hash)
    bot = await find_by_token(call.tx, q.bot_auth_token)
    user = None if bot is None else await users.find(call.tx, bot)
    if user is None or user.deleted:
        raise RpcError(400, "ACCESS_TOKEN_INVALID")
    strict = call.world.settings.strict_dcs
    if strict and user.dc_id != call.caller.dc_id and user.dc_id in call.world.dc_ids():
        raise RpcError(303, "USER_MIGRATE_%d", user.dc_id)
    return await render_entered(call, await enter(call, user))
