"""Files past the page cache: parts, which are written once and read once, and very big files.

In the cache they would only take the place of what people look at, and growing the cache costs more than
writing (`bench/bench_files.py`). Where a file system has no direct access, or a length is no multiple of a
block, they go the ordinary way.
"""

import mmap
import os
import threading
from collections.abc import Iterator

BUFFER_BYTES = 1 << 20
BLOCK_BYTES = 4096
"""Lengths of direct writes are multiples of this; all devices agree with it."""
DIRECT: int = getattr(os, "O_DIRECT", 0)

_thread = threading.local()


def _buffer() -> memoryview:
    """This thread's own, at the border of a page as direct access wants it."""
    if not hasattr(_thread, "buffer"):
        _thread.buffer = memoryview(mmap.mmap(-1, BUFFER_BYTES))
    buffer: memoryview = _thread.buffer
    return buffer


class Output:
    """A new file to write to. `directly`: past the cache, as long as what comes has whole blocks."""

    def __init__(self, path: str | os.PathLike[str], *, directly: bool) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        self._direct = directly and DIRECT != 0
        if self._direct:
            try:
                self.file = os.open(path, flags | DIRECT, 0o600)
            except OSError:  # EINVAL: this file system has no such thing
                self._direct = False
        if not self._direct:
            self.file = os.open(path, flags, 0o600)

    def write(self, data: bytes | memoryview) -> None:
        """Append bytes: a piece out of `read_once`, or of any length."""
        left = memoryview(data)
        if self._direct and len(left) % BLOCK_BYTES:
            import fcntl  # noqa: PLC0415 - not on every system; where there is direct access it is

            fcntl.fcntl(self.file, fcntl.F_SETFL, 0)
            self._direct = False
        while left:
            piece = self._aligned(left) if self._direct else left
            left = left[os.write(self.file, piece) :]

    def _aligned(self, data: memoryview) -> memoryview:
        """As much of it as this thread's buffer holds, in that buffer."""
        buffer = _buffer()
        if data.obj is buffer.obj:
            return data
        piece = buffer[: min(len(data), len(buffer))]
        piece[:] = data[: len(piece)]
        return piece


def read_once(path: str | os.PathLike[str]) -> Iterator[memoryview]:
    """A file's bytes, a good piece at a time; each is gone when the next one comes.

    Raises: FileNotFoundError.
    """
    buffer = _buffer()
    file = _open_to_read(path)
    try:
        while read := os.readv(file, [buffer]):
            yield buffer[:read]
    finally:
        os.close(file)


def _open_to_read(path: str | os.PathLike[str]) -> int:
    try:
        return os.open(path, os.O_RDONLY | DIRECT)
    except FileNotFoundError:
        raise
    except OSError:
        return os.open(path, os.O_RDONLY)
