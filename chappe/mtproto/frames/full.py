"""The first framing of all: length, packet number, payload, checksum; no magic, no quick acks.

https://core.telegram.org/mtproto/mtproto-transports#full
"""

import zlib
from struct import Struct

from typing_extensions import override

from chappe.mtproto.errors import RemoteError
from chappe.mtproto.frames.framing import PACKET_BYTES_MAX, UINT32, WORD_BYTES, LengthFraming

HEAD = Struct("<II")  # length of all of it, number of the packet in its direction
OVERHEAD_BYTES = 12
NUMBERS = 1 << 32  # a count past this begins again at 0


class Full(LengthFraming):
    """Each direction counts its packets from 0; the CRC32 covers all that stands before it."""

    __slots__ = ("_received", "_sent")

    def __init__(self, packet_bytes_max: int = PACKET_BYTES_MAX) -> None:
        super().__init__(packet_bytes_max)
        self._received = 0
        self._sent = 0

    @override
    def _measure(self, data: bytes, at: int) -> tuple[int, int, bool]:
        start = at + HEAD.size
        if at + WORD_BYTES > len(data):
            return start, start, False
        (length,) = UINT32.unpack_from(data, at)
        self._check(max(length - OVERHEAD_BYTES, 0))
        return start, at + length, False

    @override
    def _cut(self, data: bytes, start: int, end: int) -> bytes:
        tail = end - WORD_BYTES
        covered = data[start - HEAD.size : tail]
        if UINT32.unpack_from(data, tail)[0] != zlib.crc32(covered):
            raise RemoteError("a checksum of the full framing does not fit")
        number = HEAD.unpack_from(covered)[1]
        if number != self._received:
            raise RemoteError(f"packet {number} came as packet {self._received}")
        self._received = (number + 1) % NUMBERS
        return covered[HEAD.size :]

    @override
    def frame(self, payload: bytes) -> bytes:
        covered = HEAD.pack(len(payload) + OVERHEAD_BYTES, self._sent) + payload
        self._sent = (self._sent + 1) % NUMBERS
        return covered + UINT32.pack(zlib.crc32(covered))

    @override
    def quick_ack(self, token: int) -> bytes:
        """Nothing: this framing can neither ask for a quick ack nor carry one."""
        return b""
