"""AES-256 in IGE mode, the cipher of every MTProto envelope.

Infinite Garble Extension chains each block to the plaintext and the ciphertext before it, so the
IV is two blocks long. It hides, and does not authenticate: the msg_key does that, and must be
checked before a decrypted byte is believed.
"""

import cryptg

BLOCK_BYTES = 16
"""Input of both directions comes in whole blocks; the caller pads."""


def encrypt(data: bytes, key: bytes, iv: bytes) -> bytes:
    """Encrypt whole 16-byte blocks; `key` and `iv` are 32 bytes. ValueError on other sizes."""
    _check(data, key, iv)
    return bytes(cryptg.encrypt_ige(data, key, iv))


def decrypt(data: bytes, key: bytes, iv: bytes) -> bytes:
    """Decrypt whole 16-byte blocks; `key` and `iv` are 32 bytes. ValueError on other sizes."""
    _check(data, key, iv)
    return bytes(cryptg.decrypt_ige(data, key, iv))


def _check(data: bytes, key: bytes, iv: bytes) -> None:
    """Cryptg pads a ragged tail with random bytes, silently; that is never what we mean."""
    if len(data) % BLOCK_BYTES or len(key) != 32 or len(iv) != 32:
        raise ValueError("IGE wants whole blocks, a 32-byte key and a 32-byte IV")
