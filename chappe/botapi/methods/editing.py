"""Saying something otherwise, and taking it back. https://core.telegram.org/bots/api#updating-messages"""

from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.method import bot_method
from chappe.botapi.methods.chats import chat_peer_of
from chappe.botapi.methods.keyboards import read_markup
from chappe.botapi.methods.media import read_media
from chappe.botapi.methods.outgoing import caption, check_offered, sent
from chappe.botapi.methods.rich import read_rich
from chappe.botapi.methods.sending import preview, read_point, text_of
from chappe.botapi.shown.scene import Json
from chappe.tl import api, layers
from chappe.tl.wire import WireError

EDITED = {
    "MESSAGE_ID_INVALID": "message to edit not found",
    "CHAT_WRITE_FORBIDDEN": "message can't be edited",
}
DELETED = {"MESSAGE_ID_INVALID": "message to delete not found"}
MESSAGES_MAX = 100
UPLOADED = api.InputMediaUploadedPhoto | api.InputMediaUploadedDocument
"""Not for messages that were sent through a bot. https://core.telegram.org/bots/api#editmessagemedia"""


async def edit(ask: Ask, **what: Any) -> Any:
    """Edit one of the bot's messages: in a chat, or one that somebody has sent through it."""
    check_offered(ask)
    what["reply_markup"] = read_markup(ask, ask.get("reply_markup"))
    inline = ask.get("inline_message_id")
    if inline is not None:
        if isinstance(what.get("media"), UPLOADED):
            raise bad("invalid message content specified")
        return await ask.tell(api.messages.EditInlineBotMessage(id=inline_id(inline), **what))
    if ask.get("message_id") is None:
        raise bad("message identifier is not specified")
    peer = await chat_peer_of(ask)
    request = api.messages.EditMessage(peer=peer, id=ask.params["message_id"], **what)
    shown = await sent(ask, request)
    return shown[0] if shown else True


def inline_id(text: str) -> "api.TypeInputBotInlineMessageID":
    """The name of a message that was sent through a bot, as `shown.updates.inline_name` wrote it.

    Raises: BotError.
    """
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        named, end = layers.read(data)
    except (NotBase64, ValueError, WireError, IndexError) as error:
        raise bad("inline message identifier is invalid") from error
    kinds = api.InputBotInlineMessageID | api.InputBotInlineMessageID64
    if end != len(data) or not isinstance(named, kinds):
        raise bad("inline message identifier is invalid")
    return named


def new_text(ask: Ask) -> Json:
    """A text, or a rich message, in the place of one.

    Raises: BotError.
    """
    if ask.get("rich_message") is not None:
        return {"rich_message": read_rich(ask, ask.params["rich_message"])}
    text, entities = text_of(ask)
    options = ask.get("link_preview_options") or {}
    above = options.get("show_above_text", False)
    media = preview(options)
    return {"message": text, "entities": entities, "media": media, "invert_media": above}


def new_caption(ask: Ask, said: Json | None = None) -> Json:
    """The words under a medium: of the call, or of the medium that comes; none at all takes them away.

    Raises: BotError.
    """
    text, entities = caption(ask, said)
    above = (ask.params if said is None else said).get("show_caption_above_media", False)
    return {"message": text, "entities": entities, "invert_media": above}


async def new_medium(ask: Ask) -> Json:
    """Another medium, with its words.

    Raises: BotError, RpcError.
    """
    said = ask.params["media"]
    return {"media": await read_media(ask, said), **new_caption(ask, said)}


@bot_method("editMessageText", writes=True, words=EDITED)
async def edit_message_text(ask: Ask) -> Any:
    """Change a text, or say a rich message in its place."""
    options = ask.get("link_preview_options") or {}
    what = new_text(ask)
    if "rich_message" not in what:
        what["no_webpage"] = options.get("is_disabled", False)
    return await edit(ask, **what)


@bot_method("editMessageCaption", writes=True, words=EDITED)
async def edit_message_caption(ask: Ask) -> Any:
    """Change the words under a medium."""
    return await edit(ask, **new_caption(ask))


@bot_method("editMessageMedia", writes=True, words=EDITED)
async def edit_message_media(ask: Ask) -> Any:
    """Put another medium in the place of one, with its words."""
    return await edit(ask, **await new_medium(ask))


@bot_method("editMessageReplyMarkup", writes=True, words=EDITED)
async def edit_message_reply_markup(ask: Ask) -> Any:
    """Put other buttons under a message, or none."""
    return await edit(ask)


@bot_method(
    "editMessageLiveLocation",
    writes=True,
    words={**EDITED, "MEDIA_PREV_INVALID": "message can't be edited"},
)
async def edit_message_live_location(ask: Ask) -> Any:
    """Say where somebody is now."""
    media = api.InputMediaGeoLive(
        geo_point=read_point(ask),
        period=ask.get("live_period"),
        heading=ask.get("heading"),
        proximity_notification_radius=ask.get("proximity_alert_radius"),
    )
    return await edit(ask, media=media)


@bot_method(
    "stopMessageLiveLocation",
    writes=True,
    words={**EDITED, "MEDIA_PREV_INVALID": "message can't be edited"},
)
async def stop_message_live_location(ask: Ask) -> Any:
    """Say that somebody has arrived."""
    here = api.InputGeoPointEmpty()
    return await edit(ask, media=api.InputMediaGeoLive(geo_point=here, stopped=True))


@bot_method("deleteMessage", writes=True, words=DELETED)
async def delete_message(ask: Ask) -> bool:
    """Delete a message for everybody."""
    await _delete(ask, [ask.params["message_id"]], all_of_them=True)
    return True


@bot_method("deleteMessages", writes=True, words=DELETED)
async def delete_messages(ask: Ask) -> bool:
    """Delete messages for everybody; those that are not there are passed over."""
    ids = ask.params["message_ids"]
    if not 1 <= len(ids) <= MESSAGES_MAX:
        raise bad("message identifiers are not specified" if not ids else "too many messages")
    await _delete(ask, ids, all_of_them=False)
    return True


async def _delete(ask: Ask, ids: list[int], *, all_of_them: bool) -> None:
    peer = await chat_peer_of(ask)
    there = await find_messages(ask, peer, ids)
    if not there:
        if all_of_them:
            raise bad("message to delete not found")
        return
    numbers = [each.id for each in there]
    if isinstance(peer, api.InputPeerChannel):
        await ask.tell(api.channels.DeleteMessages(channel=input_channel(peer), id=numbers))
    else:
        await ask.tell(api.messages.DeleteMessages(id=numbers, revoke=True))


def input_channel(peer: api.InputPeerChannel) -> api.InputChannel:
    """A channel as methods for channels want it named."""
    return api.InputChannel(channel_id=peer.channel_id, access_hash=peer.access_hash)


async def find_messages(
    ask: Ask, peer: "api.TypeInputPeer", ids: list[int], *, within: bool = False
) -> "list[api.Message | api.MessageService]":
    """Those of some messages of a chat that are there; in a transaction of its own, or `within` the call's."""
    ask_for = ask.tell if within else ask.look
    if isinstance(peer, api.InputPeerChannel):
        named: list[api.TypeInputMessage] = [api.InputMessageID(id=each) for each in ids]
        found = await ask_for(api.channels.GetMessages(channel=input_channel(peer), id=named))
    else:
        found = await ask_for(
            api.messages.GetMessages(id=[api.InputMessageID(id=each) for each in ids])
        )
    every: list[Any] = getattr(found, "messages", [])
    return [
        each for each in every if not isinstance(each, api.MessageEmpty) and _is_in(each, peer)
    ]


def _is_in(message: "api.Message | api.MessageService", peer: "api.TypeInputPeer") -> bool:
    """Whether a message is of a chat: others are numbered in the same row."""
    match message.peer_id, peer:
        case api.PeerUser(user_id=one), api.InputPeerUser(user_id=other):
            return one == other
        case api.PeerChat(chat_id=one), api.InputPeerChat(chat_id=other):
            return one == other
        case api.PeerChannel(channel_id=one), api.InputPeerChannel(channel_id=other):
            return one == other
        case _:
            return False
