"""Checks of the doors: is the port free, or does this very server answer behind it?"""

import asyncio
import errno
import http.client
import ipaddress
import secrets
import socket
from pathlib import Path

from chappe.cli.check import Check, fail, ok, warn
from chappe.clock import SystemClock
from chappe.config import Profile, Settings
from chappe.crypto.rsa_public import RsaPublic
from chappe.keys_on_disk import public_path
from chappe.testing.carrier import Socket
from chappe.testing.client import Client, HungUp
from chappe.testing.handshake import ServerFault, Wishes
from chappe.tl import api, mtproto
from chappe.tl.wire import WireError

SECONDS_MAX = 5.0
CONFIG = api.help.GetConfig.NAME
MOVE = "stop what listens there, or choose another port (TLS is not looked through)"
ANOTHER = "is it a server with another --data? then choose another port"


async def look(settings: Settings) -> list[Check]:
    """Every door of these settings."""
    assert settings.data is not None
    key = _public_key(public_path(settings.data))
    host, port = settings.mtproto
    ports = [port + index for index in range(settings.dcs)] if port else []
    checks = [await _mtproto(host, each, key) for each in ports]
    if settings.http[1]:
        checks.append(await asyncio.to_thread(_http, *settings.http, key))
    return [*checks, *_openness(settings)]


def _public_key(path: Path) -> RsaPublic | None:
    """The key that clients are given; None when there is none to be had (`check_house` says so)."""
    try:
        return RsaPublic.from_pem(path.read_bytes())
    except (OSError, ValueError, TypeError):
        return None


def _openness(settings: Settings) -> list[Check]:
    """A test server is no place for people."""
    hosts = {host for host, _ in (settings.mtproto, settings.http) if not _is_loopback(host)}
    if settings.profile is Profile.DEV and hosts:
        text = f"profile dev listens on {', '.join(sorted(hosts))}"
        return [warn("profile", text, "--profile production where strangers can reach it")]
    return []


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _bind(host: str, port: int) -> int:
    """The errno of listening there; 0 when it may be done."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as error:
            return error.errno or errno.EIO
    return 0


def _unusable(about: str, code: int) -> Check | None:
    """What an errno of listening means, when it is not that somebody is there already."""
    if code == 0:
        return ok(about, "free")
    if code == errno.EACCES:
        return fail(about, "this user may not listen there", "choose a port above 1023")
    if code == errno.EADDRNOTAVAIL:
        return fail(about, "not an address of this machine", "listen on 0.0.0.0 or a local one")
    if code != errno.EADDRINUSE:
        return fail(about, f"cannot listen: {errno.errorcode.get(code, code)}", "see --mtproto")
    return None


async def _mtproto(host: str, port: int, key: RsaPublic | None) -> Check:
    about = f"MTProto {host}:{port}"
    simple = _unusable(about, _bind(host, port))
    if simple is not None:
        return simple
    if key is None:
        return fail(about, "something else listens there", MOVE)
    try:
        async with asyncio.timeout(SECONDS_MAX):
            return ok(about, await _converse(host, port, key))
    except ServerFault as error:
        return fail(about, f"answers, but {error}", ANOTHER)
    except (OSError, HungUp, WireError, AssertionError) as error:
        text = f"something listens there and does not answer as this server ({type(error).__name__})"
        return fail(about, text, MOVE)


async def _converse(host: str, port: int, key: RsaPublic) -> str:
    """Do what a client does first: a temporary key (the server forgets it) and help.getConfig."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared with
    client = Client(await Socket.connect(reached, port), key, SystemClock())
    try:
        await client.shake_hands(Wishes(dc=None, expires_in=60))
        config = await client.call(CONFIG)
    finally:
        client.carrier.hang_up()
    centers = sorted({option.id for option in getattr(config, "dc_options", ())})
    center = getattr(config, "this_dc", None)
    return (
        f"this server answers: handshake and {CONFIG} at layer {client.layer}, "
        f"data center {center} of {centers}"
    )


def _http(host: str, port: int, key: RsaPublic | None) -> Check:
    about = f"HTTP {host}:{port}"
    simple = _unusable(about, _bind(host, port))
    if simple is not None:
        return simple
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared with
    try:
        fingerprints = _ask_over_http(reached, port)
    except (OSError, http.client.HTTPException, WireError, ValueError) as error:
        text = f"something listens there and does not answer as this server ({type(error).__name__})"
        return fail(about, text, MOVE)
    if key is None or key.fingerprint not in fingerprints:
        return fail(about, "answers, but with another key", ANOTHER)
    return ok(about, "this server answers: req_pq_multi over POST /api")


def _ask_over_http(host: str, port: int) -> list[int]:
    """The fingerprints that the first answer of a handshake names."""
    question = mtproto.write(mtproto.ReqPqMulti(nonce=secrets.token_bytes(16)))
    msg_id = int(SystemClock().now() * (1 << 32)) & ~3
    packet = (
        bytes(8) + msg_id.to_bytes(8, "little") + len(question).to_bytes(4, "little") + question
    )
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS_MAX)
    try:
        connection.request("POST", "/api", packet)
        answer = connection.getresponse().read()
    finally:
        connection.close()
    opened = mtproto.read(answer, 20)[0]
    if not isinstance(opened, mtproto.ResPQ):
        raise WireError("no answer of a handshake")
    return list(opened.server_public_key_fingerprints)
