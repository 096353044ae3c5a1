"""A framing inside two AES-CTR streams, so that a connection shows no pattern to a simple filter.

https://core.telegram.org/mtproto/mtproto-transports#transport-obfuscation

The client opens with 64 random bytes. Bytes 8..56 are key and counter of its stream, the same bytes
backwards those of the server's. The last eight of the 64 are sent encrypted: which framing lies
inside, and a data center. This hides nothing from who knows the protocol, and is not meant to.
"""

from typing import NamedTuple

from typing_extensions import override

from chappe.crypto.ctr import Ctr
from chappe.mtproto.errors import RemoteError
from chappe.mtproto.frames.abridged import Abridged
from chappe.mtproto.frames.framing import PACKET_BYTES_MAX, Framing, Packet
from chappe.mtproto.frames.intermediate import Intermediate
from chappe.mtproto.frames.padded import Padded

HEADER_BYTES = 64
SECRET = slice(8, 56)
KEY_BYTES = 32
TAG = slice(56, 60)
DC = slice(60, 62)
INNER: dict[bytes, type[Abridged | Intermediate | Padded]] = {
    b"\xef\xef\xef\xef": Abridged,
    b"\xee\xee\xee\xee": Intermediate,
    b"\xdd\xdd\xdd\xdd": Padded,
}


class Obfuscated(Framing):
    """Another framing behind the two streams, which run as long as the connection."""

    __slots__ = ("_inner", "_reader", "_writer")

    def __init__(self, inner: Framing, reader: Ctr, writer: Ctr) -> None:
        self._inner = inner
        self._reader = reader
        self._writer = writer

    @override
    def feed(self, data: bytes) -> list[Packet]:
        return self._inner.feed(self._reader.update(data))

    @override
    def frame(self, payload: bytes) -> bytes:
        return self._writer.update(self._inner.frame(payload))

    @override
    def quick_ack(self, token: int) -> bytes:
        return self._writer.update(self._inner.quick_ack(token))


class Opened(NamedTuple):
    """A header that was understood: the framing, and the data center as written (signed 16 bits)."""

    framing: Obfuscated
    dc: int


def open_header(header: bytes, packet_bytes_max: int = PACKET_BYTES_MAX) -> Opened:
    """Read the 64 bytes with which an obfuscated connection begins.

    Errors: `RemoteError` when no framing is named inside: not a client, or one with a proxy's secret.
    """
    secret = header[SECRET]
    reader = Ctr(secret[:KEY_BYTES], secret[KEY_BYTES:])
    plain = reader.update(header)
    inner = INNER.get(plain[TAG])
    if inner is None:
        raise RemoteError("an obfuscated header that names no framing")
    secret = secret[::-1]
    writer = Ctr(secret[:KEY_BYTES], secret[KEY_BYTES:])
    dc = int.from_bytes(plain[DC], "little", signed=True)
    return Opened(Obfuscated(inner(packet_bytes_max), reader, writer), dc)
