"""The lightest framing: a length in words, one byte for small packets and four for the others.

https://core.telegram.org/mtproto/mtproto-transports#abridged
"""

from typing_extensions import override

from chappe.mtproto.frames.framing import WORD_BYTES, LengthFraming, token_word

LONG_MARK = 0x7F  # "three bytes of length follow"
QUICK_ACK_MARK = 0x80
LONG_HEADER_BYTES = 4


class Abridged(LengthFraming):
    """After the client's `ef`: length / 4 in one byte, or `7f` and three bytes little-endian."""

    __slots__ = ()

    @override
    def _measure(self, data: bytes, at: int) -> tuple[int, int, bool]:
        mark = data[at]
        quick_ack = mark >= QUICK_ACK_MARK
        words = mark & LONG_MARK
        start = at + 1
        if words == LONG_MARK:
            start = at + LONG_HEADER_BYTES
            if start > len(data):
                return start, start, quick_ack
            words = int.from_bytes(data[at + 1 : start], "little")
        length = words * WORD_BYTES
        self._check(length)
        return start, start + length, quick_ack

    @override
    def frame(self, payload: bytes) -> bytes:
        words, odd = divmod(len(payload), WORD_BYTES)
        assert not odd
        if words < LONG_MARK:
            return words.to_bytes(1, "little") + payload
        return (words << 8 | LONG_MARK).to_bytes(LONG_HEADER_BYTES, "little") + payload

    @override
    def quick_ack(self, token: int) -> bytes:
        return token_word(token).to_bytes(4, "big")  # turned round: the mark must come first
