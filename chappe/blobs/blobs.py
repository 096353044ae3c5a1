"""The promise that every store of bytes keeps."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

NAME = re.compile(r"[a-z0-9]+(?:[/.-][a-z0-9]+)*")
"""Names are ours, never a stranger's: lower case, `/` between folders, no way out of them."""


class BlobMissing(Exception):
    """There is nothing under that name, or less than was asked for."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Digest:
    """What some bytes are. `sha256`: 32 bytes; `md5`: 32 hex digits if asked for; `size`: in bytes."""

    sha256: bytes
    md5: str | None
    size: int


@dataclass(frozen=True, slots=True)
class Gathered:
    """Blobs put one behind the other that have no name yet. `aside`: where the store has them."""

    digest: Digest
    pieces: tuple[str, ...]
    aside: str = ""


class Hasher:
    """Makes a `Digest` of bytes that come piece by piece."""

    def __init__(self, *, md5: bool) -> None:
        self._sha256 = hashlib.sha256()
        self._md5 = hashlib.md5(usedforsecurity=False) if md5 else None
        self._size = 0

    def update(self, data: bytes | memoryview) -> None:
        """Take the next piece."""
        self._sha256.update(data)
        if self._md5 is not None:
            self._md5.update(data)
        self._size += len(data)

    def digest(self) -> Digest:
        """What all of it is."""
        md5 = None if self._md5 is None else self._md5.hexdigest()
        return Digest(self._sha256.digest(), md5, self._size)


class Blobs(Protocol):
    """Named bytes. A blob appears whole or not at all, and is never changed in place.

    No call keeps the event loop waiting for a disk or the network.
    """

    async def open(self) -> None:
        """Make what is missing.

        Raises: OSError, ValueError.
        """

    async def close(self) -> None:
        """Let go of everything."""

    async def put(self, name: str, data: bytes, *, durable: bool = True) -> None:
        """Keep bytes under a name, in the place of what was there.

        `durable`: when this returns, they survive a power cut; else only the end of this process.
        """

    async def gather(self, pieces: Sequence[str], *, md5: bool = False) -> Gathered:
        """Put blobs one behind the other, and hash that: their name may follow from what they are.

        `md5`: that too; it costs thrice as much. Afterwards either `keep` or `drop` it.
        Raises: BlobMissing.
        """

    async def keep(self, gathered: Gathered, name: str) -> None:
        """Give what was gathered its name: durable.

        Raises: BlobMissing.
        """

    async def drop(self, gathered: Gathered) -> None:
        """Forget what was gathered."""

    async def read(self, name: str, start: int, length: int) -> bytes:
        """Bytes of a blob, all of which are there: whoever asks knows its size.

        Raises: BlobMissing.
        """

    async def exists(self, name: str) -> bool:
        """Whether there is something under the name."""

    async def delete(self, names: Iterable[str]) -> None:
        """Forget blobs; those that are not there do no harm."""

    async def names(self, prefix: str) -> list[str]:
        """The names below a folder (`parts/`), sorted."""


def checked(name: str) -> str:
    """The name, if it is one."""
    assert NAME.fullmatch(name), f"no name of a blob: {name!r}"
    return name
