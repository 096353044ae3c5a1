"""Blobs in an object store (S3 and what speaks like it, or memory), through obstore."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterable, Sequence

import obstore
from obstore.exceptions import NotFoundError
from obstore.store import ObjectStore
from typing_extensions import override

from chappe.blobs.blobs import BlobMissing, Blobs, Gathered, Hasher, checked

PIECE_BYTES = 1 << 20
BUFFER_BYTES = 8 << 20
"""S3 takes a big object in pieces of at least 5 MiB, 10 000 at the most: up to 80 GB."""


class ObjectBlobs(Blobs):
    """Objects named as the blobs are, below what the store's URL says."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @override
    async def open(self) -> None:
        pass

    @override
    async def close(self) -> None:
        pass

    @override
    async def put(self, name: str, data: bytes, *, durable: bool = True) -> None:
        await obstore.put_async(self._store, checked(name), data)

    @override
    async def gather(self, pieces: Sequence[str], *, md5: bool = False) -> Gathered:
        # Only hashed: what is kept already need not travel once more.
        hasher = Hasher(md5=md5)
        async for data in self._contents(pieces):
            await asyncio.to_thread(hasher.update, data)
        return Gathered(hasher.digest(), tuple(pieces))

    @override
    async def keep(self, gathered: Gathered, name: str) -> None:
        # The name comes last: a node that dies on the way leaves at most an upload without one.
        aside = f"tmp/{secrets.token_hex(16)}"
        writer = obstore.open_writer_async(self._store, aside, buffer_size=BUFFER_BYTES)
        hasher = Hasher(md5=False)
        async for data in self._contents(gathered.pieces):
            await asyncio.to_thread(hasher.update, data)
            await writer.write(data)
        await writer.close()
        if hasher.digest().sha256 != gathered.digest.sha256:  # a piece was replaced meanwhile
            await self.delete([aside])
            raise BlobMissing(gathered.pieces[0])
        await obstore.rename_async(self._store, aside, checked(name))

    @override
    async def drop(self, gathered: Gathered) -> None:
        pass

    async def _contents(self, pieces: Sequence[str]) -> AsyncIterator[bytes]:
        for piece in pieces:
            try:
                found = await obstore.get_async(self._store, checked(piece))
            except (FileNotFoundError, NotFoundError) as error:
                raise BlobMissing(piece) from error
            async for data in found.stream(PIECE_BYTES):
                yield bytes(data)

    @override
    async def read(self, name: str, start: int, length: int) -> bytes:
        try:
            data = await obstore.get_range_async(
                self._store, checked(name), start=start, length=length
            )
        except (FileNotFoundError, NotFoundError) as error:
            raise BlobMissing(name) from error
        if len(data) != length:
            raise BlobMissing(name)
        return bytes(data)

    @override
    async def exists(self, name: str) -> bool:
        try:
            await obstore.head_async(self._store, checked(name))
        except (FileNotFoundError, NotFoundError):
            return False
        return True

    @override
    async def delete(self, names: Iterable[str]) -> None:
        for name in names:
            try:
                await obstore.delete_async(self._store, checked(name))
            except (FileNotFoundError, NotFoundError):  # S3 says nothing; memory does
                continue

    @override
    async def names(self, prefix: str) -> list[str]:
        found = obstore.list(self._store, prefix.rstrip("/"))
        return sorted([each["path"] async for chunk in found for each in chunk])
