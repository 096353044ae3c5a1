"""Media made of what the caller has uploaded, or of files that are here already."""

from dataclasses import replace

from chappe.db.database import Tx
from chappe.features.files.access import access_document, access_photo
from chappe.features.files.documents import prepare_document
from chappe.features.files.kinds import PreparedMedia, attach_stickers, check_ttl, media_kind
from chappe.features.files.model import FileId, NewFile
from chappe.features.files.photos import new_file_id, prepare_photo
from chappe.features.files.store import files
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api

TIMESTAMP_MAX = 1 << 24


@media_kind(api.InputMediaUploadedPhoto)
async def uploaded_photo(
    call: Call, said: api.InputMediaUploadedPhoto, place: int | None
) -> PreparedMedia:
    """A new photo."""
    check_ttl(said.ttl_seconds)
    video = await _moving(call, said.video, place) if said.live_photo else None
    new = fleeting(await prepare_photo(call, said.file), said.ttl_seconds)
    attach = await attach_stickers(call, new.shown.id, said.stickers)
    if attach is not None and isinstance(new.shown, api.Photo):
        new.shown.has_stickers = True
    media = photo_media(new.shown.id, said.ttl_seconds, spoiler=said.spoiler, video=video)
    return PreparedMedia(media, (new,), new.shown, attach)


@media_kind(api.InputMediaPhoto)
async def known_photo(
    call: Call, said: api.InputMediaPhoto, place: int | None
) -> PreparedMedia:
    """A photo that the caller was shown."""
    check_ttl(said.ttl_seconds)
    video = await _moving(call, said.video, place) if said.live_photo else None
    async with call.world.database.transaction(write=False) as tx:
        photo = await access_photo(tx, call, said.id, place)
        copies = await _own_copy(tx, call, photo, said.ttl_seconds)
    media = photo_media(photo.id, said.ttl_seconds, spoiler=said.spoiler, video=video)
    return PreparedMedia(media, copies, photo)


@media_kind(api.InputMediaUploadedDocument)
async def uploaded_document(
    call: Call, said: api.InputMediaUploadedDocument, place: int | None
) -> PreparedMedia:
    """A new document."""
    cover = await cover_of(call, said.video_cover, place)
    new = fleeting(await prepare_document(call, said), said.ttl_seconds)
    media = document_media(new, said.ttl_seconds, spoiler=said.spoiler)
    media.video_cover, media.video_timestamp = cover, checked_timestamp(said.video_timestamp)
    attach = await attach_stickers(call, new.shown.id, said.stickers)
    if attach is not None and isinstance(new.shown, api.Document):
        new.shown.attributes.append(api.DocumentAttributeHasStickers())
    return PreparedMedia(media, (new,), new.shown, attach)


@media_kind(api.InputMediaDocument)
async def known_document(
    call: Call, said: api.InputMediaDocument, place: int | None
) -> PreparedMedia:
    """A document that the caller was shown."""
    cover = await cover_of(call, said.video_cover, place)
    async with call.world.database.transaction(write=False) as tx:
        document = await access_document(tx, call, said.id, place)
        copies = await _own_copy(tx, call, document, said.ttl_seconds)
    media = document_media(document, said.ttl_seconds, spoiler=said.spoiler)
    media.video_cover, media.video_timestamp = cover, checked_timestamp(said.video_timestamp)
    return PreparedMedia(media, copies, document)


async def _own_copy(
    tx: Tx, call: Call, file: api.Photo | api.Document, ttl_seconds: int | None
) -> tuple[NewFile, ...]:
    """What destroys itself is a file of its own, of the same bytes, and so is what is made of such a one:
    it goes (`forget_fleeting`) without taking another along. `file` becomes the copy."""
    if ttl_seconds is None and not await files.is_fleeting(tx, FileId(file.id)):
        return ()
    blobs = await files.find_blobs(tx, FileId(file.id))
    file.id = new_file_id()
    return (fleeting(NewFile(call.user_id, file, blobs), ttl_seconds),)


def fleeting(new: NewFile, ttl_seconds: int | None) -> NewFile:
    """A new file that goes with its message, when that has a time."""
    return replace(new, fleeting=ttl_seconds is not None)


def document_media(
    of: NewFile | api.Document, ttl_seconds: int | None, *, spoiler: bool
) -> api.MessageMediaDocument:
    """The medium of a message that shows a document.

    Errors: TTL_MEDIA_INVALID (no time at all, or not for a file that is only kept)
    """
    document = of.shown if isinstance(of, NewFile) else of
    assert isinstance(document, api.Document)
    video = round_ = voice = moves = sticker = False
    for attribute in document.attributes:
        match attribute:
            case api.DocumentAttributeVideo():
                video, round_ = not attribute.round_message, attribute.round_message
            case api.DocumentAttributeAudio():
                voice = attribute.voice
            case api.DocumentAttributeAnimated():
                moves = True
            case api.DocumentAttributeSticker() | api.DocumentAttributeCustomEmoji():
                sticker = True
    check_ttl(ttl_seconds)
    if ttl_seconds is not None and not (video or round_ or voice):
        raise RpcError(400, "TTL_MEDIA_INVALID")
    return api.MessageMediaDocument(
        spoiler=spoiler,
        video=video and not moves and not sticker,
        round=round_,
        voice=voice,
        document=api.DocumentEmpty(id=document.id),
        ttl_seconds=ttl_seconds,
    )


def photo_media(
    photo_id: int,
    ttl_seconds: int | None,
    *,
    spoiler: bool,
    video: api.DocumentEmpty | None = None,
) -> api.MessageMediaPhoto:
    """The medium of a message that shows a photo."""
    return api.MessageMediaPhoto(
        spoiler=spoiler,
        live_photo=video is not None,
        photo=api.PhotoEmpty(id=photo_id),
        ttl_seconds=ttl_seconds,
        video=video,
    )


async def _moving(
    call: Call, said: "api.TypeInputDocument | None", place: int | None
) -> api.DocumentEmpty:
    """The video of a live photo."""
    if said is None:
        raise RpcError(400, "MEDIA_INVALID")
    async with call.world.database.transaction(write=False) as tx:
        document = await access_document(tx, call, said, place)
    if not any(isinstance(a, api.DocumentAttributeVideo) for a in document.attributes):
        raise RpcError(400, "VIDEO_CONTENT_TYPE_INVALID")
    return api.DocumentEmpty(id=document.id)


async def cover_of(
    call: Call, said: "api.TypeInputPhoto | None", place: int | None
) -> api.PhotoEmpty | None:
    """The cover of a video, one of the photos that the caller was shown."""
    if said is None:
        return None
    async with call.world.database.transaction(write=False) as tx:
        photo = await access_photo(tx, call, said, place)
    return api.PhotoEmpty(id=photo.id)


def checked_timestamp(seconds: int | None) -> int | None:
    """Where a video is to begin.

    Errors: MEDIA_INVALID
    """
    if seconds is not None and not 0 <= seconds <= TIMESTAMP_MAX:
        raise RpcError(400, "MEDIA_INVALID")
    return seconds
