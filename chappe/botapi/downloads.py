"""Files that bots fetch: `/file/bot<token>/<file_path>`, as getFile names them.

A path says what it leads to, as a `file_id` does, for one bot. Bytes are read and sent in pieces.
"""

import re
from email.utils import formatdate

from aiohttp import web

from chappe.botapi.asking import House
from chappe.botapi.errors import BotError
from chappe.botapi.fileids import FileIds, FileName, Medium
from chappe.features.files.download import read_stretch
from chappe.features.files.model import FileId, Rendition
from chappe.features.files.store import files
from chappe.ids import UserId
from chappe.tl import api

PIECE_BYTES = 1 << 20
FOLDERS = {
    Medium.PHOTO: "photos",
    Medium.PROFILE_PHOTO: "profile_photos",
    Medium.THUMBNAIL: "thumbnails",
    Medium.DOCUMENT: "documents",
    Medium.VIDEO: "videos",
    Medium.ANIMATION: "animations",
    Medium.AUDIO: "music",
    Medium.VOICE: "voice",
    Medium.VIDEO_NOTE: "video_notes",
    Medium.STICKER: "stickers",
    Medium.LIVE_PHOTO: "live_photos",
}
PATH = re.compile(r"[a-z_]+/([A-Za-z0-9_-]+)(?:\.[A-Za-z0-9]+)?")
SUFFIX = re.compile(r"\.([A-Za-z0-9]{1,10})$", re.ASCII)
SUFFIXES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "oga",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "text/plain": "txt",
    "application/x-tgsticker": "tgs",
}


async def find_file(house: House, name: FileName) -> Rendition | None:
    """What a file's name leads to."""
    async with house.database.transaction(write=False) as tx:
        return await files.find_rendition(tx, FileId(name.file_id), name.size)


async def find_suffix(house: House, name: FileName, mime: str) -> str:
    """How the name of a file ends: as its sender called it, or else by its type; empty: in no known way."""
    if not name.size and name.medium not in {Medium.PHOTO, Medium.PROFILE_PHOTO}:
        async with house.database.transaction(write=False) as tx:
            document = (await files.find_documents(tx, [name.file_id])).get(name.file_id)
        for each in [] if document is None else document.attributes:
            if isinstance(each, api.DocumentAttributeFilename):
                named = SUFFIX.search(each.file_name)
                if named is not None:
                    return named[1]
    return SUFFIXES.get(mime, "")


def path_of(file_id: str, name: FileName, suffix: str) -> str:
    """Where a file is fetched."""
    return f"{FOLDERS[name.medium]}/{file_id}{f'.{suffix}' if suffix else ''}"


async def serve_file(house: House, bot: UserId, request: web.Request) -> web.StreamResponse:
    """Send a file.

    Raises: BotError (404).
    """
    said = PATH.fullmatch(request.match_info["path"])
    name = None if said is None else FileIds(bot, house.world.secret).read(said[1])
    found = None if name is None else await find_file(house, name)
    if found is None:
        raise BotError(404)
    response = web.StreamResponse(
        headers={
            "Content-Type": found.mime or "application/octet-stream",
            "Last-Modified": formatdate(found.date, usegmt=True),
            "Accept-Ranges": "bytes",
            "X-Content-Type-Options": "nosniff",
        }
    )
    start, end = _stretch(request, found.blob.size)
    if (start, end) != (0, found.blob.size):
        response.set_status(206)
        response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{found.blob.size}"
    response.content_length = end - start
    await response.prepare(request)
    while start < end:
        piece = await read_stretch(
            house.world.blobs, found.blob, start, min(PIECE_BYTES, end - start)
        )
        await response.write(piece)
        start += len(piece)
    await response.write_eof()
    return response


def _stretch(request: web.Request, size: int) -> tuple[int, int]:
    """Which bytes are asked for."""
    try:
        asked = request.http_range
    except ValueError:
        return 0, size
    start, stop, _ = asked.indices(size)
    return (start, stop) if start < stop else (0, size)
