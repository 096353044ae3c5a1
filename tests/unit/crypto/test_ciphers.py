from itertools import pairwise

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from chappe.crypto import ige
from chappe.crypto.ctr import Ctr

half_kilobytes = st.binary(min_size=16, max_size=512).map(
    lambda raw: raw[: len(raw) // 16 * 16]
)
wide = st.binary(min_size=32, max_size=32)


def xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def ige_by_the_book(data: bytes, key: bytes, iv: bytes) -> bytes:
    """c[i] = AES(m[i] ^ c[i-1]) ^ m[i-1], with the IV as c[-1] + m[-1]."""
    aes = Cipher(algorithms.AES256(key), modes.ECB()).encryptor()
    before_cipher, before_plain = iv[:16], iv[16:]
    out = b""
    for start in range(0, len(data), 16):
        plain = data[start : start + 16]
        before_cipher = xor(aes.update(xor(plain, before_cipher)), before_plain)
        before_plain = plain
        out += before_cipher
    return out


@given(half_kilobytes, wide, wide)
def test_ige_is_what_the_book_says_and_comes_back(data: bytes, key: bytes, iv: bytes) -> None:
    sealed = ige.encrypt(data, key, iv)
    assert sealed == ige_by_the_book(data, key, iv)
    assert ige.decrypt(sealed, key, iv) == data


@pytest.mark.parametrize("crypt", [ige.encrypt, ige.decrypt])
@pytest.mark.parametrize(("data", "key", "iv"), [(15, 32, 32), (16, 16, 32), (16, 32, 16)])
def test_ige_refuses_ragged_input(crypt, data: int, key: int, iv: int) -> None:
    with pytest.raises(ValueError, match="whole blocks"):
        crypt(bytes(data), bytes(key), bytes(iv))


@given(st.lists(st.binary(max_size=70)), wide, st.binary(min_size=16, max_size=16))
def test_a_ctr_stream_does_not_care_how_it_is_cut(
    pieces: list[bytes], key: bytes, iv: bytes
) -> None:
    whole = b"".join(pieces)
    there, back = Ctr(key, iv), Ctr(key, iv)
    sealed = b"".join(there.update(piece) for piece in pieces)
    assert sealed == Ctr(key, iv).update(whole)
    assert back.update(sealed) == whole


def test_ctr_counts_up_across_calls() -> None:
    stream = Ctr(bytes(32), bytes(16))
    blocks = [stream.update(bytes(16)) for _ in range(8)]
    assert all(a != b for a, b in pairwise(blocks))
    aes = Cipher(algorithms.AES256(bytes(32)), modes.ECB()).encryptor()
    assert blocks[7] == aes.update((7).to_bytes(16, "big"))
