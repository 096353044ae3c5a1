"""The HTTP door of bots: `/bot<token>/<method>` and `/file/bot<token>/<path>`.

Parameters come in the query, as a form, as JSON, or as a form with files; all of them in one call, if it likes.
https://core.telegram.org/bots/api#making-requests
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from aiohttp import BodyPartReader, MultipartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from chappe.botapi.downloads import serve_file
from chappe.botapi.errors import BotError, bad
from chappe.botapi.openapi import openapi
from chappe.botapi.reading import Uploaded
from chappe.botapi.server import BotApi, Reply, refused
from chappe.botapi.uploads import let_go, save
from chappe.ids import UserId

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Expose-Headers": "Content-Length,Content-Type,Date,Server,Connection",
}
PREFLIGHT = {**CORS, "Access-Control-Allow-Headers": "*", "Access-Control-Max-Age": "86400"}
BODY_BYTES_MAX = 8 << 20
"""Of everything but files: a hundred thousand characters of text, and what is around them."""
PIECE_BYTES = 1 << 18
BYTES_PER_SECOND_MIN = 8 << 10
"""A body that comes more slowly is not waited for; the first minute is free."""
FIELDS_MAX = 1000
FORM, JSON, MULTIPART = "application/x-www-form-urlencoded", "application/json", "multipart/"
Fields = dict[str, Any]
Files = dict[str, Uploaded]


class BotDoor:
    """The routes of one node's bots."""

    def __init__(self, api: BotApi) -> None:
        self._api = api

    def hang(self, application: web.Application) -> None:
        """Add the routes to the application of the HTTP port."""
        router = application.router
        for path in ("/bot{token}/{method}", "/bot{token}/test/{method}"):
            router.add_route("GET", path, self._call)
            router.add_route("POST", path, self._call)
            router.add_route("OPTIONS", path, _preflight)
        for path in ("/file/bot{token}/{path:.+}", "/file/bot{token}/test/{path:.+}"):
            router.add_get(path, self._file)
        router.add_get("/openapi.json", _describe)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        said = request.match_info
        files: Files = {}
        try:
            bot = await self._api.find_bot(said["token"], request.remote or "")
        except BotError as error:
            return _response(refused(error), close=True)
        try:
            fields = await self._read(request, bot, files)
        except BotError as error:
            await let_go(self._api.house, bot, files.values())
            return _response(refused(error), close=True)
        reply = await self._api.answer(bot, said["method"], fields, files)
        if reply.status != 200:
            await let_go(self._api.house, bot, files.values())
        return _response(reply)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        try:
            bot = await self._api.find_bot(request.match_info["token"], request.remote or "")
            return await serve_file(self._api.house, bot, request)
        except BotError as error:
            return _response(refused(error))

    async def _read(self, request: web.Request, bot: UserId, files: Files) -> Fields:
        """The parameters of a call; what comes along goes into `files`."""
        fields: Fields = dict(request.query)
        if not request.body_exists:
            return fields
        kind = request.content_type
        seconds = self._api.house.world.settings.limits.body_seconds
        try:
            async with asyncio.timeout(seconds) as patience:
                if kind.startswith(MULTIPART):
                    await self._read_parts(request, Body(patience), bot, fields, files)
                elif kind in {FORM, JSON}:
                    body = await _whole(request)
                    fields.update(read_json(body) if kind == JSON else read_form(body))
        except TimeoutError as error:
            raise BotError(408) from error
        except (HttpProcessingError, web.RequestPayloadError) as error:
            raise bad("can't read the body of the request") from error
        return fields

    async def _read_parts(
        self, request: web.Request, body: "Body", bot: UserId, fields: Fields, files: Files
    ) -> None:
        left, count = BODY_BYTES_MAX, 0
        try:
            reader = await request.multipart()
            while (part := await reader.next()) is not None:
                count += 1
                if count > FIELDS_MAX:
                    raise bad("too many fields in the form")
                if isinstance(part, MultipartReader):  # one in another: no form has that
                    raise bad("can't parse multipart form")
                if not part.name:
                    continue
                if part.filename is not None:
                    mime = part.headers.get("Content-Type", "")
                    files[part.name] = await save(
                        self._api.house, bot, body.pieces(part), part.filename, mime
                    )
                    continue
                value = await body.text(part, left)
                left -= len(value)
                fields[part.name] = value.decode("utf-8", "replace")
        except (ValueError, AssertionError, asyncio.IncompleteReadError) as error:
            raise bad("can't parse multipart form") from error


class Body:
    """A form with files as it comes; the more has come, the longer the rest is waited for."""

    def __init__(self, patience: asyncio.Timeout) -> None:
        self._patience = patience

    async def pieces(self, part: BodyPartReader) -> AsyncIterator[bytes]:
        """The bytes of one part."""
        while piece := await part.read_chunk(PIECE_BYTES):
            until = self._patience.when()
            assert until is not None
            self._patience.reschedule(until + len(piece) / BYTES_PER_SECOND_MIN)
            yield piece

    async def text(self, part: BodyPartReader, bytes_max: int) -> bytes:
        """The bytes of a part that is no file."""
        held = bytearray()
        async for piece in self.pieces(part):
            held += piece
            if len(held) > bytes_max:
                raise BotError(413)
        return bytes(held)


async def _whole(request: web.Request) -> bytes:
    held = bytearray()
    async for piece in request.content.iter_any():
        held += piece
        if len(held) > BODY_BYTES_MAX:
            raise BotError(413)
    return bytes(held)


def read_form(body: bytes) -> Fields:
    """The parameters of a form.

    Raises: BotError.
    """
    try:
        return dict(
            parse_qsl(
                body.decode("utf-8", "replace"),
                keep_blank_values=True,
                max_num_fields=FIELDS_MAX,
            )
        )
    except ValueError as error:
        raise bad("too many fields in the form") from error


def read_json(body: bytes) -> Fields:
    """The parameters in an object of JSON.

    Raises: BotError.
    """
    if not body.strip():
        return {}
    try:
        read = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise bad("can't parse JSON object") from error
    if not isinstance(read, dict):
        raise bad("object expected as the body of the request")
    return read


def _response(reply: Reply, *, close: bool = False) -> web.Response:
    response = web.Response(
        status=reply.status, body=reply.body, headers=CORS, content_type=JSON
    )
    if close:  # what is left of the body is not read
        response.force_close()
    return response


async def _describe(_request: web.Request) -> web.Response:
    """What may be called here, for programs."""
    return web.Response(body=openapi(), headers=CORS, content_type=JSON)


async def _preflight(_request: web.Request) -> web.Response:
    """What a browser asks before a page of another origin may call."""
    return web.Response(status=204, headers=PREFLIGHT)
