"""How a client and the server agree on an auth key, from the server's side.

Three questions, three answers: req_pq → resPQ (a product to factor), req_DH_params →
server_DH_params_ok (our g^a), set_client_DH_params → dh_gen_ok. A run is named by the pair
(nonce, server_nonce); server_nonce is ours, so no two runs share a name and nothing sealed for
one run is of use in another (that mixing is what ePrint 2025/451 warns of). A run belongs to the
node, not to a connection: over HTTP every question may come on a new one.

The law is short. A question that was answered and comes again, byte for byte, gets the same
answer, for ten minutes from the run's birth (what hangs behind it as padding does not count). The next question, if every check holds, moves the
run on and makes the answer before forgotten. Anything else kills the run: -404 now, and -404 for
whatever follows, right or wrong. A client then starts anew, which costs it three round trips;
an intruder learns one bit, and always the same one.

Checks go from cheap to dear: nothing is decrypted before the proof of work is right, and hashes
are verified before a decrypted byte is parsed. An element g_b outside the safe range is a wrong
query as well: -404. dh_gen_fail has no such cause in the documents, and its proof needs the hash
of a key that must not be computed then; it is sent when a client's keys collide too often.
Wire: https://core.telegram.org/mtproto/auth_key
"""

from collections.abc import Sequence
from hashlib import sha256

from chappe.crypto import dh, ige, kdf, pq
from chappe.crypto.entropy import SYSTEM, Entropy
from chappe.crypto.rsa import RsaKey
from chappe.crypto.rsa_public import BLOCK_BYTES
from chappe.ids import DcId
from chappe.mtproto.errors import UNKNOWN_KEY
from chappe.mtproto.handshake_inner import (
    PADDING_BYTES_MAX,
    DcRule,
    Wrong,
    expires_in,
    hash_of,
    open_client_data,
    read_inner,
    read_padded,
    strip,
)
from chappe.mtproto.handshake_state import (
    Answer,
    KeyMade,
    NewKey,
    Offered,
    Opened,
    Refuse,
    Reply,
    Runs,
    Sealed,
    Secret,
)
from chappe.tl import mtproto
from chappe.tl.wire import WireError

ATTEMPTS_MAX = 5
"""Colliding keys per run; two honest keys collide with probability 2^-64."""


class Handshakes:
    """All handshakes of one node. Sans-I/O: a body in, an `Answer` out.

    `strict_dc`: the DC that this server is; another one in the inner data is refused with -444.
    None: the server is every DC, and the key remembers which one its client believes in.
    `accept_test_dc`: whether a strict server takes the id + 10000 for itself.
    `product`: makes two primes for a client to find, if not by `pq.product`.
    """

    def __init__(
        self,
        keys: Sequence[RsaKey],
        *,
        strict_dc: DcId | None = None,
        accept_test_dc: bool = True,
        allow_legacy_padding: bool = True,
        runs_max: int = 100_000,
        entropy: Entropy = SYSTEM,
        product: pq.Product | None = None,
    ) -> None:
        self._keys = {key.fingerprint: key for key in keys}
        self._dc_rule = DcRule(strict_dc, accept_test_dc)
        self._allow_legacy_padding = allow_legacy_padding
        self._runs = Runs(runs_max)
        self._entropy = entropy
        self._product = product or pq.product

    def __len__(self) -> int:
        """How many runs are remembered."""
        return len(self._runs)

    def receive(self, body: bytes, now: float) -> Answer:
        """Answer the body of an unencrypted message; never raises for what a client sent."""
        self._runs.sweep(now)
        constructor_id = int.from_bytes(body[:4], "little")
        if constructor_id in (mtproto.ReqPqMulti.ID, mtproto.ReqPq.ID):
            return self._begin(body, now)
        if constructor_id not in (mtproto.ReqDHParams.ID, mtproto.SetClientDHParams.ID):
            return Refuse(UNKNOWN_KEY, "not a query of the handshake")
        run = body[4:36]
        try:
            return self._go_on(run, body, now)
        except WireError as error:
            self._runs.drop(run)
            return Refuse(UNKNOWN_KEY, str(error))
        except Wrong as wrong:
            self._runs.drop(run)
            return wrong.refusal

    def settled(self, made: KeyMade) -> bytes:
        """The key is stored: what to tell the client. The run forgets everything secret."""
        phase = self._pending(made)
        if phase is not None:
            answer = Reply(made.ok_body)
            self._runs.advance(made.run, Sealed(phase.born, phase.asked, answer, None, 0))
        return made.ok_body

    def collided(self, made: KeyMade) -> bytes:
        """The key's id is taken by another key: what to tell the client.

        The run waits for a new g_b, ATTEMPTS_MAX times; then it fails for good.
        """
        phase = self._pending(made)
        if phase is None or phase.secret is None:
            return made.retry_body
        aux = kdf.aux_hash(made.new_key.auth_key)
        if phase.attempts >= ATTEMPTS_MAX:
            failed = Reply(_dh_gen_fail(made.run, phase.secret.new_nonce, aux))
            self._runs.advance(made.run, Sealed(phase.born, phase.asked, failed, None, 0))
            return failed.body
        retry_id = int.from_bytes(aux, "little", signed=True)
        retry = Reply(made.retry_body)
        again = Offered(phase.born, phase.asked, retry, phase.secret, retry_id, phase.attempts)
        self._runs.advance(made.run, again)
        return made.retry_body

    def _pending(self, made: KeyMade) -> Sealed | None:
        """The run of this key, if it still waits to hear what became of it."""
        phase = self._runs.get(made.run, made.new_key.made_at)
        return phase if isinstance(phase, Sealed) and phase.answer == made else None

    def _begin(self, body: bytes, now: float) -> Answer:
        """req_pq, req_pq_multi → resPQ."""
        if not 20 <= len(body) <= 20 + PADDING_BYTES_MAX:
            return Refuse(UNKNOWN_KEY, "req_pq has one nonce")
        body = body[:20]
        known = self._runs.opened(body, now)
        if known is not None:
            return known.answer
        nonce, server_nonce = body[4:], self._entropy(16)
        p, q = self._product(self._entropy)
        product = p * q
        answer = mtproto.ResPQ(
            nonce=nonce,
            server_nonce=server_nonce,
            pq=_big_endian(product),
            server_public_key_fingerprints=list(self._keys),
        )
        reply = Reply(mtproto.write(answer))
        run = nonce + server_nonce
        numbers = (_big_endian(product), _big_endian(p), _big_endian(q))
        self._runs.begin(run, Opened(now, body, reply, *numbers))
        return reply

    def _go_on(self, run: bytes, body: bytes, now: float) -> Answer:
        """The same answer to the same question, or the next phase, or Wrong."""
        phase = self._runs.get(run, now)
        if phase is None:
            raise Wrong("no such handshake")
        query, end = read_padded(body)
        asked = sha256(body[:end]).digest()
        if phase.asked == asked:
            return phase.answer
        if isinstance(phase, Opened) and isinstance(query, mtproto.ReqDHParams):
            return self._offer(run, phase, query, asked, now)
        if isinstance(phase, Offered) and isinstance(query, mtproto.SetClientDHParams):
            return self._seal(run, phase, query, asked, now)
        raise Wrong("out of order")

    def _offer(
        self, run: bytes, phase: Opened, query: mtproto.ReqDHParams, asked: bytes, now: float
    ) -> Reply:
        """req_DH_params → server_DH_params_ok."""
        if (strip(query.p), strip(query.q)) != (phase.p, phase.q):
            raise Wrong("the proof of work is wrong")
        key = self._keys.get(query.public_key_fingerprint)
        if key is None or len(query.encrypted_data) != BLOCK_BYTES:
            raise Wrong("not sealed for a key of ours")
        data = key.open(query.encrypted_data, allow_legacy=self._allow_legacy_padding)
        if data is None:
            raise Wrong("the sealed block does not open", costly=True)
        inner = read_inner(data, run, phase)
        dc_id, lifetime = self._dc_rule.judge(inner), expires_in(inner)
        exponent, element = dh.half(self._entropy)
        secret = Secret(inner.new_nonce, exponent, dc_id, lifetime)
        reply = Reply(self._dh_params(run, secret.new_nonce, element, int(now)))
        self._runs.advance(run, Offered(phase.born, asked, reply, secret, 0, 0))
        return reply

    def _dh_params(self, run: bytes, new_nonce: bytes, element: int, now: int) -> bytes:
        """server_DH_params_ok with our half, sealed under the nonces."""
        nonce, server_nonce = _nonces(run)
        data = mtproto.write(
            mtproto.ServerDHInnerData(
                nonce=nonce,
                server_nonce=server_nonce,
                g=dh.G,
                dh_prime=_big_endian(dh.PRIME),
                g_a=_big_endian(element),
                server_time=now,
            )
        )
        hashed = hash_of(data) + data
        hashed += self._entropy(-len(hashed) % ige.BLOCK_BYTES)
        answer = ige.encrypt(hashed, *kdf.handshake_aes(new_nonce, server_nonce))
        return mtproto.write(
            mtproto.ServerDHParamsOk(
                nonce=nonce, server_nonce=server_nonce, encrypted_answer=answer
            )
        )

    def _seal(
        self,
        run: bytes,
        phase: Offered,
        query: mtproto.SetClientDHParams,
        asked: bytes,
        now: float,
    ) -> KeyMade:
        """set_client_DH_params → a key."""
        secret = phase.secret
        inner = open_client_data(query.encrypted_data, secret.new_nonce, query.server_nonce)
        if inner.nonce + inner.server_nonce != run:
            raise Wrong("nonces inside and outside differ")
        if inner.retry_id != phase.retry_id:
            raise Wrong("retry_id is not the one of the attempt before")
        element = int.from_bytes(inner.g_b, "big")
        if not dh.acceptable(element):
            raise Wrong("g_b is outside the safe range")
        auth_key = dh.shared(element, secret.exponent)
        made = _key_made(run, secret, auth_key, now)
        attempts = phase.attempts + 1
        self._runs.advance(run, Sealed(phase.born, asked, made, secret, attempts))
        return made


def _key_made(run: bytes, secret: Secret, auth_key: bytes, now: float) -> KeyMade:
    """The key and both things that may have to be said about it."""
    nonce, server_nonce = _nonces(run)
    aux = kdf.aux_hash(auth_key)
    new_key = NewKey(
        auth_key=auth_key,
        key_id=kdf.key_id(auth_key),
        dc_id=secret.dc_id,
        first_salt=kdf.first_salt(secret.new_nonce, server_nonce),
        made_at=now,
        expires_at=None if secret.expires_in is None else now + secret.expires_in,
    )
    ok = mtproto.DhGenOk(
        nonce=nonce,
        server_nonce=server_nonce,
        new_nonce_hash1=kdf.nonce_hash(secret.new_nonce, 1, aux),
    )
    retry = mtproto.DhGenRetry(
        nonce=nonce,
        server_nonce=server_nonce,
        new_nonce_hash2=kdf.nonce_hash(secret.new_nonce, 2, aux),
    )
    return KeyMade(new_key, mtproto.write(ok), mtproto.write(retry), run)


def _dh_gen_fail(run: bytes, new_nonce: bytes, aux: bytes) -> bytes:
    nonce, server_nonce = _nonces(run)
    proof = kdf.nonce_hash(new_nonce, 3, aux)
    return mtproto.write(
        mtproto.DhGenFail(nonce=nonce, server_nonce=server_nonce, new_nonce_hash3=proof)
    )


def _nonces(run: bytes) -> tuple[bytes, bytes]:
    return run[:16], run[16:]


def _big_endian(value: int) -> bytes:
    return value.to_bytes((value.bit_length() + 7) // 8, "big")
