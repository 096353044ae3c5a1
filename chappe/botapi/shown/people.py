"""Users and chats. https://core.telegram.org/bots/api#user, https://core.telegram.org/bots/api#chat"""

from typing import Any

from chappe.botapi.shown.scene import Json, Scene, chat_id_of, peer_id
from chappe.tl import api


def username_of(shown: Any) -> str | None:
    """The public name by which somebody goes."""
    if shown.username:
        return str(shown.username)
    return next((each.username for each in shown.usernames or () if each.active), None)


def usernames_of(shown: Any) -> list[str]:
    """Every public name that leads somewhere."""
    if shown.usernames:
        return [each.username for each in shown.usernames if each.active]
    return [shown.username] if shown.username else []


def show_user(scene: Scene, user_id: int) -> Json:
    """A user by its id; one of whom nothing is known any more is shown without a name."""
    user = scene.users.get(user_id)
    if user is None:
        return {"id": user_id, "is_bot": False, "first_name": ""}
    shown: Json = {"id": user.id, "is_bot": user.bot, "first_name": user.first_name or ""}
    if user.last_name:
        shown["last_name"] = user.last_name
    username = username_of(user)
    if username:
        shown["username"] = username
    if user.lang_code and not user.bot:
        shown["language_code"] = user.lang_code
    if user.premium:
        shown["is_premium"] = True
    return shown


def show_chat(scene: Scene, number: int) -> Json:
    """A chat by the number that bots know it by."""
    if number > 0:
        return _private(scene, number)
    chat = scene.chats.get(number)
    shown: Json = {"id": number, "type": chat_type(chat), "title": getattr(chat, "title", "")}
    if isinstance(chat, api.Channel):
        username = username_of(chat)
        if username:
            shown["username"] = username
        if chat.forum:
            shown["is_forum"] = True
    return shown


def chat_type(chat: "api.TypeChat | None") -> str:
    """The `type` of a group or channel."""
    if isinstance(chat, api.Channel | api.ChannelForbidden):
        return "channel" if chat.broadcast else "supergroup"
    return "group"


def _private(scene: Scene, number: int) -> Json:
    shown = show_user(scene, number)
    chat = {"id": number, "type": "private", "first_name": shown["first_name"]}
    for name in ("last_name", "username"):
        if name in shown:
            chat[name] = shown[name]
    return chat


def show_peer_chat(scene: Scene, peer: "api.TypePeer") -> Json:
    """The chat that a peer is."""
    return show_chat(scene, peer_id(peer))


def show_known_chat(scene: Scene, chat: "api.TypeChat") -> Json:
    """A chat that was just read."""
    scene.add_peers((), [chat])
    return show_chat(scene, chat_id_of(chat))
