"""Running the server: open the doors, say so in one line, and stay until told to go."""

import asyncio
import gc
import json
import signal
import sys
from collections.abc import Coroutine

import typer

from chappe import __version__
from chappe.app import Server
from chappe.cli.memory import keep_blocks
from chappe.config import Settings
from chappe.db.database import DatabaseFault
from chappe.logs import configure


def run(settings: Settings) -> int:
    """Serve until told to go; the exit status."""
    configure()
    keep_blocks()
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


async def live(server: Server) -> None:
    """Serve until SIGTERM or SIGINT."""
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
    typer.echo("Chappe has stopped; whatever it answered is kept.", err=True)


def _announce(server: Server) -> None:
    """A banner for people, then the line that scripts wait for."""
    doors = [{"dc": a.dc, "host": a.host, "port": a.port} for a in server.node.addresses]
    host, port = server.http
    scheme = "https" if server.speaks_tls else "http"
    http = f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"
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
