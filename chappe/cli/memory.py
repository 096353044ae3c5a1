"""Memory as this server uses it: parts of files, half a megabyte each, hundreds a second.

glibc gives blocks of that size back to the system as soon as they are free, and the next one is made of new
pages, each with a fault of its own: half of the cost of sending a file (`bench/bench_files.py`).
"""

import ctypes
import sys

KEPT_BLOCK_BYTES = 4 << 20
"""Blocks up to here come from memory that is kept; the biggest packet is 2 MiB."""
KEPT_BYTES = 64 << 20
"""Free memory beyond this goes back to the system."""
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3


def keep_blocks() -> bool:
    """Keep freed blocks for the next part; False where the C library has no such switch."""
    if not sys.platform.startswith("linux"):
        return False
    tell = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    if tell is None:
        return False
    return bool(tell(M_MMAP_THRESHOLD, KEPT_BLOCK_BYTES) and tell(M_TRIM_THRESHOLD, KEPT_BYTES))
