"""Small things in chats: typing, reacting, pinning, answering buttons.

https://core.telegram.org/bots/api#sendchataction
"""

from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import TOO_OLD, bad
from chappe.botapi.method import bot_method
from chappe.botapi.methods.chats import chat_peer_of, input_peer, named_chat
from chappe.botapi.methods.outgoing import check_offered
from chappe.botapi.methods.peers import check_met
from chappe.botapi.reading import number_in
from chappe.botapi.shown.scene import Json
from chappe.tl import api

ACTIONS: dict[str, Any] = {
    "cancel": api.SendMessageCancelAction,
    "typing": api.SendMessageTypingAction,
    "upload_photo": lambda: api.SendMessageUploadPhotoAction(progress=0),
    "record_video": api.SendMessageRecordVideoAction,
    "upload_video": lambda: api.SendMessageUploadVideoAction(progress=0),
    "record_audio": api.SendMessageRecordAudioAction,
    "record_voice": api.SendMessageRecordAudioAction,
    "upload_audio": lambda: api.SendMessageUploadAudioAction(progress=0),
    "upload_voice": lambda: api.SendMessageUploadAudioAction(progress=0),
    "upload_document": lambda: api.SendMessageUploadDocumentAction(progress=0),
    "choose_sticker": api.SendMessageChooseStickerAction,
    "pick_up_location": api.SendMessageGeoLocationAction,
    "find_location": api.SendMessageGeoLocationAction,
    "record_video_note": api.SendMessageRecordRoundAction,
    "upload_video_note": lambda: api.SendMessageUploadRoundAction(progress=0),
}
REACTED = {
    "MESSAGE_ID_INVALID": "message to react not found",
    "REACTION_INVALID": "REACTION_INVALID",
}
PINNED = {
    "MESSAGE_ID_INVALID": "message to pin not found",
    "CHAT_ADMIN_REQUIRED": "not enough rights to manage pinned messages in the chat",
    "CHAT_NOT_MODIFIED": "CHAT_NOT_MODIFIED",
}
UNPINNED = {**PINNED, "MESSAGE_ID_INVALID": "message to unpin not found"}

"""As many as the greatest number of 63 bits has."""


@bot_method("sendChatAction", writes=True)
async def send_chat_action(ask: Ask) -> bool:
    """Say that the bot is about to say something."""
    check_offered(ask)
    make = ACTIONS.get(ask.params["action"].lower())
    if make is None:
        raise bad("wrong parameter action in request")
    peer = await chat_peer_of(ask)
    if isinstance(peer, api.InputPeerUser) and ask.get("business_connection_id") is None:
        await check_met(ask, peer.user_id)
    request = api.messages.SetTyping(
        peer=peer, top_msg_id=ask.get("message_thread_id"), action=make()
    )
    await ask.tell(request)
    return True


def read_reaction(said: Json) -> "api.TypeReaction":
    """A reaction as a bot says it.

    Raises: BotError.
    """
    match said["type"]:
        case "emoji":
            return api.ReactionEmoji(emoticon=said["emoji"])
        case "custom_emoji" if (number := number_in(said["custom_emoji_id"])) is not None:
            return api.ReactionCustomEmoji(document_id=number)
        case _:
            raise bad("REACTION_INVALID")


@bot_method("setMessageReaction", writes=True, words=REACTED)
async def set_message_reaction(ask: Ask) -> bool:
    """React to a message, or not any more."""
    said = [read_reaction(each) for each in ask.get("reaction", [])]
    request = api.messages.SendReaction(
        peer=await chat_peer_of(ask),
        msg_id=ask.params["message_id"],
        reaction=said,
        big=ask.get("is_big", False),
    )
    await ask.tell(request)
    return True


@bot_method("pinChatMessage", writes=True, words=PINNED)
async def pin_chat_message(ask: Ask) -> bool:
    """Pin a message."""
    check_offered(ask)
    request = api.messages.UpdatePinnedMessage(
        peer=await chat_peer_of(ask),
        id=ask.params["message_id"],
        silent=ask.get("disable_notification", False),
    )
    await ask.tell(request)
    return True


@bot_method("unpinChatMessage", writes=True, words=UNPINNED)
async def unpin_chat_message(ask: Ask) -> bool:
    """Unpin a message: the one that is named, or else the newest."""
    check_offered(ask)
    peer, number = await chat_peer_of(ask), ask.get("message_id")
    if number is None and ask.get("business_connection_id") is None:
        number = await _newest_pinned(ask, peer)
    if not number:
        raise bad("message to unpin not found")
    await ask.tell(api.messages.UpdatePinnedMessage(peer=peer, id=number, unpin=True))
    return True


async def _newest_pinned(ask: Ask, peer: "api.TypeInputPeer") -> int | None:
    full: Any
    match peer:
        case api.InputPeerChannel():
            channel = api.InputChannel(channel_id=peer.channel_id, access_hash=peer.access_hash)
            full = await ask.look(api.channels.GetFullChannel(channel=channel))
            return full.full_chat.pinned_msg_id  # type: ignore[no-any-return]  # of a channel
        case api.InputPeerChat():
            full = await ask.look(api.messages.GetFullChat(chat_id=peer.chat_id))
            return full.full_chat.pinned_msg_id  # type: ignore[no-any-return]  # of a group
        case api.InputPeerUser():
            user = api.InputUser(user_id=peer.user_id, access_hash=peer.access_hash)
            full = await ask.look(api.users.GetFullUser(id=user))
            return full.full_user.pinned_msg_id  # type: ignore[no-any-return]  # of a user
        case _:
            return None


@bot_method("unpinAllChatMessages", writes=True, words=UNPINNED)
async def unpin_all_chat_messages(ask: Ask) -> bool:
    """Unpin everything."""
    await ask.tell(api.messages.UnpinAllMessages(peer=await chat_peer_of(ask)))
    return True


@bot_method("answerCallbackQuery", writes=True, words={"MESSAGE_TOO_LONG": "MESSAGE_TOO_LONG"})
async def answer_callback_query(ask: Ask) -> bool:
    """Answer whoever has pressed a button."""
    request = api.messages.SetBotCallbackAnswer(
        query_id=query_number(ask.params["callback_query_id"]),
        message=ask.get("text"),
        alert=ask.get("show_alert", False),
        url=ask.get("url"),
        cache_time=ask.get("cache_time", 0),
    )
    return await ask.tell(request)


def query_number(text: str) -> int:
    """The number of a question.

    Raises: BotError.
    """
    number = number_in(text.removeprefix("-"))
    if number is None:
        raise bad(TOO_OLD)
    return -number if text.startswith("-") else number


async def _reactor(ask: Ask) -> "api.TypeInputPeer":
    """Whose reactions a call is about.

    Raises: BotError.
    """
    number = ask.get("user_id") or ask.get("actor_chat_id")
    if number is None:
        raise bad("user_id or actor_chat_id is required")
    return input_peer(ask, await named_chat(ask, number))


@bot_method("deleteMessageReaction", writes=True, words=REACTED)
async def delete_message_reaction(ask: Ask) -> bool:
    """Take the reactions of somebody to a message away."""
    request = api.messages.DeleteParticipantReaction(
        peer=await chat_peer_of(ask),
        msg_id=ask.params["message_id"],
        participant=await _reactor(ask),
    )
    await ask.tell(request)
    return True


@bot_method("deleteAllMessageReactions", writes=True, words=REACTED)
async def delete_all_message_reactions(ask: Ask) -> bool:
    """Take all reactions of somebody in a chat away."""
    request = api.messages.DeleteParticipantReactions(
        peer=await chat_peer_of(ask), participant=await _reactor(ask)
    )
    await ask.tell(request)
    return True
