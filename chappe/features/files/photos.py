"""Making photos: from a client's file to something that messages and profiles can show.

For profile photos: `prepare_photo(…, develop=pictures.crop)`, then `keep_file` in the call's transaction, then
`view.find_photos`.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

from chappe.features.files import darkroom, pictures
from chappe.features.files.assembly import (
    ID_BITS,
    Hand,
    Upload,
    find_upload,
    keep_bytes,
    read_whole,
)
from chappe.features.files.model import SMALL_BYTES_MAX, FileId, NewFile
from chappe.features.files.pictures import Developed, Size
from chappe.ids import DcId, UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api

EXTENSIONS = {"", ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".bmp"}
"""A file without one is looked into."""
JPEG = "image/jpeg"


async def prepare_photo(
    call: Call,
    file: "api.TypeInputFile",
    develop: Callable[[bytes], Developed] = pictures.develop,
) -> NewFile:
    """A photo from the caller's upload, its bytes in the store. Before the call's first statement.

    Errors: those of `find_upload`; PHOTO_EXT_INVALID, PHOTO_SAVE_FILE_INVALID (over 10 MB),
            IMAGE_PROCESS_FAILED, PHOTO_INVALID_DIMENSIONS
    """
    upload = await find_upload(call, file)
    check_photo(upload)
    async with darkroom.place():
        new = await photo_of(call, await read_whole(call, upload), develop)
    return replace(new, upload=upload.upload_id)


def check_photo(upload: Upload) -> None:
    """Refuse what cannot be a photo, by its name and size."""
    if PurePosixPath(upload.name).suffix.lower() not in EXTENSIONS:
        raise RpcError(400, "PHOTO_EXT_INVALID")
    if upload.size > SMALL_BYTES_MAX:
        raise RpcError(400, "PHOTO_SAVE_FILE_INVALID")


async def photo_of(
    call: Call, data: bytes, develop: Callable[[bytes], Developed] = pictures.develop
) -> NewFile:
    """A photo from the bytes of a picture.

    Errors: IMAGE_PROCESS_FAILED, PHOTO_INVALID_DIMENSIONS
    """
    return await make_photo(call, call.user_id, call.caller.dc_id, data, develop)


async def make_photo(
    hand: Hand,
    user_id: UserId,
    dc_id: DcId,
    data: bytes,
    develop: Callable[[bytes], Developed] = pictures.develop,
) -> NewFile:
    """As `photo_of`, for work that is nobody's call (a job); `user_id`: whose it is."""
    developed = await darkroom.develop(develop, data)
    blobs = [(size.type, await keep_bytes(hand, size.data), JPEG) for size in developed.sizes]
    photo = api.Photo(
        id=new_file_id(),
        access_hash=0,
        file_reference=b"",
        date=int(hand.now),
        sizes=shown_sizes(developed),
        dc_id=dc_id,
    )
    return NewFile(user_id, photo, tuple(blobs))


def new_file_id() -> FileId:
    """An id that nobody can guess and nobody else has."""
    return FileId(secrets.randbits(ID_BITS) or 1)


def shown_sizes(developed: Developed) -> "list[api.TypePhotoSize]":
    """The sizes as clients see them, the stripped one first."""
    stripped = api.PhotoStrippedSize(type="i", bytes=developed.stripped)
    return [stripped, *map(_shown, developed.sizes)]


def _shown(size: Size) -> "api.TypePhotoSize":
    if len(size.prefixes) > 1:
        return api.PhotoSizeProgressive(
            type=size.type, w=size.width, h=size.height, sizes=list(size.prefixes)
        )
    return api.PhotoSize(type=size.type, w=size.width, h=size.height, size=len(size.data))
