"""Several messages in one: msg_container, and gzip_packed, which both wrap others.

Read and written by hand, not through the schema: every busy packet passes here, and the limits
belong before the allocation.
https://core.telegram.org/mtproto/service_messages#containers
"""

import struct
import zlib
from collections.abc import Sequence
from typing import NamedTuple

CONTAINER_ID = (0x73F1F8DC).to_bytes(4, "little")
GZIP_ID = (0x3072CFA1).to_bytes(4, "little")
COPY_ID = (0xE06046B2).to_bytes(4, "little")
RESULT_ID = (0xF35C6D01).to_bytes(4, "little")
ERROR_ID = (0x2144CA19).to_bytes(4, "little")

CONTAINER_MESSAGES_MAX = 1024
"""Accepted from clients; the documents say 1024 now and said 1020 before."""
CONTAINER_MESSAGES_SENT_MAX = 1020
CONTAINER_BYTES_SENT_MAX = 1 << 18
"""A container of ours is closed at this size, so that a big file part does not hold up small answers."""

UNPACKED_IDS = frozenset({(0x096A18D5).to_bytes(4, "little")})
"""upload.file: what files hold is mostly packed already, and gzip would cost ten times as much as all else
that is done to send them."""

INFLATED_BYTES_MAX = 10 << 20
GZIP_WORTH_BYTES = 255
GZIP_LEVEL = 1

_INNER = struct.Struct("<qii")


class Message(NamedTuple):
    """One message, inside or outside a container."""

    msg_id: int
    seq_no: int
    body: bytes


class ContainerFault(Exception):
    """An invalid container: answered with bad_msg_notification 64, nothing in it is done."""


class TooManyMessages(ContainerFault):
    """More messages than any lawful client packs: a transport error, not a longer loop."""


def unpack(body: bytes) -> list[Message]:
    """The messages of a msg_container, in the order of the bytes; may be empty."""
    if len(body) < 8:
        raise ContainerFault("no count")
    count = int.from_bytes(body[4:8], "little", signed=True)
    if not 0 <= count <= CONTAINER_MESSAGES_MAX:
        raise TooManyMessages(f"{count} messages")
    messages, pos, end = [], 8, len(body)
    for _ in range(count):
        if end - pos < 16:
            raise ContainerFault("cut short")
        msg_id, seq_no, length = _INNER.unpack_from(body, pos)
        pos += 16
        if not 4 <= length <= end - pos or length & 3:
            raise ContainerFault("length of a message")
        inner = body[pos : pos + length]
        pos += length
        if inner[:4] == CONTAINER_ID:
            raise ContainerFault("a container in a container")
        messages.append(Message(msg_id, seq_no, inner))
    if pos != end:
        raise ContainerFault("bytes after the last message")
    return messages


def pack(messages: Sequence[Message]) -> bytes:
    """The body of a msg_container."""
    parts = [CONTAINER_ID, len(messages).to_bytes(4, "little")]
    for msg_id, seq_no, body in messages:
        parts += (_INNER.pack(msg_id, seq_no, len(body)), body)
    return b"".join(parts)


def unpack_copy(body: bytes) -> Message:
    """The original message in a msg_copy."""
    if len(body) < 20:
        raise ContainerFault("cut short")
    msg_id, seq_no, length = _INNER.unpack_from(body, 4)
    if length & 3 or length != len(body) - 20 or body[20:24] in {CONTAINER_ID, COPY_ID}:
        raise ContainerFault("a copy of no single message")
    return Message(msg_id, seq_no, body[20:])


class InflateError(Exception):
    """A gzip_packed that is no gzip, or unpacks to more than INFLATED_BYTES_MAX (`too_long`)."""

    def __init__(self, reason: str, *, too_long: bool = False) -> None:
        super().__init__(reason)
        self.too_long = too_long


def inflate(body: bytes, bytes_max: int = INFLATED_BYTES_MAX) -> bytes:
    """The content of a gzip_packed; gzip and zlib heads alike (TDLib sends zlib)."""
    packed = _packed(body)
    if bytes_max <= 0:
        raise InflateError("no room left in this packet", too_long=True)
    machine = zlib.decompressobj(wbits=47)
    try:
        data = machine.decompress(packed, bytes_max)
    except zlib.error as error:
        raise InflateError("not gzip") from error
    if machine.unconsumed_tail:
        raise InflateError("unpacks to too much", too_long=True)
    if not machine.eof or len(data) < 4 or data[:4] == GZIP_ID:
        raise InflateError("no single message inside")
    return data


def _packed(body: bytes) -> bytes:
    if len(body) < 8:
        raise InflateError("cut short")
    if body[4] < 254:
        start, length = 5, body[4]
    else:
        start, length = 8, int.from_bytes(body[5:8], "little")
    if start + length > len(body):
        raise InflateError("cut short")
    return body[start : start + length]


def deflate(body: bytes) -> bytes:
    """`body` as gzip_packed when that is smaller and it is worth the trouble; else as it is."""
    if len(body) <= GZIP_WORTH_BYTES or body[:4] in UNPACKED_IDS:
        return body
    machine = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, 31)
    packed = machine.compress(body) + machine.flush()
    if len(packed) + 8 >= len(body):
        return body
    if len(packed) < 254:
        head = GZIP_ID + bytes((len(packed),))
    else:
        head = GZIP_ID + b"\xfe" + len(packed).to_bytes(3, "little")
    return head + packed + bytes(-(len(head) + len(packed)) & 3)


def result(req_msg_id: int, body: bytes) -> bytes:
    """The body of an rpc_result."""
    return RESULT_ID + req_msg_id.to_bytes(8, "little", signed=True) + body
