"""Pyrogram against your own server: python pyrogram_config.py HOST:PORT N FINGERPRINT.

`chappe keys` prints N (decimal) and the fingerprint (signed).
"""

import asyncio
import sys

from pyrogram import Client, raw
from pyrogram.connection import connection
from pyrogram.crypto import rsa

host, port = sys.argv[1].rsplit(":", 1)
n, fingerprint = int(sys.argv[2]), int(sys.argv[3])


async def main() -> None:
    rsa.server_public_keys.clear()
    rsa.server_public_keys[fingerprint] = rsa.PublicKey(n, 65537)
    connection.DataCenter = lambda *_: (host, int(port))
    client = Client("example", 12345, "0" * 32, in_memory=True)
    await client.connect()
    config = await client.invoke(raw.functions.help.GetConfig())
    print(f"Pyrogram: data center {config.this_dc}, messages up to {config.message_length_max}")
    await client.disconnect()


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(main())
