"""Telethon against your own server: python telethon_config.py [HOST:PORT] [PUBLIC KEY]."""

import asyncio
import sys
from pathlib import Path

from telethon import TelegramClient, functions
from telethon.crypto import rsa
from telethon.sessions import MemorySession

host, port = (sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:4430").rsplit(":", 1)
pem = Path(sys.argv[2] if len(sys.argv) > 2 else "chappe-data/keys/rsa.pub.pem").read_text()


async def main() -> None:
    rsa._server_keys.clear()
    rsa.add_key(pem, old=False)
    session = MemorySession()
    session.set_dc(2, host, int(port))
    client = TelegramClient(session, 12345, "0" * 32)
    await client.connect()
    config = await client(functions.help.GetConfigRequest())
    print(f"Telethon: data center {config.this_dc}, messages up to {config.message_length_max}")
    await client.disconnect()


asyncio.run(main())
