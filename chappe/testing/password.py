"""The client's half of two-factor passwords: what an app does with the password that is typed in.

    password = await client.call("account.getPassword")
    proof = prove(client.schema, password, "correct horse")
    await client.call("auth.checkPassword", password=proof)

Wire: https://core.telegram.org/api/srp
"""

import os
from hashlib import pbkdf2_hmac, sha256
from typing import Any, Protocol

from chappe.crypto import dh, srp

ROUNDS = 100_000
ALGORITHM = "passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow"
OWN_SALT_BYTES = 32
"""What a client adds to the server's salt1, so that the server alone cannot choose it."""


class Maker(Protocol):
    """The schema of a client's layer."""

    def make(self, name: str, /, **fields: object) -> object:
        """An object of that layer."""


def secret_of(password: str, salt1: bytes, salt2: bytes) -> int:
    """x: the number behind a password."""
    once = _salted(_salted(password.encode(), salt1), salt2)
    return int.from_bytes(_salted(pbkdf2_hmac("sha512", once, salt1, ROUNDS), salt2), "big")


def verifier_of(password: str, salt1: bytes, salt2: bytes) -> bytes:
    """v: what the server keeps of a password, 256 bytes."""
    power = pow(dh.G, secret_of(password, salt1, salt2), dh.PRIME)
    return power.to_bytes(srp.NUMBER_BYTES, "big")


def answer(x: int, salts: tuple[bytes, bytes], public: bytes) -> tuple[bytes, bytes]:
    """A and M1 for the server's B."""
    a = int.from_bytes(os.urandom(srp.NUMBER_BYTES), "big")
    sent = pow(dh.G, a, dh.PRIME).to_bytes(srp.NUMBER_BYTES, "big")
    b = public.rjust(srp.NUMBER_BYTES, b"\0")
    u = int.from_bytes(sha256(sent + b).digest(), "big")
    masked = srp.MULTIPLIER * pow(dh.G, x, dh.PRIME)
    base = (int.from_bytes(b, "big") - masked) % dh.PRIME
    shared = pow(base, a + u * x, dh.PRIME).to_bytes(srp.NUMBER_BYTES, "big")
    return sent, srp.expected_proof(salts, sent, b, sha256(shared).digest())


def prove(schema: Maker, asked: Any, password: str) -> object:
    """The inputCheckPasswordSRP for an `account.password` that the server sent."""
    algorithm = asked.current_algo
    salts = (algorithm.salt1, algorithm.salt2)
    a, proof = answer(secret_of(password, *salts), salts, asked.srp_B)
    return schema.make("inputCheckPasswordSRP", srp_id=asked.srp_id, A=a, M1=proof)


def new_settings(schema: Maker, asked: Any, password: str, **more: object) -> object:
    """The account.passwordInputSettings that set `password`; `more`: email, another hint."""
    salt1 = asked.new_algo.salt1 + os.urandom(OWN_SALT_BYTES)
    salt2 = asked.new_algo.salt2
    algorithm = schema.make(
        ALGORITHM, salt1=salt1, salt2=salt2, g=asked.new_algo.g, p=asked.new_algo.p
    )
    return schema.make(
        "account.passwordInputSettings",
        new_algo=algorithm,
        new_password_hash=verifier_of(password, salt1, salt2),
        **{"hint": "", **more},
    )


def _salted(data: bytes, salt: bytes) -> bytes:
    return sha256(salt + data + salt).digest()
