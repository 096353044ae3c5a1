"""Settings: what an administrator may change, with the reason for each default."""

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

DEFAULT_STARS = 1000
"""Play money that everybody begins with: enough to try, not enough not to notice."""


class Profile(Enum):
    """What the server is for."""

    DEV = "dev"
    """Testing: loopback, any api_id, no flood limits, old protocols welcome."""
    PRODUCTION = "production"
    """People rely on it: registered apps, flood limits on."""


class Fetch(Enum):
    """Whether the server visits addresses that its users name: previews, files sent by address."""

    OFF = "off"
    ON = "on"
    LOOPBACK = "loopback"
    """This machine too, for tests; only in profile dev."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Ceilings on what one peer may cost (requirements of the wire)."""

    packet_bytes_max: int = 2 << 20
    first_byte_seconds: float = 15.0
    """A connection that has not said what it is by then is closed."""
    body_seconds: float = 60.0
    """The body of an HTTP request has to be here by then."""
    idle_seconds: float = 15 * 60
    """Without a byte for so long a connection is closed; clients ping every minute or so."""
    connections_per_address_max: int = 20_000
    handshakes_per_address_max: int = 16
    """Handshakes in flight from one address."""
    handshake_failures_per_minute_max: int = 60
    """Wrong answers to a handshake from one address; past it, -429."""
    unsent_bytes_max: int = 16 << 20
    """A reader this far behind is disconnected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BotPace:
    """How fast a bot may go over HTTP, as the documentation of bots says.
    https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this"""

    per_second: int = 30
    """Messages of one bot in a second."""
    chat_per_second: float = 1.0
    chat_burst: int = 3
    """So many messages may go to one chat at once, if none went before."""
    group_per_minute: int = 20
    new_per_minute: int = 20
    """Bots that begin to call from one address."""
    new_per_hour: int = 600
    same_offset_seconds: float = 3.0
    """Whoever asks for updates from the same place again within this time waits for as long, if nothing is there."""
    one_update_seconds: float = 0.5
    """Whoever does so within this time gets one update."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that `chappe serve` can be told.

    `dcs`: how many data centers this process plays; 1: a single one that is whichever the client
    believes. `mtproto`, `http`: host and port to listen on; port 0 takes a free one. `public_host`: the
    address that clients are told; where None, the one they reached us by.
    `blobs`: where the bytes of files are (`blobs/open.py`); DIR/blobs when not given, memory without DIR.
    `couriers`: URLs of those who deliver codes (`couriers/open.py`); none: the log, in profile dev.
    `login_email`: whether everybody shall have an address to which codes go in the place of the phone.
    `fetch`: whether to visit addresses that users name. `stars`: how many Stars, which are play money, everybody
    begins with in profile dev. `allow_v1`: MTProto 1.0.
    `allow_legacy_padding`: the RSA padding from before 2021, which most libraries still send.
    `bot_pace`: how fast bots may go over HTTP; None: as fast as they like. `http_stat`: where numbers about
    bots are read; None: nowhere.
    """

    data: Path | None = None
    profile: Profile = Profile.DEV
    mtproto: tuple[str, int] = ("127.0.0.1", 4430)
    http: tuple[str, int] = ("127.0.0.1", 8081)
    dcs: int = 1
    database: str | None = None
    blobs: str | None = None
    couriers: tuple[str, ...] = ()
    login_email: bool = False
    fetch: Fetch = Fetch.OFF
    stars: int = DEFAULT_STARS
    bus: str | None = None
    public_host: str | None = None
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    allow_v1: bool = True
    allow_legacy_padding: bool = True
    limits: Limits = field(default_factory=Limits)
    bot_pace: BotPace | None = None
    http_stat: tuple[str, int] | None = None

    @property
    def strict_dcs(self) -> bool:
        """Whether a client that names another data center is sent away."""
        return self.dcs > 1
