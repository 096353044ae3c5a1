"""Updates. https://core.telegram.org/bots/api#update"""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any, NamedTuple

from chappe.botapi.queue.model import KEPT_SECONDS
from chappe.botapi.shown.invites import show_link
from chappe.botapi.shown.media import show_point
from chappe.botapi.shown.members import left, show_participant
from chappe.botapi.shown.messages import show_message
from chappe.botapi.shown.people import show_chat, show_user
from chappe.botapi.shown.polls import option_name, show_poll
from chappe.botapi.shown.scene import Json, Scene, peer_id
from chappe.ids import ChannelId, ChatId, channel_peer, chat_peer
from chappe.tl import api, layers
from chappe.tl.build import TLObject


class Shown(NamedTuple):
    """An update as a bot sees it. `lane`: the chat, or else the user, that it is about; `kept_seconds`: for how long
    it is of use."""

    kind: str
    lane: int
    body: Json
    kept_seconds: int = KEPT_SECONDS


Show = Callable[[Scene, Any], Shown | None]
SHOWN: dict[type[TLObject], Show] = {}


def shows(*kinds: type[TLObject]) -> Callable[[Show], Show]:
    """The decorated function shows updates of these kinds."""

    def enter(show: Show) -> Show:
        for kind in kinds:
            SHOWN[kind] = show
        return show

    return enter


def show_update(scene: Scene, update: TLObject) -> Shown | None:
    """An update; None for what bots are not told of."""
    show = SHOWN.get(type(update))
    return None if show is None else show(scene, update)


@shows(
    api.UpdateNewMessage,
    api.UpdateNewChannelMessage,
    api.UpdateEditMessage,
    api.UpdateEditChannelMessage,
)
def _message(scene: Scene, update: Any) -> Shown | None:
    message = show_message(scene, update.message)
    if message is None:
        return None
    number = peer_id(update.message.peer_id)
    edited = isinstance(update, api.UpdateEditMessage | api.UpdateEditChannelMessage)
    post = message["chat"]["type"] == "channel"
    return Shown(
        f"{'edited_' if edited else ''}{'channel_post' if post else 'message'}", number, message
    )


@shows(api.UpdateBotCallbackQuery)
def _callback(scene: Scene, update: api.UpdateBotCallbackQuery) -> Shown:
    number = peer_id(update.peer)
    before = scene.answered.get((number, update.msg_id))
    message = None if before is None else show_message(scene, before)
    gone = {"chat": show_chat(scene, number), "message_id": update.msg_id, "date": 0}
    return Shown(
        "callback_query",
        update.user_id,
        {**_pressed(scene, update), "message": message or gone},
    )


def _pressed(scene: Scene, update: Any) -> Json:
    shown: Json = {
        "id": str(update.query_id),
        "from": show_user(scene, update.user_id),
        "chat_instance": str(update.chat_instance),
    }
    if update.data is not None:
        shown["data"] = update.data.decode(errors="replace")
    if update.game_short_name is not None:
        shown["game_short_name"] = update.game_short_name
    return shown


@shows(api.UpdateInlineBotCallbackQuery)
def _inline_callback(scene: Scene, update: api.UpdateInlineBotCallbackQuery) -> Shown:
    shown = _pressed(scene, update)
    shown["inline_message_id"] = inline_name(update.msg_id)
    return Shown("callback_query", update.user_id, shown)


def inline_name(named: "api.TypeInputBotInlineMessageID") -> str:
    """The name of a message that was sent via a bot, as the bot knows it."""
    return urlsafe_b64encode(layers.write(named)).rstrip(b"=").decode()


CHAT_TYPES: dict[type[TLObject], str] = {
    api.InlineQueryPeerTypeSameBotPM: "sender",
    api.InlineQueryPeerTypePM: "private",
    api.InlineQueryPeerTypeBotPM: "private",
    api.InlineQueryPeerTypeChat: "group",
    api.InlineQueryPeerTypeMegagroup: "supergroup",
    api.InlineQueryPeerTypeBroadcast: "channel",
}


@shows(api.UpdateBotInlineQuery)
def _inline(scene: Scene, update: api.UpdateBotInlineQuery) -> Shown:
    shown: Json = {
        "id": str(update.query_id),
        "from": show_user(scene, update.user_id),
        "query": update.query,
        "offset": update.offset,
    }
    if update.peer_type is not None:
        shown["chat_type"] = CHAT_TYPES[type(update.peer_type)]
    if update.geo is not None:
        shown["location"] = show_point(update.geo)
    return Shown("inline_query", update.user_id, shown)


@shows(api.UpdateBotInlineSend)
def _chosen(scene: Scene, update: api.UpdateBotInlineSend) -> Shown:
    shown: Json = {
        "result_id": update.id,
        "from": show_user(scene, update.user_id),
        "query": update.query,
    }
    if update.geo is not None:
        shown["location"] = show_point(update.geo)
    if update.msg_id is not None:
        shown["inline_message_id"] = inline_name(update.msg_id)
    return Shown("chosen_inline_result", update.user_id, shown)


@shows(api.UpdateMessagePoll)
def _poll(scene: Scene, update: api.UpdateMessagePoll) -> Shown | None:
    if not isinstance(update.poll, api.Poll) or not update.poll.creator:
        return None
    return Shown("poll", update.poll_id, show_poll(scene, update.poll, update.results))


@shows(api.UpdateMessagePollVote)
def _vote(scene: Scene, update: api.UpdateMessagePollVote) -> Shown:
    voter = peer_id(update.peer)
    shown: Json = {
        "poll_id": str(update.poll_id),
        "option_ids": list(update.positions),
        "option_persistent_ids": [option_name(each) for each in update.options],
    }
    if voter > 0:
        shown["user"] = show_user(scene, voter)
    else:
        shown["voter_chat"] = show_chat(scene, voter)
    return Shown("poll_answer", update.poll_id, shown)


@shows(api.UpdateChannelParticipant)
def _participant(scene: Scene, update: api.UpdateChannelParticipant) -> Shown:
    number = channel_peer(ChannelId(update.channel_id))
    chat = show_chat(scene, number)
    broadcast = chat["type"] == "channel"

    def shown(member: "api.TypeChannelParticipant | None") -> Json:
        if member is None:
            return left(scene, update.user_id)
        return show_participant(scene, member, broadcast=broadcast)

    body: Json = {
        "chat": chat,
        "from": show_user(scene, update.actor_id),
        "date": update.date,
        "old_chat_member": shown(update.prev_participant),
        "new_chat_member": shown(update.new_participant),
    }
    if isinstance(update.invite, api.ChatInviteExported):
        body["invite_link"] = show_link(scene, update.invite)
    if update.via_chatlist:
        body["via_chat_folder_invite_link"] = True
    mine = update.user_id == scene.bot_id
    return Shown("my_chat_member" if mine else "chat_member", number, body)


@shows(api.UpdateBotStopped)
def _stopped(scene: Scene, update: api.UpdateBotStopped) -> Shown:
    me = show_user(scene, scene.bot_id)
    there, gone = (
        {"status": "member", "user": me},
        {"status": "kicked", "user": me, "until_date": 0},
    )
    before, after = (there, gone) if update.stopped else (gone, there)
    body = {
        "chat": show_chat(scene, update.user_id),
        "from": show_user(scene, update.user_id),
        "date": update.date,
        "old_chat_member": before,
        "new_chat_member": after,
    }
    return Shown("my_chat_member", update.user_id, body)


@shows(api.UpdateBotChatInviteRequester)
def _request(scene: Scene, update: api.UpdateBotChatInviteRequester) -> Shown:
    number = peer_id(update.peer)
    body: Json = {
        "chat": show_chat(scene, number),
        "from": show_user(scene, update.user_id),
        "user_chat_id": update.user_id,
        "date": update.date,
    }
    if update.about:
        body["bio"] = update.about
    if isinstance(update.invite, api.ChatInviteExported):
        body["invite_link"] = show_link(scene, update.invite)
    return Shown("chat_join_request", number, body)


@shows(api.UpdateBotMessageReaction)
def _reaction(scene: Scene, update: api.UpdateBotMessageReaction) -> Shown:
    number, actor = peer_id(update.peer), peer_id(update.actor)
    body: Json = {
        "chat": show_chat(scene, number),
        "message_id": update.msg_id,
        "date": update.date,
        "old_reaction": [show_reaction(each) for each in update.old_reactions],
        "new_reaction": [show_reaction(each) for each in update.new_reactions],
    }
    if actor > 0:
        body["user"] = show_user(scene, actor)
    else:
        body["actor_chat"] = show_chat(scene, actor)
    return Shown("message_reaction", number, body)


@shows(api.UpdateBotMessageReactions)
def _reaction_counts(scene: Scene, update: api.UpdateBotMessageReactions) -> Shown:
    number = peer_id(update.peer)
    counts = [
        {"type": show_reaction(each.reaction), "total_count": each.count}
        for each in update.reactions
    ]
    body: Json = {
        "chat": show_chat(scene, number),
        "message_id": update.msg_id,
        "date": update.date,
        "reactions": counts,
    }
    return Shown("message_reaction_count", number, body)


def show_reaction(reaction: "api.TypeReaction") -> Json:
    """What somebody reacts with."""
    match reaction:
        case api.ReactionEmoji():
            return {"type": "emoji", "emoji": reaction.emoticon}
        case api.ReactionCustomEmoji():
            return {"type": "custom_emoji", "custom_emoji_id": str(reaction.document_id)}
        case _:
            return {"type": "paid"}


@shows(api.UpdateChatParticipant)
def _group_participant(scene: Scene, update: api.UpdateChatParticipant) -> Shown:
    """Somebody has come into a basic group, or is out."""
    number = chat_peer(ChatId(update.chat_id))
    user = show_user(scene, update.user_id)
    inside: Json = {"status": "member", "user": user}
    outside: Json = {"status": "left", "user": user}
    if update.new_participant is None and update.actor_id != update.user_id:
        outside = {"status": "kicked", "user": user, "until_date": 0}
    came = update.new_participant is not None
    body = {
        "chat": show_chat(scene, number),
        "from": show_user(scene, update.actor_id),
        "date": update.date,
        "old_chat_member": outside if came else inside,
        "new_chat_member": inside if came else outside,
    }
    mine = update.user_id == scene.bot_id
    return Shown("my_chat_member" if mine else "chat_member", number, body)
