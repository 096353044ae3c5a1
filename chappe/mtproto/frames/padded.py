"""Intermediate with a random tail, against those who recognise the protocol by its packet sizes.

https://core.telegram.org/mtproto/mtproto-transports#padded-intermediate

Nothing in a frame says how long the tail is: the receiver knows from the message. Clients send 0..15
bytes (TDLib, mtcute) or 0..3 (Telethon, GramJS, Web K). What we send ends after 0..3, because
Telethon, GramJS and Web K cut `length % 4` and would keep whole words of a longer tail; and the
short packets, the transport errors, get none, because mtcute knows them by a length of exactly 4.
"""

import os
from collections.abc import Callable

from typing_extensions import override

from chappe.mtproto.errors import RemoteError
from chappe.mtproto.frames.framing import PACKET_BYTES_MAX, UINT32, WORD_BYTES, token_word
from chappe.mtproto.frames.intermediate import Intermediate

PADDING_BYTES_MAX = 15
ENCRYPTED_HEAD_BYTES = 24  # auth_key_id, msg_key
PLAIN_HEAD_BYTES = 20  # auth_key_id (zero), msg_id, length
PLAIN_LENGTH_AT = 16
CIPHER_BLOCK_BYTES = 16
NO_KEY = bytes(8)
QUICK_ACK_HEAD = b"\xff\xff\xff\xff"  # where other packets have an auth_key_id


class Padded(Intermediate):
    """After the client's `dddddddd`: length of payload and tail, payload, tail."""

    __slots__ = ("_dice",)

    def __init__(
        self,
        packet_bytes_max: int = PACKET_BYTES_MAX,
        dice: Callable[[int], bytes] = os.urandom,
    ) -> None:
        super().__init__(packet_bytes_max)
        self._dice = dice

    @override
    def _check(self, length: int) -> None:
        if not WORD_BYTES <= length <= self._packet_bytes_max:
            raise RemoteError(f"a padded packet of {length} bytes")

    @override
    def _cut(self, data: bytes, start: int, end: int) -> bytes:
        return data[start : start + payload_size(data, start, end)]

    @override
    def frame(self, payload: bytes) -> bytes:
        if len(payload) < ENCRYPTED_HEAD_BYTES:
            return super().frame(payload)
        return super().frame(payload + self._tail())

    @override
    def quick_ack(self, token: int) -> bytes:
        return super().frame(QUICK_ACK_HEAD + UINT32.pack(token_word(token)) + self._tail())

    def _tail(self) -> bytes:
        """0..3 random bytes."""
        drawn = self._dice(WORD_BYTES)
        return drawn[: drawn[-1] % WORD_BYTES]


def payload_size(data: bytes, start: int, end: int) -> int:
    """The bytes of the packet `data[start:end]` that are not its tail, a multiple of 4.

    An encrypted message is 24 bytes and whole cipher blocks; a plain one tells its length. A plain
    length that does not fit is not judged here: the handshake sees whole words and refuses them.
    """
    size = end - start
    if size >= ENCRYPTED_HEAD_BYTES:
        if not data.startswith(NO_KEY, start):
            return size - (size - ENCRYPTED_HEAD_BYTES) % CIPHER_BLOCK_BYTES
        (length,) = UINT32.unpack_from(data, start + PLAIN_LENGTH_AT)
        told: int = PLAIN_HEAD_BYTES + length
        if told % WORD_BYTES == 0 and 0 <= size - told <= PADDING_BYTES_MAX:
            return told
    return size - size % WORD_BYTES
