"""Saying again what was said, as one's own. https://core.telegram.org/bots/api#copymessage"""

from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.marks.entities import read_text
from chappe.botapi.method import bot_method
from chappe.botapi.methods.chats import input_peer, named_chat
from chappe.botapi.methods.editing import find_messages
from chappe.botapi.methods.outgoing import envelope, new_random_id, sent_one
from chappe.botapi.shown.scene import Json
from chappe.features.messages.audience import is_protected
from chappe.ids import PeerId, user_of
from chappe.tl import api

CAPTIONED = api.MessageMediaPhoto | api.MessageMediaDocument
WORDS = {"MESSAGE_ID_INVALID": "message to copy not found"}


@bot_method("copyMessage", writes=True, words=WORDS)
async def copy_message(ask: Ask) -> Json:
    """Say one message again, perhaps with other words under it, and with a keyboard."""
    there = await named_chat(ask, ask.get("from_chat_id"))
    source, to = input_peer(ask, there), await envelope(ask)
    number = ask.params["message_id"]
    found = await find_messages(ask, source, [number])
    message = found[0] if found else None
    if not isinstance(message, api.Message):
        raise bad("message to copy not found")
    if not _may_be_copied(message) or await _is_protected(ask, there):
        raise bad("message can't be copied")
    fields: dict[str, Any] = {"peer": to.peer, "random_id": new_random_id(), **to.fields}
    request: Any = _say_again(ask, message, fields)
    if request is None:
        fields.pop("reply_markup", None)
        fields["random_id"], fields["to_peer"] = [fields["random_id"]], fields.pop("peer")
        request = api.messages.ForwardMessages(
            from_peer=source, id=[number], drop_author=True, **fields
        )
    return {"message_id": (await sent_one(ask, request))["message_id"]}


def _may_be_copied(message: api.Message) -> bool:
    """Whether a message may be said again: nothing that is protected, sold or destroys itself."""
    fleeting = getattr(message.media, "ttl_seconds", None) is not None
    sold = isinstance(message.media, api.MessageMediaPaidMedia)
    return not (message.noforwards or fleeting or sold)


async def _is_protected(ask: Ask, there: PeerId) -> bool:
    """Whether nothing of a chat may be said elsewhere; in a transaction of its own."""
    if user_of(there) is not None:
        return False
    async with ask.reading() as tx:
        return await is_protected(tx, there)


def _say_again(ask: Ask, message: api.Message, fields: dict[str, Any]) -> Any:
    """What says a text or a file anew; None for what can only be forwarded."""
    if message.media is None or isinstance(message.media, api.MessageMediaWebPage):
        return api.messages.SendMessage(
            message=message.message,
            entities=_named_again(ask, message),
            no_webpage=message.media is None,
            invert_media=message.invert_media,
            **fields,
        )
    media = _media_again(message.media)
    if media is None:
        return None
    text, entities = message.message, _named_again(ask, message)
    above = message.invert_media
    if ask.get("caption") is not None:
        text, entities = read_text(
            ask.viewer, ask.get("caption"), ask.get("parse_mode"), ask.get("caption_entities")
        )
        above = ask.get("show_caption_above_media", False)
    return api.messages.SendMedia(
        media=media, message=text, entities=entities, invert_media=above, **fields
    )


def _media_again(media: "api.TypeMessageMedia") -> "api.TypeInputMedia | None":
    match media:
        case api.MessageMediaPhoto(photo=api.Photo() as photo):
            named = api.InputPhoto(
                id=photo.id, access_hash=photo.access_hash, file_reference=photo.file_reference
            )
            again = api.InputMediaPhoto(id=named, spoiler=media.spoiler)
            if isinstance(media.video, api.Document):
                again.live_photo, again.video = True, _named_file(media.video)
            return again
        case api.MessageMediaDocument(document=api.Document() as document):
            return api.InputMediaDocument(id=_named_file(document), spoiler=media.spoiler)
        case _:
            return None


def _named_file(document: api.Document) -> api.InputDocument:
    return api.InputDocument(
        id=document.id,
        access_hash=document.access_hash,
        file_reference=document.file_reference,
    )


def _named_again(ask: Ask, message: api.Message) -> "list[api.TypeMessageEntity] | None":
    """The entities of a message as they are sent: people are named with the bot's own hash."""
    sent: list[api.TypeMessageEntity] = []
    for each in message.entities or ():
        if isinstance(each, api.MessageEntityMentionName):
            user = api.InputUser(
                user_id=each.user_id,
                access_hash=ask.viewer.access_hash(each.user_id),  # type: ignore[arg-type]  # a user's peer is its id
            )
            sent.append(
                api.InputMessageEntityMentionName(
                    offset=each.offset, length=each.length, user_id=user
                )
            )
        else:
            sent.append(each)
    return sent or None
