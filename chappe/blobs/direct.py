"""Bytes that are written once and read once go past the page cache.

Parts of files live for minutes and are read when the file is made: in the cache they would only take the place
of files that people look at, and growing the cache costs more than writing (`bench/bench_files.py`). Where
a file system has no direct writes, they go the ordinary way.
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


def open_to_write(path: str | os.PathLike[str], size: int) -> tuple[int, bool]:
    """A new file for `size` bytes, and whether it is to be written directly."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    if DIRECT and 0 < size <= BUFFER_BYTES and not size % BLOCK_BYTES:
        try:
            return os.open(path, flags | DIRECT, 0o600), True
        except OSError:  # EINVAL: this file system has no such thing
            pass
    return os.open(path, flags, 0o600), False


def write_direct(file: int, data: bytes) -> None:
    """Write a file that was opened for this many bytes directly."""
    buffer = _buffer()[: len(data)]
    buffer[:] = data
    if os.write(file, buffer) != len(data):
        raise OSError("a direct write was cut short")


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
