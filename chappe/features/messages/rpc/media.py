"""`messages.*`: sending media."""

import secrets
from collections.abc import Sequence
from dataclasses import replace

from chappe.features.files.actions import keep_media, prepare_media
from chappe.features.files.emoji import custom_emoji_early
from chappe.features.files.kinds import PreparedMedia
from chappe.features.files.view import fill_media
from chappe.features.messages.access import access_addressee
from chappe.features.messages.audience import boxes_of
from chappe.features.messages.echoes import find_beside
from chappe.features.messages.markup import prepare_markup
from chappe.features.messages.media import Media, is_heard, keep, note_sent
from chappe.features.messages.model import Body, MediaKind, Outgoing
from chappe.features.messages.payload import read_value, write_value
from chappe.features.messages.replies import Answered, access_answered
from chappe.features.messages.rpc.sending import find_sent, saved_peer_of, send, sent_again
from chappe.features.messages.rpc.wishes import (
    MediaWishes,
    check_random_ids,
    check_wishes,
    marks_of,
    spoken_by,
)
from chappe.features.messages.view.sent import render_sent
from chappe.features.text.actions import prepare_text
from chappe.features.text.model import CAPTION, MESSAGE, Limit, Prepared
from chappe.features.users.access import named_peer, named_user
from chappe.ids import PeerId, is_bot, user_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.tl.build import TLObject

ALBUM_MAX = 10
HEADS: dict[type[TLObject], type[TLObject]] = {
    api.InputMediaGame: api.InlineButtonTypeGame,
    api.InputMediaInvoice: api.InlineButtonTypeBuy,
}
"""What the keyboard under a medium begins with."""
TOGETHER = (
    {MediaKind.PHOTO, MediaKind.VIDEO},
    {MediaKind.DOCUMENT},
    {MediaKind.MUSIC},
)
"""What may stand in one album."""


@method("messages.sendMedia", who=Who.SIGNED_IN, writes=True)
async def send_media(call: Call, q: api.messages.SendMedia) -> "api.TypeUpdates":
    """Send a photo, a file, a place, a contact, a dice …, with a caption.

    Wire:   https://core.telegram.org/method/messages.sendMedia
    Errors: those of prepare_media and prepare_markup; MEDIA_CAPTION_TOO_LONG, ENTIT… (prepare_text); those of
            messages.sendMessage for the rest, VOICE_MESSAGES_FORBIDDEN
    """
    check_wishes(call, q)
    check_random_ids([q.random_id])
    # A preview hangs below a text: that is a message like any other.
    limit = MESSAGE if isinstance(q.media, api.InputMediaWebPage) else CAPTION
    said = await _text(call, q.message, q.entities, limit)
    again = await _sent_before(call, q, [q.random_id])
    if again is not None:
        return again
    markup = prepare_markup(call, q.reply_markup, head=HEADS.get(type(q.media)))
    prepared = await prepare_media(call, q.media)
    markup = markup or write_value(prepared.markup)
    heard = is_heard(prepared.media)
    peer = await access_addressee(call.tx, call.viewer, q.peer, voice=heard)
    answered = await access_answered(call.tx, call.viewer, peer, q.reply_to)
    if prepared.addressed is not None:
        await prepared.addressed(call.tx, peer)
    (media,) = await _keep_all(call, peer, [prepared])
    outgoing = _outgoing(call, q, peer, answered, said, media, q.random_id, markup=markup)
    if prepared.via_bot is not None:
        outgoing = replace(outgoing, body=replace(outgoing.body, via_bot=prepared.via_bot))
    sent = await send(call, peer, [outgoing], q.schedule_date, clear_draft=q.clear_draft)
    await note_sent(call, media, to_top=q.update_stickersets_order)
    return sent


@method("messages.sendMultiMedia", who=Who.SIGNED_IN, writes=True)
async def send_multi_media(call: Call, q: api.messages.SendMultiMedia) -> "api.TypeUpdates":
    """Send up to ten photos and videos, files or tracks as one album; all of them, or none.

    Wire:   https://core.telegram.org/method/messages.sendMultiMedia
    Errors: MULTI_MEDIA_TOO_LONG, MEDIA_EMPTY (none at all), MEDIA_INVALID (no album is made of these);
            those of messages.sendMedia, FILE_REFERENCE_%d_… with the place in the album
    """
    check_wishes(call, q)
    if not q.multi_media:
        raise RpcError(400, "MEDIA_EMPTY")
    if len(q.multi_media) > ALBUM_MAX:
        raise RpcError(400, "MULTI_MEDIA_TOO_LONG")
    names = [each.random_id for each in q.multi_media]
    check_random_ids(names)
    said = [await _text(call, each.message, each.entities, CAPTION) for each in q.multi_media]
    again = await _sent_before(call, q, names)
    if again is not None:
        return again
    prepared = [
        await prepare_media(call, each.media, place) for place, each in enumerate(q.multi_media)
    ]
    peer = await access_addressee(call.tx, call.viewer, q.peer)
    answered = await access_answered(call.tx, call.viewer, peer, q.reply_to)
    medias = await _keep_all(call, peer, prepared)
    kinds = {each.kind for each in medias}
    if not any(kinds <= family for family in TOGETHER):
        raise RpcError(400, "MEDIA_INVALID")
    album = secrets.randbits(62) + 1 if len(medias) > 1 else None
    outgoing = [
        _outgoing(call, q, peer, answered, text, media, name, album)
        for text, media, name in zip(said, medias, names, strict=True)
    ]
    return await send(call, peer, outgoing, q.schedule_date, clear_draft=q.clear_draft)


@method("messages.uploadMedia", who=Who.SIGNED_IN, writes=True)
async def upload_media(call: Call, q: api.messages.UploadMedia) -> "api.TypeMessageMedia":
    """Make a photo or a document of what was uploaded, without sending it; bots need not say where to.

    Wire:   https://core.telegram.org/method/messages.uploadMedia
    Errors: those of access_addressee and prepare_media; BUSINESS_CONNECTION_INVALID, MEDIA_INVALID
            (no file)
    """
    if q.business_connection_id is not None:
        raise RpcError(400, "BUSINESS_CONNECTION_INVALID")
    prepared = await prepare_media(call, q.media)
    if not isinstance(prepared.media, api.MessageMediaPhoto | api.MessageMediaDocument):
        raise RpcError(400, "MEDIA_INVALID")
    if not (is_bot(call.viewer.user_id) and isinstance(q.peer, api.InputPeerEmpty)):
        voice = is_heard(prepared.media)
        await access_addressee(call.tx, call.viewer, q.peer, voice=voice)
    media = read_value(await keep_media(call.journal, prepared))
    (shown,) = await fill_media(call.tx, call.viewer, [media])
    return shown


async def _text(
    call: Call, text: str, entities: "list[api.TypeMessageEntity] | None", limit: Limit
) -> Prepared:
    return prepare_text(
        text,
        entities,
        limit=limit,
        resolve_user=lambda named: named_user(call.viewer, named),
        custom_emoji=await custom_emoji_early(call, entities),
    )


async def _sent_before(
    call: Call, q: MediaWishes, names: list[int]
) -> "api.TypeUpdates | None":
    """The answer to one who has sent this before: its file may not be asked for twice."""
    peer = named_peer(call.viewer, q.peer)
    async with call.world.database.transaction(write=False) as tx:
        before = await find_sent(tx, call, peer, names)
    if not before:
        return None
    return await render_sent(
        call.tx, call.viewer, await sent_again(call, peer, before.values())
    )


async def _keep_all(call: Call, peer: PeerId, prepared: Sequence[PreparedMedia]) -> list[Media]:
    """Write the rows of media that are sent together; boxes are taken before them.

    Errors: TTL_MEDIA_INVALID (what destroys itself is for the eyes of one other person)
    """
    if user_of(peer) in {None, call.user_id} and any(
        getattr(each.media, "ttl_seconds", None) for each in prepared
    ):
        raise RpcError(400, "TTL_MEDIA_INVALID")
    if any(each.files or each.keep for each in prepared):
        boxes = await boxes_of(call.tx, call.user_id, peer)
        await call.journal.lock([*boxes, *await find_beside(call.tx, peer)])
    return [await keep(call.journal, call.viewer, each) for each in prepared]


def _outgoing(
    call: Call,
    q: MediaWishes,
    peer: PeerId,
    answered: Answered,
    said: Prepared,
    media: Media,
    random_id: int,
    album: int | None = None,
    markup: bytes | None = None,
) -> Outgoing:
    voice, author_id = spoken_by(call, q.send_as)
    body = Body(
        from_id=voice,
        author_id=author_id,
        at=int(call.now),
        text=said.text,
        entities=said.entities,
        media=media.data,
        media_kind=media.kind,
        file_id=media.file_id,
        markup=markup,
        reply=answered.header,
        grouped_id=album,
        effect=q.effect,
        marks=marks_of(q),
    )
    return Outgoing(
        body=body,
        random_id=random_id,
        reply_to=answered.message,
        thread=answered.thread,
        saved_peer=saved_peer_of(call, peer),
        media_unread=media.unread,
        repeat_period=getattr(q, "schedule_repeat_period", None) or 0,  # an album has none
    )
