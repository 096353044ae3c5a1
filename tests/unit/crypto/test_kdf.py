from hashlib import sha1, sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chappe.crypto import kdf

keys = st.binary(min_size=256, max_size=256)
msg_keys = st.binary(min_size=16, max_size=16)


def part(data: bytes, start: int, length: int) -> bytes:
    """`substr` as the documentation writes it."""
    return data[start : start + length]


@given(keys, st.binary(max_size=100), st.booleans())
def test_the_msg_key_is_the_middle_of_the_documented_hash(
    key: bytes, plain: bytes, outgoing: bool
) -> None:
    x = 8 * outgoing
    large = sha256(part(key, 88 + x, 32) + plain).digest()
    assert kdf.message_key(key, plain, outgoing) == part(large, 8, 16)


@given(keys, msg_keys, st.booleans())
def test_aes_key_and_iv_follow_the_documented_formula(
    key: bytes, msg_key: bytes, outgoing: bool
) -> None:
    x = 8 * outgoing
    a = sha256(msg_key + part(key, x, 36)).digest()
    b = sha256(part(key, 40 + x, 36) + msg_key).digest()
    assert kdf.aes(key, msg_key, outgoing) == (
        part(a, 0, 8) + part(b, 8, 16) + part(a, 24, 8),
        part(b, 0, 8) + part(a, 8, 16) + part(b, 24, 8),
    )


@given(keys, msg_keys, st.booleans())
def test_version_one_follows_its_documented_formula(
    key: bytes, msg_key: bytes, outgoing: bool
) -> None:
    x = 8 * outgoing
    a = sha1(msg_key + part(key, x, 32)).digest()
    b = sha1(part(key, 32 + x, 16) + msg_key + part(key, 48 + x, 16)).digest()
    c = sha1(part(key, 64 + x, 32) + msg_key).digest()
    d = sha1(msg_key + part(key, 96 + x, 32)).digest()
    assert kdf.aes_v1(key, msg_key, outgoing) == (
        part(a, 0, 8) + part(b, 8, 12) + part(c, 4, 12),
        part(a, 8, 12) + part(b, 0, 8) + part(c, 16, 4) + part(d, 0, 8),
    )


def test_the_two_directions_never_share_a_key() -> None:
    key, msg_key = bytes(range(256)), bytes(16)
    for derive in (kdf.aes, kdf.aes_v1):
        assert set(derive(key, msg_key, True)).isdisjoint(derive(key, msg_key, False))
    assert kdf.message_key(key, b"x", True) != kdf.message_key(key, b"x", False)


def test_the_version_one_msg_key_is_the_end_of_the_sha1() -> None:
    assert kdf.message_key_v1(b"abc").hex() == sha1(b"abc").hexdigest()[8:]


@pytest.mark.parametrize("key", [bytes(256), bytes(range(256))])
def test_id_and_aux_hash_are_the_two_ends_of_one_sha1(key: bytes) -> None:
    digest = sha1(key).digest()
    assert kdf.key_id(key).to_bytes(8, "little", signed=True) == digest[-8:]
    assert kdf.aux_hash(key) == digest[:8]
