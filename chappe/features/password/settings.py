"""Reading what a client wants its password to be."""

from dataclasses import dataclass

from chappe.crypto import dh
from chappe.crypto.srp import NUMBER_BYTES, acceptable_verifier
from chappe.features.password.email import clean_address
from chappe.features.password.model import (
    HINT_CHARACTERS_MAX,
    OWN_SALT_BYTES,
    SALT1_BYTES,
    SALT2_BYTES,
    SALT_BYTES_MAX,
    SECURE_BYTES_MAX,
    Secret,
)
from chappe.rpc.errors import RpcError
from chappe.tl import api, layers

Algorithm = api.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow


@dataclass(frozen=True, slots=True)
class Wish:
    """New settings. None: says nothing of it; `email` "": there shall be none."""

    secret: Secret | None
    removes: bool
    email: str | None
    secure: bytes | None


def read_wish(settings: "api.account.PasswordInputSettings") -> Wish:
    """What new settings say.

    Errors: NEW_SETTINGS_INVALID, NEW_SALT_INVALID, EMAIL_INVALID
    """
    new_hash = settings.new_password_hash
    removes = new_hash is not None and not new_hash
    secret = _read_secret(settings, new_hash) if new_hash else None
    email = settings.email
    if email:
        email = clean_address(email)
    return Wish(secret, removes, email, _read_secure(settings))


def _read_secret(settings: "api.account.PasswordInputSettings", new_hash: bytes) -> Secret:
    algorithm = settings.new_algo
    if not isinstance(algorithm, Algorithm):
        raise RpcError(400, "NEW_SETTINGS_INVALID")
    same_group = algorithm.g == dh.G and int.from_bytes(algorithm.p, "big") == dh.PRIME
    if not same_group or not acceptable_verifier(new_hash):
        raise RpcError(400, "NEW_SETTINGS_INVALID")
    enough = SALT1_BYTES + OWN_SALT_BYTES <= len(algorithm.salt1) <= SALT_BYTES_MAX
    if not enough or len(algorithm.salt2) != SALT2_BYTES:
        raise RpcError(400, "NEW_SALT_INVALID")
    hint = (settings.hint or "").replace("\0", "").strip()[:HINT_CHARACTERS_MAX]
    padded = new_hash.rjust(NUMBER_BYTES, b"\0")
    return Secret(algorithm.salt1, algorithm.salt2, padded, hint)


def _read_secure(settings: "api.account.PasswordInputSettings") -> bytes | None:
    """What Passport's documents are sealed with: the client's own affair, kept as it is."""
    secure = settings.new_secure_settings
    if secure is None:
        return None
    raw = layers.write(secure)
    if len(raw) > SECURE_BYTES_MAX:
        raise RpcError(400, "NEW_SETTINGS_INVALID")
    return raw
