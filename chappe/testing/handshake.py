"""The client's side of the handshake, sans-I/O, with every check the documents ask of a client.

A generator: it yields the bodies to send, is sent the bodies that came back, and returns the key.

    key = finish(shake_hands(public_key), ask)   # `ask` sends a body and brings the answer

Wire: https://core.telegram.org/mtproto/auth_key
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from hashlib import sha1
from typing import Protocol, TypeVar

from chappe.crypto import dh, ige, kdf, pq
from chappe.crypto.entropy import SYSTEM, Entropy
from chappe.crypto.rsa_public import RsaPublic
from chappe.ids import AuthKeyId
from chappe.mtproto.handshake_inner import read_whole
from chappe.tl import mtproto
from chappe.tl.build import TLObject

Hands = Generator[bytes, bytes, "ClientKey"]
Kind = TypeVar("Kind", bound=TLObject)


class Named(Protocol):
    """An object that names its run."""

    nonce: bytes
    server_nonce: bytes


class Padding(Enum):
    """How the inner data is sealed under the server's RSA key."""

    PAD = "pad"
    LEGACY = "legacy"


class ServerFault(Exception):
    """The server answered what no lawful server answers, or gave up (dh_gen_fail)."""


@dataclass(frozen=True, slots=True)
class ClientKey:
    """An agreed key. `first_salt` is signed; `server_time` is the one of step 2, Unix seconds."""

    auth_key: bytes = field(repr=False)
    key_id: AuthKeyId
    first_salt: int
    server_time: int
    server_nonce: bytes


@lru_cache(maxsize=64)
def factor_once(product: int) -> tuple[int, int]:
    """Both factors, smaller first. A world gives the same product to all: one of them does the work."""
    return pq.factor(product)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What kind of handshake a client wants.

    `dc`: as on the wire (+ 10000 for test, negative for media), None for inner data without it.
    `expires_in`: seconds of a temporary key, None for a permanent one.
    """

    dc: int | None = 2
    expires_in: int | None = None
    padding: Padding = Padding.PAD
    multi: bool = True
    entropy: Entropy = SYSTEM
    factor: Callable[[int], tuple[int, int]] = factor_once


def shake_hands(public: RsaPublic, wishes: Wishes | None = None) -> Hands:
    """Agree on a key with the server that holds the private half of `public`; may ServerFault."""
    wishes = wishes or Wishes()
    nonce, new_nonce = wishes.entropy(16), wishes.entropy(32)
    start = mtproto.ReqPqMulti if wishes.multi else mtproto.ReqPq
    opened = _expect(mtproto.ResPQ, (yield mtproto.write(start(nonce=nonce))))
    _check(opened.nonce == nonce, "another nonce in resPQ")
    query = _present(public, wishes, opened, new_nonce)
    offered = _expect(mtproto.ServerDHParamsOk, (yield mtproto.write(query)))
    _check(_names(offered) == _names(opened), "other nonces in server_DH_params_ok")
    return (yield from _agree(wishes, opened, offered, new_nonce))


def finish(hands: Hands, ask: Callable[[bytes], bytes]) -> ClientKey:
    """Carry every question to `ask` and its answer back, until there is a key."""
    try:
        question = next(hands)
        while True:
            question = hands.send(ask(question))
    except StopIteration as end:
        key: ClientKey = end.value
        return key


def _present(
    public: RsaPublic, wishes: Wishes, opened: mtproto.ResPQ, new_nonce: bytes
) -> mtproto.ReqDHParams:
    """Step 2: the proof of work, and what only this server may read."""
    fingerprint = public.fingerprint
    _check(fingerprint in opened.server_public_key_fingerprints, "the server has another key")
    factors = wishes.factor(int.from_bytes(opened.pq, "big"))
    p, q = (factor.to_bytes((factor.bit_length() + 7) // 8, "big") for factor in factors)
    data = mtproto.write(_inner(wishes, opened, new_nonce, p, q))
    seal = public.seal_pad if wishes.padding is Padding.PAD else public.seal_legacy
    return mtproto.ReqDHParams(
        nonce=opened.nonce,
        server_nonce=opened.server_nonce,
        p=p,
        q=q,
        public_key_fingerprint=fingerprint,
        encrypted_data=seal(data, wishes.entropy),
    )


def _inner(
    wishes: Wishes, opened: mtproto.ResPQ, new_nonce: bytes, p: bytes, q: bytes
) -> TLObject:
    """The one of the four kinds of inner data that fits the wishes."""
    common = {
        "pq": opened.pq,
        "p": p,
        "q": q,
        "nonce": opened.nonce,
        "server_nonce": opened.server_nonce,
        "new_nonce": new_nonce,
    }
    dc, expires_in = wishes.dc, wishes.expires_in
    if dc is None:
        if expires_in is None:
            return mtproto.PQInnerData(**common)
        return mtproto.PQInnerDataTemp(**common, expires_in=expires_in)
    if expires_in is None:
        return mtproto.PQInnerDataDc(**common, dc=dc)
    return mtproto.PQInnerDataTempDc(**common, dc=dc, expires_in=expires_in)


def _agree(
    wishes: Wishes, opened: mtproto.ResPQ, offered: mtproto.ServerDHParamsOk, new_nonce: bytes
) -> Hands:
    """Step 3, as often as the server finds the key's id taken."""
    aes = kdf.handshake_aes(new_nonce, opened.server_nonce)
    theirs = _open(offered.encrypted_answer, *aes)
    _check(_names(theirs) == _names(opened), "other nonces in server_DH_inner_data")
    _check(theirs.g == dh.G, "not the published generator")
    _check(int.from_bytes(theirs.dh_prime, "big") == dh.PRIME, "not the published prime")
    g_a = int.from_bytes(theirs.g_a, "big")
    _check(dh.acceptable(g_a), "g_a is outside the safe range")
    retry_id = 0
    while True:
        b, g_b = dh.half(wishes.entropy)
        auth_key = dh.shared(g_a, b)
        aux = kdf.aux_hash(auth_key)
        data = mtproto.ClientDHInnerData(
            nonce=opened.nonce,
            server_nonce=opened.server_nonce,
            retry_id=retry_id,
            g_b=g_b.to_bytes((g_b.bit_length() + 7) // 8, "big"),
        )
        answer = yield mtproto.write(
            mtproto.SetClientDHParams(
                nonce=opened.nonce,
                server_nonce=opened.server_nonce,
                encrypted_data=_seal(mtproto.write(data), *aes, wishes.entropy),
            )
        )
        if _is_agreed(answer, opened, new_nonce, aux):
            return ClientKey(
                auth_key=auth_key,
                key_id=kdf.key_id(auth_key),
                first_salt=kdf.first_salt(new_nonce, opened.server_nonce),
                server_time=theirs.server_time,
                server_nonce=opened.server_nonce,
            )
        retry_id = int.from_bytes(aux, "little", signed=True)


def _is_agreed(body: bytes, opened: mtproto.ResPQ, new_nonce: bytes, aux: bytes) -> bool:
    """True for a proven dh_gen_ok, False for a proven dh_gen_retry; anything else is a fault."""
    answer = read_whole(body)
    match answer:
        case mtproto.DhGenOk(new_nonce_hash1=proof):
            number = 1
        case mtproto.DhGenRetry(new_nonce_hash2=proof):
            number = 2
        case mtproto.DhGenFail(new_nonce_hash3=proof):
            number = 3
        case _:
            raise ServerFault(f"no answer to set_client_DH_params: {answer!r}")
    _check(_names(answer) == _names(opened), "other nonces in the last answer")
    _check(proof == kdf.nonce_hash(new_nonce, number, aux), "the server does not know the key")
    _check(number != 3, "dh_gen_fail")
    return number == 1


def _open(sealed: bytes, key: bytes, iv: bytes) -> mtproto.ServerDHInnerData:
    """Decrypt SHA1(data) + data + padding of the server."""
    plain = ige.decrypt(sealed, key, iv)
    inner, end = mtproto.read(plain, 20)
    _check(0 <= len(plain) - end <= 15, "more padding than to the next block")
    _check(_sha1(plain[20:end]) == plain[:20], "the hash of the server's data is wrong")
    if not isinstance(inner, mtproto.ServerDHInnerData):
        raise ServerFault(f"not server_DH_inner_data: {inner!r}")
    return inner


def _seal(data: bytes, key: bytes, iv: bytes, entropy: Entropy) -> bytes:
    """Encrypt SHA1(data) + data + padding."""
    hashed = _sha1(data) + data
    return ige.encrypt(hashed + entropy(-len(hashed) % ige.BLOCK_BYTES), key, iv)


def _expect(kind: type[Kind], body: bytes) -> Kind:
    """The body as the one kind of object that is lawful here."""
    answer = read_whole(body)
    if not isinstance(answer, kind):
        raise ServerFault(f"expected {kind.NAME}: {answer!r}")
    return answer


def _names(answer: Named) -> tuple[bytes, bytes]:
    """What every object of one run repeats."""
    return answer.nonce, answer.server_nonce


def _check(holds: bool, fault: str) -> None:
    if not holds:
        raise ServerFault(fault)


def _sha1(data: bytes) -> bytes:
    return sha1(data).digest()  # noqa: S324 - the protocol's choice
