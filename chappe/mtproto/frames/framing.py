"""What every framing offers, and the patient reading that all of them share.

TCP and WebSocket give a byte stream; a framing says where packets end. All limits are checked on the
length itself, before a byte of the packet is kept, so that a client that announces 2 GiB costs nothing.
An idle connection keeps no buffer at all: there are thousands of them.
"""

from abc import abstractmethod
from struct import Struct
from typing import NamedTuple, Protocol

from typing_extensions import override

from chappe.mtproto.errors import RemoteError

PACKET_BYTES_MAX = 2 * 1024 * 1024  # a file part is 512 KiB, a container about 1 MiB
WORD_BYTES = 4
UINT32 = Struct("<I")
QUICK_ACK_BIT = 0x8000_0000


class Packet(NamedTuple):
    """One packet of a client: an encrypted or a plain message, without framing and transport padding.

    `quick_ack`: the client asks for the token of this packet as soon as it is accepted.
    """

    payload: bytes
    quick_ack: bool = False


class Framing(Protocol):
    """The server's side of one connection's framing; dead after the first `RemoteError`.

    What `frame` and `quick_ack` return is to be sent in the order of the calls: some framings count,
    some encrypt as a stream. Each return value is one message where the carrier has messages
    (WebSocket: clients take one message for one packet).
    """

    __slots__ = ()

    def feed(self, data: bytes) -> list[Packet]:
        """Take the next bytes of the stream, however cut; the packets that are now whole.

        Errors: `RemoteError` for a length out of bounds or a broken checksum. Packets that came
        in the same piece before the fault are lost with the connection.
        """

    def frame(self, payload: bytes) -> bytes:
        """One packet for the client, transport errors too; `payload` is a multiple of 4 bytes."""

    def quick_ack(self, token: int) -> bytes:
        """The answer to a packet that asked for a quick acknowledgment.

        `token`: the first 32 bits of the packet's message hash, little-endian; its top bit, which
        tells it from a length, is set here. Empty where the framing has no words for it.
        """


def token_word(token: int) -> int:
    """The token as an unsigned number with the top bit set, from any 32 bits, signed or not."""
    return token & 0xFFFF_FFFF | QUICK_ACK_BIT


class LengthFraming(Framing):
    """A framing in which each packet begins with its length: subclasses measure, this collects."""

    __slots__ = ("_held", "_packet_bytes_max", "_wanted")

    def __init__(self, packet_bytes_max: int = PACKET_BYTES_MAX) -> None:
        self._packet_bytes_max = packet_bytes_max
        self._held: bytearray | None = None  # the beginning of a packet whose end has not come
        self._wanted = 0  # bytes in `_held` before another look is worth it

    @override
    def feed(self, data: bytes) -> list[Packet]:
        held = self._held
        if held is not None:
            held += data
            if len(held) < self._wanted:
                return []
            data = bytes(held)
            self._held = None
        packets = []
        at, size = 0, len(data)
        while at < size:
            start, end, quick_ack = self._measure(data, at)
            if end > size:
                self._held, self._wanted = bytearray(data[at:]), end - at
                break
            packets.append(Packet(self._cut(data, start, end), quick_ack))
            at = end
        return packets

    @abstractmethod
    def _measure(self, data: bytes, at: int) -> tuple[int, int, bool]:
        """Where the payload of the frame at `at` begins and the frame ends, and if a quick ack is wanted.

        An end beyond the data means: come again when the data reaches it. So a header that is not
        whole yet answers with its own end.
        """

    def _cut(self, data: bytes, start: int, end: int) -> bytes:
        """The payload out of a whole frame."""
        return data[start:end]

    def _check(self, length: int) -> None:
        """Refuse a payload length that no lawful packet has."""
        if length == 0 or length % WORD_BYTES or length > self._packet_bytes_max:
            raise RemoteError(f"a packet of {length} bytes")
