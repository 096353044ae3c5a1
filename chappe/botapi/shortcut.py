"""The short way of a call: a whole small request in one piece of bytes is answered without the HTTP stack.

Nearly all calls of bots are like that, and the stack costs more than most of them. Whatever is not plain is left
to the stack: uploads, requests in several pieces, other versions of HTTP, other paths.
"""

from collections.abc import Coroutine
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote

from chappe.botapi.door import CORS, FORM, JSON, Fields, read_form, read_json
from chappe.botapi.errors import KINDS, BotError
from chappe.botapi.server import BotApi, Reply, refused

HEAD_BYTES_MAX = 8192
BEGINNINGS = (b"POST /bot", b"GET /bot")
LENGTH_DIGITS_MAX = 9
LEFT_TO_THE_STACK = {"transfer-encoding", "expect", "upgrade", "content-encoding"}
_HEADERS = "".join(
    f"{name}: {value}\r\n" for name, value in {"Content-Type": JSON, **CORS}.items()
)
_ENDINGS = {
    False: f"\r\n{_HEADERS}Content-Length: ",
    True: f"\r\n{_HEADERS}Connection: Close\r\nContent-Length: ",
}


class Asked(NamedTuple):
    """A request as far as it matters here. `kind`: of its content; `close`: no other will follow."""

    target: str
    kind: str
    body: bytes
    close: bool


class Shortcut:
    """Answers what is plain."""

    def __init__(self, api: BotApi) -> None:
        self._api = api

    def take(self, data: bytes, address: str) -> Coroutine[Any, Any, tuple[bytes, bool]] | None:
        """The answer to a request, as it goes out, and whether it is the last; None when it is for the stack.
        `address`: of whoever asks."""
        if not data.startswith(BEGINNINGS):
            return None
        asked = read_request(data)
        if asked is None:
            return None
        path, _, query = asked.target.partition("?")
        parts = path.split("/")
        if len(parts) == 4 and parts[2] == "test":
            del parts[2]
        if len(parts) != 3 or not parts[2]:
            return None
        token, method = unquote(parts[1][3:]), unquote(parts[2])
        return self._answer((token, address), method, query, asked)

    async def _answer(
        self, who: tuple[str, str], method: str, query: str, asked: Asked
    ) -> tuple[bytes, bool]:
        try:
            bot = await self._api.find_bot(*who)
            fields: Fields = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
            if asked.body:
                fields.update(
                    read_json(asked.body) if asked.kind == JSON else read_form(asked.body)
                )
            reply = await self._api.answer(bot, method, fields, {}, len(asked.body))
        except BotError as error:
            reply = refused(error)
        return _written(reply, close=asked.close), asked.close


def read_request(data: bytes) -> Asked | None:
    """A request of HTTP/1.1 that is all there; None when it is anything else."""
    end = data.find(b"\r\n\r\n", 0, HEAD_BYTES_MAX)
    if end < 0:
        return None
    first, *lines = data[:end].decode("latin-1").split("\r\n")
    words = first.split(" ")
    # With a bare line feed in it, somebody else may read the head otherwise.
    if len(words) != 3 or words[2] != "HTTP/1.1" or data.count(b"\n", 0, end) != len(lines):
        return None
    said = _read_lines(lines)
    if said is None:
        return None
    length, kind, close = said
    body = data[end + 4 :]
    if len(body) != length or (length and kind not in {JSON, FORM}):
        return None
    return Asked(words[1], kind, body, close)


def _read_lines(lines: list[str]) -> tuple[int, str, bool] | None:
    """The length of the body and its kind, and whether no other request will follow; None: for the stack."""
    length, kind, close = None, "", False
    for line in lines:
        name, _, value = line.partition(":")
        name = name.lower()
        if name == "content-length":
            value = value.strip()
            if not value.isdecimal() or len(value) > LENGTH_DIGITS_MAX or length is not None:
                return None
            length = int(value)
        elif name == "content-type":
            kind = value.partition(";")[0].strip().lower()
        elif name == "connection":
            close = "close" in value.lower()
        elif name in LEFT_TO_THE_STACK:
            return None
    return length or 0, kind, close


def _written(reply: Reply, *, close: bool) -> bytes:
    reason = "OK" if reply.status == 200 else KINDS[reply.status]
    head = f"HTTP/1.1 {reply.status} {reason}{_ENDINGS[close]}{len(reply.body)}\r\n\r\n"
    return head.encode("latin-1") + reply.body
