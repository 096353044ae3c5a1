"""The client's end of the framings, for the testing client and for judging the server's end.

Written apart from `chappe.mtproto.frames` on purpose: what one end writes the other must read.
https://core.telegram.org/mtproto/mtproto-transports
"""

import enum
import os
import zlib
from collections.abc import Callable
from typing import NamedTuple

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR


class Kind(enum.Enum):
    """A framing by name; the value is what the client sends first."""

    ABRIDGED = b"\xef"
    INTERMEDIATE = b"\xee\xee\xee\xee"
    PADDED = b"\xdd\xdd\xdd\xdd"
    FULL = b""


class Answer(NamedTuple):
    """A packet of the server, in padded framing without its tail."""

    payload: bytes


class QuickAck(NamedTuple):
    """The server accepted the packet with this token (32 bits, top bit set)."""

    token: int


class TransportError(NamedTuple):
    """The server refuses, with a negative number: -404, -429, -444…"""

    code: int


Heard = Answer | QuickAck | TransportError


class ClientFraming:
    """One connection as a client speaks it: `hello` first, then frames both ways.

    `obfuscated`: inside AES-CTR, with `dc` in the header (minus for media, +10000 for test); not for
    `Kind.FULL`. `dice(n)` gives n random bytes. ValueError for bytes that no server should send.
    """

    def __init__(
        self,
        kind: Kind,
        *,
        obfuscated: bool = False,
        dc: int = 0,
        dice: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self.kind = kind
        self._dice = dice
        self._held = b""
        self._sent = self._received = 0
        self._writer: CipherContext | None = None
        self._reader: CipherContext | None = None
        self._hello = self._open(dc) if obfuscated else kind.value

    def hello(self) -> bytes:
        """What goes before the first frame."""
        return self._hello

    def frame(self, payload: bytes, *, quick_ack: bool = False) -> bytes:
        """One packet for the server; `quick_ack` asks for its token."""
        raw = self._framed(payload, quick_ack)
        return self._writer.update(raw) if self._writer else raw

    def feed(self, data: bytes) -> list[Heard]:
        """Take the next bytes from the server; what they say."""
        self._held += self._reader.update(data) if self._reader else data
        heard = []
        while (taken := self._take()) is not None:
            heard.append(taken)
        return heard

    def _open(self, dc: int) -> bytes:
        """The obfuscated header; sets up both streams."""
        if self.kind is Kind.FULL:
            raise ValueError("the full framing has no obfuscated form")
        header = bytearray(self._dice(64))
        header[0] = header[0] & 0x1F | 0x80  # none of the magics, no letter, no TLS
        header[4] |= 1  # nor the second word of the full framing
        header[56:62] = (self.kind.value * 4)[:4] + dc.to_bytes(2, "little", signed=True)
        self._writer = stream(bytes(header[8:40]), bytes(header[40:56]))
        back = bytes(reversed(header[8:56]))
        self._reader = stream(back[:32], back[32:])
        return bytes(header[:56]) + self._writer.update(bytes(header))[56:]

    def _framed(self, payload: bytes, quick_ack: bool) -> bytes:
        match self.kind:
            case Kind.ABRIDGED:
                return abridged(payload, quick_ack)
            case Kind.FULL:
                if quick_ack:
                    raise ValueError("the full framing cannot ask for a quick ack")
                return self._numbered(payload)
            case Kind.PADDED:
                payload += self._dice(self._dice(1)[0] % 16)
            case Kind.INTERMEDIATE:
                pass
        return (len(payload) | quick_ack << 31).to_bytes(4, "little") + payload

    def _numbered(self, payload: bytes) -> bytes:
        head = (len(payload) + 12).to_bytes(4, "little") + self._sent.to_bytes(4, "little")
        self._sent += 1
        return head + payload + zlib.crc32(head + payload).to_bytes(4, "little")

    def _take(self) -> Heard | None:
        """The next thing in what was received, if it is whole."""
        if len(self._held) < 4:
            return None
        if self.kind is Kind.ABRIDGED:
            return self._take_abridged()
        word = int.from_bytes(self._held[:4], "little")
        if self.kind is Kind.FULL:
            return self._take_numbered(word)
        if word >> 31:
            return QuickAck(int.from_bytes(self._pull(0, 4) or b"", "little"))
        payload = self._pull(4, 4 + word)
        return None if payload is None else self._told(payload)

    def _take_abridged(self) -> Heard | None:
        mark = self._held[0]
        if mark & 0x80:
            return QuickAck(int.from_bytes(self._pull(0, 4) or b"", "big"))
        start = 4 if mark == 0x7F else 1
        words = int.from_bytes(self._held[1:4], "little") if mark == 0x7F else mark
        payload = self._pull(start, start + words * 4)
        return None if payload is None else self._told(payload)

    def _take_numbered(self, length: int) -> Heard | None:
        frame = self._pull(0, length)
        if frame is None:
            return None
        body, check = frame[:-4], int.from_bytes(frame[-4:], "little")
        if zlib.crc32(body) != check or int.from_bytes(body[4:8], "little") != self._received:
            raise ValueError("the server's checksum or packet number is wrong")
        self._received += 1
        return self._told(body[8:])

    def _pull(self, start: int, end: int) -> bytes | None:
        """Remove the first `end` bytes when they are there; those from `start` on."""
        if len(self._held) < end:
            return None
        taken, self._held = self._held[start:end], self._held[end:]
        return taken

    def _told(self, payload: bytes) -> Heard:
        if len(payload) < 4:
            raise ValueError("a packet of the server is too short")
        if self.kind is Kind.PADDED and len(payload) >= 8 and payload[:4] == b"\xff" * 4:
            return QuickAck(int.from_bytes(payload[4:8], "little"))
        if len(payload) < 8:
            return TransportError(int.from_bytes(payload[:4], "little", signed=True))
        return Answer(untailed(payload) if self.kind is Kind.PADDED else payload)


def abridged(payload: bytes, quick_ack: bool) -> bytes:
    """A frame of the abridged kind."""
    words = len(payload) // 4
    if words < 0x7F:
        return bytes([words | quick_ack << 7]) + payload
    return bytes([0x7F | quick_ack << 7]) + words.to_bytes(3, "little") + payload


def untailed(payload: bytes) -> bytes:
    """A packet of the padded framing without its random tail."""
    if payload[:8] == bytes(8):
        return payload[: 20 + int.from_bytes(payload[16:20], "little")]
    return payload[: 24 + (len(payload) - 24) // 16 * 16]


def stream(key: bytes, counter: bytes) -> CipherContext:
    """AES-256-CTR, running on from call to call."""
    return Cipher(AES(key), CTR(counter)).encryptor()
