"""Blobs in a directory of the local disk.

Written with the system's own calls: obstore's local store does not fsync, so that a power cut could leave
an empty file under a name that a row points to, and it costs several times as much for a part of a file
(docs/decisions). A blob is written aside, brought to the disk, and then named.
"""

import asyncio
import hashlib
import itertools
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

from typing_extensions import override

from chappe.blobs.blobs import BlobMissing, Blobs, Digest, checked

ASIDE = "tmp"
"""Where unfinished blobs are; emptied at the start."""
PIECE_BYTES = 1 << 20
WITHOUT_WAITING: int = getattr(os, "RWF_NOWAIT", 0)
"""Read only what the system has in memory; 0 where it cannot tell (not Linux)."""

P = ParamSpec("P")
T = TypeVar("T")


class DirectoryBlobs(Blobs):
    """Files under `root`, named as the blobs are."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._aside = root / ASIDE
        self._count = itertools.count()

    @override
    async def open(self) -> None:
        await _in_thread(self._make)

    @override
    async def close(self) -> None:
        pass

    @override
    async def put(self, name: str, data: bytes, *, durable: bool = True) -> None:
        await _in_thread(self._put, checked(name), data, durable)

    @override
    async def join(self, name: str, pieces: Sequence[str]) -> None:
        await _in_thread(self._join, checked(name), pieces)

    @override
    async def digest(self, pieces: Sequence[str]) -> Digest:
        return await _in_thread(self._digest, pieces)

    @override
    async def read(self, name: str, start: int, length: int) -> bytes:
        # What the system has in memory is read at once: a thread would cost more than the reading.
        data = self._read_from_memory(name, start, length) if WITHOUT_WAITING else None
        return data if data is not None else await _in_thread(self._read, name, start, length)

    @override
    async def exists(self, name: str) -> bool:
        return await _in_thread(self._path(name).exists)

    @override
    async def delete(self, names: Iterable[str]) -> None:
        await _in_thread(self._delete, [self._path(name) for name in names])

    @override
    async def names(self, prefix: str) -> list[str]:
        return await _in_thread(self._names, prefix)

    # -- in a thread --------------------------------------------------------------------

    def _make(self) -> None:
        self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.rmtree(self._aside, ignore_errors=True)
        self._aside.mkdir()

    def _path(self, name: str) -> Path:
        return self._root / checked(name)

    @contextmanager
    def _opened(self, name: str) -> Iterator[int]:
        try:
            file = os.open(self._path(name), os.O_RDONLY)
        except FileNotFoundError as error:
            raise BlobMissing(name) from error
        try:
            yield file
        finally:
            os.close(file)

    def _read(self, name: str, start: int, length: int) -> bytes:
        with self._opened(name) as file:
            data = os.pread(file, length, start)
        if len(data) != length:
            raise BlobMissing(name)
        return data

    def _read_from_memory(self, name: str, start: int, length: int) -> bytes | None:
        """The bytes, None when the disk would have to be asked for some of them."""
        data = bytearray(length)
        with self._opened(name) as file:
            try:
                read = os.preadv(file, [data], start, WITHOUT_WAITING)
            except OSError:  # EAGAIN: not in memory; EOPNOTSUPP: a file system that cannot tell
                return None
        # Nobody changes it any more: a copy as `bytes` would only cost.
        return data if read == length else None  # type: ignore[return-value] # read only, as bytes are

    def _put(self, name: str, data: bytes, durable: bool) -> None:
        with self._written(name, durable=durable) as file:
            _write_all(file, data)

    def _join(self, name: str, pieces: Sequence[str]) -> None:
        with self._written(name, durable=True) as file:
            for data in self._contents(pieces):
                _write_all(file, data)

    def _digest(self, pieces: Sequence[str]) -> Digest:
        sha256, md5, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
        for data in self._contents(pieces):
            sha256.update(data)
            md5.update(data)
            size += len(data)
        return Digest(sha256.digest(), md5.hexdigest(), size)

    def _contents(self, pieces: Sequence[str]) -> Iterator[memoryview]:
        """The bytes of blobs, a good piece at a time; each is gone when the next one comes."""
        buffer = memoryview(bytearray(PIECE_BYTES))
        for piece in pieces:
            with self._opened(piece) as file:
                while read := os.readv(file, [buffer]):
                    yield buffer[:read]

    @contextmanager
    def _written(self, name: str, *, durable: bool) -> Iterator[int]:
        """A file to write to, which gets its name once it is whole."""
        aside = self._aside / str(next(self._count))
        file = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            yield file
            if durable:
                os.fsync(file)
        except BaseException:
            aside.unlink()
            raise
        finally:
            os.close(file)
        self._give_name(aside, self._path(name), durable=durable)

    def _give_name(self, aside: Path, path: Path, *, durable: bool) -> None:
        made = False
        while True:
            try:
                aside.rename(path)
            except FileNotFoundError:  # no folder yet, or an empty one was just cleared away
                path.parent.mkdir(parents=True, exist_ok=True)
                made = True
            else:
                break
        if durable:
            # A name is on the disk when its folder is, and that one's name when its own folder is.
            _sync_folder(path.parent)
            for folder in path.parent.parents if made else ():
                _sync_folder(folder)
                if folder == self._root:
                    break

    def _delete(self, paths: list[Path]) -> None:
        folders = set()
        for path in paths:
            path.unlink(missing_ok=True)
            folders.add(path.parent)
        for folder in folders:
            self._drop_empty(folder)

    def _drop_empty(self, folder: Path) -> None:
        """Clear a folder away with the last thing in it; whoever needs it makes it again."""
        while folder != self._root:
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent

    def _names(self, prefix: str) -> list[str]:
        found = []
        for folder, _, files in os.walk(self._root / prefix):
            inside = Path(folder).relative_to(self._root)
            found += [str(inside / name) for name in files]
        return sorted(found)


async def _in_thread(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    return await asyncio.to_thread(work, *args, **named)


def _write_all(file: int, data: bytes | memoryview) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(file, left) :]


def _sync_folder(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
