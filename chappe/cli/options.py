"""Options that several commands share, with the defaults of the contract (README, settings)."""

from pathlib import Path
from typing import Annotated

import typer

from chappe.config import Fetch, Profile

PORT_MAX = 65535
DEFAULT_DATA = Path("chappe-data")
DEFAULT_MTPROTO = "127.0.0.1:4430"
DEFAULT_HTTP = "127.0.0.1:8081"

DataOption = Annotated[
    Path, typer.Option("--data", metavar="DIR", help="Where keys, database and files live.")
]
DcsOption = Annotated[
    int,
    typer.Option(
        min=1, max=99, metavar="N", help="Data centers to play, each on a port of its own."
    ),
]
DatabaseOption = Annotated[
    str | None,
    typer.Option(metavar="URL", help="postgresql://… or sqlite:///…; default: a file in DIR."),
]
BlobsOption = Annotated[
    str | None,
    typer.Option(
        metavar="URL", help="file:///PATH or s3://BUCKET/PREFIX; default: a folder in DIR."
    ),
]
BusOption = Annotated[
    str | None,
    typer.Option(metavar="URL", help="nats://HOST:PORT, for several nodes on one PostgreSQL."),
]
MtprotoOption = Annotated[
    str,
    typer.Option(metavar="HOST:PORT", help="Where clients connect; port 0 takes a free one."),
]
HttpOption = Annotated[
    str, typer.Option(metavar="HOST:PORT", help="MTProto over HTTP and WebSocket, and bots.")
]
ProfileOption = Annotated[
    Profile, typer.Option(help="dev: for tests; production: for people (README.md).")
]
LoginEmailOption = Annotated[
    bool,
    typer.Option("--login-email", help="Ask everybody for an address that codes go to."),
]
StarsOption = Annotated[
    int,
    typer.Option(
        min=0, metavar="COUNT", help="Play money that everybody begins with (profile dev)."
    ),
]
CourierOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="URL",
        help="Who delivers codes: log (dev), smtp[s]://…, http[s]://…; may be repeated.",
    ),
]
FetchOption = Annotated[
    Fetch,
    typer.Option(help="Visit addresses that users name, for previews; loopback: for tests."),
]
TlsCertificateOption = Annotated[
    Path | None, typer.Option(metavar="PEM", help="With it every door speaks TLS.")
]
TlsKeyOption = Annotated[
    Path | None, typer.Option(metavar="PEM", help="The certificate's private key.")
]
MtprotoV1Option = Annotated[
    bool | None, typer.Option(help="Take MTProto 1.0; by default in profile dev.")
]
LegacyPaddingOption = Annotated[
    bool, typer.Option(help="Take the RSA padding from before 2021, as most libraries send.")
]
BotLimitsOption = Annotated[
    bool | None,
    typer.Option(help="Limit how fast bots go over HTTP; by default in profile production."),
]
HttpStatOption = Annotated[
    str | None,
    typer.Option(
        metavar="HOST:PORT",
        help="Where numbers about bots are read (`/`, `/metrics`), without a password; off by default.",
    ),
]
PublicHostOption = Annotated[
    str | None,
    typer.Option(metavar="HOST", help="The address to tell clients, where it differs."),
]


def endpoint(text: str) -> tuple[str, int]:
    """HOST:PORT, with [brackets] round an IPv6 address; BadParameter when it is not."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > PORT_MAX:
        raise typer.BadParameter(f"{text!r} is not HOST:PORT")
    return host.strip("[]"), int(port)
