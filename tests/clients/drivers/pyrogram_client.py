"""Pyrogram 2.0 and Kurigram, which share one import name (each lives in its own environment).

Key by `crypto.rsa.server_public_keys`. Pyrogram takes the address from the name `DataCenter` in
`connection.connection` and the transport from the name `TCPAbridged` beside it; Kurigram takes
both from the arguments `connection_factory` and `protocol_factory` of its client.
"""

import importlib.metadata
import logging
from typing import Any

import probe
import pyrogram
from pyrogram import errors, raw
from pyrogram.connection import connection, transport
from pyrogram.crypto import rsa

TRANSPORTS = {
    "abridged": "TCPAbridged",
    "abridged-obfuscated": "TCPAbridgedO",
    "full": "TCPFull",
    "intermediate": "TCPIntermediate",
    "intermediate-obfuscated": "TCPIntermediateO",
    "padded": "TCPIntermediatePadded",  # Kurigram only
}
IS_PYROGRAM = hasattr(connection, "DataCenter")
NAME = "pyrogram" if IS_PYROGRAM else "kurigram"
CHOSEN = probe.arguments(NAME, list(TRANSPORTS))


def transport_class() -> Any:
    """Find the class of the chosen transport."""
    name = TRANSPORTS[CHOSEN.transport]
    try:
        return getattr(transport, name)
    except AttributeError:  # Pyrogram exports only some of them here
        return getattr(transport.tcp, name)


def redirection() -> dict[str, Any]:
    """Point the library at our server; what its client must be given besides."""
    key = probe.ServerKey(CHOSEN.rsa_pem)
    rsa.server_public_keys.clear()
    rsa.server_public_keys[key.fingerprint] = rsa.PublicKey(key.n, key.e)
    if IS_PYROGRAM:
        connection.DataCenter = lambda *_: (CHOSEN.host, CHOSEN.port)
        connection.TCPAbridged = transport_class()
        return {}

    def factory(**given: Any) -> Any:
        given |= {"server_address": CHOSEN.host, "port": CHOSEN.port}
        return connection.Connection(**given)

    return {"connection_factory": factory, "protocol_factory": transport_class()}


async def refusal(client: pyrogram.Client, request: Any) -> str:
    """Give the error that a question of a signed-in user meets, as `401 NAME`."""
    try:
        await client.invoke(request)
    except errors.RPCError as error:
        return f"{error.CODE} {error.ID}"
    return "answered"


async def walk() -> dict[str, Any]:
    """Ask what a client asks before login."""
    fresh = not (CHOSEN.store / f"{NAME}.session").exists()
    client = pyrogram.Client(
        NAME,
        api_id=CHOSEN.api_id,
        api_hash=CHOSEN.api_hash,
        workdir=str(CHOSEN.store),
        ipv6=":" in CHOSEN.host,
        **redirection(),
    )
    await client.connect()
    config = await client.invoke(raw.functions.help.GetConfig())
    nearest = await client.invoke(raw.functions.help.GetNearestDc())
    refused = {
        "users.getUsers": await refusal(
            client, raw.functions.users.GetUsers(id=[raw.types.InputUserSelf()])
        ),
        "updates.getState": await refusal(client, raw.functions.updates.GetState()),
    }
    found = {
        "version": importlib.metadata.version(NAME),
        "layer": raw.all.layer,
        "fresh_key": fresh,
        "auth_key_id": probe.key_id(await client.storage.auth_key()),
        **probe.config_facts(config),
        "nearest": probe.nearest_facts(nearest),
        "refused": refused,
    }
    # Without an owner in its session the library throws the key away at the next start.
    await client.storage.user_id(1)
    await client.storage.is_bot(False)
    await client.storage.save()
    await client.disconnect()
    return found


if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG if CHOSEN.verbose else logging.CRITICAL)
    probe.drive(NAME, CHOSEN, walk)
