"""`bots.*`: the emoji beside a name, given by a bot that may."""

from chappe.features.bots import emoji_status
from chappe.features.bots.access import access_bot
from chappe.features.settings.actions import remember_emoji_status
from chappe.features.users import store as users
from chappe.features.users.access import access_user
from chappe.features.users.profile import update_emoji_status
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api


@method("bots.toggleUserEmojiStatusPermission", writes=True)
async def toggle_permission(call: Call, q: api.bots.ToggleUserEmojiStatusPermission) -> bool:
    """Let a bot change the emoji beside the caller's name, or not any more.

    Wire:   https://core.telegram.org/method/bots.toggleUserEmojiStatusPermission
    Errors: BOT_INVALID (access_bot)
    """
    bot = await access_bot(call.tx, call.viewer, q.bot)
    await emoji_status.let(call.tx, bot.id, call.user_id, enabled=q.enabled)
    return True


@method("bots.updateUserEmojiStatus", who=Who.BOT, writes=True)
async def update_status(call: Call, q: api.bots.UpdateUserEmojiStatus) -> bool:
    """Show an emoji beside the name of somebody who has let the bot.

    Wire:   https://core.telegram.org/method/bots.updateUserEmojiStatus
    Errors: USER_ID_INVALID (access_user, or a bot), USER_PERMISSION_DENIED (403); COLLECTIBLE_INVALID,
            DOCUMENT_INVALID (update_emoji_status)
    """
    named = await access_user(call.tx, call.viewer, q.user_id)
    if named.bot is not None or named.deleted:
        raise RpcError(400, "USER_ID_INVALID")
    user = await users.hold(call.tx, named.id)
    assert user is not None, "accounts stay, if only as names"
    if not await emoji_status.is_let(call.tx, call.user_id, user.id):
        raise RpcError(403, "USER_PERMISSION_DENIED")
    await update_emoji_status(call.journal, user, q.emoji_status)
    await remember_emoji_status(call.tx, user.id, q.emoji_status)
    return True
