"""The envelope of an encrypted message: opened and sealed, in MTProto 2.0 and 1.0.

    auth_key_id 8 | msg_key 16 | AES-IGE( salt 8, session_id 8, msg_id 8, seq_no 4, length 4, data, padding )

In 2.0 `msg_key` is taken over the whole plaintext with its padding, so it is compared before any
field is looked at; in 1.0 it covers the data only, so the length has to be read first, clamped.
Every failure before the comparison looks the same from outside.
https://core.telegram.org/mtproto/description#encrypted-message
"""

import hmac
import os
import struct
from hashlib import sha1, sha256
from typing import NamedTuple

from chappe.crypto import ige, kdf
from chappe.mtproto.errors import UNKNOWN_KEY, RemoteError
from chappe.mtproto.keys import KeyState

HEAD_BYTES = 24
INNER = struct.Struct("<qqqii")
KEY_ID = struct.Struct("<q")
PADDING_BYTES_MIN = 12
PADDING_BYTES_MAX = 1024


class Plain(NamedTuple):
    """A decrypted message. `quick_ack`: the token that tells the sender it was taken."""

    salt: int
    session_id: int
    msg_id: int
    seq_no: int
    body: bytes
    quick_ack: int


def key_id_of(packet: bytes) -> int:
    """The auth_key_id that a packet begins with, signed; 0 for an unencrypted message."""
    if len(packet) < 8:
        raise RemoteError("shorter than an auth_key_id", UNKNOWN_KEY)
    key_id: int = KEY_ID.unpack_from(packet)[0]
    return key_id


def unseal(key: KeyState, packet: bytes, *, outgoing: bool = False) -> Plain:
    """Open a packet of MTProto 2.0; `outgoing`: one that a server made (for the client's side)."""
    msg_key, cipher = _split(packet)
    aes_key, aes_iv = kdf.aes(key.auth_key, msg_key, outgoing)
    inner = ige.decrypt(cipher, aes_key, aes_iv)
    x = 8 if outgoing else 0
    hashed = sha256(key.auth_key[88 + x : 120 + x])
    hashed.update(inner)
    large = hashed.digest()
    if not hmac.compare_digest(large[8:24], msg_key):
        raise RemoteError("msg_key differs", UNKNOWN_KEY)
    salt, session_id, msg_id, seq_no, length = INNER.unpack_from(inner)
    padding = len(inner) - INNER.size - length
    if length < 0 or length & 3 or not PADDING_BYTES_MIN <= padding <= PADDING_BYTES_MAX:
        raise RemoteError("length or padding out of range", UNKNOWN_KEY)
    body = inner[INNER.size : INNER.size + length]
    return Plain(salt, session_id, msg_id, seq_no, body, _token(large))


def unseal_v1(key: KeyState, packet: bytes, *, outgoing: bool = False) -> Plain:
    """Open a packet of MTProto 1.0: SHA1 over the data without its padding of 0..15 bytes."""
    msg_key, cipher = _split(packet)
    aes_key, aes_iv = kdf.aes_v1(key.auth_key, msg_key, outgoing)
    inner = ige.decrypt(cipher, aes_key, aes_iv)
    salt, session_id, msg_id, seq_no, length = INNER.unpack_from(inner)
    lawful = 0 <= len(inner) - INNER.size - length <= 15 and not length & 3
    digest = sha1(inner[: INNER.size + length if lawful else len(inner)]).digest()  # noqa: S324 - the protocol's
    if not (hmac.compare_digest(digest[4:20], msg_key) and lawful):
        raise RemoteError("msg_key differs", UNKNOWN_KEY)
    body = inner[INNER.size : INNER.size + length]
    return Plain(salt, session_id, msg_id, seq_no, body, _token(digest))


def seal(
    key: KeyState,
    salt: int,
    session_id: int,
    msg_id: int,
    seq_no: int,
    body: bytes,
    *,
    outgoing: bool = True,
) -> bytes:
    """A packet of MTProto 2.0, under a padding of random length and content."""
    head = INNER.pack(salt, session_id, msg_id, seq_no, len(body))
    noise = os.urandom(76)
    # The least padding that fills a block, and up to three blocks more, to blur the length.
    short = PADDING_BYTES_MIN + (-(len(head) + len(body) + PADDING_BYTES_MIN) & 15)
    inner = head + body + noise[: short + 16 * (noise[75] & 3)]
    msg_key = kdf.message_key(key.auth_key, inner, outgoing)
    aes_key, aes_iv = kdf.aes(key.auth_key, msg_key, outgoing)
    return KEY_ID.pack(key.key_id) + msg_key + ige.encrypt(inner, aes_key, aes_iv)


def seal_v1(
    key: KeyState,
    salt: int,
    session_id: int,
    msg_id: int,
    seq_no: int,
    body: bytes,
    *,
    outgoing: bool = True,
) -> bytes:
    """A packet of MTProto 1.0."""
    data = INNER.pack(salt, session_id, msg_id, seq_no, len(body)) + body
    msg_key = kdf.message_key_v1(data)
    aes_key, aes_iv = kdf.aes_v1(key.auth_key, msg_key, outgoing)
    inner = data + os.urandom(-len(data) & 15)
    return KEY_ID.pack(key.key_id) + msg_key + ige.encrypt(inner, aes_key, aes_iv)


def _split(packet: bytes) -> tuple[bytes, bytes]:
    """msg_key and ciphertext; what a padded framing hung behind the last block is cut off."""
    size = (len(packet) - HEAD_BYTES) & ~15
    if size < 48:
        raise RemoteError("shorter than the smallest message", UNKNOWN_KEY)
    return packet[8:24], packet[24 : 24 + size]


def _token(digest: bytes) -> int:
    return int.from_bytes(digest[:4], "little") | 0x80000000
