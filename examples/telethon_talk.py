"""Two accounts in Telethon talk: python telethon_talk.py [HOST:PORT] [PUBLIC KEY].

Test numbers (99966 X YYYY) sign in with the code XXXXX; nobody has to read one.
"""

import asyncio
import secrets
import sys
from pathlib import Path

from telethon import TelegramClient, errors, events, functions, types
from telethon.crypto import rsa
from telethon.sessions import MemorySession

host, port = (sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:4430").rsplit(":", 1)
key = Path(sys.argv[2] if len(sys.argv) > 2 else "chappe-data/keys/rsa.pub.pem")
if not key.exists():
    sys.exit(f"no public key at {key}: telethon_talk.py HOST:PORT KEY, as the server said them")
pem = key.read_text()


async def sign_in(phone: str, name: str) -> TelegramClient:
    session = MemorySession()
    session.set_dc(2, host, int(port))
    client = TelegramClient(session, 12345, "0" * 32, connection_retries=0)
    try:
        await client.connect()
    except ConnectionError:
        sys.exit(
            f"no server at {host}:{port}; if it is elsewhere: telethon_talk.py HOST:PORT KEY"
        )
    sent = await client.send_code_request(phone)
    try:
        await client.sign_in(phone, "22222", phone_code_hash=sent.phone_code_hash)
    except errors.PhoneNumberUnoccupiedError:
        new = functions.auth.SignUpRequest(phone, sent.phone_code_hash, name, "")
        await client._on_login((await client(new)).user)
    return client


async def main() -> None:
    rsa._server_keys.clear()
    rsa.add_key(pem, old=False)
    numbers = [f"999662{secrets.randbelow(10_000):04d}" for _ in range(2)]
    ada, bob = await sign_in(numbers[0], "Ada"), await sign_in(numbers[1], "Bob")

    @bob.on(events.NewMessage)
    async def answer(event: events.NewMessage.Event) -> None:
        print(f"Bob hears: {event.raw_text}")
        await event.reply("Hello Ada, loud and clear")

    heard = asyncio.Event()

    @ada.on(events.NewMessage(incoming=True))
    async def listen(event: events.NewMessage.Event) -> None:
        print(f"Ada hears: {event.raw_text}")
        heard.set()

    contact = types.InputPhoneContact(1, numbers[1], "Bob", "")
    found = await ada(functions.contacts.ImportContactsRequest([contact]))
    await ada.send_message(found.users[0], "Hello Bob, can you **hear** me?")
    async with asyncio.timeout(10):
        await heard.wait()
    history = await ada.get_messages(found.users[0], limit=10)
    print("Ada finds:", [message.raw_text for message in history])
    await ada.disconnect()
    await bob.disconnect()


asyncio.run(main())
