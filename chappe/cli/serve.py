"""`chappe serve`: open the doors, say so in one line, and stay until told to go."""

import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chappe import __version__
from chappe.cli.options import (
    DEFAULT_DATA,
    DEFAULT_HTTP,
    DEFAULT_MTPROTO,
    DatabaseOption,
    DataOption,
    DcsOption,
    endpoint,
)
from chappe.config import Profile, Settings

if TYPE_CHECKING:
    from chappe.app import Server


def serve(
    data: DataOption = DEFAULT_DATA,
    mtproto: Annotated[
        str,
        typer.Option(
            metavar="HOST:PORT", help="Where clients connect; port 0 takes a free one."
        ),
    ] = DEFAULT_MTPROTO,
    http: Annotated[
        str, typer.Option(metavar="HOST:PORT", help="MTProto over HTTP and WebSocket.")
    ] = DEFAULT_HTTP,
    profile: Annotated[
        Profile, typer.Option(help="dev: for tests; production: refuses MTProto 1.0.")
    ] = Profile.DEV,
    dcs: DcsOption = 1,
    database: DatabaseOption = None,
    bus: Annotated[str | None, typer.Option(help="Not in this version.", hidden=True)] = None,
    blobs: Annotated[str | None, typer.Option(help="Not in this version.", hidden=True)] = None,
    public_host: Annotated[
        str | None,
        typer.Option(metavar="HOST", help="The address to tell clients, where it differs."),
    ] = None,
    tls_certificate: Annotated[
        Path | None, typer.Option(metavar="PEM", help="With it every door speaks TLS.")
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option(metavar="PEM", help="The certificate's private key.")
    ] = None,
    mtproto_v1: Annotated[
        bool | None, typer.Option(help="Take MTProto 1.0; by default in profile dev.")
    ] = None,
    legacy_padding: Annotated[
        bool,
        typer.Option(help="Take the RSA padding from before 2021, as most libraries send."),
    ] = True,
) -> None:
    """Run the server until SIGTERM or Ctrl-C.

    Makes what is missing (keys, database, tables) in DIR, opens the doors, and prints a line
    `ready {...}` (JSON: addresses, HTTP URL, public key file, fingerprint) once clients may come.

    A single data center (the default) answers as whichever the client believes it talks to. With
    --dcs N, number i listens on port + i - 1 and sends the others' clients away.

    The log goes to standard error; CHAPPE_LOG=info (or debug) in the environment makes it talk.
    """
    for name, value in (("--bus", bus), ("--blobs", blobs)):
        if value is not None:
            raise typer.BadParameter(f"{name} is not in this version of Chappe")
    settings = Settings(
        data=data,
        profile=profile,
        mtproto=endpoint(mtproto),
        http=endpoint(http),
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
    import gc  # noqa: PLC0415 - the other commands need none of it

    gc.disable()  # what a start makes stays: looking for garbage in it costs a sixth of the start
    from chappe.app import Server  # noqa: PLC0415 - the same
    from chappe.db.database import DatabaseFault  # noqa: PLC0415 - the same
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
    import asyncio  # noqa: PLC0415 - the other commands need none of it

    try:
        import uvloop  # noqa: PLC0415 - not on every system
    except ImportError:
        asyncio.run(work)
    else:
        uvloop.run(work)


async def live(server: "Server") -> None:
    """Serve until SIGTERM or SIGINT."""
    import asyncio  # noqa: PLC0415 - the other commands need none of it
    import gc  # noqa: PLC0415 - the same
    import signal  # noqa: PLC0415 - the same

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await server.start()
    gc.freeze()  # code and tables are for ever: later collections need not look at them
    gc.enable()
    _announce(server)
    await stop.wait()
    await server.stop()


def _announce(server: "Server") -> None:
    """A banner for people, then the line that scripts wait for."""
    import json  # noqa: PLC0415 - the other commands need none of it

    doors = [{"dc": a.dc, "host": a.host, "port": a.port} for a in server.node.addresses]
    host, port = server.http
    http = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    fingerprint = f"{server.node.key.fingerprint & 0xFFFFFFFFFFFFFFFF:016x}"
    typer.echo(f"Chappe {__version__}, a Telegram of your own (not affiliated with Telegram)")
    for door in doors:
        typer.echo(f"  clients      {door['host']}:{door['port']}  (data center {door['dc']})")
    typer.echo(f"  HTTP         {http}")
    typer.echo(f"  public key   {server.public_key}  (fingerprint {fingerprint})")
    typer.echo(
        "  next         point a client at that address and key: see README.md, or `chappe keys`"
    )
    ready = {
        "mtproto": doors,
        "http": http,
        "rsa_public_key": str(server.public_key),
        "fingerprint": fingerprint,
    }
    typer.echo("ready " + json.dumps(ready))
    sys.stdout.flush()
