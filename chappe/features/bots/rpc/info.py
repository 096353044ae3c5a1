"""`bots.*`: what a bot says of itself, and what it asks for."""

from chappe.features.bots import said, store
from chappe.features.bots.access import access_own_bot
from chappe.features.bots.commands import check_lang
from chappe.features.bots.model import Bot
from chappe.features.bots.view import MenuButtonChanged
from chappe.features.chats.rights import pack
from chappe.features.messages.markup import check_button_url
from chappe.features.messages.payload import read_value, write_value
from chappe.features.users import store as users
from chappe.features.users.access import access_user
from chappe.features.users.model import User
from chappe.ids import BoxId, UserId, is_bot
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api

BUTTON_CHARACTERS_MAX = 64


async def _self(call: Call) -> tuple[User, Bot]:
    """The caller, a bot, which no other call changes meanwhile."""
    bot = await store.hold(call.tx, call.user_id)
    user = await users.hold(call.tx, call.user_id)
    assert bot is not None, "the caller is a bot"
    assert user is not None, "the caller is signed in"
    return user, bot


async def _meant(call: Call, named: "api.TypeInputUser | None") -> tuple[User, Bot]:
    """The bot that is meant: the caller, or one that it owns.

    Errors: USER_BOT_INVALID (a person has to name one), BOT_INVALID
    """
    if named is None or isinstance(named, api.InputUserSelf):
        if not is_bot(call.user_id):
            raise RpcError(400, "USER_BOT_INVALID")
        return await _self(call)
    return await access_own_bot(call.tx, call.viewer, named)


@method("bots.setBotInfo", who=Who.SIGNED_IN, writes=True)
async def set_info(call: Call, q: api.bots.SetBotInfo) -> bool:
    """Say something else of a bot: its name, the line in its profile, what stands in an empty chat with it.

    Wire:   https://core.telegram.org/method/bots.setBotInfo
    Errors: USER_BOT_INVALID, BOT_INVALID (_meant); LANG_CODE_INVALID; FIRSTNAME_INVALID, ABOUT_TOO_LONG (set_words)
    """
    lang = check_lang(q.lang_code)
    user, bot = await _meant(call, q.bot)
    await said.set_words(
        call.journal, user, bot, lang, name=q.name, about=q.about, description=q.description
    )
    return True


@method("bots.getBotInfo", who=Who.SIGNED_IN, writes=True)
async def get_info(call: Call, q: api.bots.GetBotInfo) -> api.bots.BotInfo:
    """Return what is said of a bot in a language; where nothing is, what is said to all.

    Wire:   https://core.telegram.org/method/bots.getBotInfo
    Errors: USER_BOT_INVALID, BOT_INVALID (_meant); LANG_CODE_INVALID
    """
    lang = check_lang(q.lang_code)
    user, bot = await _meant(call, q.bot)
    words = await said.find_shown(call.tx, user, bot, lang)
    return api.bots.BotInfo(name=words.name, about=words.about, description=words.description)


@method("bots.setBotMenuButton", who=Who.BOT, writes=True)
async def set_menu_button(call: Call, q: api.bots.SetBotMenuButton) -> bool:
    """Give everybody, or somebody, another button beside the input field.

    Wire:   https://core.telegram.org/method/bots.setBotMenuButton
    Errors: USER_ID_INVALID; BUTTON_TEXT_INVALID, BUTTON_URL_INVALID (_button)
    """
    button, user_id = _button(call, q.button), await _whose(call, q.user_id)
    if user_id is not None:
        await call.journal.lock([BoxId(user_id)])
    user, bot = await _self(call)
    if user_id is None:
        await said.show_news(call.journal, user)
    else:
        await call.journal.append(BoxId(user_id), MenuButtonChanged(bot.id))
    await said.set_menu(call.tx, bot, user_id, button)
    return True


@method("bots.getBotMenuButton", who=Who.BOT)
async def get_menu_button(call: Call, q: api.bots.GetBotMenuButton) -> "api.TypeBotMenuButton":
    """Return the button that everybody, or somebody, has.

    Wire:   https://core.telegram.org/method/bots.getBotMenuButton
    Errors: USER_ID_INVALID
    """
    user_id = await _whose(call, q.user_id)
    bot = await store.find(call.tx, call.user_id)
    assert bot is not None, "the caller is a bot"
    return await said.find_menu(call.tx, bot, user_id)


async def _whose(call: Call, named: "api.TypeInputUser") -> UserId | None:
    if isinstance(named, api.InputUserEmpty):
        return None
    return (await access_user(call.tx, call.viewer, named)).id


def _button(call: Call, button: "api.TypeBotMenuButton") -> "api.TypeBotMenuButton":
    if isinstance(button, api.BotMenuButton):
        text = button.text.replace("\0", "").strip()
        if not 0 < len(text) <= BUTTON_CHARACTERS_MAX:
            raise RpcError(400, "BUTTON_TEXT_INVALID")
        url = check_button_url(call, button.url, page=True)
        return api.BotMenuButton(text=text, url=url)
    return button


@method("bots.setBotGroupDefaultAdminRights", who=Who.BOT, writes=True)
async def set_group_rights(call: Call, q: api.bots.SetBotGroupDefaultAdminRights) -> bool:
    """Say which rights the caller asks for when it is made an admin of a group.

    Wire:   https://core.telegram.org/method/bots.setBotGroupDefaultAdminRights
    Errors: RIGHTS_NOT_MODIFIED
    """
    return await _set_rights(call, "group_rights", q.admin_rights)


@method("bots.setBotBroadcastDefaultAdminRights", who=Who.BOT, writes=True)
async def set_channel_rights(call: Call, q: api.bots.SetBotBroadcastDefaultAdminRights) -> bool:
    """Say which rights the caller asks for when it is made an admin of a channel.

    Wire:   https://core.telegram.org/method/bots.setBotBroadcastDefaultAdminRights
    Errors: RIGHTS_NOT_MODIFIED
    """
    return await _set_rights(call, "broadcast_rights", q.admin_rights)


async def _set_rights(call: Call, column: str, rights: "api.TypeChatAdminRights") -> bool:
    user, bot = await _self(call)
    before: api.ChatAdminRights | None = read_value(getattr(bot, column))
    if pack(rights) == (0 if before is None else pack(before)):
        raise RpcError(400, "RIGHTS_NOT_MODIFIED")
    await said.show_news(call.journal, user)
    kept = write_value(rights) if pack(rights) else None
    await store.set_value(call.tx, bot.id, column, kept)
    return True
