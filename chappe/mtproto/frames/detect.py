"""Which framing a new connection speaks, from its first bytes.

https://core.telegram.org/mtproto/mtproto-transports. The table, first match wins:

| bytes | meaning |
|---|---|
| `ef` | abridged |
| `eeeeeeee`, `dddddddd` | intermediate, padded intermediate |
| `GET `, `POST`, `HEAD`, `OPTI`, `PUT `, `DELE` | HTTP |
| `16030102` | TLS: refused, an obfuscated header never begins so |
| any four, then `00000000` | full (its first packet has the number 0) |
| any other 64 | an obfuscated header |

The magic is never sent back.
"""

from typing import NamedTuple

from chappe.mtproto.errors import RemoteError
from chappe.mtproto.frames.abridged import Abridged
from chappe.mtproto.frames.framing import PACKET_BYTES_MAX, Framing
from chappe.mtproto.frames.full import Full
from chappe.mtproto.frames.intermediate import Intermediate
from chappe.mtproto.frames.obfuscated import HEADER_BYTES, open_header
from chappe.mtproto.frames.padded import Padded

ABRIDGED = b"\xef"
MAGIC: dict[bytes, type[Intermediate | Padded]] = {
    b"\xee\xee\xee\xee": Intermediate,
    b"\xdd\xdd\xdd\xdd": Padded,
}
HTTP_VERBS = frozenset({b"GET ", b"POST", b"HEAD", b"OPTI", b"PUT ", b"DELE"})
TLS_HELLO = b"\x16\x03\x01\x02"
FIRST_NUMBER = bytes(4)
DC_MAX = 5  # the data centers that Telegram has
TEST_DC_OFFSET = 10_000


class Detected(NamedTuple):
    """What the connection turned out to be.

    `framing`: None for HTTP. `rest`: the bytes that came with the first ones and belong to
    `framing.feed`; for HTTP everything from the first byte. `dc`: the data center that the client
    says it wants, 1..`dc_max`, or 0 when it does not say.
    """

    framing: Framing | None
    rest: bytes
    dc: int = 0


class Detector:
    """Collects the first bytes of a connection until they tell what it is; at most 64 are needed.

    `obfuscated_only`: for carriers where nothing else is lawful (WebSocket). `dc_max`: a data center
    above it is taken for noise: mtcute and GramJS leave the field random when no proxy reads it.
    """

    __slots__ = ("_dc_max", "_head", "_obfuscated_only", "_packet_bytes_max")

    def __init__(
        self,
        packet_bytes_max: int = PACKET_BYTES_MAX,
        *,
        obfuscated_only: bool = False,
        dc_max: int = DC_MAX,
    ) -> None:
        self._packet_bytes_max = packet_bytes_max
        self._obfuscated_only = obfuscated_only
        self._dc_max = dc_max
        self._head = b""

    def feed(self, data: bytes) -> Detected | None:
        """Take the next bytes; None while they do not tell. Not to be called after an answer.

        Errors: `RemoteError` for TLS and for 64 bytes that are no header.
        """
        self._head += data
        return (None if self._obfuscated_only else self._plain()) or self._obfuscated()

    def _plain(self) -> Detected | None:
        """What can be told without decrypting."""
        head, limit = self._head, self._packet_bytes_max
        if head.startswith(ABRIDGED):
            return Detected(Abridged(limit), head[1:])
        first = head[:4]
        if first in MAGIC:
            return Detected(MAGIC[first](limit), head[4:])
        if first in HTTP_VERBS:
            return Detected(None, head)
        if first == TLS_HELLO:
            raise RemoteError("TLS on a port for MTProto")
        if head[4:8] == FIRST_NUMBER:
            return Detected(Full(limit), head)
        return None

    def _obfuscated(self) -> Detected | None:
        """The framing and data center in the obfuscated header, once it is whole."""
        head = self._head
        if len(head) < HEADER_BYTES:
            return None
        framing, dc = open_header(head[:HEADER_BYTES], self._packet_bytes_max)
        return Detected(framing, head[HEADER_BYTES:], self._dc(dc))

    def _dc(self, written: int) -> int:
        """The plain number from one that may be marked as media (minus) and test (+10000)."""
        dc = abs(written)
        if dc > TEST_DC_OFFSET:
            dc -= TEST_DC_OFFSET
        return dc if dc <= self._dc_max else 0
