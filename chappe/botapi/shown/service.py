"""What happened in a chat, as fields of a message. https://core.telegram.org/bots/api#message"""

from collections.abc import Callable
from typing import Any

from chappe.botapi.fileids import Medium
from chappe.botapi.shown.media import show_photo
from chappe.botapi.shown.people import show_user
from chappe.botapi.shown.scene import Json, Scene, peer_id
from chappe.ids import ChannelId, ChatId, channel_peer, chat_peer
from chappe.tl import api
from chappe.tl.build import TLObject

Show = Callable[[Scene, api.MessageService, Any], Json | None]
SHOWN: dict[type[TLObject], Show] = {}


def shows(*kinds: type[TLObject]) -> Callable[[Show], Show]:
    """The decorated function shows actions of these kinds."""

    def enter(show: Show) -> Show:
        for kind in kinds:
            SHOWN[kind] = show
        return show

    return enter


def show_action(scene: Scene, message: api.MessageService) -> Json | None:
    """The fields; None for what bots are not told of."""
    show = SHOWN.get(type(message.action))
    return None if show is None else show(scene, message, message.action)


def _actor(message: api.MessageService) -> int:
    return 0 if message.from_id is None else peer_id(message.from_id)


@shows(api.MessageActionChatCreate)
def _made_group(_scene: Scene, _message: api.MessageService, _action: Any) -> Json:
    return {"group_chat_created": True}


@shows(api.MessageActionChannelCreate)
def _made_channel(scene: Scene, message: api.MessageService, _action: Any) -> Json:
    chat = scene.chats.get(peer_id(message.peer_id))
    broadcast = getattr(chat, "broadcast", False)
    return {"channel_chat_created" if broadcast else "supergroup_chat_created": True}


@shows(api.MessageActionChatEditTitle)
def _title(_scene: Scene, _message: api.MessageService, action: Any) -> Json:
    return {"new_chat_title": action.title}


@shows(api.MessageActionChatEditPhoto)
def _photo(scene: Scene, _message: api.MessageService, action: Any) -> Json:
    return {"new_chat_photo": show_photo(scene, action.photo, Medium.PROFILE_PHOTO)}


@shows(api.MessageActionChatDeletePhoto)
def _no_photo(_scene: Scene, _message: api.MessageService, _action: Any) -> Json:
    return {"delete_chat_photo": True}


@shows(api.MessageActionChatAddUser)
def _came(scene: Scene, _message: api.MessageService, action: Any) -> Json:
    return {"new_chat_members": [show_user(scene, each) for each in action.users]}


@shows(
    api.MessageActionChatJoinedByLink,
    api.MessageActionChatJoinedByRequest,
    api.MessageActionChatJoinedViaCommunity,
)
def _came_itself(scene: Scene, message: api.MessageService, _action: Any) -> Json:
    return {"new_chat_members": [show_user(scene, _actor(message))]}


@shows(api.MessageActionChatDeleteUser)
def _left(scene: Scene, _message: api.MessageService, action: Any) -> Json:
    return {"left_chat_member": show_user(scene, action.user_id)}


@shows(api.MessageActionChatMigrateTo)
def _moved(_scene: Scene, _message: api.MessageService, action: Any) -> Json:
    return {"migrate_to_chat_id": channel_peer(ChannelId(action.channel_id))}


@shows(api.MessageActionChannelMigrateFrom)
def _moved_here(_scene: Scene, _message: api.MessageService, action: Any) -> Json:
    return {"migrate_from_chat_id": chat_peer(ChatId(action.chat_id))}


@shows(api.MessageActionSetMessagesTTL)
def _vanishes(_scene: Scene, _message: api.MessageService, action: Any) -> Json:
    changed = {"message_auto_delete_time": action.period}
    return {"message_auto_delete_timer_changed": changed}


@shows(api.MessageActionTopicCreate)
def _topic(_scene: Scene, _message: api.MessageService, action: Any) -> Json:
    shown: Json = {"name": action.title, "icon_color": action.icon_color}
    if action.icon_emoji_id:
        shown["icon_custom_emoji_id"] = str(action.icon_emoji_id)
    if action.title_missing:
        shown["is_name_implicit"] = True
    return {"forum_topic_created": shown}


@shows(api.MessageActionTopicEdit)
def _topic_edited(_scene: Scene, _message: api.MessageService, action: Any) -> Json:
    if action.closed is not None:
        return {"forum_topic_closed" if action.closed else "forum_topic_reopened": {}}
    if action.hidden is not None:
        hidden = action.hidden
        return {f"general_forum_topic_{'hidden' if hidden else 'unhidden'}": {}}
    shown: Json = {}
    if action.title is not None:
        shown["name"] = action.title
    if action.icon_emoji_id is not None:
        shown["icon_custom_emoji_id"] = str(action.icon_emoji_id or "")
    return {"forum_topic_edited": shown}


@shows(api.MessageActionGroupCall)
def _call(_scene: Scene, _message: api.MessageService, action: Any) -> Json:
    if action.duration is None:
        return {"video_chat_started": {}}
    return {"video_chat_ended": {"duration": action.duration}}


@shows(api.MessageActionGroupCallScheduled)
def _call_later(_scene: Scene, _message: api.MessageService, action: Any) -> Json:
    return {"video_chat_scheduled": {"start_date": action.schedule_date}}


@shows(api.MessageActionInviteToGroupCall)
def _called(scene: Scene, _message: api.MessageService, action: Any) -> Json:
    users = [show_user(scene, each) for each in action.users]
    return {"video_chat_participants_invited": {"users": users}}


@shows(api.MessageActionBotAllowed)
def _allowed(_scene: Scene, _message: api.MessageService, action: Any) -> Json:
    if action.domain is not None:
        return {"connected_website": action.domain}
    shown: Json = {}
    if action.from_request:
        shown["from_request"] = True
    if isinstance(action.app, api.BotApp):
        shown["web_app_name"] = action.app.short_name
    if action.attach_menu:
        shown["from_attachment_menu"] = True
    return {"write_access_allowed": shown}


@shows(api.MessageActionWebViewDataSentMe)
def _web_data(_scene: Scene, _message: api.MessageService, action: Any) -> Json:
    return {"web_app_data": {"data": action.data, "button_text": action.text}}


@shows(api.MessageActionGeoProximityReached)
def _near(scene: Scene, _message: api.MessageService, action: Any) -> Json:
    shown = {
        "traveler": show_user(scene, peer_id(action.from_id)),
        "watcher": show_user(scene, peer_id(action.to_id)),
        "distance": action.distance,
    }
    return {"proximity_alert_triggered": shown}


@shows(api.MessageActionRequestedPeerSentMe)
def _shared(scene: Scene, _message: api.MessageService, action: Any) -> Json | None:
    """Users or a chat that somebody has picked for the bot."""
    users = [each for each in action.peers if isinstance(each, api.RequestedPeerUser)]
    if users:
        shown = [_shared_user(scene, each) for each in users]
        return {"users_shared": {"request_id": action.button_id, "users": shown}}
    for each in action.peers:
        number = (
            channel_peer(ChannelId(each.channel_id))
            if isinstance(each, api.RequestedPeerChannel)
            else chat_peer(ChatId(each.chat_id))
        )
        chat: Json = {"request_id": action.button_id, "chat_id": number}
        _add_names(scene, chat, each, "title", "username")
        return {"chat_shared": chat}
    return None


def _shared_user(scene: Scene, said: api.RequestedPeerUser) -> Json:
    shown: Json = {"user_id": said.user_id}
    _add_names(scene, shown, said, "first_name", "last_name", "username")
    return shown


def _add_names(scene: Scene, shown: Json, said: Any, *names: str) -> None:
    """What was asked to be told along."""
    for name in names:
        value = getattr(said, name, None)
        if value:
            shown[name] = value
    photo = show_photo(scene, said.photo)
    if photo:
        shown["photo"] = photo
