"""The room of files without a connection: calls made by hand over a real database and a store in memory."""

import hashlib
import io
import os
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from chappe.blobs.blobs import Blobs
from chappe.config import Fetch, Settings
from chappe.db.database import Database
from chappe.features.files import actions, view
from chappe.features.files.kinds import PreparedMedia
from chappe.fetch.fetcher import Fetcher
from chappe.ids import AuthKeyId, DcId, Layer, MsgId, SessionId, UserId
from chappe.rpc.call import Call
from chappe.rpc.caller import Caller
from chappe.rpc.method import TABLE
from chappe.tl import api, layers
from chappe.tl.build import TLRequest

NOW = 1_800_000_000.5
PART = 1 << 19
ADA, BEN = UserId(1001), UserId(1002)


@dataclass
class HandWorld:
    """As much of a server as this room looks at."""

    database: Database
    blobs: Blobs
    settings: Settings = field(default_factory=Settings)
    secret: bytes = bytes(range(32))
    fetcher: Fetcher = field(default_factory=lambda: Fetcher(Fetch.OFF))
    now: float = NOW
    witness: None = None

    def call(self, user_id: UserId = ADA, *, dc: int = 2, layer: int = 229) -> Call:
        caller = Caller(
            AuthKeyId(7),
            DcId(dc),
            perm_key_id=AuthKeyId(7),
            layer=Layer(layer),
            user_id=user_id,
        )
        return Call(self, caller, self.now, Layer(layer), MsgId(4), SessionId(1))  # type: ignore[arg-type] # only what is looked at

    async def ask(self, request: TLRequest[Any], user_id: UserId = ADA, **said: Any) -> Any:
        """Ask a handler, in a transaction when it wants one."""
        call, method = self.call(user_id, **said), TABLE[type(request)]
        if not method.rows:
            return await method.handler(call, request)
        async with self.database.transaction(write=method.writes) as tx:
            call.within(tx)
            return await method.handler(call, request)

    async def upload(
        self,
        data: bytes,
        name: str = "a.bin",
        *,
        upload_id: int | None = None,
        user_id: UserId = ADA,
        part: int = PART,
    ) -> Any:
        """Send a file in parts, as clients do; the InputFile."""
        upload_id = (
            int.from_bytes(os.urandom(8), "little", signed=True)
            if upload_id is None
            else upload_id
        )
        pieces = [data[at : at + part] for at in range(0, len(data), part)]
        for number, piece in enumerate(pieces):
            if len(data) > 10 << 20:
                said: Any = api.upload.SaveBigFilePart(
                    file_id=upload_id,
                    file_part=number,
                    file_total_parts=len(pieces),
                    bytes=piece,
                )
            else:
                said = api.upload.SaveFilePart(file_id=upload_id, file_part=number, bytes=piece)
            assert await self.ask(said, user_id) is True
        if len(data) > 10 << 20:
            return api.InputFileBig(id=upload_id, parts=len(pieces), name=name)
        digest = hashlib.md5(data, usedforsecurity=False).hexdigest()
        return api.InputFile(id=upload_id, parts=len(pieces), name=name, md5_checksum=digest)

    async def prepare(self, media: Any, user_id: UserId = ADA, **said: Any) -> PreparedMedia:
        return await actions.prepare_media(self.call(user_id), media, **said)

    async def keep(self, prepared: PreparedMedia, user_id: UserId = ADA) -> bytes:
        async with self.database.transaction(write=True) as tx:
            return await actions.keep_media(self.call(user_id).within(tx), prepared)

    async def show(self, body: bytes, user_id: UserId = ADA) -> Any:
        async with self.database.transaction(write=False) as tx:
            viewer = self.call(user_id).viewer
            return (await view.fill_media(tx, viewer, [layers.read(body)[0]]))[0]

    async def send(self, media: Any, user_id: UserId = ADA) -> Any:
        """What `messages.uploadMedia` does: prepare, keep, show."""
        return await self.show(
            await self.keep(await self.prepare(media, user_id), user_id), user_id
        )

    async def send_photo(self, data: bytes, name: str = "a.jpg", **more: Any) -> Any:
        file = await self.upload(data, name)
        return await self.send(api.InputMediaUploadedPhoto(file=file, **more))

    async def send_document(
        self, data: bytes, mime: str = "application/pdf", attributes: Any = (), **more: Any
    ) -> Any:
        file = await self.upload(data)
        return await self.send(
            api.InputMediaUploadedDocument(
                file=file, mime_type=mime, attributes=list(attributes), **more
            )
        )

    async def download(self, location: Any, limit: int = 1 << 19, **said: Any) -> bytes:
        data = b""
        while True:
            got = await self.ask(
                api.upload.GetFile(location=location, offset=len(data), limit=limit), **said
            )
            data += got.bytes
            if len(got.bytes) < limit:
                return data


def picture(width: int, height: int, kind: str = "JPEG", **more: Any) -> bytes:
    """A picture with something on it."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def input_photo(photo: Any, **other: Any) -> Any:
    fields = {
        "id": photo.id,
        "access_hash": photo.access_hash,
        "file_reference": photo.file_reference,
    }
    return api.InputPhoto(**{**fields, **other})


def input_document(document: Any, **other: Any) -> Any:
    return api.InputDocument(
        **{
            "id": document.id,
            "access_hash": document.access_hash,
            "file_reference": document.file_reference,
            **other,
        }
    )


def place_of(file: Any, size: str = "", **other: Any) -> Any:
    """Where to download a photo or document that was shown."""
    kind = (
        api.InputPhotoFileLocation
        if isinstance(file, api.Photo)
        else api.InputDocumentFileLocation
    )
    fields = {
        "id": file.id,
        "access_hash": file.access_hash,
        "file_reference": file.file_reference,
        "thumb_size": size,
    }
    return kind(**{**fields, **other})
