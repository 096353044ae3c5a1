"""What is known of an authorization key."""

from dataclasses import dataclass, field

from chappe.ids import AuthKeyId, DcId, Layer, UserId
from chappe.rpc.caller import ClientInfo


@dataclass(frozen=True, slots=True)
class AuthKey:
    """A permanent authorization key; the secret itself never shows in a repr."""

    key_id: AuthKeyId
    auth_key: bytes = field(repr=False)
    """256 bytes."""
    dc_id: DcId
    made_at: int
    """Unix seconds."""
    first_salt: int = field(repr=False)
    """Signed 64 bits: new_nonce[0:8] XOR server_nonce[0:8]."""
    layer: Layer | None = None
    client: ClientInfo | None = None
    user_id: UserId | None = None
    home_dc: DcId | None = None
    """Where the user is at home, when the login was copied to here; None: here, or nobody."""
    noted_at: int = 0
    """When it was last heard of, Unix seconds, within an hour; 0: never since it was made."""
    address: str = ""
    """Where it came from then, as the socket says."""
