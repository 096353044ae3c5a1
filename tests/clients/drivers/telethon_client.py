"""Telethon: address by `session.set_dc`, key by `telethon.crypto.rsa.add_key`."""

import logging
from typing import Any

import probe
import telethon
from telethon import TelegramClient, errors, functions, types
from telethon.crypto import rsa
from telethon.errors.rpcerrorlist import rpc_errors_dict
from telethon.network import connection
from telethon.network.connection import http
from telethon.network.connection.connection import ObfuscatedConnection
from telethon.network.connection.tcpintermediate import RandomizedIntermediatePacketCodec
from telethon.network.connection.tcpobfuscated import ObfuscatedIO
from telethon.sessions import SQLiteSession
from telethon.tl.alltlobjects import LAYER


class ObfuscatedPadded(ObfuscatedConnection):
    """The padded codec, which Telethon itself only wires to MTProxy, in its obfuscation."""

    obfuscated_io = ObfuscatedIO
    packet_codec = RandomizedIntermediatePacketCodec


class Line(bytes):
    """A line whose last element is bytes, as Telethon's HTTP reader takes it to be."""

    def __getitem__(self, at: Any) -> Any:
        found = super().__getitem__(at)
        return bytes([found]) if isinstance(found, int) else found


class LineReader:
    """A stream that gives lines as `Line`."""

    def __init__(self, stream: Any) -> None:
        self.readexactly = stream.readexactly
        self._stream = stream

    async def readline(self) -> Line:
        return Line(await self._stream.readline())


class HttpPacketCodec(http.HttpPacketCodec):
    """Telethon's own, mended: it compares `line[-1]`, a number, with a byte string.

    In `network/connection/http.py`, `read_packet`, so that 1.45.0 as published fails at the first
    line of any answer of any server. All else here is the library's.
    """

    async def read_packet(self, reader: Any) -> bytes:
        return await super().read_packet(LineReader(reader))


class ConnectionHttp(http.ConnectionHttp):
    packet_codec = HttpPacketCodec


TRANSPORTS = {
    "full": connection.ConnectionTcpFull,
    "abridged": connection.ConnectionTcpAbridged,
    "intermediate": connection.ConnectionTcpIntermediate,
    "obfuscated": connection.ConnectionTcpObfuscated,
    "obfuscated-padded": ObfuscatedPadded,
    "http": ConnectionHttp,
    "http-on-mtproto-port": ConnectionHttp,
}
CHOSEN = probe.arguments("telethon", list(TRANSPORTS), moves=True)


async def refusal(client: TelegramClient, request: Any) -> str:
    """Give the error that a question of a signed-in user meets, as `401 NAME`."""
    try:
        await client(request)
    except errors.RPCError as error:
        # Telethon keeps the class of a known error and drops the name that came over the wire.
        names = [name for name, kind in rpc_errors_dict.items() if kind is type(error)]
        return f"{error.code} {names[0] if names else error.message}"
    return "answered"


def make_client() -> tuple[TelegramClient, bool]:
    """Make a client redirected to our server; and whether it has no key yet."""
    rsa._server_keys.clear()
    rsa.add_key(probe.ServerKey(CHOSEN.rsa_pem).pem, old=False)
    session = SQLiteSession(str(CHOSEN.store / "telethon"))
    fresh = not session.auth_key
    if fresh:
        port = CHOSEN.http_port if CHOSEN.transport == "http" else CHOSEN.port
        session.set_dc(CHOSEN.dc_id, CHOSEN.host, port)
    client = TelegramClient(
        session,
        CHOSEN.api_id,
        CHOSEN.api_hash,
        connection=TRANSPORTS[CHOSEN.transport],
        connection_retries=4,  # one key in 256 fails in the library: see README.md
        request_retries=1,
        timeout=8,
        use_ipv6=":" in CHOSEN.host,
    )
    return client, fresh


async def walk() -> dict[str, Any]:
    """Ask what a client asks before login."""
    client, fresh = make_client()
    await client.connect()
    if CHOSEN.move_to:  # what it does by itself when an answer is PHONE_MIGRATE_X
        await client._switch_dc(CHOSEN.move_to)
    config = await client(functions.help.GetConfigRequest())
    nearest = await client(functions.help.GetNearestDcRequest())
    refused = {
        "users.getUsers": await refusal(
            client, functions.users.GetUsersRequest([types.InputUserSelf()])
        ),
        "updates.getState": await refusal(client, functions.updates.GetStateRequest()),
    }
    assert client.session.auth_key, "the key was not kept"
    found = {
        "version": telethon.__version__,
        "layer": LAYER,
        "fresh_key": fresh,
        "auth_key_id": probe.key_id(client.session.auth_key.key),
        **probe.config_facts(config),
        "nearest": probe.nearest_facts(nearest),
        "refused": refused,
    }
    await client.disconnect()
    return found


if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG if CHOSEN.verbose else logging.CRITICAL)
    probe.drive("telethon", CHOSEN, walk)
