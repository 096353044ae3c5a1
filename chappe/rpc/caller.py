"""Who is calling: an auth key, with what its client said about itself."""

from dataclasses import dataclass

from typing_extensions import override

from chappe.ids import AuthKeyId, DcId, Layer, UserId


@dataclass(frozen=True, slots=True)
class ClientInfo:
    """What a client says of itself in initConnection.

    Forms of before layer 68 have no `system_lang_code` and `lang_pack`: empty strings.
    Wire: https://core.telegram.org/method/initConnection
    """

    api_id: int
    device_model: str
    system_version: str
    app_version: str
    lang_code: str
    system_lang_code: str = ""
    lang_pack: str = ""
    proxy_address: str | None = None
    """Host of the MTProxy that it says it came through (since 80)."""
    proxy_port: int | None = None
    params: str | None = None
    """JSON text (since 112)."""


class Caller:
    """One auth key as the handlers see it; the same object for every call under the key.

    `key_id`: the key of the connection; `perm_key_id`: the permanent key that stands for the login
    (the same, unless this is a temporary key: then the one it is bound to, or None while unbound).
    `layer`, `info`: from invokeWithLayer and initConnection, None before; `kept`: the store has them.
    `user_id`: None before login. `home_dc`: where that user is at home, when it is not here (the login was
    copied to fetch files). `reached`: the address of ours that it last came to, when we listen on all of
    them; `address`: its own. `noted_at`: when the store last heard of it, Unix seconds.
    """

    __slots__ = (
        "address",
        "dc_id",
        "expires_at",
        "home_dc",
        "info",
        "kept",
        "key_id",
        "layer",
        "noted_at",
        "perm_key_id",
        "reached",
        "user_id",
    )

    def __init__(
        self,
        key_id: AuthKeyId,
        dc_id: DcId,
        *,
        perm_key_id: AuthKeyId | None,
        expires_at: float | None = None,
        layer: Layer | None = None,
        info: ClientInfo | None = None,
        user_id: UserId | None = None,
        home_dc: DcId | None = None,
        noted_at: int = 0,
    ) -> None:
        self.key_id = key_id
        self.dc_id = dc_id
        self.perm_key_id = perm_key_id
        self.expires_at = expires_at
        self.layer = layer
        self.info = info
        self.user_id = user_id
        self.home_dc = home_dc
        self.noted_at = noted_at
        self.kept = True
        self.address = ""
        self.reached: str | None = None

    @property
    def is_temporary(self) -> bool:
        """Whether this is a temporary key (perfect forward secrecy), bound or not."""
        return self.expires_at is not None

    @property
    def is_abroad(self) -> bool:
        """Whether the login is a copy, at a data center that is not the user's own."""
        return self.home_dc is not None

    @override
    def __repr__(self) -> str:
        return f"<Caller …{self.key_id & 0xFFFF:04x} layer {self.layer} user {self.user_id}>"
