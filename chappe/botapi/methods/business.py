"""Accounts that have connected the bot. https://core.telegram.org/bots/api#getbusinessconnection"""

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.method import bot_method
from chappe.botapi.methods.chats import chat_peer_of
from chappe.botapi.methods.own import put_up
from chappe.botapi.shown.business import show_connection
from chappe.botapi.shown.scene import Json, set_scene
from chappe.tl import api

MESSAGES_MAX = 100
NOT_FOUND = "business connection not found"


@bot_method("getBusinessConnection", words={"CONNECTION_ID_INVALID": NOT_FOUND})
async def get_connection(ask: Ask) -> Json:
    """A connection as it is now."""
    request = api.account.GetBotBusinessConnection(
        connection_id=ask.get("business_connection_id")
    )
    answer = await ask.tell(request)
    assert isinstance(answer, api.Updates)
    (update,) = answer.updates
    assert isinstance(update, api.UpdateBotBusinessConnect)
    scene = await set_scene(ask.tx, ask.viewer, [update])
    return show_connection(scene, update.connection)


@bot_method("readBusinessMessage", writes=True)
async def read_message(ask: Ask) -> bool:
    """Mark a chat as read for the account, up to a message."""
    request = api.messages.ReadHistory(
        peer=await chat_peer_of(ask), max_id=ask.params["message_id"]
    )
    await ask.tell(request)
    return True


@bot_method("deleteBusinessMessages", writes=True)
async def delete_messages(ask: Ask) -> bool:
    """Delete messages of one chat for both sides."""
    ids = ask.params["message_ids"]
    if not 1 <= len(ids) <= MESSAGES_MAX:
        raise bad("message identifiers are not specified" if not ids else "too many messages")
    await ask.tell(api.messages.DeleteMessages(id=ids, revoke=True))
    return True


@bot_method("setBusinessAccountName", writes=True)
async def set_name(ask: Ask) -> bool:
    """Change the name of the account."""
    request = api.account.UpdateProfile(
        first_name=ask.params["first_name"], last_name=ask.get("last_name", "")
    )
    await ask.tell(request)
    return True


@bot_method("setBusinessAccountUsername", writes=True)
async def set_username(ask: Ask) -> bool:
    """Change the public name of the account, or take it away."""
    await ask.tell(api.account.UpdateUsername(username=ask.get("username", "")))
    return True


@bot_method("setBusinessAccountBio", writes=True)
async def set_bio(ask: Ask) -> bool:
    """Change what the account says of itself."""
    await ask.tell(api.account.UpdateProfile(about=ask.get("bio", "")))
    return True


@bot_method("setBusinessAccountProfilePhoto", writes=True)
async def set_photo(ask: Ask) -> bool:
    """Give the account another photo."""
    await put_up(ask)
    return True


@bot_method("removeBusinessAccountProfilePhoto", writes=True)
async def remove_photo(ask: Ask) -> bool:
    """Take the account's photo away."""
    request = api.photos.UpdateProfilePhoto(
        id=api.InputPhotoEmpty(), fallback=ask.get("is_public", False)
    )
    await ask.tell(request)
    return True
