"""What a page is told of who looks at it, signed so that the bot's server can believe it.

The hash hangs on the bot's token; the signature on a key of this installation, so that others than the bot can check
it who know the public half (`chappe keys`). https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import blake2b, sha256
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chappe.ids import UserId

Fields = Mapping[str, str]


def signing_key(secret: bytes) -> Ed25519PrivateKey:
    """The key of the installation whose secret this is."""
    seed = blake2b(key=secret, digest_size=32, person=b"webapps").digest()
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_key(secret: bytes) -> bytes:
    """Its public half, 32 bytes."""
    return signing_key(secret).public_key().public_bytes_raw()


def sign_init_data(secret: bytes, bot: UserId, token: str, said: Fields) -> str:
    """The fields, URL-encoded, with both signatures."""
    fields = dict(said)
    lines = f"{bot}:WebAppData\n{_lines(fields)}"
    signature = signing_key(secret).sign(lines.encode())
    fields["signature"] = urlsafe_b64encode(signature).rstrip(b"=").decode()
    key = hmac.digest(b"WebAppData", token.encode(), "sha256")
    fields["hash"] = hmac.digest(key, _lines(fields).encode(), "sha256").hex()
    return urlencode(fields)


def sign_login(token: str, said: Fields) -> dict[str, str]:
    """The fields with which somebody signs in to a web site. https://core.telegram.org/widgets/login"""
    key = sha256(token.encode()).digest()
    return {**said, "hash": hmac.digest(key, _lines(said).encode(), "sha256").hex()}


def _lines(fields: Fields) -> str:
    return "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
