"""A server of e-mail that keeps what it is given, for tests."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Sink:
    port: int = 0
    envelopes: list[tuple[str, str]] = field(default_factory=list)
    messages: list[EmailMessage] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    refuses: bool = False


async def _talk(sink: Sink, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    def say(text: str) -> None:
        writer.write(f"{text}\r\n".encode())

    say("220 sink")
    sender = receiver = ""
    while line := (await reader.readline()).decode().strip():
        verb, _, rest = line.partition(" ")
        match verb.upper():
            case "EHLO":
                say("250-sink\r\n250 AUTH PLAIN")
            case "AUTH":
                _, user, password = base64.b64decode(rest.split()[-1]).decode().split("\0")
                sink.logins.append((user, password))
                say("235 welcome")
            case "MAIL":
                sender = rest.partition("<")[2].partition(">")[0]
                say("250 OK")
            case "RCPT":
                receiver = rest.partition("<")[2].partition(">")[0]
                say("550 nobody" if sink.refuses else "250 OK")
            case "DATA":
                say("354 go on")
                body = await reader.readuntil(b"\r\n.\r\n")
                sink.envelopes.append((sender, receiver))
                kept = message_from_bytes(body[:-5], policy=policy.default)
                assert isinstance(kept, EmailMessage)
                sink.messages.append(kept)
                say("250 taken")
            case "QUIT":
                say("221 bye")
                break
            case _:
                say("250 OK")
    writer.close()


@asynccontextmanager
async def smtp_sink() -> AsyncIterator[Sink]:
    """A sink on a free port of this machine."""
    sink = Sink()
    server = await asyncio.start_server(
        lambda reader, writer: _talk(sink, reader, writer), "127.0.0.1", 0
    )
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        server.close()
        await server.wait_closed()
