"""What a bot says of itself: commands, names, the button beside the input field, rights that it asks for.

https://core.telegram.org/bots/api#setmycommands
"""

from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.method import bot_method
from chappe.botapi.methods.chats import input_peer, input_user, named_chat
from chappe.botapi.methods.files import given_photo
from chappe.botapi.methods.rights import admin_rights, show_admin_rights
from chappe.botapi.shown.scene import Json
from chappe.rpc.errors import RpcError
from chappe.tl import api

PLAIN_SCOPES: dict[str, Any] = {
    "default": api.BotCommandScopeDefault,
    "all_private_chats": api.BotCommandScopeUsers,
    "all_group_chats": api.BotCommandScopeChats,
    "all_chat_administrators": api.BotCommandScopeChatAdmins,
}
SAME = {"RIGHTS_NOT_MODIFIED"}


async def read_scope(ask: Ask) -> "api.TypeBotCommandScope":
    """To whom commands are shown.

    Raises: BotError.
    """
    said = ask.get("scope") or {"type": "default"}
    plain = PLAIN_SCOPES.get(said["type"])
    if plain is not None:
        made: api.TypeBotCommandScope = plain()
        return made
    peer = input_peer(ask, await named_chat(ask, said.get("chat_id")))
    match said["type"]:
        case "chat":
            return api.BotCommandScopePeer(peer=peer)
        case "chat_administrators":
            return api.BotCommandScopePeerAdmins(peer=peer)
        case _:
            user = input_user(ask, said.get("user_id", 0))
            return api.BotCommandScopePeerUser(peer=peer, user_id=user)


@bot_method("setMyCommands", writes=True)
async def set_my_commands(ask: Ask) -> bool:
    """Say what the bot can be asked."""
    commands: list[api.TypeBotCommand] = [
        api.BotCommand(
            command=each["command"].removeprefix("/"),
            description=each["description"],
            ephemeral=each.get("is_ephemeral", False),
        )
        for each in ask.params["commands"]
    ]
    request = api.bots.SetBotCommands(
        scope=await read_scope(ask), lang_code=ask.get("language_code", ""), commands=commands
    )
    return await ask.tell(request)


@bot_method("deleteMyCommands", writes=True)
async def delete_my_commands(ask: Ask) -> bool:
    """Say no more what the bot can be asked."""
    request = api.bots.ResetBotCommands(
        scope=await read_scope(ask), lang_code=ask.get("language_code", "")
    )
    return await ask.tell(request)


@bot_method("getMyCommands")
async def get_my_commands(ask: Ask) -> list[Json]:
    """What the bot says that it can be asked."""
    request = api.bots.GetBotCommands(
        scope=await read_scope(ask), lang_code=ask.get("language_code", "")
    )
    found: list[Any] = list(await ask.tell(request))
    return [
        {
            "command": each.command,
            "description": each.description,
            **({"is_ephemeral": True} if each.ephemeral else {}),
        }
        for each in found
    ]


async def _say(ask: Ask, **what: Any) -> bool:
    request = api.bots.SetBotInfo(lang_code=ask.get("language_code", ""), **what)
    return await ask.tell(request)


async def _said(ask: Ask) -> api.bots.BotInfo:
    return await ask.tell(api.bots.GetBotInfo(lang_code=ask.get("language_code", "")))


@bot_method("setMyName", writes=True)
async def set_my_name(ask: Ask) -> bool:
    """Give the bot another name."""
    return await _say(ask, name=ask.get("name", ""))


@bot_method("getMyName", writes=True)
async def get_my_name(ask: Ask) -> Json:
    """The name of the bot."""
    return {"name": (await _said(ask)).name}


@bot_method("setMyDescription", writes=True)
async def set_my_description(ask: Ask) -> bool:
    """Say what stands in an empty chat with the bot."""
    return await _say(ask, description=ask.get("description", ""))


@bot_method("getMyDescription", writes=True)
async def get_my_description(ask: Ask) -> Json:
    """What stands in an empty chat with the bot."""
    return {"description": (await _said(ask)).description}


@bot_method("setMyShortDescription", writes=True)
async def set_my_short_description(ask: Ask) -> bool:
    """Say what stands in the bot's profile."""
    return await _say(ask, about=ask.get("short_description", ""))


@bot_method("getMyShortDescription", writes=True)
async def get_my_short_description(ask: Ask) -> Json:
    """What stands in the bot's profile."""
    return {"short_description": (await _said(ask)).about}


def _whose(ask: Ask) -> "api.TypeInputUser":
    number = ask.get("chat_id")
    return api.InputUserEmpty() if number is None else input_user(ask, number)


@bot_method("setChatMenuButton", writes=True, words={"USER_ID_INVALID": "chat not found"})
async def set_chat_menu_button(ask: Ask) -> bool:
    """Put another button beside the input field."""
    said = ask.get("menu_button") or {"type": "default"}
    button: api.TypeBotMenuButton = api.BotMenuButtonDefault()
    if said["type"] == "commands":
        button = api.BotMenuButtonCommands()
    elif said["type"] == "web_app":
        button = api.BotMenuButton(text=said["text"], url=said["web_app"]["url"])
    return await ask.tell(api.bots.SetBotMenuButton(user_id=_whose(ask), button=button))


@bot_method("getChatMenuButton", words={"USER_ID_INVALID": "chat not found"})
async def get_chat_menu_button(ask: Ask) -> Json:
    """The button beside the input field."""
    button = await ask.tell(api.bots.GetBotMenuButton(user_id=_whose(ask)))
    match button:
        case api.BotMenuButton():
            return {"type": "web_app", "text": button.text, "web_app": {"url": button.url}}
        case api.BotMenuButtonCommands():
            return {"type": "commands"}
        case _:
            return {"type": "default"}


@bot_method("setMyDefaultAdministratorRights", writes=True)
async def set_my_default_administrator_rights(ask: Ask) -> bool:
    """Say which rights the bot asks for when it is made an admin."""
    rights = admin_rights(ask.get("rights", {}))
    assert rights is not None, "it was said, or is none at all"
    try:
        if ask.get("for_channels", False):
            return await ask.tell(
                api.bots.SetBotBroadcastDefaultAdminRights(admin_rights=rights)
            )
        return await ask.tell(api.bots.SetBotGroupDefaultAdminRights(admin_rights=rights))
    except RpcError as error:
        if error.name not in SAME:
            raise
        return True


@bot_method("getMyDefaultAdministratorRights")
async def get_my_default_administrator_rights(ask: Ask) -> Json:
    """Which rights the bot asks for when it is made an admin."""
    full: Any = await ask.tell(api.users.GetFullUser(id=api.InputUserSelf()))
    channels = ask.get("for_channels", False)
    name = "bot_broadcast_admin_rights" if channels else "bot_group_admin_rights"
    return show_admin_rights(getattr(full.full_user, name), broadcast=channels)


@bot_method("setMyProfilePhoto", writes=True)
async def set_my_profile_photo(ask: Ask) -> bool:
    """Give the bot another photo."""
    await put_up(ask)
    return True


async def put_up(ask: Ask) -> None:
    """Show another photo.

    Raises: BotError, RpcError.
    """
    said = ask.params["photo"]
    if said["type"] != "static":
        raise bad("this server does not offer animated photos of bots")
    file = given_photo(ask, said["photo"])
    if file is None:
        raise bad("photo must be uploaded as a file")
    fallback = ask.get("is_public", False)
    await ask.tell(api.photos.UploadProfilePhoto(file=file, fallback=fallback))


@bot_method("removeMyProfilePhoto", writes=True)
async def remove_my_profile_photo(ask: Ask) -> bool:
    """Take the bot's photo away."""
    await ask.tell(api.photos.UpdateProfilePhoto(id=api.InputPhotoEmpty()))
    return True
