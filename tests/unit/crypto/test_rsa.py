from collections import Counter
from hashlib import sha1

import pytest
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.asymmetric import rsa as library

from chappe.crypto import ige, rsa
from chappe.crypto.rsa import RsaKey
from chappe.crypto.rsa_public import RsaPublic

DATA = bytes(range(100))


@pytest.fixture(scope="module")
def key() -> RsaKey:
    return RsaKey.generate()


def seal(key: RsaKey, block: bytes) -> bytes:
    """Raw RSA of a block that no honest padding made."""
    assert len(block) == 256
    assert int.from_bytes(block, "big") < key.n
    return key.public.power(block)


def raw_pad(data: bytes, secret: bytes = bytes(32), wrong: int = 0) -> bytes:
    """An RSA_PAD block, its hash changed by `wrong`."""
    padded = data.ljust(192, b"\xaa")
    digest = bytearray(rsa.sha256(secret + padded).digest())
    digest[31] ^= wrong
    cipher = ige.encrypt(padded[::-1] + bytes(digest), secret, bytes(32))
    return rsa.xor32(secret, rsa.sha256(cipher).digest()) + cipher


def small_block(key: RsaKey, wrong: int = 0) -> bytes:
    """The same below the modulus, whatever the modulus is."""
    for secret in range(256):
        block = raw_pad(DATA, bytes((secret,)) * 32, wrong)
        if int.from_bytes(block, "big") < key.n:
            return block
    raise AssertionError("no luck in 256 draws")


@pytest.mark.parametrize("size", [0, 1, 96, 104, 144])
def test_rsa_pad_comes_back_with_its_padding(key: RsaKey, size: int) -> None:
    data = bytes(range(size))
    opened = key.open(key.public.seal_pad(data), allow_legacy=False)
    assert opened is not None
    assert len(opened) == 192
    assert opened[:size] == data


@pytest.mark.parametrize("size", range(96, 148, 4))
def test_the_legacy_padding_comes_back_cut_to_its_data(key: RsaKey, size: int) -> None:
    data = bytes(range(size))
    assert key.open(key.public.seal_legacy(data), allow_legacy=True) == data


def test_the_legacy_padding_can_be_refused(key: RsaKey) -> None:
    assert key.open(key.public.seal_legacy(DATA), allow_legacy=False) is None


def test_more_data_than_the_paddings_carry_is_refused_on_the_clients_side(key: RsaKey) -> None:
    with pytest.raises(ValueError, match="144"):
        key.public.seal_pad(bytes(145))
    with pytest.raises(ValueError, match="235"):
        key.public.seal_legacy(bytes(236))


def broken(key: RsaKey) -> dict[str, bytes]:
    """One sealed block per reason to refuse it."""
    n = key.n
    legacy = sha1(DATA).digest() + DATA + bytes(135)
    return {
        "zero": bytes(256),
        "one": (1).to_bytes(256, "big"),
        "n itself": n.to_bytes(256, "big"),
        "n - 1": (n - 1).to_bytes(256, "big"),
        "all ones": b"\xff" * 256,
        "noise": bytes(range(256)),
        "a wrong RSA_PAD hash": seal(key, small_block(key, wrong=1)),
        "a wrong legacy hash": seal(key, b"\0" + bytes((legacy[0] ^ 1,)) + legacy[1:]),
        "legacy data of odd length": seal(
            key, b"\0" + sha1(DATA + b"!").digest() + DATA + b"!" + bytes(134)
        ),
        "legacy data too short": seal(
            key, b"\0" + sha1(DATA[:92]).digest() + DATA[:92] + bytes(143)
        ),
        "legacy data too long": seal(
            key, b"\0" + sha1(DATA + bytes(48)).digest() + DATA + bytes(135)
        ),
        "legacy with a first byte": seal(key, b"\1" + legacy),
        "someone else's key": RsaKey.generate().public.seal_pad(DATA),
    }


def test_every_broken_block_is_the_same_none_for_the_same_work(
    key: RsaKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not by the clock: the calls that cost anything are counted."""
    calls: Counter[str] = Counter()

    def counted(name: str, work):
        def call(*args):
            calls[name] += 1
            return work(*args)

        return call

    blocks = broken(key)
    key.open(bytes(256), allow_legacy=True)  # draws the blinding, once in a while
    for name in ("sha1", "sha256", "compare_digest", "xor32"):
        monkeypatch.setattr(rsa, name, counted(name, getattr(rsa, name)))
    monkeypatch.setattr(rsa.ige, "decrypt", counted("ige", ige.decrypt))
    monkeypatch.setattr(rsa._Private, "power", counted("power", rsa._Private.power))

    spent = {}
    for allow_legacy in (True, False):
        for reason, block in blocks.items():
            calls.clear()
            assert key.open(block, allow_legacy=allow_legacy) is None, reason
            spent[reason, allow_legacy] = dict(calls)
    assert set(map(str, spent.values())) == {
        "{'power': 1, 'sha256': 2, 'xor32': 1, 'ige': 1, 'compare_digest': 14, 'sha1': 13}"
    }


def test_honest_blocks_go_the_same_road_as_broken_ones(
    key: RsaKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = []

    def sha1_noting(data: bytes):
        hashed.append(len(data))
        return sha1(data)

    monkeypatch.setattr(rsa, "sha1", sha1_noting)
    for block in (key.public.seal_pad(DATA), key.public.seal_legacy(DATA), bytes(256)):
        hashed.clear()
        key.open(block, allow_legacy=True)
        assert hashed == list(range(96, 148, 4))


def test_a_block_plus_the_modulus_is_refused_although_it_decrypts(key: RsaKey) -> None:
    for _ in range(2000):
        sealed = int.from_bytes(key.public.seal_legacy(DATA), "big") + key.n
        if sealed < 2**2048:
            assert key.open(sealed.to_bytes(256, "big"), allow_legacy=True) is None
            return
    pytest.skip("a modulus just below 2^2048 leaves no room")


def test_a_block_of_another_length_is_our_own_mistake(key: RsaKey) -> None:
    with pytest.raises(ValueError, match="256"):
        key.open(bytes(255), allow_legacy=True)


def test_a_miscounted_power_is_noticed_before_anyone_sees_it(
    key: RsaKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rsa._Private, "power", lambda _, value: value + 1)
    with pytest.raises(ArithmeticError):
        key.open(bytes(255) + b"\2", allow_legacy=True)


def test_no_blinding_is_used_twice(key: RsaKey) -> None:
    blinding = rsa._Blinding(rsa.mpz(key.n), rsa.mpz(key.e), rsa.SYSTEM)
    seen = set()
    for _ in range(2 * rsa.BLINDINGS_BEFORE_FRESH + 3):
        mask, unmask = blinding.take()
        assert pow(unmask, -key.e, key.n) == mask
        seen.add(int(mask))
    assert len(seen) == 2 * rsa.BLINDINGS_BEFORE_FRESH + 3


def test_the_blinding_is_drawn_anew_now_and_then(key: RsaKey) -> None:
    draws = []

    def entropy(size: int) -> bytes:
        draws.append(size)
        return bytes(range(len(draws), len(draws) + 8)) * (size // 8)

    blinding = rsa._Blinding(rsa.mpz(key.n), rsa.mpz(key.e), entropy)
    for _ in range(2 * rsa.BLINDINGS_BEFORE_FRESH + 1):
        blinding.take()
    assert len(draws) == 3


def test_a_key_survives_its_pem(key: RsaKey) -> None:
    again = RsaKey.from_pem(key.private_pem())
    assert (again.n, again.e, again.fingerprint) == (key.n, key.e, key.fingerprint)
    sealed = key.public.seal_legacy(DATA)
    assert again.open(sealed, allow_legacy=True) == DATA


def test_the_public_pem_is_pkcs1_and_reads_back(key: RsaKey) -> None:
    assert key.public_pem.startswith(b"-----BEGIN RSA PUBLIC KEY-----\n")
    assert RsaPublic.from_pem(key.public_pem) == key.public


def test_a_key_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="2048"):
        RsaKey(library.generate_private_key(65537, 1024))


def test_keys_of_another_kind_are_refused() -> None:
    private = ed25519.Ed25519PrivateKey.generate()
    secret = private.private_bytes(
        form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()
    )
    public = private.public_key().public_bytes(
        form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo
    )
    with pytest.raises(TypeError):
        RsaKey.from_pem(secret)
    with pytest.raises(TypeError):
        RsaPublic.from_pem(public)


def test_the_fingerprint_of_the_official_test_key_is_the_known_one() -> None:
    pem = b"""-----BEGIN RSA PUBLIC KEY-----
MIIBCgKCAQEAyMEdY1aR+sCR3ZSJrtztKTKqigvO/vBfqACJLZtS7QMgCGXJ6XIR
yy7mx66W0/sOFa7/1mAZtEoIokDP3ShoqF4fVNb6XeqgQfaUHd8wJpDWHcR2OFwv
plUUI1PLTktZ9uW2WE23b+ixNwJjJGwBDJPQEQFBE+vfmH0JP503wr5INS1poWg/
j25sIWeYPHYeOrFp/eXaqhISP6G+q2IeTaWTXpwZj4LzXq5YOpk4bYEQ6mvRq7D1
aHWfYmlEGepfaYR8Q0YqvvhYtMte3ITnuSJs171+GDqpdKcSwHnd6FudwGO4pcCO
j4WcDuXc2CTHgH8gFTNhp/Y8/SpDOhvn9QIDAQAB
-----END RSA PUBLIC KEY-----
"""
    assert RsaPublic.from_pem(pem).fingerprint & (2**64 - 1) == 0xB25898DF208D2603
