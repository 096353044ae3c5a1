"""Kurigram against your own server: python kurigram_config.py HOST:PORT N FINGERPRINT.

`chappe keys` prints N (decimal) and the fingerprint (signed).
"""

import asyncio
import sys

from pyrogram import Client, raw
from pyrogram.connection import Connection
from pyrogram.crypto import rsa

host, port = sys.argv[1].rsplit(":", 1)
n, fingerprint = int(sys.argv[2]), int(sys.argv[3])


def connection(**given):
    return Connection(**{**given, "server_address": host, "port": int(port)})


async def main() -> None:
    rsa.server_public_keys.clear()
    rsa.server_public_keys[fingerprint] = rsa.PublicKey(n, 65537)
    client = Client("example", 12345, "0" * 32, in_memory=True, connection_factory=connection)
    await client.connect()
    config = await client.invoke(raw.functions.help.GetConfig())
    print(f"Kurigram: data center {config.this_dc}, messages up to {config.message_length_max}")
    await client.disconnect()


asyncio.run(main())
