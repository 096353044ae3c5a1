"""A draft out of what a client sent."""

from chappe.features.files.emoji import custom_emoji_in
from chappe.features.messages.access import access_message
from chappe.features.text.actions import prepare_text, read_entities
from chappe.features.text.model import Limit
from chappe.features.users.access import access_peer, named_user
from chappe.ids import MessageId, PeerId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api

DRAFT = Limit(16384, "MESSAGE_TOO_LONG", None)
"""What was pasted may make several messages."""
QUOTE_CHARACTERS_MAX = 1024
QUOTE_ENTITIES_MAX = 100
URL_CHARACTERS_MAX = 2048
FOUND = (
    api.MessageEntityUrl,
    api.MessageEntityEmail,
    api.MessageEntityPhone,
    api.MessageEntityMention,
    api.MessageEntityHashtag,
    api.MessageEntityCashtag,
    api.MessageEntityBotCommand,
    api.MessageEntityBankCard,
)
"""They are found when the text is sent; while it is written they would only be in the way."""


async def access_draft(
    call: Call, peer: PeerId, q: api.messages.SaveDraft
) -> api.DraftMessage | None:
    """The draft; None when there is nothing in it.

    Errors: MESSAGE_TOO_LONG, ENTITIES_TOO_LONG, ENTITY_BOUNDS_INVALID, ENTITY_MENTION_USER_INVALID
            (prepare_text); MSG_ID_INVALID, PEER_ID_INVALID, QUOTE_TEXT_INVALID (what it replies to);
            MEDIA_INVALID, WEBPAGE_URL_INVALID; SUGGESTED_POST_PEER_INVALID; INPUT_CONSTRUCTOR_INVALID
    """
    if q.suggested_post is not None:
        raise RpcError(400, "SUGGESTED_POST_PEER_INVALID")  # for channels with direct messages
    if q.rich_message is not None:
        raise RpcError(400, "INPUT_CONSTRUCTOR_INVALID")  # no message can be sent so, either
    said = prepare_text(
        q.message,
        q.entities,
        limit=DRAFT,
        resolve_user=lambda named: named_user(call.viewer, named),
        custom_emoji=await custom_emoji_in(call.tx, q.entities),
    )
    reply_to = await _access_reply(call, peer, q.reply_to)
    media = _access_media(q.media)
    if not said.text and not _answers(reply_to) and media is None:
        return None
    entities = read_entities(said.entities)
    return api.DraftMessage(
        no_webpage=bool(q.no_webpage),
        invert_media=bool(q.invert_media),
        reply_to=reply_to,
        message=said.text,
        entities=_of_the_writer(entities),
        media=media,
        date=int(call.now),
        effect=q.effect,
    )


def _answers(to: api.InputReplyToMessage | None) -> bool:
    """Whether there is an answer, and not only the topic in which something is to be said."""
    if to is None:
        return False
    return to.top_msg_id is None or to.reply_to_msg_id not in {0, to.top_msg_id}


def _of_the_writer(
    entities: "list[api.TypeMessageEntity] | None",
) -> "list[api.TypeMessageEntity] | None":
    return [each for each in entities or () if not isinstance(each, FOUND)] or None


def thread_of(to: "api.TypeInputReplyTo | None") -> MessageId | None:
    """The thread in which the draft is to be said: the one that is named, or which the answered message heads."""
    if not isinstance(to, api.InputReplyToMessage):
        return None
    return MessageId(to.top_msg_id or to.reply_to_msg_id) or None


async def _access_reply(
    call: Call, peer: PeerId, to: "api.TypeInputReplyTo | None"
) -> api.InputReplyToMessage | None:
    """What the draft answers; answers to stories and the like are not kept."""
    if not isinstance(to, api.InputReplyToMessage):
        return None
    if len(to.quote_text or "") > QUOTE_CHARACTERS_MAX:
        raise RpcError(400, "QUOTE_TEXT_INVALID")
    if len(to.quote_entities or ()) > QUOTE_ENTITIES_MAX:
        raise RpcError(400, "ENTITIES_TOO_LONG")
    if to.reply_to_peer_id is not None:
        peer = await access_peer(call.tx, call.viewer, to.reply_to_peer_id)
    if to.reply_to_msg_id or not to.top_msg_id:  # in a topic there need not be an answer
        answered = to.reply_to_msg_id
        await access_message(call.tx, call.viewer, peer, answered, error="MSG_ID_INVALID")
    return to


def _access_media(media: "api.TypeInputMedia | None") -> api.InputMediaWebPage | None:
    """Only how a link is to be shown is part of a draft."""
    if media is None or isinstance(media, api.InputMediaEmpty):
        return None
    if not isinstance(media, api.InputMediaWebPage):
        raise RpcError(400, "MEDIA_INVALID")
    if len(media.url) > URL_CHARACTERS_MAX:
        raise RpcError(400, "WEBPAGE_URL_INVALID")
    return media
