"""Envelope, containers and gzip: any bytes end in a message or in the error that is meant for them."""

import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256

from chappe.crypto import ige, kdf
from chappe.ids import AuthKeyId, DcId
from chappe.mtproto import container, envelope
from chappe.mtproto.errors import RemoteError
from chappe.mtproto.keys import KeyState

AUTH_KEY = sha256(b"fuzz").digest() * 8
KEY = KeyState(AuthKeyId(0x1122334455667788), AUTH_KEY, DcId(2), 1, 0.0)
BODY = bytes.fromhex("ec77be7a") + bytes(8)  # ping


def encrypted(inner: bytes) -> bytes:
    """A packet with a valid msg_key around any plaintext: past the key, every field is the fuzzer's."""
    inner += bytes(-len(inner) % 16)
    msg_key = kdf.message_key(AUTH_KEY, inner, False)
    return bytes(8) + msg_key + ige.encrypt(inner, *kdf.aes(AUTH_KEY, msg_key, False))


def encrypted_v1(inner: bytes) -> bytes:
    """The same in MTProto 1.0, where the key covers what the length says, if that can be."""
    inner += bytes(-len(inner) % 16)
    told = 32 + int.from_bytes(inner[28:32], "little", signed=True)
    covered = inner[:told] if 32 <= told <= len(inner) else inner
    msg_key = kdf.message_key_v1(covered)
    return bytes(8) + msg_key + ige.encrypt(inner, *kdf.aes_v1(AUTH_KEY, msg_key, False))


def raw(data: bytes) -> None:
    for unseal in (envelope.unseal, envelope.unseal_v1):
        try:
            unseal(KEY, data)
        except RemoteError:
            continue
        raise AssertionError("a forged msg_key was taken")


def opened(data: bytes) -> None:
    try:
        plain = envelope.unseal(KEY, encrypted(data))
    except RemoteError:
        return
    assert len(plain.body) % 4 == 0
    assert data[32:].startswith(plain.body[: len(data) - 32])
    assert plain.quick_ack >> 31 == 1


def opened_v1(data: bytes) -> None:
    try:
        plain = envelope.unseal_v1(KEY, encrypted_v1(data))
    except RemoteError:
        return
    assert len(plain.body) % 4 == 0


def unpacked(data: bytes) -> None:
    try:
        messages = container.unpack(container.CONTAINER_ID + data)
    except container.ContainerFault:
        return
    assert container.pack(messages) == container.CONTAINER_ID + data


def copied(data: bytes) -> None:
    try:
        message = container.unpack_copy(container.COPY_ID + data)
    except container.ContainerFault:
        return
    assert data.endswith(message.body)


def inflated(data: bytes) -> None:
    try:
        content = container.inflate(container.GZIP_ID + data)
    except container.InflateError:
        return
    assert 4 <= len(content) <= container.INFLATED_BYTES_MAX


def deflated(data: bytes) -> None:
    if data[:4] == container.GZIP_ID or len(data) < 4:
        return
    packed = container.deflate(data)
    assert packed == data or container.inflate(packed) == data


MODES: list[Callable[[bytes], None]] = [
    raw,
    opened,
    opened_v1,
    unpacked,
    copied,
    inflated,
    deflated,
]


def one_input(data: bytes) -> None:
    if data:
        MODES[data[0] % len(MODES)](data[1:])


def tl_bytes(data: bytes) -> bytes:
    """Bytes of up to 253 as TL writes them."""
    return bytes((len(data),)) + data + bytes(-(len(data) + 1) % 4)


def seeds() -> Iterator[bytes]:
    head = bytes(16) + (5 << 32).to_bytes(8, "little") + (1).to_bytes(4, "little")
    inner = head + len(BODY).to_bytes(4, "little") + BODY
    messages = [container.Message(4, 1, BODY), container.Message(8, 3, BODY)]
    yield b"\0" + envelope.seal(KEY, 1, 2, 4, 1, BODY, outgoing=True)
    yield b"\1" + inner + bytes(20)
    yield b"\1" + inner + bytes(1012)
    yield b"\2" + inner + bytes(4)
    yield b"\3" + container.pack(messages)[4:]
    yield b"\3" + container.pack([])[4:]
    yield b"\4" + container.pack(messages[:1])[8:]
    yield b"\5" + container.deflate(BODY * 99)[4:]
    yield b"\5" + tl_bytes(zlib.compress(BODY * 99))
    yield b"\6" + BODY * 99
    yield b"\6" + AUTH_KEY
