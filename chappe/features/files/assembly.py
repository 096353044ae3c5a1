"""From parts to a file: are they all there, do they fit together, what do they hold.

Nothing is copied before it is known what the content is: the same content is kept once.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chappe.blobs.blobs import BlobMissing, Digest
from chappe.features.files.model import (
    PARTS_MAX,
    SMALL_BYTES_MAX,
    Blob,
    UploadId,
    part_name,
)
from chappe.features.files.parts import is_part_size
from chappe.features.files.store import blobs, uploads
from chappe.rpc.call import Call, World
from chappe.rpc.errors import RpcError
from chappe.tl import api

ID_BITS = 63


class Hand(Protocol):
    """On whose behalf bytes are kept: a call, or a job."""

    @property
    def world(self) -> World:
        """The server around."""

    @property
    def now(self) -> float:
        """Unix seconds."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Parts that make a whole file. `name`: as the client called it; `md5`: as it claims, or empty;
    `pieces`: the blobs of the parts in order, each of the size in `sizes`."""

    upload_id: UploadId
    name: str
    md5: str
    pieces: tuple[str, ...]
    sizes: tuple[int, ...]

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(self.sizes)


async def find_upload(call: Call, file: "api.TypeInputFile") -> Upload:
    """The caller's file: its parts are all here and fit together.

    Errors: FILE_PARTS_INVALID, FILE_PART_%d_MISSING, FILE_PART_LENGTH_INVALID, INPUT_FILE_INVALID (not of a
            kind that is uploaded in parts)
    """
    if not isinstance(file, api.InputFile | api.InputFileBig):
        raise RpcError(400, "INPUT_FILE_INVALID")
    if not 1 <= file.parts <= PARTS_MAX:
        raise RpcError(400, "FILE_PARTS_INVALID")
    upload_id = UploadId(file.id)
    async with call.world.database.transaction(write=False) as tx:
        stated, parts = await uploads.find_parts(tx, call.user_id, upload_id, int(call.now))
    _check_parts(file.parts, stated, parts)
    sizes = tuple(size for _, size in parts)
    if isinstance(file, api.InputFile) and sum(sizes) > SMALL_BYTES_MAX:
        raise RpcError(400, "FILE_PARTS_INVALID")
    pieces = tuple(part_name(call.user_id, upload_id, part) for part, _ in parts)
    md5 = file.md5_checksum.lower() if isinstance(file, api.InputFile) else ""
    return Upload(upload_id, file.name.replace("\0", ""), md5, pieces, sizes)


def _check_parts(claimed: int, stated: int | None, parts: Sequence[tuple[int, int]]) -> None:
    """`parts`: number and bytes of those that are here, by number."""
    if stated not in {None, claimed} or (parts and parts[-1][0] >= claimed):
        raise RpcError(400, "FILE_PARTS_INVALID")
    here = {number for number, _ in parts}
    for number in range(claimed):
        if number not in here:
            raise RpcError(400, "FILE_PART_%d_MISSING", number)
    sizes = [size for _, size in parts]
    if len(sizes) > 1 and (
        len(set(sizes[:-1])) > 1 or not is_part_size(sizes[0]) or sizes[-1] > sizes[0]
    ):
        raise RpcError(400, "FILE_PART_LENGTH_INVALID")


async def read_whole(call: Call, upload: Upload) -> bytes:
    """The bytes of a small file, in memory.

    Errors: FILE_PART_%d_MISSING, MD5_CHECKSUM_INVALID
    """
    assert upload.size <= SMALL_BYTES_MAX
    try:
        read = [
            await call.world.blobs.read(piece, 0, size)
            for piece, size in zip(upload.pieces, upload.sizes, strict=True)
        ]
    except BlobMissing as error:
        raise _missing(upload, error) from error
    data = b"".join(read)
    if upload.md5:
        hasher = await asyncio.to_thread(hashlib.md5, data, usedforsecurity=False)
        _check_md5(upload, hasher.hexdigest())
    return data


async def keep_upload(call: Call, upload: Upload) -> Blob:
    """Bring the file to the store; a row may point to it within a day.

    Errors: FILE_PART_%d_MISSING, MD5_CHECKSUM_INVALID
    """
    store = call.world.blobs
    try:
        gathered = await store.gather(upload.pieces, md5=bool(upload.md5))
        try:
            _check_digest(upload, gathered.digest)
            blob, present = await _claim(call, gathered.digest.sha256, gathered.digest.size)
        except BaseException:
            await store.drop(gathered)
            raise
        await (store.drop(gathered) if present else store.keep(gathered, blob.name))
    except BlobMissing as error:
        raise _missing(upload, error) from error
    return blob


def _check_digest(upload: Upload, digest: Digest) -> None:
    if digest.size != upload.size:  # a part was cut by a power cut, or replaced just now
        raise RpcError(400, "FILE_PART_%d_MISSING", 0)
    _check_md5(upload, digest.md5 or "")


def _check_md5(upload: Upload, md5: str) -> None:
    if upload.md5 not in {"", md5}:
        raise RpcError(400, "MD5_CHECKSUM_INVALID")


def _missing(upload: Upload, error: BlobMissing) -> RpcError:
    return RpcError(400, "FILE_PART_%d_MISSING", upload.pieces.index(error.name))


async def keep_bytes(hand: Hand, data: bytes) -> Blob:
    """Bring bytes to the store, as `keep_upload`."""
    sha256 = await asyncio.to_thread(hashlib.sha256, data)
    blob, present = await _claim(hand, sha256.digest(), len(data))
    if not present:
        await hand.world.blobs.put(blob.name, data)
    return blob


async def _claim(hand: Hand, sha256: bytes, size: int) -> tuple[Blob, bool]:
    """The blob of this content, and whether its bytes are in the store."""
    new_id = secrets.randbits(ID_BITS)
    async with hand.world.database.transaction(write=True) as tx:
        blob, new = await blobs.claim(tx, new_id, sha256, size, int(hand.now))
    return blob, not new and await hand.world.blobs.exists(blob.name)
