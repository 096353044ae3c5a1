"""Files over the wire: what the walks with files do again and again."""

import hashlib
from typing import Any

from files_by_hand import HandWorld

from chappe.testing.person import Person
from chappe.testing.world import World
from chappe.tl import layers

PART = 1 << 19


async def upload(person: Person, data: bytes, *, file_id: int = 1, part: int = PART) -> Any:
    """Send a file in parts; the InputFile."""
    pieces = [data[at : at + part] for at in range(0, len(data), part)]
    for number, piece in enumerate(pieces):
        assert await person.call(
            "upload.saveFilePart", file_id=file_id, file_part=number, bytes=piece
        )
    digest = hashlib.md5(data, usedforsecurity=False).hexdigest()
    return person.make(
        "inputFile", id=file_id, parts=len(pieces), name="a.jpg", md5_checksum=digest
    )


async def kept(world: World, person: Person, media: Any) -> bytes:
    """Do with a medium (canonical) what a message does; the bytes that the message keeps."""
    hand = by_hand(world)
    return await hand.keep(await hand.prepare(media, person.user_id), person.user_id)


async def shown(world: World, person: Person, body: bytes) -> Any:
    """The medium as a person's client reads it, in its own layer."""
    media = await by_hand(world).show(body, person.user_id)
    return person.client.schema.read(layers.write(media, person.client.layer))


def by_hand(world: World) -> HandWorld:
    """The verbs of the room over the world's own rows and blobs."""
    node = world.node
    return HandWorld(
        node.database,
        node.blobs,
        settings=world.settings,
        secret=node.secret,
        now=world.clock.now(),
    )


async def fetch(person: Person, location: Any, *, limit: int = PART) -> bytes:
    """Download everything at a location."""
    data = b""
    while True:
        got = await person.call(
            "upload.getFile", location=location, offset=len(data), limit=limit
        )
        data += got.bytes
        if len(got.bytes) < limit:
            return data


def place(person: Person, file: Any, size: str = "") -> Any:
    """Where a photo or document is, in the words of the person's layer (98 and later)."""
    kind = "inputPhotoFileLocation" if file.NAME == "photo" else "inputDocumentFileLocation"
    return person.make(
        kind,
        id=file.id,
        access_hash=file.access_hash,
        file_reference=file.file_reference,
        thumb_size=size,
    )
