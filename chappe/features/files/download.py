"""Giving out bytes: which stretches may be asked for, and what a client is told of their kind.

https://core.telegram.org/api/files#downloading-files
"""

from collections.abc import Callable
from hashlib import sha256

from chappe.blobs.blobs import Blobs
from chappe.features.files.model import Blob
from chappe.rpc.errors import RpcError
from chappe.tl import api

BLOCK_BYTES = 1 << 20
"""No stretch reaches over a border of such blocks."""
STEP_BYTES = 4096
PRECISE_STEP_BYTES = 1024
HASHED_BYTES = 128 << 10
"""The stretches that `upload.getFileHashes` speaks of."""
OFFSET_MAX = 1 << 40


def check_stretch(offset: int, limit: int, *, precise: bool) -> None:
    """Refuse stretches that are not allowed.

    Errors: OFFSET_INVALID, LIMIT_INVALID
    """
    step = PRECISE_STEP_BYTES if precise else STEP_BYTES
    if not 0 <= offset <= OFFSET_MAX or offset % step:
        raise RpcError(400, "OFFSET_INVALID")
    if not 0 < limit <= BLOCK_BYTES or limit % step:
        raise RpcError(400, "LIMIT_INVALID")
    if not precise and BLOCK_BYTES % limit:
        raise RpcError(400, "LIMIT_INVALID")
    if offset // BLOCK_BYTES != (offset + limit - 1) // BLOCK_BYTES:
        raise RpcError(400, "LIMIT_INVALID")


async def read_stretch(blobs: Blobs, blob: Blob, offset: int, limit: int) -> bytes:
    """The bytes, fewer at the end of the file, none behind it."""
    length = min(limit, blob.size - offset)
    return await blobs.read(blob.name, offset, length) if length > 0 else b""


async def hash_stretches(blobs: Blobs, blob: Blob, offset: int) -> list[api.FileHash]:
    """Hashes of the block that the offset is in.

    Errors: OFFSET_INVALID
    """
    if not 0 <= offset <= OFFSET_MAX:
        raise RpcError(400, "OFFSET_INVALID")
    start = offset - offset % BLOCK_BYTES
    data = await read_stretch(blobs, blob, start, BLOCK_BYTES)
    stretches = [
        (start + at, data[at : at + HASHED_BYTES]) for at in range(0, len(data), HASHED_BYTES)
    ]
    return [
        api.FileHash(offset=at, limit=len(part), hash=sha256(part).digest())
        for at, part in stretches
    ]


def storage_type(mime: str) -> "api.storage.TypeFileType":
    """The kind of a file as `upload.file` says it."""
    return _STORAGE_TYPES.get(mime, api.storage.FileUnknown)()


_STORAGE_TYPES: dict[str, Callable[[], "api.storage.TypeFileType"]] = {
    "image/jpeg": api.storage.FileJpeg,
    "image/png": api.storage.FilePng,
    "image/gif": api.storage.FileGif,
    "image/webp": api.storage.FileWebp,
    "application/pdf": api.storage.FilePdf,
    "audio/mpeg": api.storage.FileMp3,
    "video/mp4": api.storage.FileMp4,
    "video/quicktime": api.storage.FileMov,
}
