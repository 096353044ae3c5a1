"""Blobs in a directory of the local disk.

Written with the system's own calls: obstore's local store does not fsync, so that a power cut could leave
an empty file under a name that a row points to, and it costs several times as much for a part of a file
(docs/decisions). A blob is written aside, brought to the disk, and then named.
"""

import asyncio
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

from typing_extensions import override

from chappe.blobs.blobs import BlobMissing, Blobs, Gathered, Hasher, checked
from chappe.blobs.direct import Output, read_once

ASIDE = "tmp"
"""Where unfinished blobs are; what a crash has left there is cleared away at the start."""
ASIDE_SECONDS = 86_400
"""Nobody takes so long to write a file."""
BIG_PIECES_MIN = 32
"""A file of so many parts (16 MB) is not kept in memory for whoever may come for it."""
WITHOUT_WAITING: int = getattr(os, "RWF_NOWAIT", 0)
"""Read only what the system has in memory; 0 where it cannot tell (not Linux)."""

P = ParamSpec("P")
T = TypeVar("T")


class DirectoryBlobs(Blobs):
    """Files under `root`, named as the blobs are."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._aside = root / ASIDE

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
    async def gather(self, pieces: Sequence[str], *, md5: bool = False) -> Gathered:
        return await _in_thread(self._gather, tuple(pieces), md5)

    @override
    async def keep(self, gathered: Gathered, name: str) -> None:
        aside = self._aside / gathered.aside
        await _in_thread(self._give_name, aside, self._path(name), durable=True)

    @override
    async def drop(self, gathered: Gathered) -> None:
        await _in_thread((self._aside / gathered.aside).unlink, missing_ok=True)

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
        self._aside.mkdir(exist_ok=True)
        probe = self._new_aside()
        probe.touch()
        now = probe.stat().st_mtime  # by the clock that all files here are dated by
        for path in (probe, *self._aside.iterdir()):
            if path == probe or path.stat().st_mtime < now - ASIDE_SECONDS:
                path.unlink(missing_ok=True)  # the younger ones are of other nodes at work

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
        aside = self._new_aside()
        with _written(aside, directly=not durable, durable=durable) as output:
            output.write(data)
        self._give_name(aside, self._path(name), durable=durable)

    def _gather(self, pieces: tuple[str, ...], md5: bool) -> Gathered:
        aside, hasher = self._new_aside(), Hasher(md5=md5)
        big = len(pieces) >= BIG_PIECES_MIN
        with _written(aside, directly=big, durable=True) as output:
            for piece in pieces:
                try:
                    for data in read_once(self._path(piece)):
                        hasher.update(data)
                        output.write(data)
                except FileNotFoundError as error:
                    raise BlobMissing(piece) from error
        return Gathered(hasher.digest(), pieces, aside.name)

    def _new_aside(self) -> Path:
        return self._aside / secrets.token_hex(16)

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


@contextmanager
def _written(path: Path, *, directly: bool, durable: bool) -> Iterator[Output]:
    """A new file to write to; gone when that fails, on the disk when it shall be durable."""
    output = Output(path, directly=directly)
    try:
        yield output
        if durable:
            os.fsync(output.file)
    except BaseException:
        path.unlink()
        raise
    finally:
        os.close(output.file)


async def _in_thread(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    return await asyncio.to_thread(work, *args, **named)


def _sync_folder(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
