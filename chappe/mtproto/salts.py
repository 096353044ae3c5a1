"""Server salts: 64 bits that prove that a message is not an old one played again.

A salt serves one auth key for an hour, and a new one begins every half hour, so two are good at any
moment. They are derived, not stored: HMAC over the number of the half hour, under the auth key that
only the client and we know. So they outlive a restart, every node agrees on them, and asking for a
day's worth costs no memory. The handshake gives one more, good for the key's first hour.
https://core.telegram.org/mtproto/description#server-salt
"""

import hashlib
import hmac

from chappe.mtproto.keys import KeyState

PERIOD_SECONDS = 1800
LIFE_SECONDS = 3600


def of_period(key: KeyState, period: int) -> int:
    """The salt that begins at Unix time `period` · 1800; signed 64 bits."""
    digest = hmac.digest(key.auth_key, b"chappe salt %d" % period, hashlib.sha256)
    return int.from_bytes(digest[:8], "little", signed=True)


def current(key: KeyState, now: float) -> int:
    """The newest salt that is good now."""
    period = int(now) // PERIOD_SECONDS
    if key.salt_period != period:
        key.salt_period, key.salt = period, of_period(key, period)
    return key.salt


def good(key: KeyState, salt: int, now: float) -> bool:
    """Whether a message with this salt may be acted upon."""
    if salt == current(key, now):
        return True
    if salt == key.first_salt and now < key.made_at + LIFE_SECONDS:
        return True
    return salt == of_period(key, int(now) // PERIOD_SECONDS - 1)


def future(key: KeyState, count: int, now: float) -> list[tuple[int, int, int]]:
    """`count` salts from the present one on: (valid_since, valid_until, salt), Unix seconds."""
    first = int(now) // PERIOD_SECONDS
    return [
        (n * PERIOD_SECONDS, n * PERIOD_SECONDS + LIFE_SECONDS, of_period(key, n))
        for n in range(first, first + count)
    ]
