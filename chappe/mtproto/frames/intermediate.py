"""The framing of most clients: four bytes of length, little-endian, whose top bit asks for a quick ack.

https://core.telegram.org/mtproto/mtproto-transports#intermediate
"""

from typing_extensions import override

from chappe.mtproto.frames.framing import (
    QUICK_ACK_BIT,
    UINT32,
    WORD_BYTES,
    LengthFraming,
    token_word,
)


class Intermediate(LengthFraming):
    """After the client's `eeeeeeee`: length in bytes, payload."""

    __slots__ = ()

    @override
    def _measure(self, data: bytes, at: int) -> tuple[int, int, bool]:
        start = at + WORD_BYTES
        if start > len(data):
            return start, start, False
        (word,) = UINT32.unpack_from(data, at)
        length = word & ~QUICK_ACK_BIT
        self._check(length)
        return start, start + length, word >= QUICK_ACK_BIT

    @override
    def frame(self, payload: bytes) -> bytes:
        return UINT32.pack(len(payload)) + payload

    @override
    def quick_ack(self, token: int) -> bytes:
        return UINT32.pack(token_word(token))
