"""The data files of this room as Python sees them: every field is checked when a file is read."""

from typing import Annotated

from msgspec import Meta, Struct

Int32 = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Colour = Annotated[str, Meta(pattern="^[0-9a-f]{6}$")]
"""Red, green, blue as six hexadecimal digits."""
Iso2 = Annotated[str, Meta(pattern="^[A-Z]{2}$")]


class CountryCode(Struct, frozen=True, forbid_unknown_fields=True):
    """One calling code of a country.

    `prefixes`: how national numbers begin that are this country's and not those of the main country of
    the code; empty where the code says it all. `patterns`: how a number is written, digits as X.
    """

    code: str
    patterns: tuple[str, ...]
    prefixes: tuple[str, ...] = ()


class Country(Struct, frozen=True, forbid_unknown_fields=True):
    """A country with phones. `name`: in English; `language`: the code of its first language."""

    iso2: Iso2
    name: str
    language: str
    codes: tuple[CountryCode, ...]


class Atlas(Struct, frozen=True, forbid_unknown_fields=True):
    """All countries, and their names in other languages: language code → iso2 → name."""

    countries: tuple[Country, ...]
    names: dict[str, dict[str, str]]


class Zone(Struct, frozen=True, forbid_unknown_fields=True):
    """A time zone of the IANA list; `offset`: seconds east of Greenwich, without summer time."""

    id: str
    name: str
    offset: int


class AccentColour(Struct, frozen=True, forbid_unknown_fields=True):
    """Stripes for names and quotes; ids 0..6 are drawn by the clients themselves and have none."""

    id: int
    light: tuple[Colour, ...] = ()
    dark: tuple[Colour, ...] = ()


class ProfileSet(Struct, frozen=True, forbid_unknown_fields=True):
    """A profile page's colours: the swatch to choose by, the background, the story ring."""

    palette: tuple[Colour, ...]
    background: tuple[Colour, ...]
    story: tuple[Colour, ...]


class ProfileColour(Struct, frozen=True, forbid_unknown_fields=True):
    """A look for profile pages, by day and by night."""

    id: int
    light: ProfileSet
    dark: ProfileSet


class Palettes(Struct, frozen=True, forbid_unknown_fields=True):
    """Every colour that a peer can choose."""

    accents: tuple[AccentColour, ...]
    profiles: tuple[ProfileColour, ...]


class ConfigFields(Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of `config` that are the same for every caller.

    Wire: https://core.telegram.org/constructor/config (periods in ms where they say so, else seconds;
    lengths in characters, sizes in members)
    """

    default_p2p_contacts: bool
    preload_featured_stickers: bool
    revoke_pm_inbox: bool
    blocked_mode: bool
    force_try_ipv6: bool
    dc_txt_domain_name: str
    chat_size_max: Int32
    megagroup_size_max: Int32
    forwarded_count_max: Int32
    online_update_period_ms: Int32
    offline_blur_timeout_ms: Int32
    offline_idle_timeout_ms: Int32
    online_cloud_timeout_ms: Int32
    notify_cloud_delay_ms: Int32
    notify_default_delay_ms: Int32
    push_chat_period_ms: Int32
    push_chat_limit: Int32
    edit_time_limit: Int32
    revoke_time_limit: Int32
    revoke_pm_time_limit: Int32
    rating_e_decay: Int32
    stickers_recent_limit: Int32
    channels_read_media_period: Int32
    call_receive_timeout_ms: Int32
    call_ring_timeout_ms: Int32
    call_connect_timeout_ms: Int32
    call_packet_timeout_ms: Int32
    me_url_prefix: str
    caption_length_max: Int32
    message_length_max: Int32


class Limits(Struct, frozen=True):
    """The numbers of the app config that this server holds to; two of one kind: without Premium, and with it.

    Wire: https://core.telegram.org/api/config#client-configuration
    """

    channels_limit_default: Int32
    channels_limit_premium: Int32
    channels_public_limit_default: Int32
    channels_public_limit_premium: Int32
    hidden_members_group_size_min: Int32


class Override(Struct, frozen=True, forbid_unknown_fields=True):
    """`DIR/help.json`: what one server says differently. Every key may be left out.

    `config`, `app_config`: replace single keys of the shipped files of these names. `country`: what
    `help.getNearestDc` tells a client that does not say where it is. `default_reaction`: an emoji.
    `terms`: what who makes an account is told to agree to; empty: nothing. `terms_age`: and how old to be.
    """

    config: dict[str, object] = {}
    app_config: dict[str, object] = {}
    country: Annotated[str, Meta(pattern="^([A-Z]{2})?$")] = ""
    default_reaction: str = "👍"
    invite_text: str = (
        "I am on a messenger server of our own. Point any Telegram app at it and join me!"
    )
    terms: Annotated[str, Meta(max_length=4096)] = ""
    terms_age: Annotated[int, Meta(ge=1, le=120)] | None = None
