"""The promise that every store of bytes keeps."""

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
    """What some bytes are. `sha256`: 32 bytes; `md5`: 32 hex digits; `size`: in bytes."""

    sha256: bytes
    md5: str
    size: int


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

    async def join(self, name: str, pieces: Sequence[str]) -> None:
        """Keep the bytes of other blobs, one behind the other, under a name: durable.

        Raises: BlobMissing.
        """

    async def digest(self, pieces: Sequence[str]) -> Digest:
        """Hash blobs as if they stood one behind the other.

        Raises: BlobMissing.
        """

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
