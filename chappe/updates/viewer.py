"""Who looks: the same rows read differently for each account.

Access hashes are derived, not stored: a keyed hash of the viewer and the peer under a secret of the
installation. One account's hash is worth nothing to another, and none can be guessed.
https://core.telegram.org/api/peers#access-hash
"""

import hmac
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from chappe.ids import AuthKeyId, PeerId, UserId

CROWD = UserId(0)
"""Nobody in particular: what all members of a channel may see alike. Users and chats are shown in their
`min` form, without access hashes. https://core.telegram.org/api/min"""

KEPT_MAX = 4096
"""Viewers whose hashes are begun; such a beginning is half a kilobyte."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """An account that is shown something at a moment (`now`, Unix seconds).

    `key_id`: the permanent key of the device that asks; None: all devices are shown the same.
    """

    user_id: UserId
    secret: bytes
    now: float
    key_id: AuthKeyId | None = None

    @property
    def is_crowd(self) -> bool:
        """Whether this is shown to many at once."""
        return self.user_id == CROWD

    def access_hash(self, peer: PeerId) -> int:
        """What this account has to name with the peer; signed 64 bits."""
        state = _keyed(self.user_id, self.secret).copy()
        state.update(_signed(peer))
        return int.from_bytes(state.digest(), "little", signed=True)

    def knows(self, peer: PeerId, access_hash: int) -> bool:
        """Whether the hash is the right one, in constant time."""
        return hmac.compare_digest(_signed(self.access_hash(peer)), _signed(access_hash))


@lru_cache(KEPT_MAX)
def _keyed(user_id: UserId, secret: bytes) -> "blake2b":
    return blake2b(_signed(user_id), digest_size=8, key=secret)


def _signed(number: int) -> bytes:
    return number.to_bytes(8, "little", signed=True)
