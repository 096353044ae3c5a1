"""A bot in Pyrogram or Kurigram with an empty store: it writes to whom it knows the numbers of only."""

import argparse
import asyncio
import inspect
import json
from pathlib import Path
from typing import Any

import desk
import pyrogram
from pyrogram.connection import connection
from pyrogram.crypto import rsa

IS_PYROGRAM = hasattr(connection, "DataCenter")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for name in ("host", "port", "rsa-pem", "store", "dc-id", "token", "user", "stranger"):
        parser.add_argument(f"--{name}")
    return parser.parse_args()


CHOSEN = arguments()


def redirection() -> dict[str, Any]:
    """Point the library at our server; what its client must be given besides."""
    key = desk.ServerKey(Path(CHOSEN.rsa_pem))
    rsa.server_public_keys.clear()
    rsa.server_public_keys[key.fingerprint] = rsa.PublicKey(key.n, key.e)
    if IS_PYROGRAM:
        connection.DataCenter = lambda *_: (CHOSEN.host, int(CHOSEN.port))
        return {}

    def factory(**given: Any) -> Any:
        given |= {"server_address": CHOSEN.host, "port": int(CHOSEN.port)}
        return connection.Connection(**given)

    return {"connection_factory": factory}


async def main() -> dict[str, Any]:
    taken = inspect.signature(pyrogram.Client.__init__).parameters
    given = {"in_memory": True, "bot_token": CHOSEN.token, **redirection()}
    given = {name: each for name, each in given.items() if name in taken}
    client = pyrogram.Client("bare", 12345, "0" * 32, no_updates=True, **given)
    async with client:
        said = await client.send_message(int(CHOSEN.user), "by number")
        try:
            await client.send_message(int(CHOSEN.stranger), "to a stranger")
        except Exception as error:
            refused = type(error).__name__
        return {"chat": said.chat.id, "refused": refused}


print(json.dumps(asyncio.run(asyncio.wait_for(main(), 50))))  # noqa: T201 - for the test that runs it
