"""`bots.*`: what a bot says that it can be asked."""

from chappe.features.bots import commands
from chappe.features.bots.commands import check_commands, check_lang
from chappe.features.bots.said import show_news
from chappe.features.users import store as users
from chappe.features.users.access import access_peer, named_user
from chappe.ids import UserId, user_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api

PLAIN = {
    api.BotCommandScopeDefault: commands.DEFAULT,
    api.BotCommandScopeUsers: commands.USERS,
    api.BotCommandScopeChats: commands.CHATS,
    api.BotCommandScopeChatAdmins: commands.CHAT_ADMINS,
}


@method("bots.setBotCommands", who=Who.BOT, writes=True)
async def set_commands(call: Call, q: api.bots.SetBotCommands) -> bool:
    """Say what the caller can be asked, to whom.

    Wire:   https://core.telegram.org/method/bots.setBotCommands
    Errors: LANG_CODE_INVALID (check_lang), PEER_ID_INVALID, USER_ID_INVALID (_scope); BOT_COMMAND_INVALID,
            BOT_COMMAND_DESCRIPTION_INVALID, BOT_COMMANDS_TOO_MUCH (check_commands)
    """
    lang, kept = check_lang(q.lang_code), check_commands(q.commands)
    scope = await _scope(call, q.scope)
    if kept != await commands.find(call.tx, call.user_id, scope, lang):
        await _news(call)
        await commands.put(call.tx, call.user_id, scope, lang, kept)
    return True


@method("bots.resetBotCommands", who=Who.BOT, writes=True)
async def reset_commands(call: Call, q: api.bots.ResetBotCommands) -> bool:
    """Say no more what the caller can be asked, to some.

    Wire:   https://core.telegram.org/method/bots.resetBotCommands
    Errors: LANG_CODE_INVALID (check_lang), PEER_ID_INVALID, USER_ID_INVALID (_scope)
    """
    lang, scope = check_lang(q.lang_code), await _scope(call, q.scope)
    if await commands.find(call.tx, call.user_id, scope, lang):
        await _news(call)
        await commands.put(call.tx, call.user_id, scope, lang, [])
    return True


@method("bots.getBotCommands", who=Who.BOT)
async def get_commands(call: Call, q: api.bots.GetBotCommands) -> list["api.TypeBotCommand"]:
    """Return what the caller says in just this scope and language.

    Wire:   https://core.telegram.org/method/bots.getBotCommands
    Errors: LANG_CODE_INVALID (check_lang), PEER_ID_INVALID, USER_ID_INVALID (_scope)
    """
    lang, scope = check_lang(q.lang_code), await _scope(call, q.scope)
    return [*await commands.find(call.tx, call.user_id, scope, lang)]


async def _news(call: Call) -> None:
    me = await users.hold(call.tx, call.user_id)
    assert me is not None, "the caller is signed in"
    await show_news(call.journal, me)


async def _scope(call: Call, named: "api.TypeBotCommandScope") -> str:
    """To whom something is said, as it is kept.

    Errors: PEER_ID_INVALID, USER_ID_INVALID
    """
    match named:
        case api.BotCommandScopePeer():
            return commands.of_peer(await access_peer(call.tx, call.viewer, named.peer))
        case api.BotCommandScopePeerAdmins() | api.BotCommandScopePeerUser():
            peer = await access_peer(call.tx, call.viewer, named.peer)
            if user_of(peer) is not None:
                raise RpcError(400, "PEER_ID_INVALID")
            if isinstance(named, api.BotCommandScopePeerAdmins):
                return commands.of_admins(peer)
            return commands.of_member(peer, _member(call, named.user_id))
        case _:
            return PLAIN[type(named)]


def _member(call: Call, named: "api.TypeInputUser") -> UserId:
    user_id = named_user(call.viewer, named)
    if user_id is None:
        raise RpcError(400, "USER_ID_INVALID")
    return user_id
