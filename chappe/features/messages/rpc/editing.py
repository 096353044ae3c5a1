"""`messages.*`: editing."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

from chappe.features.files.actions import prepare_media
from chappe.features.files.emoji import custom_emoji_in
from chappe.features.files.kinds import PreparedMedia
from chappe.features.messages import witnesses
from chappe.features.messages.access import access_living, access_message
from chappe.features.messages.actions.edits import edit, holders_with_followers
from chappe.features.messages.audience import held, rules_over
from chappe.features.messages.markup import prepare_markup
from chappe.features.messages.media import keep
from chappe.features.messages.model import UNCAPTIONED, Body, BodyMark, MediaKind, Message
from chappe.features.messages.payload import read_value, write_value
from chappe.features.messages.rich import with_rich
from chappe.features.messages.scheduling import edit_scheduled
from chappe.features.rich.actions import prepare_rich
from chappe.features.text.actions import prepare_text
from chappe.features.text.model import CAPTION, MESSAGE
from chappe.features.users.access import access_peer, named_user
from chappe.features.webpages.actions import preview
from chappe.ids import BoxId, PeerId, is_bot, user_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.updates.render import render_own

EDIT_SECONDS = 48 * 3600
"""As clients are told by `edit_time_limit`."""
REPLACEABLE = {
    *(MediaKind.NONE, MediaKind.WEB_PAGE, MediaKind.PHOTO, MediaKind.VIDEO),
    *(MediaKind.GIF, MediaKind.DOCUMENT, MediaKind.MUSIC),
}
"""Media that may be put in the place of one another. https://core.telegram.org/api/files"""
VISUAL = {MediaKind.PHOTO, MediaKind.VIDEO}

MediaEditor = Callable[[Call, Message, Any], Awaitable[None]]
MEDIA_EDITORS: dict[type[TLObject], MediaEditor] = {}
"""Kinds of media that are edited in their own way: a poll is closed, whoever is on the way moves on."""


def edits_media(kind: type[TLObject]) -> Callable[[MediaEditor], MediaEditor]:
    """The decorated function edits a message of the caller's to which a client has sent such media. It gets the
    message with the keyboard that it is to have."""

    def enter(editor: MediaEditor) -> MediaEditor:
        assert kind not in MEDIA_EDITORS, f"{kind.NAME} has two editors"
        MEDIA_EDITORS[kind] = editor
        return editor

    return enter


@method("messages.editMessage", who=Who.SIGNED_IN, writes=True)
async def edit_message(call: Call, q: api.messages.EditMessage) -> "api.TypeUpdates":
    """Say something otherwise: text, media, or both. Within two days, in Saved Messages for ever; so do those
    who may edit what others have posted in a channel.

    Wire:   https://core.telegram.org/method/messages.editMessage
    Errors: PEER_ID_INVALID, INPUT_USER_DEACTIVATED, CHAT_WRITE_FORBIDDEN (403; access_living); MESSAGE_ID_INVALID (none, a service
            message, none that is scheduled), MESSAGE_AUTHOR_REQUIRED (403), MESSAGE_EDIT_TIME_EXPIRED, MESSAGE_NOT_MODIFIED;
            those of with_markup; MESSAGE_EMPTY, MESSAGE_TOO_LONG, MEDIA_CAPTION_TOO_LONG, ENTIT… (prepare_text); those of
            prepare_media; MEDIA_NEW_INVALID, MEDIA_PREV_INVALID, MEDIA_GROUPED_INVALID, MEDIA_TTL_INVALID;
            those of prepare_rich; CHAT_SEND_…_FORBIDDEN (403, held)
    """
    if q.schedule_date is not None:
        return await edit_scheduled(call, q)
    editor = None if q.media is None else MEDIA_EDITORS.get(type(q.media))
    prepared = None
    if q.media is not None and editor is None:
        prepared = await prepare_media(call, q.media)
    peer = await access_living(call.tx, call.viewer, q.peer)
    message = await _take_editable(call, peer, q.id)
    edits_all = await _edits_all(call, message)
    if not (
        edits_all or await rules_over(call.tx, call.user_id, peer, "post_messages", call.now)
    ):
        raise RpcError(403, "CHAT_WRITE_FORBIDDEN")
    if editor is not None:  # at any time: a poll may be closed when it is old
        body = with_markup(call, q.reply_markup, message.body)
        await editor(call, replace(message, body=body), q.media)
    elif not edits_all and _is_too_old(call, message):
        raise RpcError(400, "MESSAGE_EDIT_TIME_EXPIRED")
    else:
        body = await edited(call, q, message, prepared)
        if body.media != message.body.media:
            body = await held(call.tx, call.user_id, peer, body, call.now)
        if body == message.body:
            raise RpcError(400, "MESSAGE_NOT_MODIFIED")
        body = replace(body, edited_at=int(call.now))
        await edit(call.journal, message, body)
        await witnesses.edited(call.journal, call.viewer, message, replace(message, body=body))
    return await render_own(call.tx, call.viewer, call.journal.entries)


async def _take_editable(call: Call, peer: PeerId, message_id: int) -> Message:
    """The same, as it is now that nobody else edits it: of all who have it, the first box is taken.

    Errors: those of access_editable
    """
    message = await access_editable(call, peer, message_id)
    holders = await holders_with_followers(call.tx, message)
    await call.journal.lock(each.box for each in holders[:1])
    return await access_editable(call, peer, message_id)


async def access_editable(call: Call, peer: PeerId, message_id: int) -> Message:
    """A message that the caller has written itself, or may edit as one who edits what others have posted.

    Errors: MESSAGE_ID_INVALID, MESSAGE_AUTHOR_REQUIRED (403)
    """
    message = await access_message(call.tx, call.viewer, peer, message_id)
    if message.body.action is not None:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    mine = message.written_by(call.user_id) or await _edits_all(call, message)
    if not mine or message.body.forward is not None:
        raise RpcError(403, "MESSAGE_AUTHOR_REQUIRED")
    return message


async def _edits_all(call: Call, message: Message) -> bool:
    """Whether the caller may edit the posts of a channel, whoever wrote them, however old they are."""
    if not message.is_post:
        return False
    return await rules_over(call.tx, call.user_id, message.peer, "edit_messages", call.now)


def _is_too_old(call: Call, message: Message) -> bool:
    any_time = message.peer == user_peer(call.user_id) or is_bot(call.user_id)
    return not any_time and message.body.at < call.now - EDIT_SECONDS


async def edited(
    call: Call,
    q: api.messages.EditMessage | api.messages.EditInlineBotMessage,
    message: Message,
    prepared: PreparedMedia | None,
) -> Body:
    """What a message says after the edit that a client asks for. `prepared`: the new media."""
    body = with_markup(call, q.reply_markup, message.body)
    if prepared is not None:
        holders = await holders_with_followers(call.tx, message)
        await call.journal.lock(holder.box for holder in holders)
        body = await _with_media(call, body, prepared)
    if q.rich_message is not None:
        body = await _with_rich(call, body, q.rich_message)
    elif q.message is not None:
        carries = body.media is not None and body.media_kind not in UNCAPTIONED
        said = prepare_text(
            q.message,
            q.entities,
            limit=CAPTION if carries else MESSAGE,
            resolve_user=lambda named: named_user(call.viewer, named),
            custom_emoji=await custom_emoji_in(call.tx, q.entities),
        )
        body = replace(body, text=said.text, entities=said.entities)
        if not carries and (
            said.text != message.body.text or body.media_kind is MediaKind.RICH
        ):
            link = None if q.no_webpage else said.link
            page = await preview(
                call.tx, call.world.fetcher, link, call.now, BoxId(message.box)
            )
            kind = MediaKind.NONE if page is None else MediaKind.WEB_PAGE
            body = replace(body, media=write_value(page), media_kind=kind)
    if q.message is not None or q.rich_message is not None or prepared is not None:
        marks = body.marks & ~BodyMark.INVERT_MEDIA
        marks |= BodyMark.INVERT_MEDIA if q.invert_media else BodyMark(0)
        body = replace(body, marks=marks)
    elif body.markup != message.body.markup:
        body = replace(body, marks=body.marks | BodyMark.EDIT_HIDE)
    return body


def with_markup(call: Call, said: "api.TypeReplyMarkup | None", body: Body) -> Body:
    """A body with the keyboard under it that a bot gives it in an edit, none included; people leave it as it is.

    Errors: REPLY_MARKUP_INVALID (one that is not under the message, which cannot be edited), REPLY_MARKUP_GAME_EMPTY (a game
            is opened by a button), those of prepare_markup
    """
    if not is_bot(call.user_id):
        return body
    game = body.media_kind is MediaKind.GAME
    if game and said is None:
        raise RpcError(400, "REPLY_MARKUP_GAME_EMPTY")
    head: type[TLObject] | None = api.InlineButtonTypeGame if game else None
    if isinstance(read_value(body.media), api.MessageMediaInvoice):
        if said is None:
            return body  # the button that pays stays
        head = api.InlineButtonTypeBuy
    return replace(body, markup=prepare_markup(call, said, inline_only=True, head=head))


async def _with_rich(call: Call, body: Body, said: "api.TypeInputRichMessage") -> Body:
    """Errors: MEDIA_PREV_INVALID (it is no text), those of prepare_rich"""
    if body.media_kind not in UNCAPTIONED:
        raise RpcError(400, "MEDIA_PREV_INVALID")
    rich = await prepare_rich(call.viewer, said, partial(custom_emoji_in, call.tx))
    return with_rich(body, rich)


async def _with_media(call: Call, body: Body, prepared: PreparedMedia) -> Body:
    if body.media_kind not in REPLACEABLE:
        raise RpcError(400, "MEDIA_PREV_INVALID")
    if getattr(prepared.media, "ttl_seconds", None) is not None:
        raise RpcError(400, "MEDIA_TTL_INVALID")
    if getattr(read_value(body.media), "ttl_seconds", None) is not None:
        raise RpcError(400, "MEDIA_PREV_INVALID")
    media = await keep(call.journal, call.viewer, prepared)
    if media.kind not in REPLACEABLE:
        raise RpcError(400, "MEDIA_NEW_INVALID")
    if body.grouped_id is not None and _family(media.kind) != _family(body.media_kind):
        raise RpcError(400, "MEDIA_GROUPED_INVALID")
    return replace(body, media=media.data, media_kind=media.kind, file_id=media.file_id)


def _family(kind: MediaKind) -> MediaKind:
    """What may stand in one album with one another is of one family."""
    return MediaKind.PHOTO if kind in VISUAL else kind


@method("messages.getMessageEditData", who=Who.USER)
async def get_edit_data(
    call: Call, q: api.messages.GetMessageEditData
) -> api.messages.MessageEditData:
    """Say whether the caller's message has a caption or is text.

    Wire:   https://core.telegram.org/method/messages.getMessageEditData
    Errors: PEER_ID_INVALID (access_peer), MESSAGE_ID_INVALID, MESSAGE_AUTHOR_REQUIRED (access_editable)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer)
    message = await access_editable(call, peer, q.id)
    kind = message.body.media_kind
    caption = message.body.media is not None and kind not in UNCAPTIONED
    return api.messages.MessageEditData(caption=caption)
