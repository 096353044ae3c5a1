"""Media by URL: fetched, and then as if they had been uploaded."""

import asyncio
from collections.abc import Sequence
from urllib.parse import urlsplit

from chappe.features.files import darkroom
from chappe.features.files.assembly import keep_bytes
from chappe.features.files.attributes import clean_attributes, clean_mime, file_name
from chappe.features.files.documents import PICTURES, describe, document_of, thumb
from chappe.features.files.kinds import PreparedMedia, check_ttl, media_kind
from chappe.features.files.model import NewFile
from chappe.features.files.photos import photo_of
from chappe.features.files.uploaded import (
    checked_timestamp,
    cover_of,
    document_media,
    fleeting,
    photo_media,
)
from chappe.fetch.errors import FetchFailed
from chappe.fetch.fetcher import Fetched
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api

PHOTO_BYTES_MAX = 5 << 20
DOCUMENT_BYTES_MAX = 20 << 20
"""As the Bot API says it for files by URL."""
STICKER, STICKER_SIDE = "image/webp", 512
"""A picture of this kind and size is a sticker: nothing else that comes by URL says so."""
DOCUMENT_TYPES = ("application/", "audio/", "font/", "image/", "text/plain", "video/")
"""Not pages: they are for looking at."""


@media_kind(api.InputMediaPhotoExternal)
async def external_photo(
    call: Call, said: api.InputMediaPhotoExternal, _place: int | None
) -> PreparedMedia:
    """A photo from the web.

    Errors: EXTERNAL_URL_INVALID, WEBPAGE_CURL_FAILED, WEBPAGE_MEDIA_EMPTY, IMAGE_PROCESS_FAILED,
            PHOTO_INVALID_DIMENSIONS, TTL_MEDIA_INVALID
    """
    check_ttl(said.ttl_seconds)
    fetched = await _fetch(call, said.url, ("image/",), PHOTO_BYTES_MAX)
    new = fleeting(await photo_of(call, fetched.body), said.ttl_seconds)
    media = photo_media(new.shown.id, said.ttl_seconds, spoiler=said.spoiler)
    return PreparedMedia(media, (new,), new.shown)


@media_kind(api.InputMediaDocumentExternal)
async def external_document(
    call: Call, said: api.InputMediaDocumentExternal, place: int | None
) -> PreparedMedia:
    """A document from the web, called as the last part of its URL; errors as `external_photo`."""
    cover = await cover_of(call, said.video_cover, place)
    new = fleeting(await _document(call, said.url, DOCUMENT_TYPES, []), said.ttl_seconds)
    media = document_media(new, said.ttl_seconds, spoiler=said.spoiler)
    media.video_cover = cover
    media.video_timestamp = checked_timestamp(said.video_timestamp)
    return PreparedMedia(media, (new,), new.shown)


async def told_document(
    call: Call,
    url: str,
    accept: tuple[str, ...],
    said: Sequence["api.TypeDocumentAttribute"],
) -> PreparedMedia:
    """A document from the web of which somebody has said what it is. `accept`: how its type may begin.

    Errors: those of `external_photo`, MEDIA_INVALID (attributes)
    """
    new = await _document(call, url, accept, said)
    return PreparedMedia(document_media(new, None, spoiler=False), (new,), new.shown)


async def _document(
    call: Call,
    url: str,
    accept: tuple[str, ...],
    said: Sequence["api.TypeDocumentAttribute"],
) -> NewFile:
    attributes = clean_attributes(said)
    fetched = await _fetch(call, url, accept, DOCUMENT_BYTES_MAX)
    mime = clean_mime(fetched.content_type)
    name = file_name(urlsplit(url).path)
    if name and not any(isinstance(a, api.DocumentAttributeFilename) for a in attributes):
        attributes.append(api.DocumentAttributeFilename(file_name=name))
    developed = None
    if mime in PICTURES:
        developed = await darkroom.develop(thumb, fetched.body)
        describe(attributes, developed, force_file=False)
        if mime == STICKER and max(developed.width, developed.height) == STICKER_SIDE:
            none = api.InputStickerSetEmpty()
            attributes.append(api.DocumentAttributeSticker(alt="", stickerset=none))
    blob = await keep_bytes(call, fetched.body)
    return await document_of(call, blob, mime, attributes, developed)


async def _fetch(call: Call, url: str, accept: tuple[str, ...], bytes_max: int) -> Fetched:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise RpcError(400, "EXTERNAL_URL_INVALID") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise RpcError(400, "EXTERNAL_URL_INVALID")
    await asyncio.sleep(
        0
    )  # a call may have been begun by hand; what comes now wants to be in a task
    try:
        fetched = await call.world.fetcher.get(url, accept=accept, bytes_max=bytes_max)
    except FetchFailed as error:
        raise RpcError(400, "WEBPAGE_CURL_FAILED") from error
    if not fetched.body:
        raise RpcError(400, "WEBPAGE_MEDIA_EMPTY")
    return fetched
