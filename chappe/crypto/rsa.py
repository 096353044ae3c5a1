"""The server's RSA key, and the single road by which an encrypted block is opened.

What must not happen: a stranger learns from our answer, or from the time it took, *why* a block
was refused. "Four Attacks and a Proof for Telegram" (IEEE S&P 2022) turns such a difference into
a decryption oracle against the legacy padding. So every block of 256 bytes goes the whole way:
power, RSA_PAD decoding, legacy decoding with every possible length hashed, range check; all
comparisons in constant time; and only then one choice among three results, with None for all
failures. A number of n or above goes the same way (reduced) and is refused at the end.

The power itself is taken by the Chinese remainder theorem on a blinded base, with GMP's
constant-time exponentiation, and is checked with the public exponent before use: a single wrong
bit in one of the halves would otherwise give the factors of n away.
"""

from hashlib import sha1, sha256
from hmac import compare_digest

import gmpy2
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from gmpy2 import mpz

from chappe.crypto import ige
from chappe.crypto.entropy import SYSTEM, Entropy
from chappe.crypto.rsa_public import (
    BLOCK_BYTES,
    DATA_BYTES_MAX,
    PAD_DATA_BYTES,
    ZERO_IV,
    RsaPublic,
    xor32,
)

BITS = 2048
EXPONENT = 65537
LEGACY_DATA_BYTES_MIN = 96
"""p_q_inner_data with an eight-byte pq and four-byte factors, as `pq.product` makes them.

Together with DATA_BYTES_MAX this bounds how many lengths are hashed: 13, about ten microseconds.
"""
BLINDINGS_BEFORE_FRESH = 64
"""A blinding pair is squared from use to use, and drawn anew after so many."""


class RsaKey:
    """A 2048-bit private key. Not for use from several threads at once: blinding has state."""

    __slots__ = ("_blinding", "_private", "public")

    def __init__(self, private: rsa.RSAPrivateKey, entropy: Entropy = SYSTEM) -> None:
        """Take a key of `cryptography`; ValueError when it has not 2048 bits."""
        numbers = private.private_numbers()
        public = numbers.public_numbers
        if public.n.bit_length() != BITS:
            raise ValueError(f"the protocol wants an RSA key of {BITS} bits")
        self.public = RsaPublic(public.n, public.e)
        self._private = _Private(numbers)
        self._blinding = _Blinding(mpz(public.n), mpz(public.e), entropy)

    @classmethod
    def generate(cls) -> "RsaKey":
        """A new key: up to a second of work."""
        return cls(rsa.generate_private_key(EXPONENT, BITS))

    @classmethod
    def from_pem(cls, pem: bytes) -> "RsaKey":
        """Read an unencrypted private PEM; ValueError or TypeError when it is none."""
        key = serialization.load_pem_private_key(pem, password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError("not an RSA key")
        return cls(key)

    def private_pem(self) -> bytes:
        """Unencrypted PKCS#1 PEM; the caller keeps the file to itself (mode 0600)."""
        return self._private.numbers.private_key().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )

    @property
    def n(self) -> int:
        """The modulus."""
        return self.public.n

    @property
    def e(self) -> int:
        """The public exponent."""
        return self.public.e

    @property
    def public_pem(self) -> bytes:
        """PKCS#1 PEM of the public half."""
        return self.public.pem

    @property
    def fingerprint(self) -> int:
        """What resPQ announces: signed 64 bits."""
        return self.public.fingerprint

    def open(self, encrypted: bytes, *, allow_legacy: bool) -> bytes | None:
        """The data of a sealed block with its random padding behind it, or None.

        `encrypted` is 256 bytes (its length is no secret: ValueError otherwise). The data is
        192 bytes from RSA_PAD; from the legacy padding it is cut where its SHA1 ended.
        """
        if len(encrypted) != BLOCK_BYTES:
            raise ValueError(f"a sealed block has {BLOCK_BYTES} bytes")
        value = int.from_bytes(encrypted, "big")
        block = self._power(mpz(value % self.n))
        padded, is_padded = _decode_pad(block)
        legacy, is_legacy = _decode_legacy(block)
        is_legacy = is_legacy & allow_legacy & (not is_padded)
        choice = (value < self.n) * (is_padded + 2 * is_legacy)
        return (None, padded, legacy)[choice]

    def _power(self, value: mpz) -> bytes:
        """Raw private RSA, blinded and checked: 256 bytes. ArithmeticError when we miscounted."""
        mask, unmask = self._blinding.take()
        modulus = self._blinding.modulus
        blinded = value * mask % modulus
        root = self._private.power(blinded)
        if gmpy2.powmod(root, self._blinding.exponent, modulus) != blinded:
            raise ArithmeticError("the RSA result does not fit its question")
        return int(root * unmask % modulus).to_bytes(BLOCK_BYTES, "big")


class _Private:
    """The five secret numbers, ready for the Chinese remainder theorem."""

    __slots__ = ("dp", "dq", "numbers", "p", "q", "q_inverse")

    def __init__(self, numbers: rsa.RSAPrivateNumbers) -> None:
        self.numbers = numbers
        self.p, self.q = mpz(numbers.p), mpz(numbers.q)
        self.dp, self.dq = mpz(numbers.dmp1), mpz(numbers.dmq1)
        self.q_inverse = mpz(numbers.iqmp)

    def power(self, value: mpz) -> mpz:
        """The value to the private exponent."""
        left = gmpy2.powmod_sec(value % self.p, self.dp, self.p)
        right = gmpy2.powmod_sec(value % self.q, self.dq, self.q)
        return right + self.q * ((left - right) * self.q_inverse % self.p)


class _Blinding:
    """A random r as the pair r^e, 1/r: multiplied in before the power, and out after it."""

    __slots__ = ("_entropy", "_left", "_mask", "_unmask", "exponent", "modulus")

    def __init__(self, modulus: mpz, exponent: mpz, entropy: Entropy) -> None:
        self.modulus, self.exponent = modulus, exponent
        self._entropy = entropy
        self._left = 0
        self._mask = self._unmask = mpz(1)

    def take(self) -> tuple[mpz, mpz]:
        """A pair that was never used before."""
        if self._left == 0:
            self._draw()
        else:
            self._mask = self._mask * self._mask % self.modulus
            self._unmask = self._unmask * self._unmask % self.modulus
        self._left -= 1
        return self._mask, self._unmask

    def _draw(self) -> None:
        secret = mpz(int.from_bytes(self._entropy(BLOCK_BYTES + 8), "big")) % self.modulus
        self._unmask = gmpy2.invert(secret, self.modulus)
        self._mask = gmpy2.powmod(secret, self.exponent, self.modulus)
        self._left = BLINDINGS_BEFORE_FRESH


def _decode_pad(block: bytes) -> tuple[bytes, bool]:
    """Undo RSA_PAD: the 192 bytes of data and padding, and whether their hash is right."""
    cipher = block[32:]
    key = xor32(block[:32], sha256(cipher).digest())
    hashed = ige.decrypt(cipher, key, ZERO_IV)
    data = hashed[PAD_DATA_BYTES - 1 :: -1]
    expected = sha256(key + data).digest()
    return data, compare_digest(expected, hashed[PAD_DATA_BYTES:])


def _decode_legacy(block: bytes) -> tuple[bytes, bool]:
    """Undo SHA1(data) + data + random: the data, and whether some length fits the hash.

    Every length is hashed, so that the time tells nothing about the one that fits.
    """
    digest, rest = block[1:21], block[21:]
    length = 0
    for candidate in range(LEGACY_DATA_BYTES_MIN, DATA_BYTES_MAX + 1, 4):
        found = sha1(rest[:candidate]).digest()  # noqa: S324 - the protocol's choice
        length += candidate * compare_digest(found, digest)
    return rest[:length], (length > 0) & (block[0] == 0)
