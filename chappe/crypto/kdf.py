"""How keys follow from an auth key, and from the nonces of a handshake.

`outgoing` is the server's point of view: True for server → client (x = 8), False for
client → server (x = 0). A client passes the opposite of its own direction.

MTProto 2.0: the msg_key is the middle of SHA256(part of the auth key + plaintext with padding),
so it authenticates everything that was encrypted. MTProto 1.0: SHA1 of the plaintext without its
padding, hence malleable there; it lives on in old layers and in auth.bindTempAuthKey.
Wire: https://core.telegram.org/mtproto/description#defining-aes-key-and-initialization-vector,
https://core.telegram.org/mtproto/description_v1
"""

from hashlib import sha1, sha256

from chappe.ids import AuthKeyId


def message_key(auth_key: bytes, plaintext: bytes, outgoing: bool) -> bytes:
    """MTProto 2.0: the 16-byte msg_key of `plaintext`, which includes header and padding."""
    x = 8 if outgoing else 0
    digest = sha256(auth_key[88 + x : 120 + x])
    digest.update(plaintext)
    return digest.digest()[8:24]


def aes(auth_key: bytes, msg_key: bytes, outgoing: bool) -> tuple[bytes, bytes]:
    """MTProto 2.0: AES key and IV, 32 bytes each, of the message with this msg_key."""
    x = 8 if outgoing else 0
    a = sha256(msg_key + auth_key[x : 36 + x]).digest()
    b = sha256(auth_key[40 + x : 76 + x] + msg_key).digest()
    return a[:8] + b[8:24] + a[24:], b[:8] + a[8:24] + b[24:]


def message_key_v1(plaintext: bytes) -> bytes:
    """MTProto 1.0: the 16-byte msg_key of `plaintext`, header included, padding left out."""
    return sha1(plaintext).digest()[4:20]  # noqa: S324 - the protocol's choice


def aes_v1(auth_key: bytes, msg_key: bytes, outgoing: bool) -> tuple[bytes, bytes]:
    """MTProto 1.0: AES key and IV, 32 bytes each, of the message with this msg_key."""
    x = 8 if outgoing else 0
    a = _sha1(msg_key + auth_key[x : 32 + x])
    b = _sha1(auth_key[32 + x : 48 + x] + msg_key + auth_key[48 + x : 64 + x])
    c = _sha1(auth_key[64 + x : 96 + x] + msg_key)
    d = _sha1(msg_key + auth_key[96 + x : 128 + x])
    return a[:8] + b[8:20] + c[4:16], a[8:20] + b[:8] + c[16:20] + d[:8]


def handshake_aes(new_nonce: bytes, server_nonce: bytes) -> tuple[bytes, bytes]:
    """tmp_aes_key and tmp_aes_iv, 32 bytes each, that cover the Diffie-Hellman steps.

    Wire: https://core.telegram.org/mtproto/auth_key#6-server-responds-with
    """
    forward = _sha1(new_nonce + server_nonce)
    backward = _sha1(server_nonce + new_nonce)
    twice = _sha1(new_nonce + new_nonce)
    return forward + backward[:12], backward[12:] + twice + new_nonce[:4]


def key_id(auth_key: bytes) -> AuthKeyId:
    """The id that stands before every message encrypted with this key (auth_key_hash)."""
    return AuthKeyId(int.from_bytes(_sha1(auth_key)[12:], "little", signed=True))


def aux_hash(auth_key: bytes) -> bytes:
    """auth_key_aux_hash: the other 8 bytes of the key's SHA1, seen only in the handshake."""
    return _sha1(auth_key)[:8]


def nonce_hash(new_nonce: bytes, number: int, aux: bytes) -> bytes:
    """new_nonce_hash1, 2 or 3: proof (16 bytes) that the sender knows new_nonce and the key."""
    return _sha1(new_nonce + bytes((number,)) + aux)[4:]


def first_salt(new_nonce: bytes, server_nonce: bytes) -> int:
    """The salt (signed 64 bits) that is valid with a new key before any other was agreed."""
    mixed = int.from_bytes(new_nonce[:8], "little") ^ int.from_bytes(server_nonce[:8], "little")
    return int.from_bytes(mixed.to_bytes(8, "little"), "little", signed=True)


def _sha1(data: bytes) -> bytes:
    return sha1(data).digest()  # noqa: S324 - the protocol's choice
