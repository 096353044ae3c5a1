"""Links that lead to an account for a while, without a public name or a number.

Nothing is kept: a token says whose it is and until when, under the secret of the installation.
https://core.telegram.org/api/links#temporary-profile-links
"""

import base64
import binascii
import hmac
from hashlib import blake2b

from chappe.ids import UserId

LINK_SECONDS = 6 * 3600
ID_BYTES, UNTIL_BYTES, SEAL_BYTES = 5, 5, 8
BODY_BYTES = ID_BYTES + UNTIL_BYTES
PERSON = b"contact token"


def write_token(secret: bytes, user_id: UserId, until: int) -> str:
    """A token for an account. `until`: Unix seconds."""
    body = user_id.to_bytes(ID_BYTES, "big") + until.to_bytes(UNTIL_BYTES, "big")
    return base64.urlsafe_b64encode(body + _seal(secret, body)).decode()


def read_token(secret: bytes, token: str, now: float) -> UserId | None:
    """Whose token it is; None when it is none, or not any more."""
    try:
        data = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    body, seal = data[:BODY_BYTES], data[BODY_BYTES:]
    if not hmac.compare_digest(seal, _seal(secret, body)):
        return None
    if int.from_bytes(body[ID_BYTES:], "big") <= now:
        return None
    return UserId(int.from_bytes(body[:ID_BYTES], "big"))


def _seal(secret: bytes, body: bytes) -> bytes:
    return blake2b(body, digest_size=SEAL_BYTES, key=secret, person=PERSON).digest()
