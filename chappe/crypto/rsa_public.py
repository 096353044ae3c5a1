"""The public half of a server's RSA key: what clients carry, and what they do with it.

Two paddings are in use. RSA_PAD (since 2021) is an OAEP+ of sorts: a random key encrypts the
data with its own hash, and is itself hidden under the hash of that ciphertext. The legacy one is
SHA1(data) + data + random bytes, as many libraries still send it.
Wire: https://core.telegram.org/mtproto/auth_key#4-1-rsa-paddata-server-public-key-mentioned-above-is-implemented-as-follows
"""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha1, sha256

import gmpy2
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from chappe.crypto import ige
from chappe.crypto.entropy import SYSTEM, Entropy

BLOCK_BYTES = 256
"""Every number under this RSA is 2048 bits long."""
PAD_DATA_BYTES = 192
"""RSA_PAD fills the data up to this."""
DATA_BYTES_MAX = 144
"""More than this RSA_PAD does not carry."""
LEGACY_BYTES = 255
"""Legacy: one byte short of the block, so that the number stays below the modulus."""
ZERO_IV = bytes(32)


@dataclass(frozen=True)
class RsaPublic:
    """Modulus and exponent of a 2048-bit key."""

    n: int
    e: int

    @classmethod
    def from_pem(cls, pem: bytes) -> "RsaPublic":
        """Read a PKCS#1 ("RSA PUBLIC KEY") or SPKI PEM; ValueError when it is anything else."""
        key = serialization.load_pem_public_key(pem)
        if not isinstance(key, rsa.RSAPublicKey):
            raise TypeError("not an RSA key")
        numbers = key.public_numbers()
        return cls(numbers.n, numbers.e)

    @cached_property
    def pem(self) -> bytes:
        """PKCS#1 PEM, the form in which client sources hold server keys."""
        return (
            rsa.RSAPublicNumbers(self.e, self.n)
            .public_key()
            .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.PKCS1)
        )

    @cached_property
    def fingerprint(self) -> int:
        """Low 64 bits of SHA1 over the TL bytes of n and e, as the signed number of the wire.

        Wire: https://core.telegram.org/mtproto/auth_key#2-server-sends-response-of-the-form
        """
        digest = sha1(_tl_number(self.n) + _tl_number(self.e)).digest()  # noqa: S324 - protocol
        return int.from_bytes(digest[12:], "little", signed=True)

    def seal_pad(self, data: bytes, entropy: Entropy = SYSTEM) -> bytes:
        """Encrypt up to 144 bytes under RSA_PAD; ValueError when it is more."""
        if len(data) > DATA_BYTES_MAX:
            raise ValueError(f"RSA_PAD carries {DATA_BYTES_MAX} bytes, not {len(data)}")
        padded = data + entropy(PAD_DATA_BYTES - len(data))
        while True:
            key = entropy(32)
            hashed = padded[::-1] + sha256(key + padded).digest()
            cipher = ige.encrypt(hashed, key, ZERO_IV)
            block = xor32(key, sha256(cipher).digest()) + cipher
            if int.from_bytes(block, "big") < self.n:
                return self.power(block)

    def seal_legacy(self, data: bytes, entropy: Entropy = SYSTEM) -> bytes:
        """Encrypt up to 235 bytes under the padding of before 2021."""
        room = LEGACY_BYTES - 20 - len(data)
        if room < 0:
            raise ValueError(f"the legacy padding carries 235 bytes, not {len(data)}")
        return self.power(sha1(data).digest() + data + entropy(room))  # noqa: S324 - protocol

    def power(self, block: bytes) -> bytes:
        """Raw RSA: the block as a big-endian number to the public exponent, 256 bytes."""
        result = gmpy2.powmod(int.from_bytes(block, "big"), self.e, self.n)
        return int(result).to_bytes(BLOCK_BYTES, "big")


def xor32(left: bytes, right: bytes) -> bytes:
    """XOR of two 32-byte strings."""
    mixed = int.from_bytes(left, "little") ^ int.from_bytes(right, "little")
    return mixed.to_bytes(32, "little")


def _tl_number(value: int) -> bytes:
    """A big-endian number as a TL string: a length, the bytes, zeros to a multiple of four."""
    raw = value.to_bytes((value.bit_length() + 7) // 8, "big")
    head = bytes((len(raw),)) if len(raw) < 254 else b"\xfe" + len(raw).to_bytes(3, "little")
    whole = head + raw
    return whole + bytes(-len(whole) % 4)
