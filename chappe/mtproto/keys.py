"""An authorization key as the protocol core holds it in memory."""

from typing_extensions import override

from chappe.ids import AuthKeyId, DcId


class KeyState:
    """One auth key: what is needed to open and seal messages under it.

    `expires_at` is set for temporary keys (Unix seconds). `salt`, `salt_period`: the newest salt,
    kept because deriving it is dearer than sealing a message.
    """

    __slots__ = (
        "auth_key",
        "dc_id",
        "expires_at",
        "first_salt",
        "key_id",
        "made_at",
        "salt",
        "salt_period",
    )

    def __init__(
        self,
        key_id: AuthKeyId,
        auth_key: bytes,
        dc_id: DcId,
        first_salt: int,
        made_at: float,
        expires_at: float | None = None,
    ) -> None:
        self.key_id = key_id
        self.auth_key = auth_key
        self.dc_id = dc_id
        self.first_salt = first_salt
        self.made_at = made_at
        self.expires_at = expires_at
        self.salt = 0
        self.salt_period = -1

    @override
    def __repr__(self) -> str:
        # Never the key, nor the whole id: on the wire the id stands in clear and tracks a person.
        return f"<KeyState …{self.key_id & 0xFFFF:04x}>"

    def dead(self, now: float) -> bool:
        """Whether a temporary key has outlived its time."""
        return self.expires_at is not None and now >= self.expires_at
