"""`chappe serve`: open the doors, say so in one line, and stay until told to go."""

import asyncio
import json
import signal
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chappe import __version__
from chappe.config import Profile, Settings
from chappe.db.database import DatabaseFault

if TYPE_CHECKING:
    from chappe.app import Server

DataOption = Annotated[Path, typer.Option("--data", help="Where keys, database and files live.")]
DEFAULT_DATA = Path("chappe-data")


def _endpoint(text: str) -> tuple[str, int]:
    """HOST:PORT, with [brackets] round an IPv6 address."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit() or int(port) > 65535:
        raise typer.BadParameter(f"{text!r} is not HOST:PORT")
    return host.strip("[]"), int(port)


def serve(  # noqa: PLR0917 - one argument an option
    data: DataOption = DEFAULT_DATA,
    mtproto: Annotated[str, typer.Option(help="Where clients connect.")] = "127.0.0.1:4430",
    http: Annotated[str, typer.Option(help="HTTP and WebSocket.")] = "127.0.0.1:8081",
    profile: Annotated[Profile, typer.Option(help="What the server is for.")] = Profile.DEV,
    dcs: Annotated[int, typer.Option(min=1, max=99, help="Data centers to play.")] = 1,
    database: Annotated[
        str | None, typer.Option(help="postgresql://… or sqlite:///…; else SQLite in --data.")
    ] = None,
    bus: Annotated[str | None, typer.Option(help="Not in this version.", hidden=True)] = None,
    blobs: Annotated[str | None, typer.Option(help="Not in this version.", hidden=True)] = None,
    public_host: Annotated[
        str | None, typer.Option(help="The address to tell clients, where it differs.")
    ] = None,
    tls_certificate: Annotated[
        Path | None, typer.Option(help="PEM; then every door speaks TLS.")
    ] = None,
    tls_key: Annotated[Path | None, typer.Option(help="PEM of the certificate's key.")] = None,
    mtproto_v1: Annotated[
        bool | None, typer.Option(help="Take MTProto 1.0 (default: in profile dev).")
    ] = None,
    legacy_padding: Annotated[
        bool, typer.Option(help="Take the RSA padding from before 2021, as most libraries send.")
    ] = True,
) -> None:
    """Run the server until SIGTERM or Ctrl-C."""
    for name, value in (("--bus", bus), ("--blobs", blobs)):
        if value is not None:
            raise typer.BadParameter(f"{name} is not in this version of Chappe")
    settings = Settings(
        data=data,
        profile=profile,
        mtproto=_endpoint(mtproto),
        http=_endpoint(http),
        dcs=dcs,
        database=database,
        public_host=public_host,
        tls_certificate=tls_certificate,
        tls_key=tls_key,
        allow_v1=profile is Profile.DEV if mtproto_v1 is None else mtproto_v1,
        allow_legacy_padding=legacy_padding,
    )
    sys.exit(_run(settings))


def _run(settings: Settings) -> int:
    from chappe.app import Server  # noqa: PLC0415 - the other commands need none of it
    from chappe.logs import configure  # noqa: PLC0415 - the same

    configure()
    try:
        server = Server(settings)
        run_loop(live(server))
    except (OSError, ValueError, DatabaseFault) as error:
        typer.echo(f"chappe cannot start: {error}", err=True)
        return 1
    return 0


def run_loop(work: Coroutine[None, None, None]) -> None:
    """Run on uvloop where there is one."""
    try:
        import uvloop  # noqa: PLC0415 - not on every system
    except ImportError:
        asyncio.run(work)
    else:
        uvloop.run(work)


async def live(server: "Server") -> None:
    """Serve until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await server.start()
    _announce(server)
    await stop.wait()
    await server.stop()


def _announce(server: "Server") -> None:
    """A banner for people, then the line that scripts wait for."""
    doors = [{"dc": a.dc, "host": a.host, "port": a.port} for a in server.node.addresses]
    host, port = server.http
    http = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    fingerprint = f"{server.node.key.fingerprint & 0xFFFFFFFFFFFFFFFF:016x}"
    typer.echo(f"Chappe {__version__}, a Telegram of your own (not affiliated with Telegram)")
    for door in doors:
        typer.echo(f"  clients      {door['host']}:{door['port']}  (data center {door['dc']})")
    typer.echo(f"  HTTP         {http}")
    typer.echo(f"  public key   {server.public_key}  (fingerprint {fingerprint})")
    typer.echo("  next         point a client at that address and key: see README.md, or `chappe keys`")
    ready = {
        "mtproto": doors,
        "http": http,
        "rsa_public_key": str(server.public_key),
        "fingerprint": fingerprint,
    }
    typer.echo("ready " + json.dumps(ready))
    sys.stdout.flush()
